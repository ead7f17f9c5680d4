/**
 * The list scheduler: devices of groups that take turns, placed one cohort after the other in the order the admin wants, each in
 * the earliest slot in which its group, its order and every service leave it room. They are few and whole, so they come first; the
 * linear program takes what they do as given.
 */
import type { Rollout } from "../rollout.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import {
  type Group,
  limitWithout,
  type Member,
  type Part,
  partOf,
  servicesDuring,
  takingTurns,
} from "../service/group.js";
import type { Service } from "../service/service.js";
import { wavePictures } from "../service/wave-picture.js";
import { total } from "./total.js";

/** Loads may exceed a limit by this share: half of what the checker allows, for it sums in another order. */
const TOLERANCE = 5e-10;

/** Half-open range of positions. */
type Positions = readonly [from: number, to: number];

export class TurnList {
  /** Whether a cohort's devices take turns. */
  readonly isMember: readonly boolean[];
  /** Whole devices by cohort and position; of all other cohorts none. */
  readonly stagger: Stagger;
  readonly #rollout: Rollout;
  readonly #groups: readonly OpenGroup[];
  /** Share of each service that is gone, by slot. */
  readonly #lost: readonly Float64Array[];

  constructor(rollout: Rollout) {
    const { grid, demands, services, groups } = rollout;
    this.#rollout = rollout;
    this.isMember = takingTurns(rollout);
    this.stagger = demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
    this.#groups = groups.map((group) => new OpenGroup(group, grid.slots));
    this.#lost = services.map(() => new Float64Array(grid.slots));
  }

  /** By cohort; of all other cohorts none. */
  unscheduled(): Int32Array {
    return Int32Array.from(this.#rollout.demands, ({ cohort }, c) =>
      this.isMember[c] === true ? cohort.devices - total(this.stagger[c] as Float64Array) : 0,
    );
  }

  /** The services while those placed so far are gone. */
  services(): readonly Service[] {
    return servicesDuring(this.#rollout, this.stagger);
  }

  /** The admin's own times come first, whatever their rings. @param loads by service and slot; what is placed is added */
  placePinned(loads: readonly Float64Array[]): void {
    const { demands } = this.#rollout;
    const isPinned = ({ cohort }: Member): boolean => demands[cohort]?.isPinned === true;
    this.#place(isPinned, (c) => [0, demands[c]?.behaviour.slots.length ?? 0], loads);
  }

  /** @param ring index; its devices may use the positions that `usable` says */
  placeRing(ring: number, usable: (cohort: number) => Positions, loads: readonly Float64Array[]): void {
    const { demands } = this.#rollout;
    this.#place(
      (member) => member.ring === ring && demands[member.cohort]?.isPinned === false,
      usable,
      loads,
    );
  }

