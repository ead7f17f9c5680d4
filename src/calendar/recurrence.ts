/**
 * Occurrences of a recurrence rule, in wall-clock time. The one door to rrule, which lists the days of one calendar month or
 * year at a time; the times of a day are times-of-day.ts's, and what a rule keeps (INTERVAL, BYSETPOS, UNTIL, COUNT) is
 * decided here, because rrule
 * - hangs on a rule that never matches: it walks to the year 9999 and looks at UNTIL only on a match;
 * - walks from DTSTART, however long ago;
 * - picks the first element for a negative BYSETPOS beyond the set, and counts a first week from its middle;
 * - reads BYDAY=MO,2TU as "Mondays that are second Tuesdays";
 * - reads TZID by the zone of the host: so no zone ever reaches it.
 */
import rrule from "rrule"; // a UMD bundle: Node sees no named exports
import { done, failed, type Outcome } from "../problem.js";
import type { Rule, Weekday } from "../scenario/recurrence-rule.js";
import { isSubDaily, longestDays } from "../scenario/rule-limits.js";
import { day, hour, minute, second, type WallTime, wallTime } from "../units.js";
import { timesOfDay, timesOn, type Work } from "./times-of-day.js";
import { instantOf, wallOf } from "./zone.js";

/** from <= t < to. */
export type WallRange = { readonly from: WallTime; readonly to: WallTime };

export type ExpandOptions = {
  /** Where an UNTIL in UTC is read on the wall clock; UTC by default. */
  readonly zone?: string;
  /** The start is the first occurrence even where the rule does not match it (an event's DTSTART, RFC 5545 3.8.5.3). */
  readonly startCounts?: boolean;
};

/** Monday, 1 January 1900: where a rule without a start counts from, the same in every month's plan. */
export const firstMonday = wallTime(Date.UTC(1900, 0, 1));

const mostOccurrences = 10_000;

/** In times of day looked at: 0.2 s of work. */
const mostWork = 1_000_000;
const listingOneDay = 5;

/** Occurrences in `range`, ascending. The work is bounded, whatever the rule. */
export function occurrences(
  rule: Rule,
  start: WallTime,
  range: WallRange,
  { zone = "UTC", startCounts = false }: ExpandOptions = {},
): Outcome<readonly WallTime[]> {
  const from = rule.count === null ? wallTime(Math.max(start, range.from)) : start;
  const to = wallTime(Math.min(range.to, lastReading(rule, zone) + longestRepeat));
  const work: Work = { left: mostWork };
  const found: WallTime[] = [];
  let count = 0;
  for (const at of series(rule, start, { from, to }, startCounts, work)) {
    if (at >= to) break;
    if (!isUntil(rule, at, zone)) continue;
    if (at >= range.from) found.push(at);
    if (found.length > mostOccurrences) return tooMany(`more than ${mostOccurrences} occurrences`);
    count += 1;
    if (count === rule.count) break;
  }
  return work.left < 0 ? tooMany("too many dates and times to go through") : done(found);
}

const tooMany = (what: string) =>
  failed({
    code: "rule.too-much",
    message: `the recurrence rule gives ${what}`,
    hint: "use a rarer rule, a later start or a shorter range of dates",
  });

/** Clocks set back show some readings twice; the second may be UNTIL and the first a greater reading. */
const longestRepeat = day;

/** Instants are compared with an UNTIL in UTC, since readings of clocks are not in order where they are changed. */
const isUntil = (rule: Rule, at: WallTime, zone: string): boolean =>
  rule.until?.kind === "instant" ? instantOf(at, zone) <= rule.until.at : at <= lastReading(rule, zone);

/** Last wall-clock reading the rule's UNTIL lets through. */
export function lastReading({ until }: Rule, zone: string): WallTime {
  if (until === null) return wallTime(Number.POSITIVE_INFINITY);
  if (until.kind === "instant") return wallOf(until.at, zone);
  return until.kind === "date" ? wallTime(until.at + day - 1) : until.at;
}

/** The occurrences around `range`, ascending, none before `start`; COUNT and UNTIL are the caller's. Stops when out of work. */
function* series(
  rule: Rule,
  start: WallTime,
  range: WallRange,
  startCounts: boolean,
  work: Work,
): Generator<WallTime> {
  if (startCounts) yield start;
  const listed =
    rule.bySetPos.length === 0
      ? list(rule, start, range, work)
      : positions(rule, list(rule, start, withWholePeriods(rule, range), work), work);
  for (const at of listed) if (at > start || (at === start && !startCounts)) yield at;
}

/** Reaches at least to the ends of the periods that the range's ends lie in. */
function withWholePeriods({ freq }: Rule, { from, to }: WallRange): WallRange {
  const most = longestDays[freq] * day;
  return { from: wallTime(from - most), to: wallTime(to + most) };
}

/** BYSETPOS: each period's occurrences by their place among them, from either end. */
function* positions(rule: Rule, listed: Iterable<WallTime>, work: Work): Generator<WallTime> {
  let set: WallTime[] = [];
  for (const at of listed) {
    if (set[0] !== undefined && periodOf(rule, set[0]) !== periodOf(rule, at)) {
      yield* picked(set, rule.bySetPos);
      set = [];
    }
    set.push(at);
    work.left -= 1; // bounds what is kept, too
  }
  yield* picked(set, rule.bySetPos);
}

/** rrule takes the first element for a negative place beyond the set; here such a place is none. */
function picked(set: readonly WallTime[], places: readonly number[]): readonly WallTime[] {
  const indices = new Set(places.map((place) => (place > 0 ? place - 1 : set.length + place)));
  return [...indices].sort((a, b) => a - b).flatMap((index) => set[index] ?? []);
}

