/** plan: read, plan, print; with --out the files too. */
import path from "node:path";
import { done, type Inputs, type Outcome, type Planned, planText, type Problem } from "../../src/index.js";
import { interruptible } from "../interruption.js";
import { type NewFile, whyUnwritable, writeFiles } from "../new-files.js";
import { planFileNames, planFiles, programFiles } from "../plan-files.js";
import { ProgressLine } from "../progress.js";
import { inputsOf, nowAndInventoryOptions, overridingOptions } from "../request.js";
import type { PlanAnswer } from "../solving/thread.js";
import { watched } from "../solving/watched.js";
import { assumptionLines, rejectionLines } from "../text/appendix.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { report } from "../text/report.js";
import { shellWord } from "../text/shell-word.js";
import type { World } from "../world.js";
import { type Command, type Given, refuse, tellNotes, textOf, unwritten, wrongOption } from "./command.js";

export const planCommand: Command = {
  parameters: [{ flags: "<scenario>", help: "scenario (.yaml, .json) or a bare inventory (.csv)" }],
  options: [
    {
      flags: "-o, --out <dir>",
      help: "write plan.json, scenario.resolved.json, waves.csv, plan.ics and devices.csv there",
    },
    ...overridingOptions,
    { flags: "--policy <name>", help: "optimal (the only one yet)" },
    ...nowAndInventoryOptions,
    { flags: "--write-lp <dir>", help: "write the linear program of each level there (CPLEX LP)" },
    { flags: "--assumptions", help: "print every number that is not yours, with its source" },
    { flags: "--rows", help: "print the rows of the inventory that were rejected" },
    { flags: "--json", help: "print plan.json instead of the report" },
  ],
  examples: [
    "second-tuesday plan scenario.yaml",
    "second-tuesday plan scenario.yaml --out plans/august --goal flattest",
    "second-tuesday plan fleet.csv --capacity 40/s --window 21:00-05:00 --deadline 7d",
    "second-tuesday plan scenario.yaml --json | jq .certificate",
  ],
  async run(world, [file = ""], options) {
    const [policy, output] = [policyProblems(options), await outputProblems(options)];
    const isSound = policy.length + output.length === 0;
    const answer = await watched(world, "plan", { file, options, isSound });
    if (!answer.ok) return refuse(world, [...policy, ...answer.problems, ...output], unwritten);
    const { planned } = answer.value;
    const written = await writeAll(world, answer.value, await inputsOf(file), options);
    if (!written.ok) return refuse(world, written.problems, unwritten);
    tellNotes(world, planned.settled.notes);
    show(world, planned, options);
    tellFiles(world, options, written.value);
    return planned.plan.unscheduled.length > 0 ? 3 : 0;
  },
};

const policyProblems = (options: Given): readonly Problem[] => {
  const policy = textOf(options, "policy") ?? "optimal";
  return policy === "optimal"
    ? []
    : [wrongOption("--policy", `no policy "${policy}"`, "optimal is the only policy yet")];
};

/** Before anything is computed: nobody waits for a plan that cannot be written. */
async function outputProblems(options: Given): Promise<readonly Problem[]> {
  const [out, lp] = [textOf(options, "out"), textOf(options, "writeLp")];
  const empty = [out === "" ? "--out" : "", lp === "" ? "--write-lp" : ""].filter((name) => name !== "");
  return [
    ...empty.map((name) => wrongOption(name, "no folder is named", `write ${name} plans/august`)),
    ...(await whyUnwritable(out ? planFileNames.map((name) => path.resolve(out, name)) : [])),
    ...(await whyUnwritable(lp ? [path.resolve(lp, "1.lp")] : [])),
  ];
}

function show(world: World, planned: Planned, options: Given): void {
  if (options["json"] === true) world.print(cleanJson(planText(planned.plan)));
  else world.print(`${report(planned, world).join("\n")}\n`);
  const lists = [
    ...(options["assumptions"] === true ? assumptionLines(planned, world) : []),
    ...(options["rows"] === true ? rejectionLines(planned, world) : []),
  ];
  if (lists.length > 0) (options["json"] === true ? world.say : world.print)(`${lists.join("\n")}\n`);
}

/** All files or none. Interrupted, it removes what is unfinished first. */
async function writeAll(
  world: World,
  { planned, programs }: PlanAnswer,
  inputs: Inputs,
  options: Given,
): Promise<Outcome<readonly NewFile[]>> {
  const [out, lp] = [textOf(options, "out"), textOf(options, "writeLp")];
  const files = [
    ...(lp === undefined ? [] : programFiles(lp, programs)),
    ...(out === undefined ? [] : planFiles(out, planned, inputs)),
  ];
  if (files.length === 0) return done(files);
  const progress = new ProgressLine(world, { stage: "writing" });
  const leave = (): void => {
    progress.clear();
    world.say("interrupted, nothing was written.\n");
  };
  try {
    const written = await interruptible((signal) => writeFiles(files, signal), leave);
    return written.ok ? done(files) : written;
  } finally {
    progress.clear();
  }
}

/** What was written, and what people do with it next. */
function tellFiles({ say, style }: World, options: Given, files: readonly NewFile[]): void {
  const [out, lp] = [textOf(options, "out"), textOf(options, "writeLp")];
  for (const folder of [lp, out]) {
    if (folder === undefined) continue;
    const names = files.filter((file) => path.dirname(file.path) === path.resolve(folder));
    say(cleanLine(`wrote ${names.map((file) => path.basename(file.path)).join(", ")} to ${folder}`) + "\n");
  }
  if (out === undefined) return;
  const folder = shellWord(out);
  say(
    `${style.dim("next")}  second-tuesday check ${folder}\n      second-tuesday export ${folder} --to markdown > change.md\n`,
  );
}
