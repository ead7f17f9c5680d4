/** Load against limit, as an area in eighth blocks; and the same on one line. */
import { type Glyphs } from "./glyphs.js";
import { highest, inColumns } from "./columns.js";
import { type TimeFrame, dayAxis } from "./day-axis.js";
import { padStart, widthOf } from "./fit.js";
import type { Paint, Style } from "./style.js";

/** One value a slot, all of one length. */
export type ChartSeries = {
  readonly load: readonly number[];
  /** null: unknown. */
  readonly limit: readonly number[] | null;
  /** The limit that is labelled; the lowest unless given. */
  readonly usual?: number;
  /** What would happen otherwise, drawn behind the load; null: nothing. */
  readonly ghost: readonly number[] | null;
};

export type ChartFrame = {
  /** Cells. */
  readonly width: number;
  /** Lines, that of the days included; at least 3. */
  readonly height: number;
  readonly time: TimeFrame;
  /** A load as the axis tells it, short. */
  readonly label: (load: number) => string;
  readonly style: Style;
  readonly glyphs: Glyphs;
};

const eighths = 8;
const slack = 1e-9;

/**
 * `height` lines. The limit is the lower edge of the row its line is drawn in, so the line is broken exactly where something
 * exceeds the limit.
 */
export function loadChart(series: ChartSeries, frame: ChartFrame): readonly string[] {
  const rows = frame.height - 1;
  const perRow = loadPerRow(series, rows);
  const labels = rowLabels(series, perRow, rows, frame.label);
  const gutter = Math.max(1, ...[...labels.values()].map(widthOf));
  // Under ten columns of chart the labels would be most of the picture.
  const margin = frame.width - gutter - 2 < 10 ? 0 : gutter + 2;
  const columns = columnsOf(series, perRow, Math.max(1, frame.width - margin));
  const side = (label: string, mark: string) => (margin === 0 ? "" : `${padStart(label, gutter)} ${mark}`);
  const lines = Array.from({ length: rows }, (_, down) => {
    const row = rows - 1 - down;
    return frame.style.dim(side(labels.get(row) ?? "", frame.glyphs.axis)) + drawnRow(columns, row, frame);
  });
  const axis = dayAxis(frame.time, columns.length, frame.glyphs.rule);
  return [...lines, frame.style.dim(side("0", frame.glyphs.corner) + axis)];
}

/** So that the usual limit falls between two rows, the highest has a row above it, and every value is inside. */
function loadPerRow({ load, limit, ghost, usual }: ChartSeries, rows: number): number {
  const top = Math.max(highest(load), highest(ghost ?? []));
  const least = Math.max(top / rows, highest(limit ?? []) / (rows - 1)) || 1;
  const line = usual ?? lowest(limit);
  const below = Math.floor(line / least + slack);
  return Number.isFinite(line) && below >= 1 ? line / below : least;
}

/** Keyed by row, counted from below: the limit, and the highest value where that is another row. */
function rowLabels(
  { load, limit, ghost, usual }: ChartSeries,
  perRow: number,
  rows: number,
  label: (load: number) => string,
): ReadonlyMap<number, string> {
  const top = Math.max(highest(load), highest(ghost ?? []));
  const labels = new Map<number, string>();
  if (top > 0) labels.set(Math.min(rows - 1, Math.ceil(top / perRow - slack) - 1), label(top));
  const line = usual ?? lowest(limit);
  if (!Number.isFinite(line)) return labels;
  // Full to the limit: once is enough.
  if (label(top) === label(line)) labels.clear();
  labels.set(limitRow(line, perRow), label(line));
  return labels;
}

const lowest = (limit: readonly number[] | null): number =>
  (limit ?? []).reduce((a, b) => Math.min(a, b), Infinity);

const limitRow = (limit: number, perRow: number): number => Math.ceil(limit / perRow - 1e-6);

/** Heights in eighths of a row. */
type ChartColumn = { readonly load: number; readonly ghost: number; readonly lineRow: number };

