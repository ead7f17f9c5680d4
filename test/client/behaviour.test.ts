import { describe, expect, it } from "vitest";
import { slotOf } from "../../src/calendar/grid.js";
import { behaviourOf, readyFrom, type Timing } from "../../src/client/behaviour.js";
import { readinessOf } from "../../src/client/readiness.js";
import type { Profile } from "../../src/scenario/scenario.js";
import { day, duration, hour, instant, minute, share } from "../../src/units.js";
import { at, fixed, gridOf, minutes, mornings, office, profile, release, uniform } from "./given.js";

const week = duration(7 * day);
/** Release on a slot's edge, Tuesday 17:00Z; 1-hour slots, so that slot s starts s hours after the release. */
const timing = (parts: Partial<Timing> = {}): Timing => ({
  grid: gridOf(minutes(60)),
  release,
  deadline: instant(release + week),
  ready: share(0.9),
  ...parts,
});
const tenHours = profile({ detect: uniform(0, 10 * hour) });
const readyIn = (any: Profile, parts: Partial<Timing> = {}) =>
  readyFrom(timing(parts), readinessOf(any, week));

describe("the first slot ready enough", () => {
  it.each<[string, number, Profile, Partial<Timing>]>([
    ["at nine tenths of ten hours", 9, tenHours, {}],
    ["at half of them", 5, tenHours, { ready: share(0.5) }],
    ["at all of them", 10, tenHours, { ready: share(1) }],
    ["at once where nothing takes time", 0, profile(), {}],
    ["not in the slot the release cuts", 1, profile(), { release: instant(release + minute) }],
    // Deadline after 5 h: half staged by then, and 90 % of that half after 4.5 h.
    ["as a share of what is staged by the deadline", 5, tenHours, { deadline: instant(release + 5 * hour) }],
    [
      "never, where nothing is staged by the deadline",
      Number.POSITIVE_INFINITY,
      profile({ install: fixed(8 * day) }),
      {},
    ],
  ])("%s", (_, expected, any, parts) => expect(readyIn(any, parts)).toBe(expected));

  it("all of them staged, by whatever sum of delays, is not missed by a rounding", () => {
    const sums = [7, 11, 13, 17, 23].map((count) =>
      profile({
        detect: uniform(0, 22 * hour),
        download: uniform(0, count * minute),
        install: uniform(minute, (count + 3) * minute),
      }),
    );
    for (const any of sums) expect(readyIn(any, { ready: share(1) })).toBeLessThanOrEqual(24);
  });
});

describe("behaviour by hand", () => {
  const berlin = mornings(office, "Europe/Berlin", "2026-08-09T17:00Z", "2026-08-31T17:00Z");
  const of = (any: Profile, intervals: readonly (readonly [number, number])[], parts: Partial<Timing> = {}) =>
    behaviourOf(any, timing(parts), readinessOf(any, week), intervals, berlin);

  it("stragglers restart over the next interval, those of the last one are late", () => {
    const { slots, restarts, late, carries, exposure } = of(
      tenHours,
      [
        [4, 10],
        [28, 30],
      ],
      { ready: share(0.8) },
    );
    expect([...slots]).toEqual([8, 9, 28, 29]);
    expect([...restarts].map((value) => value.toFixed(9))).toEqual([
      "0.800000000",
      "0.900000000",
      "1.000000000",
      "1.000000000",
    ]);
    expect([...late].map((value) => Math.abs(value).toFixed(9))).toEqual(Array(4).fill("0.000000000"));
    expect(carries).toHaveLength(1);
    expect(carries[0]?.when).toEqual({ kind: "interval", range: [28, 30] });
    expect([...(carries[0]?.positions ?? [])]).toEqual([0, 1]);
    // Slot 8: 0.8 x 8.5 h + 0.2 x the middle of hours 28 to 30.
    expect(exposure[0]).toBeCloseTo(0.8 * 8.5 + 0.2 * 29, 9);
    expect(exposure[2]).toBeCloseTo(28.5, 9);
  });

  it("who is not staged after the last interval is late and exposed to the horizon", () => {
    const { late, exposure, unscheduledExposure, carries } = of(tenHours, [[5, 6]], { ready: share(0.5) });
    expect(late[0]).toBeCloseTo(0.5, 9);
    expect(exposure[0]).toBeCloseTo(0.5 * 5.5 + 0.5 * 240, 9);
    expect(unscheduledExposure).toBe(240);
    expect(carries).toEqual([]);
  });

  it("one night cut at noon is two intervals: the morning's stragglers wait for the afternoon", () => {
    const { carries } = of(
      tenHours,
      [
        [5, 17],
        [17, 20],
      ],
      { ready: share(0.5) },
    );
    expect(carries.map(({ when }) => when)).toEqual([{ kind: "interval", range: [17, 20] }]);
  });

  it("a device that is off waits for the next start of presence, and lead does not concern it", () => {
    const any = profile({ poweredOn: share(0.6), presence: office, lead: fixed(30 * minute) });
    const { carries, restarts, exposure } = of(any, [[4, 6]]);
    expect([...restarts]).toEqual([0.6, 0.6]);
    expect(carries).toHaveLength(1);
    const [carry] = carries;
    expect(carry?.when.kind).toBe("morning");
    expect([...(carry?.shares ?? [])]).toEqual([0.4, 0.4]);
    // Wednesday 8:00 in Berlin is 13 h after the release; people come 45 min later on average.
    expect(exposure[0]).toBeCloseTo(0.6 * (4.5 + 0.5) + 0.4 * 13.75, 9);
  });

  it("a wave that ends as presence starts waits for that morning, one that ends after it for the next", () => {
    const any = profile({ poweredOn: share(0.5), presence: office });
    const wednesday = slotOf(gridOf(minutes(60)), at("2026-08-12T06:00Z"));
    const { exposure } = of(any, [[wednesday - 1, wednesday + 1]]);
    expect(exposure[0]).toBeCloseTo(0.5 * 12.5 + 0.5 * 13.75, 9);
    expect(exposure[1]).toBeCloseTo(0.5 * 13.5 + 0.5 * 37.75, 9);
  });

  it("weight multiplies every exposure", () => {
    const [one, three] = [1, 3].map((weight) => of({ ...tenHours, weight }, [[5, 8]], { ready: share(0.5) }));
    expect([...(three?.exposure ?? [])]).toEqual([...(one?.exposure ?? [])].map((value) => 3 * value));
    expect(three?.unscheduledExposure).toBe(720);
  });

  it("every device of a wave is accounted for: now, later or late", () => {
    const any = { ...tenHours, poweredOn: share(0.55), presence: office };
    const { slots, restarts, late, carries } = of(
      any,
      [
        [5, 8],
        [29, 33],
      ],
      { ready: share(0.5) },
    );
    slots.forEach((_, p) => {
      const carried = carries.flatMap(({ positions, shares }) =>
        [...shares].filter((_, i) => positions[i] === p),
      );
      expect((restarts[p] as number) + (late[p] as number) + carried.reduce((a, b) => a + b, 0)).toBeCloseTo(
        1,
        12,
      );
    });
  });

  it("a cohort that is never ready has no slots", () =>
    expect(of(profile({ install: fixed(8 * day) }), [[4, 10]]).slots).toHaveLength(0));
});
