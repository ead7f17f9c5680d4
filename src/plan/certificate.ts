/**
 * The certificate: how good the plan is, shown by prices alone.
 *
 * For any prices y >= 0 of the limits, weak duality gives a value that no stagger can beat: let every cohort choose its slots
 * freely at exposure plus priced load, at most `mostPerSlot` a slot, and take away what the priced limits are worth. The sums
 * run over the full model in plain arithmetic; the solver that found the prices is not asked again.
 */
import type { Grid } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import {
  type CohortDemand,
  type LoadPrices,
  pricedWaves,
  type Stagger,
  exposureOf,
} from "../service/demand.js";
import { takingTurns, turnsIn } from "../service/group.js";
import { riseAllowed, riseBases, risingCapacity } from "../service/rise.js";
import { LIMIT_TOLERANCE, type Service } from "../service/service.js";
import { TOLERANCE } from "./deviation.js";
import type { Certificate, Level, Price } from "./plan.js";

/** The program whose value is bounded: the demands, the positions open to each cohort, and the services. */
export type BoundedProgram = {
  readonly grid: Grid;
  readonly demands: readonly CohortDemand[];
  readonly usable: readonly (readonly [from: number, to: number])[];
  readonly services: readonly Service[];
};

/** What the devices that take turns add to a level beside the program: the same in its value and in its bound. */
export type Beside = { readonly unscheduled: number; readonly exposure: number };

export function besideOf(
  rollout: Pick<Rollout, "demands" | "groups">,
  stagger: Stagger,
  unscheduled: ArrayLike<number>,
): Beside {
  const isMember = takingTurns(rollout);
  const out = Array.from(unscheduled, (devices, c) => (isMember[c] === true ? devices : 0));
  return {
    unscheduled: out.reduce((sum, devices) => sum + devices, 0),
    exposure: exposureOf(rollout.demands, turnsIn(isMember, stagger), out),
  };
}

export const besideIn = (beside: Beside, name: Level["name"]): number => (name === "rise" ? 0 : beside[name]);

export type LevelPrices = {
  readonly limitPrices: LoadPrices;
  readonly risePrices: LoadPrices;
  /** Of holding the unscheduled devices at `held.unscheduled`; ignored where that is 0. */
  readonly heldPrice: number;
};

/** Values of the plan at the levels before, without what stands beside the program. */
export type Held = { readonly unscheduled: number; readonly rise: number | null };

/** Relative error of summing some 1e5 products in double precision, taken off every bound. */
const ROUNDING = 1e-13;
const PROVEN = 1e-6;

/** A lower bound of the level's value over every stagger that keeps the earlier levels at the plan's values. */
export function levelBound(
  program: BoundedProgram,
  name: Level["name"],
  prices: LevelPrices,
  held: Held,
): number {
  if (name === "unscheduled" && held.unscheduled === 0) return 0;
  const scaled = name === "rise" ? withinUnitRise(program.services, prices) : prices;
  const worth = pricedRoom(program, name, scaled, held.rise);
  const total = scaled.limitPrices.map((limit, r) =>
    limit.map((price, t) => price + (scaled.risePrices[r]?.[t] ?? 0)),
  );
  let [sum, size] = [-worth.sum, worth.size];
  program.demands.forEach((demand, c) => {
    const least = cheapestChoice(
      demand,
      program.usable[c] as readonly [number, number],
      name,
      total,
      scaled.heldPrice,
      held,
    );
    sum += demand.cohort.devices * least;
    size += Math.abs(demand.cohort.devices * least);
  });
  if (name !== "unscheduled" && held.unscheduled > 0) {
    sum -= scaled.heldPrice * held.unscheduled;
    size += scaled.heldPrice * held.unscheduled;
  }
  return Math.max(0, sum - ROUNDING * size);
}

/** The rise column's own dual row: the priced rises may not be worth more than one rise. */
function withinUnitRise(services: readonly Service[], prices: LevelPrices): LevelPrices {
  const bases = riseBases(services);
  const worth = services.reduce((sum, service, r) => {
    const base = bases[r] ?? null;
    if (service.capacity === null || base === null) return sum;
    const priced = (prices.risePrices[r] as Float64Array).reduce(
      (total, price, t) => (price === 0 ? total : total + price * risingCapacity(service, t)),
      0,
    );
    return sum + priced * (1 - base);
  }, 0);
  if (worth <= 1) return prices;
  const shrink = (rows: LoadPrices): LoadPrices => rows.map((row) => row.map((price) => price / worth));
  return {
    limitPrices: shrink(prices.limitPrices),
    risePrices: shrink(prices.risePrices),
    heldPrice: prices.heldPrice / worth,
  };
}

/** What the limits (and the held rise) leave above the background, at these prices. */
function pricedRoom(
  { services }: BoundedProgram,
  name: Level["name"],
  { limitPrices, risePrices }: LevelPrices,
  heldRise: number | null,
): { sum: number; size: number } {
  const bases = riseBases(services);
  let [sum, size] = [0, 0];
  const take = (price: number, room: number): void => {
    if (price === 0) return;
    sum += price * room;
    size += Math.abs(price * room);
  };
  services.forEach((service, r) => {
    const { capacity, limit, background } = service;
    const base = bases[r] ?? null;
    background.forEach((carried, t) => {
      if (limit !== null)
        take(limitPrices[r]?.[t] ?? 0, (limit[t] as number) * (1 + LIMIT_TOLERANCE) - carried);
      if (capacity === null || base === null) return;
      const rise = name === "rise" ? 0 : (heldRise ?? 0);
      take(risePrices[r]?.[t] ?? 0, (base + rise * (1 - base)) * risingCapacity(service, t) - carried);
    });
  });
  return { sum, size };
}

