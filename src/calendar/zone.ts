/**
 * Wall clocks and instants. The one door to @date-fns/tz, and only to its `tzOffset`: TZDate resolves a wall-clock reading in a
 * gap or fold by the zone of the machine it runs on, so two admins would get two plans.
 */
import { tzOffset } from "@date-fns/tz";
import { type Duration, type Instant, type Interval, type WallTime } from "../units.js";
import { day, duration, instant, minute, wallTime } from "../units.js";

export type ZoneTransition = {
  readonly at: Instant;
  /** Local time minus UTC, up to and from `at`. */
  readonly before: Duration;
  readonly after: Duration;
};

const known = new Map<string, boolean>();

/** An IANA zone this machine knows. Fixed offsets ("+05:30") are not: Node 20 and 24 disagree about them. */
export function isZone(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = /^[a-z]/i.test(name) && isFormattable(name);
    known.set(name, answer);
  }
  return answer;
}

// Not Intl.supportedValuesOf: it lacks UTC and Asia/Kolkata.
function isFormattable(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Local time minus UTC. Throws on a zone that `isZone` refuses. */
export function offsetAt(zone: string, at: Instant): Duration {
  return dayOffset(zone, Math.floor(at / day)) ?? exactOffset(zone, at);
}

export const wallOf = (at: Instant, zone: string): WallTime => wallTime(at + offsetAt(zone, at));

/**
 * The instant at which clocks in `zone` show `wall`. A reading that a change skips moves forward by the length of the gap; of
 * one that comes twice, the first. RFC 5545 3.3.5; independent of the host's zone.
 */
export function instantOf(wall: WallTime, zone: string): Instant {
  // No offset exceeds a day, so these two lie on either side of any change that can concern this reading.
  const before = offsetAt(zone, instant(wall - day));
  const after = offsetAt(zone, instant(wall + day));
  const candidates = [instant(wall - Math.max(before, after)), instant(wall - Math.min(before, after))];
  return candidates.find((at) => wallOf(at, zone) === wall) ?? instant(wall - before);
}

/** Offset changes in `interval`, ascending. */
export function zoneTransitions(zone: string, interval: Interval): readonly ZoneTransition[] {
  const transitions: ZoneTransition[] = [];
  for (let start = interval.start; start < interval.end;) {
    const end = instant(Math.min(start + day, interval.end));
    const [low, high] = [instant(start - 1), instant(end - 1)];
    const [before, after] = [offsetAt(zone, low), offsetAt(zone, high)];
    if (before !== after) transitions.push({ at: changeBetween(zone, low, high), before, after });
    start = end;
  }
  return transitions;
}

/** First instant after `low` with the offset of `high`; the offset changes once between them. */
function changeBetween(zone: string, low: Instant, high: Instant): Instant {
  let [old, young] = [low, high];
  while (young - old > 1) {
    const middle = instant(Math.floor((old + young) / 2));
    if (offsetAt(zone, middle) === offsetAt(zone, low)) old = middle;
    else young = middle;
  }
  return young;
}

const dayOffsets = new Map<string, Map<number, Duration | null>>();

/** The offset that holds all through this UTC day (days since 1970), null where it changes: no zone changes twice in a day. */
function dayOffset(zone: string, date: number): Duration | null {
  const offsets = dayOffsets.get(zone) ?? new Map<number, Duration | null>();
  if (offsets.size === 0) dayOffsets.set(zone, offsets);
  let offset = offsets.get(date);
  if (offset === undefined) {
    const start = exactOffset(zone, instant(date * day));
    offset = start === exactOffset(zone, instant((date + 1) * day - 1)) ? start : null;
    offsets.set(date, offset);
  }
  return offset;
}

function exactOffset(zone: string, at: Instant): Duration {
  const minutes = tzOffset(zone, new Date(at));
  if (Number.isNaN(minutes)) throw new RangeError(`no such time zone: ${zone}`);
  return duration(Math.round(minutes * minute));
}
