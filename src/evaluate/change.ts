/** A world that is worse than the one planned for. Nobody plans anew: what was planned meets it. */
import { morningFrom } from "../client/presence.js";
import { scaledDelay } from "../client/delay.js";
import type { Profile } from "../scenario/scenario.js";
import type { Rhythm } from "../service/rhythm.js";
import type { Service } from "../service/service.js";
import { total } from "../stagger/total.js";
import { type Duration, type Instant, instant, perSecond, type Share, share } from "../units.js";
import type { Crowd } from "./crowds.js";

/** Data alone, so that it crosses threads. */
export type Change = {
  /** What is left of capacities; `service` is the scenario's id, null: every one. Several for one service multiply. */
  readonly capacity: readonly { readonly service: string | null; readonly left: Share }[];
  /** Devices that do not restart at all, of every crowd. */
  readonly refused: Share;
  /** Times as long: offline times and the spread of people's arrivals. */
  readonly slower: number;
  /**
   * An urgent release lands that much after the first: from then on everybody does once more what they did after the first, and
   * whoever had not restarted by then restarts once, for both. Null: none does.
   */
  readonly again: Duration | null;
};

export const unchanged: Change = { capacity: [], refused: share(0), slower: 1, again: null };

/** Peers are a part of the capacity: as much is left of each as of the whole. */
export function changedService(service: Service, { capacity: changes }: Change): Service {
  const left = changes
    .filter(({ service: id }) => id === null || id === service.requestId || id === service.id)
    .reduce((product, change) => product * change.left, 1);
  if (left === 1 || service.capacity === null) return service;
  const { capacity, capacityBySlot, peers } = service;
  return {
    ...service,
    capacity: capacity * left,
    ...(capacityBySlot === undefined ? {} : { capacityBySlot: capacityBySlot.map((value) => value * left) }),
    peers:
      peers === null ? null : { ...peers, worth: peers.worth * left, each: perSecond(peers.each * left) },
  };
}

/** @param release the first one */
export const changedCrowds = (crowds: readonly Crowd[], change: Change, release: Instant): readonly Crowd[] =>
  crowds
    .map((crowd) => (change.refused === 0 && change.slower === 1 ? crowd : changedCrowd(crowd, change)))
    .map((crowd) =>
      change.again === null ? crowd : onceMore(crowd, instant(release + change.again), change.again, 1),
    );

/** Of crowds without second restarts: when a device restarts for the first time. */
export const firstOfChanged = (
  crowds: readonly Crowd[],
  change: Change,
  release: Instant,
): readonly Crowd[] =>
  changedCrowds(crowds, { ...change, again: null }, release).map((crowd) => {
    if (change.again === null || crowd.devices === 0) return crowd;
    const at = instant(release + change.again);
    return onceMore(crowd, at, change.again, 1 - begunBefore(crowd, at) / crowd.devices);
  });

/** Those before `at`, and a share of everybody's that much later. */
function onceMore(crowd: Crowd, at: Instant, later: Duration, share: number): Crowd {
  const { grid, mornings } = crowd.rhythm;
  const from = Math.ceil((at - grid.start) / grid.slot);
  const shift = Math.round(later / grid.slot);
  const moved = (devices: Float64Array): Float64Array =>
    devices.map((count, m) => (m < from ? count : share * (devices[m - shift] ?? 0)));
  const powerOns = crowd.powerOns.map((count, k) => ((mornings[k]?.start ?? at) < at ? count : 0));
  crowd.powerOns.forEach((count, k) => {
    const next = morningFrom(mornings, (mornings[k]?.start ?? at) + later);
    if (count > 0 && next < powerOns.length) powerOns[next] = (powerOns[next] as number) + share * count;
  });
  return {
    ...crowd,
    starts: moved(crowd.starts),
    powerOns,
    natural: moved(crowd.natural),
    shutdowns: moved(crowd.shutdowns),
  };
}

function begunBefore(
  { rhythm: { grid, mornings }, starts, powerOns, natural, shutdowns }: Crowd,
  at: Instant,
): number {
  const from = Math.ceil((at - grid.start) / grid.slot);
  const before = [starts, natural, shutdowns].map((devices) => total(devices.subarray(0, Math.max(0, from))));
  const off = powerOns.filter((_, k) => (mornings[k]?.start ?? at) < at);
  return total([...before, ...off]);
}

function changedCrowd(crowd: Crowd, { refused, slower }: Change): Crowd {
  const part = (devices: Float64Array): Float64Array => devices.map((count) => count * (1 - refused));
  const slow = (rhythm: Rhythm): Rhythm =>
    slower === 1 ? rhythm : rhythm.variant(`slower x ${slower}`, { profile: slowed(rhythm.profile, slower) });
  return {
    ...crowd,
    rhythm: slow(crowd.rhythm),
    slow: crowd.slow === null ? null : { ...crowd.slow, rhythm: slow(crowd.slow.rhythm) },
    starts: part(crowd.starts),
    powerOns: part(crowd.powerOns),
    natural: part(crowd.natural),
    shutdowns: part(crowd.shutdowns),
  };
}

const slowed = (profile: Profile, factor: number): Profile => ({
  ...profile,
  offline: scaledDelay(profile.offline, factor),
  presence:
    profile.presence === null
      ? null
      : { ...profile.presence, spread: scaledDelay(profile.presence.spread, factor) },
});
