/**
 * Public holidays of a country, state or region as a calendar of all-day events. The one door to date-holidays, loaded only when
 * a scenario asks for holidays: its data is 2 MB and takes 0.3 s to load.
 */
import type Holidays from "date-holidays";
import type { HolidaysTypes } from "date-holidays";
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { nearest } from "../scenario/nearest.js";
import { quoted } from "../scenario/place.js";
import { day, duration, hour, minute, wallTime, type WallTime } from "../units.js";
import type { CalendarEvent } from "./event.js";
import type { Calendar } from "./ical.js";

/** Calendar years, both included. */
export type Years = { readonly from: number; readonly to: number };

/** Days on which people are off work: `observance`, `school` and `optional` are left out. */
const kinds: readonly string[] = ["public", "bank"];

/** What the library's tables of the Islamic and Hebrew calendars cover whole; outside of them it leaves holidays out. */
const known: Years = { from: 1970, to: 2076 };

/**
 * An event for each date that is, or begins, a public or bank holiday, by date; also those that reach into the first year from
 * the year before. A holiday of part of a day takes the whole day, one that begins at sunset the day after. `code` is of any case:
 * DE, DE-BY, DE-BY-A.
 *
 * Fails with `holidays.unknown` (no such place) or `holidays.years` (no data for them).
 */
export async function holidayCalendar(code: string, years: Years): Promise<Outcome<Calendar>> {
  if (years.from < known.from || years.to > known.to) return failed(noData(code, years));
  const { default: Library } = await import("date-holidays");
  const place = placeOf(code, new Library());
  if (!place.ok) return place;
  const name = `holidays ${place.value.join("-")}`;
  const events = merged(holidaysIn(new Library(place.value.join("-")), years)).map(eventOf);
  return done({ name, file: name, events, problems: [] });
}

const noData = (code: string, { from, to }: Years): Problem => ({
  code: "holidays.years",
  message: `the holidays of ${quoted(code)} are not known for all of ${from} to ${to}`,
  hint: `plan between ${known.from} and ${known.to}, or give a freeze calendar (.ics)`,
});

/** Country, state, region: as many as the code has. The library takes an unknown state for the country without it. */
function placeOf(code: string, library: Holidays): Outcome<readonly string[]> {
  // In other forms the library finds countries too, or reads them as options.
  if (!/^[a-z]{2}(-[a-z0-9]{1,12}){0,2}$/i.test(code))
    return failed(unknown(code, countryHint(code, library)));
  const [country = "", state, region] = code.toUpperCase().split("-");
  if (!codesOf(library.getCountries()).includes(country))
    return failed(unknown(code, countryHint(country, library)));
  if (state === undefined) return done([country]);
  const states = codesOf(library.getStates(country));
  if (!states.includes(state)) return failed(unknown(code, partsHint(country, states)));
  if (region === undefined) return done([country, state]);
  const regions = codesOf(library.getRegions(country, state));
  if (!regions.includes(region)) return failed(unknown(code, partsHint(`${country}-${state}`, regions)));
  return done([country, state, region]);
}

// The library asks its data for upper case only, so it never finds the few parts that are listed as NZ-CAN-Timaru.
const codesOf = (parts: Readonly<Record<string, string>> | undefined): readonly string[] =>
  Object.keys(parts ?? {}).filter((part) => part === part.toUpperCase());

const unknown = (code: string, hint: string): Problem => ({
  code: "holidays.unknown",
  message: `no holidays are known for ${quoted(code)}`,
  hint,
});

/** Not ISO 3166-1 codes, but reserved there because they are written all the same. */
const reserved: ReadonlyMap<string, string> = new Map([
  ["UK", "GB"],
  ["EL", "GR"],
]);

function countryHint(wanted: string, library: Holidays): string {
  const countries = Object.entries(library.getCountries("en"));
  const name = nearest(
    wanted,
    countries.map(([, name]) => name),
  );
  const meant = reserved.get(wanted) ?? countries.find(([, each]) => each === name)?.[0];
  if (meant !== undefined) return `did you mean ${meant}?`;
  // Two letters are one edit away from fifty codes: those that begin alike are near enough.
  const alike = countries.filter(([country]) => country[0] === wanted[0]?.toUpperCase());
  if (wanted.length !== 2 || alike.length === 0) return "write a country or a part of one: DE, DE-BY, US-CA";
  return `known: ${firstOf(alike.map(([country, english]) => `${country} (${english})`))}`;
}

const partsHint = (whole: string, parts: readonly string[]): string =>
  parts.length === 0 ? `${whole} has no parts: write ${whole}` : `${whole} has ${firstOf(parts)}`;

const most = 12;

const firstOf = (words: readonly string[]): string =>
  words.length <= most
    ? words.join(", ")
    : `${words.slice(0, most).join(", ")} and ${words.length - most} more`;

/** A holiday on whole local days. */
type Holiday = { readonly start: WallTime; readonly days: number; readonly names: readonly string[] };

/** By date; what falls on one date by its name. */
function holidaysIn(library: Holidays, { from, to }: Years): readonly Holiday[] {
  const years = Array.from({ length: to - from + 2 }, (_, y) => from - 1 + y);
  const start = wallTime(Date.UTC(from, 0, 1));
  return years
    .flatMap((year) => library.getHolidays(year, "en"))
    .filter(({ type }) => kinds.includes(type))
    .map(wholeDays)
    .filter((holiday) => holiday.start + holiday.days * day > start)
    .sort((a, b) => a.start - b.start || bytewise(a.names.join(), b.names.join()));
}

const bytewise = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * From `date`, which is local: "2026-12-24 14:00:00", "2026-04-02 00:00:00 -0600" (from 6 h before that midnight). Where `start`
 * and `end` lie depends on zone data; only the time between them is used.
 */
function wholeDays({ date, start, end, name }: HolidaysTypes.Holiday): Holiday {
  const [, year = 0, month = 0, dayOfMonth = 0, hours = 0, minutes = 0] = (
    /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)/.exec(date) ?? []
  ).map(Number);
  const time = hours * hour + minutes * minute;
  // A day on which the clocks go back has an hour more and is one day.
  const days = Math.ceil((time + (end.getTime() - start.getTime()) - hour) / day);
  return { start: wallTime(Date.UTC(year, month - 1, dayOfMonth)), days: Math.max(1, days), names: [name] };
}

/** One holiday a date: as long as the longest of those that begin on it, with all their names. */
function merged(holidays: readonly Holiday[]): readonly Holiday[] {
  const byDate = new Map<WallTime, Holiday>();
  for (const holiday of holidays) {
    const other = byDate.get(holiday.start) ?? holiday;
    byDate.set(holiday.start, {
      start: holiday.start,
      days: Math.max(other.days, holiday.days),
      names: [...new Set([...other.names, ...holiday.names])],
    });
  }
  return [...byDate.values()];
}

const eventOf = ({ start, days, names }: Holiday): CalendarEvent => ({
  line: 1,
  uid: null,
  summary: names.join(" / "),
  start: { kind: "date", at: start },
  length: { kind: "span", days, time: duration(0) },
  rules: [],
  rdates: [],
  exdates: [],
  replaces: null,
  isCancelled: false,
});
