/** Dates and times as calendars write them (RFC 5545 3.3.4, 3.3.5, 3.3.6). */
import { type Duration, duration, type Instant, instant, type WallTime, wallTime } from "../units.js";
import { hour, minute, second } from "../units.js";
import { zoneName } from "../scenario/zone-name.js";
import { instantOf } from "./zone.js";

export type Stamp =
  | { readonly kind: "date"; readonly at: WallTime }
  /** The wall clock of whoever reads it. */
  | { readonly kind: "floating"; readonly at: WallTime }
  | { readonly kind: "zoned"; readonly at: WallTime; readonly zone: string }
  | { readonly kind: "utc"; readonly at: Instant };

/** Days follow the wall clock, `time` is real: RFC 5545 3.3.6. */
export type TimeSpan = { readonly days: number; readonly time: Duration };

/** Names that a file's VTIMEZONEs give to IANA zones. */
export type ZoneNames = ReadonlyMap<string, string>;

/** null: not a date or date-time. 1600 to 9999: Apple writes 1604 for a birthday without its year. */
export function readStamp(text: string, zone: string | null): Stamp | null {
  const [, date = "", time, utc] = /^(\d{8})(?:T(\d{6})(Z?))?$/.exec(text) ?? [];
  const [year = 0, month = 0, dayOfMonth = 0] = numbers(date, [4, 2, 2]);
  const [hours = 0, minutes = 0, seconds = 0] = numbers(time ?? "000000", [2, 2, 2]);
  const ms = Date.UTC(year, month - 1, dayOfMonth, hours, minutes, seconds);
  // What does not exist rolls over: 30 February into March, 24:00 into the next day.
  const read = new Date(ms);
  const isReal =
    year >= 1600 &&
    read.getUTCMonth() === month - 1 &&
    read.getUTCDate() === dayOfMonth &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60;
  if (!isReal) return null;
  if (time === undefined) return { kind: "date", at: wallTime(ms) };
  if (utc === "Z") return { kind: "utc", at: instant(ms) };
  return zone === null ? { kind: "floating", at: wallTime(ms) } : { kind: "zoned", at: wallTime(ms), zone };
}

function numbers(digits: string, widths: readonly number[]): readonly number[] {
  let from = 0;
  return widths.map((width) => Number(digits.slice(from, (from += width))));
}

/** P7W, P1DT2H, PT90M; null for anything else, also for a negative one. */
export function readTimeSpan(text: string): TimeSpan | null {
  const form =
    /^\+?P(?=.)(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/;
  const parts = form.exec(text);
  if (parts === null) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return { days: weeks * 7 + days, time: duration(hours * hour + minutes * minute + seconds * second) };
}

/** The IANA zone a TZID means, null if unknown. "/mozilla.org/20050126_1/Europe/Berlin" means its end. */
export function zoneNamed(tzid: string, names: ZoneNames): string | null {
  const segments = tzid.split("/");
  const ends = tzid.startsWith("/") ? [-3, -2].map((from) => segments.slice(from).join("/")) : [];
  const zones = [tzid, names.get(tzid) ?? "", ...ends].map(zoneName);
  return zones.find((zone) => zone !== null) ?? null;
}

/** The zone whose wall clock a stamp is on; `own` is the reader's. */
export const zoneOf = (stamp: Stamp, own: string): string =>
  stamp.kind === "zoned" ? stamp.zone : stamp.kind === "utc" ? "UTC" : own;

export const instantAt = (stamp: Stamp, own: string): Instant =>
  stamp.kind === "utc" ? stamp.at : instantOf(stamp.at, zoneOf(stamp, own));

export const wallAt = (stamp: Stamp): WallTime => (stamp.kind === "utc" ? wallTime(stamp.at) : stamp.at);
