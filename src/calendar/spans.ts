/** Occurrences of calendar events as intervals of real time. */
import { done, failed, type Outcome } from "../problem.js";
import { day, duration, type Instant, type Interval, instant, type WallTime, wallTime } from "../units.js";
import type { CalendarEvent, EventLength } from "./event.js";
import { occurrences } from "./recurrence.js";
import { instantAt, type Stamp, type TimeSpan, wallAt, zoneOf } from "./stamp.js";
import { instantOf, wallOf } from "./zone.js";

export type EventSpan = {
  /** Empty (start = end) for an event without a length. */
  readonly interval: Interval;
  readonly summary: string | null;
  /** The event's own zone, UTC, or that of the site for floating times and dates. */
  readonly zone: string;
  /** Start on the wall clock of `zone`. */
  readonly wall: WallTime;
  /** Of the event in its file, 1-based. */
  readonly line: number;
};

/** The event's occurrences that reach into `range`, by start. */
export function eventSpans(
  event: CalendarEvent,
  range: Interval,
  siteZone: string,
): Outcome<readonly EventSpan[]> {
  const zone = zoneOf(event.start, siteZone);
  const dates = ruleDates(event, range, siteZone);
  if (!dates.ok)
    return failed(...dates.problems.map((problem) => ({ ...problem, place: { line: event.line } })));
  const isExcluded = exclusion(event, siteZone);
  const { summary, line } = event;
  // A date given twice, or two that a change of the clocks brings together, is one.
  const spans = new Map<Instant, EventSpan>();
  for (const date of [...dates.value, ...extraDates(event, siteZone)])
    if (!isExcluded(date.start))
      spans.set(date.start, { interval: intervalOf(date, zone), summary, zone, wall: date.wall, line });
  return done([...spans.values()].filter(({ interval }) => reaches(interval, range)).sort(byStart));
}

/** `wall` is what the calendar says; clocks may show a later time at `start`, where a change skips it. */
type DateOfEvent = { readonly start: Instant; readonly wall: WallTime; readonly length: TimeSpan };

function ruleDates(event: CalendarEvent, range: Interval, siteZone: string): Outcome<readonly DateOfEvent[]> {
  const { rules, start } = event;
  const length = lengthFrom(start, event.length, siteZone);
  const wall = wallAt(start);
  if (rules.length === 0) return done([{ start: instantAt(start, siteZone), wall, length }]);
  const zone = zoneOf(start, siteZone);
  // A day more on both sides: what a change of the clocks moves into the range.
  const from = wallTime(wallOf(range.start, zone) - length.days * day - length.time - day);
  const to = wallTime(wallOf(range.end, zone) + day);
  const dates: DateOfEvent[] = [];
  for (const rule of rules) {
    const walls = occurrences(rule, wall, { from, to }, { zone, startCounts: true });
    if (!walls.ok) return walls;
    for (const each of walls.value) dates.push({ start: instantOf(each, zone), wall: each, length });
  }
  return done(dates);
}

function extraDates(event: CalendarEvent, siteZone: string): readonly DateOfEvent[] {
  const zone = zoneOf(event.start, siteZone);
  const length = lengthFrom(event.start, event.length, siteZone);
  return event.rdates.map((extra) => {
    const start = instantAt(extra.start, siteZone);
    const own = extra.length === null ? length : lengthFrom(extra.start, extra.length, siteZone);
    return { start, wall: wallOf(start, zone), length: own };
  });
}

const lengthFrom = (start: Stamp, length: EventLength, siteZone: string): TimeSpan =>
  length.kind === "span"
    ? length
    : { days: 0, time: duration(instantAt(length.end, siteZone) - instantAt(start, siteZone)) };

function exclusion(event: CalendarEvent, siteZone: string): (start: Instant) => boolean {
  const zone = zoneOf(event.start, siteZone);
  const dates = new Set<number>();
  const starts = new Set<number>();
  for (const stamp of event.exdates)
    if (stamp.kind === "date") dates.add(stamp.at / day);
    else starts.add(instantAt(stamp, siteZone));
  return (start) => starts.has(start) || dates.has(Math.floor(wallOf(start, zone) / day));
}

/** Days follow the wall clock, the rest is real time: RFC 5545 3.3.6. */
function intervalOf({ start, wall, length: { days, time } }: DateOfEvent, zone: string): Interval {
  const wholeDays = days === 0 ? start : instantOf(wallTime(wall + days * day), zone);
  return { start, end: instant(wholeDays + time) };
}

const reaches = ({ start, end }: Interval, range: Interval): boolean =>
  start < range.end && (end > range.start || start >= range.start);

const byStart = (a: EventSpan, b: EventSpan): number => a.interval.start - b.interval.start;
