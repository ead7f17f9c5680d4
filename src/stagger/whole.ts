/**
 * Whole devices: the fractional optimum rounded down, then the rest placed one cohort at a time where the prices say it costs
 * least and the limits leave room, then waves pulled forward into room that is left. No limit is exceeded (relative 1e-9) and
 * no device is lost: what finds no room is counted as unscheduled.
 */
import type { SlotMass } from "../client/response.js";
import { addLoads, type CohortDemand, loadsOf, type Stagger } from "../service/demand.js";
import type { Task } from "./program.js";

export type WholeStagger = {
  /** Whole devices by cohort and position. */
  readonly stagger: Stagger;
  /** Whole devices by cohort. */
  readonly unscheduled: Int32Array;
};

export type Rounding = {
  /** No load above these, by service and slot; null: no limit. */
  readonly limits: readonly (Float64Array | null)[];
  /** What a device costs at each position, by cohort: exposure plus the priced load. */
  readonly costs: readonly Float64Array[];
};

/** A fractional count this close below a whole one is meant as that whole one. */
const WHOLE = 1e-6;
/** Loads may exceed a limit by this share (half of what the checker allows): rounding of sums, not of devices. */
const TOLERANCE = 5e-10;
/** Sweeps that pull waves forward; each is one pass over all cohorts. */
const SWEEPS = 3;

