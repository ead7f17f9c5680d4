import type { Rule, Weekday } from "../../src/scenario/recurrence-rule.js";
import { type Instant, instant, type WallTime, wallTime } from "../../src/units.js";

export const at = (iso: string): Instant => instant(Date.parse(iso));
/** "2026-08-11T10:00" or a date. */
export const wall = (local: string): WallTime => wallTime(Date.parse(`${local}Z`));

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** `days("FR", "2TU", "-1SU")` */
export const days = (...names: readonly string[]): Rule["byDay"] =>
  names.map((name) => ({
    weekday: weekdays.indexOf(name.slice(-2)) as Weekday,
    nth: Number(name.slice(0, -2)),
  }));

export const rule = (freq: Rule["freq"], parts: Partial<Rule> = {}): Rule => ({
  freq,
  interval: 1,
  count: null,
  until: null,
  byMonth: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byDay: [],
  byHour: [],
  byMinute: [],
  bySecond: [],
  bySetPos: [],
  weekStart: 0,
  ...parts,
});
