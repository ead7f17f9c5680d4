/** compare: read, carry out every policy in the same simulator, print what comes of each. */
import {
  asItIs,
  done,
  failed,
  metrics,
  type NoiseName,
  noises,
  type Outcome,
  parseSweep,
  parseWhatIf,
  type Problem,
} from "../../src/index.js";
import { type ComparisonTold, interruptedText } from "../comparison.js";
import { comparisonCsv } from "../comparison-csv.js";
import { comparisonJson } from "../comparison-json.js";
import { comparisonMarkdown } from "../comparison-markdown.js";
import { endedBy } from "../interruption.js";
import { pairNamed } from "../plan-pair.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { type ComparisonAnswer, type ComparisonQuestion, comparisons } from "../solving/comparing.js";
import { strayOfPlan } from "../solving/plan-target.js";
import { clean, cleanJson } from "../text/clean.js";
import { comparisonReport } from "../text/compare.js";
import type { World } from "../world.js";
import { oneOf, valueOr, wholeOption } from "./choices.js";
import { type Command, type Given, problemsOf, refuse, tellNotes, textOf, wrongOption } from "./command.js";

export const compareCommand: Command = {
  parameters: [
    {
      flags: "<scenario-or-plan>",
      help: "scenario (.yaml, .json), a bare inventory (.csv), or what `plan --out` wrote: the folder or its plan.json",
    },
  ],
  options: [
    { flags: "--policies <names>", help: "only these policies; several with commas", repeats: true },
    { flags: "--all", help: "every policy and every figure; five policies and five figures unless given" },
    { flags: "--runs <count>", help: "runs of each policy with noise, 1 to 1,000; none unless given" },
    {
      flags: "--seed <number>",
      help: "of the first run; the next ones take the next numbers; 1 unless given",
    },
    {
      flags: "--noise <name>",
      help: "with --runs: usual (late, early, refused and powered-off devices), which it is unless given, or none",
    },
    {
      flags: "--sweep <key=range>",
      help: "plan and compare again with other values: headroom=10..60%:10, rings.broad.share=10..50%:20",
    },
    {
      flags: "--what-if <change>",
      help: "what the plans meet that nobody planned for: capacity=-25%, capacity.login=-25%, lose=login/1of2, noncompliance=30%, slower=2, outOfBand=+6d",
      repeats: true,
    },
    {
      flags: "--robust",
      help: "try the optimum and the best simple policy in worse worlds, and find the headroom that covers them",
    },
    ...overridingOptions,
    ...nowAndInventoryOptions,
    { flags: "--json", help: 'print { "policies", "metrics", "services", "variants", ... }' },
    { flags: "--series", help: "with --json: the arrays by slot too" },
    { flags: "--csv", help: "print a row a policy, a column a figure" },
    { flags: "--markdown", help: "print the table for a ticket" },
  ],
  examples: [
    "second-tuesday compare scenario.yaml",
    "second-tuesday compare scenario.yaml --all --runs 100",
    "second-tuesday compare scenario.yaml --what-if capacity=-25%",
    "second-tuesday compare scenario.yaml --csv > policies.csv",
  ],
  async run(world, [file = ""], options) {
    const { asked, problems } = askedOf(options);
    const target = await scenarioOf(file, options);
    const { answer, by } = target.ok
      ? await comparisons(world, { file: target.value, options, isSound: problems.length === 0, ...asked })
      : { answer: target, by: null };
    if (!answer.ok) return refuse(world, [...problems, ...answer.problems]);
    tellNotes(world, answer.value.notes);
    const told = toldOf(answer.value);
    world.print(printed(told, options, world));
    if (by === null) return 0;
    if (told.interrupted !== null) world.say(`${interruptedText(told.interrupted)}\n`);
    return endedBy(by);
  },
};

/** What `plan --out` wrote stands for its scenario. */
async function scenarioOf(file: string, options: Given): Promise<Outcome<string>> {
  const pair = await pairNamed(file);
  if (pair === null) return done(file);
  if (!pair.ok) return pair;
  const stray = strayOfPlan(options, pair.value, "compare");
  return stray.length > 0 ? failed(...stray) : done(pair.value.scenario);
}

