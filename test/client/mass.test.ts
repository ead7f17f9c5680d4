import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOf, shareBefore } from "../../src/client/delay.js";
import { convolve, type Mass, massEnd, massOf, onSteps, sumOf, TAIL } from "../../src/client/mass.js";
import type { Delay } from "../../src/scenario/scenario.js";
import { day, duration, hour, minute, second } from "../../src/units.js";
import { exponential, fixed, lognormal, points, total, uniform } from "./given.js";

const step = duration(30 * second);
const meanOfMass = ({ origin, step: length, cells }: Mass): number =>
  cells.reduce((sum, cell, j) => sum + cell * (origin + j * length), 0);

const some = fc.integer({ min: 0, max: 2 * hour });
const width = fc.integer({ min: 1, max: 2 * hour });
const anyDelay: fc.Arbitrary<Delay> = fc.oneof(
  some.map(fixed),
  fc.tuple(some, some).map(([from, more]) => uniform(from, from + more)),
  width.map(exponential),
  fc
    .tuple(width, fc.double({ min: 1.1, max: 6, noNaN: true }))
    .map(([median, times]) => lognormal(median, median * times)),
  fc
    .tuple(some, width, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([time, more, part]) => points([time, part], [time + more, 1])),
);

describe("laws of a mass", () => {
  it("keeps all of the mass and the exact mean", () =>
    fc.assert(
      fc.property(anyDelay, (delay) => {
        const mass = massOf(delay, step);
        expect(total(mass.cells)).toBeCloseTo(1, 12);
        expect(Math.abs(meanOfMass(mass) - meanOf(delay))).toBeLessThanOrEqual(
          1e-9 * Math.max(1, meanOf(delay)),
        );
        expect(mass.origin).toBeGreaterThanOrEqual(0);
        expect(mass.cells.every((cell) => cell >= 0)).toBe(true);
      }),
    ));

  it("keeps them through sums, and laid on whole steps", () =>
    fc.assert(
      fc.property(anyDelay, anyDelay, (a, b) => {
        const mean = meanOf(a) + meanOf(b);
        const sum = convolve(massOf(a, step), massOf(b, step));
        const laid = onSteps(sum);
        expect(total(sum.cells)).toBeCloseTo(1, 11);
        expect(Math.abs(meanOfMass(sum) - mean)).toBeLessThanOrEqual(1e-9 * Math.max(1, mean));
        expect(total(laid)).toBeCloseTo(1, 11);
        const laidMean = laid.reduce((all, cell, j) => all + cell * j * step, 0);
        expect(Math.abs(laidMean - mean)).toBeLessThanOrEqual(1e-9 * Math.max(1, mean));
      }),
      { numRuns: 20 },
    ));

  it("has in each cell the difference of the distribution, and folds no more than the tail", () =>
    fc.assert(
      fc.property(anyDelay, (delay) => {
        const { origin, cells } = massOf(delay, step);
        let worst = 0;
        const first = Math.floor(origin / step + 1e-9);
        for (let j = 0; j < cells.length - 1; j++) {
          const upTo = shareBefore(delay, (first + j + 1) * step);
          const from = shareBefore(delay, (first + j) * step);
          worst = Math.max(worst, Math.abs((cells[j] as number) - (upTo - from)));
        }
        expect(worst).toBeLessThan(TAIL + 1e-12);
        const end = (first + cells.length) * step;
        expect(1 - shareBefore(delay, end + 1)).toBeLessThanOrEqual(TAIL * 1.001);
      }),
      { numRuns: 20 },
    ));
});

it("a fixed delay stands exactly where it ends", () => {
  expect(massOf(fixed(20 * minute), step)).toEqual({ step, origin: 20 * minute, cells: Float64Array.of(1) });
  expect(massEnd(sumOf([fixed(15 * minute), fixed(4 * minute)], step))).toBe(19 * minute);
});

it("a uniform delay of two minutes is four equal cells in their middles", () => {
  const { origin, cells } = massOf(uniform(60_000, 180_000), step);
  expect([...cells]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(origin).toBe(75_000);
});

it("between two steps a delay is shared in proportion", () => {
  expect([...onSteps(massOf(fixed(40_000), step))].map((value) => value.toFixed(4))).toEqual([
    "0.0000",
    "0.6667",
    "0.3333",
  ]);
});

it("a tail of years is no reason to run out of memory", () => {
  const { cells } = massOf(lognormal(1000, 366 * day), step);
  expect(total(cells)).toBeCloseTo(1, 9);
  expect(cells.length).toBeLessThan(400_000);
});
