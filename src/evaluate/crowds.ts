/**
 * Crowds: who begins a restart in which minute, with a plan or without one. Devices of one rhythm and ring that the same services
 * serve are one crowd; where they are in the building does not change what they put on a service.
 */
import { minutesOf, type SlotRange } from "../calendar/grid.js";
import { addAt } from "../client/over-time.js";
import { stepOf } from "../client/response.js";
import type { NaturalRestarts } from "../client/natural.js";
import { done, type Outcome } from "../problem.js";
import { remembered } from "../remembered.js";
import type { Rollout } from "../rollout.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { Rhythm } from "../service/rhythm.js";
import { serves } from "../service/service.js";
import { minute, type Share } from "../units.js";

export type Crowd = {
  /** Profile and mornings, on a grid of minutes: minute m of the arrays below is its slot m. */
  readonly rhythm: Rhythm;
  readonly zone: string;
  readonly ring: string;
  /** Indices of the services that serve it, ascending. */
  readonly services: readonly number[];
  readonly devices: number;
  /** Devices whose wave (lead, then restart) begins in each minute, stragglers among them. */
  readonly starts: Float64Array;
  /** Devices that were off in their wave and restart as their person arrives, by morning. */
  readonly powerOns: Float64Array;
  /** Devices that restart by themselves, without lead, by minute: those whom nobody manages, or who come before their wave. */
  readonly natural: Float64Array;
  /** Devices whose update is applied as they are switched off anyway, by minute: no restart, and nobody signs in for it. */
  readonly shutdowns: Float64Array;
};

/** Everybody, and nobody restarts. */
export function crowdsAtRest(rollout: Rollout): readonly Crowd[] {
  return [...new Set(placed(rollout).map(({ crowd }) => crowd))];
}

/**
 * What a stagger makes the crowds do, execution going as planned: those on time begin evenly over the minutes of their slot,
 * stragglers over those of their next interval, those that were off on a morning; those expected late and the unscheduled never.
 */
export function crowdsOf(rollout: Rollout, stagger: Stagger): readonly Crowd[] {
  const members = placed(rollout);
  members.forEach(({ demand, crowd }, c) =>
    begin(crowd, demand, stagger[c] as Float64Array, rollout.grid.slot / minute),
  );
  return [...new Set(members.map(({ crowd }) => crowd))];
}

/** What a share of a crowd does by itself. */
export type OwnPart = { readonly share: Share; readonly own: NaturalRestarts };

/** @param naturally what the parts of the crowd do by themselves; their shares sum to 1 */
export function crowdsByNature(
  rollout: Rollout,
  naturally: (crowd: Crowd) => Outcome<readonly OwnPart[]>,
): Outcome<readonly Crowd[]> {
  const crowds: Crowd[] = [];
  for (const crowd of crowdsAtRest(rollout)) {
    const parts = naturally(crowd);
    if (!parts.ok) return parts;
    for (const { share, own } of parts.value) {
      addAt(crowd.natural, { first: 0, mass: own.restarts }, share * crowd.devices);
      addAt(crowd.shutdowns, { first: 0, mass: own.shutdowns }, share * crowd.devices);
    }
    crowds.push(crowd);
  }
  return done(crowds);
}

/** Every wave in the first minute of its slot, and every straggler's: what a tool does that does not spread them. */
export const herd = ({ grid }: Pick<Rollout, "grid">, crowds: readonly Crowd[]): readonly Crowd[] =>
  crowds.map((crowd) => ({ ...crowd, starts: gathered(crowd.starts, grid.slot / minute) }));

function gathered(starts: Float64Array, minutesPerSlot: number): Float64Array {
  const first = new Float64Array(starts.length);
  starts.forEach((devices, m) => {
    const at = m - (m % minutesPerSlot);
    first[at] = (first[at] as number) + devices;
  });
  return first;
}

type Placed = { readonly demand: CohortDemand; readonly crowd: Crowd };

/** Each cohort and its crowd; the arrays are new and the caller's. */
function placed({ grid, demands, rhythms, services }: Rollout): readonly Placed[] {
  const minutes = minutesOf(grid, stepOf(grid));
  const alike = new Map<string, Rhythm>();
  const crowds = new Map<string, Crowd & { devices: number }>();
  return demands.map((demand, c) => {
    const { cohort } = demand;
    const own = rhythms[c] as Rhythm;
    const name = nameOf(own);
    const rhythm = remembered(alike, name, () => own);
    const serving = services.flatMap((service, r) => (serves(service, cohort) ? [r] : []));
    const key = JSON.stringify([name, cohort.timezone, cohort.ring, serving]);
    const crowd = remembered(crowds, key, () => ({
      rhythm: rhythm.variant("by minute", { grid: minutes }),
      zone: cohort.timezone,
      ring: cohort.ring,
      services: serving,
      devices: 0,
      starts: new Float64Array(minutes.slots),
      powerOns: new Float64Array(rhythm.mornings.length),
      natural: new Float64Array(minutes.slots),
      shutdowns: new Float64Array(minutes.slots),
    }));
    crowd.devices += cohort.devices;
    return { demand, crowd };
  });
}

/** Zones whose mornings come at the same instants share a rhythm. */
const nameOf = ({ profile, mornings }: Rhythm): string =>
  JSON.stringify([profile.name, mornings.map(({ start }) => start)]);

/** The shares are those that the forecast counts with: `Behaviour`. */
function begin(
  { starts, powerOns, natural, shutdowns }: Crowd,
  { behaviour }: CohortDemand,
  devices: Float64Array,
  minutesPerSlot: number,
): void {
  const spread = (minutes: Float64Array, count: number, [from, to]: SlotRange): void => {
    const each = count / ((to - from) * minutesPerSlot);
    for (let m = from * minutesPerSlot; m < to * minutesPerSlot; m++)
      minutes[m] = (minutes[m] as number) + each;
  };
  behaviour.slots.forEach((slot, p) => {
    const onTime = (devices[p] as number) * (behaviour.restarts[p] as number);
    if (onTime > 0) spread(starts, onTime, [slot, slot + 1]);
  });
  for (const { when, positions, shares } of behaviour.carries) {
    const carried = positions.reduce((sum, p, i) => sum + (devices[p] as number) * (shares[i] as number), 0);
    if (carried === 0) continue;
    switch (when.kind) {
      case "interval":
        spread(starts, carried, when.range);
        break;
      case "morning":
        powerOns[when.morning] = (powerOns[when.morning] as number) + carried;
        break;
      case "early":
        when.restarts.forEach((share, i) => {
          const slot = when.range[0] + i;
          const off = when.shutdowns[i] as number;
          if (share > 0) spread(natural, carried * share, [slot, slot + 1]);
          if (off > 0) spread(shutdowns, carried * off, [slot, slot + 1]);
        });
    }
  }
}
