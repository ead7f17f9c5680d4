/**
 * Demand: what a wave of each cohort puts on each service, slot by slot. From here on cohorts are arrays by position: position p
 * stands for the cohort's p-th open slot.
 */
import type { Grid } from "../calendar/grid.js";
import type { Behaviour, Carry } from "../client/behaviour.js";
import type { SlotMass } from "../client/response.js";
import type { Cohort } from "../fleet/cohort.js";
import type { Rhythm, Waiting } from "./rhythm.js";
import { type Service, serves } from "./service.js";
import { remembered } from "../remembered.js";
import { type DeviceHours, deviceHours } from "../units.js";

/** Of one cohort; position p stands for slot `behaviour.slots[p]`. */
export type CohortDemand = {
  readonly cohort: Cohort;
  readonly behaviour: Behaviour;
  /** Its time is fixed by the admin, whatever its ring's dates. */
  readonly isPinned: boolean;
  /** Devices whose wave may be in one slot; at least one. */
  readonly mostPerSlot: number;
  /** The same by position, where positions are not all one slot long. */
  readonly mostAt?: Float64Array;
  /** The behaviour's carries, then those of people who wait for a morning. */
  readonly carries: readonly Carry[];
  /** One entry a service concerned. */
  readonly loads: readonly CohortLoad[];
};

export type CohortLoad = {
  /** Index of the service. */
  readonly service: number;
  /** Per device that restarts in its slot, by position; in the service's unit. To be scaled with `behaviour.restarts`. */
  readonly direct: readonly SlotMass[];
  /** Per device carried, one entry a carry. */
  readonly carried: readonly SlotMass[];
};

export type Behaving = {
  readonly cohort: Cohort;
  readonly rhythm: Rhythm;
  readonly behaviour: Behaviour;
  readonly isPinned: boolean;
};

/** Cohorts of one behaviour that the same services serve share carries and loads, as the same objects. */
export function demandsOf(
  behaving: readonly Behaving[],
  services: readonly Service[],
  maxPerSlot: number,
): readonly CohortDemand[] {
  const isTiny = behaving.reduce((sum, { cohort }) => sum + cohort.devices, 0) < MANY;
  const drawn = new Map<Behaviour, Map<string, Drawn>>();
  return behaving.map(({ cohort, rhythm, behaviour, isPinned }) => {
    const serving = services.flatMap((service, index) => (serves(service, cohort) ? [index] : []));
    const known = remembered(drawn, behaviour, () => new Map<string, Drawn>());
    return {
      cohort,
      behaviour,
      isPinned,
      mostPerSlot: isPinned ? cohort.devices : mostOf(maxPerSlot * cohort.devices, isTiny),
      ...remembered(known, serving.join(), () => drawnOf(behaviour, rhythm, services, serving)),
    };
  });
}

/** Devices of a fleet from which on a fraction of a device a slot is nothing, and cohorts are better merged whatever their size. */
const MANY = 1_000;

/** Devices of a cohort that may be in one slot: whole ones where the fleet is tiny, and at least one. */
const mostOf = (devices: number, isTiny: boolean): number =>
  Math.max(1, isTiny ? Math.floor(devices * (1 + ROUNDING)) : devices);

/** Of a product that is meant to be whole. */
const ROUNDING = 1e-9;

type Drawn = Pick<CohortDemand, "carries" | "loads">;

function drawnOf(
  behaviour: Behaviour,
  rhythm: Rhythm,
  services: readonly Service[],
  serving: readonly number[],
): Drawn {
  const waits = waitingCarries(behaviour, rhythm);
  const loads = serving
    .map((index) => ({ picture: rhythm.pictureOf(services[index] as Service), index }))
    .filter(({ picture }) => !picture.isBlank)
    .map(({ picture, index }) => ({
      service: index,
      direct: Array.from(behaviour.slots, (slot) => picture.direct(slot)),
      carried: [...behaviour.carries, ...waits.map(({ wait }) => wait)].map((carry) =>
        picture.carried(carry),
      ),
    }));
  return { carries: [...behaviour.carries, ...waits.map(({ carry }) => carry)], loads };
}

