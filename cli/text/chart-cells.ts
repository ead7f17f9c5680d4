/** One cell of a chart: which sign stands in it, and what that means. */
import type { ChartColumn, Ink } from "./chart-scale.js";
import type { Glyphs } from "./glyphs.js";

export type Mark =
  "load" | "background" | "over" | "warning" | "ghost" | "limit" | "capacity" | "cursor" | "nothing";

export type Cell = { readonly text: string; readonly mark: Mark };

/** What stands above each other: a column of heights in blocks, two in braille. Rows are counted from below. */
export type CellColumn = {
  readonly halves: readonly ChartColumn[];
  readonly lineRow: number;
  readonly capacityRow: number;
  /** The first row above a load that is over its limit, the highest where the load fills them all; -1: none is. */
  readonly warningRow: number;
  /** It is pointed at. */
  readonly isMarked: boolean;
};

/** Steps of a row. */
const steps: Readonly<Record<Ink, number>> = { blocks: 8, braille: 4 };

export function cellColumn(
  halves: readonly ChartColumn[],
  { rows, ink, warns, isMarked }: { rows: number; ink: Ink; warns: boolean; isMarked: boolean },
): CellColumn {
  const above = halves.filter(({ isOver }) => isOver).map(({ load }) => Math.ceil(load / steps[ink]));
  return {
    halves,
    lineRow: Math.min(...halves.map(({ lineRow }) => lineRow)),
    capacityRow: Math.min(...halves.map(({ capacityRow }) => capacityRow)),
    warningRow: warns && above.length > 0 ? Math.min(rows - 1, Math.max(...above)) : -1,
    isMarked,
  };
}

/** The cells that charts are made of, made once: a picture has ten thousand. */
export function palette(glyphs: Glyphs) {
  const cell = (text: string, mark: Mark): Cell => ({ text, mark });
  return {
    load: glyphs.up.map((text) => cell(text, "load")),
    over: glyphs.up.map((text) => cell(text, "over")),
    background: cell(glyphs.background, "background"),
    warning: cell(glyphs.over, "warning"),
    ghost: cell(glyphs.ghost, "ghost"),
    limit: cell(glyphs.limit, "limit"),
    capacity: cell(glyphs.capacity, "capacity"),
    cursor: cell(glyphs.axis, "cursor"),
    nothing: cell(" ", "nothing"),
  };
}

type Palette = ReturnType<typeof palette>;

export function cellAt(column: CellColumn, row: number, ink: Ink, cells: Palette): Cell {
  if (column.warningRow === row) return cells.warning;
  const area = ink === "braille" ? dots(column.halves, row) : block(column.halves[0], row, cells);
  if (area !== null) return area;
  if (column.lineRow === row) return cells.limit;
  if (column.capacityRow === row) return cells.capacity;
  return column.isMarked ? cells.cursor : cells.nothing;
}

/** null: nothing of an area reaches into the cell. */
function block(column: ChartColumn | undefined, row: number, cells: Palette): Cell | null {
  if (column === undefined) return null;
  const floor = row * steps.blocks;
  if (column.load > floor) {
    if (isBackground(column, row)) return cells.background;
    const filled = Math.min(steps.blocks, column.load - floor);
    if (row >= column.lineRow) return cells.over[filled] ?? null;
    if (hasPlan(column)) return cells.load[filled] ?? null;
  }
  return column.ghost > floor ? cells.ghost : null;
}

/** Something is on top of what is there anyway. */
const hasPlan = (column: ChartColumn): boolean => column.load > column.background;

/**
 * The background has one sign and no eighths of it: it is rounded to whole rows, so that no eighth of a block is taken for plan. A
 * little of it shows, and the cell in which the plan ends is the plan's.
 */
function isBackground(column: ChartColumn, row: number): boolean {
  if (column.background === 0 || row >= column.lineRow) return false;
  if (hasPlan(column) && column.load <= (row + 1) * steps.blocks) return false;
  return row < Math.max(1, Math.round(column.background / steps.blocks));
}

/** Dots of a braille sign from below, of its left and of its right half. */
const bits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;

/** Where a sign's dots mean several things, it is painted as the last of these. */
const ranks = ["ghost", "background", "load", "over"] as const;

/** The plan is all dots, the background every second one, of the ghost only the skyline. null: no dot. */
function dots(halves: readonly ChartColumn[], row: number): Cell | null {
  let sign = 0;
  let rank = 0;
  for (let half = 0; half < 2; half++) {
    const column = halves[half] as ChartColumn;
    for (let dot = 0; dot < 4; dot++) {
      const meaning = dotAt(column, row, dot, half);
      if (meaning < 0) continue;
      sign |= bits[half]?.[dot] ?? 0;
      rank = Math.max(rank, meaning);
    }
  }
  return sign === 0 ? null : { text: String.fromCodePoint(0x2800 + sign), mark: ranks[rank] ?? "nothing" };
}

/** Its rank; -1: no dot. */
function dotAt(column: ChartColumn, row: number, dot: number, half: number): number {
  const at = row * steps.braille + dot;
  if (at >= column.load) return at === column.ghost - 1 ? ranks.indexOf("ghost") : -1;
  if (at < column.background) return (at + half) % 2 === 0 ? ranks.indexOf("background") : -1;
  return ranks.indexOf(row >= column.lineRow ? "over" : "load");
}
