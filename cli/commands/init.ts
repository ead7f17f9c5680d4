/** init: look at the inventory, ask, write a commented scenario, plan it. */
import { access, readdir } from "node:fs/promises";
import path from "node:path";
import {
  done,
  failed,
  type Inputs,
  type Instant,
  instant,
  type Outcome,
  prepare,
  surveyInventory,
} from "../../src/index.js";
import { inputsBeside } from "../files.js";
import { overwrite, whyNoScenario } from "../init/file-questions.js";
import { givenInterview } from "../init/given.js";
import type { Finished, Looking } from "../init/looking.js";
import type { Around, Interview } from "../init/question.js";
import { whyUnwritable, writeFiles } from "../new-files.js";
import { openScenario } from "../opening.js";
import { cleanLine } from "../text/clean.js";
import type { World } from "../world.js";
import {
  type Command,
  type ExitCode,
  type Given,
  instantOption,
  problemsOf,
  refuse,
  textOf,
  unwritten,
} from "./command.js";
import { askByLines } from "./init-lines.js";
import { planCommand } from "./plan.js";

/** Options that answer the question of their name. */
const answering = ["service", "capacity", "window", "deadline", "timezone", "profile"] as const;

export const initCommand: Command = {
  parameters: [{ flags: "[inventory]", help: "the inventory (.csv); asked for unless given" }],
  options: [
    { flags: "-o, --out <file>", help: "where the scenario goes; scenario.yaml unless given" },
    { flags: "--force", help: "write over what is there" },
    { flags: "-y, --yes", help: "ask nothing: what is not given takes its default" },
    {
      flags: "--service <preset>",
      help: "what restarts put load on: vpn-concentrator, active-directory, ...",
    },
    { flags: "--capacity <rate>", help: "what it can serve, such as 40/s; or unknown" },
    {
      flags: "--window <window>",
      help: "when restarts may start, site-local, such as 'Mon-Fri 21:00-05:00'",
    },
    { flags: "--deadline <duration>", help: "every wave ends before release + this, such as 9d" },
    { flags: "--timezone <zone>", help: "zone of devices that name none" },
    { flags: "--profile <preset>", help: "kind of the devices that name none, such as windows-laptop" },
    { flags: "--now <instant>", help: "what `release: next` counts from; the clock unless given" },
    { flags: "--json", help: "print plan.json instead of the report" },
  ],
  examples: [
    "second-tuesday init devices.csv --out august.yaml",
    "second-tuesday init",
    "second-tuesday init devices.csv --yes --capacity 40/s --window 'Mon-Fri 21:00-05:00'",
  ],
  async run(world, [inventory], options) {
    const out = textOf(options, "out") ?? "scenario.yaml";
    const now = instantOption(options, "now", instant(Math.floor(world.now() / 1000) * 1000));
    const around = await aroundOf(out, options["force"] === true);
    const start = givenInterview(around, answersOf(inventory, options));
    const problems = [
      ...problemsOf(now, outOption(out), start),
      ...(await whyUnwritable([path.resolve(out)])),
    ];
    if (problems.length > 0 || !now.ok || !start.ok) return refuse(world, problems, unwritten);
    const finished = await ask(world, start.value, looking(now.value), options["yes"] === true);
    if (!finished.ok) return refuse(world, finished.problems, unwritten);
    if (finished.value === null) return left(world);
    const written = await write(finished.value, options["force"] === true);
    if (!written.ok) return refuse(world, written.problems, unwritten);
    world.say(`\n${cleanLine(`wrote ${written.value}`)}\n`);
    return open(world, written.value, options);
  },
};

/** Two faces of the same questions; null: whoever was asked left. */
async function ask(
  world: World,
  start: Interview,
  looking: Looking,
  isSilent: boolean,
): Promise<Outcome<Finished | null>> {
  const terminal = world.terminal();
  const isReader = world.env["INK_SCREEN_READER"] === "true";
  if (isSilent || isReader || terminal === null) return askByLines(world, start, looking, isSilent);
  const { askInTerminal } = await import("../tui/init/app.js");
  return done(await askInTerminal(world, terminal, start, looking));
}

function left({ say }: World): 2 {
  say("left, nothing was written.\n");
  return 2;
}

/** A scenario that was just written is looked at, where somebody asked for it by keys; else it is planned and told. */
async function open(world: World, file: string, options: Given): Promise<ExitCode> {
  const isAsked = options["yes"] !== true && options["json"] !== true;
  if (!isAsked || world.terminal() === null)
    return planCommand.run(world, [file], { ...pick(options, "now"), ...pick(options, "json") });
  return openScenario(world, file, pick(options, "now"));
}

const pick = (options: Given, name: string): Given =>
  options[name] === undefined ? {} : { [name]: options[name] };

async function aroundOf(out: string, mayReplace: boolean): Promise<Around> {
  const folder = process.cwd();
  const inputs = await inputsBeside(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return {
    folder,
    files: entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort(),
    calendars: await calendarsOf(inputs),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    out,
    isTaken: !mayReplace && (await exists(out)),
  };
}

const exists = (file: string): Promise<boolean> =>
  access(path.resolve(file)).then(
    () => true,
    () => false,
  );

const calendarsOf = ({ shippedCalendars, shippedCalendar }: Inputs): Promise<Around["calendars"]> =>
  Promise.all(
    shippedCalendars.map(async (value) => {
      const text = (await shippedCalendar(value)) ?? "";
      return { value, about: /^X-WR-CALNAME:(.*?)\r?$/m.exec(text)?.[1] ?? "" };
    }),
  );

const answersOf = (inventory: string | undefined, options: Given): ReadonlyMap<string, string> => {
  const given = new Map(inventory === undefined ? [] : [["inventory", inventory]]);
  for (const name of answering) {
    const text = textOf(options, name);
    if (text !== undefined) given.set(name, text);
  }
  return given;
};

const outOption = (out: string): Outcome<unknown> => {
  const problem = whyNoScenario(out);
  return problem === null
    ? done(out)
    : failed(...problem.problems.map((each) => ({ ...each, place: { path: "--out" } })));
};

export const looking = (now: Instant): Looking => ({
  look: async ({ file, columns }) => {
    const inputs = await inputsBeside(process.cwd());
    return surveyInventory({ file, columns, open: () => inputs.open(file) });
  },
  tryOut: async ({ text, file }) => {
    const inputs = await inputsBeside(path.dirname(path.resolve(file)));
    return problemsOf(await prepare({ text, file, overrides: {}, now, inputs }));
  },
});

/** All or nothing; over what is there only where somebody said so. */
async function write(
  { step: { file, text }, interview }: Finished,
  isForced: boolean,
): Promise<Outcome<string>> {
  const mayReplace = isForced || interview.answers.get("out")?.text === overwrite;
  const place = { file };
  const hint = "--force writes over it; --out names another";
  if (!mayReplace && (await exists(file)))
    return failed({ code: "init.taken", message: "is there already", hint, place });
  const signal = new AbortController().signal;
  const written = await writeFiles([{ path: path.resolve(file), pieces: [text] }], signal);
  return written.ok ? done(file) : written;
}