/** The first variant is the scenario as it is. */
function toldOf({ variants, robustness, of }: ComparisonAnswer): ComparisonTold {
  const [asIs, ...others] = variants.map(({ variant, comparison }) => ({
    what: variant.text ?? "",
    comparison,
  }));
  if (asIs === undefined) throw new Error("bug: a comparison without a scenario as it is");
  const finished = variants.reduce((sum, { comparison: { policies } }) => sum + policies.length, 0);
  const isWhole = finished === of && variants.every(({ comparison }) => comparison.isWhole);
  return {
    comparison: asIs.comparison,
    variants: others,
    metrics,
    robustness,
    interrupted: isWhole ? null : { done: finished, of },
  };
}

function printed(answer: ComparisonTold, options: Given, world: World): string {
  const all = options["all"] === true;
  if (options["json"] === true)
    return cleanJson(`${JSON.stringify(comparisonJson(answer, { series: options["series"] === true }))}\n`);
  if (options["csv"] === true) return clean(comparisonCsv(answer));
  if (options["markdown"] === true) return clean(comparisonMarkdown(answer, { all }));
  return `${comparisonReport(answer, { all }, world).join("\n")}\n`;
}

type Read = {
  readonly asked: Pick<ComparisonQuestion, "asked" | "policies" | "variants" | "isRobustnessAsked">;
  readonly problems: readonly Problem[];
};

/** What is wrong counts as not given, so that whatever else is wrong can be told. */
function askedOf(options: Given): Read {
  const noise = oneOf(options, "noise", Object.keys(noises) as NoiseName[]);
  const runs =
    textOf(options, "runs") === undefined
      ? done(0)
      : wholeOption(options, "runs", { least: 1, most: 1_000, usual: 100 });
  const seed = wholeOption(options, "seed", { least: 0, most: 2 ** 32 - 1, usual: 1 });
  const policies = policiesOption(options);
  const sweep = textOf(options, "sweep");
  const swept = sweep === undefined ? done([]) : parseSweep(sweep);
  const whatIfs = words(textOf(options, "whatIf")).map(parseWhatIf);
  return {
    asked: {
      asked: {
        runs: valueOr(runs, 0),
        seed: valueOr(seed, 1),
        noise: valueOr(noise, null) ?? "usual",
      },
      policies: valueOr(policies, null),
      isRobustnessAsked: options["robust"] === true,
      variants: [asItIs, ...valueOr(swept, []), ...whatIfs.flatMap((each) => valueOr(each, []))],
    },
    problems: [...problemsOf(noise, runs, seed, policies, swept, ...whatIfs), ...contradictions(options)],
  };
}

const words = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** Null: all. */
function policiesOption(options: Given): Outcome<readonly string[] | null> {
  const text = textOf(options, "policies");
  const names = words(text);
  if (text === undefined) return done(null);
  return names.length > 0
    ? done([...new Set(names)])
    : failed(wrongOption("--policies", "names no policy", "write --policies today,even"));
}

function contradictions(options: Given): readonly Problem[] {
  const formats = ["json", "csv", "markdown"].filter((name) => options[name] === true);
  const isGiven = (name: string): boolean => textOf(options, name) !== undefined;
  return [
    ...(formats.length > 1
      ? [
          wrongOption(
            `--${formats[1] ?? ""}`,
            `--${formats[0] ?? ""} is given already`,
            "leave one of them out",
          ),
        ]
      : []),
    ...(options["series"] === true && options["json"] !== true
      ? [wrongOption("--series", "goes with --json", "add --json, or leave it out")]
      : []),
    ...(isGiven("runs") && options["noise"] === "none"
      ? [wrongOption("--runs", "without noise every run is the same", "leave out --runs, or --noise none")]
      : []),
    ...(["seed", "noise"] as const)
      .filter((name) => isGiven(name) && !isGiven("runs") && options[name] !== "none")
      .map((name) => wrongOption(`--${name}`, "goes with --runs", "add --runs 100, or leave it out")),
  ];
}
