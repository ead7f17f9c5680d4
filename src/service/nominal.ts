/** Where every capacity is unknown the plan answers "how much would you need": a yardstick takes the capacities' place. */
import type { Grid } from "../calendar/grid.js";
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "./demand.js";
import type { Service } from "./service.js";

export const isBlind = (services: readonly Service[]): boolean =>
  services.length > 0 && services.every(({ capacity }) => capacity === null);

/** Per second; keeps a service that nothing ever reaches from dividing by zero. */
const SMALLEST = 1e-6;

/**
 * What a service would need if every cohort's fullest wave signed in within one slot: a scale on which the rises of different
 * services compare, not a limit anybody stated.
 */
export function nominalServices(rollout: {
  readonly services: readonly Service[];
  readonly demands: readonly CohortDemand[];
  readonly grid: Grid;
}): readonly Service[] {
  const needed = rollout.services.map(({ background }) =>
    background.reduce((high, value) => Math.max(high, value), SMALLEST),
  );
  for (const { loads, mostPerSlot, cohort } of rollout.demands) {
    for (const { service, direct, carried } of loads) {
      const pictures = [...direct.slice(0, 1), ...carried].map(total);
      needed[service] =
        (needed[service] as number) + Math.min(cohort.devices, mostPerSlot) * Math.max(0, ...pictures);
    }
  }
  return rollout.services.map((service, r) => ({
    ...service,
    capacity: needed[r] as number,
    limit: new Float64Array(rollout.grid.slots).fill(Number.POSITIVE_INFINITY),
  }));
}

const total = ({ mass }: SlotMass): number => mass.reduce((sum, value) => sum + value, 0);
