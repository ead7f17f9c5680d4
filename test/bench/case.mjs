/** One case of the benchmark in a process of its own, so that its memory is its own; prints one line of JSON. */
import { performance } from "node:perf_hooks";
import { checkPlan, openSolver, plan, prepare } from "../../dist/src/index.js";
import { cases } from "./cases.mjs";

const text = cases[process.argv[2]];
const inputs = {
  shippedCalendars: [],
  shippedCalendar: async () => null,
  open: async () => ({ ok: false, problems: [] }),
};
const times = {};
const timed = async (name, work) => {
  const start = performance.now();
  const value = await work();
  times[name] = (times[name] ?? 0) + performance.now() - start;
  return value;
};

const prepared = await timed("prepare", () =>
  prepare({ text, file: "bench.json", overrides: {}, now: null, inputs }),
);
if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
const open = await openSolver();
const sizes = [];
const solve = (program, options) => {
  const start = performance.now();
  const solution = open(program, options);
  times.solve = (times.solve ?? 0) + performance.now() - start;
  sizes.push([program.cost.length, program.rowLower.length, program.value.length]);
  return solution;
};
const planned = await timed("plan", () => plan(prepared.value, solve, () => undefined));
const checked = await timed("check", () => checkPlan(planned.rollout, planned.plan));
console.log(
  JSON.stringify({
    times,
    size: sizes.sort((a, b) => b[2] - a[2])[0],
    gaps: planned.plan.certificate.levels.map(({ name, gap }) => [name, gap]),
    left: planned.plan.unscheduled.reduce((sum, { devices }) => sum + devices, 0),
    checked: checked.ok,
    megabytes: process.resourceUsage().maxRSS / 1024,
    programs: process.argv[3] === "--programs" ? planned.staggered.programTexts() : undefined,
  }),
);
