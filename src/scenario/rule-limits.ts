/**
 * What a rule's parts must be together: RFC 5545's own table of what goes with what. A rule that can never happen would otherwise
 * read as an empty calendar, or keep an expander looking until the year 9999. What planning takes of the rest: planningProblems.
 */
import type { Problem } from "../problem.js";
import { day as dayLength } from "../units.js";
import type { Rule } from "./recurrence-rule.js";

const problem = (code: string, message: string, hint?: string): Problem => ({ code, message, hint });

/** Why no calendar can mean this rule. */
export function limitProblems(rule: Rule): readonly Problem[] {
  const problems = [...endProblems(rule), ...partnerProblems(rule), ...ordinalProblems(rule)];
  // The rest asks what such a rule would give, which makes sense only of a rule that is one.
  return problems.length > 0 ? problems : [...positionProblems(rule), ...neverProblems(rule)];
}

/** Why the rule needs a first date to mean anything; null where it means the same from any date on. */
export function startNeededBy(rule: Rule): string | null {
  if (rule.interval > 1) return `INTERVAL=${rule.interval}`;
  if (rule.count !== null) return `COUNT=${rule.count}`;
  return daysNamed(rule) || rule.freq === "DAILY" || isSubDaily(rule)
    ? null
    : `FREQ=${rule.freq} without a day`;
}

export const isSubDaily = ({ freq }: Rule): boolean =>
  freq === "HOURLY" || freq === "MINUTELY" || freq === "SECONDLY";

const daysNamed = (rule: Rule): boolean =>
  rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.byYearDay.length > 0;

function endProblems(rule: Rule): readonly Problem[] {
  if (rule.count === null || rule.until === null) return [];
  return [problem("rule.end", "COUNT and UNTIL stand together", "keep one of the two")];
}

/** RFC 5545 3.3.10: which part may stand with which FREQ. */
function partnerProblems(rule: Rule): readonly Problem[] {
  const { freq, byWeekNo, byYearDay, byMonthDay } = rule;
  const takesYearDay = freq === "YEARLY" || isSubDaily(rule);
  const cannot = (part: string) =>
    problem("rule.partner", `${part} cannot stand with FREQ=${freq}`, "take it out");
  return [
    ...(byWeekNo.length > 0 && freq !== "YEARLY" ? [cannot("BYWEEKNO")] : []),
    ...(byYearDay.length > 0 && !takesYearDay ? [cannot("BYYEARDAY")] : []),
    ...(byMonthDay.length > 0 && freq === "WEEKLY" ? [cannot("BYMONTHDAY")] : []),
  ];
}

function ordinalProblems(rule: Rule): readonly Problem[] {
  const ordinals = rule.byDay.map(({ nth }) => Math.abs(nth)).filter((nth) => nth > 0);
  if (ordinals.length === 0) return [];
  if (rule.freq !== "MONTHLY" && rule.freq !== "YEARLY")
    return [
      problem("rule.ordinal", `BYDAY cannot count weekdays with FREQ=${rule.freq}`, "write MO, not 2MO"),
    ];
  if (rule.byWeekNo.length > 0)
    return [problem("rule.ordinal", "BYDAY cannot count weekdays beside BYWEEKNO", "write MO, not 2MO")];
  if (countsInMonth(rule) && Math.max(...ordinals) > 5)
    return [
      problem("rule.ordinal", `BYDAY: no month has a ${Math.max(...ordinals)}th weekday`, "write 1 to 5"),
    ];
  return [];
}

const countsInMonth = (rule: Rule): boolean => rule.freq === "MONTHLY" || rule.byMonth.length > 0;

const mostTimes = 24;

/**
 * Why windows, presence and freezes cannot follow the rule, though a calendar may: they are dates at a few times a day. For
 * whoever reads such a rule.
 */
export function planningProblems(rule: Rule): readonly Problem[] {
  if (isSubDaily(rule))
    return [
      problem("rule.sub-daily", `FREQ=${rule.freq} is below DAILY`, "use DAILY and let each last longer"),
    ];
  const times = timesInAPeriod(rule);
  if (times <= mostTimes) return [];
  return [
    problem(
      "rule.times",
      `BYHOUR x BYMINUTE x BYSECOND gives ${times} times a day, more than ${mostTimes}`,
      "write fewer, longer windows",
    ),
  ];
}

/** Upper bound of the times on each day of a period or, where the period is shorter than a day, in it. */
function timesInAPeriod({ freq, byHour, byMinute, bySecond }: Rule): number {
  const shorterUnits = { HOURLY: 2, MINUTELY: 1, SECONDLY: 0, DAILY: 3, WEEKLY: 3, MONTHLY: 3, YEARLY: 3 }[
    freq
  ];
  const expanding = [bySecond, byMinute, byHour].slice(0, shorterUnits);
  return expanding.reduce((times, by) => times * Math.max(1, by.length), 1);
}

