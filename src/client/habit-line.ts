/**
 * Time in cells of a minute, for what unmanaged clients do: a mass by cell says which share does something within it. A device of
 * one habit of being on knows for each cell whether it is on; time spent on (or in some hours only) is counted in ticks.
 */
import { occurrences, firstMonday } from "../calendar/recurrence.js";
import { instantOf, offsetAt, wallOf } from "../calendar/zone.js";
import { done, type Outcome } from "../problem.js";
import type { LocalHours, LocalRule } from "../scenario/habits.js";
import type { Delay } from "../scenario/scenario.js";
import { day, hour, type Instant, instant, type Interval, minute, wallTime } from "../units.js";
import { shareBefore } from "./delay.js";

/** Milliseconds of a cell. */
export const CELL = minute;

/** The first cell starts at `start`. */
export type Line = { readonly start: Instant; readonly cells: number };

export const cellAt = ({ start }: Line, at: number): number => Math.floor((at - start) / CELL);

/** 1 where something is so, by cell. */
export type Times = Uint8Array;

/** Occurrences as cells, ascending, none twice. */
export function cellsOfRule(
  { rule, start }: LocalRule,
  zone: string,
  line: Line,
  before = 0,
): Outcome<readonly number[]> {
  const range: Interval = {
    start: instant(line.start - before),
    end: instant(line.start + line.cells * CELL),
  };
  const walls = {
    from: wallTime(wallOf(range.start, zone) - day),
    to: wallTime(wallOf(range.end, zone) + day),
  };
  const found = occurrences(rule, start ?? firstMonday, walls, { zone });
  if (!found.ok) return found;
  const instants = found.value.map((wall) => instantOf(wall, zone));
  const inside = instants.filter((at) => range.start <= at && at < range.end);
  return done([...new Set(inside.map((at) => cellAt(line, at)))].sort((a, b) => a - b));
}

/** The cells whose wall clock lies within the hours. */
export function timesIn({ from, to }: LocalHours, zone: string, { start, cells }: Line): Times {
  const times = new Uint8Array(cells);
  let [offset, known] = [0, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < cells; cell++) {
    const at = start + cell * CELL;
    // Clocks change on the quarter of an hour.
    const quarter = Math.floor(at / (hour / 4));
    if (quarter !== known) [offset, known] = [offsetAt(zone, instant(at)), quarter];
    const clock = (((at + offset) % day) + day) % day;
    times[cell] = Number(from < to ? from <= clock && clock < to : from <= clock || clock < to);
  }
  return times;
}

/** For each cell the first from it on that is in the times; `cells` where there is none. */
export function nextIn(times: Times): Int32Array {
  const next = new Int32Array(times.length + 1);
  next[times.length] = times.length;
  for (let cell = times.length - 1; cell >= 0; cell--)
    next[cell] = times[cell] === 1 ? cell : (next[cell + 1] as number);
  return next;
}

/** The cells in which a clock runs that stands still outside some times. */
export type Clock = {
  /** Cell of each tick, ascending. */
  readonly cellOf: Int32Array;
  /** First tick at or after each cell. */
  readonly tickFrom: Int32Array;
};

export function clockIn(times: Times): Clock {
  const tickFrom = new Int32Array(times.length + 1);
  const cellOf = new Int32Array(times.length);
  let ticks = 0;
  for (let cell = 0; cell < times.length; cell++) {
    tickFrom[cell] = ticks;
    if (times[cell] === 1) cellOf[ticks++] = cell;
  }
  tickFrom[times.length] = ticks;
  return { cellOf: cellOf.subarray(0, ticks), tickFrom };
}

/** A part of a delay that is evenly from `from` to, not including, `to` cells long. */
export type Block = { readonly from: number; readonly to: number; readonly share: number };

/** Blocks grow with the delay, so that a tail of weeks costs little: the share of each is exact. */
const GROWTH = 1.4;

/** A delay in whole cells, to the nearest one; what is longer than `longest` cells is left out. */
export function blocksOf(delay: Delay, longest: number): readonly Block[] {
  if (delay.kind === "fixed") {
    const [whole, rest] = [Math.floor(delay.value / CELL), (delay.value / CELL) % 1];
    return [
      { from: whole, to: whole + 1, share: 1 - rest },
      { from: whole + 1, to: whole + 2, share: rest },
    ].filter(({ share }) => share > 0);
  }
  const blocks: Block[] = [];
  let before = 0;
  for (let from = 0; from <= longest && before < 1 - 1e-12;) {
    const width = delay.kind === "uniform" ? 1 : Math.max(1, Math.floor(from * (GROWTH - 1)));
    const upTo = shareBefore(delay, (from + width - 0.5) * CELL);
    if (upTo > before) blocks.push({ from, to: from + width, share: upTo - before });
    before = upTo;
    from += width;
  }
  return delay.kind === "uniform" ? joined(blocks) : blocks;
}

/** Neighbours of the same share a cell are one block. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const all: Block[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const isLike =
      last !== undefined &&
      last.to === block.from &&
      Math.abs(last.share / (last.to - last.from) - block.share / (block.to - block.from)) < 1e-12;
    if (isLike) all[all.length - 1] = { from: last.from, to: block.to, share: last.share + block.share };
    else all.push(block);
  }
  return all;
}

/** When those of `mass` come that wait for a delay on a clock; who would come after the last tick does not. */
export function delayed(mass: Float64Array, clock: Clock, blocks: readonly Block[]): Float64Array {
  const { cellOf, tickFrom } = clock;
  const ticks = cellOf.length;
  const result = new Float64Array(mass.length);
  const upTo = new Float64Array(ticks + 1);
  let first = ticks;
  for (let cell = 0; cell < mass.length; cell++) {
    const value = mass[cell] as number;
    if (value === 0) continue;
    const tick = tickFrom[cell] as number;
    if (tick >= ticks) break;
    if (first === ticks) first = tick;
    upTo[tick + 1] = (upTo[tick + 1] as number) + value;
  }
  for (let tick = first; tick < ticks; tick++)
    upTo[tick + 1] = (upTo[tick + 1] as number) + (upTo[tick] as number);
  for (const { from, to, share } of blocks) {
    const each = share / (to - from);
    for (let tick = first + from; tick < ticks; tick++) {
      const low = tick - to + 1;
      const sum = (upTo[tick - from + 1] as number) - (low > first ? (upTo[low] as number) : 0);
      if (sum > 0) {
        const cell = cellOf[tick] as number;
        result[cell] = (result[cell] as number) + each * sum;
      }
    }
  }
  return result;
}
