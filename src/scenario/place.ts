/** Where in a document a problem is, before lines and columns are known. */
import type { Problem } from "../problem.js";

export type Path = readonly (string | number)[];

/** A problem that knows its path in the document but not yet its line. */
export type Fault = Omit<Problem, "place"> & { readonly path: Path };

/** `services.login.capacity`, `windows[2]`, `sites["St. Gallen"].timezone`. */
export function pathText(path: Path): string {
  return path.map(step).join("").replace(/^\./, "");
}

function step(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) ? `.${key}` : `[${quoted(key)}]`;
}

/** The path that `pathText` wrote. */
export const parsePath = (text: string): Path =>
  [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/gu)].map(([, quotedKey, index, key]) =>
    index === undefined ? (key ?? quotedKey ?? "") : Number(index),
  );

// Messages reach terminals: control, bidi and other invisible characters are shown as escapes.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const longest = 60;

/** What stands in the document, fit for a message: quoted, on one line, not longer than a screen's. */
export function quoted(value: unknown): string {
  // JSON has no Infinity or NaN, which YAML has.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  const visible = text.replace(invisible, escaped);
  return visible.length > longest ? `${visible.slice(0, longest)}...` : visible;
}

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}
