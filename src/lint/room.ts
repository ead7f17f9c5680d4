/** What the windows leave no room for, whatever the waves: bounds that hold for every plan, found without a solver. */
import { pathText } from "../scenario/place.js";
import { windowsPath } from "../scenario/window.js";
import type { Rollout } from "../rollout.js";
import type { Counts, Scenario } from "../scenario/scenario.js";
import { type CohortDemand, pricedWaves } from "../service/demand.js";
import type { Service } from "../service/service.js";
import { hour, second } from "../units.js";
import type { Around } from "./around.js";
import type { Found } from "./finding.js";
import { countWords, numberWords, timeWords, whereWords } from "./words.js";

/** Bounds are sums of thousands of terms. */
const ROUNDING = 1e-9;

/** Cohorts with fewer slots than `maxPerSlot` needs for all of their devices. */
export function tooFewSlots({ rollout, scenario }: Around): readonly Found[] {
  const profiles = new Map<string, CohortDemand[]>();
  rollout.demands.forEach((demand, c) => {
    const { slots } = demand.behaviour;
    // Other lints say why no window is open to a cohort.
    const isOther = slots.length === 0 && rollout.closed[c] !== "readiness";
    const most = slots.length * demand.mostPerSlot;
    if (isOther || most * (1 + ROUNDING) >= demand.cohort.devices) return;
    const { profile } = demand.cohort;
    profiles.set(profile, [...(profiles.get(profile) ?? []), demand]);
  });
  return [...profiles].map(([profile, demands]) => cohortsFound(profile, demands, scenario, rollout));
}

function cohortsFound(
  profile: string,
  demands: readonly CohortDemand[],
  scenario: Scenario,
  { deadline }: Rollout,
): Found {
  const cohorts = demands.map(({ cohort }) => cohort);
  const worst = demands.reduce((a, b) => (leftOver(b) > leftOver(a) ? b : a));
  const { cohort, behaviour, mostPerSlot } = worst;
  const left = demands.reduce((sum, demand) => sum + leftOver(demand), 0);
  const slots = behaviour.slots.length;
  const why =
    slots === 0
      ? "no slot is open once the update is staged"
      : `cohort ${cohort.id} has ${countWords(slots, "slot")}, for at most ${countWords(Math.floor(mostPerSlot), "device")} each`;
  return {
    message: `at least ${countWords(left, "device")} of profile "${profile}" ${whereWords(cohorts)} find no slot by the deadline, ${timeWords(deadline, cohort.timezone)}: ${why}`,
    hint: "widen the windows, move the deadline, or raise maxPerSlot",
    place: { path: windowsPath(scenario.profiles, profile) },
    first: deadline,
    zone: cohort.timezone,
  };
}

const leftOver = ({ cohort, behaviour, mostPerSlot }: CohortDemand): number =>
  Math.ceil(cohort.devices - behaviour.slots.length * mostPerSlot * (1 + ROUNDING));

/** Services that could not carry the fleet though every slot in which load can fall were filled to the limit. */
export function tooLittleCapacity({ rollout, cohorts }: Around): readonly Found[] {
  const { services, grid } = rollout;
  return services.flatMap((service, r) => {
    const free = freeEvents(rollout, r);
    const least = leastEvents(rollout, r);
    if (free === null || least <= free * (1 + ROUNDING)) return [];
    const [one, unit] = units[service.counts];
    const each = grid.slot / one;
    const zone = cohorts[0]?.timezone ?? rollout.timezone;
    return [
      {
        message: `service "${service.id}" has room for ${numberWords(free * each)} ${unit} beside its background in the slots in which load can fall, and the fleet causes at least ${numberWords(least * each)}${service.peers === null ? "" : " (the capacity of peers it takes away counted)"}`,
        hint: "widen the windows, move the deadline, or raise the capacity",
        place: { path: pathText(["services", service.requestId, "capacity"]) },
        first: rollout.deadline,
        zone,
      },
    ];
  });
}

/** Per unit of load and slot: what a load that lasts so long counts. */
const units: Readonly<Record<Counts, readonly [one: number, name: string]>> = {
  signIns: [second, "sign-ins"],
  restarts: [second, "restarts"],
  calls: [second, "calls"],
  offline: [hour, "device-hours offline"],
};

/** In the service's unit times slots: what each device adds at its cheapest position; devices without one add nothing. */
function leastEvents({ demands, services, grid }: Rollout, r: number): number {
  const prices = services.map((_, other) => new Float64Array(grid.slots).fill(other === r ? 1 : 0));
  return demands.reduce((sum, demand) => {
    const costs = pricedWaves(demand, prices);
    const least = costs.reduce((low, cost) => Math.min(low, cost), Number.POSITIVE_INFINITY);
    return costs.length === 0 ? sum : sum + demand.cohort.devices * least;
  }, 0);
}

/** In the service's unit times slots, over the slots in which load can fall; null: the capacity is unknown. */
function freeEvents(rollout: Rollout, r: number): number | null {
  const { limit, background } = rollout.services[r] as Service;
  if (limit === null) return null;
  const reached = reachedSlots(rollout, r);
  return limit.reduce(
    (sum, allowed, s) => (reached[s] === 1 ? sum + allowed - (background[s] as number) : sum),
    0,
  );
}

function reachedSlots({ demands, grid }: Rollout, r: number): Uint8Array {
  const changes = new Int32Array(grid.slots + 1);
  for (const { loads } of demands)
    for (const { service, direct, carried } of loads)
      if (service === r)
        for (const { first, mass } of [...direct, ...carried]) {
          const [from, to] = [first, first + mass.length].map((slot) =>
            Math.min(grid.slots, Math.max(0, slot)),
          );
          changes[from as number] = (changes[from as number] as number) + 1;
          changes[to as number] = (changes[to as number] as number) - 1;
        }
  let open = 0;
  return Uint8Array.from({ length: grid.slots }, (_, s) => ((open += changes[s] as number) > 0 ? 1 : 0));
}
