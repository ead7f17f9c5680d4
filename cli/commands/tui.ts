/** tui: the plan as something one looks at and steers; where nobody can, what `plan` prints. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Outcome } from "../../src/index.js";
import { readText } from "../files.js";
import { packageFolder } from "../package.js";
import { openScenario } from "../opening.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { looksLikeScenario, mayBeScenario, openingOf, type Opens } from "../tui/start.js";
import { themeFor, themeNames } from "../tui/theme.js";
import type { World } from "../world.js";
import { type Command, type ExitCode, type Given, refuse, textOf, wrongOption } from "./command.js";

export const tuiCommand: Command = {
  parameters: [
    {
      flags: "[scenario]",
      help: "scenario (.yaml, .json) or a bare inventory (.csv); what is in the folder unless given",
    },
  ],
  options: [
    ...overridingOptions,
    ...nowAndInventoryOptions,
    { flags: "--theme <name>", help: `colours: ${themeNames.join(", ")}; by the terminal unless given` },
  ],
  examples: [
    "second-tuesday tui scenario.yaml",
    "second-tuesday",
    "second-tuesday tui fleet.csv --window 21:00-05:00 --capacity 40/s",
    "second-tuesday tui scenario.yaml --theme light",
    "INK_SCREEN_READER=true second-tuesday tui scenario.yaml",
  ],
  async run(world, [file], options) {
    const { theme: asked, ...rest } = options;
    if (themeFor(world.env, textOf(options, "theme")) === null)
      return refuse(world, [noTheme(String(asked))]);
    if (file !== undefined) return openScenario(world, file, options);
    if (world.terminal() === null) return refuse(world, [nothingNamed]);
    return started(world, rest);
  },
};

const noTheme = (name: string) =>
  wrongOption("--theme", `there is no theme "${name.slice(0, 40)}"`, `choose ${themeNames.join(", ")}`);

const nothingNamed = wrongOption(
  "<scenario>",
  "no scenario is named, and nobody can be asked",
  "write second-tuesday tui scenario.yaml",
);

/** The only scenario of the folder, or what somebody chooses. */
async function started(world: World, options: Given): Promise<ExitCode> {
  const terminal = world.terminal();
  if (terminal === null) return refuse(world, [nothingNamed]);
  const entries = await readdir(".", { withFileTypes: true }).catch(() => []);
  const files = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const opening = openingOf(await scenariosAmong(files), files);
  if (opening.kind === "open") return openScenario(world, opening.file, options);
  const { chooseInTerminal } = await import("../tui/start-app.js");
  return begun(world, await chooseInTerminal(world, terminal, opening.entries), options);
}

async function begun(
  world: World,
  chosen: Opens | { readonly kind: "leave" },
  options: Given,
): Promise<ExitCode> {
  switch (chosen.kind) {
    case "scenario":
      return openScenario(world, chosen.file, options);
    case "example":
      return openScenario(world, example, options);
    case "init":
      return (await import("./init.js")).initCommand.run(world, [chosen.inventory ?? undefined], options);
    case "help":
      world.say("second-tuesday --help tells of every command, second-tuesday help plan of one\n");
      return 0;
    case "leave":
      return 0;
  }
}

const example = path.join(packageFolder(), "examples/contoso/scenario.yaml");

const scenariosAmong = async (files: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(
    files.filter(mayBeScenario).map(async (file) => {
      const text: Outcome<string> = await readText(file);
      return text.ok && looksLikeScenario(text.value.slice(0, BEGINNING)) ? [file] : [];
    }),
  );
  return found.flat();
};

const BEGINNING = 4000;
