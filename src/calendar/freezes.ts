/** Freezes: when restarts may not start. What cannot be read stops the run. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { planningProblems } from "../scenario/rule-limits.js";
import type { Freeze, Moment } from "../scenario/scenario.js";
import {
  day,
  type Duration,
  type Instant,
  type Interval,
  instant,
  type WallTime,
  wallTime,
} from "../units.js";
import type { CalendarEvent } from "./event.js";
import type { Calendar } from "./ical.js";
import { union } from "./interval.js";
import { firstMonday, occurrences } from "./recurrence.js";
import { type EventSpan, eventSpans } from "./spans.js";
import { instantAt } from "./stamp.js";
import { instantOf, offsetAt, wallOf, zoneTransitions } from "./zone.js";

/** from <= t < to: no restart may start. */
export type FreezeSpan = { readonly from: Instant; readonly to: Instant; readonly summary: string | null };

/** A wall-clock moment is read in the zone of each site concerned. */
export const momentOf = (moment: Moment, zone: string): Instant =>
  moment.kind === "instant" ? moment.at : instantOf(moment.at, zone);

/**
 * What the freeze means inside `range` for a site in `zone`; whom it concerns is the caller's matter. `calendars` is keyed by
 * file as the freeze names it and holds every calendar that a freeze names.
 */
export function freezeSpans(
  freeze: Freeze,
  zone: string,
  range: Interval,
  calendars: ReadonlyMap<string, Calendar>,
): Outcome<readonly FreezeSpan[]> {
  switch (freeze.kind) {
    case "calendar":
      return calendarFreezes(freeze, calendarOf(freeze.file, calendars), zone, range);
    case "rule":
      return ruleFreezes(freeze, zone, range);
    case "span":
      return spanFreeze(freeze, zone);
  }
}

function spanFreeze(
  { from: begin, to: end, path }: Extract<Freeze, { kind: "span" }>,
  zone: string,
): Outcome<readonly FreezeSpan[]> {
  const [from, to] = [momentOf(begin, zone), momentOf(end, zone)];
  if (from < to) return done([{ from, to, summary: null }]);
  return failed({
    code: "freeze.ends-before-start",
    message: `the freeze ends no later than it starts, on the clocks of ${zone}`,
    hint: "exchange `from` and `to`",
    place: { path },
  });
}

/** By readings of the wall clock: what is never to be at 19:59 is not at 19:59 on the day the clocks change either. */
function ruleFreezes(
  { rule, start, lasts, text, path }: Extract<Freeze, { kind: "rule" }>,
  zone: string,
  range: Interval,
): Outcome<readonly FreezeSpan[]> {
  const walls = occurrences(rule, start ?? firstMonday, wallRange(range, zone, lasts), { zone });
  if (!walls.ok) return failed(...walls.problems.map((problem) => ({ ...problem, place: { path } })));
  return done(
    walls.value
      .flatMap((wall) => shownBetween(wall, wallTime(wall + lasts), zone))
      .filter(({ start, end }) => start < range.end && range.start < end)
      .map(({ start, end }) => ({ from: start, to: end, summary: text })),
  );
}

/** All the time at which clocks show `from` or later and not yet `to`: a change of the clocks skips some of it, or brings it twice. */
function shownBetween(from: WallTime, to: WallTime, zone: string): readonly Interval[] {
  // No clock is a day from UTC.
  const around = { start: instant(from - day), end: instant(to + day) };
  const changes = zoneTransitions(zone, around).map(({ at }) => at);
  const pieces = [around.start, ...changes].map((start, i): Interval => {
    const offset = offsetAt(zone, start);
    const end = changes[i] ?? around.end;
    return { start: instant(Math.max(start, from - offset)), end: instant(Math.min(end, to - offset)) };
  });
  return union(pieces);
}

/** Wall-clock readings from which something that lasts so long may reach into the range, whatever the clocks do meanwhile. */
export const wallRange = (range: Interval, zone: string, lasts: Duration) => ({
  from: wallTime(wallOf(range.start, zone) - lasts - day),
  to: wallTime(wallOf(range.end, zone) + day),
});

export function calendarOf(file: string, calendars: ReadonlyMap<string, Calendar>): Calendar {
  const calendar = calendars.get(file);
  if (calendar === undefined) throw new Error(`calendar not loaded: ${file}`);
  return calendar;
}

function calendarFreezes(
  { path }: Freeze,
  calendar: Calendar,
  zone: string,
  range: Interval,
): Outcome<readonly FreezeSpan[]> {
  const at = (problem: Problem): Problem => ({
    ...problem,
    place: { ...problem.place, file: calendar.file, path },
  });
  // An event that was not read may be the one that forbids tonight.
  if (calendar.problems.length > 0) return failed(...calendar.problems.map(at));
  const spans = calendar.events.map((event) => freezeOf(event, range, zone));
  const problems = spans.flatMap((outcome) => (outcome.ok ? [] : outcome.problems.map(at)));
  return problems.length > 0
    ? failed(...problems)
    : done(spans.flatMap((outcome) => (outcome.ok ? outcome.value.map(frozen) : [])));
}

const frozen = ({ interval: { start, end }, summary }: EventSpan): FreezeSpan => ({
  from: start,
  to: end,
  summary,
});

function freezeOf(event: CalendarEvent, range: Interval, zone: string): Outcome<readonly EventSpan[]> {
  const unfit = unfitRules(event);
  if (unfit.length > 0) return failed(...unfit);
  if (!isLengthless(event)) return eventSpans(event, range, zone);
  return failed({
    code: "freeze.no-length",
    message: `the event "${event.summary ?? ""}" has no length, so it freezes nothing`,
    hint: "give it a DTEND or DURATION",
    place: { line: event.line },
  });
}

/** Of rules more frequent than anybody means for a freeze or a window. */
export const unfitRules = ({ rules, line }: CalendarEvent): readonly Problem[] =>
  rules.flatMap(planningProblems).map((problem) => ({ ...problem, place: { line } }));

export function isLengthless({ start, length }: CalendarEvent): boolean {
  if (length.kind === "span") return length.days === 0 && length.time === 0;
  return instantAt(length.end, "UTC") === instantAt(start, "UTC");
}

/** Until the change is approved and the notice after the release is over. */
export const changeFreeze = (
  change: { readonly notice: Duration; readonly approved: Instant | null },
  release: Instant,
): FreezeSpan => ({
  from: release,
  to: instant(Math.max(release + change.notice, change.approved ?? release)),
  summary: "change not approved, or notice not over",
});
