/**
 * "The second Saturday" taken for the Saturday after Patch Tuesday. It is that in less than half of all months: where the month
 * begins on a Wednesday to Saturday, the second Saturday comes before the second Tuesday.
 */
import type { CalendarEvent } from "../calendar/event.js";
import type { Calendar } from "../calendar/ical.js";
import { lastReading } from "../calendar/recurrence.js";
import { wallAt, zoneOf } from "../calendar/stamp.js";
import { instantOf, wallOf } from "../calendar/zone.js";
import type { Place } from "../problem.js";
import { clockText, durationText } from "../scenario/quantity.js";
import type { Rule, Weekday } from "../scenario/recurrence-rule.js";
import { plainRule, ruleText } from "../scenario/rule.js";
import {
  day,
  type Duration,
  duration,
  hour,
  type Instant,
  minute,
  type WallTime,
  wallTime,
} from "../units.js";
import type { Around } from "./around.js";
import type { Found } from "./finding.js";
import { dateWords, eventWords, ordinalWord, weekdayWord, windowWords } from "./words.js";

type NthWeekday = { readonly weekday: Weekday; readonly nth: number };

/** Something that recurs by a rule. */
type Recurring = {
  readonly what: string;
  readonly rule: Rule;
  /** Where it is a window: what it lasts, and the days after the release that its own days are counted from. */
  readonly window: { readonly lasts: Duration; readonly offset: number } | null;
  readonly start: WallTime | null;
  readonly zone: string;
  readonly place: Place;
};

export function driftsInScenario({
  windows,
  scenario,
  calendars,
  releases,
  release,
  cohorts,
}: Around): readonly Found[] {
  const zone = cohorts[0]?.timezone ?? "UTC";
  const files = new Set<string>();
  const recurring: Recurring[] = [];
  const offset = "at" in scenario.release ? 0 : scenario.release.offset;
  for (const { window, path, cohorts: concerned } of windows) {
    if (window.kind === "calendar") files.add(window.file);
    if (window.kind === "rule")
      recurring.push({
        rule: window.rule,
        start: window.start,
        window: { lasts: window.lasts, offset },
        what: windowWords(window),
        zone: concerned[0]?.timezone ?? zone,
        place: { path },
      });
  }
  for (const freeze of scenario.freezes) {
    if (freeze.kind === "calendar") files.add(freeze.file);
    if (freeze.kind === "rule")
      recurring.push({
        rule: freeze.rule,
        start: freeze.start,
        window: null,
        what: "the freeze",
        zone,
        place: { path: freeze.path },
      });
  }
  for (const file of files) recurring.push(...recurringEvents(calendars.get(file), zone));
  return drifts(recurring, releases, release.at);
}

export const driftsInCalendar = (
  calendar: Calendar,
  zone: string,
  releases: Calendar | null,
  from: Instant,
): readonly Found[] => drifts(recurringEvents(calendar, zone), releases, from);

const recurringEvents = (calendar: Calendar | undefined, zone: string): readonly Recurring[] =>
  (calendar?.events ?? []).flatMap((event) =>
    event.rules.map((rule) => ({
      what: eventWords(event),
      rule,
      window: null,
      start: wallAt(event.start),
      zone: zoneOf(event.start, zone),
      place: { file: calendar?.file, line: event.line },
    })),
  );

function drifts(recurring: readonly Recurring[], releases: Calendar | null, from: Instant): readonly Found[] {
  const release = releases === null ? null : releaseDay(releases, from);
  if (release === null) return [];
  return recurring.flatMap((each) => {
    const nth = nthWeekdayOf(each.rule);
    const drift = nth === null ? null : driftOf(each, nth, release, wallOf(from, each.zone));
    return nth === null || drift === null ? [] : [foundAs(each, nth, release, drift)];
  });
}

/** The weekday that the calendar's releases have in each month; null: they have none, or several. */
function releaseDay({ events }: Calendar, from: Instant): NthWeekday | null {
  const isGoing = ({ rules, start }: CalendarEvent): boolean =>
    rules.every((rule) => lastReading(rule, zoneOf(start, "UTC")) >= from);
  const rules = events.filter(isGoing).flatMap((event) => event.rules);
  return rules.length === 1 ? nthWeekdayOf(rules[0] as Rule) : null;
}

/** null: the rule says something else of its days, or more. */
function nthWeekdayOf({ freq, interval, byDay, byMonthDay, bySetPos }: Rule): NthWeekday | null {
  const [one, ...others] = byDay;
  const [place, ...places] = bySetPos;
  if (freq !== "MONTHLY" || interval > 1 || byMonthDay.length > 0) return null;
  if (one === undefined || others.length + places.length > 0) return null;
  if (place === undefined) return one.nth > 0 ? one : null;
  return one.nth === 0 && place > 0 && place <= 5 ? { weekday: one.weekday, nth: place } : null;
}

