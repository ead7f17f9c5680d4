/** How high a chart reaches, where its lines are and how high each column is: numbers, before anything is drawn. */
import { highest, inColumns, peaksInColumns } from "./columns.js";

const slack = 1e-9;

/** One value a slot, all of one length. */
export type ChartSeries = {
  readonly load: readonly number[];
  /** null: unknown. */
  readonly limit: readonly number[] | null;
  /** The limit that is labelled; the lowest unless given. */
  readonly usual?: number;
  /** What would happen otherwise, drawn behind the load; null: nothing. */
  readonly ghost: readonly number[] | null;
  /** The part of the load that is there anyway: it has a sign of its own. */
  readonly background?: readonly number[];
  /** A second line, with its own sign; null: unknown. */
  readonly capacity?: readonly number[] | null;
  /** The picture reaches this high at least, so that parts of one series are drawn to one scale. */
  readonly reach?: number;
};

/** What areas are drawn with. Braille is finer, but some consoles lack it. */
export type Ink = "blocks" | "braille";

/** Heights in steps of a row: eighths of a block, quarters of a sign in braille. */
export type ChartColumn = {
  readonly load: number;
  readonly background: number;
  readonly ghost: number;
  readonly lineRow: number;
  readonly capacityRow: number;
  /** Some slot of it is over its limit. */
  readonly isOver: boolean;
};

/** So that the usual limit falls between two rows, the highest has a row above it, and every value is inside. */
export function loadPerRow(series: ChartSeries, rows: number): number {
  const { limit, capacity = null, usual, reach = 0 } = series;
  const line = usual ?? lowest(limit);
  const lines = Math.max(highest(limit ?? []), highest(capacity ?? []));
  const least = Math.max(topOf(series) / rows, reach / rows, lines / (rows - 1)) || 1;
  const below = Math.floor(line / least + slack);
  return Number.isFinite(line) && below >= 1 ? line / below : least;
}

const topOf = ({ load, ghost }: ChartSeries): number => Math.max(highest(load), highest(ghost ?? []));

/** Keyed by row, counted from below: the lines, and the highest value where that is another row. */
export function rowLabels(
  series: ChartSeries,
  perRow: number,
  rows: number,
  label: (load: number) => string,
): ReadonlyMap<number, string> {
  const top = topOf(series);
  const labels = new Map<number, string>();
  if (top > 0) labels.set(Math.min(rows - 1, Math.ceil(top / perRow - slack) - 1), label(top));
  const whole = highest(series.capacity ?? []);
  if (whole > 0) labels.set(limitRow(whole, perRow), label(whole));
  const line = series.usual ?? lowest(series.limit);
  if (!Number.isFinite(line)) return labels;
  // Full to the limit: once is enough.
  for (const [row, text] of labels) if (text === label(line)) labels.delete(row);
  labels.set(limitRow(line, perRow), label(line));
  return labels;
}

const lowest = (limit: readonly number[] | null): number =>
  (limit ?? []).reduce((a, b) => Math.min(a, b), Infinity);

const limitRow = (limit: number, perRow: number): number => Math.ceil(limit / perRow - 1e-6);

/** One a cell; in braille a cell has two. */
export function columnsOf(
  series: ChartSeries,
  perRow: number,
  cells: number,
  ink: Ink,
): readonly (readonly ChartColumn[])[] {
  const [steps, perCell] = ink === "braille" ? [4, 2] : [8, 1];
  const { load, limit, ghost, background, capacity = null } = series;
  const count = cells * perCell;
  const rowsOf = (line: readonly number[] | null) =>
    inColumns(line ?? [Infinity], count, Math.min).map((value) => limitRow(value, perRow));
  const [lines, capacities] = [rowsOf(limit), rowsOf(capacity)];
  const over = overIn(load, limit, count);
  const loads = heights(load, over, lines, perRow, steps);
  const ghosts = heights(ghost ?? [], overIn(ghost ?? [], limit, count), lines, perRow, steps);
  const anyway = peaksInColumns(load, count).map((slot) => heightOf(background?.[slot] ?? 0, perRow, steps));
  const columns = lines.map((lineRow, c): ChartColumn => ({
    load: loads[c] ?? 0,
    background: anyway[c] ?? 0,
    ghost: ghosts[c] ?? 0,
    lineRow,
    capacityRow: capacities[c] ?? Infinity,
    isOver: over[c] ?? false,
  }));
  return Array.from({ length: cells }, (_, cell) => columns.slice(cell * perCell, (cell + 1) * perCell));
}

const heightOf = (value: number, perRow: number, steps: number): number =>
  Math.ceil((value / perRow) * steps - 1e-6);

function overIn(
  values: readonly number[],
  limit: readonly number[] | null,
  count: number,
): readonly boolean[] {
  if (limit === null || values.length === 0) return new Array<boolean>(count).fill(false);
  const excess = values.map((value, slot) => value - (limit[slot] ?? Infinity) * (1 + slack));
  return inColumns(excess, count, Math.max).map((most) => most > 0);
}

/** Rounded up, and past the limit's line where a slot of the column exceeds its limit by less than a step shows. */
const heights = (
  values: readonly number[],
  over: readonly boolean[],
  lines: readonly number[],
  perRow: number,
  steps: number,
): readonly number[] =>
  inColumns(values, lines.length, Math.max).map((top, c) => {
    const height = heightOf(top, perRow, steps);
    return over[c] === true ? Math.max(height, (lines[c] ?? 0) * steps + 1) : height;
  });
