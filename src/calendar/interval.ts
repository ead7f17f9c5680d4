/** Sets of instants as lists of half-open intervals: ascending, disjoint, not touching, none empty. */
import { type Interval, instant } from "../units.js";

const isSome = ({ start, end }: Interval): boolean => start < end;

/** Any intervals as a set: overlapping and touching ones become one. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.filter(isSome).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || last.end < next.start) merged.push(next);
    else merged[merged.length - 1] = { start: last.start, end: instant(Math.max(last.end, next.end)) };
  }
  return merged;
}

/** The part of `interval` inside `bounds`; possibly empty. */
export const clip = (interval: Interval, bounds: Interval): Interval => ({
  start: instant(Math.max(interval.start, bounds.start)),
  end: instant(Math.min(interval.end, bounds.end)),
});

/** What of the set `intervals` lies in no interval of the set `cuts`. */
export function without(intervals: readonly Interval[], cuts: readonly Interval[]): readonly Interval[] {
  const gaps = cuts.map(({ end }, i) => ({ start: end, end: cuts[i + 1]?.start ?? forever }));
  const open = [{ start: instant(-forever), end: cuts[0]?.start ?? forever }, ...gaps];
  return intervals.flatMap((interval) => open.map((gap) => clip(interval, gap)).filter(isSome));
}

const forever = instant(Number.POSITIVE_INFINITY);
