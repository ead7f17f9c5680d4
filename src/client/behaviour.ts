/**
 * What a cohort's devices do after the release, slot by slot: which slots are open to a wave, which share of the wave restarts
 * at once, who straggles into which interval, who was off and restarts on which morning, who has restarted before by itself, and
 * how long all of them are exposed.
 */
import { type Grid, type SlotRange, slotOf, slotStart } from "../calendar/grid.js";
import type { Profile } from "../scenario/scenario.js";
import { type Duration, duration, hour, type Instant, type Share } from "../units.js";
import { meanOf } from "./delay.js";
import { earlyOf, type EarlyRun } from "./early.js";
import type { NaturalRestarts } from "./natural.js";
import { type Morning, morningFrom } from "./presence.js";
import type { Readiness } from "./readiness.js";

export type Timing = {
  readonly grid: Grid;
  readonly release: Instant;
  readonly deadline: Instant;
  readonly ready: Share;
};

/** A cohort's slots by position: index p of every array below stands for slot `slots[p]`. */
export type Behaviour = {
  /** Slots open to a wave of the cohort, ascending: open hours, readiness and deadline applied. */
  readonly slots: Int32Array;
  /** Share of a wave that restarts in its slot: staged, powered on, and not gone before. */
  readonly restarts: Float64Array;
  /** Share of a wave not staged after the cohort's last interval. */
  readonly late: Float64Array;
  /** Exposure of one device of the wave, in hours times weight. */
  readonly exposure: Float64Array;
  /** Exposure of an unscheduled device, in hours times weight. */
  readonly unscheduledExposure: number;
  /** Parts of waves that restart at another time, gathered by when: one entry an interval, morning or run of early ones in use. */
  readonly carries: readonly Carry[];
};

export type Carry = {
  readonly when:
    | { readonly kind: "interval"; readonly range: SlotRange }
    | { readonly kind: "morning"; readonly morning: number }
    | EarlyRun;
  /** Positions (ascending) of the waves concerned and the share of each. */
  readonly positions: Int32Array;
  readonly shares: Float64Array;
};

/** Readiness of 1 may come out an ulp higher at the deadline than a day before; `ready: 100%` must not wait for that. */
const ROUNDING = 1e-9;

/** The first slot at whose start readiness suffices; Infinity where the update is not staged at all by the deadline. */
export function readyFrom({ grid, release, deadline, ready }: Timing, readiness: Readiness): number {
  const needed = ready * readiness(duration(deadline - release)) * (1 - ROUNDING);
  if (needed <= 0) return Number.POSITIVE_INFINITY;
  const last = slotOf(grid, deadline);
  let slot = Math.max(0, slotOf(grid, release));
  if (slotStart(grid, slot) < release) slot += 1;
  while (slot <= last && readiness(sinceRelease(grid, release, slot)) < needed) slot += 1;
  return slot;
}

const sinceRelease = (grid: Grid, release: Instant, slot: number): Duration =>
  duration(slotStart(grid, slot) - release);

/**
 * @param intervals the cohort's open hours up to the deadline as slot ranges, cut at local noon, ascending
 * @param mornings of the profile's presence in the cohort's zone
 * @param waves where a wave may be, if not in all its open hours
 * @param natural own restarts of unmanaged devices on the grid; null: no device is early
 */
export function behaviourOf(
  profile: Profile,
  timing: Timing,
  readiness: Readiness,
  intervals: readonly SlotRange[],
  mornings: readonly Morning[],
  waves = intervals,
  natural: NaturalRestarts | null = null,
): Behaviour {
  const { grid, release } = timing;
  const slots = Int32Array.from(openSlots(waves, readyFrom(timing, readiness)));
  const horizonHours = (slotStart(grid, grid.slots) - release) / hour;
  const clock = exposureClock(profile, grid, release, mornings);
  const [restarts, late, exposure] = [0, 1, 2].map(() => new Float64Array(slots.length)) as Triple;
  const carries = new CarryBook();
  const early =
    natural === null ? null : earlyOf(profile.early, natural, timing, intervals, (slots.at(-1) ?? -1) + 1);
  slots.forEach((slot, p) => {
    // Who has restarted early was staged.
    const gone = early?.gone(slot) ?? 0;
    const staged = Math.max(0, readiness(sinceRelease(grid, release, slot)) - gone);
    const waiting = Math.max(0, 1 - gone - staged);
    const off = staged * (1 - profile.poweredOn);
    restarts[p] = staged * profile.poweredOn;
    let hours = (restarts[p] as number) * clock.wave(slot) + (early?.hours(slot) ?? 0);
    for (const { run, share } of early?.parts(slot) ?? []) carries.add(run, p, share);
    if (off > 0) {
      const morning = morningFrom(mornings, slotStart(grid, slot + 1));
      hours += off * clock.morning(morning);
      carries.add({ kind: "morning", morning }, p, off);
    }
    const range = intervals.find(([from]) => from > slot);
    if (range === undefined) {
      late[p] = waiting;
      hours += waiting * horizonHours;
    } else if (waiting > 0) {
      hours += waiting * clock.interval(range);
      carries.add({ kind: "interval", range }, p, waiting);
    }
    exposure[p] = profile.weight * hours;
  });
  return {
    slots,
    restarts,
    late,
    exposure,
    unscheduledExposure: profile.weight * horizonHours,
    carries: carries.all(),
  };
}

type Triple = [Float64Array, Float64Array, Float64Array];

function* openSlots(intervals: readonly SlotRange[], first: number): Generator<number> {
  for (const [from, to] of intervals) for (let slot = Math.max(from, first); slot < to; slot++) yield slot;
}

/** Hours of exposure when the restart begins in a wave's slot, in a straggler's interval, or on a morning after power-on. */
function exposureClock(profile: Profile, grid: Grid, release: Instant, mornings: readonly Morning[]) {
  const lead = meanOf(profile.lead);
  const spread = profile.presence === null ? 0 : meanOf(profile.presence.spread);
  const until = (at: number): number => (at - release) / hour;
  return {
    wave: (slot: number): number => until(slotStart(grid, slot) + grid.slot / 2 + lead),
    interval: ([from, to]: SlotRange): number =>
      until((slotStart(grid, from) + slotStart(grid, to)) / 2 + lead),
    morning: (k: number): number => until((mornings[k] as Morning).start + spread),
  };
}

/** Gathers shares by interval, morning or run, in order of first use. */
class CarryBook {
  readonly #entries = new Map<string, { when: Carry["when"]; positions: number[]; shares: number[] }>();

  add(when: Carry["when"], position: number, share: number): void {
    const key = when.kind === "morning" ? `morning ${when.morning}` : `${when.kind} ${when.range[0]}`;
    const entry = this.#entries.get(key) ?? { when, positions: [], shares: [] };
    this.#entries.set(key, entry);
    entry.positions.push(position);
    entry.shares.push(share);
  }

  all(): readonly Carry[] {
    return [...this.#entries.values()].map(({ when, positions, shares }) => ({
      when,
      positions: Int32Array.from(positions),
      shares: Float64Array.from(shares),
    }));
  }
}
