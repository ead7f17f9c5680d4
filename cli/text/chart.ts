/** Load against limit, as an area in eighth blocks or braille; and the same on one line. */
import { type Cell, cellAt, cellColumn, type Mark, palette } from "./chart-cells.js";
import { type ChartSeries, columnsOf, type Ink, loadPerRow, rowLabels } from "./chart-scale.js";
import { columnOf, inColumns } from "./columns.js";
import { type TimeFrame, dayAxis } from "./day-axis.js";
import { padStart, widthOf } from "./fit.js";
import { type Glyphs } from "./glyphs.js";
import type { Paint, Style } from "./style.js";

export type { ChartSeries, Ink };

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
  /** Blocks unless given. */
  readonly ink?: Ink;
  /** Slot of the series that is pointed at, whose column is marked. */
  readonly cursor?: number;
  /** What is over its limit has a sign above it, besides its colour. */
  readonly warns?: boolean;
  /** What stands under the area, exactly so many columns wide; the days unless given. */
  readonly axis?: (columns: number, rule: string) => string;
};

const eighths = 8;
const slack = 1e-9;

/**
 * `height` lines. The limit is the lower edge of the row its line is drawn in, so the line is broken exactly where something
 * exceeds the limit.
 */
export function loadChart(series: ChartSeries, frame: ChartFrame): readonly string[] {
  const { style, glyphs, cursor, time } = frame;
  const rows = frame.height - 1;
  const perRow = loadPerRow(series, rows);
  const labels = rowLabels(series, perRow, rows, frame.label);
  const gutter = gutterOf(labels, frame.width);
  const count = Math.max(1, frame.width - (gutter === 0 ? 0 : gutter + 2));
  const marked = cursor === undefined ? -1 : columnOf(cursor, count, series.load.length);
  const side = (label: string, mark: string) => (gutter === 0 ? "" : `${padStart(label, gutter)} ${mark}`);
  const { ink = "blocks", warns = false } = frame;
  const columns = columnsOf(series, perRow, count, ink).map((halves, c) =>
    cellColumn(halves, { rows, ink, warns, isMarked: c === marked }),
  );
  const [cells, paints] = [palette(glyphs), paintsOf(style)];
  const lines = Array.from({ length: rows }, (_, down) => {
    const row = rows - 1 - down;
    const area = columns.map((column) => cellAt(column, row, ink, cells));
    return style.dim(side(labels.get(row) ?? "", glyphs.axis)) + painted(area, paints);
  });
  const axis = frame.axis?.(count, glyphs.rule) ?? dayAxis(time, count, glyphs.rule);
  return [...lines, style.dim(side("0", glyphs.corner)) + pointedAt(axis, marked, frame)];
}

/** Cells for the labels; 0: none. Under ten columns of chart they would be most of the picture. */
function gutterOf(labels: ReadonlyMap<number, string>, width: number): number {
  const widest = Math.max(1, ...[...labels.values()].map(widthOf));
  return width - widest - 2 < 10 ? 0 : widest;
}

const paintsOf = (style: Style): Readonly<Record<Mark, Paint>> => ({
  load: style.cyan,
  background: style.dim,
  over: style.red,
  warning: style.red,
  ghost: style.dim,
  limit: style.yellow,
  capacity: style.red,
  cursor: style.dim,
  nothing: (text) => text,
});

/** Neighbours of one meaning are painted together: a code a run, not a cell. */
function painted(cells: readonly Cell[], paints: Readonly<Record<Mark, Paint>>): string {
  let line = "";
  let run = "";
  for (const [c, { text, mark }] of cells.entries()) {
    run += text;
    if (cells[c + 1]?.mark === mark) continue;
    line += paints[mark](run);
    run = "";
  }
  return line;
}

/** The axis with a sign under the marked column; a label that stands there gives way to one side, or goes. Its signs are a cell each. */
function pointedAt(axis: string, marked: number, { style, glyphs: { rule, pointer } }: ChartFrame): string {
  if (marked < 0) return style.dim(axis);
  const freed = withoutLabelAt(axis, marked, rule);
  return style.dim(freed.slice(0, marked)) + style.bold(pointer) + style.dim(freed.slice(marked + 1));
}

function withoutLabelAt(axis: string, marked: number, rule: string): string {
  const from = axis.lastIndexOf(rule, marked) + 1;
  const end = axis.indexOf(rule, marked);
  const to = end < 0 ? axis.length : end;
  if (from >= to) return axis;
  const label = axis.slice(from, to);
  const bare = axis.slice(0, from) + rule.repeat(label.length) + axis.slice(to);
  const moved = (at: number): number => Math.abs(at - from);
  const places = [marked + 1, marked - label.length].sort((a, b) => moved(a) - moved(b));
  const free = places.find(
    (at) => bare.slice(at - 1, at + label.length + 1) === rule.repeat(label.length + 2),
  );
  return free === undefined ? bare : bare.slice(0, free) + label + bare.slice(free + label.length);
}

export type LegendNames = {
  readonly load: string;
  readonly ghost: string | null;
  readonly limit: string | null;
  readonly background?: string | null;
  readonly capacity?: string | null;
};

/** "█ plan  ░ as today  ┈ limit" */
export function chartLegend(
  { load, background = null, ghost, limit, capacity = null }: LegendNames,
  glyphs: Glyphs,
  style: Style,
): string {
  const entries: readonly (readonly [Paint, string, string | null])[] = [
    [style.cyan, glyphs.up[eighths] ?? "", load],
    [style.dim, glyphs.background, background],
    [style.dim, glyphs.ghost, ghost],
    [style.yellow, glyphs.limit, limit],
    [style.red, glyphs.capacity, capacity],
  ];
  return entries
    .flatMap(([paint, sign, name]) => (name === null ? [] : [`${paint(sign)} ${name}`]))
    .join("  ");
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
