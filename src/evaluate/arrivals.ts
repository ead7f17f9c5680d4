/**
 * Arrivals: what crowds put on each service, minute by minute. Everything is linear in the devices that begin, so each activity of
 * a crowd is drawn once for all its minutes, and crowds of one rhythm that the same services serve are drawn together.
 */
import { addAt } from "../client/over-time.js";
import type { Activity } from "../client/response.js";
import { remembered } from "../remembered.js";
import type { Profile } from "../scenario/scenario.js";
import type { Rhythm } from "../service/rhythm.js";
import type { Service } from "../service/service.js";
import { second } from "../units.js";
import type { Crowd } from "./crowds.js";

/** Of one service, by minute, restarts alone: background is no part of it. */
export type Arrivals = {
  /** In the service's unit: events per second, or devices offline where that is what it counts. Orphans of peers are left out. */
  readonly signIns: Float64Array;
  /**
   * Clients that go as their device restarts, per second, each counted as often as it will sign in again: over all time as many as
   * sign in. 0 for a service that does not count sign-ins: nobody is connected to it.
   */
  readonly leaving: Float64Array;
  /** Expected peers that go, per second; 0 where the service has none. */
  readonly peersLeaving: Float64Array;
};

/** By service. */
export function arrivalsOf(crowds: readonly Crowd[], services: readonly Service[]): readonly Arrivals[] {
  const minutes = crowds[0]?.starts.length ?? 0;
  const arrivals = services.map((): Arrivals => ({
    signIns: new Float64Array(minutes),
    leaving: new Float64Array(minutes),
    peersLeaving: new Float64Array(minutes),
  }));
  for (const crowd of joined(crowds)) {
    const happening = happeningTo(crowd);
    for (const r of crowd.services)
      arrive(arrivals[r] as Arrivals, services[r] as Service, crowd.rhythm, happening);
  }
  return arrivals;
}

type Begun = Pick<Crowd, "rhythm" | "services" | "starts" | "powerOns" | "natural">;

/** Rings and whatever else makes crowds of one rhythm and the same services two does not matter any more. */
function joined(crowds: readonly Crowd[]): readonly Begun[] {
  const names = new Map<Rhythm, number>();
  const sums = new Map<string, Begun>();
  for (const { rhythm, services, starts, powerOns, natural } of crowds) {
    const name = remembered(names, rhythm, () => names.size);
    const sum = remembered(sums, JSON.stringify([name, services]), () => ({
      rhythm,
      services,
      starts: new Float64Array(starts.length),
      powerOns: new Float64Array(powerOns.length),
      natural: new Float64Array(natural.length),
    }));
    add(sum.starts, starts, 1);
    add(sum.powerOns, powerOns, 1);
    add(sum.natural, natural, 1);
  }
  return [...sums.values()];
}

/** Events of an activity by minute; drawn when first asked for. */
type Happening = (activity: Activity) => Float64Array;

function happeningTo({ rhythm, starts, powerOns, natural }: Begun): Happening {
  const drawn = new Map<string, Float64Array>();
  return (activity) =>
    remembered(drawn, JSON.stringify(activity), () => {
      const events = rhythm.response(activity).over(starts);
      powerOns.forEach((devices, k) => {
        if (devices !== 0) addAt(events, rhythm.response(activity).poweredOff(k), devices);
      });
      if (natural.some((devices) => devices !== 0))
        add(events, rhythm.natural.response(activity).over(natural), 1);
      return events;
    });
}

function arrive(
  { signIns, leaving, peersLeaving }: Arrivals,
  service: Service,
  rhythm: Rhythm,
  happening: Happening,
): void {
  for (const [activity, weight] of rhythm.counted({ ...service, peers: null }))
    add(signIns, happening(activity), weight);
  const perSecond = second / rhythm.grid.slot;
  const again = signInsOf(rhythm.profile, service);
  if (again > 0) add(leaving, happening("restart"), again * perSecond);
  const peers = service.peers?.profiles.get(rhythm.profile.name) ?? 0;
  if (peers > 0) add(peersLeaving, happening("restart"), peers * perSecond);
}

/** Sign-ins that one restart causes on a service, in all. */
function signInsOf(profile: Profile, { counts, requestId, factor }: Service): number {
  if (counts !== "signIns") return 0;
  return profile.signIn
    .filter(({ services }) => services === null || services.includes(requestId))
    .reduce((sum, { share, displaces }) => sum + share * (1 - displaces) * factor(profile.name), 0);
}

const add = (sum: Float64Array, mass: Float64Array, factor: number): void =>
  addAt(sum, { first: 0, mass }, factor);
