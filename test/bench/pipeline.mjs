/** The command from text to checked plan on synthetic fleets (cases.mjs), three runs each; glpsol solves the same last programs. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cases } from "./cases.mjs";
import { durationText, gapText, median } from "./table.mjs";

const RUNS = 3;

/** A number names a case: the first is 1. */
export const names = Object.keys(cases).map((_, i) => String(i + 1));
export const byDefault = names;

const run = (name, limitMs, ...more) =>
  JSON.parse(
    execFileSync(process.execPath, [path.join(import.meta.dirname, "case.mjs"), name, ...more], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      timeout: limitMs,
    }),
  );

export function measure(chosen, limitMs, talk) {
  return chosen.map((number) => {
    const name = Object.keys(cases)[Number(number) - 1];
    talk(`pipeline: ${name}`);
    try {
      return measured(name, limitMs);
    } catch (failure) {
      if (failure.code === "ETIMEDOUT") return { name, limit: true };
      throw failure;
    }
  });
}

function measured(name, limitMs) {
  const runs = Array.from({ length: RUNS }, () => run(name, limitMs));
  const of = (key) => median(runs.map(({ times }) => times[key] ?? 0));
  const [columns, rows, nonzeros] = runs[0].size;
  const native = glpsolMs(name, limitMs);
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
}

/** Milliseconds of native GLPK on the last program of each level; null without glpsol. */
function glpsolMs(name, limitMs) {
  if (spawnSync("glpsol", ["--version"]).status !== 0) return null;
  const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-bench-"));
  try {
    return run(name, limitMs, "--programs").programs.reduce((sum, { text }, i) => {
      const file = path.join(folder, `${i}.lp`);
      writeFileSync(file, text);
      const start = performance.now();
      spawnSync("glpsol", ["--lp", file, "-o", `${file}.txt`], { timeout: limitMs });
      return sum + performance.now() - start;
    }, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function text(results, limitMs) {
  return results.map((result) => resultText(result, limitMs)).join("\n");
}

function resultText(result, limitMs) {
  if (result.limit) return `${result.name}: > ${limitMs / 1_000} s`;
  const times = [
    `prepare ${durationText(result.prepareMs)}`,
    `plan ${durationText(result.planMs)} (solver ${durationText(result.solveMs)})`,
    `check ${durationText(result.checkMs)} ${result.checked ? "passed" : "FAILED"}`,
    `${Math.round(result.megabytes)} MB`,
  ];
  const native =
    result.glpsolMs === null
      ? []
      : [`glpsol ${durationText(result.glpsolMs)}, ours over glpsol ${result.solveOverGlpsol.toFixed(1)}`];
  return [
    `${result.name}: ${result.columns} columns, ${result.rows} rows, ${result.nonzeros} nonzeros`,
    `  ${times.join("   ")}`,
    `  ${[...result.gaps.map(([name, gap]) => `${name} gap ${gapText(gap)}`), `left out ${result.left}`, ...native].join(", ")}`,
  ].join("\n");
}
