/**
 * Our optimizer against the full program in other solvers: glpk.js, HiGHS in wasm (npm highs), and native glpsol and clp where they
 * are on the PATH. Every solver gets the same levels (task.mjs) in a process of its own.
 */
import { spawnSync } from "node:child_process";
import { inProcess } from "./process.mjs";
import { countText, durationText, gapText, median, tableText } from "./table.mjs";

const RUNS = { small: 3, medium: 1, "roomy medium": 1, large: 1, "roomy large": 1, xl: 1 };
const goals = ["fastest", "flattest"];
/** Relative: native solvers with presolving and scaling are good for no more. */
const SAME = 1e-5;

export const names = Object.keys(RUNS);
export const byDefault = ["small", "medium", "roomy medium", "large"];

const isInstalled = (command, argument) => spawnSync(command, [argument]).error === undefined;
const natives = [
  ["glpsol", "--version"],
  ["clp", "-quit"],
]
  .filter(([command, argument]) => isInstalled(command, argument))
  .map(([command]) => command);
export const solvers = ["ours", "plan", "glpk", "highs", ...natives];

export async function measure(chosen, limitMs, talk) {
  const results = [];
  for (const name of chosen)
    for (const goal of goals) results.push(await compared(name, goal, limitMs, talk));
  return results;
}

async function compared(name, goal, limitMs, talk) {
  const found = {};
  for (const solver of solvers) {
    talk(`${name}, ${goal}: ${solver}`);
    found[solver] = await medianOf(RUNS[name], () =>
      inProcess("solver-case.mjs", [name, goal, solver, String(limitMs / 1_000)], limitMs),
    );
  }
  const { ours, highs, glpk } = found;
  const size = Object.values(found)
    .flatMap(({ levels }) => levels ?? [])
    .findLast(({ size }) => size !== undefined)?.size;
  return {
    name,
    goal,
    size: size ?? null,
    solvers: found,
    oursOverHighs: ratio(ours, highs, limitMs),
    oursOverGlpk: ratio(ours, glpk, limitMs),
    differing: differing(goal, found),
  };
}

/** The run whose time is the middle one; a run that found nothing speaks for all. */
async function medianOf(runs, run) {
  const results = [await run()];
  while (results.length < runs && results.at(-1).ms !== undefined) results.push(await run());
  if (results.at(-1).ms === undefined) return results.at(-1);
  const middle = median(results.map(({ ms }) => ms));
  return results.find(({ ms }) => ms === middle);
}

/**
 * Ours over theirs, solving alone, in processor time: what else the machine does hardly matters then. Where one did not finish only
 * one side of it is known, in wall time.
 */
function ratio(ours, theirs, limitMs) {
  if (ours.ms !== undefined && theirs.ms !== undefined) return { is: ours.cpuMs / theirs.cpuMs };
  if (ours.ms !== undefined && theirs.limit) return { atMost: ours.ms / limitMs };
  if (ours.limit && theirs.ms !== undefined) return { atLeast: limitMs / theirs.ms };
  return null;
}

/** Solvers to which the goal's own level is worth something else than to ours, where ours leaves nobody out as they do. */
function differing(goal, { ours, ...others }) {
  const valueOf = ({ levels }) =>
    levels?.find(({ name }) => name === (goal === "fastest" ? "exposure" : "rise"))?.relaxed;
  const stated = valueOf(ours);
  if (stated === undefined || ours.left > 0) return [];
  return Object.entries(others)
    .filter(([, found]) => Math.abs((valueOf(found) ?? stated) - stated) > SAME * Math.abs(stated))
    .map(([solver]) => solver);
}

const resultText = (result, limitMs) => {
  if (result === undefined) return "-";
  if (result.limit) return `> ${limitMs / 1_000} s`;
  return result.failed === undefined ? durationText(result.ms) : "failed";
};

function ratioText(ratio) {
  if (ratio === null) return "-";
  const [[relation, value]] = Object.entries(ratio);
  return { is: "", atMost: "< ", atLeast: "> " }[relation] + value.toPrecision(2);
}

export function text(results, limitMs) {
  const times = tableText(
    ["", "goal", "columns", "rows", "nonzeros", "ours", "plan", ...solvers.slice(2), ":highs", ":glpk"],
    results.map(({ name, goal, size, solvers: found, oursOverHighs, oursOverGlpk }) => [
      name,
      goal,
      ...(size === null ? [] : [size.columns, size.rows, size.nonzeros].map(countText)),
      ...(size === null ? ["-", "-", "-"] : []),
      ...solvers.map((solver) => resultText(found[solver], limitMs)),
      ratioText(oursOverHighs),
      ratioText(oursOverGlpk),
    ]),
    2,
  );
  const quality = tableText(
    [
      "",
      "goal",
      "level",
      "value",
      "gap of bound",
      "gap of plan",
      "left",
      "ours MB",
      "plan",
      "glpk",
      "highs",
      "text",
      "read",
    ],
    results.flatMap(qualityRows),
    3,
  );
  const notes = results.flatMap(notesOf);
  return [
    `One ring, one program (the last level's size); limit ${limitMs / 1_000} s of wall time. ours: stagger alone; plan: the whole command;`,
    "glpk, highs: the full program, without writing (text) and reading it. :highs, :glpk: ours over theirs, processor time.",
    times,
    "",
    "Gaps as shares of the plan's value: between bound and best fractional point, between bound and whole devices.",
    quality,
    ...notes,
  ].join("\n");
}

function qualityRows({ name, goal, solvers: { ours, plan, glpk, highs } }) {
  const memory = [ours, plan, glpk, highs].map(({ megabytes }) => megabytes);
  const writing = [highs.textMs, highs.readMs].map((ms) => (ms === undefined ? null : durationText(ms)));
  const last = [ours.left ?? null, ...memory, ...writing];
  if (ours.levels === undefined) return [[name, goal, "-", null, null, null, ...last]];
  return ours.levels
    .filter((level) => level.name !== "unscheduled")
    .map((level, i, all) => [
      name,
      goal,
      level.name,
      level.value.toPrecision(5),
      gapText(Math.abs(level.relaxed - level.bound) / Math.max(Math.abs(level.value), 1e-9)),
      gapText(level.gap),
      ...(i === all.length - 1 ? last : last.map(() => "")),
    ]);
}

const notesOf = ({ name, goal, solvers: found, differing }) => [
  ...Object.entries(found)
    .filter(([, { failed }]) => failed !== undefined)
    .map(([solver, { failed }]) => `${name}, ${goal}: ${solver} failed: ${failed}`),
  ...differing.map((solver) => `${name}, ${goal}: ${solver} has another value than ours`),
  ...(found.plan.isChecked === false ? [`${name}, ${goal}: the plan DEVIATES from its check`] : []),
];
