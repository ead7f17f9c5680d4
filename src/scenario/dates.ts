/**
 * Whole local days in short form: `25..27 monthly`, `-3..-1 monthly`, `2nd Tue monthly`, `Sat,Sun weekly`, `12-24..12-26 yearly`,
 * `2026-12-24..2027-01-02`.
 */
import { done, failed, type Outcome } from "../problem.js";
import { day, type Duration, duration, wallTime } from "../units.js";
import { quoted } from "./place.js";
import { dateText, parseDate } from "./quantity.js";
import type { Rule } from "./recurrence-rule.js";
import { plainRule } from "./rule.js";
import type { Moment } from "./scenario.js";
import { everyDay, weekday, weekdaysIn } from "./weekdays.js";

export const datesForm =
  "write 25..27 monthly, -3..-1 monthly, 2nd Tue monthly, Sat,Sun weekly, 12-24..12-26 yearly or 2026-12-24..2027-01-02";

/** Each occurrence of the rule is a local midnight from which `lasts` runs on the wall clock; a span is between midnights. */
export type WholeDays =
  | { readonly kind: "rule"; readonly rule: Rule; readonly lasts: Duration; readonly text: string }
  | { readonly kind: "span"; readonly from: Moment; readonly to: Moment };

const longestText = 120;

const refuse = (text: string, why: string) =>
  failed({ code: "dates.syntax", message: `${quoted(text)} ${why}`, hint: datesForm });

export function parseDates(text: string): Outcome<WholeDays> {
  const [, days = "", repeat] =
    /^(.+?)(?:\s+(weekly|monthly|yearly))?$/i.exec(text.trim().slice(0, longestText)) ?? [];
  if (text.length > longestText || days === "") return refuse(text, "are no dates");
  switch ((repeat ?? "").toLowerCase()) {
    case "weekly":
      return weekly(text, days);
    case "monthly":
      return monthly(text, days);
    case "yearly":
      return yearly(text, days);
    default:
      return once(text, days);
  }
}

const midnight = { byHour: [0], byMinute: [0], bySecond: [0] };
const daysOf = (text: string, rule: Partial<Rule> & Pick<Rule, "freq">, days = 1): Outcome<WholeDays> =>
  done({
    kind: "rule",
    rule: { ...plainRule, ...midnight, ...rule },
    lasts: duration(days * day),
    text: text.trim(),
  });

function weekly(text: string, days: string): Outcome<WholeDays> {
  const weekdays = weekdaysIn(days.replaceAll("..", "-"));
  if (weekdays === null) return refuse(text, "names days that are not weekdays");
  if (weekdays.length === everyDay.length) return daysOf(text, { freq: "DAILY" });
  return daysOf(text, { freq: "WEEKLY", byDay: weekdays.map((each) => ({ weekday: each, nth: 0 })) });
}

const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  last: -1,
};

function monthly(text: string, days: string): Outcome<WholeDays> {
  const [, word = "", name = ""] = /^(\w+)\s+([a-z]+)$/i.exec(days) ?? [];
  const nth = ordinals[word.toLowerCase()] ?? Number(/^([1-5])(?:st|nd|rd|th)$/i.exec(word)?.[1] ?? 0);
  const wanted = weekday(name);
  if (nth !== 0 && wanted !== null)
    return daysOf(text, { freq: "MONTHLY", byDay: [{ weekday: wanted, nth }] });
  if (/^last( day)?$/i.test(days)) return daysOf(text, { freq: "MONTHLY", byMonthDay: [-1] });
  const byMonthDay = days.split(",").map(monthDays);
  if (byMonthDay.includes(null)) return refuse(text, "names days that no month has");
  const all = new Set(byMonthDay.flatMap((some) => some ?? []));
  return daysOf(text, { freq: "MONTHLY", byMonthDay: [...all].sort((a, b) => a - b) });
}

/** `25`, `25..27`, `-3..-1`; null for anything else. */
function monthDays(text: string): readonly number[] | null {
  const [, first = "", last = first] = /^\s*(-?\d{1,2})(?:\.\.(-?\d{1,2}))?\s*$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  const isDay = (n: number): boolean => Number.isInteger(n) && Math.abs(n) >= 1 && Math.abs(n) <= 31;
  if (first === "" || !isDay(from) || !isDay(to) || Math.sign(from) !== Math.sign(to) || from > to)
    return null;
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A leap year, so that 29 February is a day. */
const anyYear = 2000;

function yearly(text: string, days: string): Outcome<WholeDays> {
  const [first = "", last = first, ...more] = days.split("..");
  const [from, to] = [first, last].map((each) => parseDate(`${anyYear}-${each.trim()}`));
  if (from?.ok !== true || to?.ok !== true || more.length > 0)
    return refuse(text, "is no day of the year, month first");
  const end = to.value < from.value ? wallTime(to.value + 366 * day) : to.value;
  const leapDays = [anyYear, anyYear + 1].map((year) => Date.UTC(year, 1, 29));
  if (from.value < end && leapDays.some((leap) => from.value <= leap && leap <= end))
    return refuse(text, "goes over the end of February, which is not every year the same: split it there");
  const start = new Date(from.value);
  const length = Math.round((end - from.value) / day) + 1;
  return daysOf(
    text,
    { freq: "YEARLY", byMonth: [start.getUTCMonth() + 1], byMonthDay: [start.getUTCDate()] },
    length,
  );
}

function once(text: string, days: string): Outcome<WholeDays> {
  const [first = "", last = first, ...more] = days.split("..");
  const [from, to] = [parseDate(first.trim()), parseDate(last.trim())];
  if (!from.ok || !to.ok || more.length > 0) return refuse(text, "are no dates");
  if (to.value < from.value) return refuse(text, `ends before it begins, on ${dateText(to.value)}`);
  return done({
    kind: "span",
    from: { kind: "wall", at: from.value },
    to: { kind: "wall", at: wallTime(to.value + day) },
  });
}
