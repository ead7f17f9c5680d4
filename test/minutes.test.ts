import { expect, test } from "vitest";
import { minutesOver } from "../src/minutes.js";
import { staggering, prepared, solver } from "./support/planning.js";

const office = (slot: string, headroom: string) => ({
  version: 1,
  release: { calendar: "microsoft", on: "2026-08" },
  deadline: "4d",
  slot,
  timezone: "Europe/Berlin",
  fleet: [{ site: "Berlin", devices: 200 }],
  window: "Mon-Fri 21:00-05:00",
  services: { login: { capacity: "1/min", headroom } },
});

async function over(slot: string, headroom: string) {
  const ready = await prepared(office(slot, headroom));
  const { staggered } = staggering(ready.rollout, "fastest", await solver());
  return minutesOver(ready, staggered.stagger);
}

test("a wave comes and goes within its slot, so a minute may be above the capacity where no slot is", async () => {
  const [login] = await over("15m", "10%");
  expect(login?.service).toBe("login");
  expect(login?.peakUtilisation).toBeGreaterThan(1.3);
  expect(login?.peakUtilisation).toBeLessThan(1.8);
  expect(login?.hours).toBeGreaterThan(1);
});

test("shorter slots and more headroom smooth it", async () => {
  const [shorter] = await over("5m", "10%");
  expect(shorter?.peakUtilisation ?? 0).toBeLessThan(1.1);
  expect(await over("15m", "60%")).toEqual([]);
});
