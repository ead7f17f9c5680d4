/** Sections under heads that fold, of entries of which one is marked; only what is around the mark is on show. */
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { MARGIN } from "../marking.js";
import type { Frame, Intent } from "../screen.js";

export type Entry = {
  /** What stands before it and cannot be marked: the head of a table, an introduction. */
  readonly before?: readonly string[];
  /** At least one. */
  readonly lines: readonly string[];
  /** The same without colours; its lines unless given. */
  readonly says?: string;
  /** What enter brings about; null: nothing. */
  readonly act: Intent | null;
  /** "Enter: capacity of vpn". */
  readonly hint?: string;
};

export type Section = {
  readonly id: string;
  readonly title: string;
  /** The whole in a clause: all that is seen of it while it is folded. */
  readonly summary: string;
  readonly entries: readonly Entry[];
  /** After the entries, not to be marked: what the heads of a table mean. */
  readonly after?: readonly string[];
};

/** Lines of it under its head. */
export const lengthOf = ({ entries, after }: Section): number =>
  entries.reduce((sum, { before, lines }) => sum + (before?.length ?? 0) + lines.length, after?.length ?? 0);

export type Item =
  | { readonly kind: "head"; readonly section: Section; readonly isFolded: boolean }
  | { readonly kind: "entry"; readonly section: Section; readonly entry: Entry; readonly index: number };

/** What can be marked, in its order. */
export const itemsOf = (sections: readonly Section[], folded: ReadonlySet<string>): readonly Item[] =>
  sections.flatMap((section): readonly Item[] => {
    const isFolded = folded.has(section.id);
    return [
      { kind: "head", section, isFolded },
      ...(isFolded
        ? []
        : section.entries.map((entry, index): Item => ({ kind: "entry", section, entry, index }))),
    ];
  });

/** Which item is marked, also when what is told has become more or less. */
export type Mark = {
  readonly section: string;
  /** Index among its entries; null: its head. */
  readonly entry: number | null;
};

export const markOf = (item: Item | undefined): Mark | null =>
  item === undefined ? null : { section: item.section.id, entry: item.kind === "entry" ? item.index : null };

/** The last entry before it where there are fewer by now, the head where they are folded, else the first of all. */
export function markedIn(items: readonly Item[], mark: Mark | null): number {
  if (mark === null) return 0;
  const isBefore = (item: Item): boolean =>
    item.section.id === mark.section && (item.kind === "head" || item.index <= (mark.entry ?? -1));
  return Math.max(0, items.findLastIndex(isBefore));
}

type Line = { readonly text: string; readonly item: number | null };

/** `frame.height` lines at most, around the marked item. */
export function outline(items: readonly Item[], at: number, frame: Frame): readonly string[] {
  const lines = items.flatMap((item, i) => linesOf(item, i, at, items[i + 1], frame));
  const first = lines.findIndex(({ item }) => item === at);
  const last = lines.findLastIndex(({ item }) => item === at);
  const { height } = frame;
  // All of the marked item, and as much before it as after it; what is too long shows its beginning.
  const middle = Math.floor((first + Math.min(last, first + height - 1)) / 2);
  const from = Math.max(0, Math.min(first, middle - Math.floor(height / 2), lines.length - height));
  return lines.slice(from, from + height).map(({ text }) => text);
}

function linesOf(item: Item, i: number, at: number, next: Item | undefined, frame: Frame): readonly Line[] {
  const marked = i === at;
  if (item.kind === "head") {
    const head = [{ text: headLine(item, marked, frame), item: i }];
    return item.isFolded || item.section.entries.length > 0 ? head : [...head, ...afterLines(item.section)];
  }
  const { entry, section } = item;
  const isLast = next?.kind !== "entry";
  return [
    ...(entry.before ?? []).map((text) => ({ text: indented(text), item: null })),
    ...entry.lines.map((line, l) => ({ text: entryLine(line, l, marked, frame), item: i })),
    ...(isLast ? afterLines(section) : []),
  ];
}

const afterLines = ({ after }: Section): readonly Line[] =>
  (after ?? []).map((text) => ({ text: indented(text), item: null }));

/** Cells before what stands under a head. */
export const INDENT = 4;

const indented = (line: string): string => (line === "" ? "" : " ".repeat(INDENT) + line);

function entryLine(line: string, l: number, marked: boolean, { width, style, glyphs }: Frame): string {
  if (!marked) return indented(line);
  const sign = l === 0 ? glyphs.mark : " ";
  return style.inverse(padEnd(`${sign}${" ".repeat(INDENT - 1)}${line}`, width));
}

/** "- What limits it ────── vpn on Mon, Tue mornings"; a folded one begins with +. */
function headLine(
  { section, isFolded }: Extract<Item, { kind: "head" }>,
  marked: boolean,
  { width, style, glyphs }: Frame,
): string {
  const sign = `${marked ? glyphs.mark : " "} ${isFolded ? "+" : "-"} `;
  const title = truncate(section.title, width - sign.length, glyphs.ellipsis);
  const room = width - widthOf(sign + title) - MARGIN;
  const summary = truncate(section.summary, Math.max(0, room - MARGIN), glyphs.ellipsis);
  const rule = summary === "" ? 0 : room - widthOf(summary) - 1;
  if (marked)
    return style.inverse(
      padEnd(`${sign}${title} ${glyphs.rule.repeat(Math.max(0, rule))} ${summary}`, width),
    );
  return `${sign}${style.bold(title)} ${style.dim(glyphs.rule.repeat(Math.max(0, rule)))} ${summary}`.trimEnd();
}