/** Least cost of one device of a cohort: its cheapest slots, each up to its most, or unscheduled where that is allowed. */
function cheapestChoice(
  demand: CohortDemand,
  [from, to]: readonly [number, number],
  name: Level["name"],
  prices: LoadPrices,
  heldPrice: number,
  held: Held,
): number {
  const priced = pricedWaves(demand, prices);
  const { exposure, unscheduledExposure } = demand.behaviour;
  const costs = Array.from(
    { length: to - from },
    (_, i) => (priced[from + i] as number) + (name === "exposure" ? (exposure[from + i] as number) : 0),
  );
  costs.sort((a, b) => a - b);
  const most = Math.min(1, demand.mostPerSlot / demand.cohort.devices);
  const out =
    name === "unscheduled"
      ? 1
      : held.unscheduled === 0
        ? Number.POSITIVE_INFINITY
        : heldPrice + (name === "exposure" ? unscheduledExposure : 0);
  let [left, sum] = [1, 0];
  for (const cost of costs) {
    if (left <= 0 || cost >= out) break;
    const taken = Math.min(left, most);
    sum += taken * cost;
    left -= taken;
  }
  // What remains of 1 after whole shares of `most` is rounding, not a device, unless being out is the cheaper choice.
  return left > 1e-12 ? sum + left * (Number.isFinite(out) ? out : (costs.at(-1) ?? 0)) : sum;
}

/** The held price that gives the best bound: the bound is concave in it, so a search by thirds finds the top. */
export function bestHeldPrice(
  program: BoundedProgram,
  name: Level["name"],
  prices: LevelPrices,
  held: Held,
): number {
  if (name === "unscheduled" || held.unscheduled === 0) return 0;
  const at = (heldPrice: number): number => levelBound(program, name, { ...prices, heldPrice }, held);
  let [low, high] = [0, Math.max(1, 4 * prices.heldPrice)];
  while (at(2 * high) > at(high) && high < 1e12) high *= 2;
  high *= 2;
  for (let step = 0; step < 60; step++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (at(a) < at(b)) low = a;
    else high = b;
  }
  const found = (low + high) / 2;
  const best = at(found) >= at(prices.heldPrice) ? found : prices.heldPrice;
  // Where as many are left out whatever they cost, any price proves as much, and none says so.
  return at(0) >= at(best) * (1 - TOLERANCE) ? 0 : best;
}

/** Relative: what the solver's own tolerances may miss. */
const SOLVER_TOLERANCE = 1e-5;

/**
 * By strong duality the best fractional point is worth what the prices say, with the rise held where the solver held it:
 * somewhere between the most that it allowed (`leastRise`: of the level `rise`) and the plan's own.
 *
 * @returns the range in which the point's value lies, and whether it does
 */
export function relaxedRange(
  program: BoundedProgram,
  { name, relaxed }: Pick<Level, "name" | "relaxed">,
  prices: LevelPrices,
  held: Held,
  leastRise: number | null,
): { readonly least: number; readonly most: number; readonly isInside: boolean } {
  const dual = (rise: number | null): number => levelBound(program, name, prices, { ...held, rise });
  const { rise } = held;
  const [least, most] = [
    dual(rise === null ? null : Math.max(rise, riseAllowed(leastRise ?? rise))),
    dual(rise),
  ];
  const slack = SOLVER_TOLERANCE * Math.max(1, Math.abs(most));
  return { least, most, isInside: least - slack <= relaxed && relaxed <= most + slack };
}

export const gapOf = (value: number, bound: number): number =>
  Math.max(0, (value - bound) / Math.max(Math.abs(value), 1e-9));

/** Fractional points this near their bound are as good as the best: the rest of a gap is the whole devices'. */
const SEARCHED = 1e-4;

/** Stopped: the work allowed ended the search for some level's best point, or found no point but the plan itself. */
export function statusOf(levels: readonly Level[]): Certificate["status"] {
  const open = levels.filter(({ gap }) => gap > PROVEN);
  if (open.length === 0) return "proven";
  return open.some(({ relaxed, value, bound }) => relaxed === value || gapOf(relaxed, bound) > SEARCHED)
    ? "stopped"
    : "bounded";
}

/** Whole devices cannot miss a bound by less than one: a bound of 3.2 devices is one of 4. */
export const wholeBound = (name: Level["name"], bound: number): number =>
  name === "unscheduled" ? Math.ceil(bound - 1e-6) : bound;

/** Prices as they stand in a plan: only those that are not zero. */
export function sparsePrices(
  name: Level["name"],
  services: readonly Service[],
  prices: LevelPrices,
): readonly Price[] {
  const rows = (row: "limit" | "rise", table: LoadPrices): Price[] =>
    services.flatMap(({ id }, r) =>
      [...(table[r] as Float64Array)].flatMap((price, slot) =>
        price > 0 ? [{ level: name, row, service: id, slot, price }] : [],
      ),
    );
  const heldRow: Price[] =
    prices.heldPrice > 0 ? [{ level: name, row: "held", held: "unscheduled", price: prices.heldPrice }] : [];
  return [...rows("limit", prices.limitPrices), ...rows("rise", prices.risePrices), ...heldRow];
}
