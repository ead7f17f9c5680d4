/** check: a plan held against its scenario, everything derived again without the optimizer. */
import path from "node:path";
import {
  checkPlan,
  counted,
  digestOf,
  done,
  failed,
  instantOfIso,
  type Outcome,
  type Plan,
  prepare,
  type Problem,
  problemLine,
  type Rollout,
} from "../../src/index.js";
import { inputsBeside, readText } from "../files.js";
import { isFolder, otherScenario, type Pair, pairIn, readPair } from "../plan-pair.js";
import type { World } from "../world.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { wrapped } from "../text/report-frame.js";
import { type Command, type ExitCode, type Given, problemsOf, refuse } from "./command.js";

export const checkCommand: Command = {
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
    const pair = await pairOf(first, second);
    return pair.ok ? checkPair(world, pair.value, options) : refuse(world, pair.problems);
  },
};

async function pairOf(
  first: string,
  second: string | undefined,
): Promise<Outcome<Pair & { readonly isResolved: boolean }>> {
  const isResolved = await isFolder(first);
  if (isResolved && second !== undefined) return failed(twoPlans(first, second));
  if (!isResolved && second === undefined) {
    const alone = await readText(first);
    return alone.ok ? failed(nothingToCompare(first)) : alone;
  }
  const pair = isResolved ? await pairIn(first) : await readPair(first, second as string);
  return pair.ok ? done({ ...pair.value, isResolved }) : pair;
}

const twoPlans = (folder: string, second: string): Problem => ({
  code: "check.two-plans",
  message: `${folder} is a folder with a plan of its own, so nothing is left for ${second}`,
  hint: "give the folder alone, or a scenario and then its plan.json",
  place: { file: second },
});

const nothingToCompare = (file: string): Problem => ({
  code: "check.no-plan",
  message: "a scenario or a plan alone cannot be checked",
  hint: "give the folder that `plan --out` wrote, or the scenario and then its plan.json",
  place: { file },
});

async function checkPair(
  world: World,
  { scenario, text, planFile, plan, isResolved }: Pair & { readonly isResolved: boolean },
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
  if (!prepared.ok) return refuse(world, prepared.problems);
  const { rollout, resolved } = prepared.value;
  const digest = isResolved ? digestOf(text) : resolved.digest;
  const problems = [
    ...(digest === plan.scenarioDigest ? [] : [otherScenario(digest, plan, planAgain)]),
    ...problemsOf(checkPlan(rollout, plan)),
  ];
  const isSound = problems.length === 0;
  if (options["json"] === true)
    world.print(cleanJson(`${JSON.stringify({ ok: isSound, problems }, null, 2)}\n`));
  else world.print(isSound ? passed(world, plan, rollout) : notPassed(world, planFile, problems));
  return isSound ? 0 : 2;
}

const planAgain = "plan again, or check against the scenario.resolved.json beside the plan";

/** Deviations shown; the rest is counted. */
const MOST_SHOWN = 25;

function notPassed({ style }: World, planFile: string, problems: readonly Problem[]): string {
  const more = problems.length - MOST_SHOWN;
  const lines = [
    `${style.red(style.bold("FAILED"))}  ${counted(problems.length, "deviation")}: do not roll this plan out, plan again`,
    ...problems
      .slice(0, MOST_SHOWN)
      .map((problem) => `  ${cleanLine(problemLine({ ...problem, place: inPlan(problem, planFile) }))}`),
    ...(more > 0 ? [`  and ${counted(more, "more", "more")} (--json has all)`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const inPlan = ({ place }: Problem, planFile: string) => ({ ...place, file: place?.file ?? planFile });

function passed({ style, width }: World, plan: Plan, { groups }: Rollout): string {
  const devices = plan.cohorts.reduce((sum, cohort) => sum + cohort.devices, 0);
  const what = `${counted(devices, "device")}, ${counted(plan.waves.length, "wave")}, ${counted(plan.services.length, "service")}`;
  const lines = wrapped(
    "PASSED",
    `${what}: every device once, open hours, freezes, deadline, readiness, maxPerSlot, rings, ${groups.length === 0 ? "" : "turns of groups, "}loads, limits and proof derived again and found as stated`,
    { width, style, paint: style.green },
  );
  return `${lines.join("\n")}\n`;
}
