/** August and September 2026 of a site in Berlin: nights, a freeze with a gap in them, a soak over a weekend. */
import { instantOf } from "../../src/calendar/zone.js";
import type { AgendaEntry, AgendaKind, SiteAgenda } from "../../src/calendar/agenda.js";
import { day, wallTime } from "../../src/units.js";

const timezone = "Europe/Berlin";

/** Of a wall-clock reading in Berlin, "2026-08-11T19:00". */
export const berlinWall = (text: string) => wallTime(Date.parse(`${text.padEnd(16, "T00:00")}Z`));
const berlin = (text: string) => instantOf(berlinWall(text), timezone);

export const entry = (kind: AgendaKind, start: string, end = start, summary: string = kind): AgendaEntry => ({
  kind,
  start: berlin(start),
  end: berlin(end),
  summary,
  sites: null,
});

/** From the evening of `date` to the next morning. */
export function night(date: string, from = "21:00", to = "05:00", summary = "laptops at night"): AgendaEntry {
  const next = new Date(berlinWall(date) + day).toISOString().slice(0, 10);
  return entry("window", `${date}T${from}`, `${next}T${to}`, summary);
}

const dates = (first: string, last: string): readonly string[] =>
  Array.from({ length: (berlinWall(last) - berlinWall(first)) / day + 1 }, (_, d) =>
    new Date(berlinWall(first) + d * day).toISOString().slice(0, 10),
  );

const isWorkday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay());

export const nights = (first: string, last: string): readonly AgendaEntry[] =>
  dates(first, last)
    .filter(isWorkday)
    .map((date) => night(date));

export const summer: SiteAgenda = {
  site: "Berlin",
  timezone,
  entries: [
    entry("release", "2026-08-11T19:00", "2026-08-11T19:00", "Microsoft, second Tuesday"),
    ...nights("2026-08-11", "2026-09-18"),
    entry("soak", "2026-08-12T23:00", "2026-08-13T23:00", "after pilot, 24 h"),
    entry("change", "2026-08-13T10:00", "2026-08-13T11:00", "CAB, CHG0041234"),
    entry("pin", "2026-08-14T21:00", "2026-08-14T21:00", "DC04 last"),
    entry("freeze", "2026-08-14T18:00", "2026-08-17T06:00", "weekend of the move"),
    entry("holiday", "2026-08-15", "2026-08-16", "Assumption"),
    entry("deadline", "2026-08-18T19:00", "2026-08-18T19:00", "deadline of the fleet"),
    entry("freeze", "2026-08-28", "2026-09-02", "month end"),
    entry("event", "2026-09-03T09:00", "2026-09-03T17:00", "works meeting"),
    entry("release", "2026-09-08T19:00", "2026-09-08T19:00", "Microsoft, second Tuesday"),
  ],
};

export const agendaOf = (...entries: readonly AgendaEntry[]): SiteAgenda => ({ ...summer, entries });

export const summerRange = { from: berlinWall("2026-08-11"), to: berlinWall("2026-09-19") };
