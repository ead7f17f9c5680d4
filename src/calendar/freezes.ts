/** Freezes: when restarts may not start. What cannot be read stops the run. */
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { Freeze, Moment } from "../scenario/scenario.js";
import type { Instant, Interval } from "../units.js";
import type { CalendarEvent } from "./event.js";
import type { Calendar } from "./ical.js";
import { type EventSpan, eventSpans } from "./spans.js";
import { instantOf } from "./zone.js";

/** from <= t < to: no restart may start. */
export type FreezeSpan = { readonly from: Instant; readonly to: Instant };

/** A wall-clock moment is read in the zone of each site concerned. */
export const momentOf = (moment: Moment, zone: string): Instant =>
  moment.kind === "instant" ? moment.at : instantOf(moment.at, zone);

/**
 * What the freeze means inside `range` for a site in `zone`; which sites it concerns is the caller's matter. `calendars` is keyed
 * by file as the freeze names it and holds every calendar that a freeze names.
 */
export function freezeSpans(
  freeze: Freeze,
  zone: string,
  range: Interval,
  calendars: ReadonlyMap<string, Calendar>,
): Outcome<readonly FreezeSpan[]> {
  if (freeze.kind === "calendar")
    return calendarFreezes(freeze, calendarOf(freeze.file, calendars), zone, range);
  const [from, to] = [momentOf(freeze.from, zone), momentOf(freeze.to, zone)];
  if (from < to) return done([{ from, to }]);
  return failed({
    code: "freeze.ends-before-start",
    message: `the freeze ends no later than it starts, on the clocks of ${zone}`,
    hint: "exchange `from` and `to`",
    place: { path: freeze.path },
  });
}

function calendarOf(file: string, calendars: ReadonlyMap<string, Calendar>): Calendar {
  const calendar = calendars.get(file);
  if (calendar === undefined) throw new Error(`freeze calendar not loaded: ${file}`);
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

const frozen = ({ interval: { start, end } }: EventSpan): FreezeSpan => ({ from: start, to: end });

function freezeOf(event: CalendarEvent, range: Interval, zone: string): Outcome<readonly EventSpan[]> {
  const spans = eventSpans(event, range, zone);
  if (!spans.ok || spans.value.every(({ interval }) => interval.start < interval.end)) return spans;
  return failed({
    code: "freeze.no-length",
    message: `the event "${event.summary ?? ""}" has no length, so it freezes nothing`,
    hint: "give it a DTEND or DURATION",
    place: { line: event.line },
  });
}
