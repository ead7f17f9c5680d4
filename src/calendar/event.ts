/** One VEVENT: what it says, with every date read and every fault named. Its occurrences: spans.ts. */
import { done, failed, type Outcome } from "../problem.js";
import type { Rule } from "../scenario/recurrence-rule.js";
import { parseAnyRule } from "../scenario/rule.js";
import { isSubDaily } from "../scenario/rule-limits.js";
import { day, duration } from "../units.js";
import { lastReading } from "./recurrence.js";
import type { Stamp, TimeSpan, ZoneNames } from "./stamp.js";
import { instantAt, readStamp, readTimeSpan, wallAt, zoneNamed, zoneOf } from "./stamp.js";

export type CalendarEvent = {
  /** 1-based line of BEGIN:VEVENT. */
  readonly line: number;
  readonly uid: string | null;
  readonly summary: string | null;
  readonly start: Stamp;
  readonly length: EventLength;
  /** What any of them gives, counts. RFC 5545 wants one at most; older calendars have more. None: the event is once. */
  readonly rules: readonly Rule[];
  readonly rdates: readonly ExtraDate[];
  /** A date excludes every occurrence on it. */
  readonly exdates: readonly Stamp[];
  /** The occurrence, of the event with the same uid, that this one stands for. */
  readonly replaces: Stamp | null;
  readonly isCancelled: boolean;
};

export type EventLength =
  /** As long in real time, at every occurrence, as from the start to here: RFC 5545 3.8.5.3. */
  { readonly kind: "until"; readonly end: Stamp } | ({ readonly kind: "span" } & TimeSpan);

/** Its length null: the event's. */
export type ExtraDate = { readonly start: Stamp; readonly length: EventLength | null };

/** A content line taken apart. */
export type Property = {
  /** Upper case. */
  readonly name: string;
  readonly tzid: string | null;
  readonly range: string | null;
  /** As written. */
  readonly value: string;
  readonly line: number;
};

export type EventSource = {
  readonly line: number;
  readonly properties: readonly Property[];
  readonly zones: ZoneNames;
  readonly file: string;
};

type Found<T> = Outcome<T | null>;
const nothing = done(null);

/** All problems of the event at once, each with its line. */
export function readEvent(source: EventSource): Outcome<CalendarEvent> {
  const start = readStart(source);
  const length = start.ok ? readLength(source, start.value) : nothing;
  const rules = start.ok ? readRules(source, start.value) : done([]);
  const rdates = readAll(source, "RDATE", readExtraDate);
  const exdates = readAll(source, "EXDATE", readStampAt);
  const replaces = readReplaced(source);
  const problems = [start, length, rules, rdates, exdates, replaces, withoutExrule(source)].flatMap((part) =>
    part.ok ? [] : part.problems,
  );
  if (
    !start.ok ||
    !length.ok ||
    !rules.ok ||
    !rdates.ok ||
    !exdates.ok ||
    !replaces.ok ||
    problems.length > 0
  )
    return failed(...problems);
  const first = (name: string) => properties(source, name)[0]?.value ?? null;
  return done({
    line: source.line,
    uid: first("UID"),
    summary: first("SUMMARY"),
    start: start.value,
    length: length.value ?? lengthWithoutEnd(start.value),
    rules: rules.value,
    rdates: rdates.value,
    exdates: exdates.value,
    replaces: replaces.value,
    isCancelled: first("STATUS")?.toUpperCase() === "CANCELLED",
  });
}

const properties = (source: EventSource, name: string): readonly Property[] =>
  source.properties.filter((property) => property.name === name);

/** The one property of that name; more than one contradict each other. */
function single(source: EventSource, name: string): Found<Property> {
  const [first, second] = properties(source, name);
  if (second !== undefined)
    return fault(source, second.line, "repeated", `a second ${name}`, "make it an event of its own");
  return done(first ?? null);
}

function readStart(source: EventSource): Outcome<Stamp> {
  const property = single(source, "DTSTART");
  if (!property.ok) return property;
  if (property.value === null)
    return fault(source, source.line, "no-start", "the event has no DTSTART", "give it one");
  return readStampAt(source, property.value, property.value.value);
}

function readStampAt(source: EventSource, { name, tzid, line }: Property, text: string): Outcome<Stamp> {
  const zone = tzid === null ? null : zoneNamed(tzid, source.zones);
  // Google writes the dates of birthdays as 20131210Z.
  const stamp = readStamp(text.replace(/^(\d{8})Z$/, "$1"), zone);
  if (stamp === null)
    return fault(source, line, "bad-date", `${name} "${text}" is no date or time`, "write 20260811T100000");
  if (stamp.kind === "floating" && tzid !== null)
    return fault(
      source,
      line,
      "unknown-zone",
      `unknown time zone "${tzid}"`,
      "use a name like Europe/Berlin",
    );
  return done(stamp);
}

/** Date-times with TZID and UTC stand for instants; dates and floating times do not, and the kinds do not compare. */
const clockOf = ({ kind }: Stamp) => (kind === "zoned" ? "utc" : kind);

