import { describe, expect, it } from "vitest";
import { gridFrom } from "../../src/calendar/grid.js";
import { wallOf } from "../../src/calendar/zone.js";
import { onlineShare, sessionsOf } from "../../src/service/sessions.js";
import { type Duration, duration, hour, minute, share } from "../../src/units.js";
import { at, total } from "../client/given.js";
import { rolloutOf } from "./prepared.js";

const berlin = (local: string) => wallOf(at(`${local}+02:00`), "Europe/Berlin");
const points = (...list: readonly (readonly [number, number])[]) =>
  list.map(([hours, part]) => [duration(hours * hour), share(part)] as const);

describe("a day at home", () => {
  it.each([
    ["Thursday at 14:30: everybody", "2026-08-13T14:30", 1],
    ["five hours off: 0.3 + 0.7 / e", "2026-08-13T09:30", 0.3 + 0.7 / Math.E],
    ["five hours later as well", "2026-08-13T19:30", 0.3 + 0.7 / Math.E],
    ["at 4:00", "2026-08-13T04:00", 0.3 + 0.7 * Math.exp(-(2.1 ** 2))],
    ["Saturday at 14:30: three quarters", "2026-08-15T14:30", 0.75],
    ["Sunday at 14:30: three quarters", "2026-08-16T14:30", 0.75],
    ["Monday at 14:30: everybody again", "2026-08-17T14:30", 1],
  ])("on %s", (_, local, expected) =>
    expect(onlineShare("home-day", berlin(local))).toBeCloseTo(expected, 9),
  );

  it("comes out of the weekend without a step up, which would be a storm of sign-ins", () => {
    const start = berlin("2026-08-14T00:00");
    for (let i = 1; i < 5 * 24 * 60; i++)
      for (const shape of ["home-day", "office-hours"] as const) {
        const rise = onlineShare(shape, start + i * minute) - onlineShare(shape, start + (i - 1) * minute);
        expect(rise).toBeLessThan(0.01);
      }
  });
});

describe("points", () => {
  const day = points([6, 0.2], [18, 0.8]);
  it.each([
    ["at a point", "2026-08-13T06:00", 0.2],
    ["between", "2026-08-13T12:00", 0.5],
    ["over midnight", "2026-08-13T00:00", 0.5],
    ["before midnight", "2026-08-13T21:00", 0.65],
    ["after midnight", "2026-08-13T03:00", 0.35],
    ["at a weekend too", "2026-08-15T12:00", 0.5],
  ])("%s", (_, local, expected) => expect(onlineShare(day, berlin(local))).toBeCloseTo(expected, 9));

  it("one alone is the whole day", () =>
    expect([0, 9, 23].map((h) => onlineShare(points([9, 0.4]), h * hour))).toEqual([0.4, 0.4, 0.4]));
});

const gridOf = (slot: Duration) => gridFrom(at("2026-08-12T00:00Z"), slot, at("2026-08-15T00:00Z"));
const session = duration(5 * hour);

describe("sign-ins", () => {
  it("of a level service are one a session", () => {
    const { wanted, signIns } = sessionsOf(
      gridOf(duration(15 * minute)),
      { online: points([9, 0.5]), session },
      new Map([["Europe/Berlin", 3_600]]),
    );
    expect([...new Set(wanted)].map((value) => value.toFixed(6))).toEqual(["1800.000000"]);
    expect(signIns[7]).toBeCloseTo(1800 / (5 * 3600), 12);
  });

  it("are those who come as well where more and more are there, zone by zone", () => {
    // From 6:00 to 18:00 UTC a half comes in UTC, and as many leave in Apia, 13 h ahead, from 18:00 to 6:00 there, and 5 to 17 UTC.
    const clients = new Map([
      ["UTC", 4_320],
      ["Pacific/Apia", 4_320],
    ]);
    const { wanted, signIns } = sessionsOf(
      gridOf(duration(60 * minute)),
      { online: points([6, 0.25], [18, 0.75]), session },
      clients,
    );
    const ten = 10;
    const mean = wanted[ten] as number;
    // 4,320 x 0.5 in 12 h are 0.05 a second.
    expect(signIns[ten]).toBeCloseTo(mean / (5 * 3600) + 0.05, 9);
  });

  it("of one-minute slots have the slots' means", () => {
    const clients = new Map([
      ["Europe/Berlin", 1_000],
      ["America/New_York", 500],
    ]);
    const shape = { online: "home-day", session } as const;
    const [fine, coarse] = [gridOf(minute), gridOf(duration(15 * minute))].map((grid) =>
      sessionsOf(grid, shape, clients),
    ) as [ReturnType<typeof sessionsOf>, ReturnType<typeof sessionsOf>];
    for (let slot = 0; slot < coarse.wanted.length; slot++) {
      const mean = (values: Float64Array) => total(values.subarray(15 * slot, 15 * slot + 15)) / 15;
      expect(coarse.wanted[slot]).toBeCloseTo(mean(fine.wanted), 8);
      expect(coarse.signIns[slot]).toBeCloseTo(mean(fine.signIns), 8);
    }
  });
});

it("a service has them of the devices it serves, times its factor, each by its own clock", async () => {
  const { services, grid } = await rolloutOf({
    fleet: [
      { site: "Berlin", devices: 600, timezone: "Europe/Berlin" },
      { site: "NYC", devices: 400, timezone: "America/New_York", profile: "windows-kiosk" },
      { site: "Pune", devices: 9_000, timezone: "Asia/Kolkata" },
    ],
    services: {
      login: {
        capacity: "10/s",
        sites: ["Berlin", "NYC"],
        signIns: { "windows-office": 1, "windows-kiosk": 0.5 },
        background: { online: "home-day", session: "5h" },
      },
      other: { capacity: "10/s" },
    },
  });
  const [login, other] = services;
  const noon = Math.floor((at("2026-08-13T12:30Z") - grid.start) / grid.slot);
  // 14:30 in Berlin; 8:30 in New York, six hours before the peak.
  expect(login?.sessions?.wanted[noon]).toBeCloseTo(600 + 200 * (0.3 + 0.7 * Math.exp(-1.44)), -1);
  expect(login?.sessions?.length).toBe(5 * hour);
  expect(login?.background[noon]).toBeGreaterThan((login?.sessions?.wanted[noon] as number) / (5 * 3600));
  expect(other?.sessions).toBeNull();
});
