/** tui: the plan as something one looks at and steers; where nobody can, what `plan` prints. */
import { nowAndInventoryOptions } from "../request.js";
import { themeFor, themeNames } from "../tui/theme.js";
import { type Command, refuse, textOf, wrongOption } from "./command.js";

export const tuiCommand: Command = {
  parameters: [{ flags: "<scenario>", help: "scenario (.yaml, .json) or a bare inventory (.csv)" }],
  options: [
    ...nowAndInventoryOptions,
    { flags: "--theme <name>", help: `colours: ${themeNames.join(", ")}; by the terminal unless given` },
  ],
  examples: [
    "second-tuesday tui scenario.yaml",
    "second-tuesday tui fleet.csv --window 21:00-05:00 --capacity 40/s",
    "second-tuesday tui scenario.yaml --theme light",
    "INK_SCREEN_READER=true second-tuesday tui scenario.yaml",
  ],
  async run(world, [file = ""], options) {
    const { theme: asked, ...rest } = options;
    const theme = themeFor(world.env, textOf(options, "theme"));
    if (theme === null) return refuse(world, [noTheme(String(asked))]);
    if (world.terminal === null) return (await import("./plan.js")).planCommand.run(world, [file], rest);
    const { openTerminal } = await import("../tui/open.js");
    const isReader = world.env["INK_SCREEN_READER"] === "true";
    return openTerminal(world, world.terminal, { file, theme, options: rest, isReader });
  },
};

const noTheme = (name: string) =>
  wrongOption("--theme", `there is no theme "${name.slice(0, 40)}"`, `choose ${themeNames.join(", ")}`);
