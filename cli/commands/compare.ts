/** compare: read, carry out every policy in the same simulator, print what comes of each. */
import { done, failed, type NoiseName, noises, type Outcome, type Problem } from "../../src/index.js";
import { type ComparisonAnswer, type ComparisonAsked, interruptedText } from "../comparison.js";
import { comparisonCsv } from "../comparison-csv.js";
import { comparisonJson } from "../comparison-json.js";
import { comparisonMarkdown } from "../comparison-markdown.js";
import { endedBy } from "../interruption.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { comparedWatched } from "../solving/comparing.js";
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
      help: "what the plans meet that nobody planned for: capacity=-25%, lose=login/1of2, noncompliance=30%, outOfBand=+6d",
      repeats: true,
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
    const question = { file, options, isSound: problems.length === 0, asked };
    const { value: answer, by } = await comparedWatched(world, question);
    if (!answer.ok) return refuse(world, [...problems, ...answer.problems]);
    tellNotes(world, answer.value.notes);
    world.print(printed(answer.value, options, world));
    if (by !== null) {
      const { interrupted } = answer.value;
      if (interrupted !== null) world.say(`${interruptedText(interrupted)}\n`);
      return endedBy(by);
    }
    return 0;
  },
};

function printed(answer: ComparisonAnswer, options: Given, world: World): string {
  const all = options["all"] === true;
  if (options["json"] === true)
    return cleanJson(`${JSON.stringify(comparisonJson(answer, { series: options["series"] === true }))}\n`);
  if (options["csv"] === true) return clean(comparisonCsv(answer));
  if (options["markdown"] === true) return clean(comparisonMarkdown(answer, { all }));
  return `${comparisonReport(answer, { all }, world).join("\n")}\n`;
}

type Read = { readonly asked: ComparisonAsked; readonly problems: readonly Problem[] };

function askedOf(options: Given): Read {
  const noise = oneOf(options, "noise", Object.keys(noises) as NoiseName[]);
  const runs =
    textOf(options, "runs") === undefined
      ? done(0)
      : wholeOption(options, "runs", { least: 1, most: 1_000, usual: 100 });
  const seed = wholeOption(options, "seed", { least: 0, most: 2 ** 32 - 1, usual: 1 });
  const policies = policiesOption(options);
  const asked: ComparisonAsked = {
    policies: valueOr(policies, null),
    runs: valueOr(runs, 0),
    seed: valueOr(seed, 1),
    noise: valueOr(noise, null) ?? "usual",
    sweep: textOf(options, "sweep") ?? null,
    whatIf: words(textOf(options, "whatIf")),
  };
  return { asked, problems: [...problemsOf(noise, runs, seed, policies), ...contradictions(options)] };
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
