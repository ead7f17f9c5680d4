/** plan: read, plan, print; with --out the files too. */
import path from "node:path";
import {
  done,
  type Inputs,
  openSolver,
  type Outcome,
  plan,
  type Planned,
  planText,
  type Problem,
} from "../../src/index.js";
import { type NewFile, whyUnwritable, writeFiles } from "../new-files.js";
import { planFileNames, planFiles, programFiles } from "../plan-files.js";
import { Progress } from "../progress.js";
import { nowAndInventoryOptions, overridingOptions, preparedRequest } from "../request.js";
import { assumptionLines, rejectionLines } from "../text/appendix.js";
import { cleanJson, cleanLine } from "../text/clean.js";
import { report } from "../text/report.js";
import type { World } from "../world.js";
import {
  type Command,
  type Given,
  problemsOf,
  refuse,
  tellNotes,
  textOf,
  unwritten,
  wrongOption,
} from "./command.js";

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
    const progress = new Progress(world);
    progress.show("reading");
    const asked = await preparedRequest(world, file, options);
    const problems = [...policyProblems(options), ...problemsOf(asked), ...(await outputProblems(options))];
    if (!asked.ok || problems.length > 0) {
      progress.clear();
      return refuse(world, problems, unwritten);
    }
    const { prepared, request } = asked.value;
    const planned = plan(prepared, await openSolver(), (doing) => progress.show(doing));
    const written = await writeAll(world, planned, request.inputs, options, progress);
    progress.clear();
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

/** All files or none. Interrupted, it removes what is unfinished and then ends as interrupted programs do. */
async function writeAll(
  { say }: World,
  planned: Planned,
  inputs: Inputs,
  options: Given,
  progress: Progress,
): Promise<Outcome<readonly NewFile[]>> {
  const [out, lp] = [textOf(options, "out"), textOf(options, "writeLp")];
  const files = [
    ...(lp === undefined ? [] : programFiles(lp, planned)),
    ...(out === undefined ? [] : planFiles(out, planned, inputs)),
  ];
  if (files.length === 0) return done(files);
  progress.show("writing");
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const written = await writeFiles(files, interruption.signal);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (!written.ok && interruption.signal.aborted) {
    progress.clear();
    say("interrupted, nothing was written.\n");
    process.kill(process.pid, interruption.signal.reason as NodeJS.Signals);
  }
  return written.ok ? done(files) : written;
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

/** As one would type it in a shell. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${cleanLine(text).replaceAll("'", "'\\''")}'`;
