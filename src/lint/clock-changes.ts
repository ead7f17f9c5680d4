/**
 * Nights on which the clocks change. A window lasts real time here, so after a change it ends earlier or later on the wall clock;
 * a tool that keeps the end on the wall clock makes the window itself shorter or longer. A start may be skipped, or come twice.
 */
import { wallRange } from "../calendar/freezes.js";
import { type Calendar, eventSpans } from "../calendar/ical.js";
import { firstMonday, occurrences } from "../calendar/recurrence.js";
import { instantOf, wallOf, type ZoneTransition, zoneTransitions } from "../calendar/zone.js";
import type { Place } from "../problem.js";
import type { Window } from "../scenario/scenario.js";
import { day, type Instant, instant, type Interval, type WallTime, wallTime } from "../units.js";
import { areFrozen, type Around, byZone, nightsAfterRelease, orNone, overlaps } from "./around.js";
import type { Found } from "./finding.js";
import { clockWords, dateWords, eventWords, lengthWords, listed, windowWords } from "./words.js";

/** One time at which something is open or happens, and the reading of the clock that it is to begin at. */
type Occurrence = { readonly interval: Interval; readonly wall: WallTime; readonly zone: string };

/** What has occurrences. */
type Subject = {
  readonly what: string;
  readonly place: Place;
  readonly occurrences: readonly Occurrence[];
  /** Whether freezes forbid it there and then anyway. */
  readonly isFrozen: (at: Instant, zone: string) => boolean;
};

type Kind = "across" | "skipped" | "twice";
type Hit = Occurrence & { readonly kind: Kind; readonly change: ZoneTransition };

export const windowsAcrossChanges = (around: Around): readonly Found[] =>
  found(scenarioSubjects(around), "across");
export const windowStartsSkipped = (around: Around): readonly Found[] =>
  found(scenarioSubjects(around), "skipped");
export const windowStartsTwice = (around: Around): readonly Found[] =>
  found(scenarioSubjects(around), "twice");

export const eventsAcrossChanges = (calendar: Calendar, range: Interval, zone: string): readonly Found[] =>
  found(eventSubjects(calendar, range, [zone]), "across");
export const eventStartsSkipped = (calendar: Calendar, range: Interval, zone: string): readonly Found[] =>
  found(eventSubjects(calendar, range, [zone]), "skipped");
export const eventStartsTwice = (calendar: Calendar, range: Interval, zone: string): readonly Found[] =>
  found(eventSubjects(calendar, range, [zone]), "twice");

function scenarioSubjects(around: Around): readonly Subject[] {
  const { windows, calendars, range } = around;
  return windows.flatMap(({ window, path, cohorts }) => {
    const zones = byZone(cohorts).map(({ zone }) => zone);
    const isFrozen = (at: Instant, zone: string): boolean =>
      areFrozen(
        cohorts.filter(({ timezone }) => timezone === zone),
        at,
        around,
      );
    const calendar = window.kind === "calendar" ? calendars.get(window.file) : undefined;
    if (calendar !== undefined) return eventSubjects(calendar, range, zones);
    const times = zones.flatMap((zone) => occurrencesOf(window, zone, around));
    return [{ what: windowWords(window), place: { path }, occurrences: times, isFrozen }];
  });
}

function occurrencesOf(window: Window, zone: string, { range, release }: Around): readonly Occurrence[] {
  if (window.kind !== "rule" && window.kind !== "afterRelease") return [];
  return startsOf(window, zone, range, release.at)
    .map((wall) => {
      const start = instantOf(wall, zone);
      return { interval: { start, end: instant(start + window.lasts) }, wall, zone };
    })
    .filter(({ interval }) => overlaps(interval, range));
}

function startsOf(
  window: Extract<Window, { kind: "rule" | "afterRelease" }>,
  zone: string,
  range: Interval,
  release: Instant,
): readonly WallTime[] {
  if (window.kind === "afterRelease") return nightsAfterRelease(window, zone, release);
  const walls = wallRange(range, zone, window.lasts);
  return orNone(occurrences(window.rule, window.start ?? firstMonday, walls, { zone }));
}

