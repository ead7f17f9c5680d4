import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readinessOf } from "../../src/client/readiness.js";
import type { Delay } from "../../src/scenario/scenario.js";
import { day, duration, hour, minute } from "../../src/units.js";
import {
  dice,
  draw,
  exponential,
  fixed,
  hours,
  lognormal,
  minutes,
  points,
  profile,
  uniform,
} from "./given.js";

const week = duration(7 * day);
const staged = (detect: Delay, download: Delay, install: Delay, until = week) =>
  readinessOf(profile({ detect, download, install }), until);

/** First time, to the minute, at which readiness reaches `part`. */
function crossing(readiness: ReturnType<typeof staged>, part: number): number {
  let at = 0;
  while (readiness(minutes(at)) < part) at += 1;
  return at / 60;
}

describe("readiness of desk PCs", () => {
  const usual = staged(uniform(0, 22 * hour), lognormal(40 * minute, 6 * hour), fixed(20 * minute));

  // Oracle: facts/solver.md section 10.
  it.each([
    [0.5, 12.8],
    [0.95, 23.0],
    [0.98, 25.9],
    [0.99, 29.6],
    [0.999, 54],
  ])("is %f after %f hours", (part, expected) =>
    expect(Math.abs(crossing(usual, part) - expected)).toBeLessThan(expected > 50 ? 0.5 : 0.1),
  );

  it("is nothing before the install can have ended", () => {
    expect(usual(minutes(0))).toBe(0);
    expect(usual(minutes(20))).toBeLessThan(1e-6);
  });
});

describe("readiness by closed forms", () => {
  it("all fixed: none before 65 minutes, all from then on, at the instant itself too", () => {
    const readiness = staged(fixed(5 * minute), fixed(40 * minute), fixed(20 * minute));
    expect([64.99, 65, 66].map((t) => readiness(minutes(t)))).toEqual([0, 1, 1]);
  });

  it("ready at once is ready at the release", () =>
    expect(staged(fixed(0), fixed(0), fixed(0))(minutes(0))).toBe(1));

  it("one uniform delay and fixed ones is a straight line", () => {
    const readiness = staged(uniform(0, 10 * hour), fixed(hour), fixed(hour));
    expect([2, 4.5, 7, 12, 30].map((t) => readiness(hours(t)))).toEqual([0, 0.25, 0.5, 1, 1]);
  });

  it("two equal uniform delays make a triangle", () => {
    const readiness = staged(uniform(0, 2 * hour), uniform(0, 2 * hour), fixed(0));
    const expected = [0, 0.125, 0.5, 0.875, 1];
    [0, 1, 2, 3, 4].forEach((t, i) => expect(readiness(hours(t))).toBeCloseTo(expected[i] as number, 5));
  });

  it("the same delay twice counts twice, even where it is one and the same object", () => {
    const poll = uniform(0, 2 * hour);
    expect(staged(poll, poll, fixed(0))(hours(2))).toBeCloseTo(0.5, 5);
    expect(staged(poll, poll, poll)(hours(3))).toBeCloseTo(0.5, 5);
  });

  it("two exponential delays of the same mean: 1 - 2/e after the mean, without the install", () => {
    const readiness = staged(exponential(hour), exponential(hour), fixed(30 * minute));
    expect(readiness(hours(1.5))).toBeCloseTo(1 - 2 / Math.E, 4);
  });

  it("an atom at the start waits for nobody", () => {
    const readiness = staged(points([0, 0.4], [10 * hour, 1]), fixed(20 * minute), fixed(0));
    expect(readiness(minutes(19))).toBeLessThan(1e-9);
    expect(readiness(minutes(21))).toBeCloseTo(0.4 + 0.6 / 600, 2);
    expect(readiness(hours(5 + 1 / 3))).toBeCloseTo(0.7, 3);
  });

  it("a tail that reaches beyond the deadline does not move what comes before it", () => {
    const readiness = staged(fixed(0), lognormal(40 * minute, 3 * day), fixed(0));
    expect(readiness(minutes(40))).toBeCloseTo(0.5, 2);
    expect(readiness(hours(72))).toBeCloseTo(0.95, 4);
  });
});

const wait = fc.integer({ min: 1, max: 300 }).map((count) => count * minute);
const anyDelay: fc.Arbitrary<Delay> = fc.oneof(
  wait.map(fixed),
  fc.tuple(wait, wait).map(([from, more]) => uniform(from, from + more)),
  wait.map(exponential),
  wait.map((median) => lognormal(median, 4 * median)),
  fc.tuple(wait, wait).map(([time, more]) => points([time, 0.3], [time + more, 1])),
);

describe("laws of readiness", () => {
  it("never falls, stays between none and all", () =>
    fc.assert(
      fc.property(anyDelay, anyDelay, anyDelay, (a, b, c) => {
        const readiness = staged(a, b, c);
        const shares = Array.from({ length: 169 }, (_, t) => readiness(hours(t)));
        expect(shares.every((now, t) => now >= (shares[t - 1] ?? 0) - 1e-12 && now <= 1)).toBe(true);
      }),
      { numRuns: 6 },
    ));

  it("agrees with fifty thousand devices that roll dice", () => {
    const cases: readonly (readonly [Delay, Delay, Delay])[] = [
      [uniform(0, 22 * hour), lognormal(40 * minute, 6 * hour), fixed(20 * minute)],
      [uniform(0, 24 * hour), lognormal(5 * minute, 30 * minute), uniform(5 * minute, 15 * minute)],
      [exponential(3 * hour), lognormal(hour, 5 * hour), points([0, 0.2], [hour, 0.9], [6 * hour, 1])],
      [points([2 * hour, 0.5], [20 * hour, 1]), exponential(hour), lognormal(10 * minute, hour)],
    ];
    const roll = dice(20260811);
    for (const delays of cases) {
      const readiness = staged(...delays);
      const found = Float64Array.from({ length: 50_000 }, () =>
        delays.reduce((sum, delay) => sum + draw(delay, roll), 0),
      ).sort();
      for (const part of [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97]) {
        const time = found[Math.floor(part * found.length)] as number;
        expect(Math.abs(readiness(duration(time)) - part)).toBeLessThan(0.009);
      }
    }
  });
});
