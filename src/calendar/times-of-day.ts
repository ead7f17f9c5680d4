/** The times a rule gives on one day: arithmetic, after the table of RFC 5545 3.3.10 (what expands, what limits). */
import type { Rule } from "../scenario/recurrence-rule.js";
import { isSubDaily } from "../scenario/rule-limits.js";
import { hour, minute, second, type WallTime, wallTime } from "../units.js";

/** What may still be looked at: counted, not timed, so that a rule is refused on every machine or on none. Below 0: too much. */
export type Work = { left: number };

export type TimesOfDay = {
  readonly hours: Hand;
  readonly minutes: Hand;
  readonly seconds: Hand;
};

/** What one hand of the clock may show, ascending, each once; INTERVAL is of periods of this hand's unit, null where of another. */
type Hand = { readonly values: readonly number[]; readonly interval: Interval | null };
/** Of the periods of `unit` milliseconds since 1970, each `every`th from number `first` on. */
type Interval = { readonly unit: number; readonly first: number; readonly every: number };

/** What no part names is as the start has it where FREQ is longer than that unit, and anything where it is not. */
export function timesOfDay(rule: Rule, start: WallTime): TimesOfDay {
  const date = new Date(start);
  const isBySecond = rule.freq === "SECONDLY";
  const isByMinute = isBySecond || rule.freq === "MINUTELY";
  const of = (unit: number): Interval | null =>
    rule.interval === 1 ? null : { unit, first: Math.floor(start / unit), every: rule.interval };
  return {
    hours: {
      values: named(rule.byHour, isSubDaily(rule) ? upTo(24) : [date.getUTCHours()]),
      interval: rule.freq === "HOURLY" ? of(hour) : null,
    },
    minutes: {
      values: named(rule.byMinute, isByMinute ? upTo(60) : [date.getUTCMinutes()]),
      interval: rule.freq === "MINUTELY" ? of(minute) : null,
    },
    seconds: {
      values: named(rule.bySecond, isBySecond ? upTo(60) : [date.getUTCSeconds()]),
      interval: isBySecond ? of(second) : null,
    },
  };
}

const named = (by: readonly number[], otherwise: readonly number[]): readonly number[] =>
  by.length === 0 ? otherwise : [...new Set(by)].sort((a, b) => a - b);

const upTo = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i);

/** The times on the day that begins at `midnight`, ascending, one by one: a day may have 86,400. Stops when out of work. */
export function* timesOn(midnight: WallTime, times: TimesOfDay, work: Work): Generator<WallTime> {
  for (const hours of shown(times.hours, midnight, work)) {
    const hourStart = midnight + hours * hour;
    for (const minutes of shown(times.minutes, hourStart, work)) {
      const minuteStart = hourStart + minutes * minute;
      for (const seconds of shown(times.seconds, minuteStart, work))
        yield wallTime(minuteStart + seconds * second);
      if (work.left < 0) return;
    }
  }
}

/** What the hand shows between `start`, where it is at 0, and its next 0. */
function shown({ values, interval }: Hand, start: number, work: Work): readonly number[] {
  work.left -= 1;
  if (interval === null) return spent(values, work);
  const { unit, first, every } = interval;
  // The first that INTERVAL keeps, counted from `start`.
  const offset = (((first - start / unit) % every) + every) % every;
  if (offset > (values.at(-1) ?? 0)) return [];
  return spent(values, work).filter((value) => (value - offset) % every === 0);
}

function spent(values: readonly number[], work: Work): readonly number[] {
  work.left -= values.length;
  return values;
}
