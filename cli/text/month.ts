/** Month grids as a wall calendar has them: a day's number, and under it a sign for everything on that day. */
import { type AgendaKind, type SiteAgenda, day, dayText, monthText, wallTime } from "../../src/index.js";
import type { DayNumber, DayRange, MarkedDays, WallRange, WeekStart } from "./agenda-days.js";
import { daysOf, isIn, markedDays, monthsOf, weeksOf } from "./agenda-days.js";
import { agendaKinds, agendaMarks, paintedSign } from "./agenda-marks.js";
import { padEnd, padStart, widthOf } from "./fit.js";
import type { ReportFrame } from "./report-frame.js";

export type MonthFrame = ReportFrame & {
  /** Monday unless told. */
  readonly weekStart?: WeekStart;
};

/**
 * The months of `range`, as many side by side as there is room for, and a legend of the signs that are used. Weeks without a day
 * in range are left out. No line is wider than the frame, which has 20 cells at least.
 */
export function monthGrids(agenda: SiteAgenda, range: WallRange, frame: MonthFrame): readonly string[] {
  const shown = daysOf(range);
  const days = { shown, marked: markedDays(agenda, shown), cell: cellWidth(frame.width) };
  const months = monthsOf(shown).map((month) => monthGrid(month, days, frame));
  const grids = inRows(months, days.cell * 7 - 1, frame.width);
  const signs = legend(days, frame);
  return signs.length === 0 ? grids : [...grids, "", ...signs];
}

/** What a grid is drawn from; `cell` is the width of a day, the blank after it included. */
type Days = { readonly shown: DayRange; readonly marked: MarkedDays; readonly cell: number };

/** Four signs and a blank; in narrow frames fewer. */
const cellWidth = (width: number): number => Math.max(3, Math.min(5, Math.floor((width + 1) / 7)));

type MonthGrid = { readonly head: readonly string[]; readonly weeks: readonly (readonly string[])[] };

function monthGrid(month: DayRange, days: Days, frame: MonthFrame): MonthGrid {
  const { cell } = days;
  const weeks = weeksShown(month, days, frame);
  const names = weekOf(weeks[0] ?? 0).map((date) => dayText(wallTime(date * day)));
  return {
    head: [
      frame.style.bold(monthText(wallTime(month.first * day))),
      frame.style.dim(
        inCells(
          names.map((name) => name.slice(0, Math.min(3, cell - 1))),
          cell,
        ),
      ),
    ],
    weeks: weeks.map((start) => weekLines(start, month, days, frame)),
  };
}

const weeksShown = (month: DayRange, { shown }: Days, { weekStart }: MonthFrame): readonly DayNumber[] =>
  weeksOf(month, weekStart ?? "monday").filter((start) => start < shown.end && start + 7 > shown.first);

const weekOf = (start: DayNumber): readonly DayNumber[] => [0, 1, 2, 3, 4, 5, 6].map((d) => start + d);

/** The numbers, then as many lines of signs as the fullest day has. */
function weekLines(start: DayNumber, month: DayRange, days: Days, frame: MonthFrame): readonly string[] {
  const { marked, cell } = days;
  const dates = weekOf(start).map((date) => (isIn(date, month) ? date : null));
  const numbers = dates.map((date) => (date === null ? "" : dayNumber(date, days, frame)));
  const signs = dates.map((date) =>
    signLines((date === null ? undefined : marked.get(date)) ?? new Set(), cell - 1, frame),
  );
  const height = Math.max(...signs.map(({ length }) => length));
  const lines = Array.from({ length: height }, (_, l) => signs.map((ofDay) => ofDay[l] ?? ""));
  return [numbers, ...lines].map((line) => inCells(line, cell));
}

function dayNumber(date: DayNumber, { shown, marked }: Days, { style, glyphs }: MonthFrame): string {
  if (!isIn(date, shown)) return style.dim(padStart(glyphs.outside, 2));
  const number = padStart(String(new Date(date * day).getUTCDate()), 2);
  // Most days have a window: only what is rarer stands out.
  return [...(marked.get(date) ?? [])].some((kind) => kind !== "window") ? style.bold(number) : number;
}

/** The window fills what the signs of the day leave of their line, so that nights in a row make a bar; at least a cell. */
function signLines(kinds: ReadonlySet<AgendaKind>, width: number, frame: MonthFrame): readonly string[] {
  const signs = agendaKinds
    .filter((kind) => kind !== "window" && kinds.has(kind))
    .map((kind) => paintedSign(kind, frame));
  const lines = Array.from({ length: Math.ceil(signs.length / width) }, (_, l) =>
    signs.slice(l * width, (l + 1) * width).join(""),
  );
  return kinds.has("window") ? withWindow(lines, width, frame) : lines;
}

function withWindow(
  lines: readonly string[],
  width: number,
  { style, glyphs }: MonthFrame,
): readonly string[] {
  const last = lines.at(-1) ?? "";
  const room = width - widthOf(last);
  const bar = (cells: number) => style[agendaMarks.window.paint](glyphs.window.repeat(cells));
  return lines.length === 0 || room === 0
    ? [...lines, bar(width)]
    : [...lines.slice(0, -1), last + bar(room)];
}

const inCells = (texts: readonly string[], cell: number): string =>
  texts
    .map((text) => padEnd(text, cell))
    .join("")
    .trimEnd();

const gap = 3;

/** Side by side, their weeks at one height; a blank line between rows of months. */
function inRows(months: readonly MonthGrid[], wide: number, width: number): readonly string[] {
  const across = Math.max(1, Math.floor((width + gap) / (wide + gap)));
  const rows = Array.from({ length: Math.ceil(months.length / across) }, (_, row) =>
    besideEachOther(months.slice(row * across, (row + 1) * across), wide),
  );
  return rows.flatMap((lines, row) => (row === 0 ? lines : ["", ...lines]));
}

function besideEachOther(months: readonly MonthGrid[], wide: number): readonly string[] {
  const most = Math.max(...months.map(({ weeks }) => weeks.length));
  const weeks = Array.from({ length: most }, (_, week) => months.map((month) => month.weeks[week] ?? []));
  return [months.map(({ head }) => head), ...weeks].flatMap((parts) => joined(parts, wide));
}

function joined(parts: readonly (readonly string[])[], wide: number): readonly string[] {
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, l) =>
    parts
      .map((lines) => padEnd(lines[l] ?? "", wide + gap))
      .join("")
      .trimEnd(),
  );
}

/** "R release  D deadline", of what is drawn, in as many lines as the width asks for. */
function legend(days: Days, frame: MonthFrame): readonly string[] {
  const { style, glyphs, width } = frame;
  const used = new Set([...days.marked.values()].flatMap((kinds) => [...kinds]));
  const signs = agendaKinds
    .filter((kind) => used.has(kind))
    .map((kind) => `${paintedSign(kind, frame)} ${agendaMarks[kind].words}`);
  const outside = hasDaysOutside(days, frame) ? [`${style.dim(glyphs.outside)} not shown`] : [];
  return filled([...signs, ...outside], width);
}

const hasDaysOutside = (days: Days, frame: MonthFrame): boolean =>
  monthsOf(days.shown).some((month) =>
    weeksShown(month, days, frame)
      .flatMap(weekOf)
      .some((date) => isIn(date, month) && !isIn(date, days.shown)),
  );

/** Entries in their order, none broken, two blanks between them. */
function filled(entries: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const longer = `${lines.at(-1) ?? ""}  ${entry}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(entry);
  }
  return lines;
}
