/** Dates, lengths and names as the sentences of findings say them. */
import { wallOf } from "../calendar/zone.js";
import type { Cohort } from "../fleet/cohort.js";
import { quoted } from "../scenario/place.js";
import { durationText } from "../scenario/quantity.js";
import type { Weekday } from "../scenario/recurrence-rule.js";
import { type Duration, duration, hour, type Instant, isoWall, minute, type WallTime } from "../units.js";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = "January February March April May June July August September October November December".split(
  " ",
);
const ordinals = ["", "first", "second", "third", "fourth", "fifth"];

export const weekdayWord = (weekday: Weekday): string => weekdays[weekday] as string;
/** "Sat" */
export const shortWeekday = (weekday: Weekday): string => weekdayWord(weekday).slice(0, 3);
/** "second", of 1 to 5. */
export const ordinalWord = (nth: number): string => ordinals[nth] as string;

/** "Sat 8 Aug 2026" */
export function dateWords(at: WallTime): string {
  const date = new Date(at);
  const weekday = ((date.getUTCDay() + 6) % 7) as Weekday;
  return `${shortWeekday(weekday)} ${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)} ${date.getUTCFullYear()}`;
}
/** "August 2026" */
export const monthWords = (at: WallTime): string =>
  `${months[new Date(at).getUTCMonth()]} ${new Date(at).getUTCFullYear()}`;
/** "22:00" */
export const clockWords = (at: WallTime): string => isoWall(at).slice(11, 16);
/** "Sat 8 Aug 2026 22:00" on the clock of `zone`. */
export const timeWords = (at: Instant, zone: string): string =>
  `${dateWords(wallOf(at, zone))} ${clockWords(wallOf(at, zone))}`;

/** "60 minutes", and from two hours on "8h". */
export function lengthWords(length: Duration | number): string {
  if (length >= 2 * hour) return durationText(duration(length));
  return countWords(length / minute, "minute");
}

/** "12,400" */
export const numberWords = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");

/** "1 device", "12,400 devices" */
export const countWords = (count: number, one: string): string =>
  `${numberWords(count)} ${one}${Math.round(count) === 1 ? "" : "s"}`;

const mostNames = 3;

/** "Berlin, Paris, Tokyo and 6 more" */
export function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, mostNames), names.length - mostNames];
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** "at Berlin and Paris"; of devices without a site "in Europe/Berlin". */
export function whereWords(cohorts: readonly Pick<Cohort, "site" | "timezone">[]): string {
  const sites = [...new Set(cohorts.map(({ site }) => site))].sort();
  if (sites.every((site) => site !== "")) return `at ${listed(sites)}`;
  return `in ${listed([...new Set(cohorts.map(({ timezone }) => timezone))])}`;
}

/** `the window "Mon-Fri 21:00-05:00"` */
export const windowWords = ({ text }: { readonly text: string }): string => `the window ${quoted(text)}`;

/** `the event "Release night"` */
export const eventWords = ({ summary }: { readonly summary: string | null }): string =>
  summary === null || summary.trim() === "" ? "an event without a title" : `the event ${quoted(summary)}`;
