/**
 * Where the background alone fills a service: it takes all that the limit would leave, so no restart may put load there. Told
 * before anything else, since no stagger can change it.
 */
import type { Rollout } from "../rollout.js";
import { capacitiesOf, capacityAt } from "../service/capacity.js";
import type { CohortDemand } from "../service/demand.js";
import type { SlotMass } from "../client/response.js";
import { riseBases } from "../service/rise.js";
import type { Service } from "../service/service.js";
import { type Share, share } from "../units.js";

/** A service that its background fills in slots in which the plan could put load. */
export type FilledService = {
  readonly service: string;
  /** Of the slots in which some wave puts load on it: how many, and those in which the background leaves nothing, ascending. */
  readonly reached: number;
  readonly slots: readonly number[];
  /** Of these, those in which the background exceeds the capacity itself. */
  readonly over: number;
  /** Of these, the first in which the background is the highest share of the capacity; null: there are none. */
  readonly worst: { readonly slot: number; readonly background: number } | null;
  /** That of the worst slot, with every peer up, and the service's own; less where devices of its groups are gone. */
  readonly capacity: number;
  readonly whole: number;
  readonly headroom: Share;
  /** Sign-ins at once that the headroom is there to survive; null: it has another reason. */
  readonly sparedFor: number | null;
  /**
   * What would leave some room in all of these slots, the other as it is; each null: none would. A smaller headroom that would not
   * survive what is to be spared for is none.
   */
  readonly wayOut: { readonly headroom: Share | null; readonly capacityAbove: number | null } | null;
  /** Its background reaches the capacity somewhere, so goal `flattest` cannot count its rise. */
  readonly takesNoPart: boolean;
};

/** Half-open range of positions open to a cohort within its ring's dates, by cohort. */
type Usable = readonly (readonly [from: number, to: number])[];

/** Room below this share of the capacity is none: a limit may be exceeded by as much. */
const NOTHING = 1e-9;
/** Load of a device, as a share of the capacity, that is no more than the rounding of a distribution. */
const NO_LOAD = 1e-12;

/**
 * @param rollout with the services as they are while the devices of groups take their turns
 * @param isFlattest goal pursued: then a service without part in it is told too, wherever its background reaches the capacity
 */
export function filledServices(
  rollout: Rollout,
  usable: Usable,
  isFlattest: boolean,
): readonly FilledService[] {
  return rollout.services.flatMap((service, r): FilledService[] => {
    const { id, capacity, headroom, background } = service;
    if (capacity === null) return [];
    const full = fullSlots(service);
    const isFull = full.includes(1);
    const takesNoPart = isFlattest && riseBases([service])[0] === null;
    const used = (t: number): number => {
      const left = capacityAt(service, t);
      return left === 0 ? Number.POSITIVE_INFINITY : (background[t] as number) / left;
    };
    if (!isFull && !takesNoPart) return [];
    const reached = reachedSlots(rollout, usable, r);
    const slots = [...full.keys()].filter((t) => full[t] === 1 && reached[t] === 1);
    if (slots.length === 0 && !takesNoPart) return [];
    const worst = slots.reduce<number | null>(
      (most, t) => (most === null || used(t) > used(most) ? t : most),
      null,
    );
    return [
      {
        service: id,
        reached: reached.reduce((sum, is) => sum + is, 0),
        slots,
        over: slots.filter((t) => (background[t] as number) > capacityAt(service, t)).length,
        worst: worst === null ? null : { slot: worst, background: background[worst] as number },
        capacity: worst === null ? capacity : capacityAt(service, worst),
        whole: capacity,
        headroom: share(headroom),
        sparedFor: service.headroomFor === "spare" ? service.spareFor : null,
        wayOut: worst === null ? null : wayOut(service, capacity, used(worst)),
        takesNoPart,
      },
    ];
  });
}

