/** The terminal's place for a scenario, from the first frame until somebody leaves it. */
import { instant } from "../../src/index.js";
import { endedBy } from "../interruption.js";
import { type ExitCode, type Given, instantOption, refuse, textOf } from "../commands/command.js";
import type { World } from "../world.js";
import { App } from "./app.js";
import { createElement, render } from "./ink.js";
import type { Exit, Opening } from "./state.js";
import { occupied, type Terminal } from "./terminal.js";

export type Asked = Pick<Opening, "file" | "theme"> & {
  readonly options: Given;
  readonly isReader: boolean;
};

/** Until somebody leaves; what went wrong is told where it can be read: in the terminal as it was before. */
export async function openTerminal(
  world: World,
  terminal: Terminal,
  { file, theme, options, isReader }: Asked,
): Promise<ExitCode> {
  const now = instantOption(options, "now", instant(world.now()));
  if (!now.ok) return refuse(world, now.problems);
  const place = occupied(terminal, { isReader });
  let left: Exit = { kind: "left" };
  try {
    const ink = render(
      createElement(App, {
        opened: {
          file,
          theme,
          now: now.value,
          size: { columns: terminal.stdout.columns, rows: terminal.stdout.rows },
        },
        asked: { file, options, now: now.value },
        terminal,
        occupied: place,
        glyphs: world.glyphs,
        clock: world.now,
        isStill: textOf(options, "now") !== undefined,
        onExit: (exit: Exit) => void (left = exit),
      }),
      {
        stdin: terminal.stdin,
        stdout: place.stdout,
        exitOnCtrlC: false,
        patchConsole: false,
        // Twice the usual: a key is seen within a fiftieth of a second.
        maxFps: 60,
        isScreenReaderEnabled: isReader,
      },
    );
    const by = await Promise.race([ink.waitUntilExit().then(() => null), place.ended]);
    if (by !== null) {
      ink.unmount();
      place.leave();
      return await endedBy(by);
    }
  } finally {
    place.leave();
  }
  return told(world, left);
}

function told(world: World, left: Exit): ExitCode {
  if (left.kind === "refused") return refuse(world, left.problems);
  if (left.kind === "bug") throw left.error;
  return 0;
}