function waitingCarries(behaviour: Behaviour, rhythm: Rhythm): readonly { wait: Waiting; carry: Carry }[] {
  const byMorning = new Map<number, { positions: number[]; shares: number[] }>();
  behaviour.slots.forEach((slot, p) => {
    for (const { morning, share } of rhythm.waiting(slot)) {
      const entry = byMorning.get(morning) ?? { positions: [], shares: [] };
      byMorning.set(morning, entry);
      entry.positions.push(p);
      entry.shares.push(share * (behaviour.restarts[p] as number));
    }
  });
  return [...byMorning].map(([morning, { positions, shares }]) => ({
    wait: { when: { kind: "waiting", morning } },
    carry: {
      when: { kind: "morning", morning },
      positions: Int32Array.from(positions),
      shares: Float64Array.from(shares),
    },
  }));
}

/** Prices by service and slot: units of a goal per unit of load. */
export type LoadPrices = readonly Float64Array[];

/** What one device of a wave at each position costs at these prices, by position. */
export function pricedWaves({ behaviour, carries, loads }: CohortDemand, prices: LoadPrices): Float64Array {
  const cost = new Float64Array(behaviour.slots.length);
  for (const { service, direct, carried } of loads) {
    const price = prices[service] as Float64Array;
    for (let p = 0; p < cost.length; p++) {
      cost[p] =
        (cost[p] as number) + (behaviour.restarts[p] as number) * pricedMass(price, direct[p] as SlotMass);
    }
    carries.forEach(({ positions, shares }, k) => {
      const each = pricedMass(price, carried[k] as SlotMass);
      if (each !== 0)
        positions.forEach((p, i) => (cost[p] = (cost[p] as number) + each * (shares[i] as number)));
    });
  }
  return cost;
}

function pricedMass(price: Float64Array, { first, mass }: SlotMass): number {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) sum += (price[first + i] ?? 0) * (mass[i] as number);
  return sum;
}

/** Device-hours of one device at each position, and its load at these prices. */
export function pricedExposure(demand: CohortDemand, prices: LoadPrices): Float64Array {
  const priced = pricedWaves(demand, prices);
  return demand.behaviour.exposure.map((exposure, p) => exposure + (priced[p] as number));
}

/** Devices by cohort and position, the one shape in which a stagger is passed on. */
export type Stagger = readonly Float64Array[];

/** @param unscheduled devices by cohort, exposed until the horizon */
export const exposureOf = (
  demands: readonly CohortDemand[],
  stagger: Stagger,
  unscheduled: ArrayLike<number>,
): DeviceHours =>
  deviceHours(
    demands.reduce((sum, { behaviour }, c) => {
      const planned = (stagger[c] as Float64Array).reduce(
        (hours, devices, p) => hours + devices * (behaviour.exposure[p] as number),
        0,
      );
      return sum + planned + (unscheduled[c] ?? 0) * behaviour.unscheduledExposure;
    }, 0),
  );

/** Load of a stagger on each service, background included, in the service's unit per slot. */
export function loadsOf(
  grid: Pick<Grid, "slots">,
  services: readonly Service[],
  demands: readonly CohortDemand[],
  stagger: Stagger,
): Float64Array[] {
  const loads = services.map(({ background }) => Float64Array.from(background));
  demands.forEach((demand, c) => addLoads(loads, demand, stagger[c] as Float64Array, 1, grid.slots));
  return loads;
}

/** Adds (sign 1) or takes away (sign -1) what a cohort's devices put on the services. */
export function addLoads(
  loads: readonly Float64Array[],
  { behaviour, carries, loads: parts }: CohortDemand,
  devices: Float64Array,
  sign: 1 | -1,
  slots: number,
): void {
  const carried = carries.map(({ positions, shares }) =>
    positions.reduce((sum, p, i) => sum + (devices[p] as number) * (shares[i] as number), 0),
  );
  for (const { service, direct, carried: pictures } of parts) {
    const load = loads[service] as Float64Array;
    devices.forEach((count, p) => {
      if (count !== 0)
        addMass(load, direct[p] as SlotMass, sign * count * (behaviour.restarts[p] as number), slots);
    });
    carried.forEach((count, k) => {
      if (count !== 0) addMass(load, pictures[k] as SlotMass, sign * count, slots);
    });
  }
}

function addMass(load: Float64Array, { first, mass }: SlotMass, factor: number, slots: number): void {
  for (let i = 0; i < mass.length; i++) {
    const slot = first + i;
    if (slot < slots) load[slot] = (load[slot] as number) + factor * (mass[i] as number);
  }
}
