/** Windows in short form, `Mon-Fri 21:00-05:00`, and in the form of a document, `{ rrule, lasts, start }`. */
import { done, failed, type Outcome } from "../problem.js";
import { day, type Duration, duration, hour, minute, type WallTime } from "../units.js";
import { quoted } from "./place.js";
import type { Rule, Weekday } from "./recurrence-rule.js";
import { plainRule, ruleText } from "./rule.js";
import type { WindowRule } from "./scenario.js";

export const windowForm =
  "write Mon-Fri 21:00-05:00, 21:00-05:00 (every day), Sat,Sun 22:00-04:00 or { rrule: ..., lasts: 8h }";

const weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const everyDay: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];

// A hyphen, or the dash a word processor makes of it.
const shape = /^(?:([A-Za-z ,\u2013-]+?)\s+)?(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})$/;
const longestText = 120;

const refuse = (text: string, why: string) =>
  failed({ code: "window.syntax", message: `${quoted(text)} ${why}`, hint: windowForm });

/** An end at or before the start is on the next day; the days named are those the window starts on. */
export function parseWindow(text: string): Outcome<WindowRule> {
  const match = text.length <= longestText ? shape.exec(text.trim()) : null;
  if (match === null) return refuse(text, "is not a window");
  const [, days, ...clock] = match;
  const weekdays = days === undefined ? everyDay : weekdaysIn(days);
  if (weekdays === null) return refuse(text, "names days that are not weekdays");
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = clock.map(Number);
  const start = clockTime(startHour, startMinute);
  const end = clockTime(endHour, endMinute);
  if (start === null || end === null || start === day)
    return refuse(text, "names a time that no clock shows");
  if (start === end)
    return refuse(text, "starts and ends at the same time: for a whole day write 00:00-24:00");
  const rule = weeklyRule(weekdays, startHour, startMinute);
  return done({
    rule,
    start: null,
    lasts: duration(end > start ? end - start : end + day - start),
    text: text.trim(),
  });
}

/** Since midnight; 24:00 is the end of the day. */
function clockTime(hours: number, minutes: number): Duration | null {
  const time = hours * hour + minutes * minute;
  return minutes < 60 && time <= day ? duration(time) : null;
}

function weeklyRule(weekdays: readonly Weekday[], atHour: number, atMinute: number): Rule {
  const at = { byHour: [atHour], byMinute: [atMinute] };
  if (weekdays.length === 7) return { ...plainRule, freq: "DAILY", ...at };
  return { ...plainRule, freq: "WEEKLY", byDay: weekdays.map((weekday) => ({ weekday, nth: 0 })), ...at };
}

/** `Mon-Fri`, `Sat,Sun`, `Fri-Mon` (over the week's end), in the week's order. */
function weekdaysIn(text: string): readonly Weekday[] | null {
  const named = new Set<Weekday>();
  for (const range of text.split(",")) {
    const [from, to = from, ...more] = range.split(/[-\u2013]/).map(weekday);
    if (from === undefined || from === null || to === undefined || to === null || more.length > 0)
      return null;
    for (let offset = 0; offset <= (to - from + 7) % 7; offset++) named.add(((from + offset) % 7) as Weekday);
  }
  return everyDay.filter((day) => named.has(day));
}

/** At least three letters of its English name. */
function weekday(text: string): Weekday | null {
  const wanted = text.trim().toLowerCase();
  const index = weekdayNames.findIndex((name) => wanted.length >= 3 && name.startsWith(wanted));
  return index < 0 ? null : (index as Weekday);
}

/** A window as it stands in a document, with its quantities still quantities. */
export type WrittenWindow = {
  readonly rrule: Rule;
  readonly lasts: Duration;
  readonly start?: WallTime | undefined;
};

export const writtenWindow = ({ rule, lasts, start }: WindowRule): WrittenWindow => ({
  rrule: rule,
  lasts,
  ...(start === null ? {} : { start }),
});

export const windowOf = ({ rrule, lasts, start }: WrittenWindow): WindowRule => ({
  rule: rrule,
  lasts,
  start: start ?? null,
  text: ruleText(rrule),
});