/** The largest whole percent of headroom that leaves room beside a background, and the whole capacity that just leaves none. */
function wayOut({ headroom, leastHeadroom }: Service, whole: number, used: number): FilledService["wayOut"] {
  const percents = Math.ceil((1 - used) * 100 - NOTHING) - 1;
  return {
    headroom: percents < 0 || percents / 100 < leastHeadroom - NOTHING ? null : share(percents / 100),
    capacityAbove: Number.isFinite(used) ? (whole * used) / (1 - headroom) : null,
  };
}

/** 1 where the background takes all that the limit would leave. */
function fullSlots(service: Service): Uint8Array {
  const { headroom, background } = service;
  const capacities = capacitiesOf(service);
  return Uint8Array.from(background, (carried, t) => {
    const most = (capacities?.[t] ?? Number.POSITIVE_INFINITY) * (1 - headroom);
    return carried >= most * (1 - NOTHING) ? 1 : 0;
  });
}

/** 1 where some wave within the ring dates, or what it carries to another time, puts load on the service. */
function reachedSlots({ demands, grid, services }: Rollout, usable: Usable, r: number): Uint8Array {
  const reached = new Uint8Array(grid.slots);
  const least = NO_LOAD * (services[r]?.capacity ?? 1);
  demands.forEach((demand, c) => {
    const [from, to] = usable[c] as readonly [number, number];
    for (let p = from; p < to; p++)
      for (const t of touched(demand, p, r, least)) if (t < grid.slots) reached[t] = 1;
    for (const [k, { positions }] of demand.carries.entries())
      if (positions.some((p) => p >= from && p < to))
        for (const t of carriedSlots(demand, k, r, least)) if (t < grid.slots) reached[t] = 1;
  });
  return reached;
}

function* touched(
  { behaviour, loads }: CohortDemand,
  p: number,
  r: number,
  least: number,
): Generator<number> {
  for (const { service, direct } of loads)
    if (service === r && (behaviour.restarts[p] as number) > 0) yield* loaded(direct[p] as SlotMass, least);
}

function* carriedSlots({ loads }: CohortDemand, k: number, r: number, least: number): Generator<number> {
  for (const { service, carried } of loads) if (service === r) yield* loaded(carried[k] as SlotMass, least);
}

function* loaded({ first, mass }: SlotMass, least: number): Generator<number> {
  for (let i = 0; i < mass.length; i++) if ((mass[i] as number) > least) yield first + i;
}

/**
 * The services that leave a cohort none of these positions: whichever it takes puts load where their background alone fills them.
 * None where some position is left, or there is none to begin with.
 */
export function shutBy(
  { services }: Rollout,
  demand: CohortDemand,
  [from, to]: readonly [number, number],
): readonly string[] {
  const isShut = new Uint8Array(to);
  const blocking = services.flatMap((service, r) => {
    const full = fullSlots(service);
    if (service.capacity === null || !full.includes(1)) return [];
    const blocked = blockedPositions(demand, r, full, NO_LOAD * service.capacity);
    let isBlocking = false;
    for (let p = from; p < to; p++) {
      if (blocked[p] === 0) continue;
      isShut[p] = 1;
      isBlocking = true;
    }
    return isBlocking ? [service.id] : [];
  });
  return isShut.subarray(from).every((shut) => shut === 1) ? blocking : [];
}

/** 1 for positions whose waves, or what these carry to another time, put load on the service in a full slot. */
function blockedPositions(demand: CohortDemand, r: number, full: Uint8Array, least: number): Uint8Array {
  const { behaviour, carries } = demand;
  const hits = (slots: Iterable<number>): boolean => {
    for (const t of slots) if (full[t] === 1) return true;
    return false;
  };
  const blocked = Uint8Array.from(behaviour.slots, (_, p) => (hits(touched(demand, p, r, least)) ? 1 : 0));
  carries.forEach(({ positions, shares }, k) => {
    if (!hits(carriedSlots(demand, k, r, least))) return;
    positions.forEach((p, i) => {
      if ((shares[i] as number) > NO_LOAD) blocked[p] = 1;
    });
  });
  return blocked;
}
