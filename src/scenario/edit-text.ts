/** One edit as changes of ranges of the text: what is outside them stays byte for byte. */
import { flowText, nextSign, type Outline, type Part } from "./document.js";
import { isEntries } from "./expand.js";
import type { Path } from "./place.js";

/** What is between `from` and `to` gives way to `text`. */
export type Splice = { readonly from: number; readonly to: number; readonly text: string };

/** At one place in the order given. */
export const spliced = (text: string, splices: readonly Splice[]): string =>
  splices
    .toReversed()
    .toSorted((a, b) => b.from - a.from)
    .reduce((all, { from, to, text: next }) => all.slice(0, from) + next + all.slice(to), text);

export type Collection = Extract<Outline, { kind: "map" | "list" }>;

/** The part at the path; null: something on the way is an alias, or nothing. */
export function partAt(outline: Outline, path: Path): Part | null {
  let [at, part]: [Outline | null, Part | null] = [outline, null];
  for (const step of path) {
    part = at === null || !isCollection(at) ? null : partOf(at, step);
    if (part === null) return null;
    at = part.value;
  }
  return part;
}

export const collectionAt = (outline: Outline, path: Path): Collection | null => {
  const at = path.length === 0 ? outline : (partAt(outline, path)?.value ?? null);
  return at !== null && isCollection(at) ? at : null;
};

const isCollection = (outline: Outline): outline is Collection =>
  outline.kind === "map" || outline.kind === "list";

const partOf = ({ kind, parts }: Collection, step: string | number): Part | null =>
  (kind === "list" ? parts[Number(step)] : parts.find(({ key }) => key === String(step))) ?? null;

/** As the text at hand would have it. */
export type Writer = {
  readonly value: (value: unknown) => string;
  /** "\r\n" or "\n" */
  readonly lineBreak: string;
};

export const writerFor = (text: string): Writer => ({
  value: isJson(text) ? (value) => JSON.stringify(value) : flowValue,
  lineBreak: /\r?\n/.exec(text)?.[0] ?? "\n",
});

export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** "{ from: 2026-08-13T18:00, sites: [Tokyo, Sydney] }", fit for any place. */
export function flowValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowValue).join(", ")}]`;
  if (isEntries(value)) {
    const entries = Object.entries(value).map(([key, of]) => `${flowValue(key)}: ${flowValue(of)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  if (typeof value === "string" && /\n/.test(value)) return JSON.stringify(value);
  // In a list a text is quoted wherever a comma or bracket would end it.
  return flowText([value]).slice(2, -2);
}

/** Another value in the place of the part's; null: not in place. */
export function replaced(text: string, part: Part, value: unknown, write: Writer): readonly Splice[] | null {
  const { after, value: old } = part;
  if (after === null) return null;
  const next = write.value(value);
  if (old === null) return [{ from: after, to: after, text: ` ${next}` }];
  const from = nextSign(text, after);
  const quoted = old.kind === "scalar" && typeof value === "string" ? quotedAs(value, old.quote) : null;
  if (!isCollection(old) || old.isFlow) return [{ from, to: old.end, text: quoted ?? next }];
  if (!isFirstOnLine(text, old.start)) return [{ from, to: old.end, text: next }];
  return [
    { from: after, to: behindProperties(text, after), text: ` ${next}` },
    linesOf(text, old.start, old.end),
  ];
}

/** Anchor and tag on the line of the key. */
function behindProperties(text: string, after: number): number {
  const properties = /(?:[ \t]+[&!]\S*)*/y;
  properties.lastIndex = after;
  properties.test(text);
  return properties.lastIndex;
}

/** What is longer stands on lines of its own. */
const LONGEST = 72;

/** A list of maps instead of a value on the key's line, an item a line; null: a line is long enough for it. */
export function replacedByLines(
  text: string,
  above: Collection,
  { start, after, value: old }: Part,
  value: unknown,
  write: Writer,
): readonly Splice[] | null {
  if (
    above.kind === "list" ||
    above.isFlow ||
    after === null ||
    (old !== null && isCollection(old) && !old.isFlow)
  )
    return null;
  if (!Array.isArray(value) || value.length < 2 || write.value(value).length <= LONGEST) return null;
  const end = old?.end ?? after;
  if (text.slice(after, old?.start ?? after).includes("\n")) return null;
  const indent = `${write.lineBreak}${" ".repeat(columnOf(text, start))}  - `;
  const at = lineEnd(text, end);
  const lines = value.map((item) => indent + write.value(item)).join("");
  return [
    { from: after, to: end, text: "" },
    { from: at, to: at, text: lines },
  ];
}

