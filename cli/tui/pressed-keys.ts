/** From what Ink tells of a key to keys as bindings name them. */
import type { InkKey } from "./ink.js";
import type { Key } from "./keys.js";

/** A paste, or keys pressed faster than they are read, come as one text: each sign is a key. */
export function keysOf(input: string, key: InkKey): readonly Key[] {
  const special = specialOf(key);
  if (special !== null) return [{ name: key.shift ? `shift+${special}` : special, text: "" }];
  if (key.ctrl) return input.length === 1 ? [{ name: `ctrl+${input.toLowerCase()}`, text: "" }] : [];
  // Pressed again before it was read, as one does where nothing seems to happen.
  if (/^\u0003+$/.test(input)) return Array.from(input, () => ({ name: "ctrl+c", text: "" }));
  const typed = Array.from(segmenter.segment(input), ({ segment }) => keyOf(segment));
  // No key is bound to Alt: it was escape, and another key right behind it.
  return [...(key.meta ? [{ name: "escape", text: "" }] : []), ...typed.flatMap((each) => each ?? [])];
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function keyOf(sign: string): Key | null {
  if (sign === "\r" || sign === "\n" || sign === "\r\n") return { name: "enter", text: "" };
  if (sign === " ") return { name: "space", text: " " };
  if (sign === "\t") return { name: "tab", text: "" };
  if (sign === "\u007f" || sign === "\b") return { name: "backspace", text: "" };
  return /^\p{Cc}/u.test(sign) ? null : { name: sign, text: sign };
}

function specialOf(key: InkKey): string | null {
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.leftArrow) return "left";
  if (key.rightArrow) return "right";
  if (key.pageUp) return "pageup";
  if (key.pageDown) return "pagedown";
  if (key.home) return "home";
  if (key.end) return "end";
  if (key.return) return "enter";
  if (key.escape) return "escape";
  if (key.tab) return "tab";
  // Ink calls the backspace key of most terminals (DEL) "delete".
  if (key.backspace || key.delete) return "backspace";
  return null;
}
