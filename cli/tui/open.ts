/** The terminal's place for a scenario, from the first frame until somebody leaves it. */
import { instant } from "../../src/index.js";
import { type ExitCode, type Given, instantOption, refuse, textOf } from "../commands/command.js";
import { endSolving } from "../solving/solving.js";
import type { World } from "../world.js";
import { App } from "./app.js";
import { inTerminal } from "./in-terminal.js";
import { createElement } from "./ink.js";
import type { Exit, Opening } from "./state.js";
import type { Terminal } from "./terminal.js";

export type Asked = Pick<Opening, "file" | "theme" | "script"> & {
  readonly options: Given;
  readonly isReader: boolean;
};

/** What went wrong is told where it can be read: in the terminal as it was before. */
export async function openTerminal(
  world: World,
  terminal: Terminal,
  { isReader, options, ...opened }: Asked,
): Promise<ExitCode> {
  const now = instantOption(options, "now", instant(world.now()));
  if (!now.ok) return refuse(world, now.problems);
  const { columns, rows } = terminal.stdout;
  const left = await inTerminal<Exit>(terminal, { isReader }, (place) =>
    createElement(App, {
      ...place,
      opened: { ...opened, now: now.value, size: { columns, rows } },
      asked: { file: opened.file, options, now: now.value },
      glyphs: world.glyphs,
      clock: world.now,
      isStill: textOf(options, "now") !== undefined,
    }),
  );
  await endSolving();
  if (left.kind === "refused") return refuse(world, left.problems);
  if (left.kind === "bug") throw left.error;
  return 0;
}
