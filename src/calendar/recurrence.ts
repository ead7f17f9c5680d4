/**
 * Occurrences of a recurrence rule, in wall-clock time. The one door to rrule, which lists the days and times of one calendar
 * month or year at a time; which of them a rule keeps (INTERVAL, BYSETPOS, UNTIL, COUNT) is decided here, because rrule
 * - hangs on a rule that never matches: it walks to the year 9999 and looks at UNTIL only on a match;
 * - walks from DTSTART, however long ago;
 * - picks the first element for a negative BYSETPOS beyond the set, and counts a first week from its middle;
 * - reads BYDAY=MO,2TU as "Mondays that are second Tuesdays";
 * - reads TZID by the zone of the host: so no zone ever reaches it.
 */
import rrule from "rrule"; // a UMD bundle: Node sees no named exports
import { done, failed, type Outcome } from "../problem.js";
import type { Rule, Weekday } from "../scenario/recurrence-rule.js";
import { day, type WallTime, wallTime } from "../units.js";
import { wallOf } from "./zone.js";

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
/** Calendar months listed for one answer, times the times of day listed for each: 200 years of one a day, 0.2 s. */
const mostWork = 2_400;

/** Occurrences in `range`, ascending. The work is bounded, whatever the rule. */
export function occurrences(
  rule: Rule,
  start: WallTime,
  range: WallRange,
  { zone = "UTC", startCounts = false }: ExpandOptions = {},
): Outcome<readonly WallTime[]> {
  const origin = rule.count === null ? wallTime(Math.max(start, range.from)) : start;
  if (months(origin, range.to) * timesADay(rule) > mostWork)
    return tooMany("centuries of dates, or too many times a day, to go through");
  const last = lastReading(rule, zone);
  const found: WallTime[] = [];
  let count = 0;
  for (const at of series(rule, start, { from: origin, to: range.to }, startCounts)) {
    if (at >= range.to || at > last || count === rule.count) break;
    count += 1;
    if (at >= range.from) found.push(at);
    if (found.length > mostOccurrences) return tooMany(`more than ${mostOccurrences} occurrences`);
  }
  return done(found);
}

/** Rounded up to what is listed at least: a whole year of a YEARLY rule. */
const months = (from: WallTime, to: WallTime): number => (to - from) / day / 30 + 12;
const timesADay = ({ byHour, byMinute, bySecond }: Rule): number =>
  [byHour, byMinute, bySecond].reduce((times, by) => times * Math.max(1, by.length), 1);

const tooMany = (what: string) =>
  failed({
    code: "rule.too-much",
    message: `the recurrence rule gives ${what}`,
    hint: "use a rarer rule, a later start or a shorter range of dates",
  });

/** Last wall-clock reading the rule's UNTIL lets through. */
export function lastReading({ until }: Rule, zone: string): WallTime {
  if (until === null) return wallTime(Number.POSITIVE_INFINITY);
  if (until.kind === "instant") return wallOf(until.at, zone);
  return until.kind === "date" ? wallTime(until.at + day - 1) : until.at;
}

/** The occurrences around `range`, ascending, none before `start`; COUNT and UNTIL are the caller's. */
function* series(rule: Rule, start: WallTime, range: WallRange, startCounts: boolean): Generator<WallTime> {
  if (startCounts) yield start;
  const listed = list(rule, start, range);
  for (const at of rule.bySetPos.length === 0 ? listed : positions(rule, listed))
    if (at > start || (at === start && !startCounts)) yield at;
}

/** Everything the BY parts match in the periods that INTERVAL keeps. */
function* list(rule: Rule, start: WallTime, { from, to }: WallRange): Generator<WallTime> {
  const chunkFreq = rule.freq === "YEARLY" ? "YEARLY" : "MONTHLY";
  const parts = rruleParts(explicit(rule, start));
  const first = periodOf(rule, start);
  const isKept = (at: WallTime) => (periodOf(rule, at) - first) % rule.interval === 0;
  // A week that `from` or `to` falls into may reach into the month before or after.
  const chunks = chunkStarts(chunkFreq, wallTime(from - 6 * day), wallTime(to + 6 * day));
  for (const chunk of chunks)
    if (rule.freq !== chunkFreq || isKept(chunk)) yield* listChunk(chunkFreq, parts, chunk).filter(isKept);
}

/** BYSETPOS: each period's occurrences by their place among them, from either end. */
function* positions(rule: Rule, listed: Iterable<WallTime>): Generator<WallTime> {
  let set: WallTime[] = [];
  const picked = () =>
    set.filter((_, i) => rule.bySetPos.includes(i + 1) || rule.bySetPos.includes(i - set.length));
  for (const at of listed) {
    if (set[0] !== undefined && periodOf(rule, set[0]) !== periodOf(rule, at)) {
      yield* picked();
      set = [];
    }
    set.push(at);
  }
  yield* picked();
}

/** Number of the rule's period (year, month, week, day) that `at` lies in. */
function periodOf({ freq, weekStart }: Rule, at: WallTime): number {
  const date = new Date(at);
  switch (freq) {
    case "YEARLY":
      return date.getUTCFullYear();
    case "MONTHLY":
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    case "WEEKLY":
      return Math.floor((Math.floor(at / day) + weekdayOfEpoch - weekStart) / 7);
    case "DAILY":
      return Math.floor(at / day);
  }
}

/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch: Weekday = 3;
const weekdayOf = (at: WallTime): Weekday =>
  ((((Math.floor(at / day) + weekdayOfEpoch) % 7) + 7) % 7) as Weekday;

/** The rule with what RFC 5545 takes from the start written out: the day where no part names one, and the time. */
function explicit(rule: Rule, start: WallTime): Rule {
  const date = new Date(start);
  const or = (by: readonly number[], own: number) => (by.length > 0 ? by : [own]);
  const timed = {
    ...rule,
    byHour: or(rule.byHour, date.getUTCHours()),
    byMinute: or(rule.byMinute, date.getUTCMinutes()),
    bySecond: or(rule.bySecond, date.getUTCSeconds()),
  };
  if (rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length > 0) return timed;
  if (rule.freq === "DAILY") return timed;
  if (rule.freq === "WEEKLY" || rule.byWeekNo.length > 0)
    return { ...timed, byDay: [{ weekday: weekdayOf(start), nth: 0 }] };
  const byMonth = rule.freq === "YEARLY" ? or(rule.byMonth, date.getUTCMonth() + 1) : rule.byMonth;
  return { ...timed, byMonth, byMonthDay: [date.getUTCDate()] };
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
    byhour: [...rule.byHour],
    byminute: [...rule.byMinute],
    bysecond: [...rule.bySecond],
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

function listChunk(freq: "YEARLY" | "MONTHLY", parts: RruleParts, start: WallTime): readonly WallTime[] {
  const interval = freq === "YEARLY" ? yearsPastTheLast : yearsPastTheLast * 12;
  const chunk = new rrule.RRule(
    { ...parts, freq: rrule.RRule[freq], interval, dtstart: new Date(start) },
    true, // no cache
  );
  return sortedOnce(chunk.all().map((date) => date.getTime())).map(wallTime);
}

/** rrule keeps the order and the repeats of BYHOUR and the like. */
const sortedOnce = (times: readonly number[]): number[] => [...new Set(times)].sort((a, b) => a - b);
