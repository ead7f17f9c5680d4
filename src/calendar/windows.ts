/** Open hours: when restarts may start. Windows minus freezes, the wall clock of one zone. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { ReleaseWindow, RuleWindow, Window } from "../scenario/scenario.js";
import { type Duration, day, type Instant, type Interval, instant, wallTime } from "../units.js";
import { calendarOf, type FreezeSpan, isLengthless, momentOf, unfitRules, wallRange } from "./freezes.js";
import type { Calendar } from "./ical.js";
import { clip, union, without } from "./interval.js";
import { firstMonday, occurrences } from "./recurrence.js";
import { eventSpans } from "./spans.js";
import { instantOf, wallOf } from "./zone.js";

/** What windows refer to beside the clock. */
export type WindowContext = {
  /** Zone whose wall clock the windows are on. */
  readonly zone: string;
  readonly release: Instant;
  /** Keyed by file as the windows name it. */
  readonly calendars: ReadonlyMap<string, Calendar>;
};

export type OpenHoursRequest = WindowContext & {
  readonly windows: readonly Window[];
  readonly freezes: readonly FreezeSpan[];
  readonly range: Interval;
};

/**
 * Ascending, disjoint intervals inside `range`; a window that began before it counts for its rest. Fails where a window cannot be
 * expanded.
 */
export function openHours({
  windows,
  freezes,
  range,
  ...context
}: OpenHoursRequest): Outcome<readonly Interval[]> {
  const intervals: Interval[] = [];
  const problems: Problem[] = [];
  for (const window of windows) {
    const spans = windowSpans(window, range, context);
    if (spans.ok) intervals.push(...spans.value.map((span) => clip(span, range)));
    else problems.push(...spans.problems.map((problem) => named(problem, window)));
  }
  if (problems.length > 0) return failed(...problems);
  const frozen = union(freezes.map(({ from, to }) => ({ start: from, end: to })));
  return done(without(union(intervals), frozen));
}

/** Each time the window is open, whole, in its own order; at least those that reach into `range`. */
export function windowSpans(
  window: Window,
  range: Interval,
  context: WindowContext,
): Outcome<readonly Interval[]> {
  switch (window.kind) {
    case "rule":
      return ruleSpans(window, range, context.zone);
    case "afterRelease":
      return done(releaseSpans(window, context));
    case "calendar":
      return calendarSpans(calendarOf(window.file, context.calendars), range, context.zone);
    case "span":
      return spanOf(window, context.zone);
  }
}

function spanOf({ from, to }: Extract<Window, { kind: "span" }>, zone: string): Outcome<readonly Interval[]> {
  const span = { start: momentOf(from, zone), end: momentOf(to, zone) };
  if (span.start < span.end) return done([span]);
  return failed({
    code: "window.ends-before-start",
    message: `it ends no later than it starts, on the clocks of ${zone}`,
    hint: "exchange `from` and `to`",
  });
}

/** A window's length is real time: it does not change with the clocks. */
const lasting = (start: Instant, length: Duration): Interval => ({ start, end: instant(start + length) });

function ruleSpans(
  { rule, start, lasts }: RuleWindow,
  range: Interval,
  zone: string,
): Outcome<readonly Interval[]> {
  if (start === null && rule.count !== null) return failed(countsFromNowhere);
  const walls = occurrences(rule, start ?? firstMonday, wallRange(range, zone, lasts), { zone });
  return walls.ok ? done(walls.value.map((wall) => lasting(instantOf(wall, zone), lasts))) : walls;
}

/** Counted in dates of the site: where it is Wednesday already when the release comes, the first day is a Wednesday. */
function releaseSpans(
  { after, at, lasts, nights }: ReleaseWindow,
  { zone, release }: WindowContext,
): readonly Interval[] {
  const date = Math.floor(wallOf(release, zone) / day);
  return Array.from({ length: nights }, (_, night) =>
    lasting(instantOf(wallTime((date + after + night) * day + at), zone), lasts),
  );
}

/** What of the calendar cannot be read, has no length or recurs too often opens nothing: `windowCalendarProblems` says so. */
function calendarSpans(calendar: Calendar, range: Interval, zone: string): Outcome<readonly Interval[]> {
  const intervals: Interval[] = [];
  for (const event of calendar.events.filter((each) => unfitRules(each).length === 0)) {
    const spans = eventSpans(event, range, zone);
    if (!spans.ok) return failed(...spans.problems.map((problem) => inFile(problem, calendar)));
    intervals.push(...spans.value.map(({ interval }) => interval));
  }
  return done(intervals);
}

/** Of a calendar of windows: events that open nothing, by mistake or because they cannot be read. */
export function windowCalendarProblems(calendar: Calendar): readonly Problem[] {
  const lengthless = calendar.events.filter(isLengthless).map(({ summary, line }) => ({
    code: "window.no-length",
    message: `the event "${summary ?? ""}" has no length, so it opens nothing`,
    hint: "give it a DTEND or DURATION",
    place: { file: calendar.file, line },
  }));
  const unfit = calendar.events.flatMap(unfitRules).map((problem) => inFile(problem, calendar));
  return [...calendar.problems, ...lengthless, ...unfit];
}

const inFile = (problem: Problem, { file }: Calendar): Problem => ({
  ...problem,
  place: { ...problem.place, file },
});

const countsFromNowhere: Problem = {
  code: "window.no-start",
  message: "a rule with COUNT needs a start",
  hint: "give the window a `start`, or use UNTIL",
};

const named = (problem: Problem, { text }: Window): Problem => ({
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
