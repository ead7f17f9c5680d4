/** Windows in short form, `Mon-Fri 21:00-05:00`, and in the forms of a document: by rule, after the release, of a calendar. */
import { done, failed, type Outcome } from "../problem.js";
import { day, type Duration, duration, hour, minute, type WallTime } from "../units.js";
import { pathText, quoted } from "./place.js";
import { clockText, momentText } from "./quantity.js";
import type { Rule, Weekday } from "./recurrence-rule.js";
import { plainRule, ruleText } from "./rule.js";
import type { Moment, RuleWindow, Scenario, Selector, Window, WindowTime } from "./scenario.js";
import { everyDay, weekdaysIn } from "./weekdays.js";

export const windowForm =
  "write Mon-Fri 21:00-05:00, 21:00-05:00 (every day), Sat,Sun 22:00-04:00 or { rrule: ..., lasts: 8h }";

// A hyphen, or the dash a word processor makes of it.
const shape = /^(?:([A-Za-z ,\u2013-]+?)\s+)?(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})$/;
const longestText = 120;

const refuse = (text: string, why: string) =>
  failed({ code: "window.syntax", message: `${quoted(text)} ${why}`, hint: windowForm });

/** An end at or before the start is on the next day; the days named are those the window starts on. */
export function parseWindow(text: string): Outcome<RuleWindow & { readonly text: string }> {
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
    kind: "rule",
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

/** What stands in a document, its quantities still quantities. */
export type WrittenWindow =
  | string
  | (WrittenRule & Concerning)
  | ({ readonly during: RuleWindow & { readonly text: string } } & Concerning)
  | ({
      readonly afterRelease: number;
      readonly at: Duration;
      readonly lasts: Duration;
      readonly days?: number | undefined;
    } & Concerning)
  | ({ readonly calendar: string } & Concerning)
  | ({ readonly from: Moment; readonly to: Moment } & Concerning);

type Concerning = { readonly who?: Selector | undefined };
export type WrittenRule = {
  readonly rrule: Rule;
  readonly lasts: Duration;
  readonly start?: WallTime | undefined;
};

/** Where the windows of a profile stand, for messages: those of the scenario are one list that several profiles have. */
export function windowsPath(profiles: Scenario["profiles"], name: string): string {
  const own = profiles.get(name)?.windows;
  const isShared = [...profiles].some(([other, { windows }]) => other !== name && windows === own);
  return pathText(isShared ? ["windows"] : ["profiles", name, "windows"]);
}

/** A text is the path of a calendar where it looks like one. */
export const isCalendarPath = (text: string): boolean => /[/\\]|\.ics$/i.test(text.trim());

export function windowOf(written: WrittenWindow): Outcome<Window> {
  if (typeof written !== "string") return done({ ...longWindow(written), who: written.who ?? null });
  if (isCalendarPath(written)) {
    const file = written.trim();
    return done({ kind: "calendar", file, text: file, who: null });
  }
  const parsed = parseWindow(written);
  return parsed.ok ? done({ ...parsed.value, who: null }) : parsed;
}

function longWindow(written: Exclude<WrittenWindow, string>): WindowTime {
  if ("rrule" in written) {
    const { rrule, lasts, start } = written;
    return { kind: "rule", rule: rrule, lasts, start: start ?? null, text: ruleText(rrule) };
  }
  if ("during" in written) return written.during;
  if ("calendar" in written) return { kind: "calendar", file: written.calendar, text: written.calendar };
  if ("from" in written) {
    const { from, to } = written;
    return { kind: "span", from, to, text: `${momentText(from)} to ${momentText(to)}` };
  }
  const { afterRelease: after, at, lasts, days: nights = 1 } = written;
  return {
    kind: "afterRelease",
    after,
    at,
    lasts,
    nights,
    text: `${after}d after the release, ${clockText(at)}`,
  };
}

export function writtenWindow(window: Window): WrittenWindow {
  const concerning = window.who === null ? {} : { who: window.who };
  switch (window.kind) {
    case "rule": {
      const { rule, lasts, start } = window;
      return { rrule: rule, lasts, ...(start === null ? {} : { start }), ...concerning };
    }
    case "afterRelease": {
      const { after, at, lasts, nights } = window;
      return { afterRelease: after, at, lasts, days: nights, ...concerning };
    }
    case "calendar":
      return { calendar: window.file, ...concerning };
    case "span":
      return { from: window.from, to: window.to, ...concerning };
  }
}
