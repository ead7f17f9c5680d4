/**
 * How far each service of a plan is from collapse: the thresholds of `src/service/thresholds.ts` with the load that the plan and the
 * background put on it in the worst slot, as if that load went on.
 */
import { meanOf } from "../client/delay.js";
import type { Rollout } from "../rollout.js";
import type { Counts, Retries } from "../scenario/scenario.js";
import { largestTrigger, type State, stateOf } from "../service/collapse.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { PeerPart } from "../service/peer-collapse.js";
import { peerCount } from "../service/peers.js";
import { LIMIT_TOLERANCE, type Service, serves } from "../service/service.js";
import { type PeerThresholds, type Thresholds, thresholds } from "../service/thresholds.js";
import { wavePictures } from "../service/wave-picture.js";
import { duration, perSecond, type PerSecond, second, type Share, share } from "../units.js";
import type { Forecast } from "./forecast.js";
import { othersOf } from "./service-input.js";

/** Of the capacity. */
const SURGE = 1.25;

/** Of one service whose capacity is known, and which counts something a second. */
export type Distance = Omit<Thresholds, "peers"> & {
  readonly service: string;
  readonly counts: Exclude<Counts, "offline">;
  /** Where it is nearest to a collapse; load and capacity there, less what restarts take of it along. */
  readonly slot: number;
  readonly load: PerSecond;
  readonly capacity: PerSecond;
  /** That may want to be signed in: N. */
  readonly clients: number;
  /** Of the waves that begin in the same slot, the most that they put on it: if all of it came at one instant. 0: none do. */
  readonly largestWave: { readonly events: number; readonly isSurvived: boolean };
  /** Put on it by all waves: what the jitter windows spread, beside the highest background. */
  readonly events: number;
  /** `tipping.longestSurge` is how long so much may be asked of it, as a share of the capacity: one and a quarter. */
  readonly surge: number;
  /** null: no client is a part of it. */
  readonly peers: PeersDistance | null;
};

export type PeersDistance = PeerThresholds & {
  /** Above the capacity its peers shut down, which no threshold counts. */
  readonly hasBug: boolean;
};

/** In the order of the services; equations 15.3 to 15.17 of docs/model.md. */
export function distances(rollout: Rollout, stagger: Stagger, forecast: Forecast): readonly Distance[] {
  const waves = eventsBySlot(rollout, stagger);
  return rollout.services.flatMap((service, r): Distance[] => {
    const [load, capacity] = [forecast.loads[r] as Float64Array, forecast.capacities[r] ?? null];
    if (service.counts === "offline" || service.capacity === null || capacity === null) return [];
    return [
      distanceOf(
        { ...service, counts: service.counts },
        { rollout, load, capacity, r, waves: waves[r] as Float64Array },
      ),
    ];
  });
}

type Rated = Service & { readonly counts: Distance["counts"] };

type Met = {
  readonly rollout: Rollout;
  /** Index of the service. */
  readonly r: number;
  readonly load: Float64Array;
  readonly capacity: Float64Array;
  /** What the waves that begin in each slot put on it, whenever that is. */
  readonly waves: Float64Array;
};

function distanceOf(service: Rated, { rollout, r, load, capacity, waves }: Met): Distance {
  const { headroom, retries } = service;
  const { slot, ...worst } = worstSlot(load, capacity, retries);
  const clients = service.sessions?.clients ?? servedDevices(rollout, r) + othersOf(service);
  const events = waves.reduce((sum, count) => sum + count, 0);
  const extra = perSecond(Math.max(0, SURGE * worst.capacity - worst.load));
  const request = {
    headroom: share(headroom),
    retries,
    clients,
    restarts: events,
    extra,
    slot: rollout.grid.slot,
  };
  const atWorst = thresholds({ ...request, ...worst, peers: null });
  const anyway = thresholds({
    ...request,
    load: perSecond(service.background.reduce((most, value) => Math.max(most, value), 0)),
    capacity: perSecond(service.capacity ?? 0),
    peers: peerPartOf(service, rollout, clients),
  });
  const largest = waves.reduce((most, count) => Math.max(most, count), 0);
  return {
    service: service.id,
    counts: service.counts,
    slot,
    ...worst,
    clients,
    ...atWorst,
    jitterWindow: anyway.jitterWindow,
    jitterWindowByChance: anyway.jitterWindowByChance,
    largestWave: { events: largest, isSurvived: largest < largestTrigger({ ...worst, retries }) },
    events,
    surge: SURGE,
    peers: anyway.peers === null ? null : { ...anyway.peers, hasBug: service.peers?.bug != null },
  };
}

