/** Which rows and columns of a large program make its reduced one, and what an answer of that one misses of the whole. */
import type { CohortDemand } from "../service/demand.js";
import type { FirstOrderPoint } from "./first-order.js";
import type { LoadMap } from "./load-map.js";
import type { Level, Selection, Task } from "./program.js";
import { costUnit, devicesOf, outCost, roomAtRise, type SharesProgram } from "./shares-program.js";
import { type SolvedShares, TOLERANCE } from "./solved-shares.js";

/** A row matters from this share of its room on. */
const NEARLY_FULL = 0.85;
/** A column matters from this share of what may be in its slot on. */
const USED = 0.03;
/** Columns beside those used that each cohort may choose from, by price. */
const SPARE = 2;

/** Rows nearly full or priced, columns used or cheap. */
export function chosen(task: Task, map: LoadMap, program: SharesProgram, point: FirstOrderPoint): Selection {
  const loads = new Float64Array(map.rows);
  map.loads(point.shares, loads);
  const rooms = roomAtRise(program, point.rise ?? 0);
  const rows = Uint8Array.from(loads, (load, i) => {
    const isPriced = (point.limitPrices[i] as number) > 0 || (point.risePrices[i] as number) > 0;
    const room = rooms[i] as number;
    const isNearlyFull = Number.isFinite(room) && load >= NEARLY_FULL * room;
    return isPriced || isNearlyFull ? 1 : 0;
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
    const wanted = new Set(cheap);
    for (const p of all) if ((point.shares[first + p] as number) > USED * most) wanted.add(p);
    return Int32Array.from(wanted).sort();
  });
  return { positions, rows };
}

/** By column of the map: whether it is in the selection. */
export function membership({ positions }: Selection, task: Task, map: LoadMap): Uint8Array {
  const isIn = new Uint8Array(map.columns);
  positions.forEach((chosenHere, c) => {
    const first = (map.start[c] as number) - (task.usable[c]?.[0] ?? 0);
    for (const p of chosenHere) isIn[first + p] = 1;
  });
  return isIn;
}

/** By column of the map. */
export function flatShares(task: Task, map: LoadMap, { shares }: SolvedShares): Float64Array {
  const flat = new Float64Array(map.columns);
  shares.forEach((own, c) => {
    const [from, to] = task.usable[c] as readonly [number, number];
    flat.set(own.subarray(from, to), map.start[c] as number);
  });
  return flat;
}

/** Beside cheaper columns, those dearer by this share of what the cohort's own differ are the next to be cheaper. */
const MARGIN = 0.3;
/** Beside a broken row, those this full are the next to break. */
const NEXT = 0.97;

/** Rows whose load exceeds its room; where there are any, also the nearly full ones. None where nothing is broken. */
export function brokenRows(
  map: LoadMap,
  program: SharesProgram,
  solved: SolvedShares,
  task: Task,
): readonly number[] {
  const loads = new Float64Array(map.rows);
  map.loads(flatShares(task, map, solved), loads);
  const rooms = roomAtRise(program, solved.rise);
  const full: number[] = [];
  let isBroken = false;
  for (let i = 0; i < loads.length; i++) {
    const most = rooms[i] as number;
    if ((loads[i] as number) >= NEXT * most) full.push(i);
    isBroken ||= (loads[i] as number) > most + TOLERANCE;
  }
  return isBroken ? full : [];
}

type Missing = {
  /** Positions to add, by cohort. */
  readonly positions: readonly (readonly number[])[];
  /** What all columns could do better than those there are, at these prices, and what the cost is. */
  readonly worth: number;
  readonly cost: number;
};

/** Columns that are cheaper at these prices than some that their cohort uses. */
export function missingColumns(
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
    const cheap = own.dearest + MARGIN * (own.dearest - (values[order[0] as number] as number));
    const more = order.filter((i) => isIn[first + i] === 0 && (values[i] as number) < cheap);
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
