/** One instance planned, then planned again after one setting was changed: node steps-case.mjs NAME GOAL; tells its parent the times. */
import { openSolver } from "../../dist/src/index.js";
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
const document = JSON.parse(instances[name](goal));

async function planned(changed) {
  const { ms: prepareMs, value } = await timed(() => prepared(JSON.stringify(changed)));
  const { ms, value: staggered } = await timed(() => stagger(value.rollout, goal, solve));
  return { prepareMs, ms, left: staggered.unscheduled.reduce((sum, devices) => sum + devices, 0) };
}

process.send("begin");
const results = [{ step: "first", ...(await planned(document)) }];
for (const [step, change] of Object.entries(steps))
  results.push({ step, ...(await planned(change(document))) });
process.send({ results, megabytes: megabytes() });
process.disconnect();