/** Events of whole days are on the wall clock at both ends: nothing happens to them. */
const eventSubjects = (
  calendar: Calendar,
  range: Interval,
  siteZones: readonly string[],
): readonly Subject[] =>
  calendar.events
    .filter(({ start, length }) => start.kind !== "date" && !(length.kind === "span" && length.days > 0))
    .map((event) => ({
      what: eventWords(event),
      place: { file: calendar.file, line: event.line },
      occurrences: siteZones
        .flatMap((zone) => orNone(eventSpans(event, range, zone)))
        .filter(({ interval: { start } }) => start < range.end),
      isFrozen: () => false,
    }));

/** Zones whose clocks change by as much on the same date are told together. */
function found(subjects: readonly Subject[], kind: Kind): readonly Found[] {
  return subjects.flatMap((subject) => {
    const nights = new Map<string, Hit[]>();
    for (const hit of subject.occurrences.flatMap(hitsOf)) {
      if (hit.kind !== kind || subject.isFrozen(hit.change.at, hit.zone)) continue;
      const night = `${dateWords(hit.wall)} ${hit.change.after - hit.change.before}`;
      nights.set(night, [...(nights.get(night) ?? []), hit]);
    }
    return [...nights.values()].map((alike) => foundAs(subject, alike));
  });
}

function hitsOf(occurrence: Occurrence): readonly Hit[] {
  const { interval, wall, zone } = occurrence;
  const nearby = { start: instant(interval.start - day), end: instant(interval.end + day) };
  return zoneTransitions(zone, nearby).flatMap((change): readonly Hit[] => {
    const [low, high] = readingsAround(change);
    if (low <= wall && wall < high)
      return [{ ...occurrence, change, kind: change.after > change.before ? "skipped" : "twice" }];
    return interval.start < change.at && change.at < interval.end
      ? [{ ...occurrence, change, kind: "across" }]
      : [];
  });
}

/** From the one to the other the clock shows nothing, or everything twice. */
function readingsAround({ at, before, after }: ZoneTransition): readonly [WallTime, WallTime] {
  return [wallTime(at + Math.min(before, after)), wallTime(at + Math.max(before, after))];
}

function foundAs({ what, place }: Subject, hits: readonly Hit[]): Found {
  const hit = hits.reduce((a, b) => (b.interval.start < a.interval.start ? b : a));
  const zones = listed([...new Set(hits.map(({ zone }) => zone))]);
  return {
    message: `${what}: ${sentences[hit.kind](hit, zones)}`,
    hint: hints[hit.kind](hit),
    place,
    first: hit.interval.start,
    zone: hit.zone,
  };
}

const sentences: Readonly<Record<Kind, (hit: Hit, zones: string) => string>> = {
  across: (hit, zones) => {
    const { interval, wall, zone, change } = hit;
    const isForward = change.after > change.before;
    const [ends, meant] = [wallOf(interval.end, zone), wallTime(wall + interval.end - interval.start)];
    const night = dateWords(wallOf(instant(change.at - 1), zone));
    return `on ${night} clocks in ${zones} go ${isForward ? "forward" : "back"} by ${shiftWords(hit)} while it is open, so it ends at ${clockWords(ends)}; a tool that ends it at ${clockWords(meant)} has ${shiftWords(hit)} ${isForward ? "less" : "more"}`;
  },
  skipped: (hit, zones) =>
    `clocks in ${zones} skip ${clockWords(hit.wall)} on ${dateWords(hit.wall)}, so it begins ${shiftWords(hit)} later, at ${clockWords(wallOf(hit.interval.start, hit.zone))}`,
  twice: (hit, zones) =>
    `clocks in ${zones} show ${clockWords(hit.wall)} twice on ${dateWords(hit.wall)}; the first is taken, another tool may begin ${shiftWords(hit)} later`,
};

const hints: Readonly<Record<Kind, (hit: Hit) => string>> = {
  across: () => "give the tool the planned times of that night, or freeze it",
  skipped: showableHint,
  twice: showableHint,
};

function showableHint({ change }: Hit): string {
  const [, high] = readingsAround(change);
  return `begin at a time that the clocks show once, such as ${clockWords(high)}`;
}

const shiftWords = ({ change: { before, after } }: Hit): string => lengthWords(Math.abs(after - before));
