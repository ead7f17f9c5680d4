/** A scenario to be looked at: in the terminal where somebody sits at one. */
import { type ExitCode, type Given, refuse } from "./commands/command.js";
import { themeFor } from "./tui/theme.js";
import type { World } from "./world.js";

/** Where nobody can look, what `plan` prints. */
export async function openScenario(world: World, file: string, options: Given): Promise<ExitCode> {
  const { theme: asked, ...rest } = options;
  const terminal = world.terminal();
  if (terminal === null) return (await import("./commands/plan.js")).planCommand.run(world, [file], rest);
  const [{ openTerminal }, { givenScript }] = await Promise.all([
    import("./tui/open.js"),
    import("./tui/given-script.js"),
  ]);
  const given = await givenScript(file, rest);
  if (!given.ok) return refuse(world, given.problems);
  const theme = themeFor(world.env, typeof asked === "string" ? asked : undefined) ?? "dark";
  const isReader = world.env["INK_SCREEN_READER"] === "true";
  return openTerminal(world, terminal, { file, theme, isReader, ...given.value });
}
