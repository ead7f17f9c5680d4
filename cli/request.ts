/** What the command line asks to be planned: a scenario file with overrides, or a bare inventory with a service of its own. */
import path from "node:path";
import {
  done,
  failed,
  type Inputs,
  instant,
  type Outcome,
  prepare,
  type Prepared,
  type Problem,
  type Request,
  type Setting,
  withSettings,
} from "../src/index.js";
import {
  type Given,
  instantOption,
  type Option,
  problemsOf,
  textOf,
  wrongOption,
} from "./commands/command.js";
import { inputsBeside, readText } from "./files.js";
import type { World } from "./world.js";

/** Options that take the place of a key of the scenario. */
export const overriding = ["goal", "waves", "headroom", "deadline", "slot"] as const;
/** Options that only a bare inventory has use for. */
export const inventoryOnly = ["window", "capacity", "profile", "timezone"] as const;

/** The same for every command that plans. */
export const overridingOptions: readonly Option[] = [
  { flags: "--goal <goal>", help: "fastest (least exposure) or flattest (least rise of load)" },
  { flags: "--waves <how>", help: "fine (any slot) or few (few start times, spread by the tool)" },
  { flags: "--headroom <share>", help: "share of every capacity left unused, such as 30%; or auto" },
  { flags: "--deadline <duration>", help: "every wave ends before release + this, such as 9d" },
  { flags: "--slot <duration>", help: "5m 10m 15m 20m 30m or 60m" },
];

export const nowAndInventoryOptions: readonly Option[] = [
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
];

export const isInventory = (file: string): boolean => /\.(csv|tsv|txt)$/i.test(file);

/** What can be planned; anything else is a calendar. */
export const isScenario = (file: string): boolean => /\.(ya?ml|json)$/i.test(file) || isInventory(file);

/** Files that it names lie beside it. */
export const inputsOf = (file: string): Promise<Inputs> => inputsBeside(path.dirname(path.resolve(file)));

export type Asked = { readonly request: Request; readonly prepared: Prepared };

/** What stands in place of what the file says. */
export type Instead = {
  readonly settings?: readonly Setting[];
  /** The whole of it: as it is being changed. */
  readonly text?: string | undefined;
};

/** Everything before the optimizer. Problems of the options, of the scenario and of its files come together. */
export async function preparedRequest(
  { now: clockNow }: Pick<World, "now">,
  file: string,
  options: Given,
  { settings = [], text: given }: Instead = {},
): Promise<Outcome<Asked>> {
  const clock = instant(Math.floor(clockNow() / 1000) * 1000);
  const now = instantOption(options, "now", clock);
  const overrides = Object.fromEntries(overriding.flatMap((name) => named(options, name)));
  const inputs = await inputsOf(file);
  const common = { now: now.ok ? now.value : clock, inputs, overrides };
  if (isInventory(file) && given === undefined) {
    const text = await scenarioText(file, options);
    const asked = text.ok ? await preparedAs({ ...common, file: "", text: text.value }, settings) : text;
    const problems = problemsOf(asked).map((problem) => onCommandLine(problem, file));
    return together([...problemsOf(now), ...missingWindow(options), ...problems], asked);
  }
  const text = given === undefined ? await scenarioText(file, options) : done(given);
  const asked = text.ok ? await preparedAs({ ...common, file, text: text.value }, settings) : text;
  const stray = given === undefined ? strayOptions(options, file) : [];
  return together([...problemsOf(now), ...stray, ...problemsOf(asked)], asked);
}

async function preparedAs(asked: Request, settings: readonly Setting[]): Promise<Outcome<Asked>> {
  const set = withSettings(asked.text, asked.overrides, settings);
  if (!set.ok) return set;
  const request = { ...asked, overrides: set.value };
  const prepared = await prepare(request);
  if (prepared.ok) return done({ request, prepared: prepared.value });
  const swept = new Set(settings.map(({ key }) => `--${key.split(/[.[]/)[0]}`));
  return failed(
    ...prepared.problems.map((problem) =>
      swept.has(problem.place?.path ?? "") ? { ...problem, place: { path: "--sweep" } } : problem,
    ),
  );
}

const together = <T>(problems: readonly Problem[], outcome: Outcome<T>): Outcome<T> =>
  problems.length > 0 ? failed(...problems) : outcome;

const strayOptions = (options: Given, file: string): readonly Problem[] =>
  inventoryOnly
    .filter((name) => textOf(options, name) !== undefined)
    .map((name) =>
      wrongOption(
        `--${name}`,
        `goes with a bare inventory (.csv), and ${file} is a scenario`,
        `write \`${name}\` into the scenario`,
      ),
    );

const missingWindow = (options: Given): readonly Problem[] =>
  textOf(options, "window") === undefined
    ? [
        wrongOption(
          "--window",
          "a bare inventory needs a window",
          "add --window 21:00-05:00, site-local; or --window 'Mon-Fri 21:00-05:00'",
        ),
      ]
    : [];

const named = (options: Given, name: string): readonly (readonly [string, string])[] => {
  const text = textOf(options, name);
  return text === undefined ? [] : [[name, text]];
};

/** The scenario as it was written, or as it is made up for a bare inventory. */
export const scenarioText = async (file: string, options: Given): Promise<Outcome<string>> =>
  isInventory(file)
    ? done(`${JSON.stringify(inventoryScenario(path.basename(file), options), null, 2)}\n`)
    : readText(file);

/** One service `login` for all sites. */
const inventoryScenario = (file: string, options: Given) => ({
  version: 1,
  name: file,
  release: { calendar: "microsoft", on: "next" },
  fleet: { file },
  // Without a window nothing is planned, but what else is wrong can be told.
  window: textOf(options, "window") ?? "21:00-05:00",
  ...Object.fromEntries([...named(options, "profile"), ...named(options, "timezone")]),
  services: { login: { capacity: textOf(options, "capacity") ?? "unknown" } },
});

/** Nobody wrote the scenario of a bare inventory: what is wrong with it stands in the inventory or in an option. */
export function onCommandLine<P extends Problem>(problem: P, file: string): P {
  const { file: named, line, column, path: where = "" } = problem.place ?? {};
  if (where.startsWith("--")) return problem;
  if (named === path.basename(file)) return { ...problem, place: { file, line, column } };
  const message = problem.message.replace(`${path.basename(file)}: `, "");
  if (where.startsWith("fleet")) return { ...problem, message, place: { file } };
  const steps = where.split(/[.[]/).map((step) => (step === "windows" ? "window" : step));
  const option = inventoryOnly.find((name) => steps.includes(name));
  return { ...problem, place: { path: option === undefined ? where : `--${option}` } };
}