  #place(
    isWanted: (member: Member) => boolean,
    usable: (cohort: number) => Positions,
    loads: readonly Float64Array[],
  ): void {
    for (const group of this.#groups)
      for (const member of group.group.members.filter(isWanted))
        this.#placeMember(group, member, usable(member.cohort), loads);
  }

  #placeMember(
    group: OpenGroup,
    member: Member,
    [from, to]: Positions,
    loads: readonly Float64Array[],
  ): void {
    const demand = this.#rollout.demands[member.cohort] as CohortDemand;
    const devices = this.stagger[member.cohort] as Float64Array;
    const { slots } = demand.behaviour;
    const most = Math.floor(demand.mostPerSlot * (1 + TOLERANCE));
    const { earliest, latest } = group.turnOf(member);
    let left = demand.cohort.devices;
    let until = earliest;
    for (let p = from; p < to && left > 0; p++) {
      const slot = slots[p] as number;
      if (slot < until) continue;
      if (slot + member.gone > latest) return;
      const free = group.freeAt(member, slot);
      if (free.devices === 0) until = free.until;
      const count = this.#most(group, member, p, Math.min(left, most, free.devices), loads);
      if (count === 0) continue;
      this.#enter(group, member, p, count, loads);
      devices[p] = count;
      left -= count;
    }
  }

  /** Up to `wanted` devices, as many as the services take: more devices are more load on less capacity. */
  #most(
    group: OpenGroup,
    member: Member,
    position: number,
    wanted: number,
    loads: readonly Float64Array[],
  ): number {
    if (wanted === 0) return 0;
    const wave = this.#waveOf(group, member, position);
    if (this.#fits(wave, wanted, loads)) return wanted;
    let [fitting, not] = [0, wanted];
    while (not - fitting > 1) {
      const middle = (fitting + not) >>> 1;
      if (this.#fits(wave, middle, loads)) fitting = middle;
      else not = middle;
    }
    return fitting;
  }

  #waveOf({ group }: OpenGroup, { cohort: c, gone }: Member, position: number): MemberWave {
    const { grid, demands } = this.#rollout;
    const demand = demands[c] as CohortDemand;
    const slot = demand.behaviour.slots[position] as number;
    return {
      from: slot,
      to: Math.min(slot + gone, grid.slots),
      pictures: wavePictures(demand, position, grid.slots),
      parts: group.parts.flatMap((part) => {
        const each = partOf(part, demand.cohort);
        return each === 0 ? [] : [{ part, each }];
      }),
    };
  }

  #fits({ from, to, pictures, parts }: MemberWave, count: number, loads: readonly Float64Array[]): boolean {
    const isWithin = (r: number, t: number, added: number): boolean => {
      const each = parts.find(({ part }) => part.service === r)?.each ?? 0;
      const lost = (this.#lost[r]?.[t] ?? 0) + (from <= t && t < to ? count * each : 0);
      const limit = limitWithout(this.#rollout.services[r] as Service, t, lost);
      return (loads[r]?.[t] ?? 0) + count * added <= limit * (1 + TOLERANCE);
    };
    for (const { service, first, load } of pictures)
      for (let i = 0; i < load.length; i++) {
        const added = load[i] as number;
        if (added > 0 && !isWithin(service, first + i, added)) return false;
      }
    for (const { part } of parts)
      for (let t = from; t < to; t++) if (!isWithin(part.service, t, 0)) return false;
    return true;
  }

  #enter(
    group: OpenGroup,
    member: Member,
    position: number,
    count: number,
    loads: readonly Float64Array[],
  ): void {
    const { from, to, pictures, parts } = this.#waveOf(group, member, position);
    group.enter(member, from, count);
    for (const { service, first, load } of pictures) {
      const into = loads[service] as Float64Array;
      load.forEach((added, i) => (into[first + i] = (into[first + i] as number) + count * added));
    }
    for (const { part, each } of parts) {
      const lost = this.#lost[part.service] as Float64Array;
      for (let t = from; t < to; t++) lost[t] = (lost[t] as number) + count * each;
    }
  }
}

/** What one device of a wave takes part in: the slots in which it is gone, its load, the services of which it is a part. */
type MemberWave = {
  readonly from: number;
  readonly to: number;
  readonly pictures: ReturnType<typeof wavePictures>;
  readonly parts: readonly { readonly part: Part; readonly each: number }[];
};

/** A group while its devices are placed. */
class OpenGroup {
  readonly group: Group;
  /** Devices gone, by pool and slot. */
  readonly #gone: readonly Int32Array[];
  /** When the devices of an entry and ring begin and are all back, by `entry/ring`. */
  readonly #spans = new Map<string, { entry: number; ring: number; start: number; end: number }>();

  constructor(group: Group, slots: number) {
    this.group = group;
    this.#gone = group.pools.map(() => new Int32Array(slots));
  }

  /**
   * Slots between which a member's wave and what follows it lie: after all of earlier entries are back, before any of a later one
   * begins. Rings come first, so nobody waits for a ring that opens later.
   */
  turnOf({ entry, ring }: Member): { readonly earliest: number; readonly latest: number } {
    let [earliest, latest] = [0, Number.POSITIVE_INFINITY];
    for (const other of this.#spans.values()) {
      if (other.entry < entry && other.ring <= ring) earliest = Math.max(earliest, other.end);
      if (other.entry > entry && ring <= other.ring) latest = Math.min(latest, other.start);
    }
    return { earliest, latest };
  }

  /** Devices that may go in a slot; where none may, the slot before which none may either. */
  freeAt({ pool, gone }: Member, slot: number): { readonly devices: number; readonly until: number } {
    const { atOnce } = this.group.pools[pool] as Group["pools"][number];
    const taken = this.#gone[pool] as Int32Array;
    let most = 0;
    for (let t = Math.min(slot + gone, taken.length) - 1; t >= slot; t--) {
      most = Math.max(most, taken[t] as number);
      if (most >= atOnce) return { devices: 0, until: t + 1 };
    }
    return { devices: Math.max(0, atOnce - most), until: slot };
  }

  enter({ pool, gone, entry, ring }: Member, slot: number, count: number): void {
    const taken = this.#gone[pool] as Int32Array;
    for (let t = slot; t < Math.min(slot + gone, taken.length); t++) taken[t] = (taken[t] as number) + count;
    const key = `${entry}/${ring}`;
    const span = this.#spans.get(key) ?? { entry, ring, start: slot, end: 0 };
    span.start = Math.min(span.start, slot);
    span.end = Math.max(span.end, slot + gone);
    this.#spans.set(key, span);
  }
}
