/**
 * Shares that keep to every room, near shares that do not quite: the first-order method without a cost, in its reflected form with
 * Halpern's anchor (Lu, Yang: Restarted Halpern PDHG, 2024). What is feasible is found in some ten iterations where what is best
 * would take thousands, and little is lost where the start was nearly best ("feasibility polishing", Applegate et al., 2025).
 */
import { projectionLevel } from "./cohort-shares.js";
import type { SharesProgram } from "./shares-program.js";

export type Start = {
  /** By column, and left out by cohort. */
  readonly shares: Float64Array;
  readonly out: Float64Array;
};

export type Within = Start & {
  /** Largest excess over a row's room, in shares of a capacity; 0: none. */
  readonly violation: number;
};

const ITERATIONS = 200;
/** Iterations between two looks at the excess. */
const LOOK = 5;
/** Shares of a capacity: rooms are aimed at from this far below. */
const MARGIN = 1e-7;
/** Restarts: when the error has fallen this far; when it has fallen and rises again; when so much of all iterations went by. */
const [ENOUGH, SOME, LONG] = [0.2, 0.8, 0.36];

/** @param room utilisation that the plan may add, by row; Infinity: no limit */
export function sharesWithin(
  { map, most }: Pick<SharesProgram, "map" | "most">,
  room: Float64Array,
  start: Start,
): Within {
  const cohorts = map.start.length - 1;
  const { sigma, tau } = preconditioners(map, room);
  const state = new Anchored([
    Float64Array.from(start.shares),
    Float64Array.from(start.out),
    new Float64Array(map.rows),
    new Float64Array(map.rows),
    new Float64Array(map.columns),
  ]);
  const [shares, out, loads, prices, priced] = state.at as Five;
  const [nextShares, nextOut, nextLoads, nextPrices, nextPriced] = state.next as Five;
  const levels = new Float64Array(cohorts);
  map.loads(shares, loads);
  state.anchor();
  let best: Within = { ...start, violation: excess(loads, room, sigma) };
  let [firstError, lastError] = [0, Number.POSITIVE_INFINITY];
  for (let k = 1; k <= ITERATIONS && best.violation > 0; k++) {
    for (let c = 0; c < cohorts; c++) {
      const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
      const step = tau[c] as number;
      for (let j = from; j < to; j++) nextShares[j] = (shares[j] as number) - step * (priced[j] as number);
      // Leaving devices out is the one thing that costs something here.
      const left = (out[c] as number) - step;
      const cap = most[c] as number;
      const level = projectionLevel(nextShares, from, to, left, cap, levels[c] as number);
      levels[c] = level;
      for (let j = from; j < to; j++)
        nextShares[j] = Math.min(cap, Math.max(0, (nextShares[j] as number) - level));
      nextOut[c] = Math.min(1, Math.max(0, left - level));
    }
    map.loads(nextShares, nextLoads);
    for (let i = 0; i < map.rows; i++) {
      if (sigma[i] === 0) continue;
      const over = 2 * (nextLoads[i] as number) - (loads[i] as number) - (room[i] as number) + MARGIN;
      nextPrices[i] = Math.max(0, (prices[i] as number) + (sigma[i] as number) * over);
    }
    map.prices(nextPrices, nextPriced);
    if (k % LOOK === 0) {
      const violation = excess(nextLoads, room, sigma);
      if (violation < best.violation)
        best = { shares: Float64Array.from(nextShares), out: Float64Array.from(nextOut), violation };
    }
    const error = moved(nextShares, shares, map.start, tau) + movedRows(nextPrices, prices, sigma);
    if (state.since === 0) firstError = error;
    const isDone =
      error <= ENOUGH * firstError ||
      (error <= SOME * firstError && error > lastError) ||
      state.since >= LONG * k;
    lastError = error;
    if (state.since > 0 && isDone) {
      state.restart();
      lastError = Number.POSITIVE_INFINITY;
    } else state.reflect();
  }
  return best;
}

type Five = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** Vectors that move together: where they are, what one step makes of them, and where they were at the last restart. */
class Anchored {
  readonly at: readonly Float64Array[];
  readonly next: readonly Float64Array[];
  readonly #anchor: readonly Float64Array[];
  /** Steps since the last restart. */
  since = 0;

  constructor(at: readonly Float64Array[]) {
    this.at = at;
    this.next = at.map(({ length }) => new Float64Array(length));
    this.#anchor = at.map(({ length }) => new Float64Array(length));
  }

  anchor(): void {
    this.at.forEach((values, v) => this.#anchor[v]?.set(values));
    this.since = 0;
  }

  restart(): void {
    this.at.forEach((values, v) => values.set(this.next[v] as Float64Array));
    this.anchor();
  }

  /** Beyond the step by as much again, and back towards the anchor by less and less. */
  reflect(): void {
    const back = 1 / (this.since + 2);
    this.at.forEach((values, v) => {
      const [next, anchor] = [this.next[v] as Float64Array, this.#anchor[v] as Float64Array];
      for (let i = 0; i < values.length; i++)
        values[i] =
          (1 - back) * (2 * (next[i] as number) - (values[i] as number)) + back * (anchor[i] as number);
    });
    this.since += 1;
  }
}

/** Steps by row and by cohort (Pock, Chambolle 2011): with them the method needs no other step length. */
function preconditioners(map: SharesProgram["map"], room: Float64Array) {
  const rowSums = new Float64Array(map.rows);
  map.loads(new Float64Array(map.columns).fill(1), rowSums);
  const sigma = rowSums.map((sum, i) => (sum > 0 && Number.isFinite(room[i] as number) ? 1 / sum : 0));
  const columnSums = new Float64Array(map.columns);
  map.prices(
    sigma.map((each) => (each > 0 ? 1 : 0)),
    columnSums,
  );
  const tau = Float64Array.from({ length: map.start.length - 1 }, (_, c) => {
    let largest = 1e-12;
    for (let j = map.start[c] as number; j < (map.start[c + 1] as number); j++)
      largest = Math.max(largest, columnSums[j] as number);
    return 1 / largest;
  });
  return { sigma, tau };
}

function excess(loads: Float64Array, room: Float64Array, sigma: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < loads.length; i++)
    if ((sigma[i] as number) > 0) worst = Math.max(worst, (loads[i] as number) - (room[i] as number));
  return worst;
}

function moved(next: Float64Array, at: Float64Array, start: Int32Array, tau: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < tau.length; c++) {
    let own = 0;
    for (let j = start[c] as number; j < (start[c + 1] as number); j++)
      own += ((next[j] as number) - (at[j] as number)) ** 2;
    sum += own / (tau[c] as number);
  }
  return sum;
}

function movedRows(next: Float64Array, at: Float64Array, sigma: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++)
    if ((sigma[i] as number) > 0)
      sum += ((next[i] as number) - (at[i] as number)) ** 2 / (sigma[i] as number);
  return sum;
}
