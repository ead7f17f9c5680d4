/** How devices of one habit of being on come to their restart, once it is pending. */
import { done, type Outcome } from "../problem.js";
import type { ApplyHabit, Habits, RestartDeadline } from "../scenario/habits.js";
import {
  type Block,
  blocksOf,
  CELL,
  cellsOfRule,
  type Clock,
  clockIn,
  delayed,
  type Line,
  nextIn,
  type Times,
  timesIn,
} from "./habit-line.js";

/** What of some habits is the same for all their devices in a zone. */
export type Applying = {
  readonly line: Line;
  readonly ways: readonly Way[];
  /** Cells in which a device may restart by itself; null: in all. */
  readonly allowed: Times | null;
  /** null: none. */
  readonly lead: readonly Block[] | null;
  readonly deadline: RestartDeadline | null;
  readonly everyCell: Clock;
};

type Waiting = {
  readonly at: "person" | "automatic";
  readonly after: readonly Block[];
  readonly hours: Times | null;
};
type Scheduled = {
  readonly at: "schedule";
  /** First occurrence from each cell on. */
  readonly next: Int32Array;
  /** In cells; null: not made up for. */
  readonly missed: number | null;
};
type Way = { readonly share: number } & ({ readonly at: "shutdown" } | Waiting | Scheduled);

/** @param line from the offer on */
export function applyingOf(habits: Habits, zone: string, line: Line): Outcome<Applying> {
  const { activeHours, lead, deadline } = habits;
  const allowed =
    activeHours === null ? null : timesIn({ from: activeHours.to, to: activeHours.from }, zone, line);
  const ways: Way[] = [];
  for (const apply of habits.apply) {
    const way = wayOf(apply, zone, line, allowed);
    if (!way.ok) return way;
    ways.push(way.value);
  }
  return done({
    line,
    ways,
    allowed,
    lead: lead.kind === "fixed" && lead.value === 0 ? null : blocksOf(lead, line.cells),
    deadline,
    everyCell: clockIn(new Uint8Array(line.cells).fill(1)),
  });
}

function wayOf(apply: ApplyHabit, zone: string, line: Line, allowed: Times | null): Outcome<Way> {
  const { share } = apply;
  switch (apply.at) {
    case "shutdown":
      return done({ share, at: apply.at });
    case "person": {
      const hours = apply.hours === null ? null : timesIn(apply.hours, zone, line);
      return done({ share, at: apply.at, after: blocksOf(apply.after, line.cells), hours });
    }
    case "automatic":
      return done({ share, at: apply.at, after: blocksOf(apply.after, line.cells), hours: allowed });
    case "schedule": {
      const found = cellsOfRule(apply, zone, line);
      if (!found.ok) return found;
      const times = new Uint8Array(line.cells);
      for (const cell of found.value) times[cell] = 1;
      const missed = apply.missed === null ? null : Math.round(apply.missed / CELL);
      return done({ share, at: apply.at, next: nextIn(times), missed });
    }
  }
}

/** What happens in each cell. What is tied to the moment a device is switched on or off lies as widely as these moments do. */
export type Restarts = {
  readonly onTime: Float64Array;
  readonly withPower: Float64Array;
  readonly shutdowns: Float64Array;
};

export const noRestarts = (cells: number): Restarts => ({
  onTime: new Float64Array(cells),
  withPower: new Float64Array(cells),
  shutdowns: new Float64Array(cells),
});

/** The restarts of devices that are on and off at the same moments. */
export class Applier {
  readonly #applying: Applying;
  readonly #nextOn: Int32Array | null;
  readonly #nextOff: Int32Array | null;
  readonly #nextAllowed: Int32Array | null;
  readonly #clocks: readonly (Clock | null)[];
  readonly #shares: readonly number[];

