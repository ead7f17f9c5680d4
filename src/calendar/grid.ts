/** The planning grid: slots of equal length, multiples of that length since 1970-01-01Z, from the slot of the release. */
import { type Duration, type Instant, type Interval, instant, minute } from "../units.js";

export type Grid = {
  /** Start of slot 0. */
  readonly start: Instant;
  /** Length of a slot. */
  readonly slot: Duration;
  /** Number of slots up to the horizon. */
  readonly slots: number;
  /** Fine step of what happens inside a slot, where its length does not say it (client/response.ts). */
  readonly step?: Duration;
};

/** Half-open range of slot indices. */
export type SlotRange = readonly [from: number, to: number];

/** The slot that contains `at`, as an index that may lie outside the grid. */
export const slotOf = (grid: Grid, at: Instant): number => Math.floor((at - grid.start) / grid.slot);
export const slotStart = (grid: Grid, slot: number): Instant => instant(grid.start + slot * grid.slot);
export const horizon = (grid: Grid): Instant => slotStart(grid, grid.slots);

export function gridFrom(release: Instant, slot: Duration, end: Instant): Grid {
  const start = instant(Math.floor(release / slot) * slot);
  return { start, slot, slots: Math.ceil((end - start) / slot) };
}

/** The same span in slots of a minute. What happens inside a slot keeps its fine step, so that minutes add up to slots. */
export const minutesOf = ({ start, slot, slots }: Grid, step: Duration): Grid => ({
  start,
  slot: minute,
  slots: slots * (slot / minute),
  step,
});

/** The slots that lie wholly inside `intervals`, as ranges; what is outside the grid is left out. */
export function slotsInside(grid: Grid, intervals: readonly Interval[]): readonly SlotRange[] {
  return intervals
    .map(({ start, end }): SlotRange => [
      Math.max(0, Math.ceil((start - grid.start) / grid.slot)),
      Math.min(grid.slots, Math.floor((end - grid.start) / grid.slot)),
    ])
    .filter(([from, to]) => from < to);
}

/** Half-open ranges of neighbouring slots. */
export function slotRuns(slots: Int32Array): readonly SlotRange[] {
  const ranges: [number, number][] = [];
  for (const slot of slots) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === slot) last[1] = slot + 1;
    else ranges.push([slot, slot + 1]);
  }
  return ranges;
}
