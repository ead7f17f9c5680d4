/** simulate: read, plan unless a plan is there, simulate it and what happens when nobody plans, print. */
import {
  day,
  done,
  type Duration,
  duration,
  failed,
  type Instant,
  instant,
  minute,
  type NoiseName,
  noises,
  type Outcome,
  parseDuration,
  type Problem,
  suggestion,
  WITHOUT,
  type Without,
} from "../../src/index.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { policies, type SimulationAnswer, type SimulationAsked } from "../simulation.js";
import { simulationJson } from "../simulation-json.js";
import { watched } from "../solving/watched.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { shellWord } from "../text/shell-word.js";
import { simulationReport } from "../text/simulation.js";
import type { World } from "../world.js";
import { oneOf, valueOr, wholeOption } from "./choices.js";
import {
  type Command,
  type Given,
  instantOption,
  problemsOf,
  refuse,
  tellNotes,
  textOf,
  wrongOption,
} from "./command.js";

export const simulateCommand: Command = {
  parameters: [
    {
      flags: "<scenario-or-plan>",
      help: "scenario (.yaml, .json), a bare inventory (.csv), or what `plan --out` wrote: the folder or its plan.json",
    },
  ],
  options: [
    { flags: "--plan <file>", help: "simulate the waves of this plan.json, or of the one in this folder" },
    {
      flags: "--policy <name>",
      help: "only one of optimal and unmanaged (what happens when nobody plans); both unless given",
    },
    {
      flags: "--without <what>",
      help: "take out reboots (nobody restarts), bug (the fault of peers) or peers; several with commas",
      repeats: true,
    },
    { flags: "--fix-at <instant>", help: "when the fault of peers is mended, whatever the scenario says" },
    { flags: "--herd", help: "every wave starts all at once, at the beginning of its slot" },
    { flags: "--noise <name>", help: "none, or usual: late, early, refused and powered-off devices" },
    { flags: "--runs <count>", help: "runs with noise, 1 to 1,000; 1 unless given" },
    {
      flags: "--seed <number>",
      help: "of the first run; the next ones take the next numbers; 1 unless given",
    },
    { flags: "--service <id>", help: "only this service" },
    {
      flags: "--every <duration>",
      help: "with --json: length of a slot, from 1m; the scenario's unless given",
    },
    ...overridingOptions,
    ...nowAndInventoryOptions,
    {
      flags: "--json",
      help: 'print { "policy", "time", "services", "clients", "metrics", "asked", "against" }',
    },
  ],
  examples: [
    "second-tuesday simulate scenario.yaml",
    "second-tuesday simulate plans/august --noise usual --runs 100",
    "second-tuesday simulate scenario.yaml --policy unmanaged --without reboots,bug",
    "second-tuesday simulate scenario.yaml --json --every 1m | jq .metrics",
  ],
  async run(world, [file = ""], options) {
    const { asked, every, problems } = askedOf(options);
    const answer = await watched(world, "simulate", { file, options, isSound: problems.length === 0, asked });
    if (!answer.ok) return refuse(world, [...problems, ...answer.problems]);
    const { scene } = answer.value;
    tellNotes(world, scene.notes);
    if (options["json"] === true) {
      const found = simulationJson(answer.value, every ?? duration(scene.slot));
      world.print(cleanJson(`${JSON.stringify(found)}\n`));
    } else {
      world.print(`${simulationReport(answer.value, world).join("\n")}\n`);
      tellNext(world, file, answer.value);
    }
    return 0;
  },
};

type Read = {
  readonly asked: SimulationAsked;
  /** null: the scenario's slot. */
  readonly every: Duration | null;
  readonly problems: readonly Problem[];
};

/** What is wrong counts as not given, so that whatever else is wrong can be told. */
function askedOf(options: Given): Read {
  const without = withoutOption(options);
  const fixAt: Outcome<Instant | null> =
    textOf(options, "fixAt") === undefined ? done(null) : instantOption(options, "fixAt", instant(0));
  const policy = oneOf(options, "policy", policies);
  const noise = oneOf(options, "noise", Object.keys(noises) as NoiseName[]);
  const runs = wholeOption(options, "runs", { least: 1, most: 1_000, usual: 1 });
  const seed = wholeOption(options, "seed", { least: 0, most: 2 ** 32 - 1, usual: 1 });
  const every = everyOption(options);
  const asked = {
    policy: valueOr(policy, null),
    planFile: textOf(options, "plan") ?? null,
    without: valueOr(without, []),
    fixAt: valueOr(fixAt, null),
    noise: valueOr(noise, null) ?? "none",
    herd: options["herd"] === true,
    seed: valueOr(seed, 1),
    runs: valueOr(runs, 1),
    service: textOf(options, "service") ?? null,
  } satisfies SimulationAsked;
  const problems = [
    ...problemsOf(policy, without, fixAt, noise, runs, seed, every),
    ...contradictions(asked, options),
  ];
  return { asked, every: valueOr(every, null), problems };
}

function contradictions(
  { planFile, policy, runs, noise, herd }: SimulationAsked,
  options: Given,
): readonly Problem[] {
  return [
    ...(planFile !== null && policy !== null
      ? [wrongOption("--policy", "--plan says already what is simulated", "leave one of the two out")]
      : []),
    ...(policy === "unmanaged" && (noise !== "none" || herd)
      ? [
          wrongOption(
            herd ? "--herd" : "--noise",
            "is of a plan that is carried out, and nobody plans here",
            "leave it out, or leave out --policy",
          ),
        ]
      : []),
    ...(runs > 1 && noise === "none"
      ? [wrongOption("--runs", "without noise every run is the same", "add --noise usual")]
      : []),
    ...(textOf(options, "every") !== undefined && options["json"] !== true
      ? [wrongOption("--every", "goes with --json", "add --json, or leave it out")]
      : []),
  ];
}

function withoutOption(options: Given): Outcome<readonly Without[]> {
  const words = (textOf(options, "without") ?? "").split(",").filter((word) => word !== "");
  const wrong = words.filter((word) => !WITHOUT.some((known) => known === word));
  return wrong.length === 0
    ? done(WITHOUT.filter((known) => words.includes(known)))
    : failed(
        ...wrong.map((word) =>
          wrongOption(
            "--without",
            `there is no "${word.slice(0, 40)}" to take out`,
            suggestion(word, WITHOUT),
          ),
        ),
      );
}

function everyOption(options: Given): Outcome<Duration | null> {
  const text = textOf(options, "every");
  if (text === undefined) return done(null);
  const length = parseDuration(text);
  return length.ok && length.value >= minute && length.value <= day && length.value % minute === 0
    ? length
    : failed(wrongOption("--every", "not a length in whole minutes, up to a day", "write --every 15m"));
}

/** What people do next with such an answer. */
function tellNext({ say, style }: World, file: string, { scene, told }: SimulationAnswer): void {
  const { noise, herd } = scene.asked;
  const isCalm = told.runs.every(({ all: { fate } }) => fate === "calm");
  const target = shellWord(cleanLine(file));
  const next =
    told.policy === "unmanaged"
      ? `plan ${target}`
      : !isCalm
        ? `explain ${target}`
        : noise === "none"
          ? `simulate ${target} --noise usual --runs 100`
          : herd
            ? null
            : `simulate ${target} --herd`;
  if (next !== null) say(`${style.dim("next")}  second-tuesday ${next}\n`);
}
