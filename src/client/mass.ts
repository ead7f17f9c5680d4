/**
 * A waiting time on a fine grid: mass and mean are those of the distribution itself.
 *
 * Cell j holds the exact difference of the distribution over one step and stands at `origin + j x step`; `origin` is chosen so
 * that the mean is exact. Convolution adds origins, so sums of delays keep mass and mean too.
 */
import type { Delay } from "../scenario/scenario.js";
import { day, type Duration } from "../units.js";
import { endOf, meanOf, shareBefore } from "./delay.js";

export type Mass = {
  /** Milliseconds between cells. */
  readonly step: number;
  /** Milliseconds, where cell 0 stands; may be a fraction of a step. */
  readonly origin: number;
  /** Shares, sum 1. */
  readonly cells: Float64Array;
};

/** What lies beyond folds into the last kept cell (DESIGN: tails below 1e-6). */
export const TAIL = 1e-6;

/** Longer than any plan (90 days to the deadline, 21 more to the horizon): a heavier tail need not be drawn to its end. */
const LONGEST = 120 * day;

export function massOf(delay: Delay, step: Duration): Mass {
  const { cells } = cellsOf(delay, step);
  return { step, origin: meanOf(delay) - centre(cells, step), cells };
}

/** Share of each step's time, from step `first` on: exact differences of the distribution. */
export function cellsOf(
  delay: Delay,
  step: Duration,
): { readonly first: number; readonly cells: Float64Array } {
  const first = firstCell(delay, step);
  const end = Math.min(endOf(delay, TAIL), LONGEST);
  const last = Math.max(first, Math.ceil(end / step) - 1);
  const cells = new Float64Array(last - first + 1);
  let before = 0;
  for (let j = first; j < last; j++) {
    const upTo = shareBefore(delay, (j + 1) * step);
    cells[j - first] = upTo - before;
    before = upTo;
  }
  cells[last - first] = 1 - before;
  return { first, cells };
}

function firstCell(delay: Delay, step: number): number {
  switch (delay.kind) {
    case "fixed":
      return Math.floor(delay.value / step);
    case "uniform":
      return Math.floor(delay.from / step);
    case "points":
      return Math.floor((delay.points[0]?.[0] ?? 0) / step);
    case "exponential":
    case "lognormal":
      return 0;
  }
}

function centre(cells: Float64Array, step: number): number {
  let sum = 0;
  for (let j = 0; j < cells.length; j++) sum += (cells[j] as number) * j;
  return sum * step;
}

/** Distribution of the sum of two independent waiting times. */
export function convolve(a: Mass, b: Mass): Mass {
  const cells = new Float64Array(a.cells.length + b.cells.length - 1);
  const [short, long] = a.cells.length < b.cells.length ? [a.cells, b.cells] : [b.cells, a.cells];
  for (let i = 0; i < short.length; i++) {
    const weight = short[i] as number;
    if (weight === 0) continue;
    for (let j = 0; j < long.length; j++)
      cells[i + j] = (cells[i + j] as number) + weight * (long[j] as number);
  }
  return { step: a.step, origin: a.origin + b.origin, cells };
}

export const sumOf = (delays: readonly Delay[], step: Duration): Mass =>
  delays.map((delay) => massOf(delay, step)).reduce(convolve);

/** Milliseconds by which everything has happened. */
export const massEnd = ({ origin, step, cells }: Mass): number => origin + (cells.length - 1) * step;

/**
 * The mass laid on whole steps from 0: each cell shared between the two nearest in proportion, so that mass and mean stay.
 * Index j stands for the time j x step.
 */
export function onSteps({ origin, step, cells }: Mass): Float64Array {
  const shift = Math.max(0, origin / step);
  const whole = Math.floor(shift);
  const rest = shift - whole;
  const laid = new Float64Array(whole + cells.length + (rest > 0 ? 1 : 0));
  for (let j = 0; j < cells.length; j++) {
    const value = cells[j] as number;
    laid[whole + j] = (laid[whole + j] as number) + value * (1 - rest);
    if (rest > 0) laid[whole + j + 1] = (laid[whole + j + 1] as number) + value * rest;
  }
  return laid;
}
