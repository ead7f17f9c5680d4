/** Two plans side by side: what moved, and what it does to the figures. */
import { describe, expect, test } from "vitest";
import { planDifference } from "../../src/plan/difference.js";
import type { Plan } from "../../src/plan/plan.js";
import { instant } from "../../src/units.js";
import { forSeeds } from "../support/dice.js";
import { planned } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";

const at = (time: string): string => `2026-08-12T${time}:00Z`;
const moment = (time: string) => instant(Date.parse(at(time)));

type Made = {
  /** Cohort, start, devices; start null: no wave. */
  readonly waves: readonly (readonly [string, string | null, number])[];
  readonly exposure?: number;
  readonly peaks?: Readonly<Record<string, readonly [number, number, number | null]>>;
  readonly opens?: Readonly<Record<string, string>>;
};

/** As much of a plan as a difference reads. */
function madeUp({ waves, exposure = 0, peaks = {}, opens = {} }: Made): Plan {
  const sizes = new Map<string, number>();
  for (const [cohort, , devices] of waves) sizes.set(cohort, (sizes.get(cohort) ?? 0) + devices);
  return {
    grid: { start: at("00:00"), slotMinutes: 15, slots: 96 },
    rings: Object.entries(opens).map(([name, time]) => ({ name, opens: at(time), closes: at("23:00") })),
    cohorts: [...sizes].map(([id, devices]) => ({ id, devices })),
    waves: waves.flatMap(([cohort, start, devices]) =>
      start === null
        ? []
        : [{ cohort, slot: 0, start: at(start), end: at(start.replace(":00", ":15")), devices }],
    ),
    unscheduled: waves.flatMap(([cohort, start, devices]) =>
      start === null ? [{ cohort, devices, reason: "capacity", detail: "" }] : [],
    ),
    services: Object.entries(peaks).map(([id, [slot, load, utilisation]]) => ({
      id,
      peak: { slot, load, utilisation },
    })),
    certificate: { levels: [{ name: "exposure", unit: "device-hours", value: exposure }] },
  } as unknown as Plan;
}

describe("the difference of two plans", () => {
  const before = madeUp({
    waves: [
      ["Berlin", "01:00", 60],
      ["Berlin", "02:00", 40],
      ["Pune", "01:00", 30],
    ],
    exposure: 500,
    peaks: { vpn: [4, 1.5, 0.8], desk: [8, 0.01, null] },
    opens: { pilot: "00:00" },
  });
  const after = madeUp({
    waves: [
      ["Berlin", "01:00", 50],
      ["Berlin", "03:00", 45],
      ["Berlin", null, 5],
      ["Pune", "02:00", 30],
    ],
    exposure: 620,
    peaks: { vpn: [12, 1.2, 0.9] },
    opens: { pilot: "00:00", broad: "02:00" },
  });
  const difference = planDifference(before, after);

  test("counts a device as moved where its cohort has fewer at that start, or leaves it without one", () => {
    // Berlin: 50 of 100 still start at 01:00. Pune: all 30 start an hour later.
    expect(difference.moved).toBe(80);
    expect(difference.unscheduled).toEqual({ before: 0, after: 5 });
  });

  test("names the cohorts that moved, most first, and how much later their mean start is", () => {
    expect(difference.cohorts).toEqual([
      // 01:24 before; 50 at 01:00 and 45 at 03:00: 01:56:50.5 after.
      { id: "Berlin", devices: 100, moved: 50, later: expect.closeTo(1_970_526, 0) },
      { id: "Pune", devices: 30, moved: 30, later: 3_600_000 },
    ]);
  });

  test("tells exposure, the end, peaks and ring dates of both", () => {
    expect(difference.exposure).toEqual({ before: 500, after: 620 });
    expect(difference.rise).toEqual({ before: null, after: null });
    expect(difference.lastEnd).toEqual({ before: moment("02:15"), after: moment("03:15") });
    expect(difference.services).toEqual([
      {
        id: "vpn",
        peak: {
          before: { at: moment("01:00"), load: 1.5, utilisation: 0.8 },
          after: { at: moment("03:00"), load: 1.2, utilisation: 0.9 },
        },
      },
      { id: "desk", peak: { before: { at: moment("02:00"), load: 0.01, utilisation: null }, after: null } },
    ]);
    expect(difference.rings).toEqual([
      { name: "pilot", opens: { before: moment("00:00"), after: moment("00:00") } },
      { name: "broad", opens: { before: null, after: moment("02:00") } },
    ]);
  });

  test("counts devices of cohorts that only one plan has on their own", () => {
    const [one, other] = [
      madeUp({
        waves: [
          ["a", "01:00", 10],
          ["pilot", "01:00", 3],
        ],
      }),
      madeUp({
        waves: [
          ["a", "01:00", 8],
          ["b", "01:00", 5],
        ],
      }),
    ];
    expect(planDifference(one, other)).toMatchObject({
      moved: 0,
      only: { before: 5, after: 5 },
      cohorts: [],
    });
  });

  test("of a plan without waves has no last end", () => {
    expect(planDifference(madeUp({ waves: [["a", null, 4]] }), before).lastEnd.before).toBeNull();
  });
});

describe("laws of the difference", () => {
  test("a plan differs from itself in nothing; two differ as much either way; at most all devices move", () =>
    forSeeds([1, 6], async (dice) => {
      const document = randomScenario(dice);
      const { plan: one } = await planned(document);
      const { plan: other } = await planned({ ...document, goal: "flattest", deadline: "6d" });
      const [same, there, back] = [
        planDifference(one, one),
        planDifference(one, other),
        planDifference(other, one),
      ];
      expect(same).toMatchObject({ moved: 0, only: { before: 0, after: 0 }, cohorts: [] });
      expect(there.moved).toBe(back.moved);
      expect([there.only.before, there.only.after]).toEqual([back.only.after, back.only.before]);
      expect(there.cohorts.map(({ id, moved }) => [id, moved])).toEqual(
        back.cohorts.map(({ id, moved }) => [id, moved]),
      );
      expect(there.moved).toBeLessThanOrEqual(Math.min(there.devices.before, there.devices.after));
      for (const { moved, devices } of there.cohorts) expect(moved).toBeLessThanOrEqual(devices);
    }));
});
