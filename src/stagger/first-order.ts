/**
 * Prices and a nearly best stagger of a large program without a matrix: the primal-dual hybrid gradient method with
 * preconditioning, adaptive steps, averages and restarts (Applegate et al., PDLP, 2021), on the shares of docs/model.md. Work is
 * counted in iterations. What it finds chooses the rows and columns of a reduced program; its prices alone give a valid bound.
 */
import { cheapest, projectionLevel } from "./cohort-shares.js";
import type { SharesProgram } from "./shares-program.js";

export type FirstOrderPoint = {
  /** The best shares seen, and left out by cohort; the rise they need. */
  readonly shares: Float64Array;
  readonly out: Float64Array;
  /** null: none is sought. */
  readonly rise: number | null;
  /** What they cost, and by how much of a capacity they exceed some room. */
  readonly value: number;
  readonly violation: number;
  /** The best prices seen, by row: of the limits, and of the rises. */
  readonly limitPrices: Float64Array;
  readonly risePrices: Float64Array;
  /** No stagger's cost is below this. */
  readonly bound: number;
  readonly iterations: number;
};

export type Effort = {
  readonly iterations: number;
  /** Relative gap at which to stop. */ readonly gap: number;
};

/** Iterations between two looks at gap and restart. */
const LOOK = 20;
/** A restart when the error has fallen by this factor since the last. */
const ENOUGH = 0.4;
/** Or when so much of all iterations has gone by without one. */
const LONG = 0.3;

/** @param tell is told the best shares and the bound at every look */
export function firstOrder(
  program: SharesProgram,
  effort: Effort,
  tell: (shares: Pick<FirstOrderPoint, "value" | "violation">, bound: number) => void = () => undefined,
): FirstOrderPoint {
  const method = new PrimalDual(program);
  let seen = method.look();
  let [shares, prices, restartError, sinceRestart] = [seen, seen, seen.error, 0];
  for (let k = 1; ; k++) {
    const { bound, limitPrices, risePrices } = prices;
    const gap = Math.max((shares.value - bound) / Math.max(1e-12, shares.value), shares.violation);
    if (k > effort.iterations || gap <= effort.gap)
      return { ...shares, bound, limitPrices, risePrices, iterations: k - 1 };
    method.step(k);
    sinceRestart += 1;
    if (k % LOOK !== 0 && k !== effort.iterations) continue;
    seen = method.look();
    if (seen.bound > prices.bound) prices = seen;
    if (meritOf(seen) < meritOf(shares)) shares = seen;
    tell(shares, prices.bound);
    if (seen.error > ENOUGH * restartError && sinceRestart < LONG * k) continue;
    method.restart();
    [restartError, sinceRestart] = [seen.error, 0];
  }
}

/** Shares of the least rise keep to every room and so are a stagger themselves; others are a hint, and as good as their error. */
const meritOf = ({ rise, value, violation, error }: Seen): number =>
  rise === null ? error : value + 1e3 * Math.max(0, violation - 1e-9);

type Seen = Omit<FirstOrderPoint, "iterations"> & { readonly error: number };

class PrimalDual {
  readonly #program: SharesProgram;
  readonly #cohorts: number;
  /** Preconditioners: primal by cohort, dual by row. */
  readonly #tau: Float64Array;
  readonly #sigma: Float64Array;
  readonly #riseTau: number;
  #step = 1;
  #weight = 1;
  // Iterates, with the loads of the shares.
  #shares: Float64Array;
  #out: Float64Array;
  #rise = 0;
  #loads: Float64Array;
  #limit: Float64Array;
  #risePrices: Float64Array;
  // Trial iterates, exchanged with the above on acceptance.
  #nextShares: Float64Array;
  #nextOut: Float64Array;
  #nextLoads: Float64Array;
  #nextLimit: Float64Array;
  #nextRisePrices: Float64Array;
  // Weighted sums since the last restart.
  readonly #sumShares: Float64Array;
  readonly #sumOut: Float64Array;
  readonly #sumLimit: Float64Array;
  readonly #sumRisePrices: Float64Array;
  #sumRise = 0;
  #sumWeight = 0;
  // The iterate at the last restart, for the primal weight.
  readonly #anchorShares: Float64Array;
  readonly #anchorLimit: Float64Array;
  readonly #anchorRisePrices: Float64Array;
  readonly #priced: Float64Array;
  readonly #rowPrices: Float64Array;
  readonly #levels: Float64Array;

