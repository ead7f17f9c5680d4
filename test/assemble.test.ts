import { describe, expect, it } from "vitest";
import { slotRuns, slotStart } from "../src/calendar/grid.js";
import { wallOf } from "../src/calendar/zone.js";
import type { SlotMass } from "../src/client/response.js";
import type { Rollout } from "../src/rollout.js";
import { hour, isoInstant, isoWall } from "../src/units.js";
import { at, total } from "./client/given.js";
import { problemsOf, rolloutOf } from "./service/prepared.js";

const horizonOf = ({ grid }: Rollout): string => isoInstant(slotStart(grid, grid.slots));

/** The largest share of any picture of any wave that lies beyond the grid. */
function lost({ demands, restarts, grid }: Rollout): number {
  const beyond = ({ first, mass }: SlotMass): number => {
    const all = total(mass);
    const outside =
      first < 0 ? all : total(mass.subarray(Math.min(mass.length, Math.max(0, grid.slots - first))));
    return all === 0 ? 0 : outside / all;
  };
  return Math.max(
    ...[...demands, ...restarts].flatMap(({ loads }) =>
      loads.flatMap(({ direct, carried }) => [...direct, ...carried].map(beyond)),
    ),
  );
}

describe("the horizon", () => {
  it("is a day past the deadline at least", async () => {
    const servers = [{ site: "Berlin", profile: "windows-server", devices: 10 }];
    expect(horizonOf(await rolloutOf({ fleet: servers }))).toBe("2026-08-19T17:00:00Z");
  });

  // The issue: a horizon of deadline + 24 h before a weekend hid a Monday peak of 1.37 of capacity behind a reported 0.60.
  it("with a deadline on Saturday reaches past Monday's sign-ins of 9,200 office PCs", async () => {
    const rollout = await rolloutOf({ fleet: [{ site: "Berlin", devices: 9200 }], deadline: "4d" });
    expect(isoInstant(rollout.deadline)).toBe("2026-08-15T17:00:00Z");
    // People come until 9:30 on Monday, 7:30Z.
    expect(at(horizonOf(rollout))).toBeGreaterThanOrEqual(at("2026-08-17T07:30Z"));
    expect(at(horizonOf(rollout))).toBeLessThan(at("2026-08-17T12:00Z"));
    expect(lost(rollout)).toBeLessThan(1e-6);
    // Friday night's last wave: 70 % of 20 % of its people sign in on Monday.
    const [demand] = rollout.demands;
    const monday = demand?.carries.flatMap(({ when, positions }, k) =>
      when.kind === "morning" && positions.includes((demand.behaviour.slots.length as number) - 1)
        ? [demand.loads[0]?.carried[k] as SlotMass]
        : [],
    );
    expect(monday).toHaveLength(1);
    expect(total(monday?.[0]?.mass ?? []) * 900).toBeCloseTo(0.7 * 0.2, 6);
    expect(isoInstant(slotStart(rollout.grid, monday?.[0]?.first ?? 0))).toBe("2026-08-17T06:00:00Z");
  });

  it.each([5, 15, 60])(
    "holds every sign-in of every admissible wave, in slots of %i minutes",
    async (slot) => {
      const rollout = await rolloutOf({
        slot: `${slot}m`,
        deadline: "3d",
        fleet: [
          { site: "Berlin", profile: "windows-laptop", devices: 500 },
          { site: "Kathmandu", profile: "windows-laptop", timezone: "Asia/Kathmandu", devices: 500 },
          { site: "Apia", profile: "windows-kiosk", timezone: "Pacific/Apia", devices: 500 },
        ],
        services: {
          login: { capacity: "10/s" },
          desk: { preset: "service-desk", capacity: "10/s" },
          away: { capacity: 100, counts: "offline" },
        },
      });
      expect(lost(rollout)).toBeLessThan(1e-6);
    },
  );

  it("waits for a presence that comes once a week", async () => {
    const presence = {
      rrule: "FREQ=WEEKLY;BYDAY=WE;BYHOUR=8;BYMINUTE=0",
      spread: { fixed: "0m" },
      lasts: "4h",
    };
    const rollout = await rolloutOf({ profiles: { weekly: { extends: "windows-laptop", presence } } });
    expect(at(horizonOf(rollout))).toBeGreaterThan(at("2026-08-19T06:00Z"));
    expect(lost(rollout)).toBeLessThan(1e-6);
  });

  it("more than 21 days past the deadline is a problem that names the presence rule", async () => {
    const presence = {
      rrule: "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2;BYHOUR=8;BYMINUTE=0",
      spread: { fixed: "0m" },
      lasts: "4h",
    };
    expect(await problemsOf({ profiles: { rare: { extends: "windows-office", presence } } })).toMatchObject([
      { code: "presence.too-rare", place: { path: "profiles.rare.presence" } },
    ]);
  });

  it("a delay whose tail lasts for years is a problem too, not a crash", async () => {
    const offline = { lognormal: { median: "1s", p95: "300d" } };
    expect(await problemsOf({ profiles: { slow: { extends: "windows-server", offline } } })).toHaveLength(1);
  });
});

