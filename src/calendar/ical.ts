/**
 * Calendars from iCalendar text. The one door to ical.js, which takes single content lines apart: given a whole file it throws
 * for all of it at one bad RRULE, and its own dates read the host's zone.
 */
import ICAL from "ical.js";
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { type Component, type ContentLine, readComponents } from "./component.js";
import { type CalendarEvent, type EventSource, type Property, readEvent } from "./event.js";
import type { Stamp, ZoneNames } from "./stamp.js";

export { type EventSpan, eventSpans } from "./spans.js";

export type Calendar = {
  /** As the calendar calls itself, else the file. */
  readonly name: string;
  readonly file: string;
  readonly events: readonly CalendarEvent[];
  /** Of the events that could not be read and are not among `events`. */
  readonly problems: readonly Problem[];
};

const mostEvents = 20_000;

/** Every event that can be read; fails only where there is no calendar at all. Whoever ignores `problems` may miss events. */
export function readCalendar(text: string, file: string): Outcome<Calendar> {
  const { roots, problems } = readComponents(text, file);
  const calendars = roots.filter(({ name }) => name === "VCALENDAR");
  if (calendars.length === 0) return failed(...problems, noCalendar(file));
  const sources = calendars.flatMap((calendar) => eventComponents(calendar, file));
  if (sources.length > mostEvents) return failed(tooMany(file, sources.length));
  const outcomes = sources.map(({ component, zones }) => readComponent(component, zones, file));
  const events = outcomes.flatMap((event) => (event.ok ? [event.value] : []));
  const replaced = replacedDates(events);
  if (replaced.count > mostReplaced) return failed(tooManyReplaced(file));
  return done({
    name: calendarName(calendars) ?? file,
    file,
    events: related(events, replaced.dates),
    problems: atMost([...problems, ...outcomes.flatMap((event) => (event.ok ? [] : event.problems))], file),
  });
}

/** Of one event, and of a calendar: enough to mend it by, few enough for a screen and for the memory. */
const mostProblems = 1_000;

const atMost = (problems: readonly Problem[], file: string): readonly Problem[] =>
  problems.length <= mostProblems
    ? problems
    : [...problems.slice(0, mostProblems), moreProblems(file, problems.length - mostProblems)];

const moreProblems = (file: string, count: number): Problem => ({
  code: "ics.too-broken",
  message: `${count} more problems`,
  hint: "mend the ones above first",
  place: { file },
});

/** The strict reading: one event that cannot be read fails the calendar. For freezes, which must not be missed. */
export function readWholeCalendar(text: string, file: string): Outcome<Calendar> {
  const calendar = readCalendar(text, file);
  return calendar.ok && calendar.value.problems.length > 0 ? failed(...calendar.value.problems) : calendar;
}

const noCalendar = (file: string): Problem => ({
  code: "ics.no-calendar",
  message: "no BEGIN:VCALENDAR in the file",
  hint: "give an iCalendar file (.ics)",
  place: { file, line: 1 },
});

const tooMany = (file: string, count: number): Problem => ({
  code: "ics.too-many",
  message: `${count} events, more than ${mostEvents}`,
  hint: "export a shorter time",
  place: { file },
});

function eventComponents(calendar: Component, file: string) {
  const zones = zoneNames(calendar, file);
  const components = calendar.parts.filter(({ name }) => name === "VEVENT");
  return components.map((component) => ({ component, zones }));
}

/** VTIMEZONEs name zones; their own rules are not read, so that a zone has one meaning everywhere in a plan. */
function zoneNames(calendar: Component, file: string): ZoneNames {
  const zones = calendar.parts.filter(({ name }) => name === "VTIMEZONE");
  return new Map(
    zones.flatMap((zone): [string, string][] => {
      const [id, location] = [valueOf(zone, "TZID", file), valueOf(zone, "X-LIC-LOCATION", file)];
      return id === null || location === null ? [] : [[id, location]];
    }),
  );
}

function calendarName(calendars: readonly Component[]): string | null {
  const names = calendars.map((each) => valueOf(each, "X-WR-CALNAME", "") ?? valueOf(each, "NAME", ""));
  return names.find((name) => name !== null) ?? null;
}

function valueOf({ lines }: Component, name: string, file: string): string | null {
  const line = lines.find(({ text }) => nameOf(text) === name);
  const property = line === undefined ? null : readProperty(line, file);
  return property?.ok === true ? property.value.value.trim() : null;
}