function readLength(source: EventSource, start: Stamp): Found<EventLength> {
  const [end, span] = [single(source, "DTEND"), single(source, "DURATION")];
  if (!end.ok) return end;
  if (!span.ok) return span;
  if (end.value !== null && span.value !== null)
    return fault(source, span.value.line, "two-lengths", "both DTEND and DURATION", "keep one of them");
  if (span.value !== null) return readSpanLength(source, span.value, span.value.value);
  if (end.value === null) return nothing;
  const stamp = readStampAt(source, end.value, end.value.value);
  return stamp.ok ? lengthUntil(source, end.value.line, start, stamp.value) : stamp;
}

function readSpanLength(source: EventSource, { line }: Property, text: string): Outcome<EventLength> {
  const span = readTimeSpan(text);
  if (span === null)
    return fault(source, line, "bad-duration", `"${text}" is no positive duration`, "write P1D or PT2H");
  return done({ kind: "span", ...span });
}

function lengthUntil(source: EventSource, line: number, start: Stamp, end: Stamp): Outcome<EventLength> {
  if (clockOf(start) !== clockOf(end))
    return fault(source, line, "mixed-end", "start and end are of two kinds", "give both a zone, or neither");
  if (instantAt(end, "UTC") < instantAt(start, "UTC"))
    return fault(source, line, "ends-before-start", "the event ends before it starts", "exchange the two");
  if (start.kind !== "date") return done({ kind: "until", end });
  // The end is the day after the last; some programs write the same day for an event of one day.
  const days = Math.max(1, (wallAt(end) - wallAt(start)) / day);
  return done({ kind: "span", days, time: duration(0) });
}

const lengthWithoutEnd = ({ kind }: Stamp): EventLength => ({
  kind: "span",
  days: kind === "date" ? 1 : 0,
  time: duration(0),
});

const mostRules = 10;

function readRules(source: EventSource, start: Stamp): Outcome<readonly Rule[]> {
  const written = properties(source, "RRULE");
  const excess = written[mostRules];
  if (excess !== undefined)
    return fault(source, excess.line, "rules", `more than ${mostRules} RRULEs`, "make events of the others");
  const rules = written.map((property) => readRule(source, start, property));
  const problems = rules.flatMap((rule) => (rule.ok ? [] : rule.problems));
  return problems.length > 0
    ? failed(...problems)
    : done(rules.flatMap((rule) => (rule.ok ? rule.value : [])));
}

function readRule(source: EventSource, start: Stamp, { line, value }: Property): Outcome<Rule> {
  const rule = parseAnyRule(value);
  if (!rule.ok)
    return failed(...rule.problems.map((problem) => ({ ...problem, place: { file: source.file, line } })));
  if (lastReading(rule.value, zoneOf(start, "UTC")) < wallAt(start))
    return fault(
      source,
      line,
      "until-before-start",
      "the rule's UNTIL is before DTSTART",
      "correct one of them",
    );
  if (start.kind !== "date") return rule;
  if (isSubDaily(rule.value))
    return fault(
      source,
      line,
      "hours-of-date",
      `FREQ=${rule.value.freq} from a date without a time`,
      "give DTSTART a time",
    );
  // RFC 5545 3.3.10: a date has no hours, so these parts MUST be ignored.
  return done({ ...rule.value, byHour: [], byMinute: [], bySecond: [] });
}

// Dropped from RFC 5545. What it excludes would be included, so the event is refused.
function withoutExrule(source: EventSource): Outcome<null> {
  const [exrule] = properties(source, "EXRULE");
  return exrule === undefined
    ? nothing
    : fault(source, exrule.line, "exrule", "EXRULE is not supported", "use EXDATE");
}

/** As many as a rule may give. */
const mostDates = 10_000;

function readAll<T>(
  source: EventSource,
  name: string,
  read: (source: EventSource, property: Property, text: string) => Outcome<T>,
): Outcome<readonly T[]> {
  const values: T[] = [];
  for (const property of properties(source, name))
    for (const text of property.value.split(",")) {
      if (values.length === mostDates)
        return fault(
          source,
          property.line,
          "dates",
          `more than ${mostDates} in ${name}`,
          "write a rule instead",
        );
      const value = read(source, property, text.trim());
      if (!value.ok) return value;
      values.push(value.value);
    }
  return done(values);
}

/** A date, a date-time, or a period with a length of its own: start/end or start/duration. */
function readExtraDate(source: EventSource, property: Property, text: string): Outcome<ExtraDate> {
  const [from = "", to] = text.split("/");
  const start = readStampAt(source, property, from);
  if (!start.ok) return start;
  if (to === undefined) return done({ start: start.value, length: null });
  const end = readStamp(to, null);
  const length =
    end === null
      ? readSpanLength(source, property, to)
      : lengthUntil(source, property.line, start.value, end);
  return length.ok ? done({ start: start.value, length: length.value }) : length;
}

function readReplaced(source: EventSource): Found<Stamp> {
  const property = single(source, "RECURRENCE-ID");
  if (!property.ok || property.value === null) return property.ok ? nothing : property;
  if (property.value.range !== null)
    return fault(
      source,
      property.value.line,
      "range",
      "RANGE is not supported",
      "end the event and begin a new one",
    );
  return readStampAt(source, property.value, property.value.value);
}

const fault = (source: EventSource, line: number, code: string, message: string, hint: string) =>
  failed({ code: `event.${code}`, message, hint, place: { file: source.file, line } });