  constructor(program: SharesProgram) {
    const { map, rise } = program;
    this.#program = program;
    this.#cohorts = map.start.length - 1;
    const columns = () => new Float64Array(map.columns);
    const rows = () => new Float64Array(map.rows);
    const cohorts = () => new Float64Array(this.#cohorts);
    const ones = columns().fill(1);
    const rowSums = rows();
    map.loads(ones, rowSums);
    this.#sigma = rowSums.map((sum, i) => (sum > 0 && isRow(program, i) ? 1 / (sum + gainAt(rise, i)) : 0));
    const isPriced = this.#sigma.map((sigma) => (sigma > 0 ? 1 : 0));
    const columnSums = columns();
    map.prices(isPriced, columnSums);
    this.#tau = cohorts().map((_, c) => 1 / Math.max(1e-12, largest(columnSums, map.start, c)));
    this.#riseTau =
      rise === null ? 0 : 1 / rise.gain.reduce((sum, gain, i) => sum + gain * (isPriced[i] as number), 1e-12);
    this.#shares = columns();
    this.#out = cohorts();
    [this.#nextShares, this.#nextOut, this.#nextLoads] = [columns(), cohorts(), rows()];
    [this.#limit, this.#risePrices, this.#nextLimit, this.#nextRisePrices] = [rows(), rows(), rows(), rows()];
    [this.#sumShares, this.#sumOut, this.#sumLimit, this.#sumRisePrices] = [
      columns(),
      cohorts(),
      rows(),
      rows(),
    ];
    [this.#anchorShares, this.#anchorLimit, this.#anchorRisePrices] = [columns(), rows(), rows()];
    [this.#priced, this.#rowPrices, this.#levels] = [columns(), rows(), cohorts()];
    this.#loads = rows();
    this.#begin();
  }

  /** Every cohort spread evenly over its slots. */
  #begin(): void {
    const { map, most } = this.#program;
    for (let c = 0; c < this.#cohorts; c++) {
      const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
      const each = to > from ? Math.min(most[c] as number, 1 / (to - from)) : 0;
      this.#shares.fill(each, from, to);
      this.#out[c] = 1 - each * (to - from);
    }
    map.loads(this.#shares, this.#loads);
    this.#anchor();
    const costs = norm(this.#program.cost);
    const rooms = Math.sqrt(
      this.#program.room.reduce(
        (sum, room, i) => sum + ((this.#sigma[i] as number) > 0 && Number.isFinite(room) ? room * room : 0),
        0,
      ),
    );
    this.#weight = costs > 0 && rooms > 0 ? costs / rooms : 1;
  }

  #anchor(): void {
    this.#anchorShares.set(this.#shares);
    this.#anchorLimit.set(this.#limit);
    this.#anchorRisePrices.set(this.#risePrices);
  }

  /** One iteration; the step is shortened until it is safe. */
  step(k: number): void {
    const { map, rise } = this.#program;
    this.#price(this.#limit, this.#risePrices);
    for (;;) {
      this.#primal(this.#step);
      const nextRise =
        rise === null
          ? 0
          : Math.max(
              0,
              this.#rise -
                (this.#step / this.#weight) * this.#riseTau * (1 - worthOf(rise.gain, this.#risePrices)),
            );
      map.loads(this.#nextShares, this.#nextLoads);
      this.#dual(this.#step, nextRise);
      const safe = this.#safeStep(nextRise);
      const taken = this.#step;
      this.#step = Math.min((1 - (k + 1) ** -0.3) * safe, (1 + (k + 1) ** -0.6) * taken);
      if (taken > safe) continue;
      this.#accept(taken, nextRise);
      return;
    }
  }

  #price(limit: Float64Array, risePrices: Float64Array): void {
    const { map, rise } = this.#program;
    const rows = this.#rowPrices;
    rows.set(limit);
    if (rise !== null)
      for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] as number) + (risePrices[i] as number);
    map.prices(rows, this.#priced);
  }

  /** Each cohort's shares after a gradient step, projected back onto "sum to 1, none above its most". */
  #primal(step: number): void {
    const { map, cost, costOut, most } = this.#program;
    for (let c = 0; c < this.#cohorts; c++) {
      const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
      const tau = (step / this.#weight) * (this.#tau[c] as number);
      for (let j = from; j < to; j++)
        this.#nextShares[j] =
          (this.#shares[j] as number) - tau * ((cost[j] as number) + (this.#priced[j] as number));
      const out = (this.#out[c] as number) - tau * (costOut[c] as number);
      this.#levels[c] = projectionLevel(
        this.#nextShares,
        from,
        to,
        out,
        most[c] as number,
        this.#levels[c] as number,
      );
      const level = this.#levels[c] as number;
      const cap = most[c] as number;
      for (let j = from; j < to; j++)
        this.#nextShares[j] = Math.min(cap, Math.max(0, (this.#nextShares[j] as number) - level));
      this.#nextOut[c] = Math.min(1, Math.max(0, out - level));
    }
  }

  #dual(step: number, nextRise: number): void {
    const { room, rise } = this.#program;
    const scale = step * this.#weight;
    for (let i = 0; i < room.length; i++) {
      const sigma = scale * (this.#sigma[i] as number);
      if (sigma === 0) continue;
      const ahead = 2 * (this.#nextLoads[i] as number) - (this.#loads[i] as number);
      this.#nextLimit[i] = Number.isFinite(room[i] as number)
        ? Math.max(0, (this.#limit[i] as number) + sigma * (ahead - (room[i] as number)))
        : 0;
      if (rise === null || (rise.gain[i] as number) === 0) continue;
      const over = ahead - (rise.gain[i] as number) * (2 * nextRise - this.#rise) - (rise.flat[i] as number);
      this.#nextRisePrices[i] = Math.max(0, (this.#risePrices[i] as number) + sigma * over);
    }
  }

  /** The longest step at which this move would have been a contraction. */
  #safeStep(nextRise: number): number {
    const { map, rise } = this.#program;
    let [primal, dual, crossed] = [0, 0, 0];
    for (let c = 0; c < this.#cohorts; c++) {
      const end = map.start[c + 1] as number;
      let sum = ((this.#nextOut[c] as number) - (this.#out[c] as number)) ** 2;
      for (let j = map.start[c] as number; j < end; j++)
        sum += ((this.#nextShares[j] as number) - (this.#shares[j] as number)) ** 2;
      primal += sum / (this.#tau[c] as number);
    }
    const risen = nextRise - this.#rise;
    if (rise !== null) primal += risen ** 2 / this.#riseTau;
    for (let i = 0; i < this.#sigma.length; i++) {
      const sigma = this.#sigma[i] as number;
      if (sigma === 0) continue;
      const limited = (this.#nextLimit[i] as number) - (this.#limit[i] as number);
      const loaded = (this.#nextLoads[i] as number) - (this.#loads[i] as number);
      dual += limited ** 2 / sigma;
      crossed += limited * loaded;
      if (rise === null) continue;
      const priced = (this.#nextRisePrices[i] as number) - (this.#risePrices[i] as number);
      dual += priced ** 2 / sigma;
      crossed += priced * (loaded - (rise.gain[i] as number) * risen);
    }
    const moved = 0.5 * this.#weight * primal + (0.5 / this.#weight) * dual;
    return crossed === 0 ? Number.POSITIVE_INFINITY : moved / Math.abs(crossed);
  }

  #accept(taken: number, nextRise: number): void {
    [this.#shares, this.#nextShares] = [this.#nextShares, this.#shares];
    [this.#out, this.#nextOut] = [this.#nextOut, this.#out];
    [this.#loads, this.#nextLoads] = [this.#nextLoads, this.#loads];
    [this.#limit, this.#nextLimit] = [this.#nextLimit, this.#limit];
    [this.#risePrices, this.#nextRisePrices] = [this.#nextRisePrices, this.#risePrices];
    this.#rise = nextRise;
    addScaled(this.#sumShares, this.#shares, taken);
    addScaled(this.#sumOut, this.#out, taken);
    addScaled(this.#sumLimit, this.#limit, taken);
    if (this.#program.rise !== null) addScaled(this.#sumRisePrices, this.#risePrices, taken);
    this.#sumRise += taken * this.#rise;
    this.#sumWeight += taken;
  }

  /** The average since the last restart, or the iterate, whichever is better. */
  look(): Seen {
    const iterate = this.#seen(this.#shares, this.#out, this.#limit, this.#risePrices);
    if (this.#sumWeight === 0) return iterate;
    const by = 1 / this.#sumWeight;
    const mean = (sum: Float64Array): Float64Array => sum.map((value) => value * by);
    const average = this.#seen(
      mean(this.#sumShares),
      mean(this.#sumOut),
      mean(this.#sumLimit),
      mean(this.#sumRisePrices),
    );
    this.#betterIsAverage = average.error <= iterate.error;
    return this.#betterIsAverage ? average : iterate;
  }
  #betterIsAverage = false;

  /** From the better of the two on, with steps balanced by how far both sides have moved. */
  restart(): void {
    if (this.#betterIsAverage && this.#sumWeight > 0) {
      const by = 1 / this.#sumWeight;
      this.#sumShares.forEach((sum, j) => (this.#shares[j] = sum * by));
      this.#sumOut.forEach((sum, c) => (this.#out[c] = sum * by));
      this.#sumLimit.forEach((sum, i) => (this.#limit[i] = sum * by));
      this.#sumRisePrices.forEach((sum, i) => (this.#risePrices[i] = sum * by));
      this.#rise = this.#sumRise * by;
      this.#program.map.loads(this.#shares, this.#loads);
    }
    const primal = Math.sqrt(squares(this.#shares, this.#anchorShares));
    const dual = Math.sqrt(
      squares(this.#limit, this.#anchorLimit) + squares(this.#risePrices, this.#anchorRisePrices),
    );
    if (primal > 1e-12 && dual > 1e-12)
      this.#weight = Math.exp(0.5 * Math.log(dual / primal) + 0.5 * Math.log(this.#weight));
    this.#anchor();
    for (const sum of [this.#sumShares, this.#sumOut, this.#sumLimit, this.#sumRisePrices]) sum.fill(0);
    [this.#sumRise, this.#sumWeight] = [0, 0];
  }

  #seen(shares: Float64Array, out: Float64Array, limit: Float64Array, risePrices: Float64Array): Seen {
    const { map, cost, costOut } = this.#program;
    const loads = new Float64Array(map.rows);
    map.loads(shares, loads);
    const rise = this.#riseNeeded(loads);
    const value = dot(cost, shares) + dot(costOut, out) + (rise ?? 0);
    const violation = this.#violation(loads);
    const bound = this.#bound(limit, risePrices);
    const gap = Math.abs(value - bound) / Math.max(1e-9, Math.abs(value));
    return {
      shares: Float64Array.from(shares),
      out: Float64Array.from(out),
      rise,
      value,
      violation,
      limitPrices: Float64Array.from(limit),
      risePrices: Float64Array.from(risePrices),
      bound,
      error: Math.max(gap, violation),
    };
  }

  #riseNeeded(loads: Float64Array): number | null {
    const { rise } = this.#program;
    if (rise === null) return null;
    let needed = 0;
    for (let i = 0; i < loads.length; i++)
      if ((rise.gain[i] as number) > 0)
        needed = Math.max(
          needed,
          ((loads[i] as number) - (rise.flat[i] as number)) / (rise.gain[i] as number),
        );
    return needed;
  }

  /** Largest excess over a row's room, in shares of a capacity. */
  #violation(loads: Float64Array): number {
    const { room } = this.#program;
    let worst = 0;
    for (let i = 0; i < loads.length; i++)
      if ((this.#sigma[i] as number) > 0) worst = Math.max(worst, (loads[i] as number) - (room[i] as number));
    return worst;
  }

  /** Weak duality: cheapest shares at these prices, less what the priced rooms are worth. */
  #bound(limit: Float64Array, risePrices: Float64Array): number {
    const { map, cost, costOut, most, room, rise } = this.#program;
    const unit = rise === null ? 1 : Math.max(1, worthOf(rise.gain, risePrices));
    this.#price(limit, risePrices);
    let bound = 0;
    for (let i = 0; i < room.length; i++) {
      if ((limit[i] as number) > 0) bound -= (limit[i] as number) * (room[i] as number);
      if (rise !== null && (risePrices[i] as number) > 0)
        bound -= (risePrices[i] as number) * (rise.flat[i] as number);
    }
    const priced = this.#priced;
    if (unit > 1) bound /= unit;
    for (let c = 0; c < this.#cohorts; c++) {
      const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
      bound += cheapest(cost, priced, 1 / unit, from, to, most[c] as number, costOut[c] as number);
    }
    return bound;
  }
}

const isRow = ({ room, rise }: SharesProgram, i: number): boolean =>
  Number.isFinite(room[i] as number) || (rise !== null && (rise.gain[i] as number) > 0);
const gainAt = (rise: SharesProgram["rise"], i: number): number =>
  rise === null ? 0 : (rise.gain[i] as number);

function largest(values: Float64Array, start: Int32Array, c: number): number {
  let most = 0;
  for (let j = start[c] as number; j < (start[c + 1] as number); j++)
    most = Math.max(most, values[j] as number);
  return most;
}

function worthOf(gain: Float64Array, prices: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < gain.length; i++) sum += (gain[i] as number) * (prices[i] as number);
  return sum;
}

function addScaled(into: Float64Array, values: Float64Array, by: number): void {
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + by * (values[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function squares(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
}

const norm = (values: Float64Array): number => Math.sqrt(dot(values, values));
