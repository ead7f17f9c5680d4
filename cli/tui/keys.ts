/** Keys as bindings name them, whatever the terminal sends for them. */
import type { Glyphs } from "../text/glyphs.js";

/**
 * "a" "A" "+" "left" "shift+left" "ctrl+s" "enter" "escape" "tab" "shift+tab" "space" "backspace" "delete" "up" "down" "right"
 * "pageup" "pagedown" "home" "end"
 */
export type KeyName = string;

export type Key = {
  readonly name: KeyName;
  /** What it types; empty: nothing. A paste is one key with many signs. */
  readonly text: string;
};

/** As footer and help show a key. */
export const shownKey = (name: KeyName, { keys }: Pick<Glyphs, "keys">): string =>
  name
    .split("+")
    .map((part) => keys[part] ?? shown[part] ?? part)
    .join(name.startsWith("ctrl+") ? "-" : name.startsWith("shift+") ? " " : "+")
    .replace(/^ctrl-/, "^") || "+";

const shown: Readonly<Record<string, string>> = {
  escape: "esc",
  pageup: "pgup",
  pagedown: "pgdn",
};
