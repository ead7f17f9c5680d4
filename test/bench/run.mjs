/**
 * The benchmark: `npm run bench` (a table) or `npm run bench -- --json`. Every case runs three times in processes of its own; the
 * medians count. Calendar rules are timed apart (calendar.mjs). Where glpsol is on the PATH it solves the same programs natively, in the same run, for the ratio.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cases } from "./cases.mjs";

const RUNS = 3;
const here = import.meta.dirname;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const run = (name, ...more) =>
  JSON.parse(
    execFileSync(process.execPath, [path.join(here, "case.mjs"), name, ...more], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    }),
  );

/** Milliseconds of native GLPK on the last program of each level; null without glpsol. */
function glpsolMs(name) {
  if (spawnSync("glpsol", ["--version"]).status !== 0) return null;
  const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-bench-"));
  try {
    return run(name, "--programs").programs.reduce((sum, { text }, i) => {
      const file = path.join(folder, `${i}.lp`);
      writeFileSync(file, text);
      const start = performance.now();
      spawnSync("glpsol", ["--lp", file, "-o", `${file}.txt`]);
      return sum + performance.now() - start;
    }, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Microseconds for one rule over one year; see calendar.mjs. */
function calendarResult() {
  const file = path.join(here, "calendar.mjs");
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" })),
  );
  const of = (key) => median(runs.map((figures) => figures[key].us));
  return {
    name: "monthly, weekly and daily rules over one year",
    rules: runs[0].rules,
    rruleRules: runs[0].rruleRules,
    since2003Us: of("since2003"),
    sinceThisYearUs: of("sinceThisYear"),
    startRatio: of("since2003") / of("sinceThisYear"),
    rruleSince2003Us: of("rruleSince2003"),
    rruleSinceThisYearUs: of("rruleSinceThisYear"),
    rruleOverOurs: of("rruleSince2003") / of("since2003"),
    agree: runs.every(({ agree }) => agree),
  };
}

const calendar = calendarResult();
const results = Object.keys(cases).map((name) => {
  const runs = Array.from({ length: RUNS }, () => run(name));
  const of = (key) => median(runs.map(({ times }) => times[key] ?? 0));
  const [columns, rows, nonzeros] = runs[0].size;
  const native = glpsolMs(name);
  return {
    name,
    columns,
    rows,
    nonzeros,
    prepareMs: of("prepare"),
    planMs: of("plan"),
    solveMs: of("solve"),
    checkMs: of("check"),
    megabytes: median(runs.map(({ megabytes }) => megabytes)),
    gaps: runs[0].gaps,
    left: runs[0].left,
    checked: runs.every(({ checked }) => checked),
    glpsolMs: native,
    solveOverGlpsol: native === null ? null : of("solve") / native,
  };
});

if (process.argv.includes("--json"))
  console.log(JSON.stringify({ node: process.version, runs: RUNS, calendar, results }, null, 2));
else {
  console.log(
    `node ${process.version}, median of ${RUNS} runs; glpsol: native GLPK on the same last programs, process included`,
  );
  for (const result of results) {
    const ms = (value) => `${Math.round(value)} ms`;
    console.log(
      `\n${result.name}: ${result.columns} columns, ${result.rows} rows, ${result.nonzeros} nonzeros`,
    );
    console.log(
      `  prepare ${ms(result.prepareMs)}   plan ${ms(result.planMs)} (solver ${ms(result.solveMs)})   check ${ms(result.checkMs)} ${result.checked ? "passed" : "FAILED"}   ${Math.round(result.megabytes)} MB`,
    );
    console.log(
      `  ${result.gaps.map(([name, gap]) => `${name} gap ${gap.toExponential(1)}`).join(", ")}; left out ${result.left}`,
    );
    if (result.glpsolMs !== null)
      console.log(`  glpsol ${ms(result.glpsolMs)}; ours over glpsol ${result.solveOverGlpsol.toFixed(1)}`);
  }
  const us = (value) => `${Math.round(value)} us`;
  console.log(`\n${calendar.name}: ${calendar.rules} of ours, ${calendar.rruleRules} of rrule's own between`);
  console.log(
    `  begun in 2003 ${us(calendar.since2003Us)} a rule, this year ${us(calendar.sinceThisYearUs)}, ratio ${calendar.startRatio.toFixed(2)}   rrule ${us(calendar.rruleSince2003Us)} and ${us(calendar.rruleSinceThisYearUs)}, ${calendar.rruleOverOurs.toFixed(1)} times ours since 2003   ${calendar.agree ? "same dates" : "DIFFERENT DATES"}`,
  );
}
