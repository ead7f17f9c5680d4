/**
 * Whole devices: the fractional optimum rounded down, then the rest placed one cohort at a time where the prices say it costs
 * least and the limits leave room, then waves pulled forward into room that is left. No limit is exceeded (relative 1e-9) and
 * no device is lost: what finds no room is counted as unscheduled.
 */
import type { SlotMass } from "../client/response.js";
import { type CohortDemand, loadsOf, type Stagger } from "../service/demand.js";
import type { Task } from "./program.js";
import { total } from "./total.js";

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
/** Device-hours; less is the rounding of a sum. */
const GAIN = 1e-9;
/** Sweeps that pull waves forward; each is one pass over all cohorts. */
const SWEEPS = 3;

export function wholeDevices(task: Task, fractional: Stagger, rounding: Rounding): WholeStagger {
  const stagger = fractional.map((devices, c) => floored(task, c, devices));
  const hall = new Hall(task, rounding.limits, stagger);
  task.demands.forEach((_, c) => hall.relieve(c, rounding.costs[c] as Float64Array));
  const unscheduled = Int32Array.from(
    task.demands,
    ({ cohort }, c) => cohort.devices - total(stagger[c] as Float64Array),
  );
  task.demands.forEach((_, c) => {
    const order = cheapestFirst(task, c, rounding.costs[c] as Float64Array, fractional[c] as Float64Array);
    unscheduled[c] = hall.place(c, unscheduled[c] as number, order);
  });
  task.demands.forEach((_, c) => {
    if (unscheduled[c] === 0) return;
    const order = cheapestFirst(task, c, rounding.costs[c] as Float64Array, fractional[c] as Float64Array);
    unscheduled[c] = hall.displace(c, unscheduled[c] as number, order, rounding.costs);
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const moved = task.demands.map((_, c) => hall.pullForward(c));
    if (!moved.includes(true)) break;
    task.demands.forEach((_, c) => {
      if (unscheduled[c] === 0) return;
      const order = cheapestFirst(task, c, rounding.costs[c] as Float64Array, fractional[c] as Float64Array);
      unscheduled[c] = hall.place(c, unscheduled[c] as number, order);
    });
  }
  return { stagger, unscheduled };
}

/** Devices of others that are asked to make way for those of one cohort. */
const DISPLACEMENTS = 3_000;
/** Devices up to which single ones are exchanged: beyond, one device is next to nothing. */
const TINY = 1_000;
/** Pairs of waves of which a device each is taken out and put back. */
const EXCHANGES = 15_000;

/**
 * A tiny fleet's whole devices with two single ones at a time taken out and put back where they are exposed least, as long as
 * that gains: what stands in one's way may be the other. Larger fleets, and those with devices left out, stay as they are.
 */
export function exchanged(
  task: Task,
  { stagger, unscheduled }: WholeStagger,
  limits: Rounding["limits"],
): WholeStagger {
  const devices = task.demands.reduce((total, { cohort }) => total + cohort.devices, 0);
  if (devices > TINY || unscheduled.some((count) => count > 0)) return { stagger, unscheduled };
  const own = stagger.map((counts) => Float64Array.from(counts));
  const hall = new Hall(task, limits, own);
  let left = EXCHANGES;
  for (let isGained = true; isGained && left > 0;) {
    isGained = false;
    const waves = own.flatMap((counts, c) =>
      [...counts.keys()].filter((p) => (counts[p] as number) > 0).map((p) => [c, p] as const),
    );
    for (let i = 0; i < waves.length; i++)
      for (let j = i; j < waves.length && left > 0; j++, left--)
        isGained = hall.exchange(waves[i] as Wave, waves[j] as Wave) || isGained;
  }
  return { stagger: own, unscheduled };
}

type Wave = readonly [cohort: number, position: number];

/** Never more than the solver's tolerances would make of many devices: a whole cohort, and `mostPerSlot` in a slot. */
function floored(task: Task, c: number, devices: Float64Array): Float64Array {
  let left = (task.demands[c] as CohortDemand).cohort.devices;
  return devices.map((count) => {
    const whole = Math.min(left, mostAt(task, c), Math.floor(count + WHOLE));
    left -= whole;
    return whole;
  });
}

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
  readonly #carriesAt: readonly CarriesByPosition[];
  readonly #picture: Picture;
  /** The slot in which a position last found no room, by cohort: most likely there is none there now. */
  readonly #blocked: readonly Int32Array[];
  /** Positions by cost, by cohort, once asked for. */
  readonly #cheap: (readonly number[])[] = [];
  /** Positions by exposure, by cohort, once asked for. */
  readonly #early: (readonly number[])[] = [];

  constructor(task: Task, limits: readonly (Float64Array | null)[], stagger: Stagger) {
    this.#task = task;
    this.#limits = limits;
    this.#stagger = stagger;
    this.#loads = loadsOf({ slots: task.slots }, task.services, task.demands, stagger);
    this.#carriesAt = task.demands.map(carriesByPosition);
    this.#picture = new Picture(task.slots);
    this.#blocked = stagger.map(({ length }) => new Int32Array(length).fill(-1));
  }

  /** Takes devices back, dearest first, until no limit they touch is exceeded. */
  relieve(c: number, costs: Float64Array): void {
    const devices = this.#stagger[c] as Float64Array;
    const order = [...devices.keys()].filter((p) => (devices[p] as number) > 0);
    order.sort((a, b) => (costs[b] as number) - (costs[a] as number));
    for (const p of order) while ((devices[p] as number) > 0 && this.#room(c, p, 0) < 0) this.#move(c, p, -1);
  }

  /** Places up to `count` devices in order of preference (its first `until` positions); returns how many found no room. */
  place(c: number, count: number, order: readonly number[], until = order.length): number {
    let left = count;
    for (let i = 0; i < until && left > 0; i++) {
      const p = order[i] as number;
      const fitting = Math.min(left, this.#vacancy(c, p));
      if (fitting === 0) continue;
      this.#move(c, p, fitting);
      left -= fitting;
    }
    return left;
  }

  /** Places up to `count` devices where others make way that find room elsewhere; returns how many found none. */
  displace(c: number, count: number, order: readonly number[], costs: readonly Float64Array[]): number {
    const { behaviour } = this.#task.demands[c] as CohortDemand;
    let [left, tries] = [count, DISPLACEMENTS];
    for (let i = 0; i < order.length && left > 0 && tries > 0; i++) {
      const p = order[i] as number;
      const slot = behaviour.slots[p] as number;
      for (let d = 0; d < this.#task.demands.length && left > 0 && tries > 0; d++) {
        if (d === c) continue;
        const q = this.#positionAt(d, slot);
        if (q < 0 || (this.#stagger[d]?.[q] as number) < 1) continue;
        tries -= 1;
        if (this.#swap(c, p, d, q, costs[d] as Float64Array)) left -= 1;
      }
    }
    return left;
  }

  /** A device of d makes way at q for one of c at p, if it finds room elsewhere. */
  #swap(c: number, p: number, d: number, q: number, costs: Float64Array): boolean {
    this.#move(d, q, -1);
    if (this.#vacancy(c, p) >= 1) {
      this.#move(c, p, 1);
      const order = (this.#cheap[d] ??= this.#byCost(d, costs));
      if (this.place(d, 1, order) === 0) return true;
      this.#move(c, p, -1);
    }
    this.#move(d, q, 1);
    return false;
  }

  /** -1: the slot is not open to the cohort. */
  #positionAt(c: number, slot: number): number {
    const [from, to] = this.#task.usable[c] as readonly [number, number];
    const { slots } = (this.#task.demands[c] as CohortDemand).behaviour;
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((slots[middle] as number) < slot) low = middle + 1;
      else high = middle;
    }
    return low < to && slots[low] === slot ? low : -1;
  }

  #byCost(c: number, costs: Float64Array): readonly number[] {
    const [from, to] = this.#task.usable[c] as readonly [number, number];
    return Array.from({ length: to - from }, (_, i) => from + i).sort(
      (a, b) => (costs[a] as number) - (costs[b] as number) || a - b,
    );
  }

  /** Moves devices from their most exposed positions to less exposed ones that have room; false: none could move. */
  pullForward(c: number): boolean {
    const devices = this.#stagger[c] as Float64Array;
    const order = this.#byExposure(c);
    let isMoved = false;
    for (let late = order.length - 1; late > 0; late--) {
      const p = order[late] as number;
      const count = devices[p] as number;
      if (count === 0) continue;
      const before = Float64Array.from(devices);
      this.#move(c, p, -count);
      const left = this.place(c, count, order, late);
      isMoved ||= left < count;
      if (left === 0) continue;
      // What moved may stand in the way of what did not: then nothing moves.
      if (left <= this.#vacancy(c, p)) this.#move(c, p, left);
      else this.#restore(c, before);
    }
    return isMoved;
  }

  /** Takes a device of each wave out and puts both where they are exposed least; false: nothing is gained. */
  exchange(a: Wave, b: Wave): boolean {
    return this.#exchange(a, b) || this.#exchange(b, a);
  }

  #exchange(first: Wave, second: Wave): boolean {
    const taken = [first, second];
    if (taken.some(([c, p]) => (this.#stagger[c]?.[p] as number) < (first === second ? 2 : 1))) return false;
    for (const [c, p] of taken) this.#move(c, p, -1);
    const exposure = ([c, p]: Wave): number => this.#task.demands[c]?.behaviour.exposure[p] as number;
    const before = exposure(first) + exposure(second);
    const placed: Wave[] = [];
    for (const [c] of taken) {
      const spent = placed.reduce((sum, wave) => sum + exposure(wave), 0);
      const order = (this.#early[c] ??= this.#byExposure(c));
      const isGain = (q: number): boolean => spent + exposure([c, q]) < before - GAIN;
      const p = order.find((q) => !isGain(q) || this.#vacancy(c, q) >= 1);
      if (p === undefined || !isGain(p)) break;
      this.#move(c, p, 1);
      placed.push([c, p]);
    }
    if (placed.length === 2) return true;
    for (const [c, p] of placed) this.#move(c, p, -1);
    for (const [c, p] of taken) this.#move(c, p, 1);
    return false;
  }

  #byExposure(c: number): readonly number[] {
    const { behaviour } = this.#task.demands[c] as CohortDemand;
    const [from, to] = this.#task.usable[c] as readonly [number, number];
    const order = Array.from({ length: to - from }, (_, i) => from + i);
    return order.sort(
      (a, b) => (behaviour.exposure[a] as number) - (behaviour.exposure[b] as number) || a - b,
    );
  }

  #restore(c: number, before: Float64Array): void {
    const devices = this.#stagger[c] as Float64Array;
    before.forEach((count, p) => {
      if (count !== devices[p]) this.#move(c, p, count - (devices[p] as number));
    });
  }

  #vacancy(c: number, p: number): number {
    const free = mostAt(this.#task, c) - ((this.#stagger[c] as Float64Array)[p] as number);
    return free <= 0 ? 0 : Math.max(0, Math.min(free, this.#room(c, p, 1)));
  }

  /** Devices that could be added at a position before some limit is reached, or anything below `least` where fewer could. */
  #room(c: number, p: number, least: number): number {
    const { behaviour, loads } = this.#task.demands[c] as CohortDemand;
    const carries = (this.#carriesAt[c] as CarriesByPosition)[p] ?? [];
    const restarts = behaviour.restarts[p] as number;
    const blocked = this.#blocked[c] as Int32Array;
    const picture = this.#picture;
    let room = Number.POSITIVE_INFINITY;
    for (const { service, direct, carried } of loads) {
      const limit = this.#limits[service];
      if (limit === null || limit === undefined) continue;
      const load = this.#loads[service] as Float64Array;
      picture.add(direct[p] as SlotMass, restarts);
      for (const [k, share] of carries) picture.add(carried[k] as SlotMass, share);
      const { each, from, to } = picture;
      // Most likely there is no room now where there was none before.
      const before = blocked[p] as number;
      if (before >= from && before < to) room = Math.min(room, roomAt(each, limit, load, before));
      for (let slot = from; slot < to && room >= least; slot++) {
        const here = roomAt(each, limit, load, slot);
        if (here >= room) continue;
        room = here;
        if (room < least) blocked[p] = slot;
      }
      picture.clear();
      if (room < least) break;
    }
    return Math.floor(room);
  }

  #move(c: number, p: number, count: number): void {
    const devices = this.#stagger[c] as Float64Array;
    const { behaviour, loads } = this.#task.demands[c] as CohortDemand;
    const carries = (this.#carriesAt[c] as CarriesByPosition)[p] ?? [];
    devices[p] = (devices[p] as number) + count;
    for (const { service, direct, carried } of loads) {
      const load = this.#loads[service] as Float64Array;
      addTo(load, direct[p] as SlotMass, count * (behaviour.restarts[p] as number));
      for (const [k, share] of carries) addTo(load, carried[k] as SlotMass, count * share);
    }
  }
}

/** Devices of a cohort that may be in one slot. */
function mostAt({ demands }: Task, c: number): number {
  return Math.floor((demands[c] as CohortDemand).mostPerSlot * (1 + TOLERANCE));
}

function addTo(load: Float64Array, { first, mass }: SlotMass, factor: number): void {
  const end = Math.min(mass.length, load.length - first);
  for (let i = 0; i < end; i++) load[first + i] = (load[first + i] as number) + factor * (mass[i] as number);
}

/** What one device at a position puts on a service, slot by slot: parts may overlap. */
class Picture {
  readonly each: Float64Array;
  from = 0;
  to = 0;

  constructor(slots: number) {
    this.each = new Float64Array(slots);
  }

  add({ first, mass }: SlotMass, factor: number): void {
    const end = Math.min(first + mass.length, this.each.length);
    if (end <= first) return;
    [this.from, this.to] =
      this.to === this.from ? [first, end] : [Math.min(this.from, first), Math.max(this.to, end)];
    for (let slot = first; slot < end; slot++)
      this.each[slot] = (this.each[slot] as number) + factor * (mass[slot - first] as number);
  }

  clear(): void {
    this.each.fill(0, this.from, this.to);
    this.to = this.from;
  }
}

/** Carries in which a position takes part and the share it gives to each. */
type CarriesByPosition = readonly (readonly (readonly [carry: number, share: number])[])[];

function carriesByPosition({ behaviour, carries }: CohortDemand): CarriesByPosition {
  const byPosition: [number, number][][] = Array.from(behaviour.slots, () => []);
  carries.forEach(({ positions, shares }, k) =>
    positions.forEach((p, i) => byPosition[p]?.push([k, shares[i] as number])),
  );
  return byPosition;
}

/** Devices of this picture that the limit still takes in a slot; negative where it is exceeded. */
function roomAt(each: Float64Array, limit: Float64Array, load: Float64Array, slot: number): number {
  const own = each[slot] as number;
  if (own <= 0) return Number.POSITIVE_INFINITY;
  return ((limit[slot] as number) * (1 + TOLERANCE) - (load[slot] as number)) / own;
}
