/** One instance and one solver: node solver-case.mjs NAME GOAL SOLVER SECONDS; tells its parent what it found. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import loadHighs from "highs";
import { checkPlan, openSolver, plan } from "../../dist/src/index.js";
import { forecast } from "../../dist/src/evaluate/forecast.js";
import { buildPlan } from "../../dist/src/plan/build.js";
import { lpText } from "../../dist/src/stagger/lp-format.js";
import { stagger } from "../../dist/src/stagger/stagger.js";
import { instances } from "./instances.mjs";
import { megabytes, prepared, solveLevels, timed, wholeTask } from "./task.mjs";

const [name, goal, solver, seconds] = process.argv.slice(2);
const limit = Number(seconds);

const textOf = ({ program }) => lpText(program, name, [], []);

/** `stagger` alone is timed; the certificate, which comes from the plan, is not. */
async function ours({ rollout }) {
  const solve = await openSolver();
  const solved = { calls: 0, ms: 0, columns: 0, rows: 0, nonzeros: 0 };
  const counted = (program, options) => {
    const start = performance.now();
    const solution = solve(program, options);
    solved.calls += 1;
    solved.ms += performance.now() - start;
    if (program.value.length > solved.nonzeros) {
      solved.columns = program.cost.length;
      solved.rows = program.rowLower.length;
      solved.nonzeros = program.value.length;
    }
    return solution;
  };
  process.send("begin");
  const { ms, cpuMs, value: staggered } = await timed(() => stagger(rollout, goal, counted));
  const peak = megabytes();
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const heading = { name, policy: "optimal", scenarioDigest: "" };
  const { certificate } = buildPlan(heading, rollout, staggered, foreseen, (reason) => reason);
  const left = staggered.unscheduled.reduce((sum, devices) => sum + devices, 0);
  const { status, levels } = certificate;
  return { ms, cpuMs, solved, status, levels, left, megabytes: peak };
}

/** What the command does: ways out and certificate included; then what `check` does. */
async function wholePlan(ready) {
  const solve = await openSolver();
  process.send("begin");
  const planned = await timed(() => plan(ready, solve, () => undefined));
  const checked = await timed(() => checkPlan(planned.value.rollout, planned.value.plan));
  const { ms, cpuMs } = planned;
  return { ms, cpuMs, checkMs: checked.ms, isChecked: checked.value.ok, megabytes: megabytes() };
}

async function glpk({ rollout }) {
  const solve = await openSolver();
  process.send("begin");
  return full(rollout, async ({ program }) => {
    const { value, ...times } = await timed(() => solve(program, { secondsAtMost: limit }));
    if (value.status !== "optimal") throw new Error(`glpk.js answered ${JSON.stringify(value)}`);
    return { objective: value.objective, ...times };
  });
}

/** Writing the text, reading it and solving are timed apart. */
async function highs({ rollout }) {
  const { createModel } = await loadHighs();
  process.send("begin");
  return full(rollout, async (built) => {
    const text = await timed(() => textOf(built));
    const read = await timed(() => createModel({ format: "lp", data: text.value }));
    const model = read.value;
    model.options.set({ output_flag: false, time_limit: limit });
    const { ms, cpuMs } = await timed(() => model.run());
    const objective = model.getObjectiveValue();
    const isOptimal = model.getModelStatus() === OPTIMAL;
    model.dispose();
    if (!isOptimal) throw new OverLimit();
    return { objective, ms, cpuMs, textMs: text.ms, readMs: read.ms };
  });
}
/** kHighsModelStatusOptimal. */
const OPTIMAL = 7;

class OverLimit extends Error {}

/** A native solver as a command; its process and its reading of the file are part of its time. */
const native =
  (command, argumentsFor, objectiveIn) =>
  async ({ rollout }) => {
    const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-bench-"));
    process.send("begin");
    try {
      return await full(rollout, async (built) => {
        const [file, answer] = [path.join(folder, "program.lp"), path.join(folder, "answer.txt")];
        writeFileSync(file, textOf(built));
        const options = { timeout: limit * 1_000, encoding: "utf8", maxBuffer: 2 ** 28 };
        const { ms, value } = await timed(() => spawnSync(command, argumentsFor(file, answer), options));
        if (value.error?.code === "ETIMEDOUT") throw new OverLimit();
        const objective = objectiveIn(value.stdout, () => readFileSync(answer, "utf8"));
        if (objective === null) throw new Error(`${command} found no optimum`);
        return { objective, ms };
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

const numberIn = (text, pattern) => {
  const found = pattern.exec(text);
  return found === null ? null : Number(found[1]);
};
const glpsol = native(
  "glpsol",
  (file, answer) => ["--lp", file, "-o", answer],
  (_, answer) => numberIn(answer(), /^Status: +OPTIMAL\n.*z = (\S+)/m),
);
const clp = native(
  "clp",
  (file) => [file, "-dualsimplex"],
  (printed) => numberIn(printed, /^Optimal objective (\S+)/m),
);

/** Times over all levels, and the objective of each. */
async function full(rollout, solve) {
  const levels = await solveLevels(wholeTask(rollout), goal, solve);
  const sum = (key) => levels.reduce((total, { times }) => total + (times[key] ?? 0), 0);
  // A native solver's processor time is not this process's.
  const keys = Object.keys(levels[0].times);
  return { ...Object.fromEntries(keys.map((key) => [key, sum(key)])), levels, megabytes: megabytes() };
}

const solvers = { ours, plan: wholePlan, glpk, highs, glpsol, clp };

const ready = await prepared(instances[name](goal));
try {
  process.send(await solvers[solver](ready));
} catch (failure) {
  if (!(failure instanceof OverLimit)) throw failure;
  process.send({ limit: true, megabytes: megabytes() });
}
process.disconnect();
