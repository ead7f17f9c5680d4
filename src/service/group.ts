/**
 * Groups whose devices take turns (domain controllers, cluster nodes): who is in them, how many may be gone at once, for how long,
 * and what a service loses while devices that it consists of are gone. The optimizer keeps to it, the checker asks again.
 */
import { slotsGone } from "../client/absence.js";
import { entryOf } from "../fleet/turns.js";
import type { Cohort } from "../fleet/cohort.js";
import { turnsOf } from "../scenario/at-once.js";
import type { GroupOrder, Ring, Scenario } from "../scenario/scenario.js";
import { capacityAt } from "./capacity.js";
import { addLoads, type CohortDemand, type Stagger } from "./demand.js";
import { LIMIT_TOLERANCE, type Service } from "./service.js";
import { wavePictures } from "./wave-picture.js";

export type Group = {
  readonly name: string;
  readonly rule: GroupOrder;
  /** By entry, then cohort. */
  readonly members: readonly Member[];
  readonly pools: readonly Pool[];
  readonly parts: readonly Part[];
};

export type Member = {
  /** Index of the cohort. */
  readonly cohort: number;
  /** Index of the pool in which its devices are counted. */
  readonly pool: number;
  /** Its place in the order, from 0. */
  readonly entry: number;
  /** Index of its ring. */
  readonly ring: number;
  /** Slots from its wave's on in which a device is offline or settling. */
  readonly gone: number;
};

/** Devices of which a number may be gone at once. */
export type Pool = {
  /** null: the whole group. */
  readonly site: string | null;
  /** Those left out of the plan included. */
  readonly devices: number;
  /** As many may be gone at once; 0: none ever. */
  readonly atOnce: number;
};

/** A service of which each device is a part. */
export type Part = {
  /** Index of the service. */
  readonly service: number;
  /** Only the devices of this site are; null: all. */
  readonly site: string | null;
  /** Devices that make it up. */
  readonly devices: number;
};

export type GroupSurroundings = {
  readonly scenario: Scenario;
  /** Those of the plan, in its order. */
  readonly cohorts: readonly Cohort[];
  /** Those that the scenario leaves out. */
  readonly others: readonly Cohort[];
  readonly services: readonly Service[];
  readonly rings: readonly Ring[];
};

export function groupsOf(around: GroupSurroundings): readonly Group[] {
  const { order } = around.scenario;
  const names = [...order.keys()].sort();
  return names.flatMap((name) => {
    const group = groupOf(name, order.get(name) as GroupOrder, around);
    return group.members.length === 0 ? [] : [group];
  });
}

function groupOf(
  name: string,
  rule: GroupOrder,
  { scenario, cohorts, others, services, rings }: GroupSurroundings,
): Group {
  const all = [...cohorts, ...others].filter(({ group }) => group === name);
  const count = (site: string | null): number =>
    all.reduce((sum, cohort) => sum + (site === null || cohort.site === site ? cohort.devices : 0), 0);
  const sites: readonly (string | null)[] = rule.perSite
    ? [...new Set(all.map(({ site }) => site))].sort()
    : [null];
  const members = cohorts.flatMap((cohort, c): readonly Member[] => {
    const profile = scenario.profiles.get(cohort.profile);
    if (cohort.group !== name || profile === undefined) return [];
    return [
      {
        cohort: c,
        pool: rule.perSite ? sites.indexOf(cohort.site) : 0,
        entry: entryOf(rule, cohort),
        ring: rings.findIndex(({ name: ring }) => ring === cohort.ring),
        gone: slotsGone(profile, rule.settle, scenario.slot),
      },
    ];
  });
  return {
    name,
    rule,
    members: members.sort((a, b) => a.entry - b.entry || a.cohort - b.cohort),
    pools: sites.map((site) => ({ site, devices: count(site), atOnce: turnsOf(rule.atOnce, count(site)) })),
    parts: services.flatMap(({ requestId, capacity, sites: served }, service) => {
      // Of a capacity that nobody knows nothing can be taken.
      if (requestId !== rule.capacityOf || capacity === null) return [];
      const site =
        scenario.services.get(requestId)?.perSite === true ? ([...(served ?? [])][0] ?? null) : null;
      return count(site) === 0 ? [] : [{ service, site, devices: count(site) }];
    }),
  };
}

/** Share of the service that each device of the cohort is; 0: it is no part of it. */
export const partOf = ({ site, devices }: Part, cohort: Cohort): number =>
  site === null || site === cohort.site ? 1 / devices : 0;

