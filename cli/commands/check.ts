/** check: a plan held against its scenario, everything derived again without the optimizer. */
import path from "node:path";
import { stat } from "node:fs/promises";
import {
  checkPlan,
  digestOf,
  failed,
  counted,
  instantOfIso,
  type Outcome,
  type Plan,
  prepare,
  type Problem,
  readPlan,
} from "../../src/index.js";
import { inputsBeside, readText } from "../files.js";
import type { World } from "../world.js";
import { type Command, type ExitCode, type Given, refuse, withValue } from "./command.js";

export const checkCommand: Command = {
  name: "check",
  summary: "hold a plan against its scenario: every device once, open hours, limits, proof",
  parameters: [
    { flags: "<folder-or-scenario>", help: "folder that `plan --out` wrote, or the scenario" },
    { flags: "[plan]", help: "plan.json, where a scenario was given" },
  ],
  options: [{ flags: "--json", help: "print the findings as JSON" }],
  examples: [
    "second-tuesday check plans/august",
    "second-tuesday check scenario.yaml plans/august/plan.json",
  ],
  async run(world, [first = "", second], options) {
    return withValue(world, await pairOf(first, second), (pair) => checkPair(world, pair, options));
  },
};

type Pair = {
  readonly scenario: string;
  readonly text: string;
  readonly plan: Plan;
  readonly isResolved: boolean;
};

async function pairOf(first: string, second: string | undefined): Promise<Outcome<Pair>> {
  const isFolder = await stat(first).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder && second === undefined) {
    return failed({
      code: "check.no-plan",
      message: "a scenario alone cannot be checked",
      hint: "give the folder of a plan, or the scenario and its plan.json",
      place: { file: first },
    });
  }
  const scenario = isFolder ? path.join(first, "scenario.resolved.json") : first;
  const planFile = isFolder ? path.join(first, "plan.json") : (second as string);
  const [text, planText] = [await readText(scenario), await readText(planFile)];
  if (!text.ok || !planText.ok)
    return failed(...[text, planText].flatMap((each) => (each.ok ? [] : each.problems)));
  const plan = readPlan(planText.value, planFile);
  return plan.ok
    ? { ok: true, value: { scenario, text: text.value, plan: plan.value, isResolved: isFolder } }
    : plan;
}

async function checkPair(
  world: World,
  { scenario, text, plan, isResolved }: Pair,
  options: Given,
): Promise<ExitCode> {
  const prepared = await prepare({
    text,
    file: scenario,
    overrides: {},
    // `next` meant the plan's own release.
    now: instantOfIso(plan.release),
    inputs: await inputsBeside(path.dirname(path.resolve(scenario))),
  });
  return withValue(world, prepared, async ({ rollout, resolved }) => {
    const digest = isResolved ? digestOf(text) : resolved.digest;
    const found = checkPlan(rollout, plan);
    const problems = [
      ...(digest === plan.scenarioDigest ? [] : [otherScenario(digest, plan)]),
      ...(found.ok ? [] : found.problems),
    ];
    if (options["json"] === true)
      world.print(`${JSON.stringify({ ok: problems.length === 0, problems }, null, 2)}\n`);
    if (problems.length > 0) return options["json"] === true ? 2 : refusePlan(world, problems);
    if (options["json"] !== true) world.print(passed(world, plan));
    return 0;
  });
}

const otherScenario = (digest: string, plan: Plan): Problem => ({
  code: "check.digest",
  message: `the plan was made for scenario ${plan.scenarioDigest.slice(7, 15)}, this one is ${digest.slice(7, 15)}`,
  hint: "plan again, or check against the scenario.resolved.json beside the plan",
  place: { path: "scenarioDigest" },
});

/** Deviations shown; the rest is counted. */
const MOST_SHOWN = 25;

function refusePlan(world: World, problems: readonly Problem[]): ExitCode {
  const more = problems.length - MOST_SHOWN;
  refuse(world, problems.slice(0, MOST_SHOWN));
  if (more > 0) world.say(`and ${more} more\n`);
  return 2;
}

function passed({ style }: World, plan: Plan): string {
  const devices = plan.cohorts.reduce((sum, cohort) => sum + cohort.devices, 0);
  const what = `${counted(devices, "device")}, ${counted(plan.waves.length, "wave")}, ${counted(plan.services.length, "service")}`;
  return `${style.green(style.bold("PASSED"))}  ${what}: every device once, open hours, freezes, deadline, readiness, maxPerSlot,\n        rings, loads, limits and proof derived again and found as stated.\n`;
}
