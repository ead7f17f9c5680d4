/** Texts of a scenario into quantities and back: `parse` of what `print` gives is the same quantity. */
import { done, failed, type Outcome } from "../problem.js";
import {
  day,
  type Duration,
  duration,
  hour,
  type Instant,
  instant,
  isoInstant,
  isoWall,
  minute,
  type PerSecond,
  perSecond,
  type Share,
  second,
  share,
  type WallTime,
  wallTime,
} from "../units.js";
import { quoted } from "./place.js";
import type { CalendarRelease, Moment, ReleaseDay, ReleaseMoment } from "./scenario.js";

export const forms = {
  duration: "write a duration such as 90s, 15m, 2h, 7d or 1h30m",
  rate: "write a rate such as 40/s, 600/min or 900/h",
  share: "write a share such as 40% or 0.4",
  instant: "write an instant with its offset such as 2026-08-11T17:00Z or 2026-08-11T19:00+02:00",
  wall: "write a local time such as 2026-08-14T18:00",
  moment: "write 2026-08-14T18:00 (local to each site), or with an offset 2026-08-14T18:00+02:00",
  date: "write a local date such as 2026-08-14",
  releaseDay: "write next, a month such as 2026-08 or a local date such as 2026-08-11",
  releaseDate: "write a month such as 2026-08 or a local date such as 2026-08-11",
  releaseMoment: "write a local date such as 2026-08-12, or with its time 2026-08-12T10:00",
  days: "write whole days such as 4d",
};

const refuse = (code: string, message: string, hint: string) => failed({ code, message, hint });

// Ten years: longer than any rollout, short enough for exact arithmetic.
const longest = 3_660 * day;
// Texts are never long; the limit keeps patterns from working on megabytes.
const longestText = 64;

const decimal = String.raw`\d+(?:\.\d+)?`;
const durationShape = new RegExp(
  `^(?:(${decimal})d)?(?:(${decimal})h)?(?:(${decimal})m)?(?:(${decimal})s)?$`,
);
const durationUnits = [day, hour, minute, second] as const;
const durationLetters = ["d", "h", "m", "s"] as const;

/** Whole seconds. */
export function parseDuration(text: string): Outcome<Duration> {
  const match = text.length <= longestText ? durationShape.exec(text) : null;
  if (text === "" || match === null)
    return refuse("duration.syntax", `${quoted(text)} is not a duration`, forms.duration);
  const ms = durationUnits.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  const seconds = Math.round(ms / second);
  if (Math.abs(ms - seconds * second) > 1e-3)
    return refuse(
      "duration.range",
      `${quoted(text)} is not a whole number of seconds`,
      "round it to seconds",
    );
  if (ms > longest)
    return refuse("duration.range", `${quoted(text)} is longer than ten years`, "write a shorter duration");
  return done(duration(seconds * second));
}

export function durationText(value: Duration): string {
  let rest: number = value;
  const parts = durationUnits.map((unit, index) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count === 0 ? "" : `${count}${durationLetters[index] ?? ""}`;
  });
  return parts.join("") || "0s";
}

