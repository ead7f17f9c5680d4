/**
 * How far a service is from collapse, as plain numbers. The equations are in `safe-load.ts`, `collapse.ts` and, for peers,
 * `peer-collapse.ts`, numbered as in docs/model.md, section 15; the simulator agrees with them on both sides of each
 * (test/evaluate/thresholds.test.ts).
 */
import type { Retries } from "../scenario/scenario.js";
import { type Duration, perSecond, type PerSecond, type Share } from "../units.js";
import {
  collapsedLoad,
  criticalBacklog,
  everyoneTrying,
  jitterWindow,
  jitterWindowByChance,
  largestTrigger,
  longestSurge,
  type State,
  stateOf,
  unstableLoad,
} from "./collapse.js";
import {
  backoffToHeal,
  bootstrapThreshold,
  capacityToHeal,
  healingTime,
  oneShotShare,
  type Peered,
  type PeerPart,
  steadyRestarts,
} from "./peer-collapse.js";
import { triggerProofLoad } from "./safe-load.js";

export type ThresholdsRequest = {
  /** Asked of the service without retries, a constant: lambda. */
  readonly load: PerSecond;
  /** With every peer up: C. */
  readonly capacity: PerSecond;
  readonly headroom: Share;
  readonly retries: Retries;
  /** That want to be signed in: N. */
  readonly clients: number;
  /** The trigger asked about: so many devices that restart at once, or `extra` sign-ins a second more. */
  readonly restarts: number;
  readonly extra: PerSecond;
  /** In which the clients of `oneShotShare` restart. */
  readonly slot: Duration;
  /** null: no client is a part of the service. */
  readonly peers: PeerPart | null;
};

export type Thresholds = {
  readonly state: State;
  /** lambda_s (15.3), per second: below this load it recovers from any backlog; the capacity where every load that fits does. */
  readonly triggerProofLoad: PerSecond;
  /** What would make it collapse; null where nothing does (stable) or nothing is needed (overloaded). */
  readonly tipping: Tipping | null;
  /** 15.9, milliseconds: shortest time over which `restarts` spread by chance fit under the limit on average; null: none is long enough. */
  readonly jitterWindow: Duration | null;
  /** 15.10: the same where no minute is above the capacity but one in a thousand. */
  readonly jitterWindowByChance: Duration | null;
  /** 15.11: while all clients try at once every attempt is served, some are (slowed), or none is (stuck). */
  readonly everyoneTrying: "served" | "slowed" | "stuck";
  readonly peers: PeerThresholds | null;
};

/** Of a vulnerable service. */
export type Tipping = {
  /** Lambda_2 (15.4), per second: offered load, retries included, above which it grows by itself. */
  readonly unstableLoad: PerSecond;
  /** 15.5, per second: offered load at which a collapse stays, of which nothing succeeds. */
  readonly collapsedLoad: PerSecond;
  /** B* (15.6): clients waiting to try again below which it recovers. */
  readonly criticalBacklog: number;
  /** M* (15.7): clients that may ask at one instant. May be more than there are: then all of them together do not make it collapse. */
  readonly largestTrigger: number;
  /** 15.8, milliseconds: how long `extra` may last; null: for ever. */
  readonly longestSurge: Duration | null;
};

export type PeerThresholds = {
  /** O* (15.13): clients online above which it heals and below which it collapses, all others trying; 0: it heals from nobody. */
  readonly bootstrap: number;
  /** 15.14, per second: fixed capacity to add so that it heals from nobody. */
  readonly capacityToHeal: PerSecond;
  /** 15.14, milliseconds: the mean wait between attempts that would do the same; null: nothing is fixed, so none does. */
  readonly backoffToHeal: Duration | null;
  /** 15.15, milliseconds: in which the distance from `bootstrap` grows e-fold; null: nothing succeeds above the capacity. */
  readonly healingTime: Duration | null;
  /** 15.16: restarts a second, orphans and lost capacity counted, that may go on for ever under the limit. */
  readonly steadyRestarts: PerSecond;
  /** 15.17: share of all clients that may restart within one `slot`. */
  readonly oneShotShare: Share;
};

/**
 * The distance to collapse of one service: equations 15.3 to 15.17 of docs/model.md, for a constant load, one class of clients, and
 * waits without memory whose mean is `backoff.base`. Loads and capacities are per second, times are in milliseconds.
 */
export function thresholds(request: ThresholdsRequest): Thresholds {
  const { headroom, clients, restarts, peers } = request;
  const state = stateOf(request);
  return {
    state,
    triggerProofLoad: perSecond(triggerProofLoad(request.capacity, request.retries)),
    tipping: state === "vulnerable" ? tippingOf(request) : null,
    jitterWindow: jitterWindow(request, restarts, headroom),
    jitterWindowByChance: jitterWindowByChance(request, restarts),
    everyoneTrying: everyoneTrying(request, clients),
    peers: peers === null ? null : peerThresholds(request, peers),
  };
}

const tippingOf = (request: ThresholdsRequest): Tipping => ({
  unstableLoad: unstableLoad(request),
  collapsedLoad: collapsedLoad(request, request.clients),
  criticalBacklog: criticalBacklog(request),
  largestTrigger: largestTrigger(request),
  longestSurge: longestSurge(request, request.extra),
});

function peerThresholds(
  { load, capacity, headroom, retries, clients, slot }: ThresholdsRequest,
  peers: PeerPart,
): PeerThresholds {
  const carried = peers.each * peers.share * clients;
  const service: Peered = { fixed: perSecond(Math.max(0, capacity - carried)), retries, clients, peers };
  return {
    bootstrap: bootstrapThreshold(service),
    capacityToHeal: capacityToHeal(service, 0),
    backoffToHeal: backoffToHeal(service, 0),
    healingTime: healingTime(service),
    steadyRestarts: steadyRestarts(service, load, headroom),
    oneShotShare: oneShotShare(service, load, slot),
  };
}
