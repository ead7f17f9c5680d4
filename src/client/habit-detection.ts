/** When a device finds out that there is an update: its first poll after the offer, or an occurrence of a rule. */
import { done, type Outcome } from "../problem.js";
import type { Detection } from "../scenario/habits.js";
import { day, type Duration } from "../units.js";
import { endOf } from "./delay.js";
import { type Block, blocksOf, CELL, cellsOfRule, type Line } from "./habit-line.js";
import { TAIL } from "./mass.js";

/** Polls are followed from so many cells before the offer on: by then they come with the days that a device is on. */
export const LEAD_IN = (7 * day) / CELL;

export type Poll = { readonly from: Duration; readonly to: Duration };

/**
 * P(next poll < t) for a device whose polls go on for ever: the residual life of a renewal process whose waits are evenly between
 * `from` and `to`, so density (1 - F(t)) / E[wait].
 */
export function pollBefore({ from, to }: Poll, t: number): number {
  const mean = (from + to) / 2;
  if (t <= 0) return 0;
  if (t <= from) return t / mean;
  if (t >= to) return 1;
  return (from + (to * (t - from) - (t ** 2 - from ** 2) / 2) / (to - from)) / mean;
}

/**
 * Share that finds the update in each cell from the offer on. `nextOn[cell]` is the first in which a device is on, counted from
 * `LEAD_IN` cells before the offer; null: it is always on.
 */
export type Discovery = (nextOn: Int32Array | null) => Float64Array;

/** @param line from the offer on */
export function discoveryOf(detection: Detection, zone: string, line: Line): Outcome<Discovery> {
  if (detection.kind === "poll")
    return done((nextOn) =>
      nextOn === null ? firstPolls(detection, line.cells) : pollsWhileOn(detection, nextOn),
    );
  const before = endOf(detection.spread, TAIL);
  const found = cellsOfRule(detection, zone, line, before);
  if (!found.ok) return found;
  const due = firstOccurrences(found.value, blocksOf(detection.spread, Math.ceil(before / CELL) + 1), line);
  return done((nextOn) => (nextOn === null ? due : whenOn(due, nextOn)));
}

/** Residual life: exact for a device that is always on. */
function firstPolls(poll: Poll, cells: number): Float64Array {
  const mass = new Float64Array(cells);
  const end = Math.min(cells, Math.ceil(poll.to / CELL));
  for (let cell = 0; cell < end; cell++)
    mass[cell] = pollBefore(poll, (cell + 1) * CELL) - pollBefore(poll, cell * CELL);
  return mass;
}

/**
 * A poll that is due while the device is off comes when it is on again, and the next wait counts from there: so a PC that is off at
 * night soon polls every morning. Followed poll by poll up to the offer; the first after it finds the update.
 */
function pollsWhileOn(poll: Poll, nextOn: Int32Array): Float64Array {
  const cells = nextOn.length - 1;
  const from = Math.max(1, Math.round(poll.from / CELL));
  const to = Math.max(from + 1, Math.round(poll.to / CELL));
  const end = Math.min(cells, LEAD_IN + to);
  const due = firstPolls(poll, end);
  /** Polls before the offer, and how many of them come before each cell. */
  const polls = new Float64Array(LEAD_IN);
  const upTo = new Float64Array(end + 1);
  const found = new Float64Array(cells - LEAD_IN);
  for (let cell = 0; cell < end; cell++) {
    const share =
      (due[cell] as number) +
      ((upTo[Math.max(0, cell - from + 1)] as number) - (upTo[Math.max(0, cell - to + 1)] as number)) /
        (to - from);
    const at = nextOn[cell] as number;
    if (share > 0 && at < LEAD_IN) polls[at] = (polls[at] as number) + share;
    else if (share > 0 && at < cells) found[at - LEAD_IN] = (found[at - LEAD_IN] as number) + share;
    upTo[cell + 1] = (upTo[cell] as number) + (polls[cell] ?? 0);
  }
  return found;
}

/** The first occurrence + spread that is not before the offer; occurrences come in their order. */
function firstOccurrences(
  occurrences: readonly number[],
  blocks: readonly Block[],
  { cells }: Line,
): Float64Array {
  const mass = new Float64Array(cells);
  let left = 1;
  for (const at of occurrences) {
    let earlier = 0;
    for (const { from, to, share } of blocks) {
      const each = share / (to - from);
      for (let cell = at + from; cell < at + to; cell++) {
        if (cell < 0) earlier += each;
        else if (cell < cells) mass[cell] = (mass[cell] as number) + left * each;
      }
    }
    left *= earlier;
    if (left < 1e-12) break;
  }
  return mass;
}

function whenOn(due: Float64Array, nextOn: Int32Array): Float64Array {
  const mass = new Float64Array(due.length);
  for (let cell = 0; cell < due.length; cell++) {
    const share = due[cell] as number;
    const at = (nextOn[LEAD_IN + cell] as number) - LEAD_IN;
    if (share > 0 && at < mass.length) mass[at] = (mass[at] as number) + share;
  }
  return mass;
}
