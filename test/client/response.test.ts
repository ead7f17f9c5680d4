import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Grid, slotOf, slotStart } from "../../src/calendar/grid.js";
import { meanOf } from "../../src/client/delay.js";
import { type Morning } from "../../src/client/presence.js";
import { fineStep, responseOf, type SlotMass } from "../../src/client/response.js";
import type { Presence, Profile } from "../../src/scenario/scenario.js";
import { duration, hour, instant, minute, second, share } from "../../src/units.js";
import {
  at,
  dice,
  draw,
  exponential,
  fixed,
  gridOf,
  hours,
  lognormal,
  minutes,
  mornings,
  office,
  points,
  profile,
  signIn,
  total,
  uniform,
} from "./given.js";

const quarter = gridOf(minutes(15));
const berlin = mornings(office, "Europe/Berlin", "2026-08-09T17:00Z", "2026-08-31T17:00Z");
const slotAt = (grid: Grid, iso: string): number => slotOf(grid, at(iso));
const sum = ({ mass }: SlotMass): number => total(mass);
/** Mean of the slot middles, ms since the grid's start. */
const meanTime = ({ first, mass }: SlotMass, grid: Grid): number =>
  total([...mass].map((value, i) => value * (first + i + 0.5) * grid.slot)) / total(mass);

const desk = profile({
  lead: uniform(0, 15 * minute),
  offline: lognormal(4 * minute, 12 * minute),
  presence: office,
  signIn: [
    signIn({ after: uniform(0, 5 * minute) }),
    signIn({ at: "presence", after: uniform(0, 5 * minute) }),
  ],
});

it("the fine step is 30 s, 5 s for slots of five minutes", () =>
  expect([5, 10, 15, 60].map((slot) => fineStep(minutes(slot)) / second)).toEqual([5, 30, 30, 30]));

describe("by hand", () => {
  it("a sign-in five minutes after the restart: a third of it in the next slot of fifteen", () => {
    const { direct } = responseOf(profile({ offline: fixed(5 * minute) }), 0, [], quarter);
    const { first, mass } = direct(40);
    expect(first).toBe(40);
    expect([...mass].map((value) => value.toFixed(6))).toEqual(["0.666667", "0.333333"]);
  });

  it("a restart without lead lies in its slot", () => {
    const { direct } = responseOf(profile(), "restart", [], quarter);
    expect(direct(7)).toEqual({ first: 7, mass: Float64Array.of(1) });
  });

  it("fifteen minutes offline: half of the devices on average over the slot, half over the next", () => {
    const { direct } = responseOf(profile({ offline: fixed(15 * minute) }), "offline", [], quarter);
    const shares = [...direct(3).mass]
      .map((value) => value.toFixed(6))
      .filter((value) => value !== "0.000000");
    expect(shares).toEqual(["0.500000", "0.500000"]);
  });

  it("a device that was off restarts as its person arrives: evenly over the slots from 8:00 to 9:30", () => {
    const off = profile({ presence: office, poweredOn: share(0.5) });
    const { first, mass } = responseOf(off, "restart", berlin, quarter).poweredOff(2);
    expect(first).toBe(slotAt(quarter, "2026-08-12T06:00:00Z"));
    expect([...mass].map((value) => value.toFixed(6))).toEqual(Array(6).fill("0.166667"));
  });

  it("who waits for a morning signs in as people arrive", () => {
    const { first, mass } = responseOf(
      { ...desk, signIn: [signIn({ at: "presence" })] },
      0,
      berlin,
      quarter,
    ).waiting(2);
    expect(first).toBe(slotAt(quarter, "2026-08-12T06:00:00Z"));
    expect([...mass].map((value) => value.toFixed(6))).toEqual(Array(6).fill("0.166667"));
  });

  it("a wave of Friday night waits for Monday, all of it", () => {
    const { direct, carried } = responseOf(desk, 1, berlin, quarter);
    const slot = slotAt(quarter, "2026-08-14T22:00:00Z");
    expect(sum(direct(slot))).toBe(0);
    expect(carried(slot).map(({ morning, share }) => [berlin[morning]?.start, share])).toEqual([
      [at("2026-08-17T06:00:00Z"), 1],
    ]);
  });

  it("a sharp arrival at 8:00 is load of the slot that begins at 8:00", () => {
    const sharp = { ...office, spread: fixed(0) };
    const { direct, carried, waiting } = responseOf(
      profile({ presence: sharp, signIn: [signIn({ at: "presence" })] }),
      0,
      berlin,
      quarter,
    );
    const eight = slotAt(quarter, "2026-08-12T06:00:00Z");
    expect([waiting(2).first, ...waiting(2).mass]).toEqual([eight, 1]);
    const [wait] = carried(eight - 1);
    const there = direct(eight - 1);
    // Four minutes offline: 11 of 15 come back before 8:00 and wait, the rest find people there.
    expect(wait?.share).toBeCloseTo(11 / 15, 9);
    expect([there.first, there.mass[0]]).toEqual([eight - 1, 0]);
    expect(there.mass[1]).toBeCloseTo(4 / 15, 9);
  });
});

const some = fc.integer({ min: 0, max: 90 }).map((count) => count * minute);
const delay = fc.oneof(
  some.map(fixed),
  fc.tuple(some, some).map(([from, more]) => uniform(from, from + more)),
  some.map((mean) => exponential(mean / 4 + second)),
  some.map((median) => lognormal(median / 4 + second, median + 5 * second)),
  some.map((time) => points([time, 0.4], [time + 10 * minute, 1])),
);
const anyProfile = fc
  .tuple(delay, delay, delay, delay, fc.constantFrom(2, 9, 24))
  .map(([lead, offline, bootAfter, presentAfter, lasts]) =>
    profile({
      lead,
      offline,
      presence: { ...office, lasts: hours(lasts) },
      signIn: [signIn({ after: bootAfter }), signIn({ at: "presence", after: presentAfter })],
    }),
  );