describe("open slots", () => {
  it("start with Wednesday night in Berlin: ready at 90 %, whole slots only, the deadline kept", async () => {
    const { demands, grid } = await rolloutOf({});
    const runs = slotRuns(demands[0]?.behaviour.slots ?? new Int32Array()).map((range) =>
      range.map((slot) => isoWall(wallOf(slotStart(grid, slot), "Europe/Berlin")).slice(5, 16)),
    );
    expect(runs).toEqual([
      ["08-12T21:00", "08-13T05:00"],
      ["08-13T21:00", "08-14T05:00"],
      ["08-14T21:00", "08-15T05:00"],
      ["08-17T21:00", "08-18T05:00"],
    ]);
  });

  it("of an hour in Kathmandu, a quarter to the hour: the window's first and last part are lost", async () => {
    const rollout = await rolloutOf({
      slot: "60m",
      fleet: [{ site: "Kathmandu", timezone: "Asia/Kathmandu", devices: 100 }],
      services: { login: { capacity: "1/s", background: { peak: "0.1/s", shape: "office-day" } } },
    });
    const [first] = slotRuns(rollout.demands[0]?.behaviour.slots ?? new Int32Array());
    // 21:00 to 5:00 is 15:15Z to 23:15Z.
    expect(first?.map((slot) => isoInstant(slotStart(rollout.grid, slot)))).toEqual([
      "2026-08-12T16:00:00Z",
      "2026-08-12T23:00:00Z",
    ]);
    expect(lost(rollout)).toBeLessThan(1e-6);
  });

  it("open day and night are cut at local noon: stragglers wait for the next afternoon", async () => {
    const { demands, grid } = await rolloutOf({
      window: "00:00-24:00",
      profiles: { office: { extends: "windows-kiosk" } },
    });
    const intervals = demands[0]?.behaviour.carries.flatMap(({ when }) =>
      when.kind === "interval" ? [when.range] : [],
    );
    expect(intervals?.every(([from, to]) => (to - from) * grid.slot <= 24 * hour)).toBe(true);
    expect(isoInstant(slotStart(grid, intervals?.[0]?.[0] ?? 0))).toMatch(/T10:00:00Z$/);
  });
});

describe("why nothing is open to a cohort", () => {
  it.each<[string, object, string]>([
    [
      "all of the windows are frozen",
      { freezes: [{ from: "2026-08-01T00:00", to: "2026-10-01T00:00" }] },
      "windows",
    ],
    [
      "the update takes longer than the deadline",
      { profiles: { slow: { extends: "windows-server", install: { fixed: "8d" } } } },
      "readiness",
    ],
    [
      "the update comes after the last window",
      {
        window: "Wed 21:00-23:00",
        deadline: "3d",
        profiles: { slow: { extends: "windows-server", install: { fixed: "30h" } } },
      },
      "readiness",
    ],
    ["the first window opens after the deadline", { window: "Sat 21:00-05:00", deadline: "2d" }, "deadline"],
  ])("%s", async (_, more, reason) => expect((await rolloutOf(more)).closed).toEqual([reason]));

  it("every window is shorter than a slot", async () =>
    expect((await rolloutOf({ window: "Mon-Fri 21:00-21:10" })).closed).toEqual(["windows"]));

  it("nothing is wrong with the others", async () => expect((await rolloutOf({})).closed).toEqual([null]));
});

it("a freeze of one site leaves the others open", async () => {
  const { demands } = await rolloutOf({
    fleet: [
      { site: "Berlin", devices: 10 },
      { site: "Paris", devices: 10 },
    ],
    freezes: [{ from: "2026-08-12T18:00", to: "2026-08-14T12:00", sites: ["Paris"] }],
  });
  expect(demands.map(({ behaviour }) => behaviour.slots.length)).toEqual([4 * 32, 2 * 32]);
});

it("people who came on Monday for five days are there on Thursday", async () => {
  const presence = {
    rrule: "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0",
    spread: { fixed: "0m" },
    lasts: "5d",
  };
  const { demands } = await rolloutOf({
    release: { at: "2026-08-13T06:00:00Z" },
    deadline: "2d",
    profiles: {
      ship: { extends: "windows-office", presence, install: { fixed: "0m" }, detect: { fixed: "0m" } },
    },
  });
  const waiting = demands[0]?.carries.filter(
    ({ when, positions }) => when.kind === "morning" && positions.includes(0),
  );
  expect(waiting).toEqual([]);
});