type Moment = { readonly slot: number; readonly load: PerSecond; readonly capacity: PerSecond };

const nearness: Readonly<Record<State, number>> = { stable: 0, vulnerable: 1, overloaded: 2 };

/** The first of those in the worst state in which the least capacity is left. Loads and capacities are per second. */
export function worstSlot(loads: Float64Array, capacities: Float64Array, retries: Retries): Moment {
  const moments = Array.from(loads, (asked, slot): Moment => {
    const capacity = capacities[slot] as number;
    const load = asked <= capacity * (1 + LIMIT_TOLERANCE) ? Math.min(asked, capacity) : asked;
    return { slot, load: perSecond(load), capacity: perSecond(capacity) };
  });
  // While all of it is gone and nobody asks, nothing can fail.
  const some = moments.filter(({ load, capacity }) => load > 0 || capacity > 0);
  const isWorse = (a: Moment, b: Moment): boolean => {
    const difference = nearness[stateOf({ ...a, retries })] - nearness[stateOf({ ...b, retries })];
    return difference === 0 ? a.capacity - a.load < b.capacity - b.load : difference > 0;
  };
  return some.reduce(
    (worst, each) => (isWorse(each, worst) ? each : worst),
    (some[0] ?? moments[0]) as Moment,
  );
}

const signInDemands = ({ apart, demands }: Rollout): readonly CohortDemand[] => apart?.signIns ?? demands;

const servedDevices = (rollout: Rollout, r: number): number =>
  signInDemands(rollout).reduce(
    (sum, { cohort, loads }) => sum + (loads.some(({ service }) => service === r) ? cohort.devices : 0),
    0,
  );

/** By service and slot: what the waves that begin there put on it in all, orphans of peers among it. */
function eventsBySlot(rollout: Rollout, stagger: Stagger): readonly Float64Array[] {
  const { grid, services } = rollout;
  const events = services.map(() => new Float64Array(grid.slots));
  signInDemands(rollout).forEach((demand, c) => {
    (stagger[c] as Float64Array).forEach((devices, p) => {
      if (devices === 0) return;
      const slot = demand.behaviour.slots[p] as number;
      for (const { service, load } of wavePictures(demand, p, grid.slots)) {
        const own = events[service] as Float64Array;
        const each = load.reduce((sum, value) => sum + value, 0) * (grid.slot / second);
        own[slot] = (own[slot] as number) + devices * each;
      }
    });
  });
  return events;
}

/** The peers as the closed forms want them: a share of the clients, whose restarts are all as long as the mean of them. */
function peerPartOf(service: Service, { demands, rhythms }: Rollout, clients: number): PeerPart | null {
  const { peers } = service;
  if (peers === null || peers.worth === 0) return null;
  let [count, away] = [0, 0];
  demands.forEach(({ cohort }, c) => {
    if (!serves(service, cohort)) return;
    const own = peerCount(peers, [cohort]);
    count += own;
    away += own * meanOf((rhythms[c] as Rollout["rhythms"][number]).profile.offline);
  });
  const part: Share = share(Math.min(1, count / clients));
  const { each, promotion, clients: hanging, signInAgain } = peers;
  return { each, promotion, clients: hanging, signInAgain, share: part, offline: duration(away / count) };
}
