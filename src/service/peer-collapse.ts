/**
 * When a service that is partly its own clients (peers) recovers and when it does not: closed forms (docs/model.md, "Above
 * capacity"). Of the clients online the share sigma are peers, each of which carries c_s; whoever is not online tries to be.
 */
import type { Peers, Retries } from "../scenario/scenario.js";
import { type Duration, duration, perSecond, type PerSecond, second, share, type Share } from "../units.js";
import { backoffOf } from "./safe-load.js";

export type PeerPart = Omit<Peers, "profiles" | "bug"> & {
  /** Of the clients online: sigma. */
  readonly share: Share;
  /** Restart to reachable again, on average: d. */
  readonly offline: Duration;
};

/** A service whose clients carry a part of it. */
export type Peered = {
  /** What it carries without any peer: C_f. */
  readonly fixed: PerSecond;
  readonly retries: Retries;
  /** That want to be online: N. */
  readonly clients: number;
  readonly peers: PeerPart;
};

/** c_s sigma: what one client online adds to the capacity. */
const carriedByOne = ({ peers }: Peered): number => peers.each * peers.share;

/** kappa / T_b: what one client that keeps trying takes away from it. */
const wastedByOne = ({ retries }: Peered): number => retries.failureCost / backoffOf(retries);

/** C_f + c_s S_0, with everyone online. */
const wholeCapacity = (service: Peered): number => service.fixed + carriedByOne(service) * service.clients;

/**
 * O* = (kappa N / T_b - C_f) / (c_s sigma + kappa / T_b) (15.13): with so many clients online, failures use up just the whole capacity.
 * With more it heals, with fewer it collapses. 0: it heals with nobody online.
 */
export function bootstrapThreshold(service: Peered): number {
  const missing = wastedByOne(service) * service.clients - service.fixed;
  return missing <= 0 ? 0 : missing / (carriedByOne(service) + wastedByOne(service));
}

/** kappa (N - O) / T_b - c_s sigma O - C_f (15.14): fixed capacity to add so that it heals with `online` clients online; 0: none. */
export const capacityToHeal = (service: Peered, online: number): PerSecond =>
  perSecond(
    Math.max(
      0,
      wastedByOne(service) * (service.clients - online) - carriedByOne(service) * online - service.fixed,
    ),
  );

/** T_b = kappa (N - O) / (C_f + c_s sigma O) (15.14): the mean wait between attempts that heals it instead; null: none does. */
export function backoffToHeal(service: Peered, online: number): Duration | null {
  const carried = service.fixed + carriedByOne(service) * online;
  if (carried === 0) return null;
  return duration(((service.retries.failureCost * (service.clients - online)) / carried) * second);
}

/**
 * Time in which the distance from the bootstrap threshold grows e-fold: 1 / g with
 * g = ((a - p) + sqrt((a - p)^2 + 4 p (a + c_s sigma / (1 - kappa)))) / 2, a = kappa / (T_b (1 - kappa)), p = 1 / promotion (15.15).
 * null: nothing succeeds above the capacity (kappa = 1).
 */
export function healingTime(service: Peered): Duration | null {
  const { failureCost } = service.retries;
  if (failureCost >= 1) return null;
  const wasted = wastedByOne(service) / (1 - failureCost);
  const carried = carriedByOne(service) / (1 - failureCost);
  // Where peers are promoted at once, the limit of it.
  if (service.peers.promotion === 0) return duration(second / (wasted + carried));
  const promotion = second / service.peers.promotion;
  const difference = wasted - promotion;
  const growth = (difference + Math.sqrt(difference ** 2 + 4 * promotion * (wasted + carried))) / 2;
  return duration(second / growth);
}

/**
 * u = ((1 - h) C - lambda) / (1 + chi n sigma + (1 - h) c_s sigma (d + 1/p)) (15.16): restarts a second that may go on for ever. Each brings
 * its own sign-in and, where it is a peer, the share chi of those of its n clients, and takes its part of the capacity along until
 * it, or another in its place, is promoted.
 */
export function steadyRestarts(service: Peered, load: PerSecond, headroom: Share): PerSecond {
  const { peers } = service;
  const room = (1 - headroom) * wholeCapacity(service) - load;
  const orphans = peers.signInAgain * peers.clients * peers.share;
  const lost = (carriedByOne(service) * (peers.offline + peers.promotion)) / second;
  return perSecond(Math.max(0, room) / (1 + orphans + (1 - headroom) * lost));
}

/** f = (C - lambda) / (N / w + c_s S_0) (15.17): share of all clients that may restart, evenly, within a time that is short for promotion. */
export function oneShotShare(service: Peered, load: PerSecond, within: Duration): Share {
  const room = Math.max(0, wholeCapacity(service) - load);
  const each = service.clients / (within / second) + carriedByOne(service) * service.clients;
  return share(Math.min(1, room / each));
}

/**
 * Share of peers left where the share `lost` goes and the others take over its load, each breaking down above its own tolerance: the
 * largest s = (1 - f)(1 - F(1/s)) (15.18), found from above. It is a bundle of fibres under one load (H. E. Daniels, Proc. R. Soc. Lond. A
 * 183, 1945). Where one tolerance theta is that of all, every peer goes if f > 1 - 1/theta.
 *
 * @param broken F: share of peers that break down at so many times their usual load
 */
export function survivingPeers(lost: Share, broken: (times: number) => number): Share {
  let left: number = 1 - lost;
  for (let round = 0; round < ROUNDS && left > 0; round++) {
    const next = (1 - lost) * (1 - broken(1 / left));
    if (left - next <= SETTLED * left) return share(next);
    left = next;
  }
  return share(left);
}

const ROUNDS = 100_000;
const SETTLED = 1e-12;