export function wholeDevices(task: Task, fractional: Stagger, rounding: Rounding): WholeStagger {
  const stagger = fractional.map((devices) => devices.map((count) => Math.floor(count + WHOLE)));
  const hall = new Hall(task, rounding.limits, stagger);
  task.demands.forEach((_, c) => hall.relieve(c, rounding.costs[c] as Float64Array));
  const unscheduled = Int32Array.from(
    task.demands,
    ({ cohort }, c) => cohort.devices - sum(stagger[c] as Float64Array),
  );
  task.demands.forEach((_, c) => {
    const order = cheapestFirst(task, c, rounding.costs[c] as Float64Array, fractional[c] as Float64Array);
    unscheduled[c] = hall.place(c, unscheduled[c] as number, order);
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    task.demands.forEach((_, c) => hall.pullForward(c));
    task.demands.forEach((_, c) => {
      if (unscheduled[c] === 0) return;
      const order = cheapestFirst(task, c, rounding.costs[c] as Float64Array, fractional[c] as Float64Array);
      unscheduled[c] = hall.place(c, unscheduled[c] as number, order);
    });
  }
  return { stagger, unscheduled };
}

const sum = (devices: Float64Array): number => devices.reduce((total, count) => total + count, 0);

/** Positions by cost; among equals the one the fractional optimum uses most. */
function cheapestFirst(
  task: Task,
  c: number,
  costs: Float64Array,
  fractional: Float64Array,
): readonly number[] {
  const [from, to] = task.usable[c] as readonly [number, number];
  const rest = (p: number): number =>
    (fractional[p] as number) - Math.floor((fractional[p] as number) + WHOLE);
  return Array.from({ length: to - from }, (_, i) => from + i).sort(
    (a, b) => (costs[a] as number) - (costs[b] as number) || rest(b) - rest(a) || a - b,
  );
}

/** The loads as they stand while devices are moved about. */
class Hall {
  readonly #task: Task;
  readonly #limits: readonly (Float64Array | null)[];
  readonly #stagger: Stagger;
  readonly #loads: Float64Array[];
  readonly #carriesAt: readonly (readonly (readonly [carry: number, share: number])[])[][];

  constructor(task: Task, limits: readonly (Float64Array | null)[], stagger: Stagger) {
    this.#task = task;
    this.#limits = limits;
    this.#stagger = stagger;
    this.#loads = loadsOf({ slots: task.slots }, task.services, task.demands, stagger);
    this.#carriesAt = task.demands.map(carriesByPosition);
  }

  /** Takes devices back, dearest first, until no limit they touch is exceeded. */
  relieve(c: number, costs: Float64Array): void {
    const devices = this.#stagger[c] as Float64Array;
    const order = [...devices.keys()].filter((p) => (devices[p] as number) > 0);
    order.sort((a, b) => (costs[b] as number) - (costs[a] as number));
    for (const p of order) while ((devices[p] as number) > 0 && this.#room(c, p) < 0) this.#move(c, p, -1);
  }

  /** Places up to `count` devices in order of preference; returns how many found no room. */
  place(c: number, count: number, order: readonly number[]): number {
    let left = count;
    for (const p of order) {
      if (left === 0) break;
      const fitting = Math.min(left, this.#vacancy(c, p));
      if (fitting <= 0) continue;
      this.#move(c, p, fitting);
      left -= fitting;
    }
    return left;
  }

  /** Moves devices from their most exposed positions to less exposed ones that have room. */
  pullForward(c: number): void {
    const { behaviour } = this.#task.demands[c] as CohortDemand;
    const devices = this.#stagger[c] as Float64Array;
    const [from, to] = this.#task.usable[c] as readonly [number, number];
    const order = Array.from({ length: to - from }, (_, i) => from + i);
    order.sort((a, b) => (behaviour.exposure[a] as number) - (behaviour.exposure[b] as number) || a - b);
    for (let late = order.length - 1; late > 0; late--) {
      const p = order[late] as number;
      const count = devices[p] as number;
      if (count === 0) continue;
      const before = Float64Array.from(devices);
      this.#move(c, p, -count);
      const left = this.place(c, count, order.slice(0, late));
      if (left === 0) continue;
      // What moved may stand in the way of what did not: then nothing moves.
      if (left <= this.#vacancy(c, p)) this.#move(c, p, left);
      else this.#restore(c, before);
    }
  }

  #restore(c: number, before: Float64Array): void {
    const devices = this.#stagger[c] as Float64Array;
    before.forEach((count, p) => {
      if (count !== devices[p]) this.#move(c, p, count - (devices[p] as number));
    });
  }

  #vacancy(c: number, p: number): number {
    const { mostPerSlot } = this.#task.demands[c] as CohortDemand;
    const free = Math.floor(mostPerSlot + TOLERANCE) - ((this.#stagger[c] as Float64Array)[p] as number);
    return free <= 0 ? 0 : Math.min(free, this.#room(c, p));
  }

  /** Devices that could be added at a position before some limit is reached; negative where one is exceeded. */
  #room(c: number, p: number): number {
    const { behaviour, loads } = this.#task.demands[c] as CohortDemand;
    const carries = (this.#carriesAt[c] as readonly (readonly (readonly [number, number])[])[])[p] ?? [];
    let room = Number.POSITIVE_INFINITY;
    for (const { service, direct, carried } of loads) {
      const limit = this.#limits[service];
      if (limit === null || limit === undefined) continue;
      const picture = this.#picture(direct[p] as SlotMass, behaviour.restarts[p] as number, carries, carried);
      room = Math.min(room, roomIn(limit, this.#loads[service] as Float64Array, picture, room));
      if (room < 1 && room >= 0) return 0;
    }
    return Math.floor(room);
  }

  /** Load of one device at a position, all its parts together. */
  #picture(
    direct: SlotMass,
    restarts: number,
    carries: readonly (readonly [number, number])[],
    carried: readonly SlotMass[],
  ): Picture {
    const parts: Picture = restarts > 0 ? [[direct, restarts]] : [];
    return [...parts, ...carries.map(([k, share]) => [carried[k] as SlotMass, share] as const)];
  }

  #move(c: number, p: number, count: number): void {
    const devices = this.#stagger[c] as Float64Array;
    devices[p] = (devices[p] as number) + count;
    const only = new Float64Array(devices.length);
    only[p] = Math.abs(count);
    addLoads(this.#loads, this.#task.demands[c] as CohortDemand, only, count > 0 ? 1 : -1, this.#task.slots);
  }
}

type Picture = readonly (readonly [SlotMass, number])[];

function carriesByPosition({ behaviour, carries }: CohortDemand): (readonly [number, number])[][] {
  const byPosition: [number, number][][] = Array.from(behaviour.slots, () => []);
  carries.forEach(({ positions, shares }, k) =>
    positions.forEach((p, i) => byPosition[p]?.push([k, shares[i] as number])),
  );
  return byPosition;
}

/** Parts of a picture may overlap in a slot, so each slot's sum is taken before it is held against the room. */
function roomIn(limit: Float64Array, load: Float64Array, picture: Picture, atMost: number): number {
  const shown = picture.filter(([{ mass }]) => mass.length > 0);
  if (shown.length === 0) return atMost;
  const first = Math.min(...shown.map(([part]) => part.first));
  const end = Math.min(limit.length, Math.max(...shown.map(([part]) => part.first + part.mass.length)));
  let room = atMost;
  for (let slot = first; slot < end; slot++) {
    let each = 0;
    for (const [part, share] of shown) each += (part.mass[slot - part.first] ?? 0) * share;
    if (each <= 0) continue;
    const most = limit[slot] as number;
    const free = most * (1 + TOLERANCE) - (load[slot] as number);
    room = Math.min(room, free / each);
    if (free < 0) return -1;
  }
  return room;
}
