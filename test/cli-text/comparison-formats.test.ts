/** The same comparison for programs, spreadsheets and tickets. */
import papaparse from "papaparse";
import { describe, expect, test } from "vitest";
import type { ComparisonTold } from "../../cli/comparison.js";
import { comparisonCsv } from "../../cli/comparison-csv.js";
import { comparisonJson } from "../../cli/comparison-json.js";
import { comparisonMarkdown } from "../../cli/comparison-markdown.js";
import { calendarInjections, formulae } from "../export/hostile-names.js";
import { answer, comparison, metrics, noisy, policies, varied } from "./comparison-fixture.js";

const hostileNames = [...formulae, ...calendarInjections, "a|b", "<img src=x>", "**bold** [x](y)", "`code`"];

type Json = {
  readonly interrupted: unknown;
  readonly time?: readonly string[];
  readonly services: readonly Readonly<Record<string, unknown>>[];
  readonly policies: readonly {
    readonly name: string;
    readonly figures: Readonly<Record<string, number | null>>;
    readonly spreads: Readonly<Record<string, { readonly median: number }>> | null;
    readonly fates: readonly { readonly service: string; readonly fate: string }[];
    readonly offered?: readonly unknown[];
  }[];
  readonly variants: readonly { readonly what: string; readonly policies: readonly unknown[] }[];
  readonly robustness: readonly string[];
};

const json = (told: ComparisonTold, series = false): Json =>
  JSON.parse(JSON.stringify(comparisonJson(told, { series }))) as Json;
const rowsOf = (csv: string) =>
  papaparse.parse<Readonly<Record<string, string>>>(csv.trim(), { header: true }).data;

/** The same, one policy having such a name. */
const named = (name: string): ComparisonTold => {
  const renamed = {
    ...comparison,
    policies: policies.map((each) => (each.role === "today" ? { ...each, name } : each)),
  };
  return { ...answer, comparison: renamed };
};

describe("a comparison as JSON", () => {
  test("has every policy with a plain number for every metric, null where there is none", () => {
    const found = json(answer);
    expect(found.policies.map(({ name }) => name)).toEqual(policies.map(({ name }) => name));
    for (const { figures } of found.policies) {
      expect(Object.keys(figures)).toEqual(metrics.map(({ id }) => id));
      for (const value of Object.values(figures))
        expect([null, "number"]).toContain(value === null ? null : typeof value);
    }
    const [today, nobody] = found.policies;
    expect(today?.figures["hoursOverLimit"]).toBe(0.67);
    expect(nobody?.figures["timeTo95"]).toBeNull();
    expect(nobody?.fates).toEqual([
      { service: "login", fate: "failing" },
      { service: "vpn", fate: "calm" },
      { service: "desk", fate: "recovered" },
    ]);
    expect([found.interrupted, found.time, today?.spreads, today?.offered]).toEqual([
      null,
      undefined,
      null,
      undefined,
    ]);
  });

  test("has arrays by slot only where they are asked for", () => {
    const found = json(answer, true);
    expect(found.time?.slice(0, 2)).toEqual(["2026-08-11T17:00:00Z", "2026-08-11T18:00:00Z"]);
    expect(found.services[1]).toMatchObject({ id: "vpn", capacity: null, limit: null });
    expect(found.services[0]?.["limit"]).toHaveLength(192);
    expect(Object.keys(json(answer).services[0] ?? {})).toEqual(["id", "counts"]);
  });

  test("has the spreads of runs, the other worlds and where it was interrupted", () => {
    const found = json({ ...varied, comparison: noisy, interrupted: { done: 6, of: 13 } });
    expect(found.policies[0]?.spreads?.["lockedOut"]).toEqual({ median: 1302, p5: 1116, p95: 1488 });
    expect(found.variants.map(({ what }) => what)).toEqual(["capacity -25 %"]);
    expect(found.variants[0]?.policies).toHaveLength(13);
    expect(found.interrupted).toEqual({ done: 6, of: 13 });
  });
});

describe("a comparison as CSV", () => {
  test("has a row a policy and world, a column a metric, empty where there is no figure", () => {
    const rows = rowsOf(comparisonCsv(varied));
    expect(rows).toHaveLength(26);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ..."variant,policy,kind,role,services,left_out,dominated_by".split(","),
      ...metrics.map(({ id }) => id),
    ]);
    expect(rows[0]).toMatchObject({
      variant: "",
      policy: "today",
      lockedOut: "1240",
      services: "overloaded",
    });
    expect(rows[1]).toMatchObject({
      policy: "unmanaged",
      timeTo95: "",
      left_out: "940",
      dominated_by: "today",
    });
    expect(rows[13]).toMatchObject({ variant: "capacity -25 %", policy: "today", lockedOut: "4010" });
  });

  test("of runs has the median, and beside it where 5 and 95 % of them are", () => {
    const [today] = rowsOf(comparisonCsv({ ...answer, comparison: noisy }));
    expect(today).toMatchObject({ lockedOut: "1302", lockedOut_p5: "1116", lockedOut_p95: "1488" });
  });

  test.each(hostileNames)("%j changes nothing outside its cell", (name) => {
    const [usual, changed] = [answer, named(name)].map(
      (told) => papaparse.parse<readonly string[]>(comparisonCsv(told).trimEnd()).data,
    );
    expect(changed?.map((row) => row.filter((_, c) => c !== 1 && c !== 6))).toEqual(
      usual?.map((row) => row.filter((_, c) => c !== 1 && c !== 6)),
    );
    expect(changed?.[1]?.[1]).not.toMatch(/^[=+\-@]/);
  });
});

describe("a comparison as Markdown", () => {
  test("has the verdict, the table with the best in bold, and the other worlds", () => {
    const lines = comparisonMarkdown(varied, { all: false }).split("\n");
    expect(lines[0]).toBe("# Policies compared: Contoso, August 2026");
    expect(lines.filter((line) => line.startsWith("- "))).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith("| "))).toHaveLength(2 * 7);
    expect(lines.find((line) => line.startsWith("| optimal"))).toMatch(
      /^\| optimal +\| +\*\*0\*\* \| +\*\*0\*\* \| +Fri 14 05:00 \| +\*\*0\*\* \| +26 \| hold +\| +0 \|$/,
    );
    expect(lines).toContain("## What if: capacity -25 %");
    expect(lines).toContain("Times of Europe/Berlin; bold: the best of 13 policies; 8 more with --all.");
    expect(comparisonMarkdown(answer, { all: true })).toMatch(
      /^\| lock .*\| Tue 18 11:00 \|.*\| +7,800 \|$/m,
    );
  });

  test.each(hostileNames)("%j changes nothing outside its cell", (name) => {
    const shape = (told: ComparisonTold) =>
      comparisonMarkdown(told, { all: true })
        .split("\n")
        .map((line) =>
          line
            .replace(/\\./g, "x")
            .match(/^#+ |^- |(?<!\\)\|/g)
            ?.join(""),
        );
    expect(shape(named(name))).toEqual(shape(answer));
    expect(comparisonMarkdown(named(name), { all: true })).not.toMatch(
      /<(?!!--)[a-z/]|[\x00-\x09\x0b-\x1f\x7f]/i,
    );
  });
});
