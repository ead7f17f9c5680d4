/** The seeded generator: the published sequence, and numbers that look like chance. */
import { describe, expect, test } from "vitest";
import { chance, xoshiro128 } from "../../src/evaluate/chance.js";

const first = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe("chance", () => {
  test("xoshiro128** from the state 1, 2, 3, 4: as its authors' program", () => {
    // The vector of the crate rand_xoshiro, which its tests take from the reference implementation.
    expect(first(10, xoshiro128([1, 2, 3, 4]))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test("the same seed gives the same numbers, another seed others", () => {
    expect(first(5, chance(7))).toEqual(first(5, chance(7)));
    expect(first(5, chance(7))).not.toEqual(first(5, chance(8)));
  });

  test("100,000 numbers of each of the seeds 0 to 9 fill ten bins evenly (chi-squared, 9 degrees)", () => {
    for (let seed = 0; seed < 10; seed++) {
      const next = chance(seed);
      const bins = new Array<number>(10).fill(0);
      for (let i = 0; i < 100_000; i++) {
        const bin = Math.floor(next() * 10);
        bins[bin] = (bins[bin] as number) + 1;
      }
      const chiSquared = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
      // One in 10,000 is above 33.7.
      expect(chiSquared).toBeLessThan(33.7);
    }
  });

  test("neighbouring seeds are strangers: their first numbers do not correlate", () => {
    const starts = Array.from({ length: 10_000 }, (_, seed) => chance(seed)());
    const products = starts.slice(1).map((start, seed) => (start - 0.5) * ((starts[seed] as number) - 0.5));
    // Of strangers: mean 0, standard error 1/12 / 100.
    expect(Math.abs(products.reduce((sum, each) => sum + each, 0) / products.length)).toBeLessThan(0.0034);
  });
});