function positionProblems(rule: Rule): readonly Problem[] {
  if (rule.bySetPos.length === 0) return [];
  const timed = rule.byHour.length + rule.byMinute.length + rule.bySecond.length > 0;
  const hasOther = daysNamed(rule) || timed || rule.byMonth.length + rule.byWeekNo.length > 0;
  if (!hasOther) return [problem("rule.partner", "BYSETPOS stands without another BY part", "take it out")];
  const most = mostDays(rule) * timesInAPeriod(rule);
  if (rule.bySetPos.some((place) => Math.abs(place) <= most)) return [];
  const places = rule.bySetPos.join(",");
  return [
    problem("rule.never", `BYSETPOS=${places} never happens: there are at most ${most} to choose from`),
  ];
}

/** Days that the longest period of each frequency touches. */
export const longestDays: Readonly<Record<Rule["freq"], number>> = {
  YEARLY: 366,
  MONTHLY: 31,
  WEEKLY: 7,
  DAILY: 1,
  HOURLY: 1,
  MINUTELY: 1,
  SECONDLY: 1,
};

/** Upper bound of the days a rule gives in one of its periods. */
function mostDays(rule: Rule): number {
  const perMonth = rule.freq === "YEARLY" ? rule.byMonth.length || 12 : 1;
  const each = rule.freq === "WEEKLY" ? 1 : countsInMonth(rule) ? 5 * perMonth : 53;
  const ordinal = countsInMonth(rule) ? perMonth : 1;
  const weekdays = rule.byDay.reduce((sum, { nth }) => sum + (nth === 0 ? each : ordinal), 0);
  const bounds = [
    longestDays[rule.freq],
    ...(rule.byDay.length > 0 ? [weekdays] : []),
    ...(rule.byMonthDay.length > 0 ? [rule.byMonthDay.length * perMonth] : []),
    ...(rule.byYearDay.length > 0 ? [rule.byYearDay.length] : []),
    ...(rule.byWeekNo.length > 0 ? [rule.byWeekNo.length * 7] : []),
    ...(daysNamed(rule) || rule.byWeekNo.length > 0 ? [] : [perMonth]),
  ];
  return Math.min(...bounds);
}

function neverProblems(rule: Rule): readonly Problem[] {
  if (!daysNamed(rule) && rule.byWeekNo.length === 0) return [];
  for (let at = firstYear; at < afterYears; at += dayLength) if (isDayOf(rule, at)) return [];
  return [
    problem(
      "rule.never",
      `no day of any year satisfies ${partsNamed(rule)}`,
      "change or drop one of these parts",
    ),
  ];
}

// 28 years hold every combination of leap year and first weekday.
const firstYear = Date.UTC(2000, 0, 1);
const afterYears = Date.UTC(2028, 0, 1);

const partsNamed = (rule: Rule): string =>
  [
    rule.byMonth.length > 0 ? "BYMONTH" : "",
    rule.byWeekNo.length > 0 ? "BYWEEKNO" : "",
    rule.byYearDay.length > 0 ? "BYYEARDAY" : "",
    rule.byMonthDay.length > 0 ? "BYMONTHDAY" : "",
    rule.byDay.length > 0 ? "BYDAY" : "",
  ]
    .filter((part) => part !== "")
    .join(" and ");

function isDayOf(rule: Rule, at: number): boolean {
  const date = new Date(at);
  const [year, month, weekday] = [date.getUTCFullYear(), date.getUTCMonth(), (date.getUTCDay() + 6) % 7];
  // What is cheap to ask first: a rule that never happens is asked of 10,000 days.
  if (!isAmong(rule.byMonth, [month + 1]) || !isWeekday(rule, weekday)) return false;
  const inMonth = place(at, Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1));
  if (!isAmong(rule.byMonthDay, inMonth)) return false;
  const inYear = place(at, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
  return (
    isAmong(rule.byYearDay, inYear) &&
    (rule.byWeekNo.length === 0 || isAmong(rule.byWeekNo, weekNumber(at, rule.weekStart))) &&
    isNthWeekday(rule, weekday, countsInMonth(rule) ? inMonth : inYear)
  );
}

const isAmong = (wanted: readonly number[], values: readonly number[]): boolean =>
  wanted.length === 0 || values.some((value) => wanted.includes(value));

/** 1-based from the start, and negative from the end. */
const place = (at: number, start: number, end: number): readonly [number, number] => [
  (at - start) / dayLength + 1,
  (at - end) / dayLength,
];

const isWeekday = ({ byDay }: Rule, weekday: number): boolean =>
  byDay.length === 0 || byDay.some((wanted) => wanted.weekday === weekday);

function isNthWeekday(
  { byDay }: Rule,
  weekday: number,
  [fromStart, fromEnd]: readonly [number, number],
): boolean {
  const nths = [0, Math.ceil(fromStart / 7), -Math.ceil(-fromEnd / 7)];
  return (
    byDay.length === 0 || byDay.some((wanted) => wanted.weekday === weekday && nths.includes(wanted.nth))
  );
}

/** Week 1 is the first with four days in the year; counted from the start and, negative, from the end. */
function weekNumber(at: number, weekStart: number): readonly [number, number] {
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  const middle = at - ((weekday - weekStart + 7) % 7) * dayLength + 3 * dayLength;
  const year = new Date(middle).getUTCFullYear();
  const [fromStart, fromEnd] = place(middle, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
  return [Math.ceil(fromStart / 7), -Math.ceil(-fromEnd / 7)];
}
