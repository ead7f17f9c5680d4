/** What stands below the rows: the marked row, the marked time, and what is typed or what the signs mean. */
import { counted, grouped, percent } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate, widthOf } from "../../text/fit.js";
import { shades } from "./cells.js";
import { MARK } from "./layout.js";
import { cursorWords, figuresOf, rowName, type Sheet } from "./sheet.js";
import type { ScheduleView } from "./view.js";

export const footLines = (sheet: Sheet): readonly string[] => [
  markedText(sheet),
  cursorText(sheet),
  lastLine(sheet),
];

function markedText(sheet: Sheet): string {
  const { list, at, frame } = sheet;
  const row = list.lines[at]?.row;
  if (row === undefined) return "";
  const { style, glyphs, width } = frame;
  const figures = truncate(figuresOf(row, sheet), width - MARK, glyphs.ellipsis);
  const room = width - MARK - widthOf(figures) - 2;
  const name = room < leastName ? "" : `${truncate(rowName(row), room, glyphs.ellipsis)}: `;
  return `${glyphs.mark} ${style.bold(name)}${figures}`;
}

/** Names with less room are left out: the mark says whose line it is. */
const leastName = 6;

const cursorText = (sheet: Sheet): string => {
  const { glyphs, width } = sheet.frame;
  return `${glyphs.cursor} ${truncate(cursorWords(sheet), width - MARK, glyphs.ellipsis)}`;
};

/** What is typed, or what the signs mean. */
function lastLine(sheet: Sheet): string {
  const { view, frame } = sheet;
  const { style, glyphs, width } = frame;
  if (view.typing === null && view.filter === "")
    return style.dim(truncate(legends[view.look](sheet), width, glyphs.ellipsis));
  const text = view.typing === null ? view.filter : typedText(view.typing, glyphs.axis);
  const matching = `${grouped(sheet.list.cohorts.length)} of ${counted(sheet.plan.cohorts.length, "cohort")}`;
  const hint = view.typing === null ? "/ change, esc clear" : "enter keep, esc clear";
  const typed = `/ ${truncate(cleanLine(text), width - matching.length - hint.length - 8, glyphs.ellipsis)}`;
  return `${style.bold(typed)}   ${matching}   ${style.dim(hint)}`;
}

function typedText({ text, at }: NonNullable<ScheduleView["typing"]>, cursor: string): string {
  const signs = Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
  return [...signs.slice(0, at), cursor, ...signs.slice(at)].join("");
}

const legends: Readonly<Record<ScheduleView["look"], (sheet: Sheet) => string>> = {
  "heat map": (sheet) => {
    const { glyphs } = sheet.frame;
    const steps = shades.map((least, s) =>
      s === 0
        ? `${glyphs.shade[1]} under ${percent(shades[1])}`
        : `${glyphs.shade[s + 1]} ${percent(least)}${s === shades.length - 1 ? " or more of the row" : ""}`,
    );
    return [...steps, ...commonLegend(sheet)].join("  ");
  },
  Gantt: (sheet) => {
    const { glyphs } = sheet.frame;
    const own = [`${glyphs.shade[4]} waves, then their devices`, `${glyphs.rule} none, but open`];
    return [...own, ...commonLegend(sheet)].join("  ");
  },
};

const commonLegend = ({ frame: { glyphs }, list }: Sheet): readonly string[] => [
  `${glyphs.outside} open`,
  ...(list.all.leftOut > 0 ? [`${glyphs.over} left out`] : []),
];
