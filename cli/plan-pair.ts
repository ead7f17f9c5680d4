/** A plan and the scenario it was made for, as `plan --out` leaves them side by side. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { digestOf, done, failed, type Outcome, type Plan, type Problem, readPlan } from "../src/index.js";
import { readText } from "./files.js";

export type Pair = {
  /** Path of the scenario, and its text. */
  readonly scenario: string;
  readonly text: string;
  readonly planFile: string;
  readonly plan: Plan;
};

export async function readPair(scenario: string, planFile: string): Promise<Outcome<Pair>> {
  const [text, planText] = [await readText(scenario), await readText(planFile)];
  const plan = planText.ok ? readPlan(planText.value, planFile) : planText;
  if (!text.ok || !plan.ok) {
    return failed(...[text, plan].flatMap((each) => (each.ok ? [] : each.problems)));
  }
  return done({ scenario, text: text.value, planFile, plan: plan.value });
}

const RESOLVED = "scenario.resolved.json";

export const pairIn = (folder: string): Promise<Outcome<Pair>> =>
  readPair(path.join(folder, RESOLVED), path.join(folder, "plan.json"));

export const isFolder = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The pair that a folder or a plan.json stands for, the scenario being the plan's; null: it is neither, but a scenario. */
export async function pairNamed(file: string): Promise<Outcome<Pair> | null> {
  const inFolder = await isFolder(file);
  if (!inFolder && !(await isPlan(file))) return null;
  const pair = inFolder ? await pairIn(file) : await readPair(path.join(path.dirname(file), RESOLVED), file);
  if (!pair.ok) return pair;
  const { text, plan, scenario } = pair.value;
  const digest = digestOf(text);
  const problem = otherScenario(
    digest,
    plan,
    `explain the folder that \`plan --out\` wrote, or ${scenario} itself`,
  );
  return digest === plan.scenarioDigest ? pair : failed({ ...problem, place: { file: pair.value.planFile } });
}

async function isPlan(file: string): Promise<boolean> {
  if (!/\.json$/i.test(file)) return false;
  const text = await readText(file);
  return text.ok && /^\s*\{\s*"format"\s*:\s*"second-tuesday\/plan@/.test(text.value);
}

export const otherScenario = (digest: string, plan: Plan, hint: string): Problem => ({
  code: "check.digest",
  message: `the plan was made for scenario ${plan.scenarioDigest.slice(7, 15)}, this one is ${digest.slice(7, 15)}`,
  hint,
  place: { path: "scenarioDigest" },
});
