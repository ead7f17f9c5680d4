/**
 * Demand: what a wave of each cohort puts on each service, slot by slot.
 *
 * A cohort's wave in slot s puts on a service: `direct` for the devices that restart in the slot, and for every share carried to
 * another time (stragglers to their next interval, powered-off devices and waiting people to a morning) that time's picture.
 * The pictures are shared: by all slots, and by all cohorts of the same profile, zone and service.
 */
import type { Grid, SlotRange } from "../calendar/grid.js";
import type { Behaviour, Carry } from "../client/behaviour.js";
import { type Morning } from "../client/presence.js";
import { type Activity, type ActivityResponse, responseOf, type SlotMass } from "../client/response.js";
import type { Cohort } from "../fleet/cohort.js";
import type { Profile } from "../scenario/scenario.js";
import { second } from "../units.js";
import { type Service, serves } from "./service.js";

/** Of one cohort; position p stands for slot `behaviour.slots[p]`. */
export type CohortDemand = {
  readonly cohort: Cohort;
  readonly behaviour: Behaviour;
  /** Devices whose wave may be in one slot; at least one. */
  readonly mostPerSlot: number;
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

/** Everything that happens to devices of one profile in one zone, by activity; pictures are drawn once. */
export class Rhythm {
  readonly profile: Profile;
  readonly grid: Grid;
  readonly mornings: readonly Morning[];
  readonly #activities = new Map<Activity, ActivityResponse>();
  readonly #pictures = new Map<string, ServicePicture>();

  constructor(profile: Profile, mornings: readonly Morning[], grid: Grid) {
    this.profile = profile;
    this.mornings = mornings;
    this.grid = grid;
  }

  /** Shares of a device that restarts in `slot` whose person waits for a morning. */
  waiting(slot: number): readonly { readonly morning: number; readonly share: number }[] {
    return this.profile.presence === null ? [] : this.#response("call").carried(slot);
  }

  pictureOf(service: Service): ServicePicture {
    const key = JSON.stringify([service.requestId, service.counts, service.factor(this.profile.name)]);
    const known = this.#pictures.get(key);
    if (known !== undefined) return known;
    const made = new ServicePicture(this, this.#weights(service));
    this.#pictures.set(key, made);
    return made;
  }

  /** The activities a service counts, each with its weight in the service's unit per event. */
  #weights(service: Service): readonly Weighted[] {
    const factor = service.factor(this.profile.name);
    const perSecond = factor / (this.grid.slot / second);
    const weighted = (): readonly (readonly [Activity, number])[] => {
      switch (service.counts) {
        case "restarts":
          return [["restart", perSecond]];
        case "calls":
          return [["call", perSecond]];
        case "offline":
          return [["offline", factor]];
        case "signIns":
          return this.profile.signIn
            .map((entry, index) => ({ entry, index }))
            .filter(({ entry }) => entry.services === null || entry.services.includes(service.requestId))
            .map(({ entry, index }) => [index, perSecond * entry.share * (1 - entry.displaces)] as const);
      }
    };
    return weighted()
      .filter(([, weight]) => weight > 0)
      .map(([activity, weight]) => ({ response: this.#response(activity), weight }));
  }

  #response(activity: Activity): ActivityResponse {
    const known = this.#activities.get(activity);
    if (known !== undefined) return known;
    const made = responseOf(this.profile, activity, this.mornings, this.grid);
    this.#activities.set(activity, made);
    return made;
  }
}

type Weighted = { readonly response: ActivityResponse; readonly weight: number };

/** What devices of a rhythm put on one service, per device, in the service's unit. */
class ServicePicture {
  readonly #rhythm: Rhythm;
  readonly #weighted: readonly Weighted[];
  readonly #direct = new Map<number, SlotMass>();
  readonly #kernels = new Map<string, SlotMass>();
  readonly #names = new Map<Float64Array, number>();
  readonly #carried = new Map<string, SlotMass>();

  constructor(rhythm: Rhythm, weighted: readonly Weighted[]) {
    this.#rhythm = rhythm;
    this.#weighted = weighted;
  }

  get isBlank(): boolean {
    return this.#weighted.length === 0;
  }

  direct(slot: number): SlotMass {
    return remembered(this.#direct, slot, () => this.#directSum(slot));
  }

  carried({ when }: Carry | Waiting): SlotMass {
    switch (when.kind) {
      case "interval":
        return remembered(this.#carried, `interval ${when.range.join()}`, () =>
          this.#overInterval(when.range),
        );
      case "morning":
        return remembered(this.#carried, `off ${when.morning}`, () =>
          this.#sum((r) => r.poweredOff(when.morning)),
        );
      case "waiting":
        return remembered(this.#carried, `waiting ${when.morning}`, () =>
          this.#sum((r) => r.waiting(when.morning)),
        );
    }
  }

  /** Stragglers restart evenly over the slots of their interval. */
  #overInterval([from, to]: SlotRange): SlotMass {
    const parts: SlotMass[] = [];
    for (let slot = from; slot < to; slot++) {
      parts.push(scaled(this.direct(slot), 1 / (to - from)));
      for (const { morning, share } of this.#rhythm.waiting(slot)) {
        parts.push(scaled(this.carried({ when: { kind: "waiting", morning } }), share / (to - from)));
      }
    }
    return added(parts);
  }

  #sum(part: (response: ActivityResponse) => SlotMass): SlotMass {
    return added(this.#weighted.map(({ response, weight }) => scaled(part(response), weight)));
  }

  /** Slots in which every activity looks alike share one array: boot kernels are the same in every slot. */
  #directSum(slot: number): SlotMass {
    const parts = this.#weighted.map(({ response, weight }) => ({ part: response.direct(slot), weight }));
    const present = parts.filter(({ part }) => part.mass.length > 0);
    const key = present
      .map(({ part, weight }) => `${this.#nameOf(part.mass)}@${part.first - slot}x${weight}`)
      .join("+");
    const sum = remembered(this.#kernels, key, () => {
      const { first, mass } = added(present.map(({ part, weight }) => scaled(part, weight)));
      return { first: first - slot, mass };
    });
    return { first: slot + sum.first, mass: sum.mass };
  }

  #nameOf(mass: Float64Array): number {
    return remembered(this.#names, mass, () => this.#names.size);
  }
}

/** A share of a wave whose people sign in on a morning; it changes load, not exposure. */
type Waiting = { readonly when: { readonly kind: "waiting"; readonly morning: number } };

export function demandOf(
  cohort: Cohort,
  behaviour: Behaviour,
  rhythm: Rhythm,
  services: readonly Service[],
  maxPerSlot: number,
): CohortDemand {
  const waits = waitingCarries(behaviour, rhythm);
  const loads = services
    .map((service, index) => ({ service, index }))
    .filter(({ service }) => serves(service, cohort))
    .map(({ service, index }) => ({ picture: rhythm.pictureOf(service), index }))
    .filter(({ picture }) => !picture.isBlank)
    .map(({ picture, index }) => ({
      service: index,
      direct: Array.from(behaviour.slots, (slot) => picture.direct(slot)),
      carried: [...behaviour.carries, ...waits.map(({ wait }) => wait)].map((carry) =>
        picture.carried(carry),
      ),
    }));
  return {
    cohort,
    behaviour,
    mostPerSlot: Math.max(1, maxPerSlot * cohort.devices),
    carries: [...behaviour.carries, ...waits.map(({ carry }) => carry)],
    loads,
  };
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

/** Devices by cohort and position, the one shape in which a stagger is passed on. */
export type Stagger = readonly Float64Array[];

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

const scaled = ({ first, mass }: SlotMass, factor: number): SlotMass => ({
  first,
  mass: mass.map((value) => value * factor),
});

function added(parts: readonly SlotMass[]): SlotMass {
  const present = parts.filter(({ mass }) => mass.length > 0);
  if (present.length <= 1) return present[0] ?? { first: 0, mass: new Float64Array(0) };
  const first = Math.min(...present.map((part) => part.first));
  const end = Math.max(...present.map((part) => part.first + part.mass.length));
  const sum = new Float64Array(end - first);
  for (const part of present) {
    for (let i = 0; i < part.mass.length; i++) {
      const at = part.first - first + i;
      sum[at] = (sum[at] as number) + (part.mass[i] as number);
    }
  }
  return { first, mass: sum };
}

function remembered<K, V>(memory: Map<K, V>, key: K, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