/** Groups settled: what stands before anything else is staggered. */
type Grouped = {
  readonly grid: { readonly slots: number };
  readonly demands: readonly CohortDemand[];
  readonly services: readonly Service[];
  readonly groups: readonly Group[];
};

/** Whether a cohort's devices take turns, by cohort. */
export function takingTurns({ demands, groups }: Pick<Grouped, "demands" | "groups">): readonly boolean[] {
  const isMember = demands.map(() => false);
  for (const { members } of groups) for (const { cohort } of members) isMember[cohort] = true;
  return isMember;
}

/** What a service has in a slot, and may carry, while a share of it is gone: never less than it carries anyway. */
export const capacityWithout = (capacity: number, lost: number): number => capacity * Math.max(0, 1 - lost);
export function limitWithout(service: Service, t: number, lost: number) {
  const { limit, headroom, background } = service;
  if (limit === null) return Number.POSITIVE_INFINITY;
  const capacity = capacityAt(service, t);
  const most = limit[t] as number;
  return lost <= 0
    ? most
    : Math.min(most, Math.max(capacityWithout(capacity, lost) * (1 - headroom), background[t] as number));
}

/** The services as they are while the group's devices have their waves: what is gone is missing from capacity and limit. */
export function servicesDuring(grouped: Grouped, stagger: Stagger): readonly Service[] {
  const lost = lostShares(grouped, stagger);
  return grouped.services.map((service, r) => {
    const shares = lost.get(r);
    const { capacity, limit } = service;
    if (shares === undefined || capacity === null || limit === null) return service;
    return {
      ...service,
      capacityBySlot: shares.map((share, t) => capacityWithout(capacityAt(service, t), share)),
      limit: limit.map((_, t) => limitWithout(service, t, shares[t] as number)),
    };
  });
}

/** Share of a service that is gone, by service and slot; only services of which anything ever is. */
function lostShares({ grid, demands, groups }: Grouped, stagger: Stagger): ReadonlyMap<number, Float64Array> {
  const lost = new Map<number, Float64Array>();
  for (const { members, parts } of groups) {
    for (const part of parts) {
      const devices = new Float64Array(grid.slots);
      for (const { cohort, gone } of members) {
        const { cohort: own, behaviour } = demands[cohort] as CohortDemand;
        if (partOf(part, own) === 0) continue;
        (stagger[cohort] as Float64Array).forEach((count, p) => {
          const slot = behaviour.slots[p] as number;
          if (count > 0)
            for (let t = slot; t < Math.min(slot + gone, grid.slots); t++)
              devices[t] = (devices[t] as number) + count;
        });
      }
      if (!devices.some((count) => count > 0)) continue;
      const shares = lost.get(part.service) ?? new Float64Array(grid.slots);
      lost.set(part.service, shares);
      devices.forEach((count, t) => (shares[t] = (shares[t] as number) + count / part.devices));
    }
  }
  return lost;
}

/** The stagger of the devices that take turns alone. */
export const turnsIn = (isMember: readonly boolean[], stagger: Stagger): Stagger =>
  stagger.map((devices, c) => (isMember[c] === true ? devices : new Float64Array(devices.length)));

/** Services with what the groups' devices put on them as their background: what everything else is staggered against. */
export function standing(
  services: readonly Service[],
  { grid, demands }: Pick<Grouped, "grid" | "demands">,
  turns: Stagger,
): readonly Service[] {
  const loads = services.map(({ background }) => Float64Array.from(background));
  demands.forEach((demand, c) => addLoads(loads, demand, turns[c] as Float64Array, 1, grid.slots));
  return services.map((service, r) => ({ ...service, background: loads[r] as Float64Array }));
}

/**
 * Whether another device of the cohort would find room if nobody had to wait for a turn: a position of `usable` at which neither
 * `mostPerSlot` nor a service stands in its way.
 */
export function hasRoom(
  demand: CohortDemand,
  devices: Float64Array,
  [from, to]: readonly [number, number],
  services: readonly Service[],
  slots: number,
): boolean {
  for (let p = from; p < to; p++) {
    if ((devices[p] as number) + 1 > demand.mostPerSlot * (1 + LIMIT_TOLERANCE)) continue;
    const isFree = wavePictures(demand, p, slots).every(({ service, first, load }) => {
      const { limit, background } = services[service] as Service;
      return load.every((value, i) => {
        const most = limit?.[first + i] ?? Number.POSITIVE_INFINITY;
        return value === 0 || (background[first + i] as number) + value <= most * (1 + LIMIT_TOLERANCE);
      });
    });
    if (isFree) return true;
  }
  return false;
}
