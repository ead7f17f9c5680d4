/** Who puts a load on a service: the devices of which site and ring, slot by slot. */
import { remembered } from "../remembered.js";
import type { Rollout } from "../rollout.js";
import { addLoads, type Stagger } from "../service/demand.js";

export type Origin = {
  /** Id of the service. */
  readonly service: string;
  readonly site: string;
  readonly ring: string;
  /** Slot of the first value. */
  readonly first: number;
  /** What they add to its background, in the service's unit, by slot. */
  readonly added: Float32Array;
};

/** By service, then by site and ring as the cohorts come; who adds nothing is left out. Background and all of these are the load. */
export function originsOf({ grid, services, demands, apart }: Rollout, stagger: Stagger): readonly Origin[] {
  const groups = new Map<string, Group>();
  (apart?.signIns ?? demands).forEach((demand, c) => {
    const { site, ring } = demand.cohort;
    const group = remembered(groups, JSON.stringify([site, ring]), (): Group => ({
      site,
      ring,
      loads: [],
    }));
    for (const { service } of demand.loads) group.loads[service] ??= new Float64Array(grid.slots);
    addLoads(group.loads, demand, stagger[c] as Float64Array, 1, grid.slots);
  });
  return services.flatMap(({ id }, r) => [...groups.values()].flatMap((group) => originOf(id, group, r)));
}

/** `loads` has holes: services that never meet the group. */
type Group = { readonly site: string; readonly ring: string; readonly loads: Float64Array[] };

function originOf(service: string, { site, ring, loads }: Group, r: number): readonly Origin[] {
  const load = loads[r] ?? new Float64Array();
  const first = load.findIndex((value) => value > 0);
  if (first < 0) return [];
  const added = Float32Array.from(load.subarray(first, load.findLastIndex((value) => value > 0) + 1));
  return [{ service, site, ring, first, added }];
}
