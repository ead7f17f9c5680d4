import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, meanOf, normalShare, shareBefore } from "../../src/client/delay.js";
import type { Delay } from "../../src/scenario/scenario.js";
import { hour, minute, second } from "../../src/units.js";
import { exponential, fixed, lognormal, points, uniform } from "./given.js";

const download = lognormal(40 * minute, 6 * hour);

describe("the share before a time", () => {
  it.each<[string, Delay, number, number]>([
    ["a fixed delay has not ended at its own instant", fixed(60), 60, 0],
    ["a fixed delay has ended just after", fixed(60), 60.001, 1],
    ["nothing ends before no time at all", fixed(0), 0, 0],
    ["a uniform delay, a quarter through", uniform(100, 500), 200, 0.25],
    ["before it begins", uniform(100, 500), 50, 0],
    ["after its end", uniform(100, 500), 900, 1],
    ["a uniform delay without width is fixed", uniform(100, 100), 100.5, 1],
    ["an exponential delay by its mean: 1 - 1/e", exponential(1000), 1000, 0.6321205588],
    ["by its half-life", exponential(1000), 1000 * Math.LN2, 0.5],
    ["of mean nothing", exponential(0), 1, 1],
    ["a lognormal delay by its median", download, 40 * minute, 0.5],
    ["by its p95", download, 6 * hour, 0.95],
    ["half way (in logarithms) from median to p95", lognormal(100, 10_000), 1000, 0.794582988],
    ["points: nothing before the first, whose share is an atom", points([100, 0.3], [200, 1]), 100, 0],
    ["points: the atom and half of the rest", points([100, 0.3], [200, 1]), 150, 0.65],
    ["points: level between two", points([0, 0.5], [100, 0.5], [200, 1]), 60, 0.5],
    ["points: a single one is fixed", points([100, 1]), 101, 1],
  ])("%s", (_, delay, time, expected) => expect(shareBefore(delay, time)).toBeCloseTo(expected, 9));

  it("of the normal distribution agrees with tables to ten digits", () => {
    const table: readonly (readonly [number, number])[] = [
      [0, 0.5],
      [1, 0.8413447461],
      [1.644853627, 0.95],
      [2.326347874, 0.99],
      [3.0902323062, 0.999],
      [4.7534243088, 0.999999],
      [-1.9599639845, 0.025],
    ];
    for (const [z, expected] of table) expect(normalShare(z)).toBeCloseTo(expected, 10);
    expect(normalShare(-8)).toBeCloseTo(6.22096e-16, 20);
    expect(normalShare(7.0710678)).toBeCloseTo(normalShare(7.0710679), 15);
  });
});

const some = fc.integer({ min: 1, max: 100_000 });
const anyDelay: fc.Arbitrary<Delay> = fc.oneof(
  some.map(fixed),
  fc.tuple(some, some).map(([from, more]) => uniform(from, from + more)),
  some.map(exponential),
  fc
    .tuple(some, fc.double({ min: 1.1, max: 6, noNaN: true }))
    .map(([median, times]) => lognormal(median, median * times)),
  fc
    .tuple(some, some, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([time, more, a, b]) =>
      points([time, Math.min(a, b)], [time + more, Math.max(a, b)], [time + 3 * more, 1]),
    ),
);

describe("laws of delays", () => {
  it("the share never falls, from none to all", () =>
    fc.assert(
      fc.property(anyDelay, some, some, (delay, t, more) => {
        const [early, late] = [shareBefore(delay, t), shareBefore(delay, t + more)];
        expect(early).toBeGreaterThanOrEqual(0);
        expect(late).toBeGreaterThanOrEqual(early);
        expect(late).toBeLessThanOrEqual(1);
      }),
    ));

  it("the mean is the area above the distribution function", () =>
    fc.assert(
      fc.property(anyDelay, (delay) => {
        const end = endOf(delay, 1e-9);
        const steps = 4_000;
        let area = 0;
        for (let i = 0; i < steps; i++) area += 1 - shareBefore(delay, ((i + 0.5) * end) / steps);
        // An atom inside a step is off by the step at most.
        expect(Math.abs((area * end) / steps - meanOf(delay))).toBeLessThan(
          meanOf(delay) * 2e-3 + end / steps,
        );
      }),
      { numRuns: 40 },
    ));

  it("by its end all but the tail has ended, and a little earlier more is left", () =>
    fc.assert(
      fc.property(anyDelay, fc.constantFrom(0.5, 0.05, 1e-3, 1e-6), (delay, tail) => {
        const end = endOf(delay, tail);
        expect(1 - shareBefore(delay, end + 1)).toBeLessThanOrEqual(tail + 1e-9);
        if (delay.kind === "exponential" || delay.kind === "lognormal") {
          expect(1 - shareBefore(delay, end - 2)).toBeGreaterThanOrEqual(tail);
        }
      }),
    ));
});

it("means by hand", () => {
  expect(meanOf(uniform(0, 22 * hour))).toBe(11 * hour);
  expect(meanOf(points([0, 0.5], [hour, 1]))).toBe(15 * minute);
  expect(meanOf(points([hour, 1]))).toBe(hour);
  // sigma = ln(9) / 1.64485 = 1.33581; 40 min x e^(sigma^2 / 2) = 97.62 min
  expect(meanOf(download) / minute).toBeCloseTo(97.62, 2);
  expect(endOf(download, 0.05) / second).toBeCloseTo(6 * 3600, 1);
});
