/** One cell of a chart: which sign stands in it, and what that means. */
import type { ChartColumn, Ink } from "./chart-scale.js";
import type { Glyphs } from "./glyphs.js";

export type Mark =
  "load" | "background" | "over" | "warning" | "ghost" | "limit" | "capacity" | "cursor" | "nothing";

export type Cell = { readonly text: string; readonly mark: Mark };

export type CellPlace = {
  /** Counted from below. */
  readonly row: number;
  readonly rows: number;
  readonly ink: Ink;
  readonly warns: boolean;
  /** Its column is pointed at. */
  readonly isMarked: boolean;
};

/** @param columns one in blocks, two in braille */
export function cellAt(columns: readonly ChartColumn[], place: CellPlace, glyphs: Glyphs): Cell {
  if (place.warns && isWarning(columns, place)) return { text: glyphs.over, mark: "warning" };
  const area =
    place.ink === "braille" ? dots(columns, place.row) : block(columns[0] as ChartColumn, place.row, glyphs);
  return area ?? line(columns, place, glyphs);
}

/** The first row above a load that is over its limit; the highest row where the load fills them all. */
function isWarning(columns: readonly ChartColumn[], { row, rows, ink }: CellPlace): boolean {
  let above = -1;
  for (const { isOver, load } of columns) if (isOver) above = Math.max(above, Math.ceil(load / steps[ink]));
  return above >= 0 && row === Math.min(rows - 1, above);
}

const steps: Readonly<Record<Ink, number>> = { blocks: 8, braille: 4 };

/** null: nothing of an area reaches into the cell. */
function block(column: ChartColumn, row: number, glyphs: Glyphs): Cell | null {
  const { load, ghost, lineRow } = column;
  const floor = row * steps.blocks;
  if (load > floor) {
    if (isBackground(column, row)) return { text: glyphs.background, mark: "background" };
    const text = glyphs.up[Math.min(steps.blocks, load - floor)] ?? "";
    if (row >= lineRow) return { text, mark: "over" };
    if (hasPlan(column)) return { text, mark: "load" };
  }
  return ghost > floor ? { text: glyphs.ghost, mark: "ghost" } : null;
}

/** Something is on top of what is there anyway. */
const hasPlan = ({ load, background }: ChartColumn): boolean => load > background;

/**
 * The background has one sign and no eighths of it: it is rounded to whole rows, so that no eighth of a block is taken for plan. A
 * little of it shows, and the cell in which the plan ends is the plan's.
 */
function isBackground(column: ChartColumn, row: number): boolean {
  const { load, background, lineRow } = column;
  if (background === 0 || row >= lineRow) return false;
  const isTop = load <= (row + 1) * steps.blocks;
  if (hasPlan(column) && isTop) return false;
  return row < Math.max(1, Math.round(background / steps.blocks));
}

/** Dots of a braille sign from below, of its left and of its right half. */
const bits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const;

/** The plan is all dots, the background every second one, of the ghost only the skyline. null: no dot. */
function dots(columns: readonly ChartColumn[], row: number): Cell | null {
  let sign = 0;
  let mark: Mark = "nothing";
  const rank: readonly Mark[] = ["nothing", "ghost", "background", "load", "over"];
  columns.forEach((column, half) => {
    (bits[half] ?? []).forEach((bit, dot) => {
      const meaning = dotAt(column, row, dot, half);
      if (meaning === null) return;
      sign |= bit;
      if (rank.indexOf(meaning) > rank.indexOf(mark)) mark = meaning;
    });
  });
  return sign === 0 ? null : { text: String.fromCodePoint(0x2800 + sign), mark };
}

function dotAt(
  { load, background, ghost, lineRow }: ChartColumn,
  row: number,
  dot: number,
  half: number,
): Mark | null {
  const at = row * steps.braille + dot;
  if (at >= load) return at === ghost - 1 ? "ghost" : null;
  if (at < background) return (at + half) % 2 === 0 ? "background" : null;
  return row >= lineRow ? "over" : "load";
}

/** Where no area is: the lines, and the column that is pointed at. */
function line(columns: readonly ChartColumn[], { row, isMarked }: CellPlace, glyphs: Glyphs): Cell {
  let hasCapacity = false;
  for (const { lineRow, capacityRow } of columns) {
    if (lineRow === row) return { text: glyphs.limit, mark: "limit" };
    hasCapacity ||= capacityRow === row;
  }
  if (hasCapacity) return { text: glyphs.capacity, mark: "capacity" };
  return isMarked ? { text: glyphs.axis, mark: "cursor" } : { text: " ", mark: "nothing" };
}
