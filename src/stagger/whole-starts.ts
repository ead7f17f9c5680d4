/**
 * Whole devices in blocks: shares rounded down, then the rest placed where it costs least. What a block carries is counted slot
 * by slot as the tool will spread it, so no limit is exceeded (relative 1e-9); what finds no room is counted as unscheduled.
 */
import { addLoads, type CohortDemand, loadsOf, type Stagger } from "../service/demand.js";
import { evenSpread } from "../service/start-spread.js";
import { type Block, mostIn } from "./block-demand.js";
import type { Task } from "./program.js";
import type { WholeStagger } from "./whole.js";

export type WholeStarts = WholeStagger & {
  /** Whole devices by cohort and block. */
  readonly counts: readonly Float64Array[];
};

type Rounded = {
  /** By cohort: its blocks, the devices that are best in each, and what a device costs there. */
  readonly blocks: readonly (readonly Block[])[];
  readonly fractional: readonly Float64Array[];
  readonly costs: readonly Float64Array[];
};

/** As whole.ts counts. */
const WHOLE = 1e-6;
const TOLERANCE = 5e-10;
/** Devices taken back at once: one less may only move the others about. */
const MOST_TAKEN = 8;

/**
 * Null: what is rounded stays above some limit.
 *
 * @param limits no load above these, by service and slot; null: no limit
 */
export function wholeStarts(
  task: Task,
  { blocks, fractional, costs }: Rounded,
  limits: readonly (Float64Array | null)[],
): WholeStarts | null {
  const counts = fractional.map((devices, c) => floored(task, c, blocks[c] as readonly Block[], devices));
  const court = new Court(task, blocks, counts, limits);
  const dearest = (c: number): number[] => orderOf(costs[c] as Float64Array).reverse();
  task.demands.forEach((_, c) => court.relieve(c, dearest(c)));
  const unscheduled = Int32Array.from(task.demands, ({ cohort }, c) => {
    const left = cohort.devices - (counts[c] as Float64Array).reduce((sum, count) => sum + count, 0);
    return court.place(c, left, orderOf(costs[c] as Float64Array));
  });
  return court.isWithinLimits() ? { stagger: court.stagger, unscheduled, counts } : null;
}

const placeOf = ({ places }: Task, c: number): number => places?.[c] ?? c;

function floored(task: Task, c: number, blocks: readonly Block[], devices: Float64Array): Float64Array {
  const demand = task.demands[c] as CohortDemand;
  let left = demand.cohort.devices;
  return devices.map((count, b) => {
    const whole = Math.min(left, mostIn(demand, blocks[b] as Block), Math.floor(count + WHOLE));
    left -= whole;
    return whole;
  });
}

const orderOf = (costs: Float64Array): number[] =>
  [...costs.keys()].sort((a, b) => (costs[a] as number) - (costs[b] as number) || a - b);

/** The loads as they stand while devices are put into blocks. */
class Court {
  readonly stagger: Stagger;
  readonly #task: Task;
  readonly #blocks: readonly (readonly Block[])[];
  readonly #counts: readonly Float64Array[];
  readonly #limits: readonly (Float64Array | null)[];
  readonly #loads: Float64Array[];

  constructor(
    task: Task,
    blocks: readonly (readonly Block[])[],
    counts: readonly Float64Array[],
    limits: readonly (Float64Array | null)[],
  ) {
    this.#task = task;
    this.#blocks = blocks;
    this.#counts = counts;
    this.#limits = limits;
    this.stagger = task.demands.map(({ behaviour }, c) => {
      const devices = new Float64Array(behaviour.slots.length);
      blocks[c]?.forEach(([from, to], b) =>
        devices.set(evenSpread(counts[c]?.[b] as number, to - from, placeOf(task, c)), from),
      );
      return devices;
    });
    this.#loads = loadsOf({ slots: task.slots }, task.services, task.demands, this.stagger);
  }

  /** Takes devices back, dearest first, while that lowers what the cohort's services carry above their limits. */
  relieve(c: number, order: readonly number[]): void {
    for (const b of order) {
      let over = this.#excess(c);
      for (let taken = 1; over > 0 && taken <= (this.#counts[c]?.[b] as number) && taken <= MOST_TAKEN;) {
        this.#add(c, b, -taken);
        const after = this.#excess(c);
        if (after < over) [over, taken] = [after, 1];
        else {
          this.#add(c, b, taken);
          taken += 1;
        }
      }
    }
  }

  /** Places `count` devices in the order of preference; returns how many found no room. */
  place(c: number, count: number, order: readonly number[]): number {
    let left = count;
    for (const b of order) {
      if (left === 0) break;
      const most = mostIn(this.#task.demands[c] as CohortDemand, this.#blocks[c]?.[b] as Block);
      const wanted = Math.min(left, most - (this.#counts[c]?.[b] as number));
      left -= this.#fill(c, b, wanted);
    }
    return left;
  }

  /** Adds up to `wanted` devices, twice as many each time and then half as many; returns how many. */
  #fill(c: number, b: number, wanted: number): number {
    let [done, step, isGrowing] = [0, 1, true];
    while (step >= 1 && done < wanted) {
      const count = Math.min(step, wanted - done);
      const before = this.#excess(c);
      this.#add(c, b, count);
      if (this.#excess(c) > before) {
        this.#add(c, b, -count);
        isGrowing = false;
      } else done += count;
      step = isGrowing ? 2 * step : Math.floor(Math.min(step, count) / 2);
    }
    return done;
  }

  isWithinLimits(): boolean {
    return this.#task.services.every((_, r) => this.#excessOf(r) === 0);
  }

  /** What the cohort's services carry above their limits, as a sum of shares of them. */
  #excess(c: number): number {
    return (this.#task.demands[c] as CohortDemand).loads.reduce(
      (sum, { service }) => sum + this.#excessOf(service),
      0,
    );
  }

  #excessOf(service: number): number {
    const limit = this.#limits[service];
    if (limit === null || limit === undefined) return 0;
    const load = this.#loads[service] as Float64Array;
    let excess = 0;
    for (let t = 0; t < load.length; t++) {
      const most = (limit[t] as number) * (1 + TOLERANCE);
      if ((load[t] as number) > most) excess += ((load[t] as number) - most) / Math.max(most, 1e-12);
    }
    return excess;
  }

  #add(c: number, b: number, count: number): void {
    const demand = this.#task.demands[c] as CohortDemand;
    const [from, to] = this.#blocks[c]?.[b] as Block;
    const counts = this.#counts[c] as Float64Array;
    const own = this.stagger[c] as Float64Array;
    counts[b] = (counts[b] as number) + count;
    const spread = evenSpread(counts[b], to - from, placeOf(this.#task, c));
    const moved = new Float64Array(own.length);
    spread.forEach((devices, i) => {
      moved[from + i] = devices - (own[from + i] as number);
      own[from + i] = devices;
    });
    addLoads(this.#loads, demand, moved, 1, this.#task.slots);
  }
}
