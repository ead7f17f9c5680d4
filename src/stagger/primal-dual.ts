/**
 * Shares and prices of a program, improved step by step without a matrix: the primal-dual hybrid gradient method (Chambolle, Pock
 * 2011) in its reflected form, drawn back to an anchor that is set anew (Lu, Yang: Restarted Halpern PDHG, 2024). Each step costs
 * one laying down of loads and one pricing of shares.
 */
import { projectionLevel } from "./cohort-shares.js";
import type { SharesProgram } from "./shares-program.js";

/** Where to begin. */
export type Start = {
  /** By column, and left out by cohort. */
  readonly shares: Float64Array;
  readonly out: Float64Array;
  /** null: none is sought. */
  readonly rise: number | null;
  /** By row. */
  readonly limitPrices: Float64Array;
  readonly risePrices: Float64Array;
  /** Of dual against primal steps; null: to be found. */
  readonly weight: number | null;
};

/** A new anchor when the error has fallen so far; when it has fallen a little and rises again; when so much of all steps went by. */
const [ENOUGH, SOME, LONG] = [0.2, 0.8, 0.36];
/** Of the step at which the method is sure to converge. */
const SAFE = 0.99;

/** One point of the method. */
class Point {
  readonly shares: Float64Array;
  readonly out: Float64Array;
  readonly rise = new Float64Array(1);
  readonly limit: Float64Array;
  readonly risePrices: Float64Array;
  /** Loads of the shares, and what the prices make a share cost: linear in them, so they need not be computed anew. */
  readonly loads: Float64Array;
  readonly priced: Float64Array;
  readonly #all: readonly Float64Array[];

  constructor(columns: number, rows: number, cohorts: number) {
    [this.shares, this.priced] = [new Float64Array(columns), new Float64Array(columns)];
    [this.limit, this.risePrices, this.loads] = [
      new Float64Array(rows),
      new Float64Array(rows),
      new Float64Array(rows),
    ];
    this.out = new Float64Array(cohorts);
    this.#all = [this.shares, this.out, this.rise, this.limit, this.risePrices, this.loads, this.priced];
  }

  set(other: Point): void {
    this.#all.forEach((values, v) => values.set(other.#all[v] as Float64Array));
  }

  /** Beyond `next` by as much again, and by the share `back` towards the anchor. */
  reflect(next: Point, anchor: Point, back: number): void {
    this.#all.forEach((values, v) => {
      const [ahead, behind] = [next.#all[v] as Float64Array, anchor.#all[v] as Float64Array];
      for (let i = 0; i < values.length; i++)
        values[i] =
          (1 - back) * (2 * (ahead[i] as number) - (values[i] as number)) + back * (behind[i] as number);
    });
  }
}

export class PrimalDual {
  readonly #program: SharesProgram;
  readonly #cohorts: number;
  /** Steps by cohort and by row, which make up for their scales. */
  readonly #tau: Float64Array;
  readonly #sigma: Float64Array;
  readonly #riseTau: number;
  /** Of dual against primal steps. */
  weight: number;
  readonly #at: Point;
  /** What one step makes of `at`: shares that sum to one and prices that are not negative. */
  readonly next: Point;
  readonly #anchor: Point;
  #steps = 0;
  #sinceAnchor = 0;
  #firstError = 0;
  #lastError = Number.POSITIVE_INFINITY;
  readonly #rowPrices: Float64Array;
  readonly #levels: Float64Array;

