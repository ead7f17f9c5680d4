/**
 * One scene simulated: node simulate-case.mjs SCENE COURSE NOISE RUNS. Courses: `planned` by the optimizer, `spread` evenly over
 * every open slot, `unmanaged`. Noise: `none` or `usual`. Tells its parent the processor's time, for a simulator and for a run of it.
 */
import { createReadStream, readFileSync } from "node:fs";
import path from "node:path";
import { openSolver, plan, prepare } from "../../dist/src/index.js";
import { chance } from "../../dist/src/evaluate/chance.js";
import { noises } from "../../dist/src/evaluate/noise.js";
import { simulatorOf } from "../../dist/src/simulate.js";
import { scenes } from "./simulate-scenes.mjs";
import { megabytes, timed } from "./task.mjs";

const [name, course, noise, count] = process.argv.slice(2);
const scene = scenes[name]();
const calendars = path.resolve(import.meta.dirname, "../../calendars");
const prepared = await prepare({
  text: scene.text,
  file: path.join(scene.in, "scenario.yaml"),
  overrides: {},
  now: Date.parse("2026-08-01T00:00:00Z"),
  inputs: {
    shippedCalendars: ["microsoft"],
    shippedCalendar: async (id) => readFileSync(path.join(calendars, `${id}.ics`), "utf8"),
    open: async (file) => ({ ok: true, value: createReadStream(path.resolve(scene.in, file)) }),
  },
});
if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
const { rollout } = prepared.value;
const staggers = {
  planned: async () => plan(prepared.value, await openSolver(), () => undefined).staggered.stagger,
  spread: () =>
    rollout.demands.map(({ cohort, behaviour: { slots } }) =>
      new Float64Array(slots.length).fill(cohort.devices / slots.length),
    ),
};
const who =
  course === "unmanaged" ? { kind: course } : { kind: "planned", stagger: await staggers[course]() };
const before = megabytes();
process.send("begin");
const made = await timed(() => simulatorOf(prepared.value, who, { without: new Set(), fixAt: null }));
if (!made.value.ok) throw new Error(JSON.stringify(made.value.problems));
const { figures } = made.value.value;
const run = (seed) => figures({ herd: false, noise: noises[noise], random: chance(seed) });
const first = await timed(() => run(0));
const runs = await timed(() => {
  for (let seed = 1; seed <= Number(count); seed++) run(seed);
});
process.send({
  minutes: rollout.grid.slots * (rollout.grid.slot / 60_000),
  services: rollout.services.length,
  makeMs: made.cpuMs,
  firstMs: first.cpuMs,
  runMs: runs.cpuMs / Number(count),
  runs: Number(count),
  before,
  megabytes: megabytes(),
});