function quotedAs(value: string, quote: "'" | '"' | null): string | null {
  if (quote === null || /[^\P{Cc}]/u.test(value)) return null;
  return quote === "'" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

/** A new part at the end; `key` null: of a list. */
export function added(
  text: string,
  to: Collection,
  key: string | null,
  value: unknown,
  write: Writer,
): readonly Splice[] | null {
  const next = (key === null ? "" : `${write.value(key)}: `) + write.value(value);
  const last = to.parts.at(-1);
  if (to.isFlow) return addedInFlow(text, to, next, write);
  if (last === undefined) return null;
  const at = lineEnd(text, last.end);
  const indent = " ".repeat(columnOf(text, to.parts[0]?.start ?? 0));
  return [{ from: at, to: at, text: `${write.lineBreak}${indent}${key === null ? "- " : ""}${next}` }];
}

function addedInFlow(text: string, to: Collection, next: string, write: Writer): readonly Splice[] | null {
  const isBraced = text[to.start] === (to.kind === "map" ? "{" : "[");
  if (!isBraced) return null;
  const last = to.parts.at(-1);
  if (last === undefined) {
    const pad = to.kind === "map" && !isJson(text) ? " " : "";
    const isBare = text.slice(to.start + 1, to.end - 1).trim() === "";
    return isBare
      ? [{ from: to.start + 1, to: to.end - 1, text: `${pad}${next}${pad}` }]
      : [{ from: to.start + 1, to: to.start + 1, text: ` ${next}` }];
  }
  const comma = commaBehind(text, last);
  const behind = comma === null ? last.end : comma + 1;
  const isAlone = isFirstOnLine(text, last.start) && isBlankToEnd(text, behind);
  if (!isAlone) return [{ from: last.end, to: last.end, text: `, ${next}` }];
  const indent = " ".repeat(columnOf(text, last.start));
  const at = lineEnd(text, behind);
  const line = { from: at, to: at, text: `${write.lineBreak}${indent}${next}${comma === null ? "" : ","}` };
  return comma === null ? [{ from: last.end, to: last.end, text: "," }, line] : [line];
}

/** `owner`: the part whose value `from` is; null: the whole document. */
export function removed(
  text: string,
  from: Collection,
  step: string | number,
  owner: Part | null,
  write: Writer,
): readonly Splice[] | null {
  const part = partOf(from, step);
  if (part === null) return null;
  if (from.isFlow) return removedInFlow(text, from, part);
  if (from.parts.length === 1) return owner && replaced(text, owner, from.kind === "map" ? {} : [], write);
  if (isFirstOnLine(text, part.start)) return [linesOf(text, part.start, part.end)];
  const next = from.parts[1];
  if (next === undefined) return null;
  // Behind a dash. Comments before the next key stay: then the dash stands alone.
  const hasComment = text.slice(lineEnd(text, part.end), next.start).includes("#");
  return [{ from: part.start, to: hasComment ? lineEnd(text, part.end) : next.start, text: "" }];
}

function removedInFlow(text: string, from: Collection, part: Part): readonly Splice[] | null {
  const at = from.parts.indexOf(part);
  const [before, next] = [from.parts[at - 1], from.parts[at + 1]];
  const comma = commaBehind(text, part);
  const behind = comma === null ? part.end : comma + 1;
  const has = (start: number, end: number): boolean => text.slice(start, end).includes("#");
  if (before === undefined && next === undefined) {
    const [open, close] = [from.start + 1, from.end - 1];
    return has(open, part.start) || has(part.end, close) ? null : [{ from: open, to: close, text: "" }];
  }
  if (isFirstOnLine(text, part.start) && isBlankToEnd(text, behind)) {
    const lines = linesOf(text, part.start, behind);
    if (next !== undefined || comma !== null || before === undefined) return [lines];
    const last = commaBehind(text, before);
    return last === null ? null : [{ from: last, to: last + 1, text: "" }, lines];
  }
  if (next !== undefined)
    return [{ from: part.start, to: has(part.end, next.start) ? behind : next.start, text: "" }];
  if (before === undefined || has(before.end, part.start)) return null;
  return [{ from: before.end, to: part.end, text: "" }];
}

const commaBehind = (text: string, { end }: Part): number | null => {
  const at = nextSign(text, end);
  return text[at] === "," ? at : null;
};

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

/** Before its line break. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}

// A byte order mark stands in no column.
const before = (text: string, at: number): string =>
  text.slice(lineStart(text, at), at).replace("\ufeff", "");
const columnOf = (text: string, at: number): number => before(text, at).length;
const isFirstOnLine = (text: string, at: number): boolean => before(text, at).trim() === "";
/** But for a comment. */
const isBlankToEnd = (text: string, at: number): boolean =>
  /^\s*(?:#.*)?$/.test(text.slice(at, lineEnd(text, at)));

/** The whole lines from one place to another, comments behind them included. */
function linesOf(text: string, from: number, to: number): Splice {
  const [start, end] = [lineStart(text, from), lineEnd(text, to)];
  const next = end + (/^\r?\n/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
  if (next > end || start === 0) return { from: start, to: next, text: "" };
  // The last line has no break: the one before it goes.
  return { from: lineEnd(text, text[start - 2] === "\r" ? start - 2 : start - 1), to: end, text: "" };
}
