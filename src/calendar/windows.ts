/** Open hours: when restarts may start. Windows minus freezes, the wall clock of one zone. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { WindowRule } from "../scenario/scenario.js";
import { type Duration, day, type Instant, type Interval, instant, wallTime } from "../units.js";
import type { FreezeSpan } from "./freezes.js";
import { clip, union, without } from "./interval.js";
import { firstMonday, occurrences } from "./recurrence.js";
import { instantOf, wallOf } from "./zone.js";

export { type FreezeSpan, freezeSpans, momentOf } from "./freezes.js";

export type OpenHoursRequest = {
  readonly windows: readonly WindowRule[];
  readonly freezes: readonly FreezeSpan[];
  /** Zone whose wall clock the windows are on. */
  readonly zone: string;
  readonly range: Interval;
};

/**
 * Ascending, disjoint intervals inside `range`; a window that began before it counts for its rest. Fails where a window's rule
 * cannot be expanded.
 */
export function openHours({ windows, freezes, zone, range }: OpenHoursRequest): Outcome<readonly Interval[]> {
  const intervals: Interval[] = [];
  const problems: Problem[] = [];
  for (const window of windows) {
    const starts = windowStarts(window, zone, range);
    if (starts.ok) intervals.push(...starts.value.map((start) => clip(lasting(start, window.lasts), range)));
    else problems.push(...starts.problems.map((problem) => named(problem, window)));
  }
  if (problems.length > 0) return failed(...problems);
  const frozen = union(freezes.map(({ from, to }) => ({ start: from, end: to })));
  return done(without(union(intervals), frozen));
}

/** A window's length is real time: it does not change with the clocks. */
const lasting = (start: Instant, length: Duration): Interval => ({ start, end: instant(start + length) });

function windowStarts(window: WindowRule, zone: string, range: Interval): Outcome<readonly Instant[]> {
  if (window.start === null && window.rule.count !== null) return failed(countsFromNowhere);
  // A day more on both sides: what a change of the clocks moves into the range.
  const from = wallTime(wallOf(range.start, zone) - window.lasts - day);
  const to = wallTime(wallOf(range.end, zone) + day);
  const walls = occurrences(window.rule, window.start ?? firstMonday, { from, to }, { zone });
  return walls.ok ? done(walls.value.map((wall) => instantOf(wall, zone))) : walls;
}

const countsFromNowhere: Problem = {
  code: "window.no-start",
  message: "a rule with COUNT needs a start",
  hint: "give the window a `start`, or use UNTIL",
};

const named = (problem: Problem, { text }: WindowRule): Problem => ({
  ...problem,
  message: `window "${text}": ${problem.message}`,
});

/** Cuts at every local noon, so that an interval belongs to one night. */
export function cutAtNoon(intervals: readonly Interval[], zone: string): readonly Interval[] {
  return intervals.flatMap((interval) => {
    const cuts = noonsInside(interval, zone);
    const starts = [interval.start, ...cuts];
    return starts.map((start, i) => ({ start, end: cuts[i] ?? interval.end }));
  });
}

function noonsInside({ start, end }: Interval, zone: string): readonly Instant[] {
  const noons = new Set<Instant>();
  const lastDate = Math.floor(wallOf(end, zone) / day);
  for (let date = Math.floor(wallOf(start, zone) / day); date <= lastDate; date += 1) {
    const noon = instantOf(wallTime((date + 0.5) * day), zone);
    if (start < noon && noon < end) noons.add(noon); // a day that a zone skips shares the next day's noon
  }
  return [...noons];
}