/** What an event is read for; its other lines are not looked at. */
const used = new Set(
  "DTSTART DTEND DURATION RRULE EXRULE RDATE EXDATE RECURRENCE-ID SUMMARY UID STATUS".split(" "),
);

function readComponent(component: Component, zones: ZoneNames, file: string): Outcome<CalendarEvent> {
  const properties: Property[] = [];
  const problems: Problem[] = [];
  for (const line of component.lines) {
    if (!used.has(nameOf(line.text))) continue;
    const property = readProperty(line, file);
    if (property.ok) properties.push(property.value);
    else problems.push(...property.problems);
    if (problems.length >= mostProblems) break;
  }
  if (problems.length > 0) return failed(...problems);
  const source: EventSource = { line: component.line, properties, zones, file };
  return readEvent(source);
}

const nameOf = (text: string): string => /^[A-Za-z0-9-]*/.exec(text)?.[0].toUpperCase() ?? "";

const control = /[^\P{Cc}\t]/u;

/** Characters of name and parameters before the colon; a colon in quotes is not it. ical.js takes time by their square: 2 minutes for 8 MB. */
const longestHead = 5_000;

const isHeadTooLong = (text: string): boolean =>
  text.length > longestHead && !/^(?:[^":]|"[^"]*")*:/.test(text.slice(0, longestHead));

function readProperty({ text, line }: ContentLine, file: string): Outcome<Property> {
  if (control.test(text)) return failed(unreadable(file, line, "a control character in the line"));
  const name = nameOf(text);
  if (isHeadTooLong(text)) return failed(unreadable(file, line, `${name} has too many parameters`));
  try {
    const [, parameters, , value] = texts.has(name)
      ? (ICAL.parse.property(`SUMMARY${text.slice(name.length)}`) as JcalProperty)
      : (ICAL.parse.property(text, asWritten) as JcalProperty);
    const parameter = (key: string) => (typeof parameters[key] === "string" ? parameters[key] : null);
    return done({ name, tzid: parameter("tzid"), range: parameter("range"), value: String(value), line });
  } catch {
    return failed(unreadable(file, line, `${name} cannot be taken apart`));
  }
}

type JcalProperty = readonly [
  name: string,
  parameters: Record<string, unknown>,
  type: string,
  value: unknown,
];

/** Without its decoders ical.js hands values through. They cut what does not fit: 20260811T100000+0200 loses its offset. */
const asWritten = { ...ICAL.design.icalendar, property: {}, value: {} };
/** Read as a SUMMARY: without the backslashes of RFC 5545 3.3.11. */
const texts = new Set(["SUMMARY", "NAME", "X-WR-CALNAME"]);

const unreadable = (file: string, line: number, message: string): Problem => ({
  code: "event.bad-line",
  message,
  hint: "export the calendar again, or repair the line",
  place: { file, line },
});

/** By uid: the dates of the events that stand for one occurrence each; `count` is how many dates the others will exclude. */
function replacedDates(events: readonly CalendarEvent[]) {
  const dates = new Map<string, Stamp[]>();
  for (const { uid, replaces } of events) {
    if (uid === null || replaces === null) continue;
    const others = dates.get(uid);
    if (others === undefined) dates.set(uid, [replaces]);
    else others.push(replaces);
  }
  const count = events.reduce((sum, event) => sum + datesReplacedIn(event, dates).length, 0);
  return { dates, count };
}

const datesReplacedIn = (
  { uid, replaces }: CalendarEvent,
  dates: ReadonlyMap<string, readonly Stamp[]>,
): readonly Stamp[] => (replaces === null && uid !== null && dates.get(uid)) || [];

/** Thousands of events of one uid, and thousands of dates that each of them would have to leave out. */
const mostReplaced = 1_000_000;

const tooManyReplaced = (file: string): Problem => ({
  code: "ics.too-many",
  message: `more than ${mostReplaced} RECURRENCE-IDs of events with the same UID`,
  hint: "give each event a UID of its own",
  place: { file },
});

/** An event with RECURRENCE-ID takes the place of one occurrence of the event with the same uid; a cancelled one leaves it empty. */
const related = (
  events: readonly CalendarEvent[],
  replaced: ReadonlyMap<string, readonly Stamp[]>,
): readonly CalendarEvent[] =>
  events
    .filter(({ isCancelled }) => !isCancelled)
    .map((event) => ({ ...event, exdates: [...event.exdates, ...datesReplacedIn(event, replaced)] }));
