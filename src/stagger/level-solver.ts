/**
 * One level of a task, small or large. A small program goes to the solver whole. A large one is first priced without a matrix
 * (first-order.ts); the rows and columns that matter then make a reduced program for the solver, and what it misses (a row that
 * its answer breaks, a column cheaper at its prices than one it uses) is added, a few rounds at most, until nothing is missing:
 * then its answer is the optimum of the whole. Work is counted, never timed.
 */
import type { Goal } from "../scenario/scenario.js";
import { riseBases } from "../service/rise.js";
import { LIMIT_TOLERANCE } from "../service/service.js";
import type { CohortDemand } from "../service/demand.js";
import { type Effort, firstOrder, type FirstOrderPoint, type SharesProgram } from "./first-order.js";
import type { Solution, Solver } from "./glpk.js";
import { LoadMap } from "./load-map.js";
import {
  type BuiltProgram,
  buildProgram,
  everything,
  type Level,
  RISE_PENALTY,
  type Selection,
  type Task,
  unscheduledPenalty,
} from "./program.js";

/** Shares and prices in the program's own units: the best point found, and what shows how good it is. */
export type SolvedShares = {
  /** By cohort and position, and left out by cohort; of the whole task. */
  readonly shares: readonly Float64Array[];
  readonly out: Float64Array;
  /** Least rise, where the level seeks it. */
  readonly rise: number;
  /** In units of the level per share of a service's capacity, by row (service x slots + slot). */
  readonly limitPrices: Float64Array;
  readonly risePrices: Float64Array;
  /** In units of the level for the whole fleet left out. */
  readonly heldPrice: number;
  /** False: the solver found nothing in the work allowed, and these are first-order shares that may exceed limits a little. */
  readonly isSolved: boolean;
};

/**
 * Columns up to which the whole program is solved as it is: faster than choosing. Where the least rise is held, nearly every row is
 * full and the reduced program hardly smaller (measured with 9,200 columns: 8 s whole, 12 s in rounds).
 */
const SMALL = { fastest: 2_500, flattest: 12_000 };
/** Columns and rows beyond which the simplex method is not tried: it stalls (facts: 12,000 tight rows, 244 s, no answer). */
const MOST_COLUMNS = 40_000;
const MOST_ROWS = 6_000;
/** Rounds of missing rows and columns. */
const ROUNDS = 12;
/** A row matters from this share of its room on. */
const NEARLY_FULL = 0.85;
/** A column matters from this share of what may be in its slot on. */
const USED = 1e-3;
/** Columns beside those used that each cohort may choose from, by price. */
const SPARE = 10;
/** What is missing may be worth this share of the cost. */
const WORTH = 1e-7;
/** Relative gap at which first-order shares are the best there are. */
const PROVEN = 1e-6;
/** Shares of a capacity by which a load may exceed its room. */
const TOLERANCE = 1e-6;

const CHOOSING = { iterations: 160, gap: 1e-5 };
/** Levels without a cost of each slot: countless staggers are best, and the simplex method wanders among them. */
const EVEN = { iterations: 1_000, gap: 1e-5 };
/** Where the simplex method is not tried, the prices themselves must be good. */
const ALONE = { iterations: 700, gap: 2e-4 };

export class LevelSolver {
  readonly #task: Task;
  readonly #solve: Solver;
  readonly #columns: number;
  readonly #small: number;
  #map: LoadMap | null = null;
  #selection: Selection | null = null;

  /** @param small columns up to which the whole program is solved */
  constructor(task: Task, goal: Goal, solve: Solver, small = SMALL[goal]) {
    this.#small = small;
    this.#columns = task.usable.reduce((sum, [from, to]) => sum + to - from, 0);
    this.#task = task;
    this.#solve = solve;
  }

  /** Whether levels are priced before they are solved. */
  get isLarge(): boolean {
    return this.#columns > this.#small;
  }

  /** @param anew whether rows and columns are chosen anew, and not those that mattered to the level before */
  solve(asked: Level, anew = true): SolvedShares {
    // A few columns may not suffice for everybody: a price holds the devices left out, and new columns bring them in.
    const level: Level = { ...asked, unscheduledAtMost: null };
    const found = this.isLarge ? this.#inParts(level, anew) : this.#whole(asked);
    return found ?? this.#priced(level, ALONE);
  }

