/** VTIMEZONE (RFC 5545, 3.6.5) of the offsets a plan meets: Outlook needs it even where the TZID is an IANA name. */
import { offsetAt, wallOf, zoneTransitions } from "../calendar/zone.js";
import {
  type Instant,
  type Interval,
  type WallTime,
  day,
  hour,
  instant,
  isoWall,
  minute,
  second,
} from "../units.js";
import { dataText } from "./content-line.js";

/** Wide enough that every plan has seen its zone's last change, and old enough for the rules of today to be known. */
const lookBack = 370 * day;

/** Content lines, unfolded. */
export function timezoneLines(zone: string, span: Interval): readonly string[] {
  const start = instant(span.start - lookBack);
  const changes = zoneTransitions(zone, { start, end: span.end });
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${dataText(zone)}`,
    ...observance(epoch, offsetAt(zone, start), offsetAt(zone, start)),
    ...changes.flatMap(({ at, before, after }) => observance(wallBefore(at, zone), before, after)),
    "END:VTIMEZONE",
  ];
}

const epoch = 0 as WallTime;

/** A change is dated by the clock that ends with it. */
const wallBefore = (at: Instant, zone: string): WallTime =>
  (wallOf(instant(at - second), zone) + second) as WallTime;

/** Offsets in ms. Which half of the year is "standard" is a matter of names only: later clocks are called daylight. */
function observance(start: WallTime, from: number, to: number): readonly string[] {
  const kind = to > from ? "DAYLIGHT" : "STANDARD";
  return [
    `BEGIN:${kind}`,
    `DTSTART:${localDateTime(start)}`,
    `TZOFFSETFROM:${utcOffset(from)}`,
    `TZOFFSETTO:${utcOffset(to)}`,
    `END:${kind}`,
  ];
}

/** "20260813T210000" */
export const localDateTime = (at: WallTime): string => isoWall(at).replace(/[-:]/g, "");

/** "+0530" */
function utcOffset(offset: number): string {
  const size = Math.abs(offset);
  const digits = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(size / hour)}${digits((size % hour) / minute)}`;
}
