/** Something of Ink's in the alternate buffer, until it ends: by itself, by a signal, or by a bug. */
import { endedBy } from "../interruption.js";
import { createElement, type ReactNode, render, useApp, useEffect, useState } from "./ink.js";
import { type Occupied, occupied, type Terminal } from "./terminal.js";

export type Place<T> = {
  readonly terminal: Terminal;
  readonly occupied: Occupied;
  /** What comes of it: then the terminal is left. */
  readonly end: (value: T) => void;
};

/** What it ended with. Of a signal the process ends, with the terminal as it was before. */
export async function inTerminal<T>(
  terminal: Terminal,
  { isReader }: { readonly isReader: boolean },
  content: (place: Place<T>) => ReactNode,
): Promise<T> {
  // Ink takes any CI for one, an empty one too, and then draws nothing before the end.
  if (process.env["CI"] === "") delete process.env["CI"];
  const place = occupied(terminal, { isReader });
  try {
    let outcome: { readonly value: T } | null = null;
    const end = (value: T): void => void (outcome ??= { value });
    const ink = render(createElement(Until<T>, { terminal, occupied: place, end, content }), {
      stdin: terminal.stdin,
      stdout: place.stdout,
      exitOnCtrlC: false,
      patchConsole: false,
      // Twice the usual: a key is seen within a fiftieth of a second.
      maxFps: 60,
      isScreenReaderEnabled: isReader,
    });
    const by = await Promise.race([ink.waitUntilExit().then(() => null), place.ended]);
    if (by !== null) {
      ink.unmount();
      place.leave();
      return await endedBy(by);
    }
    return (outcome as { readonly value: T } | null)!.value;
  } finally {
    place.leave();
  }
}

type UntilProps<T> = Place<T> & { readonly content: (place: Place<T>) => ReactNode };

function Until<T>({ content, end, ...place }: UntilProps<T>): ReactNode {
  const { exit } = useApp();
  const [isOver, over] = useState(false);
  useEffect(() => {
    if (isOver) exit();
  }, [isOver]);
  return content({
    ...place,
    end: (value) => {
      end(value);
      over(true);
    },
  });
}
