import { describe, expect, test } from "vitest";
import { glyphs } from "../../cli/text/glyphs.js";
import { widthOf } from "../../cli/text/fit.js";
import { progressLine } from "../../cli/text/progress.js";
import type { Progress } from "../../src/progress.js";

const line = (progress: Progress, elapsed = 3_240, width = 120): string =>
  progressLine(progress, elapsed, { width, glyphs: glyphs.unicode });

const far: Progress = {
  stage: "staggering",
  cohorts: 1412,
  level: "exposure",
  value: 181_402.5,
  bound: 181_345.9,
  gap: 0.0004,
};

describe("a line of progress", () => {
  test.each<[Progress, string]>([
    [{ stage: "reading", detail: "fleet.csv" }, "reading fleet.csv · 3.2 s"],
    [{ stage: "staggering", cohorts: 1 }, "staggering 1 cohort · 3.2 s"],
    [{ stage: "dating", detail: "ring pilot", level: "exposure" }, "dating ring pilot · exposure · 3.2 s"],
    [{ stage: "planning", detail: "point", done: 3, of: 12 }, "planning point 3 of 12 · 3.2 s"],
    [{ stage: "trying", detail: "a deadline of 8d", gap: 0.5 }, "trying a deadline of 8d · gap 50 % · 3.2 s"],
    [far, "staggering 1,412 cohorts · exposure · bound 181,345 · gap 0.04 % · 3.2 s"],
    [
      { ...far, level: "rise", bound: 0.12399 },
      "staggering 1,412 cohorts · rise · bound 12.3 % · gap 0.04 % · 3.2 s",
    ],
    [{ ...far, gap: 0 }, "staggering 1,412 cohorts · exposure · bound 181,345 · gap 0 % · 3.2 s"],
  ])("of %j is %j", (progress, expected) => {
    expect(line(progress)).toBe(expected);
  });

  test.each([
    ["a bound that says nothing", { bound: -3, gap: 0.2 }, "staggering · gap 20 % · 3.2 s"],
    ["a gap as large as the value", { bound: 2, gap: 1.5 }, "staggering · bound 2 · 3.2 s"],
    ["figures that are none", { bound: Number.NaN, gap: Number.NaN }, "staggering · 3.2 s"],
  ])("leaves out %s", (_, figures, expected) => {
    expect(line({ stage: "staggering", ...figures })).toBe(expected);
  });

  test.each([
    [0, "0.0 s"],
    [990, "0.9 s"],
    [59_990, "59.9 s"],
    [60_000, "1 min 0 s"],
    [754_000, "12 min 34 s"],
  ])("tells %d ms as %s", (elapsed, expected) => {
    expect(line({ stage: "reading" }, elapsed)).toBe(`reading · ${expected}`);
  });

  test.each([
    [72, "staggering 1,412 cohorts · exposure · bound 181,345 · gap 0.04 % · 3.2 s"],
    [71, "staggering 1,412 cohorts · exposure · gap 0.04 % · 3.2 s"],
    [55, "staggering 1,412 cohorts · gap 0.04 % · 3.2 s"],
    [45, "staggering 1,412 cohorts · gap 0.04 % · 3.2 s"],
    [44, "staggering 1,412 cohorts · 3.2 s"],
    [31, "staggering 1,412 cohor… · 3.2 s"],
    [10, "s… · 3.2 s"],
    [4, "3.2 "],
  ])("in %d cells loses the bound first, then the level, then the gap; the time stays", (width, expected) => {
    expect(line(far, 3_240, width)).toBe(expected);
  });

  test("is never wider than its room, and no name in it acts on the terminal", () => {
    const hostile: Progress = { stage: "reading", detail: "日本\u001b[31m\n.csv", gap: 0.1 };
    for (let width = 1; width < 60; width++)
      expect(widthOf(line(hostile, 3_240, width))).toBeLessThanOrEqual(width);
    expect(line(hostile)).toBe("reading 日本\\u001b[31m\\u000a.csv · gap 10 % · 3.2 s");
  });
});