function columnsOf(series: ChartSeries, perRow: number, count: number): readonly ChartColumn[] {
  const { load, limit, ghost } = series;
  const lines = inColumns(limit ?? [Infinity], count, Math.min).map((line) => limitRow(line, perRow));
  const loads = heights(load, limit, lines, perRow);
  const ghosts = heights(ghost ?? [], limit, lines, perRow);
  return lines.map((lineRow, c) => ({ load: loads[c] ?? 0, ghost: ghosts[c] ?? 0, lineRow }));
}

/** Rounded up, and past the limit's line where a slot of the column exceeds its limit by less than an eighth shows. */
function heights(
  values: readonly number[],
  limit: readonly number[] | null,
  lines: readonly number[],
  perRow: number,
): readonly number[] {
  const excess = values.map((value, slot) => value - (limit?.[slot] ?? Infinity) * (1 + slack));
  const over = inColumns(excess, lines.length, Math.max);
  return inColumns(values, lines.length, Math.max).map((top, c) => {
    const height = Math.ceil((top / perRow) * eighths - 1e-6);
    return (over[c] ?? 0) > 0 ? Math.max(height, (lines[c] ?? 0) * eighths + 1) : height;
  });
}

type Mark = "load" | "over" | "ghost" | "limit" | "nothing";

function markOf({ load, ghost, lineRow }: ChartColumn, row: number): Mark {
  if (load > row * eighths) return row >= lineRow ? "over" : "load";
  if (ghost > row * eighths) return "ghost";
  return row === lineRow ? "limit" : "nothing";
}

function drawnRow(columns: readonly ChartColumn[], row: number, { style, glyphs }: ChartFrame): string {
  const paints: Readonly<Record<Mark, Paint>> = {
    load: style.cyan,
    over: style.red,
    ghost: style.dim,
    limit: style.yellow,
    nothing: (text) => text,
  };
  const signs = { ghost: glyphs.ghost, limit: glyphs.limit, nothing: " " };
  return painted(
    columns.map((column) => {
      const mark = markOf(column, row);
      const filled = Math.min(eighths, column.load - row * eighths);
      return {
        text: mark === "load" || mark === "over" ? (glyphs.up[filled] ?? "") : signs[mark],
        paint: paints[mark],
      };
    }),
  );
}

/** Neighbours of one paint are painted together: a code a run, not a cell. */
function painted(cells: readonly { readonly text: string; readonly paint: Paint }[]): string {
  let line = "";
  let run = "";
  for (const [c, { text, paint }] of cells.entries()) {
    run += text;
    if (cells[c + 1]?.paint === paint) continue;
    line += paint(run);
    run = "";
  }
  return line;
}

/** "█ plan  ░ as today  ┈ limit" */
export function chartLegend(
  names: { readonly load: string; readonly ghost: string | null; readonly limit: string | null },
  { up, ghost, limit }: Glyphs,
  style: Style,
): string {
  const entries = [
    `${style.cyan(up[eighths] ?? "")} ${names.load}`,
    ...(names.ghost === null ? [] : [`${style.dim(ghost)} ${names.ghost}`]),
    ...(names.limit === null ? [] : [`${style.yellow(limit)} ${names.limit}`]),
  ];
  return entries.join("  ");
}

/** `width` cells; a full block is `max`, more than that is marked, anything above nothing shows. */
export function sparkline(
  series: readonly number[],
  width: number,
  max: number,
  { up, over }: Glyphs,
): string {
  return inColumns(series, width, Math.max)
    .map((value) => {
      if (value > max * (1 + slack)) return over;
      return up[Math.ceil((value / (max || 1)) * eighths - 1e-6)] ?? "";
    })
    .join("");
}

/** At most `width` cells; full at `max`. */
export function bar(value: number, max: number, width: number, { right }: Glyphs): string {
  const filled = Math.min(width * eighths, Math.ceil((value / (max || 1)) * width * eighths - 1e-6));
  const full = Math.floor(filled / eighths);
  return (
    (right[eighths] ?? "").repeat(full) + (filled % eighths === 0 ? "" : (right[filled % eighths] ?? ""))
  );
}
