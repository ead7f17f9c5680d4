import { describe, expect, test } from "vitest";
import type { ComparisonTold } from "../../cli/comparison.js";
import { comparisonReport } from "../../cli/text/compare.js";
import { widthOf } from "../../cli/text/fit.js";
import { type Glyphs, glyphs } from "../../cli/text/glyphs.js";
import { styleFor } from "../../cli/text/style.js";
import type { ComparedPolicy } from "../../src/evaluate/comparison.js";
import { answer, comparison, metrics, noisy, policies, varied } from "./comparison-fixture.js";
import { terminalInjections } from "./hostile-terminal.js";

const plain = styleFor({ colour: false });
const drawn = (
  told: Partial<ComparisonTold> = {},
  {
    width = 100,
    all = false,
    marks = glyphs.unicode,
  }: { width?: number; all?: boolean; marks?: Glyphs } = {},
) => comparisonReport({ ...answer, ...told }, { all }, { width, style: plain, glyphs: marks });
/** Every paragraph on one line. */
const flat = (lines: readonly string[]): string => lines.join("\n").replace(/\n {9}(?=\S)/g, " ");
const changed = (change: (policy: ComparedPolicy) => Partial<ComparedPolicy>): Partial<ComparisonTold> => ({
  comparison: { ...comparison, policies: policies.map((each) => ({ ...each, ...change(each) })) },
});