const numberShape = String.raw`\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const rateShape = new RegExp(String.raw`^(${numberShape}) ?/ ?(s|min|h)$`);
const rateUnits = { s: 1, min: 60, h: 3_600 } as const;
// A billion sign-ins a second: more than anything that exists, and still harmless to the arithmetic.
const highestRate = 1e9;

export function parseRate(text: string): Outcome<PerSecond> {
  const match = text.length <= longestText ? rateShape.exec(text) : null;
  if (match === null) return refuse("rate.syntax", `${quoted(text)} is not a rate`, forms.rate);
  const value = Number(match[1]) / rateUnits[match[2] as keyof typeof rateUnits];
  if (!(value <= highestRate))
    return refuse("rate.range", `${quoted(text)} is more than a billion a second`, forms.rate);
  return done(perSecond(value));
}

/** The shortest of the three units that reads back as the same number; a tie goes to the second. */
export function rateText(value: PerSecond): string {
  const exact = (Object.keys(rateUnits) as (keyof typeof rateUnits)[])
    .map((unit) => ({ count: Number((value * rateUnits[unit]).toPrecision(15)), unit }))
    .filter(({ count, unit }) => count / rateUnits[unit] === value)
    .map(({ count, unit }) => `${count}/${unit}`);
  return exact.reduce((best, text) => (text.length < best.length ? text : best), exact[0] ?? `${value}/s`);
}

const shareShape = new RegExp(`^(${numberShape})(%?)$`);

/** 0 to 1. A number is a share of one: 0.4 is 40 %. */
export function parseShare(written: string | number): Outcome<Share> {
  const text = String(written);
  const match = text.length <= longestText ? shareShape.exec(text) : null;
  if (match === null) return refuse("share.syntax", `${quoted(written)} is not a share`, forms.share);
  // 33.3% as 33.3e-2 is the same double as 0.333, which 33.3 / 100 is not.
  const value = match[2] === "%" ? shifted(match[1] ?? "", -2) : Number(text);
  if (!(value <= 1))
    return refuse(
      "share.range",
      `${quoted(written)} is more than the whole`,
      match[2] === "" ? `did you mean ${text}%?` : forms.share,
    );
  return done(share(value));
}

export function shareText(value: Share): string {
  const text = `${shifted(String(value), 2)}%`;
  const back = parseShare(text);
  return back.ok && back.value === value ? text : String(value);
}

/** `digits` times 10^places, rounded once. */
function shifted(digits: string, places: number): number {
  const [mantissa, exponent = "0"] = digits.toLowerCase().split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const momentShape = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Wall-clock fields as if the clock were UTC; null where the calendar or the clock has no such reading. */
function civil(fields: readonly (string | undefined)[]): WallTime | null {
  const [year = 0, month = 0, date = 0, hours = 0, minutes = 0, seconds = 0] = fields.map((field) =>
    Number(field ?? 0),
  );
  const ms = Date.UTC(year, month - 1, date, hours, minutes, seconds);
  const back = new Date(ms);
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === date && back.getUTCHours() === hours;
  return year >= 1970 && real && minutes < 60 && seconds < 60 ? wallTime(ms) : null;
}

/** With an offset an instant, without one a reading of each site's clock. */
export function parseMoment(text: string): Outcome<Moment> {
  const match = text.length <= longestText ? momentShape.exec(text) : null;
  if (match === null) return refuse("time.syntax", `${quoted(text)} is not a date and time`, forms.moment);
  const wall = civil(match.slice(1, 7));
  if (wall === null) return noSuchDay(text, forms.moment);
  if (match[7] === undefined) return done({ kind: "wall", at: wall });
  const offset = offsetOf(match[7]);
  if (offset === null) return refuse("time.syntax", `${quoted(text)} has no such offset`, forms.moment);
  const at = wall - offset;
  return at >= 0 && at < yearTenThousand
    ? done({ kind: "instant", at: instant(at) })
    : noSuchDay(text, forms.moment);
}

const yearTenThousand = Date.UTC(10_000, 0, 1);

function offsetOf(text: string): number | null {
  if (text === "Z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  // No place on Earth is further from UTC than 14 h.
  if (hours > 14 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * hour + minutes * minute);
}

const noSuchDay = (text: string, hint: string) =>
  refuse("date.range", `${quoted(text)} is not on the calendar of the years 1970 to 9999`, hint);

export function parseInstant(text: string): Outcome<Instant> {
  const moment = parseMoment(text);
  if (moment.ok && moment.value.kind === "instant") return done(moment.value.at);
  if (moment.ok) return refuse("time.offset", `${quoted(text)} has no offset`, forms.instant);
  return failed(...moment.problems.map((problem) => ({ ...problem, hint: forms.instant })));
}

export const momentText = (moment: Moment): string =>
  moment.kind === "instant" ? isoInstant(moment.at) : isoWall(moment.at);

/** Midnight at the start of that local date. */
export function parseDate(text: string): Outcome<WallTime> {
  const match = dateShape.exec(text);
  if (match === null) return refuse("date.syntax", `${quoted(text)} is not a date`, forms.date);
  const wall = civil(match.slice(1));
  return wall === null ? noSuchDay(text, forms.date) : done(wall);
}

export const dateText = (at: WallTime): string => isoWall(at).slice(0, 10);

export function parseReleaseDay(text: string): Outcome<CalendarRelease["on"]> {
  if (text === "next") return done({ kind: "next" });
  const date = parseReleaseDate(text);
  return date.ok ? date : failed(...date.problems.map((problem) => ({ ...problem, hint: forms.releaseDay })));
}

export function parseReleaseDate(text: string): Outcome<ReleaseDay> {
  const month = /^\d{4}-\d{2}$/.test(text);
  const parsed = parseDate(month ? `${text}-01` : text);
  if (!parsed.ok)
    return failed(
      ...parsed.problems.map(({ code }) => ({
        code,
        message: `${quoted(text)} is not a month or a date of the years 1970 to 9999`,
        hint: forms.releaseDate,
      })),
    );
  const at = new Date(parsed.value);
  const inMonth = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1 };
  return done(month ? { kind: "month", ...inMonth } : { kind: "date", ...inMonth, day: at.getUTCDate() });
}

export const releaseDayText = (on: CalendarRelease["on"]): string =>
  on.kind === "next" ? "next" : releaseDateText(on);

export function releaseDateText(on: ReleaseDay): string {
  const digits = (value: number, width: number) => String(value).padStart(width, "0");
  const month = `${digits(on.year, 4)}-${digits(on.month, 2)}`;
  return on.kind === "month" ? month : `${month}-${digits(on.day, 2)}`;
}

export function parseReleaseMoment(text: string): Outcome<ReleaseMoment> {
  const date = parseDate(text);
  if (date.ok) return done({ kind: "date", at: date.value });
  const moment = parseMoment(text);
  return moment.ok
    ? moment
    : failed(...moment.problems.map((problem) => ({ ...problem, hint: forms.releaseMoment })));
}

export const releaseMomentText = (moment: ReleaseMoment): string =>
  moment.kind === "date" ? dateText(moment.at) : momentText(moment);

/** A number of local calendar days, which a change of the clocks makes longer or shorter. */
export function parseDays(text: string): Outcome<number> {
  const match = /^(\d{1,3})d$/.exec(text.trim());
  return match === null
    ? refuse("days.syntax", `${quoted(text)} is no number of days`, forms.days)
    : done(Number(match[1]));
}

export const daysText = (days: number): string => `${days}d`;

const clockShape = /^(\d{1,2}):(\d{2})$/;

/** A time of day, since local midnight on the wall clock. */
export function parseClock(text: string): Outcome<Duration> {
  const [, hours = "", minutes = ""] = clockShape.exec(text.trim()) ?? [];
  const time = Number(hours) * hour + Number(minutes) * minute;
  return hours !== "" && Number(minutes) < 60 && time < day
    ? done(duration(time))
    : refuse(
        "clock.syntax",
        `${quoted(text)} is a time that no clock shows`,
        "write a time of day such as 22:00",
      );
}

export const clockText = (time: Duration): string => isoWall(wallTime(time)).slice(11, 16);
