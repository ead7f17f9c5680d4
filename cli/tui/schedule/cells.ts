/** A row's devices over time, a cell a column: as a heat map, or as bars. */
import { grouped } from "../../../src/index.js";
import type { Glyphs } from "../../text/glyphs.js";
import type { Paint, Style } from "../../text/style.js";
import { endColumn, firstColumn, type Ruler } from "./ruler.js";
import { type Row, type Spread, spreadOf } from "./rows.js";
import type { Look } from "./view.js";

export type Strip = {
  /** Of each column; where a slot has several columns, each has all of its devices. */
  readonly devices: Float64Array;
  /** 1: a wave may be in some slot of the column. */
  readonly open: Uint8Array;
};

export function stripOf({ slots, devices, open }: Spread, ruler: Ruler): Strip {
  const strip = { devices: new Float64Array(ruler.columns), open: new Uint8Array(ruler.columns) };
  const [from, to] = [ruler.from, ruler.from + ruler.slots];
  for (const [w, slot] of slots.entries()) {
    if (slot < from || slot >= to) continue;
    const end = endColumn(ruler, slot);
    for (let c = firstColumn(ruler, slot); c < end; c++)
      strip.devices[c] = (strip.devices[c] ?? 0) + (devices[w] ?? 0);
  }
  for (const [first, end] of open) {
    if (end <= from || first >= to) continue;
    strip.open.fill(1, firstColumn(ruler, Math.max(first, from)), endColumn(ruler, Math.min(end, to) - 1));
  }
  return strip;
}

/** Columns that stand for a time of their own; null: not on show. */
export type Marks = {
  readonly now: number | null;
  readonly deadline: number | null;
  readonly cursor: number;
};

export type CellFrame = {
  readonly ruler: Ruler;
  readonly marks: Marks;
  readonly style: Style;
  readonly glyphs: Glyphs;
  /** The row is the marked one. */
  readonly isMarked: boolean;
};

type Cell = { readonly text: string; readonly paint: Paint };

/** Exactly as wide as there are columns. */
export function rowCells(row: Row, look: Look, frame: CellFrame): string {
  const strip = stripOf(spreadOf(row), frame.ruler);
  const cells = drawings[look](strip, row.devices, frame);
  return painted(cells.map((cell, c) => overlaid(cell, c, frame)));
}

const drawings: Readonly<Record<Look, (strip: Strip, devices: number, frame: CellFrame) => readonly Cell[]>> =
  { "heat map": heatCells, Gantt: barCells };

/** From which share of a row's devices on a cell has each shade. */
export const shades = [0, 0.05, 0.15, 0.3] as const;

function heatCells({ devices, open }: Strip, all: number, { style, glyphs }: CellFrame): readonly Cell[] {
  return Array.from(devices, (count, c) => {
    if (count === 0) return unused(open[c] === 1, style, glyphs);
    const part = count / all;
    const shade = shades.findLastIndex((least) => part >= least - 1e-9) + 1;
    return { text: glyphs.shade[shade] ?? "", paint: style.cyan };
  });
}

const plain: Paint = (text) => text;

const unused = (isOpen: boolean, style: Style, glyphs: Glyphs): Cell =>
  isOpen ? { text: glyphs.outside, paint: style.dim } : { text: " ", paint: plain };

/** Waves with nothing but open hours between them are one bar, with its devices after it where they find room. */
function barCells(strip: Strip, _all: number, { style, glyphs, ruler }: CellFrame): readonly Cell[] {
  const { devices, open } = strip;
  const cells = Array.from(devices, (_, c) => unused(open[c] === 1, style, glyphs));
  const bars = barsOf(strip);
  for (const [b, { from, to }] of bars.entries()) {
    for (let c = from; c < to; c++)
      cells[c] = { text: (devices[c] ?? 0) > 0 ? (glyphs.shade[4] ?? "") : glyphs.rule, paint: style.cyan };
    const text = ` ${grouped(inside(devices, from, to, ruler))}`;
    if (to + text.length + 1 > (bars[b + 1]?.from ?? ruler.columns + 1)) continue;
    for (const [i, sign] of [...text].entries()) cells[to + i] = { text: sign, paint: plain };
  }
  return cells;
}

type Bar = { readonly from: number; readonly to: number };

function barsOf({ devices, open }: Strip): readonly Bar[] {
  const bars: { from: number; to: number }[] = [];
  let isBroken = true;
  for (const [c, count] of devices.entries()) {
    const last = bars.at(-1);
    if (count > 0 && last !== undefined && !isBroken) last.to = c + 1;
    else if (count > 0) bars.push({ from: c, to: c + 1 });
    isBroken = count === 0 && (isBroken || open[c] === 0);
  }
  return bars;
}

/** A slot of several columns counts once. */
function inside(devices: Float64Array, from: number, to: number, ruler: Ruler): number {
  let sum = 0;
  for (let c = from; c < to; c++) {
    const isFirst = ruler.columns <= ruler.slots || isFirstColumn(ruler, c);
    if (isFirst) sum += devices[c] ?? 0;
  }
  return sum;
}

const isFirstColumn = ({ slots, columns }: Ruler, c: number): boolean =>
  c === 0 || Math.floor((c * slots) / columns) !== Math.floor(((c - 1) * slots) / columns);

/** Now and the deadline run through what is empty; the marked time through everything. */
function overlaid(cell: Cell, c: number, { marks, style, glyphs, isMarked }: CellFrame): Cell {
  const isEmpty = cell.text === " " || cell.text === glyphs.outside;
  const line = !isEmpty
    ? cell
    : c === marks.now
      ? { text: glyphs.axis, paint: style.yellow }
      : c === marks.deadline
        ? { text: glyphs.deadline, paint: style.red }
        : cell;
  return c === marks.cursor && isMarked ? { text: line.text, paint: style.inverse } : line;
}

/** Neighbours of one paint are painted together: a code a run, not a cell. */
function painted(cells: readonly Cell[]): string {
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
