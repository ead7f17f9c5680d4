/** A series of slots in fewer or more columns. */

/** First slot and end of the slots that column `column` of `columns` stands for: at least one. */
function slotsOf(column: number, columns: number, slots: number): readonly [number, number] {
  const from = Math.floor((column * slots) / columns);
  return [from, Math.max(from + 1, Math.floor(((column + 1) * slots) / columns))];
}

/** The first column in which `slot` is drawn. */
export const columnOf = (slot: number, columns: number, slots: number): number =>
  columns > slots ? Math.ceil((slot * columns) / slots) : Math.ceil(((slot + 1) * columns) / slots) - 1;

/** `pick` of each column's slots: with the maximum no peak vanishes, however narrow the chart. */
export function inColumns(
  series: readonly number[],
  columns: number,
  pick: (a: number, b: number) => number,
): readonly number[] {
  if (series.length === 0) return new Array<number>(columns).fill(0);
  return Array.from({ length: columns }, (_, column) => {
    const [from, to] = slotsOf(column, columns, series.length);
    let picked = series[from] ?? 0;
    for (let slot = from + 1; slot < to; slot++) picked = pick(picked, series[slot] ?? 0);
    return picked;
  });
}

/** Of each column the slot with the highest value, the first of equals. */
export const peaksInColumns = (series: readonly number[], columns: number): readonly number[] =>
  Array.from({ length: columns }, (_, column) => {
    const [from, to] = slotsOf(column, columns, series.length);
    let peak = from;
    for (let slot = from + 1; slot < to; slot++) if ((series[slot] ?? 0) > (series[peak] ?? 0)) peak = slot;
    return peak;
  });

// A loop: Math.max(...series) runs out of stack on long series.
export const highest = (series: readonly number[]): number => series.reduce((a, b) => Math.max(a, b), 0);
