/** A line of text that is being typed. */
import type { Key } from "./keys.js";

export type Field = {
  readonly text: string;
  /** Signs before the cursor. */
  readonly at: number;
};

export const fieldOf = (text: string): Field => ({ text, at: graphemes(text).length });

/** What a key does to it; null: nothing, the key is somebody else's. */
export function typed({ text, at }: Field, key: Key): Field | null {
  const signs = graphemes(text);
  const with_ = (next: readonly string[], to: number): Field => ({ text: next.join(""), at: to });
  switch (key.name) {
    case "left":
      return { text, at: Math.max(0, at - 1) };
    case "right":
      return { text, at: Math.min(signs.length, at + 1) };
    case "home":
    case "ctrl+a":
      return { text, at: 0 };
    case "end":
    case "ctrl+e":
      return { text, at: signs.length };
    case "backspace":
      return at === 0 ? { text, at } : with_([...signs.slice(0, at - 1), ...signs.slice(at)], at - 1);
    case "delete":
      return with_([...signs.slice(0, at), ...signs.slice(at + 1)], at);
    case "ctrl+u":
      return with_(signs.slice(at), 0);
    default: {
      const added = graphemes(key.text.replace(/[\p{Cc}\p{Cs}]/gu, ""));
      if (added.length === 0) return null;
      return with_([...signs.slice(0, at), ...added, ...signs.slice(at)], at + added.length);
    }
  }
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const graphemes = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);
