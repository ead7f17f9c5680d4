/** Lists and typed text as dialogs draw them. */
import { cleanLine } from "../../text/clean.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import type { Field } from "../field.js";
import { onShow } from "../list.js";
import type { Frame } from "../screen.js";

export type Row = {
  readonly label: string;
  readonly value: string;
  /** Why it is so, or cannot be otherwise; dim. */
  readonly about: string;
  readonly isFixed: boolean;
};

const MARK = 2;
const GAP = 2;

/** At most `height` lines, the marked one among them; labels and values in columns. */
export function rowLines(rows: readonly Row[], at: number, height: number, frame: Frame): readonly string[] {
  const clean = rows.map((row) => ({ ...row, label: cleanLine(row.label), value: cleanLine(row.value) }));
  const room = frame.width - MARK;
  const labels = columnWidth(
    clean.map(({ label }) => label),
    Math.floor(room * 0.45),
  );
  // Where nothing stands behind the values they may have all the room.
  const most = clean.every(({ about }) => about === "") ? room - labels - GAP : Math.floor(room * 0.45);
  const values = columnWidth(
    clean.map(({ value }) => value),
    most,
  );
  const [from, to] = onShow(clean.length, at, height);
  return clean.slice(from, to).map((row, i) => rowLine(row, from + i === at, [labels, values], frame));
}

const columnWidth = (texts: readonly string[], most: number): number =>
  Math.min(
    most,
    texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0),
  );

function rowLine(
  { label, value, about, isFixed }: Row,
  isMarked: boolean,
  [labels, values]: readonly [number, number],
  { width, style, glyphs }: Frame,
): string {
  const mark = isMarked ? `${glyphs.mark} ` : "  ";
  const head = padEnd(truncate(label, labels, glyphs.ellipsis), labels);
  const middle = padEnd(truncate(value, values, glyphs.ellipsis), values);
  const used = MARK + labels + GAP + values + GAP;
  const rest = width > used ? truncate(cleanLine(about), width - used, glyphs.ellipsis) : "";
  const strong = isMarked ? style.bold : isFixed ? style.dim : (text: string) => text;
  const gap = " ".repeat(GAP);
  return `${style.cyan(mark)}${strong(head + gap + middle)}${gap}${style.dim(rest)}`.trimEnd();
}

/** A labelled line that is typed in, its cursor inverse (without colours a bar); what does not fit goes on the left. */
export function fieldLine(label: string, field: Field, isTyped: boolean, frame: Frame): string {
  const { width, style, glyphs } = frame;
  const head = isTyped ? style.bold(label) : style.dim(label);
  const room = Math.max(1, width - widthOf(label) - 1);
  if (!isTyped) return head + truncate(cleanLine(field.text), room, glyphs.ellipsis);
  const signs = Array.from(segmenter.segment(field.text), ({ segment }) => cleanLine(segment));
  const [before, under, behind] = [
    signs.slice(0, field.at),
    signs[field.at] ?? " ",
    signs.slice(field.at + 1),
  ];
  while (before.length > 0 && widthOf(before.join("") + under) > room) before.shift();
  const left = before.join("");
  const inverse = style.inverse(under);
  const cursor = inverse === under ? glyphs.axis + under.trimEnd() : inverse;
  return `${head}${left}${cursor}${truncate(behind.join(""), Math.max(0, room - widthOf(left + under)), "")}`;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What is wrong, and the way out under it. */
export function problemLines(
  problem: { readonly message: string; readonly hint?: string | undefined } | null,
  { width, style }: Frame,
): readonly string[] {
  if (problem === null) return [];
  const lines = brokenLines(problem.message, width - 2, "  ").map((line, i) =>
    i === 0 ? `! ${line.slice(2)}` : line,
  );
  const hint = problem.hint === undefined ? [] : brokenLines(problem.hint, width - 2, "  ");
  return [...lines.map((line) => style.red(line)), ...hint.map((line) => style.yellow(line))];
}
