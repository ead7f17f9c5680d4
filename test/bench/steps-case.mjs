/**
 * One instance planned, then planned again after one setting was changed, with what the solver remembers:
 * node steps-case.mjs NAME GOAL; tells its parent the times.
 */
import { openSolver } from "../../dist/src/index.js";
import { forecast } from "../../dist/src/evaluate/forecast.js";
import { buildPlan } from "../../dist/src/plan/build.js";
import { StaggerMemory } from "../../dist/src/stagger/memory.js";
import { stagger } from "../../dist/src/stagger/stagger.js";
import { instances } from "./instances.mjs";
import { megabytes, prepared, timed } from "./task.mjs";

const [name, goal] = process.argv.slice(2);

/** Percent points of headroom, every service. */
const headroom = (points) => (document) => ({
  ...document,
  services: Object.fromEntries(
    Object.entries(document.services).map(([id, service]) => [
      id,
      { ...service, headroom: `${Number.parseFloat(service.headroom ?? "0%") + points}%` },
    ]),
  ),
});
const deadline = (hours) => (document) => ({
  ...document,
  deadline: `${24 * Number.parseInt(document.deadline, 10) - hours}h`,
});
const steps = {
  "headroom + 1 pp": headroom(1),
  "headroom + 5 pp": headroom(5),
  "deadline - 1 h": deadline(1),
};

const solve = await openSolver();
const memory = new StaggerMemory();
const document = JSON.parse(instances[name](goal));

async function planned(changed) {
  const { ms: prepareMs, value } = await timed(() => prepared(JSON.stringify(changed)));
  const { rollout } = value;
  const {
    ms,
    cpuMs,
    value: staggered,
  } = await timed(() => stagger(rollout, goal, solve, () => undefined, memory));
  const left = staggered.unscheduled.reduce((sum, devices) => sum + devices, 0);
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const heading = { name, policy: "optimal", scenarioDigest: "" };
  const proof = await timed(() => buildPlan(heading, rollout, staggered, foreseen, (reason) => reason));
  const { relaxed, bound, gap } = proof.value.certificate.levels.at(-1);
  return { prepareMs, ms, cpuMs, proofMs: proof.cpuMs, searched: (relaxed - bound) / relaxed, gap, left };
}

process.send("begin");
const results = [{ step: "first", ...(await planned(document)) }];
for (const [step, change] of Object.entries(steps))
  results.push({ step, ...(await planned(change(document))) });
process.send({ results, megabytes: megabytes() });
process.disconnect();