/** Everything the BY parts match in the periods that INTERVAL keeps. */
function* list(rule: Rule, start: WallTime, range: WallRange, work: Work): Generator<WallTime> {
  const times = timesOfDay(rule, start);
  const first = periodOf(rule, start);
  // Of a frequency below DAILY INTERVAL chooses among the times.
  const isKept = (at: WallTime) => isSubDaily(rule) || (periodOf(rule, at) - first) % rule.interval === 0;
  for (const date of days(withDay(rule, start), range, isKept, work))
    for (const at of timesOn(date, times, work)) if (at >= range.from) yield at;
}

/** The days around `range` that the BY parts match and INTERVAL keeps. Stops when out of work. */
function* days(
  rule: Rule,
  { from, to }: WallRange,
  isKept: (at: WallTime) => boolean,
  work: Work,
): Generator<WallTime> {
  const freq = rule.freq === "YEARLY" ? "YEARLY" : "MONTHLY";
  const parts = rruleParts(rule);
  for (const chunk of chunkStarts(freq, from, to)) {
    work.left -= listingOneDay;
    if (rule.freq === freq && !isKept(chunk)) continue;
    if (freq === "MONTHLY" && !isMonthOf(rule, chunk)) continue;
    work.left -= listingOneDay * longestDays[freq];
    if (work.left < 0) return;
    for (const date of daysOf(freq, parts, chunk))
      if (date > from - day && date < to && isKept(date)) yield date;
  }
}

const isMonthOf = ({ byMonth }: Rule, at: WallTime): boolean =>
  byMonth.length === 0 || byMonth.includes(new Date(at).getUTCMonth() + 1);

/** Number of the rule's period (year, month, week, day, hour ...) that `at` lies in. */
function periodOf({ freq, weekStart }: Rule, at: WallTime): number {
  switch (freq) {
    case "YEARLY":
      return new Date(at).getUTCFullYear();
    case "MONTHLY":
      return new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
    case "WEEKLY":
      return Math.floor((Math.floor(at / day) + weekdayOfEpoch - weekStart) / 7);
    case "DAILY":
      return Math.floor(at / day);
    case "HOURLY":
      return Math.floor(at / hour);
    case "MINUTELY":
      return Math.floor(at / minute);
    case "SECONDLY":
      return Math.floor(at / second);
  }
}

/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch: Weekday = 3;
const weekdayOf = (at: WallTime): Weekday =>
  ((((Math.floor(at / day) + weekdayOfEpoch) % 7) + 7) % 7) as Weekday;

/** The rule with the day written out that RFC 5545 takes from the start where no part names one. */
function withDay(rule: Rule, start: WallTime): Rule {
  if (rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length > 0) return rule;
  if (rule.freq === "WEEKLY" || rule.byWeekNo.length > 0)
    return { ...rule, byDay: [{ weekday: weekdayOf(start), nth: 0 }] };
  const date = new Date(start);
  const byMonthDay = [date.getUTCDate()];
  if (rule.freq === "MONTHLY") return { ...rule, byMonthDay };
  if (rule.freq !== "YEARLY") return rule;
  const byMonth = rule.byMonth.length > 0 ? rule.byMonth : [date.getUTCMonth() + 1];
  return { ...rule, byMonth, byMonthDay };
}

type RruleParts = NonNullable<ConstructorParameters<typeof rrule.RRule>[0]>;

/** Empty lists stay: they keep rrule from taking a day from the start of the chunk. */
function rruleParts(rule: Rule): RruleParts {
  return {
    bymonth: [...rule.byMonth],
    bymonthday: [...rule.byMonthDay],
    byyearday: [...rule.byYearDay],
    byweekno: [...rule.byWeekNo],
    byweekday: rruleWeekdays(rule),
    byhour: [0],
    byminute: [0],
    bysecond: [0],
    wkst: rule.weekStart,
  };
}

/** Beside a counted weekday (2TU) a plain one is written as each of its counts, since rrule joins the two kinds by "and". */
function rruleWeekdays({ byDay, freq, byMonth }: Rule) {
  const most = freq === "MONTHLY" || byMonth.length > 0 ? 5 : 53;
  const isCounted = byDay.some(({ nth }) => nth !== 0);
  return byDay.flatMap(({ weekday, nth }) => {
    if (nth !== 0) return [new rrule.Weekday(weekday, nth)];
    return isCounted
      ? Array.from({ length: most }, (_, i) => new rrule.Weekday(weekday, i + 1))
      : [new rrule.Weekday(weekday)];
  });
}

/** Starts of the calendar months or years that `from` to `to` touches. */
function* chunkStarts(freq: "YEARLY" | "MONTHLY", from: WallTime, to: WallTime): Generator<WallTime> {
  const first = new Date(from);
  const step = freq === "YEARLY" ? 12 : 1;
  for (let month = freq === "YEARLY" ? 0 : first.getUTCMonth(); ; month += step) {
    const start = wallTime(Date.UTC(first.getUTCFullYear(), month, 1));
    if (!(start <= to)) return;
    yield start;
  }
}

/** rrule's last year is 9999: such an interval ends it after the chunk, even if nothing in the chunk matched. */
const yearsPastTheLast = 10_000;

function daysOf(freq: "YEARLY" | "MONTHLY", parts: RruleParts, chunk: WallTime): readonly WallTime[] {
  const interval = freq === "YEARLY" ? yearsPastTheLast : yearsPastTheLast * 12;
  const listing = new rrule.RRule(
    { ...parts, freq: rrule.RRule[freq], interval, dtstart: new Date(chunk) },
    true, // no cache
  );
  return listing.all().map((date) => wallTime(date.getTime()));
}
