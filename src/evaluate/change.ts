/** A world that is worse than the one planned for. Nobody plans anew: what was planned meets it. */
import { scaledDelay } from "../client/delay.js";
import type { Profile } from "../scenario/scenario.js";
import type { Service } from "../service/service.js";
import { perSecond, type Share, share } from "../units.js";
import type { Crowd } from "./crowds.js";

/** Data alone, so that it crosses threads. */
export type Change = {
  /** What is left of capacities; `service` is the scenario's id, null: every one. Several for one service multiply. */
  readonly capacity: readonly { readonly service: string | null; readonly left: Share }[];
  /** Devices that do not restart at all, of every crowd. */
  readonly refused: Share;
  /** Times as long: offline times and the spread of people's arrivals. */
  readonly slower: number;
};

export const unchanged: Change = { capacity: [], refused: share(0), slower: 1 };

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

export const changedCrowds = (crowds: readonly Crowd[], change: Change): readonly Crowd[] =>
  change.refused === 0 && change.slower === 1 ? crowds : crowds.map((crowd) => changedCrowd(crowd, change));

function changedCrowd(crowd: Crowd, { refused, slower }: Change): Crowd {
  const { rhythm } = crowd;
  const part = (devices: Float64Array): Float64Array => devices.map((count) => count * (1 - refused));
  return {
    ...crowd,
    rhythm:
      slower === 1
        ? rhythm
        : rhythm.variant(`slower x ${slower}`, { profile: slowed(rhythm.profile, slower) }),
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
