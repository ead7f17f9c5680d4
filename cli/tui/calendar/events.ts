/** Everything of a place that touches a stretch of time: entries of its agenda, and waves. */
import {
  type AgendaEntry,
  counted,
  dayText,
  clockText,
  day,
  devicesOf,
  groupBy,
  type Instant,
  instant,
  type Interval,
  type Restart,
  type WallTime,
  wallOf,
} from "../../../src/index.js";
import { agendaMarks } from "../../text/agenda-marks.js";
import type { Glyphs } from "../../text/glyphs.js";
import type { Paint, Style } from "../../text/style.js";
import { type Column, table } from "../../text/table.js";
import { siteNames } from "../../text/waves.js";
import type { Place } from "./place.js";

export type Event = {
  readonly start: Instant;
  readonly end: Instant;
  readonly sign: string;
  readonly paint: keyof Style;
  readonly what: string;
  readonly summary: string;
  /** Of waves; null: it is something else. */
  readonly ring: string | null;
};

/** An instant lies in the stretch that begins with it. */
export const touches = ({ start, end }: Interval, { start: from, end: to }: Interval): boolean =>
  start < to && (end > from || (start === end && start >= from));

export const entriesIn = ({ entries }: Place, range: Interval): readonly AgendaEntry[] =>
  entries.filter((entry) => touches(entry, range));

const starts = new WeakMap<readonly Restart[], ReadonlyMap<number, readonly Restart[]>>();
const CHUNK = day;

/** Waves that start in the stretch. */
export function restartsDuring({ restarts }: Place, range: Interval): readonly Restart[] {
  const byDay = starts.get(restarts) ?? groupedByDay(restarts);
  starts.set(restarts, byDay);
  const found: Restart[] = [];
  for (let date = Math.floor(range.start / CHUNK); date * CHUNK < range.end; date++)
    found.push(...(byDay.get(date) ?? []).filter(({ start }) => start >= range.start && start < range.end));
  return found;
}

function groupedByDay(restarts: readonly Restart[]): ReadonlyMap<number, readonly Restart[]> {
  const byDay = new Map<number, Restart[]>();
  for (const restart of restarts) {
    const date = Math.floor(restart.start / CHUNK);
    const of = byDay.get(date);
    if (of === undefined) byDay.set(date, [restart]);
    else of.push(restart);
  }
  return byDay;
}

export const devicesDuring = (place: Place, range: Interval): number =>
  devicesOf(restartsDuring(place, range).map(({ wave }) => wave));

/** By start, windows after all that is rarer; the waves of a ring are one. */
export function eventsIn(place: Place, range: Interval, glyphs: Glyphs): readonly Event[] {
  const own = entriesIn(place, range).map((entry) => eventOf(entry, place, glyphs));
  return [...own, ...waveEvents(place, range)].sort(
    (a, b) => Number(a.what === "window") - Number(b.what === "window") || a.start - b.start || a.end - b.end,
  );
}

function eventOf(entry: AgendaEntry, place: Place, glyphs: Glyphs): Event {
  const { kind, start, end } = entry;
  const { sign, paint, words: what } = agendaMarks[kind];
  return { start, end, sign: sign(glyphs), paint, what, summary: summaryOf(entry, place), ring: null };
}

const summaries = new WeakMap<AgendaEntry, string>();

/** With the sites, where it is one calendar for all: hundreds of names are not put together for every frame. */
function summaryOf(entry: AgendaEntry, { site, siteCount }: Place): string {
  const { summary, sites } = entry;
  if (site !== null || sites === null) return summary;
  const known = summaries.get(entry) ?? `${summary}: ${siteNames(sites, siteCount)}`;
  summaries.set(entry, known);
  return known;
}

const waveEventsOf = new WeakMap<readonly Restart[], Map<string, readonly Event[]>>();

function waveEvents(place: Place, range: Interval): readonly Event[] {
  const known = waveEventsOf.get(place.restarts) ?? new Map<string, readonly Event[]>();
  waveEventsOf.set(place.restarts, known);
  const key = `${range.start} ${range.end}`;
  const events = known.get(key) ?? ringEvents(place, range);
  known.set(key, events);
  return events;
}

/** The waves of each ring; on one clock for all, of each zone. */
function ringEvents(place: Place, range: Interval): readonly Event[] {
  const rings = groupBy(restartsDuring(place, range), ({ cohort }) =>
    JSON.stringify([cohort.ring, place.site === null ? cohort.timezone : ""]),
  );
  return [...rings.values()].map((restarts): Event => {
    const sites = [...new Set(restarts.map(({ cohort }) => cohort.site))];
    const ring = restarts[0]?.cohort.ring ?? "";
    const where = place.site === null ? [siteNames(sites, place.siteCount)] : [];
    return {
      start: instant(restarts.reduce((least, { start }) => Math.min(least, start), Infinity)),
      end: instant(restarts.reduce((most, { end }) => Math.max(most, end), -Infinity)),
      sign: "W",
      paint: "cyan",
      what: "waves",
      summary: [counted(devicesOf(restarts.map(({ wave }) => wave)), "device"), ring, ...where]
        .filter((part) => part !== "")
        .join(", "),
      ring: ring || "waves",
    };
  });
}

/** "21:00-05:00", "Wed 21:00-05:00", "Wed 17:00-Thu 17:00": the weekday of what lies on another day than `date`; a night has one. */
export function spanText({ start, end }: Interval, zone: string, date: number): string {
  const [from, to] = [wallOf(start, zone), wallOf(end, zone)];
  const dated = (wall: WallTime): string => {
    const [weekday = ""] = dayText(wall).split(" ");
    return `${Math.abs(Math.floor(wall / day) - date) < 7 ? weekday : dayText(wall)} ${clockText(wall)}`;
  };
  const first = Math.floor(from / day) === date ? clockText(from) : dated(from);
  if (start === end) return first;
  const isNight =
    to - from < day && (Math.floor(from / day) === Math.floor(to / day) || to % day < from % day);
  return `${first}-${isNight ? clockText(to) : dated(to)}`;
}

/** A line for each; times on both clocks where there is room. */
export function eventLines(
  events: readonly Event[],
  place: Place,
  date: number,
  {
    width,
    height,
    style,
    glyphs,
  }: { readonly width: number; readonly height: number; readonly style: Style; readonly glyphs: Glyphs },
): readonly string[] {
  if (height < 1) return [];
  if (events.length === 0) return [style.dim(" nothing")];
  const paint = (event: Event): Paint => style[event.paint];
  const { zone, otherZone } = place;
  const other: readonly Column<Event>[] =
    otherZone === null
      ? []
      : [
          {
            title: "",
            align: "left",
            keep: 1,
            cell: (event) => spanText(event, otherZone, date),
            paint: () => style.dim,
          },
        ];
  const room = events.length > height ? height - 1 : height;
  const lines = table<Event>(
    [
      { title: "", align: "left", keep: "always", cell: ({ sign }) => sign, paint },
      { title: "", align: "left", keep: "always", cell: (event) => spanText(event, zone, date) },
      ...other,
      { title: "", align: "left", keep: 2, cell: ({ what }) => what, paint },
      { title: "", align: "left", keep: "always", least: 18, cell: ({ summary }) => summary },
    ],
    events.slice(0, Math.max(0, room)),
    { width: width - 2, style, ellipsis: glyphs.ellipsis },
  ).slice(1);
  const more = events.length - Math.max(0, room);
  return [
    ...lines.map((line) => ` ${line}`),
    ...(more > 0 ? [style.dim(` ${glyphs.ellipsis} ${more} more`)] : []),
  ];
}
