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
  for (let w = 0; w < slots.length; w++) {
    const slot = slots[w] ?? 0;
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

/** What a cell is drawn for. */
type Ink = "nothing" | "open" | "wave" | "figure" | "now" | "deadline" | "marked";

/** A sign and its ink for each column: two long lists, as there are thousands of cells in a frame. */
type Cells = { readonly signs: string[]; readonly inks: Ink[] };

/** Exactly as wide as there are columns. */
export function rowCells(row: Row, look: Look, frame: CellFrame): string {
  const strip = stripOf(spreadOf(row), frame.ruler);
  const cells = emptyCells(strip, frame.glyphs);
  drawings[look](cells, strip, row.devices, frame);
  drawMarks(cells, frame);
  return painted(cells, frame.style);
}

function emptyCells({ open }: Strip, { outside }: Glyphs): Cells {
  const cells: Cells = { signs: [], inks: [] };
  for (let c = 0; c < open.length; c++) {
    cells.signs.push(open[c] === 1 ? outside : " ");
    cells.inks.push(open[c] === 1 ? "open" : "nothing");
  }
  return cells;
}

const drawings: Readonly<
  Record<Look, (cells: Cells, strip: Strip, devices: number, frame: CellFrame) => void>
> = { "heat map": drawHeat, Gantt: drawBars };

function draw({ signs, inks }: Cells, c: number, sign: string, ink: Ink): void {
  signs[c] = sign;
  inks[c] = ink;
}

/** From which share of a row's devices on a cell has each shade. */
export const shades = [0, 0.05, 0.15, 0.3] as const;

function shadeOf(part: number): number {
  let shade = 1;
  while (part >= (shades[shade] ?? Infinity) - 1e-9) shade++;
  return shade;
}

function drawHeat(cells: Cells, { devices }: Strip, all: number, { glyphs }: CellFrame): void {
  for (let c = 0; c < devices.length; c++) {
    const count = devices[c] ?? 0;
    if (count > 0) draw(cells, c, glyphs.shade[shadeOf(count / all)] ?? "", "wave");
  }
}

/** Waves with nothing but open hours between them are one bar, with its devices after it where they find room. */
function drawBars(cells: Cells, strip: Strip, _all: number, { glyphs, ruler }: CellFrame): void {
  const { devices } = strip;
  const bars = barsOf(strip);
  for (const [b, { from, to }] of bars.entries()) {
    for (let c = from; c < to; c++)
      draw(cells, c, (devices[c] ?? 0) > 0 ? (glyphs.shade[4] ?? "") : glyphs.rule, "wave");
    const text = ` ${grouped(inside(devices, from, to, ruler))} `;
    if (to + text.length > (bars[b + 1]?.from ?? ruler.columns + 1)) continue;
    // The blank after it may fall off the end.
    for (let c = to; c < Math.min(to + text.length, ruler.columns); c++)
      draw(cells, c, text[c - to] ?? "", "figure");
  }
}

type Bar = { readonly from: number; readonly to: number };

function barsOf({ devices, open }: Strip): readonly Bar[] {
  const bars: { from: number; to: number }[] = [];
  let isBroken = true;
  for (let c = 0; c < devices.length; c++) {
    const count = devices[c] ?? 0;
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

/** Now and the deadline run through what is empty; the marked time is seen in the marked row, whatever is there. */
function drawMarks(cells: Cells, { marks, glyphs, isMarked }: CellFrame): void {
  const isEmpty = (c: number): boolean => cells.inks[c] === "nothing" || cells.inks[c] === "open";
  if (marks.deadline !== null && isEmpty(marks.deadline))
    draw(cells, marks.deadline, glyphs.deadline, "deadline");
  if (marks.now !== null && isEmpty(marks.now)) draw(cells, marks.now, glyphs.axis, "now");
  if (isMarked && marks.cursor < cells.inks.length) cells.inks[marks.cursor] = "marked";
}

/** Neighbours of one ink are painted together: a code a run, not a cell. */
function painted({ signs, inks }: Cells, style: Style): string {
  const paints = paintsOf(style);
  let line = "";
  let run = "";
  for (let c = 0; c < signs.length; c++) {
    run += signs[c] ?? "";
    const ink = inks[c] as Ink;
    if (inks[c + 1] === ink) continue;
    line += paints[ink](run);
    run = "";
  }
  return line;
}

const plain: Paint = (text) => text;

const paintsOf = (style: Style): Readonly<Record<Ink, Paint>> => ({
  nothing: plain,
  open: style.dim,
  wave: style.cyan,
  figure: plain,
  now: style.yellow,
  deadline: style.red,
  marked: style.inverse,
});
