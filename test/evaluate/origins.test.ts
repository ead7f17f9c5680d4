import { expect, test } from "vitest";
import { originsOf } from "../../src/evaluate/origins.js";
import { planned } from "../support/planning.js";

const twoSites = {
  timezone: "Europe/Berlin",
  version: 1,
  release: { calendar: "microsoft", on: "2026-08" },
  fleet: [
    { site: "Berlin", profile: "windows-office", timezone: "Europe/Berlin", devices: 600 },
    { site: "Pune", profile: "windows-laptop", timezone: "Asia/Kolkata", devices: 300 },
  ],
  window: "Mon-Fri 21:00-05:00",
  services: {
    login: { capacity: "60/min", headroom: "20%", background: { peak: "9/min", shape: "office-day" } },
    vpn: { capacity: "20/min", headroom: "20%", sites: ["Pune"] },
  },
};

test("what each site and ring adds, and the background, are the load of every service in every slot", async () => {
  const { plan, origins } = await planned(twoSites);
  for (const { id, background, load } of plan.services) {
    const sum = [...background];
    for (const { first, added } of origins.filter(({ service }) => service === id))
      added.forEach((value, i) => (sum[first + i] = (sum[first + i] as number) + value));
    sum.forEach((value, slot) => expect(value).toBeCloseTo(load[slot] as number, 6));
  }
});

test("who never meets a service is not among its origins", async () => {
  const { rollout, staggered, origins } = await planned(twoSites);
  expect(origins).toEqual(originsOf(rollout, staggered.stagger));
  expect(
    new Set(origins.filter(({ service }) => service === "vpn").map(({ site, ring }) => `${site} ${ring}`)),
  ).toEqual(new Set(["Pune pilot", "Pune broad"]));
});
