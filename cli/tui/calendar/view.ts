/** Which day and which hour is marked, and how keys move them. */
import {
  day,
  hour,
  type Instant,
  instant,
  instantOf,
  type Interval,
  wallOf,
  wallTime,
} from "../../../src/index.js";
import type { DayNumber } from "../../text/agenda-days.js";
import type { Scene } from "../scene.js";
import { type Place, placesOf } from "./place.js";

export type CalendarView = {
  /** Index among the places. */
  readonly place: number;
  readonly shows: "month" | "day";
  /** null: today; where the rollout is over or to come, the day of its release. */
  readonly day: DayNumber | null;
  /** Hours since the day began, real time. */
  readonly hour: number;
  /** Where marking a span began; null: the day or hour alone is marked. */
  readonly from: Instant | null;
};

export const calendarStart: CalendarView = { place: 0, shows: "month", day: null, hour: 0, from: null };

export function placeOf(view: CalendarView, scene: Scene): Place {
  const places = placesOf(scene);
  return places[Math.min(view.place, places.length - 1)] as Place;
}

const dayAt = (at: Instant, zone: string): DayNumber => Math.floor(wallOf(at, zone) / day);

export function dayOf(view: CalendarView, scene: Scene): DayNumber {
  if (view.day !== null) return view.day;
  const { now, planned } = scene;
  const { release, deadline } = planned.rollout;
  const { zone } = placeOf(view, scene);
  return dayAt(now >= release && now <= deadline ? now : release, zone);
}

/** Days from one local midnight to the next: 23 to 25 hours. */
export const dayInterval = (date: DayNumber, zone: string): Interval => ({
  start: instantOf(wallTime(date * day), zone),
  end: instantOf(wallTime((date + 1) * day), zone),
});

/** Real hours since midnight; the last may be shorter where clocks change by less than an hour. */
export function hoursOf(date: DayNumber, zone: string): readonly Interval[] {
  const { start, end } = dayInterval(date, zone);
  return Array.from({ length: Math.ceil((end - start) / hour) }, (_, h) => ({
    start: instant(start + h * hour),
    end: instant(Math.min(end, start + (h + 1) * hour)),
  }));
}

/** The hour or day that is marked. */
export function markedPoint(view: CalendarView, scene: Scene): Interval {
  const { zone } = placeOf(view, scene);
  const date = dayOf(view, scene);
  if (view.shows === "month") return dayInterval(date, zone);
  const hours = hoursOf(date, zone);
  return hours[Math.min(view.hour, hours.length - 1)] as Interval;
}

/** From where marking began to what is marked now. */
export function markedSpan(view: CalendarView, scene: Scene): Interval {
  const point = markedPoint(view, scene);
  const { from } = view;
  if (from === null) return point;
  const { zone } = placeOf(view, scene);
  const first =
    view.shows === "month"
      ? dayInterval(dayAt(from, zone), zone)
      : { start: from, end: instant(from + hour) };
  return {
    start: instant(Math.min(first.start, point.start)),
    end: instant(Math.max(first.end, point.end)),
  };
}

/** Days around the rollout that can be reached. */
const REACH = 400;

export function onDay(view: CalendarView, scene: Scene, date: DayNumber): CalendarView {
  const { release, deadline } = scene.planned.rollout;
  const { zone } = placeOf(view, scene);
  const next = Math.max(dayAt(release, zone) - REACH, Math.min(dayAt(deadline, zone) + REACH, date));
  return { ...view, day: next };
}

export const daysOn = (view: CalendarView, scene: Scene, days: number): CalendarView =>
  onDay(view, scene, dayOf(view, scene) + days);

/** The same day of another month, or its last. */
export function monthsOn(view: CalendarView, scene: Scene, months: number): CalendarView {
  const at = new Date(dayOf(view, scene) * day);
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth() + months, at.getUTCDate()];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return onDay(view, scene, Date.UTC(year, month, Math.min(date, last)) / day);
}

/** Into the day before or after where the hour leaves its own. */
export function hoursOn(view: CalendarView, scene: Scene, hours: number): CalendarView {
  const { zone } = placeOf(view, scene);
  const date = dayOf(view, scene);
  const count = hoursOf(date, zone).length;
  const next = Math.min(view.hour, count - 1) + hours;
  if (next >= 0 && next < count) return { ...view, hour: next };
  const other = onDay(view, scene, date + Math.sign(hours));
  if (other.day === date) return view;
  const around = hoursOf(dayOf(other, scene), zone).length;
  return { ...other, hour: Math.max(0, Math.min(around - 1, next < 0 ? around + next : next - count)) };
}

export const withPlace = (view: CalendarView, scene: Scene, step: number): CalendarView => {
  const { length } = placesOf(scene);
  return { ...view, place: (Math.min(view.place, length - 1) + step + length) % length };
};