describe("the report of a comparison", () => {
  test.each([
    ["44", 44, varied, false],
    ["80", 80, varied, false],
    ["120-all", 120, answer, true],
    ["160-runs", 160, { ...answer, comparison: noisy }, false],
  ] as const)("%s is as it was read by eye", async (name, width, told, all) => {
    const lines = drawn(told, { width, all });
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/comparison-${name}.txt`);
  });

  test.each([40, 44, 52, 60, 72, 100, 140, 200])("is never wider than %d columns", (width) => {
    for (const marks of [glyphs.unicode, glyphs.ascii])
      for (const all of [false, true])
        for (const told of [answer, varied, { ...answer, comparison: noisy }])
          for (const line of drawn(told, { width, all, marks }))
            expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  test("says without colour what it says with it, and in ASCII too", () => {
    const frame = { width: 80, glyphs: glyphs.ascii };
    const coloured = comparisonReport(answer, { all: true }, { ...frame, style: styleFor({ colour: true }) });
    expect(coloured.join("\n")).toContain("\u001b[2mmy rings");
    expect(coloured.map((line) => line.replace(/\u001b\[\d+m/g, "").trimEnd())).toEqual(
      drawn({}, { width: 80, all: true, marks: glyphs.ascii }),
    );
    expect(drawn({}, { all: true, marks: glyphs.ascii }).join("\n")).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test("today stands first, then the optimum, what is dominated last; five unless all are asked for", () => {
    const names = (all: boolean) =>
      drawn({}, { all }).flatMap(
        (line) => /^[A-M] {2}(\S+(?: \S+)?) {2}.*(?:hold|overl|coll)/.exec(line)?.[1] ?? [],
      );
    expect(names(false)).toEqual(["today", "optimal", "even", "rate", "hash-phased"]);
    expect(names(true)).toHaveLength(13);
    expect(names(true).slice(-3)).toEqual(["waves", "my rings", "unmanaged"]);
  });

  test("who does not do the work wins nothing", () => {
    const text = flat(drawn({}, { all: true }));
    // It locks nobody out and has the fewest calls, for it restarts hardly anybody.
    expect(text).toMatch(/^J {2}lock +0 +0 +never +0 +4 +hold +7,800$/m);
    expect(text).toMatch(/^E {2}hash-phased .* 24\* /m);
  });

  test("nothing is the best where all are alike", () => {
    const alike = changed(({ figures }) => ({ figures: { ...figures, lockedOut: 0, callsPerHour: 7 } }));
    expect(flat(drawn(alike))).toMatch(/^B {2}optimal +0 +0\* +Fri 14 05:00 +0\* +7 +hold$/m);
  });

  test("without a service desk nobody tells of calls, without a known capacity nothing is drawn", () => {
    const unknown = changed(({ figures }) => ({
      figures: { ...figures, callsPerHour: null, peakUtilisation: null, hoursOverLimit: null },
    }));
    const text = flat(drawn(unknown, { all: true }));
    expect(text).not.toMatch(/CALLS|desk|busiest|TIME OVER|PEAK/);
    expect(text).toContain("95 % have restarted by Thu 13 09:00 and 2,310 restarts fall into working hours.");
  });

  test("tells in three sentences what today does, what the optimum changes and what comes nearest", () => {
    const lines = flat(drawn()).split("\n");
    expect(lines.slice(1, 4)).toEqual([
      "TODAY    Today 1,240 people can't sign in at the worst moment, a service is over its limit for 40 min, 95 % have restarted by Thu 13 09:00, 2,310 restarts fall into working hours and the desk gets at most 47 calls an hour.",
      "OPTIMUM  With the optimum everybody can sign in, no service is over its limit, 95 % have restarted 20 h later, nobody is restarted at work and the desk's busiest hour has 21 calls less.",
      "NEAREST  Of the simple policies even comes nearest to it: 95 % have restarted 16 h later and the desk's busiest hour has 3 calls more.",
    ]);
  });

  test("without today it is told against what happens when nobody plans", () => {
    const text = flat(drawn({ comparison: { ...comparison, policies: policies.slice(1) } }));
    expect(text).toMatch(
      /^NOBODY {3}With unmanaged 8,410 people .* 95 % of the devices are never restarted, .*; an overload is not over by the end of the simulation\.$/m,
    );
    expect(text).toMatch(/^OPTIMUM {2}.* 95 % have restarted by Fri 14 05:00/m);
  });

  test("an optimum that changes nothing is told so, and a simple policy that does as well", () => {
    const figures = policies.find(({ role }) => role === "optimum")?.figures ?? {};
    const text = flat(drawn(changed(() => ({ figures, fates: [], leftOut: 0, dominatedBy: null }))));
    expect(text).toContain("The optimum changes none of these figures.");
    expect(text).toMatch(
      /Of the simple policies \S+ comes nearest to it and reads the same in these figures\./,
    );
    expect(text).not.toContain("*");
    expect(text).not.toContain("hours a device is exposed");
  });

  test("draws each policy by its letter, the others as dots, and says which find no place", () => {
    const few = drawn();
    expect(few.join("\n")).toMatch(/^· other policies, without a letter$/m);
    const crowded = changed(({ figures }) => ({
      figures: { ...figures, peakUtilisation: figures["starts"] === 2 ? 2 : 0.5, exposure: 1e5 },
    }));
    expect(flat(drawn(crowded, { all: true }))).toMatch(/^no room among the others: [A-M, ]+$/m);
  });

  test("says how many were done when it was interrupted", () => {
    const some = { ...comparison, isWhole: false, policies: policies.slice(0, 6) };
    const text = flat(drawn({ comparison: some, interrupted: { done: 6, of: 13 } }));
    expect(text).toContain("\ninterrupted: 6 of 13 policies are done\n");
    expect(text).toContain("* the best of 6 policies; --all shows 1 more");
    const none = flat(drawn({ comparison: { ...some, policies: [] }, interrupted: { done: 0, of: 13 } }));
    expect(none).toMatch(/interrupted: 0 of 13 policies are done$/);
  });

  test("of another world tells what changes in it, and what does not", () => {
    const text = flat(drawn(varied));
    expect(text).toMatch(/^WHAT IF {2}capacity -25 %$/m);
    expect(text).toMatch(/^A {2}today +people who can't sign in +1,240 +4,010$/m);
    expect(text).toMatch(/^ +services +overloaded +collapse$/m);
    expect(text).toMatch(/^unchanged: optimal, rate and hash-phased$/m);
    expect(text).toMatch(
      /^ROBUST {3}optimal stands every capacity 25 % smaller and 30 % of the devices refuse\. even does not stand every capacity 25 % smaller\. At worst \(every capacity 25 % smaller\) 310 people can't sign in and a service meets 130 % of its capacity\. It stands 30 % of the devices refuse\. Planned with a headroom of 45 % it would stand them all\.$/m,
    );
  });

  test.each(terminalInjections)("shows the name %j and does not obey it", (name) => {
    const named = changed((policy) => ({
      name: `${name}${policy.name}`,
      notes: [name],
      about: name,
      kind: name,
    }));
    const hostile = { ...comparison, ...named.comparison, name };
    for (const width of [44, 120]) {
      const lines = drawn(
        { comparison: hostile, variants: [{ what: name, comparison: hostile }] },
        { width, all: true },
      );
      expect(lines.join("")).not.toMatch(
        /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/,
      );
    }
  });

  test("every metric stands in it once all are asked for", () => {
    const heads = drawn({}, { width: 40, all: true }).join("\n");
    for (const { name } of metrics.slice(5)) expect(heads.toLowerCase()).toContain(name.split(" ")[0]);
  });
});