describe("laws of responses", () => {
  it("every activity happens once: direct and carried add up to one, whatever the slot", () =>
    fc.assert(
      fc.property(anyProfile, fc.integer({ min: 0, max: 600 }), (any, slot) => {
        for (const activity of ["restart", "call", 0, 1] as const) {
          const { direct, carried, waiting, poweredOff } = responseOf(any, activity, berlin, quarter);
          const waits = carried(slot);
          expect(sum(direct(slot)) + total(waits.map(({ share }) => share))).toBeCloseTo(1, 9);
          expect(waits.length).toBeLessThanOrEqual(2);
          for (const { morning } of waits) expect(sum(waiting(morning))).toBeCloseTo(1, 9);
          expect(sum(poweredOff(3))).toBeCloseTo(1, 9);
          expect(direct(slot).mass.every((value) => value >= -1e-15)).toBe(true);
        }
      }),
      { numRuns: 12 },
    ));

  it("a device is offline for the mean offline time in all", () =>
    fc.assert(
      fc.property(anyProfile, (any) => {
        const { direct, poweredOff } = responseOf(any, "offline", berlin, quarter);
        const expected = meanOf(any.offline) / quarter.slot;
        expect(sum(direct(5))).toBeCloseTo(expected, 6);
        expect(sum(poweredOff(3))).toBeCloseTo(expected, 6);
      }),
      { numRuns: 12 },
    ));

  it.each([5, 15, 60])("boot sign-ins keep their mean time, in slots of %i minutes", (slot) => {
    const grid = gridOf(minutes(slot));
    const any = {
      ...desk,
      lead: points([0, 0.4], [30 * minute, 1]),
      signIn: [signIn({ after: exponential(3 * minute) })],
    };
    const { direct } = responseOf(any, 0, berlin, grid);
    const mean = slotStart(grid, 30) + grid.slot / 2 + meanOf(any.lead) + meanOf(any.offline) + 3 * minute;
    // Slots are evenly filled by waves that start evenly, so the middles' mean lies near; a slot's length bounds the rest.
    expect(Math.abs(grid.start + meanTime(direct(30), grid) - mean)).toBeLessThan(3 * second);
  });
});

/** What people and devices do, told one by one: the first instant from T on at which the person is there. */
function signInTimes(
  any: Profile,
  presence: Presence,
  grid: Grid,
  all: readonly Morning[],
  slot: number,
  roll: () => number,
) {
  const back = slotStart(grid, slot) + grid.slot * roll() + draw(any.lead, roll) + draw(any.offline, roll);
  const meetings = all.map(({ start }) => {
    const arrival = start + draw(presence.spread, roll);
    return arrival + presence.lasts > back ? Math.max(arrival, back) : Number.POSITIVE_INFINITY;
  });
  return Math.min(...meetings) + draw(any.signIn[1]?.after ?? fixed(0), roll);
}

describe("who meets whom, against twenty thousand devices and people who roll dice", () => {
  const waves: readonly (readonly [string, string])[] = [
    ["at night", "2026-08-12T22:00:00Z"],
    ["just before people arrive", "2026-08-13T05:45:00Z"],
    ["while people arrive", "2026-08-13T06:30:00Z"],
    ["at noon", "2026-08-13T10:00:00Z"],
    ["at the end of the day", "2026-08-13T15:30:00Z"],
    ["while the last leave", "2026-08-13T16:15:00Z"],
    ["on Friday night", "2026-08-14T21:00:00Z"],
    ["on Saturday at noon", "2026-08-15T10:00:00Z"],
  ];
  const ways: readonly (readonly [number, number])[] = [
    [9, 15],
    [24, 15],
    [9, 5],
    [1, 60],
  ];
  const cases = ways.flatMap(([lasts, slot]) =>
    waves.map(([when, iso]) => [when, lasts, slot, iso] as const),
  );

  it.each(cases)("a wave %s, presence of %i h, slots of %i min", (_, lasts, length, iso) => {
    const grid = gridOf(minutes(length));
    const presence = { ...office, lasts: hours(lasts) };
    const any = { ...desk, presence };
    const slot = slotAt(grid, iso);
    const { direct, carried, waiting } = responseOf(any, 1, berlin, grid);
    const expected = new Float64Array(grid.slots);
    const add = ({ first, mass }: SlotMass, factor: number) =>
      mass.forEach((value, i) => (expected[first + i] = (expected[first + i] ?? 0) + factor * value));
    add(direct(slot), 1);
    for (const { morning, share: part } of carried(slot)) add(waiting(morning), part);
    const roll = dice(7 + slot + lasts);
    const around = berlin.filter(({ start }) => start > slotStart(grid, slot) - 72 * hour).slice(0, 6);
    const devices = 20_000;
    const found = new Float64Array(grid.slots);
    for (let i = 0; i < devices; i++) {
      const time = signInTimes(any, presence, grid, around, slot, roll);
      const index = slotOf(grid, instant(time));
      found[index] = (found[index] as number) + 1 / devices;
    }
    // Kolmogorov: 1.95 / sqrt(n) is passed once in a thousand times; half a fine step of a slot comes on top.
    const allowed = 1.95 / Math.sqrt(devices) + fineStep(duration(grid.slot)) / 2 / grid.slot;
    let [a, b, worst] = [0, 0, 0];
    expected.forEach((value, i) => {
      a += value;
      b += found[i] as number;
      worst = Math.max(worst, Math.abs(a - b));
    });
    expect(a).toBeCloseTo(1, 9);
    expect(worst).toBeLessThan(allowed);
  });
});
