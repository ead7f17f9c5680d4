/** Agendas as one iCalendar file: releases, windows, freezes, holidays, soaks and the deadline, for any calendar program. */
import type { AgendaEntry, SiteAgenda } from "../calendar/agenda.js";
import { instantOf, wallOf } from "../calendar/zone.js";
import { day, type Instant, instant, type WallTime } from "../units.js";
import { dataText, folded } from "./content-line.js";
import { dateTime, utcDateTime } from "./ics.js";
import { localDateTime, timezoneLines } from "./timezone-lines.js";

/** What is the same instant at every site stands once. */
export function agendaIcs(name: string, agendas: readonly SiteAgenda[]): string {
  const events = eventsOf(agendas);
  const zones = [...new Set(events.map(({ timezone }) => timezone))].sort();
  const span = {
    start: instant(Math.min(...events.map(({ entry }) => entry.start))),
    end: instant(Math.max(...events.map(({ entry }) => entry.end))),
  };
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//second-tuesday//calendar//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${dataText(name)}`,
    ...zones.flatMap((zone) => timezoneLines(zone, span)),
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ]
    .map(folded)
    .join("");
}

type AgendaEvent = {
  readonly entry: AgendaEntry;
  readonly site: string | null;
  readonly timezone: string;
  /** Unlike that of any other event of the file. */
  readonly uid: string;
};

function eventsOf(agendas: readonly SiteAgenda[]): readonly AgendaEvent[] {
  const events = new Map<string, AgendaEvent>();
  for (const { site, timezone, entries } of agendas)
    for (const entry of entries) {
      const where = entry.sites === null ? null : site;
      const key = [entry.kind, utcDateTime(entry.start), utcDateTime(entry.end), where ?? "", entry.summary];
      const uid = `${key.map(encodeURIComponent).join("-")}@second-tuesday`;
      if (!events.has(uid)) events.set(uid, { entry, site: where, timezone, uid });
    }
  return [...events.values()];
}

function eventLines({
  entry: { kind, start, end, summary },
  site,
  timezone,
  uid,
}: AgendaEvent): readonly string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${dataText(uid)}`,
    // An instant of its own instead of a clock's: the same scenario gives the same bytes.
    `DTSTAMP:${utcDateTime(start)}`,
    ...timeLines(start, end, timezone),
    `SUMMARY:${dataText(kind === "event" ? summary : `${kind}: ${summary}`)}`,
    ...(site === null || site === "" ? [] : [`LOCATION:${dataText(site)}`]),
    `CATEGORIES:second-tuesday,${kind}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** Whole local days as dates; an instant without an end. */
function timeLines(start: Instant, end: Instant, zone: string): readonly string[] {
  const [from, to] = [wallOf(start, zone), wallOf(end, zone)];
  if (start < end && isMidnight(from, start, zone) && isMidnight(to, end, zone))
    return [`DTSTART;VALUE=DATE:${dateOf(from)}`, `DTEND;VALUE=DATE:${dateOf(to)}`];
  return [dateTime("DTSTART", start, zone), ...(start === end ? [] : [dateTime("DTEND", end, zone)])];
}

const isMidnight = (wall: WallTime, at: Instant, zone: string): boolean =>
  wall % day === 0 && instantOf(wall, zone) === at;
const dateOf = (wall: WallTime): string => localDateTime(wall).slice(0, 8);