  /** Null: the solver has no answer. */
  #whole(level: Level): SolvedShares | null {
    const selection = everything(this.#task);
    const built = buildProgram(this.#task, level, selection);
    const solution = this.#solve(built.program);
    return solution.status === "optimal" ? solvedShares(this.#task, built, solution, selection) : null;
  }

  #inParts(level: Level, anew: boolean): SolvedShares | null {
    if (level.name !== "exposure") return this.#priced(level, EVEN);
    if (this.#columns > MOST_COLUMNS) return null;
    const { map, program } = this.#sharesProgram(level);
    const known = this.#selection;
    const selection =
      known !== null && !anew
        ? known
        : chosen(this.#task, map, program, firstOrder(program, CHOOSING), known);
    this.#selection = selection;
    const solved = this.#rounds(level, map, program, selection);
    return solved === null ? null : { ...solved, heldPrice: priceOfOut(this.#task, level) };
  }

  #priced(level: Level, effort: Effort): SolvedShares {
    const { map, program } = this.#sharesProgram(level);
    const priced = alone(this.#task, map, firstOrder(program, effort), costUnit(this.#task, level));
    return { ...priced, heldPrice: level.name === "exposure" ? priceOfOut(this.#task, level) : 0 };
  }

  #sharesProgram(level: Level): { readonly map: LoadMap; readonly program: SharesProgram } {
    const map = (this.#map ??= new LoadMap(this.#task));
    return { map, program: sharesProgram(this.#task, level, map) };
  }

  /** Null: no answer within the work allowed. */
  #rounds(level: Level, map: LoadMap, program: SharesProgram, selection: Selection): SolvedShares | null {
    const isIn = membership(selection, this.#task, map);
    for (let round = 0; round < ROUNDS; round++) {
      const built = buildProgram(this.#task, level, selection);
      if (built.loadRows.length > MOST_ROWS) return null;
      const solution = this.#solve(built.program);
      if (solution.status !== "optimal") return null;
      const solved = solvedShares(this.#task, built, solution, selection);
      const rows = brokenRows(map, program, solved, this.#task);
      const columns = missingColumns(this.#task, map, program, level, solved, isIn);
      for (const row of rows) selection.rows[row] = 1;
      if (rows.length === 0 && columns.worth <= WORTH * Math.max(1e-12, columns.cost)) return solved;
      (selection.positions as Int32Array[]).forEach((_, c) => {
        const more = columns.positions[c] as readonly number[];
        if (more.length > 0)
          (selection.positions as Int32Array[])[c] = Int32Array.from([
            ...(selection.positions[c] as Int32Array),
            ...more,
          ]).sort();
      });
    }
    return null;
  }
}

/** The level in shares, its cost divided by that of the whole fleet left out. */
function sharesProgram(task: Task, level: Level, map: LoadMap): SharesProgram {
  const { demands, services, slots } = task;
  const unit = costUnit(task, level);
  const cost = new Float64Array(map.columns);
  const costOut = new Float64Array(demands.length);
  demands.forEach((demand, c) => {
    const { cohort, behaviour } = demand;
    const [from, to] = task.usable[c] as readonly [number, number];
    if (level.name === "exposure")
      for (let p = from; p < to; p++)
        cost[(map.start[c] as number) + p - from] =
          (cohort.devices * (behaviour.exposure[p] as number)) / unit;
    costOut[c] = outCost(level, demand, devicesOf(task), 0) / unit;
  });
  const room = new Float64Array(map.rows).fill(Number.POSITIVE_INFINITY);
  const bases = riseBases(services);
  const gain = new Float64Array(map.rows);
  const flat = new Float64Array(map.rows);
  services.forEach(({ capacity, limit, background }, r) => {
    if (capacity === null || limit === null) return;
    const base = task.rising === undefined || task.rising === r ? (bases[r] ?? null) : null;
    for (let t = 0; t < slots; t++) {
      const row = r * slots + t;
      const carried = background[t] as number;
      room[row] = ((limit[t] as number) * (1 + LIMIT_TOLERANCE) - carried) / capacity;
      if (base === null) continue;
      const least = base - carried / capacity;
      if (level.name === "rise") [gain[row], flat[row]] = [1 - base, least];
      else if (level.riseAtMost !== null)
        room[row] = Math.min(room[row] as number, least + level.riseAtMost * (1 - base));
    }
  });
  const most = Float64Array.from(demands, (demand) =>
    Math.min(1, demand.mostPerSlot / demand.cohort.devices),
  );
  return { map, cost, costOut, most, room, rise: level.name === "rise" ? { gain, flat } : null };
}

const devicesOf = ({ demands }: Task): number => demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);

function costUnit(task: Task, { name }: Level): number {
  if (name === "rise") return 1;
  if (name === "unscheduled") return devicesOf(task);
  const all = task.demands.reduce(
    (sum, { cohort, behaviour }) => sum + cohort.devices * behaviour.unscheduledExposure,
    0,
  );
  return all > 0 ? all : 1;
}

/** Of a whole cohort left out; without the price of holding that (`heldPrice`), dearer than any slot. */
function outCost(
  level: Level,
  { cohort, behaviour }: CohortDemand,
  fleet: number,
  heldPrice: number,
): number {
  const exposure = cohort.devices * behaviour.unscheduledExposure;
  switch (level.name) {
    case "unscheduled":
      return cohort.devices;
    case "rise":
      return (cohort.devices / fleet) * (heldPrice === 0 ? RISE_PENALTY : heldPrice);
    case "exposure":
      return heldPrice === 0
        ? unscheduledPenalty(level) * exposure
        : exposure + (cohort.devices / fleet) * heldPrice;
  }
}

/** What the penalty says of holding the fleet's devices in; the certificate looks for a better one from there. */
function priceOfOut(task: Task, level: Level): number {
  const longest = task.demands.reduce(
    (most, { behaviour }) => Math.max(most, behaviour.unscheduledExposure),
    0,
  );
  return (unscheduledPenalty(level) - 1) * longest * devicesOf(task);
}

/** Rows nearly full or priced, columns used or cheap, and whatever mattered before. */
function chosen(
  task: Task,
  map: LoadMap,
  program: SharesProgram,
  point: FirstOrderPoint,
  before: Selection | null,
): Selection {
  const loads = new Float64Array(map.rows);
  map.loads(point.shares, loads);
  const rows = Uint8Array.from(loads, (load, i) => {
    const isPriced = (point.limitPrices[i] as number) > 0 || (point.risePrices[i] as number) > 0;
    const rising = program.rise === null ? 0 : (program.rise.gain[i] as number);
    const flat =
      rising > 0 ? (program.rise?.flat[i] as number) + rising * (point.rise ?? 0) : Number.POSITIVE_INFINITY;
    const room = Math.min(program.room[i] as number, flat);
    return isPriced || (before?.rows[i] ?? 0) === 1 || (Number.isFinite(room) && load >= NEARLY_FULL * room)
      ? 1
      : 0;
  });
  const priced = new Float64Array(map.columns);
  map.prices(
    point.limitPrices.map((price, i) => price + (point.risePrices[i] as number)),
    priced,
  );
  const positions = task.demands.map((_, c) => {
    const [from, to] = task.usable[c] as readonly [number, number];
    const first = (map.start[c] as number) - from;
    const most = program.most[c] as number;
    const value = (p: number): number => (program.cost[first + p] as number) + (priced[first + p] as number);
    const all = Array.from({ length: to - from }, (_, i) => from + i);
    const cheap = [...all].sort((a, b) => value(a) - value(b) || a - b).slice(0, Math.ceil(1 / most) + SPARE);
    const wanted = new Set([...cheap, ...(before?.positions[c] ?? [])]);
    for (const p of all) if ((point.shares[first + p] as number) > USED * most) wanted.add(p);
    return Int32Array.from(wanted).sort();
  });
  return { positions, rows };
}

/** By column of the map: whether it is in the selection. */
function membership({ positions }: Selection, task: Task, map: LoadMap): Uint8Array {
  const isIn = new Uint8Array(map.columns);
  positions.forEach((chosenHere, c) => {
    const first = (map.start[c] as number) - (task.usable[c]?.[0] ?? 0);
    for (const p of chosenHere) isIn[first + p] = 1;
  });
  return isIn;
}

function sharesOf(task: Task, map: LoadMap, { shares }: SolvedShares): Float64Array {
  const flat = new Float64Array(map.columns);
  shares.forEach((own, c) => {
    const [from, to] = task.usable[c] as readonly [number, number];
    flat.set(own.subarray(from, to), map.start[c] as number);
  });
  return flat;
}

/** Rows whose load exceeds its room. */
function brokenRows(
  map: LoadMap,
  { room, rise }: SharesProgram,
  solved: SolvedShares,
  task: Task,
): readonly number[] {
  const loads = new Float64Array(map.rows);
  map.loads(sharesOf(task, map, solved), loads);
  const broken: number[] = [];
  for (let i = 0; i < loads.length; i++) {
    const gain = rise?.gain[i] ?? 0;
    const flat = gain > 0 ? (rise?.flat[i] as number) + gain * solved.rise : Number.POSITIVE_INFINITY;
    if ((loads[i] as number) > Math.min(room[i] as number, flat) + TOLERANCE) broken.push(i);
  }
  return broken;
}

type Missing = {
  /** Positions to add, by cohort. */
  readonly positions: readonly (readonly number[])[];
  /** What all columns could do better than those there are, at these prices, and what the cost is. */
  readonly worth: number;
  readonly cost: number;
};

/** Columns that are cheaper at these prices than some that their cohort uses. */
function missingColumns(
  task: Task,
  map: LoadMap,
  program: SharesProgram,
  level: Level,
  solved: SolvedShares,
  isIn: Uint8Array,
): Missing {
  const unit = costUnit(task, level);
  const priced = new Float64Array(map.columns);
  map.prices(
    solved.limitPrices.map((price, i) => (price + (solved.risePrices[i] as number)) / unit),
    priced,
  );
  let [worth, cost] = [0, 0];
  const positions = task.demands.map((_, c) => {
    const [from, to] = task.usable[c] as readonly [number, number];
    const first = map.start[c] as number;
    const values = Array.from(
      { length: to - from },
      (_, i) => (program.cost[first + i] as number) + (priced[first + i] as number),
    );
    const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
    const most = program.most[c] as number;
    const out = outCost(level, task.demands[c] as CohortDemand, devicesOf(task), solved.heldPrice) / unit;
    const all = cheapestOf(order, values, most, out);
    const own = cheapestOf(
      order.filter((i) => isIn[first + i] === 1),
      values,
      most,
      out,
    );
    cost += Math.abs(own.cost);
    const gain = own.cost - all.cost;
    if (!(gain > 0)) return [];
    worth += gain;
    const more = order.filter((i) => isIn[first + i] === 0 && (values[i] as number) < own.dearest);
    for (const i of more) isIn[first + i] = 1;
    return more.map((i) => from + i);
  });
  return { positions, worth, cost };
}

/** The cheapest columns, each up to `most`, and the dearest of them; out of the program where they do not suffice. */
function cheapestOf(
  order: readonly number[],
  values: readonly number[],
  most: number,
  out: number,
): { readonly cost: number; readonly dearest: number } {
  let [left, cost, dearest] = [1, 0, Number.NEGATIVE_INFINITY];
  for (const i of order) {
    if (left <= 1e-12 || (values[i] as number) >= out) break;
    const taken = Math.min(left, most);
    cost += taken * (values[i] as number);
    dearest = values[i] as number;
    left -= taken;
  }
  return left <= 1e-12 ? { cost, dearest } : { cost: cost + left * out, dearest: out };
}

function solvedShares(
  task: Task,
  built: BuiltProgram,
  { values, prices }: Extract<Solution, { status: "optimal" }>,
  selection: Selection,
): SolvedShares {
  const { slots, services, demands } = task;
  const limitPrices = new Float64Array(services.length * slots);
  const risePrices = new Float64Array(services.length * slots);
  for (const { row, kind, service, slot } of built.loadRows) {
    const price = Math.max(0, -(prices[row] as number)) * built.unit;
    (kind === "limit" ? limitPrices : risePrices)[service * slots + slot] = price;
  }
  return {
    shares: demands.map(({ behaviour }, c) => {
      const own = new Float64Array(behaviour.slots.length);
      selection.positions[c]?.forEach(
        (p, i) => (own[p] = clamp(values[(built.waveColumn[c] as number) + i] as number)),
      );
      return own;
    }),
    out: Float64Array.from(demands, (_, c) => clamp(values[built.unscheduledColumn[c] as number] as number)),
    rise: built.riseColumn === null ? 0 : Math.max(0, values[built.riseColumn] as number),
    limitPrices,
    risePrices,
    heldPrice: built.heldRow === null ? 0 : Math.max(0, -(prices[built.heldRow] as number)) * built.unit,
    isSolved: true,
  };
}

/** First-order shares and prices as an answer; `unit` is that of the level's cost. */
function alone(task: Task, map: LoadMap, point: FirstOrderPoint, unit: number): SolvedShares {
  return {
    shares: task.demands.map(({ behaviour }, c) => {
      const own = new Float64Array(behaviour.slots.length);
      const [from] = task.usable[c] as readonly [number, number];
      own.set(point.shares.subarray(map.start[c] as number, map.start[c + 1] as number), from);
      return own;
    }),
    out: point.out,
    rise: point.rise ?? 0,
    limitPrices: point.limitPrices.map((price) => price * unit),
    risePrices: point.risePrices.map((price) => price * unit),
    heldPrice: 0,
    isSolved: point.violation <= TOLERANCE && point.value - point.bound <= PROVEN * point.value,
  };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
