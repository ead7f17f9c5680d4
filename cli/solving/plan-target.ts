/** What `explain` explains: a scenario, or a plan beside the scenario it was made for. */
import { done, failed, type Outcome, type Plan, planText, type Problem } from "../../src/index.js";
import { type Given, textOf, wrongOption } from "../commands/command.js";
import { type Pair, pairNamed } from "../plan-pair.js";
import { inventoryOnly, overriding } from "../request.js";

export type PlanTarget = {
  /** To be planned. */
  readonly file: string;
  readonly options: Given;
  /** What is wrong if this is what comes of it. */
  readonly held: (made: Plan) => readonly Problem[];
};

export async function planTarget({
  file,
  options,
}: Pick<PlanTarget, "file" | "options">): Promise<Outcome<PlanTarget>> {
  const pair = await pairNamed(file);
  if (pair === null) return done({ file, options, held: () => [] });
  if (!pair.ok) return pair;
  const stray = strayOfPlan(options, pair.value, "explain");
  if (stray.length > 0) return failed(...stray);
  return done({ file: pair.value.scenario, options, held: (made) => heldAgainst(pair.value, made) });
}

/** Options that have no use where the plan is there already. */
export const strayOfPlan = (options: Given, pair: Pair, command: string): readonly Problem[] => [
  ...strayOptions(overriding, options, pair, `${command} ${pair.scenario} to plan anew with it`),
  ...strayOptions(["now", ...inventoryOnly], options, pair, "leave it out"),
];

const strayOptions = (
  names: readonly string[],
  options: Given,
  { planFile }: Pair,
  hint: string,
): readonly Problem[] =>
  names
    .filter((name) => textOf(options, name) !== undefined)
    .map((name) => wrongOption(`--${name}`, `changes what is planned, and ${planFile} is a plan`, hint));

/** The same scenario gives the same plan: another one is not what the planner made of it. */
function heldAgainst({ plan, planFile, scenario }: Pair, made: Plan): readonly Problem[] {
  if (planText(made) === planText(plan)) return [];
  return [
    {
      code: "explain.other-plan",
      message:
        "planning its scenario again gives another plan: it was changed by hand, or made by another version",
      hint: `run \`second-tuesday check\` on its folder, or explain ${scenario}`,
      place: { file: planFile },
    },
  ];
}
