/** plan: read, plan, print; with --out the files too. */
import path from "node:path";
import {
  type Outcome,
  openSolver,
  plan,
  type Planned,
  planText,
  prepare,
  type Prepared,
  type Request,
  type Solver,
} from "../../src/index.js";
import { type NewFile, writeFolder } from "../files.js";
import { planFiles } from "../plan-files.js";
import { requestOf } from "../request.js";
import { assumptionLines, rejectionLines } from "../text/appendix.js";
import { report } from "../text/report.js";
import type { World } from "../world.js";
import {
  type Command,
  type ExitCode,
  type Given,
  refuse,
  textOf,
  withValue,
  wrongOption,
} from "./command.js";

export const planCommand: Command = {
  name: "plan",
  summary: "compute waves that keep every service under its limit, and prove how good they are",
  parameters: [{ flags: "<scenario>", help: "scenario (.yaml, .json) or a bare inventory (.csv)" }],
  options: [
    {
      flags: "-o, --out <dir>",
      help: "write plan.json, scenario.resolved.json, waves.csv, plan.ics and devices.csv there",
    },
    { flags: "--goal <goal>", help: "fastest (least exposure) or flattest (least rise of load)" },
    { flags: "--headroom <share>", help: "share of every capacity left unused, such as 30%" },
    { flags: "--deadline <duration>", help: "every wave ends before release + this, such as 9d" },
    { flags: "--slot <duration>", help: "5m 10m 15m 20m 30m or 60m" },
    { flags: "--policy <name>", help: "optimal (the only one yet)" },
    { flags: "--now <instant>", help: "what `release: next` counts from; the clock unless given" },
    {
      flags: "--window <window>",
      help: "of a bare inventory: when restarts may start, site-local, such as 21:00-05:00",
    },
    {
      flags: "--capacity <rate>",
      help: "of a bare inventory: what the login service can serve, such as 40/s; unknown unless given",
    },
    { flags: "--profile <name>", help: "of a bare inventory: profile of devices that name none" },
    { flags: "--timezone <zone>", help: "of a bare inventory: zone of sites that name none" },
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
    const policy = textOf(options, "policy") ?? "optimal";
    if (policy !== "optimal") {
      return refuse(world, [
        wrongOption("--policy", `no policy "${policy}"`, "optimal is the only policy yet"),
      ]);
    }
    return withValue(world, await requestOf(world, file, options), (request) =>
      planRequest(world, request, options),
    );
  },
};

async function planRequest(world: World, request: Request, options: Given): Promise<ExitCode> {
  const progress = new Progress(world);
  progress.show("reading");
  const prepared = await prepare(request);
  if (!prepared.ok) {
    progress.clear();
    return refuse(world, prepared.problems);
  }
  const planned = planWith(prepared.value, await openSolver(), progress);
  const written = await writeAll(planned, request, options, progress);
  progress.clear();
  if (!written.ok) return refuse(world, written.problems);
  show(world, planned, options);
  const left = planned.plan.unscheduled.reduce((sum, { devices }) => sum + devices, 0);
  return left > 0 ? 3 : 0;
}

function planWith(prepared: Prepared, solve: Solver, progress: Progress): Planned {
  return plan(prepared, solve, (doing) => progress.show(doing));
}

function show(world: World, planned: Planned, options: Given): void {
  if (options["json"] === true) world.print(planText(planned.plan));
  else world.print(`${report(planned, world).join("\n")}\n`);
  const lists = [
    ...(options["assumptions"] === true ? assumptionLines(planned, world) : []),
    ...(options["rows"] === true ? rejectionLines(planned, world) : []),
  ];
  if (lists.length > 0) (options["json"] === true ? world.say : world.print)(`${lists.join("\n")}\n`);
}

async function writeAll(
  planned: Planned,
  request: Request,
  options: Given,
  progress: Progress,
): Promise<Outcome<null>> {
  const [out, lp] = [textOf(options, "out"), textOf(options, "writeLp")];
  const folders: (readonly [string, readonly NewFile[]])[] = [];
  if (lp !== undefined) {
    const programs = planned.staggered.programTexts();
    folders.push([
      lp,
      programs.map(({ name, text }, i) => ({ name: `${i + 1}-${name}.lp`, pieces: [text] })),
    ]);
  }
  if (out !== undefined) folders.push([out, planFiles(planned, request.inputs)]);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    for (const [folder, files] of folders) {
      progress.show(`writing ${path.basename(folder)}`);
      const written = await writeFolder(folder, files, interruption.signal);
      if (!written.ok) return written;
    }
    return { ok: true, value: null };
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** One line on standard error while somebody watches, gone when the answer comes. */
class Progress {
  readonly #world: World;
  readonly #started: number;

  constructor(world: World) {
    this.#world = world;
    this.#started = world.now();
  }

  show(doing: string): void {
    if (!this.#world.isWatched) return;
    const seconds = ((this.#world.now() - this.#started) / 1000).toFixed(1);
    this.#world.say(`\r\u001b[K${this.#world.style.dim(`${doing} … ${seconds} s`)}`);
  }

  clear(): void {
    if (this.#world.isWatched) this.#world.say("\r\u001b[K");
  }
}