  /** @param start null: every cohort evenly over its slots, no row priced */
  constructor(program: SharesProgram, start: Start | null) {
    const { map, rise } = program;
    this.#program = program;
    this.#cohorts = map.start.length - 1;
    const rowSums = new Float64Array(map.rows);
    map.loads(new Float64Array(map.columns).fill(1), rowSums);
    this.#sigma = rowSums.map((sum, i) => (sum > 0 && isRow(program, i) ? 1 / (sum + gainAt(rise, i)) : 0));
    const isPriced = this.#sigma.map((sigma) => (sigma > 0 ? 1 : 0));
    const columnSums = new Float64Array(map.columns);
    map.prices(isPriced, columnSums);
    this.#tau = Float64Array.from(
      { length: this.#cohorts },
      (_, c) => 1 / Math.max(1e-12, largest(columnSums, map.start, c)),
    );
    this.#riseTau =
      rise === null ? 0 : 1 / rise.gain.reduce((sum, gain, i) => sum + gain * (isPriced[i] as number), 1e-12);
    [this.#at, this.next, this.#anchor] = [
      new Point(map.columns, map.rows, this.#cohorts),
      new Point(map.columns, map.rows, this.#cohorts),
      new Point(map.columns, map.rows, this.#cohorts),
    ];
    [this.#rowPrices, this.#levels] = [new Float64Array(map.rows), new Float64Array(this.#cohorts)];
    this.weight = start?.weight ?? this.#firstWeight();
    this.#begin(start);
  }

  /** Whether some share could put load on the row. */
  isPriced(row: number): boolean {
    return (this.#sigma[row] as number) > 0;
  }

  #firstWeight(): number {
    const costs = norm(this.#program.cost);
    const rooms = Math.sqrt(
      this.#program.room.reduce(
        (sum, room, i) => sum + (this.isPriced(i) && Number.isFinite(room) ? room * room : 0),
        0,
      ),
    );
    return costs > 0 && rooms > 0 ? costs / rooms : 1;
  }

  #begin(start: Start | null): void {
    const { map, most } = this.#program;
    const { shares, out, rise, limit, risePrices, loads, priced } = this.#at;
    if (start === null) {
      for (let c = 0; c < this.#cohorts; c++) {
        const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
        const each = to > from ? Math.min(most[c] as number, 1 / (to - from)) : 0;
        shares.fill(each, from, to);
        out[c] = 1 - each * (to - from);
      }
    } else {
      shares.set(start.shares);
      out.set(start.out);
      rise[0] = start.rise ?? 0;
      limit.set(start.limitPrices);
      risePrices.set(start.risePrices);
    }
    map.loads(shares, loads);
    this.#price(limit, risePrices, priced);
    this.next.set(this.#at);
    this.#anchor.set(this.#at);
  }

  step(): void {
    this.#steps += 1;
    this.#primal();
    this.#program.map.loads(this.next.shares, this.next.loads);
    this.#dual();
    this.#price(this.next.limit, this.next.risePrices, this.next.priced);
    const error = this.#error();
    if (this.#sinceAnchor === 0) this.#firstError = error;
    const isDone =
      error <= ENOUGH * this.#firstError ||
      (error <= SOME * this.#firstError && error > this.#lastError) ||
      this.#sinceAnchor >= LONG * this.#steps;
    this.#lastError = error;
    if (this.#sinceAnchor > 0 && isDone) this.#restart();
    else {
      this.#at.reflect(this.next, this.#anchor, 1 / (this.#sinceAnchor + 2));
      this.#sinceAnchor += 1;
    }
  }

  /** Each cohort's shares after a gradient step, projected back onto "sum to 1, none above its most". */
  #primal(): void {
    const { map, cost, costOut, most, rise } = this.#program;
    const { shares, out, priced, risePrices } = this.#at;
    const next = this.next;
    const step = SAFE / this.weight;
    for (let c = 0; c < this.#cohorts; c++) {
      const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
      const tau = step * (this.#tau[c] as number);
      for (let j = from; j < to; j++)
        next.shares[j] = (shares[j] as number) - tau * ((cost[j] as number) + (priced[j] as number));
      const left = (out[c] as number) - tau * (costOut[c] as number);
      const cap = most[c] as number;
      const level = projectionLevel(next.shares, from, to, left, cap, this.#levels[c] as number);
      this.#levels[c] = level;
      for (let j = from; j < to; j++)
        next.shares[j] = Math.min(cap, Math.max(0, (next.shares[j] as number) - level));
      next.out[c] = Math.min(1, Math.max(0, left - level));
    }
    if (rise !== null)
      next.rise[0] = Math.max(
        0,
        (this.#at.rise[0] as number) - step * this.#riseTau * (1 - worthOf(rise.gain, risePrices)),
      );
  }

  #dual(): void {
    const { room, rise } = this.#program;
    const { limit, risePrices, loads, rise: risen } = this.#at;
    const next = this.next;
    const step = SAFE * this.weight;
    const ahead = 2 * (next.rise[0] as number) - (risen[0] as number);
    for (let i = 0; i < room.length; i++) {
      const sigma = step * (this.#sigma[i] as number);
      if (sigma === 0) continue;
      const load = 2 * (next.loads[i] as number) - (loads[i] as number);
      next.limit[i] = Number.isFinite(room[i] as number)
        ? Math.max(0, (limit[i] as number) + sigma * (load - (room[i] as number)))
        : 0;
      const gain = gainAt(rise, i);
      if (rise === null || gain === 0) continue;
      const over = load - gain * ahead - (rise.flat[i] as number);
      next.risePrices[i] = Math.max(0, (risePrices[i] as number) + sigma * over);
    }
  }

  #price(limit: Float64Array, risePrices: Float64Array, into: Float64Array): void {
    const { map, rise } = this.#program;
    const rows = this.#rowPrices;
    rows.set(limit);
    if (rise !== null)
      for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] as number) + (risePrices[i] as number);
    map.prices(rows, into);
  }

  /** How far a step moved, squared, in the method's own measure. */
  #error(): number {
    const { rise } = this.#program;
    const [at, next] = [this.#at, this.next];
    const risen = (next.rise[0] as number) - (at.rise[0] as number);
    let primal = this.#primalSquares(next, at);
    if (rise !== null) primal += risen ** 2 / this.#riseTau;
    let [dual, crossed] = [0, 0];
    for (let i = 0; i < this.#sigma.length; i++) {
      const sigma = this.#sigma[i] as number;
      if (sigma === 0) continue;
      const limited = (next.limit[i] as number) - (at.limit[i] as number);
      const loaded = (next.loads[i] as number) - (at.loads[i] as number);
      dual += limited ** 2 / sigma;
      crossed += limited * loaded;
      if (rise === null) continue;
      const raised = (next.risePrices[i] as number) - (at.risePrices[i] as number);
      dual += raised ** 2 / sigma;
      crossed += raised * (loaded - (rise.gain[i] as number) * risen);
    }
    return Math.max(0, (this.weight * primal + dual / this.weight) / SAFE - 2 * crossed);
  }

  #primalSquares(a: Point, b: Point): number {
    const { start } = this.#program.map;
    let sum = 0;
    for (let c = 0; c < this.#cohorts; c++) {
      let own = ((a.out[c] as number) - (b.out[c] as number)) ** 2;
      for (let j = start[c] as number; j < (start[c + 1] as number); j++)
        own += ((a.shares[j] as number) - (b.shares[j] as number)) ** 2;
      sum += own / (this.#tau[c] as number);
    }
    return sum;
  }

  #dualSquares(a: Point, b: Point): number {
    let sum = 0;
    for (let i = 0; i < this.#sigma.length; i++) {
      const sigma = this.#sigma[i] as number;
      if (sigma === 0) continue;
      const limited = (a.limit[i] as number) - (b.limit[i] as number);
      const raised = (a.risePrices[i] as number) - (b.risePrices[i] as number);
      sum += (limited ** 2 + raised ** 2) / sigma;
    }
    return sum;
  }

  /** On from `next`, with steps balanced by how far both sides have moved. */
  #restart(): void {
    const primal = Math.sqrt(this.#primalSquares(this.next, this.#anchor));
    const dual = Math.sqrt(this.#dualSquares(this.next, this.#anchor));
    if (primal > 1e-12 && dual > 1e-12)
      this.weight = Math.exp(0.5 * Math.log(dual / primal) + 0.5 * Math.log(this.weight));
    this.#at.set(this.next);
    this.#anchor.set(this.next);
    [this.#sinceAnchor, this.#lastError] = [0, Number.POSITIVE_INFINITY];
  }
}

const isRow = ({ room, rise }: SharesProgram, i: number): boolean =>
  Number.isFinite(room[i] as number) || gainAt(rise, i) > 0;
const gainAt = (rise: SharesProgram["rise"], i: number): number =>
  rise === null ? 0 : (rise.gain[i] as number);

function largest(values: Float64Array, start: Int32Array, c: number): number {
  let most = 0;
  for (let j = start[c] as number; j < (start[c + 1] as number); j++)
    most = Math.max(most, values[j] as number);
  return most;
}

export function worthOf(gain: Float64Array, prices: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < gain.length; i++) sum += (gain[i] as number) * (prices[i] as number);
  return sum;
}

const norm = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