  /** @param on from the offer on; null: always */
  constructor(applying: Applying, on: Times | null) {
    const { ways, allowed, everyCell } = applying;
    const within = (hours: Times | null): Times | null =>
      hours === null ? on : on === null ? hours : both(on, hours);
    const may = allowed === null ? null : within(allowed);
    this.#applying = applying;
    this.#nextOn = on === null ? null : nextIn(on);
    this.#nextOff = on === null ? null : nextIn(opposite(on));
    this.#nextAllowed = may === null ? null : nextIn(may);
    this.#clocks = ways.map((way) => {
      if (way.at !== "person" && way.at !== "automatic") return null;
      const times = within(way.hours);
      return times === null ? everyCell : clockIn(times);
    });
    this.#shares = sharesOf(ways, on === null);
  }

  /**
   * By their own habits or by their deadline, whichever is first; within these devices the two do not depend on each other.
   *
   * @param pending share whose restart is pending, by cell
   * @param due share whose deadline is over, by cell, of the same devices; null: they have none
   */
  add(pending: Float64Array, due: Float64Array | null, into: Restarts): void {
    if (due === null) {
      this.#own(pending, into);
      return;
    }
    const own = noRestarts(pending.length);
    this.#own(pending, own);
    this.#forced(own, this.#led(this.#whenOn(due)), sumOf(pending), into);
  }

  #own(pending: Float64Array, into: Restarts): void {
    this.#applying.ways.forEach((way, k) => {
      const share = this.#shares[k] as number;
      if (share === 0) return;
      switch (way.at) {
        case "shutdown":
          this.#switchedOff(pending, share, into.shutdowns);
          return;
        case "schedule":
          this.#scheduled(pending, share, way, into);
          return;
        case "person":
        case "automatic": {
          const decided = delayed(pending, this.#clocks[k] as Clock, way.after);
          addScaled(into.withPower, way.at === "automatic" ? this.#led(decided) : decided, share);
        }
      }
    });
  }

  #switchedOff(pending: Float64Array, share: number, into: Float64Array): void {
    const nextOff = this.#nextOff;
    if (nextOff === null) throw new Error("nobody switches it off");
    for (let cell = 0; cell < pending.length; cell++) {
      const value = pending[cell] as number;
      if (value !== 0) add(into, nextOff[cell] as number, share * value);
    }
  }

  #scheduled(pending: Float64Array, share: number, way: Scheduled, into: Restarts): void {
    const [onTime, withPower] = [new Float64Array(pending.length), new Float64Array(pending.length)];
    for (let cell = 0; cell < pending.length; cell++) {
      const value = pending[cell] as number;
      if (value === 0) continue;
      const at = this.#occurrence(cell, way);
      add(way.next[at] === at ? onTime : withPower, at, share * value);
    }
    addScaled(into.onTime, this.#led(onTime), 1);
    addScaled(into.withPower, this.#led(withPower), 1);
  }

  /** The first occurrence in a later cell at which the device is on, or soon after it is on again after one at which it is off. */
  #occurrence(cell: number, { next, missed }: Scheduled): number {
    const end = next.length - 1;
    for (let at = next[Math.min(cell + 1, end)] as number; at < end; at = next[at + 1] as number) {
      const on = this.#nextOn === null ? at : (this.#nextOn[at] as number);
      if (on !== at && missed === null) continue;
      const start = on === at ? at : Math.min(end, on + (missed ?? 0));
      return this.#nextAllowed === null ? start : (this.#nextAllowed[start] as number);
    }
    return end;
  }

  #whenOn(due: Float64Array): Float64Array {
    const nextOn = this.#nextOn;
    if (nextOn === null) return due;
    const when = new Float64Array(due.length);
    for (let cell = 0; cell < due.length; cell++) {
      const value = due[cell] as number;
      if (value !== 0) add(when, nextOn[cell] as number, value);
    }
    return when;
  }

  #led(decided: Float64Array): Float64Array {
    const { lead, everyCell } = this.#applying;
    return lead === null ? decided : delayed(decided, everyCell, lead);
  }

  #forced(own: Restarts, forced: Float64Array, whole: number, into: Restarts): void {
    if (whole === 0) return;
    const { onTime, withPower, shutdowns } = own;
    let [free, left] = [1, whole];
    for (let cell = 0; cell < forced.length && free > 0; cell++) {
      const [a, b, c] = [onTime[cell] as number, withPower[cell] as number, shutdowns[cell] as number];
      if (a !== 0) add(into.onTime, cell, a * free);
      if (b !== 0) add(into.withPower, cell, b * free);
      if (c !== 0) add(into.shutdowns, cell, c * free);
      left -= a + b + c;
      const now = (forced[cell] as number) / whole;
      if (now === 0) continue;
      add(into.withPower, cell, now * Math.max(0, left));
      free = Math.max(0, free - now);
    }
  }
}

/** Devices that are never switched off restart in the other ways, in proportion. */
function sharesOf(ways: readonly Way[], isAlwaysOn: boolean): readonly number[] {
  if (!isAlwaysOn) return ways.map(({ share }) => share);
  const others = ways.reduce((sum, way) => sum + (way.at === "shutdown" ? 0 : way.share), 0);
  return ways.map((way) => (way.at === "shutdown" || others === 0 ? 0 : way.share / others));
}

function both(a: Times, b: Times): Times {
  const times = new Uint8Array(a.length);
  for (let cell = 0; cell < a.length; cell++) times[cell] = (a[cell] as number) & (b[cell] as number);
  return times;
}

function opposite(times: Times): Times {
  const others = new Uint8Array(times.length);
  for (let cell = 0; cell < times.length; cell++) others[cell] = 1 - (times[cell] as number);
  return others;
}

export function sumOf(mass: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < mass.length; cell++) sum += mass[cell] as number;
  return sum;
}

/** What comes after the last cell is not seen. */
function add(into: Float64Array, cell: number, value: number): void {
  if (cell < into.length) into[cell] = (into[cell] as number) + value;
}

export function addScaled(into: Float64Array, mass: Float64Array, factor: number): void {
  for (let cell = 0; cell < mass.length; cell++)
    into[cell] = (into[cell] as number) + factor * (mass[cell] as number);
}