const monthsLookedAt = 240;

type Drift = {
  /** Days after the release that must have been meant. */
  readonly days: number;
  readonly differ: number;
  readonly months: number;
  /** Local dates of the first month in which they differ. */
  readonly is: WallTime;
  readonly meant: WallTime;
};

/** null: it keeps its distance from the release, or stands in none to it. */
function driftOf(
  { rule, zone }: Recurring,
  nth: NthWeekday,
  release: NthWeekday,
  from: WallTime,
): Drift | null {
  if (nth.nth < release.nth || nth.nth > release.nth + 1) return null;
  const months = Array.from({ length: monthsLookedAt }, (_, i) => monthAfter(from, i)).filter(
    (month) => rule.byMonth.length === 0 || rule.byMonth.includes(new Date(month).getUTCMonth() + 1),
  );
  const dates = months
    .map((month) => ({ is: dateIn(month, nth), release: dateIn(month, release) }))
    .filter(({ is }) => is <= lastReading(rule, zone));
  const days = usualDistance(dates);
  const differing = dates.filter(({ is, release: at }) => (is - at) / day !== days);
  const [first] = differing;
  if (days === null || first === undefined) return null;
  const meant = wallTime(first.release + days * day);
  return { days, differ: differing.length, months: dates.length, is: first.is, meant };
}

const monthAfter = (from: WallTime, months: number): WallTime =>
  wallTime(Date.UTC(new Date(from).getUTCFullYear(), new Date(from).getUTCMonth() + months, 1));

function dateIn(month: WallTime, { weekday, nth }: NthWeekday): WallTime {
  const first = (new Date(month).getUTCDay() + 6) % 7;
  return wallTime(month + (((weekday - first + 7) % 7) + 7 * (nth - 1)) * day);
}

type Dates = { readonly is: WallTime; readonly release: WallTime };

/** Of the distances after the release the most frequent; a window before it would be of no use. */
function usualDistance(dates: readonly Dates[]): number | null {
  const counts = new Map<number, number>();
  for (const { is, release } of dates) {
    const days = (is - release) / day;
    if (days >= 0) counts.set(days, (counts.get(days) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([, a], [, b]) => b - a);
  return usual?.[0] ?? null;
}

function foundAs(each: Recurring, nth: NthWeekday, release: NthWeekday, drift: Drift): Found {
  const { days, differ, months, is, meant } = drift;
  const isPatchTuesday = release.weekday === 1 && release.nth === 2;
  const base = isPatchTuesday ? "Patch Tuesday" : `the ${dayWords(release)}`;
  return {
    message: `${each.what}: the ${dayWords(nth)} is not ${base} + ${days} in ${differ} of the next ${months} months, first ${dateWords(is)} against ${dateWords(meant)}`,
    hint: hintOf(each, nth, release, days),
    place: each.place,
    first: instantOf(wallTime(is + timeOfDay(each)), each.zone),
    zone: each.zone,
  };
}

const dayWords = ({ nth, weekday }: NthWeekday): string => `${ordinalWord(nth)} ${weekdayWord(weekday)}`;

function timeOfDay({ rule, start }: Recurring): Duration {
  const [atHour, atMinute] = [rule.byHour[0], rule.byMinute[0]];
  const otherwise = (start ?? 0) - Math.floor((start ?? 0) / day) * day;
  return atHour === undefined ? duration(otherwise) : duration(atHour * hour + (atMinute ?? 0) * minute);
}

function hintOf(each: Recurring, nth: NthWeekday, release: NthWeekday, days: number): string {
  const firstDate = 7 * (release.nth - 1) + 1 + days;
  // Of what reaches into the next month only days after the release can tell.
  const byMonthDay = firstDate + 6 > 28 ? [] : Array.from({ length: 7 }, (_, i) => firstDate + i);
  const rule: Rule = { ...plainRule, freq: "MONTHLY", byDay: [{ weekday: nth.weekday, nth: 0 }], byMonthDay };
  const forms = [...afterRelease(each, days), ...(byMonthDay.length === 0 ? [] : [ruleText(rule)])];
  return `write ${forms.join(", or ") || "its dates one by one"}`;
}

function afterRelease(each: Recurring, days: number): readonly string[] {
  if (each.window === null || days < each.window.offset) return [];
  const { lasts, offset } = each.window;
  const at = clockText(timeOfDay(each));
  return [`{ afterRelease: ${days - offset}d, at: "${at}", lasts: ${durationText(lasts)} }`];
}
