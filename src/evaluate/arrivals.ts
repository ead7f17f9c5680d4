/**
 * Arrivals: what crowds put on each service, minute by minute. Everything is linear in the devices that begin, so each activity
 * is drawn once for all minutes and for all crowds that look alike in it: at boot, those of every zone.
 */
import { addAt } from "../client/over-time.js";
import type { Activity, SlotMass } from "../client/response.js";
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
  const draw = arriving();
  return services.map((service, r) =>
    draw(
      service,
      crowds.filter((crowd) => crowd.services.includes(r)),
    ),
  );
}

/** Of one service after another, the crowds being those that it serves. What is found out about a crowd is kept. */
export function arriving(): (service: Service, crowds: readonly Crowd[]) => Arrivals {
  const known = new Map<Crowd, readonly [Kind, ...Kind[]]>();
  return (service, crowds) => {
    const minutes = crowds[0]?.starts.length ?? service.background.length;
    const kinds = crowds.map((crowd) => remembered(known, crowd, () => kindsOf(crowd)));
    // However a device boots, it goes at the same time.
    const whole = kinds.map(([first]) => ({ ...first, share: 1 }));
    const restarting = (each: (rhythm: Rhythm) => number): Float64Array =>
      happeningTo(whole, minutes, (rhythm) => [["restart", each(rhythm) * (second / rhythm.grid.slot)]]);
    return {
      signIns: happeningTo(kinds.flat(), minutes, (rhythm) => rhythm.counted({ ...service, peers: null })),
      leaving: restarting(({ profile }) => signInsOf(profile, service)),
      peersLeaving: restarting(({ profile }) => service.peers?.profiles.get(profile.name) ?? 0),
    };
  };
}

/** Devices of a crowd that boot alike. */
type Kind = Pick<Crowd, "rhythm" | "powerOns"> & {
  readonly share: number;
  readonly begun: readonly Begun[];
};

/** Devices in parts of a crowd's minutes, and the rhythm that they follow so many minutes later. */
type Begun = { readonly parts: readonly SlotMass[]; readonly later: number; readonly rhythm: Rhythm };

function kindsOf({ rhythm, slow, powerOns, starts, natural }: Crowd): readonly [Kind, ...Kind[]] {
  const [led, unled] = [busyParts(starts), busyParts(natural)];
  const kind = (own: Rhythm, share: number): Kind => {
    const lead = leadOf(own);
    const begun: readonly Begun[] = [
      { parts: led, later: lead ?? 0, rhythm: lead === null ? own : own.natural },
      { parts: unled, later: 0, rhythm: own.natural },
    ];
    return { rhythm: own, share, powerOns, begun: begun.filter(({ parts }) => parts.length > 0) };
  };
  return slow === null ? [kind(rhythm, 1)] : [kind(rhythm, 1 - slow.share), kind(slow.rhythm, slow.share)];
}

/** Runs of minutes in which somebody begins. */
function busyParts(devices: Float64Array): readonly SlotMass[] {
  const parts: SlotMass[] = [];
  for (let end = 0, first = 0; first < devices.length; first = end + 1) {
    for (end = first; end < devices.length && devices[end] !== 0; end++);
    if (first < end) parts.push({ first, mass: devices.subarray(first, end) });
  }
  return parts;
}

/** Activities of a device, each with its weight. */
type Weights = (rhythm: Rhythm) => readonly (readonly [Activity, number])[];

/** By minute. */
function happeningTo(kinds: readonly Kind[], minutes: number, weights: Weights): Float64Array {
  const events = new Float64Array(minutes);
  const streams = new Streams(minutes);
  for (const { rhythm, share, begun, powerOns } of kinds)
    for (const [activity, weight] of weights(rhythm)) {
      const each = weight * share;
      if (each === 0) continue;
      for (const { rhythm: from, parts, later } of begun) streams.add(from, activity, parts, later, each);
      powerOns.forEach((devices, k) => {
        if (devices !== 0) addAt(events, rhythm.response(activity).poweredOff(k), devices * each);
      });
    }
  streams.addTo(events);
  return events;
}

type Stream = { readonly rhythm: Rhythm; readonly activity: Activity; readonly devices: Float64Array };

/** Devices that begin, weighted, by what they look like: those of one likeness are drawn together. */
class Streams {
  readonly #minutes: number;
  readonly #streams = new Map<string, Stream>();

  constructor(minutes: number) {
    this.#minutes = minutes;
  }

  /** @param later in minutes */
  add(rhythm: Rhythm, activity: Activity, parts: readonly SlotMass[], later: number, weight: number): void {
    const { devices } = remembered(this.#streams, rhythm.likeness(activity), () => ({
      rhythm,
      activity,
      devices: new Float64Array(this.#minutes),
    }));
    for (const { first, mass } of parts) addAt(devices, { first: first + later, mass }, weight);
  }

  addTo(events: Float64Array): void {
    for (const { rhythm, activity, devices } of this.#streams.values())
      rhythm.response(activity).addTo(events, devices);
  }
}

/** In minutes: a fixed lead of whole ones is a later start without it; null: it is another one. */
const leadOf = ({ profile: { lead }, grid }: Rhythm): number | null =>
  lead.kind === "fixed" && lead.value % grid.slot === 0 ? lead.value / grid.slot : null;

/** Sign-ins that one restart causes on a service, in all. */
function signInsOf(profile: Profile, { counts, requestId, factor }: Service): number {
  if (counts !== "signIns") return 0;
  return profile.signIn
    .filter(({ services }) => services === null || services.includes(requestId))
    .reduce((sum, { share, displaces }) => sum + share * (1 - displaces) * factor(profile.name), 0);
}
