/** What everything in the terminal follows: its keys and its size. */
import { useEffect, useInput } from "./ink.js";
import type { Key } from "./keys.js";
import { keysOf } from "./pressed-keys.js";
import type { Occupied, Terminal } from "./terminal.js";

/** Keys one by one; Ctrl-Z is the terminal's own. */
export function useKeys({ suspend }: Occupied, press: (key: Key) => void): void {
  useInput((input, pressed) => {
    for (const key of keysOf(input, pressed)) {
      if (key.name === "ctrl+z") suspend();
      else press(key);
    }
  });
}

/** Another size wipes the screen first: what was drawn for the old one fits nowhere. */
export function useResizes({ stdout }: Terminal, { clear }: Occupied, resized: () => void): void {
  useEffect(() => {
    const wiped = (): void => {
      clear();
      resized();
    };
    stdout.on("resize", wiped);
    return () => void stdout.off("resize", wiped);
  }, []);
}
