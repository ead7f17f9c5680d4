/** Presence: when the person (or whatever signs in late) is there, and who meets a device that comes back from a restart. */
import { type Grid, slotStart } from "../calendar/grid.js";
import { firstMonday, occurrences } from "../calendar/recurrence.js";
import { instantOf, wallOf } from "../calendar/zone.js";
import type { Outcome } from "../problem.js";
import { done } from "../problem.js";
import type { Presence } from "../scenario/scenario.js";
import { day, type Instant, type Interval, wallTime } from "../units.js";

/** One occurrence of a presence rule: people arrive at `start` + spread. */
export type Morning = { readonly start: Instant };

/** The mornings of a presence rule in a zone that start inside `range`. */
export function morningsOf(presence: Presence, zone: string, range: Interval): Outcome<readonly Morning[]> {
  const walls = {
    from: wallTime(wallOf(range.start, zone) - day),
    to: wallTime(wallOf(range.end, zone) + day),
  };
  const found = occurrences(presence.rule, presence.start ?? firstMonday, walls, { zone });
  if (!found.ok) return found;
  // Two readings that a change of the clocks brings together are one morning.
  const starts = [...new Set(found.value.map((wall) => instantOf(wall, zone)))];
  return done(
    starts.filter((start) => range.start <= start && start < range.end).map((start) => ({ start })),
  );
}

/** The first morning that starts at or after `at`, as an index; the number of mornings where there is none. */
export function morningFrom(mornings: readonly Morning[], at: number): number {
  let [low, high] = [0, mornings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mornings[middle] as Morning).start >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type Meeting = {
  /** Shares by fine step from the start of the wave's slot, of those who sign in while somebody is there or just arriving. */
  readonly present: Float64Array | null;
  /** Shares that wait for a whole morning's arrivals. */
  readonly waiting: readonly { readonly morning: number; readonly share: number }[];
};

type Present = Meeting & { readonly present: Float64Array };

/**
 * When device and person meet, for a wave in a slot.
 *
 * A person of morning k arrives at P_k + spread and stays for `lasts`. A device back at T with P_k <= T < P_k+1 finds them
 * there with probability G(T - P_k) - G(T - P_k - lasts), where G is the distribution of the spread; not yet arrived, it waits
 * for the arrival (unless yesterday's presence still lasts); gone already, it waits for morning k+1.
 *
 * @param back shares by fine cell from the slot's start in which a device of the wave is back
 * @param spread shares by fine cell of the arrivals after a morning's start
 */
export function presenceOver(
  presence: Presence,
  mornings: readonly Morning[],
  grid: Grid,
  back: Float64Array,
  spread: Float64Array,
  step: number,
): (slot: number) => Meeting {
  const arrived = cumulated(spread);
  const lasts = Math.round(presence.lasts / step);
  const active = spread.length + lasts;
  return (slot) => {
    const start = slotStart(grid, slot);
    const end = start + back.length * step;
    const next = morningFrom(mornings, end);
    const last = mornings[next - 1];
    if (last === undefined || last.start + active * step <= start) {
      return { present: null, waiting: [{ morning: next, share: 1 }] };
    }
    return meet({ mornings, start, step, back, spread, arrived, lasts });
  };
}

export type Encounter = {
  readonly mornings: readonly Morning[];
  readonly start: Instant;
  readonly step: number;
  readonly back: Float64Array;
  readonly spread: Float64Array;
  readonly arrived: (steps: number) => number;
  readonly lasts: number;
};

/** Of devices that are back by cells from `start` on. */
export function meet({ mornings, start, step, back, spread, arrived, lasts }: Encounter): Present {
  const present = new Float64Array(back.length + spread.length + 1);
  const waiting = new Map<number, number>();
  const wait = (morning: number, share: number): void => {
    if (share > 0) waiting.set(morning, (waiting.get(morning) ?? 0) + share);
  };
  /** Devices that are back and wait for an arrival of this morning. */
  let early = 0;
  let current = morningFrom(mornings, start + 1) - 1;
  for (let i = 0; i < present.length; i++) {
    const t = start + i * step;
    while (current + 1 < mornings.length && (mornings[current + 1] as Morning).start <= t) {
      current += 1;
    }
    const share = i < back.length ? (back[i] as number) : 0;
    if (current < 0) {
      wait(0, share);
      continue;
    }
    const since = Math.round((t - (mornings[current] as Morning).start) / step);
    const here = arrived(since) - arrived(since - lasts);
    const still = stillThere(mornings, current, since, step, arrived, lasts);
    const notYet = (1 - arrived(since)) * (1 - still);
    wait(current + 1, share * arrived(since - lasts));
    // Those waiting for this morning's arrivals are met by the people who arrive in this step.
    const unmet = 1 - arrived(since);
    const arriving =
      since >= spread.length - 1 ? 1 : unmet > 0 ? Math.min(1, (spread[since] ?? 0) / unmet) : 1;
    early += share * notYet;
    present[i] = share * (here + (1 - arrived(since)) * still) + early * arriving;
    early *= 1 - arriving;
  }
  wait(current + 1, early);
  return { present, waiting: [...waiting].map(([morning, share]) => ({ morning, share })) };
}

/** Share of people not yet arrived today whose presence of the morning before still lasts. */
function stillThere(
  mornings: readonly Morning[],
  current: number,
  since: number,
  step: number,
  arrived: (steps: number) => number,
  lasts: number,
): number {
  const before = mornings[current - 1];
  if (before === undefined) return 0;
  const gap = Math.round(((mornings[current] as Morning).start - before.start) / step);
  return arrived(since + gap) - arrived(since + gap - lasts);
}

/** Distribution function on fine steps: share of what `spread` says before step n. */
export function cumulated(spread: Float64Array): (steps: number) => number {
  const sums = new Float64Array(spread.length + 1);
  for (let j = 0; j < spread.length; j++) sums[j + 1] = (sums[j] as number) + (spread[j] as number);
  return (steps) => (steps <= 0 ? 0 : steps >= spread.length ? 1 : (sums[steps] as number));
}
