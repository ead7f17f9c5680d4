/** One day hour by hour: when windows are open, what shuts them, how many devices restart. */
import {
  type AgendaKind,
  clockText,
  dateText,
  day,
  dayText,
  grouped,
  hour,
  type Instant,
  instant,
  type Interval,
  minute,
  offsetAt,
  span,
  wallOf,
  wallTime,
} from "../../../src/index.js";
import { agendaMarks } from "../../text/agenda-marks.js";
import { bar } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, padStart, truncate, widthOf } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { onShow } from "../list.js";
import { titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { devicesDuring, entriesIn, type Event, eventsIn, touches } from "./events.js";
import { missingText, type Place } from "./place.js";
import { type CalendarView, dayInterval, dayOf, hoursOf, markedSpan, placeOf } from "./view.js";

/** Cells of an hour in a lane: quarters. */
const QUARTERS = 4;
/** What shuts windows, the strongest first. */
const shutting: readonly AgendaKind[] = ["freeze", "holiday", "change", "soak"];

/** Title, titles of the columns, and as many hours around the marked one as find room. */
export function dayLines(view: CalendarView, scene: Scene, frame: Frame): readonly string[] {
  const whole = placeOf(view, scene);
  const date = dayOf(view, scene);
  const place = { ...whole, entries: entriesIn(whole, dayInterval(date, whole.zone)) };
  const hours = hoursOf(date, place.zone);
  const at = Math.min(view.hour, hours.length - 1);
  const [from, to] = onShow(hours.length, at, Math.max(1, frame.height - 2));
  const span = markedSpan(view, scene);
  const most = hours.reduce((highest, each) => Math.max(highest, devicesDuring(place, each)), 0);
  const rows = hours.slice(from, to).map((interval, i): Row => ({
    interval,
    date,
    isAt: from + i === at,
    isMarked: interval.start >= span.start && interval.start < span.end,
    most,
  }));
  return [
    titleRule(dayTitle(place, date), frame, zonesText(place, date)),
    headLine(place, scene, frame),
    ...rows.map((row) => hourLine(row, place, scene, frame)),
  ];
}

type Row = {
  readonly interval: Interval;
  readonly date: number;
  /** The one that keys act on. */
  readonly isAt: boolean;
  /** It, or in the span with it. */
  readonly isMarked: boolean;
  /** Devices of the fullest hour of the day. */
  readonly most: number;
};

/** "Sun 25 Oct 2026, Berlin: 25 hours" */
export function dayTitle(place: Place, date: number): string {
  const { start, end } = dayInterval(date, place.zone);
  const title = `${dateText(wallTime(date * day))}, ${place.label}`;
  return end - start === day ? title : `${title}: ${hoursText(start, end)}`;
}

/** "25 hours, clocks go back" */
function hoursText(start: Instant, end: Instant): string {
  const hours = (end - start) / hour;
  return `${Number(hours.toFixed(1))} hours, clocks go ${hours > 24 ? "back" : "forward"}`;
}

/** "New York is 6 h behind" */
function zonesText({ zone, otherZone }: Place, date: number): string {
  if (otherZone === null) return zone;
  const { start } = dayInterval(date, zone);
  const ahead = offsetAt(otherZone, start) - offsetAt(zone, start);
  if (ahead === 0) return `${zone}; ${placeOfZone(otherZone)} has the same time`;
  return `${zone}; ${placeOfZone(otherZone)} is ${span(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}`;
}

const CLOCK = 9;
/** Cells of the devices of an hour. */
const FIGURE = 7;

function clockTitles({ zone, otherZone }: Place, { glyphs }: Frame): string {
  const title = (name: string): string => padEnd(truncate(placeOfZone(name), CLOCK, glyphs.ellipsis), CLOCK);
  return `  ${title(zone)} ${otherZone === null ? "" : `${title(otherZone)} `}`;
}

const barRoom = (width: number): number => Math.max(8, Math.min(40, Math.floor(width / 8)));

function headLine(place: Place, scene: Scene, frame: Frame): string {
  const { style, width, glyphs } = frame;
  const lanes = `${padEnd("open", QUARTERS)} ${padEnd("shut", QUARTERS)} `;
  const missing = missingText(scene);
  const what = missing === null ? "what" : missing;
  return style.dim(
    truncate(
      `${clockTitles(place, frame)}${lanes}${padEnd("restarts", barRoom(width) + FIGURE)} ${what}`,
      width,
      glyphs.ellipsis,
    ),
  );
}

function hourLine(row: Row, place: Place, scene: Scene, frame: Frame): string {
  const { style, glyphs, width } = frame;
  const { interval, isAt, isMarked } = row;
  const clocks = clocksText(row, place);
  const mark = isAt ? glyphs.mark : isMarked ? glyphs.axis : " ";
  const head = isMarked ? style.inverse(`${mark} ${clocks}`) : `${mark} ${clocks}`;
  const devices = devicesDuring(place, interval);
  const room = barRoom(width);
  const restarts = style.cyan(
    padEnd(bar(devices, row.most, room, glyphs), room) +
      padStart(devices === 0 ? "" : grouped(devices), FIGURE),
  );
  const line = `${head} ${lane(place, interval, ["window"], frame)} ${lane(place, interval, shutting, frame)} ${restarts}`;
  const left = width - widthOf(line) - 1;
  const what =
    left < 6 ? "" : ` ${truncate(cleanLine(whatText(row, place, scene, frame)), left, glyphs.ellipsis)}`;
  return (line + what).trimEnd();
}

function clocksText({ interval, date }: Row, { zone, otherZone }: Place): string {
  const own = padEnd(clockText(wallOf(interval.start, zone)), CLOCK);
  if (otherZone === null) return own;
  const wall = wallOf(interval.start, otherZone);
  const weekday = Math.floor(wall / day) === date ? "" : ` ${dayText(wall).slice(0, 3)}`;
  return `${own} ${padEnd(clockText(wall) + weekday, CLOCK)}`;
}

/** A sign for each quarter of the hour in which one of these kinds holds all of it or some. */
function lane(place: Place, { start, end }: Interval, kinds: readonly AgendaKind[], frame: Frame): string {
  const { style, glyphs } = frame;
  const entries = entriesIn(place, { start, end }).filter(
    ({ kind, start: a, end: b }) => kinds.includes(kind) && b > a,
  );
  if (entries.length === 0) return " ".repeat(QUARTERS);
  const length = (end - start) / QUARTERS;
  return Array.from({ length: QUARTERS }, (_, q) => {
    const quarter = { start: instant(start + q * length), end: instant(start + (q + 1) * length) };
    const here = entries.filter((entry) => touches(entry, quarter)).map(({ kind }) => kind);
    const kind = kinds.find((each) => here.includes(each));
    return kind === undefined ? " " : style[agendaMarks[kind].paint](agendaMarks[kind].sign(glyphs));
  }).join("");
}

/** The clocks first, then what begins or ends in the hour, and whose waves; windows last, as their lane shows them. */
function whatText({ interval }: Row, place: Place, { now }: Scene, { glyphs }: Frame): string {
  const events = eventsIn(place, interval, glyphs);
  const isWindow = ({ what }: Event): boolean => what === "window";
  const texts = [
    ...clockTexts(interval, place),
    ...(now >= interval.start && now < interval.end ? [`now ${clockText(wallOf(now, place.zone))}`] : []),
    ...events.filter((event) => !isWindow(event)).flatMap((event) => edgeText(event, interval, place)),
    ...events.filter(isWindow).flatMap((event) => edgeText(event, interval, place)),
  ];
  return [...new Set(texts)].filter((text) => text !== "").join("; ");
}

function edgeText(event: Event, interval: Interval, { zone }: Place): readonly string[] {
  const { start, end, what, summary } = event;
  // How many has its own column.
  if (what === "waves") return [summary.replace(/^[\d,]+ devices?(, )?/, "")];
  const clock = (at: Instant): string => (at === interval.start ? "" : ` ${clockText(wallOf(at, zone))}`);
  const [opens, closes] = what === "window" ? ["opens", "closes"] : [`${what} begins`, `${what} ends`];
  const more = what === "window" ? summary.replace(/^open/, "") : `: ${summary}`;
  if (start >= interval.start && start < interval.end)
    return [start === end ? `${what}${clock(start)}: ${summary}` : `${opens}${clock(start)}${more}`];
  return end > interval.start && end <= interval.end
    ? [`${closes}${clock(end)}${what === "window" ? more : ""}`]
    : [];
}

/** Clocks that were changed as the hour began. */
function clockTexts({ start }: Interval, { zone, otherZone }: Place): readonly string[] {
  return [zone, ...(otherZone === null ? [] : [otherZone])].flatMap((each) => {
    const change = offsetAt(each, start) - offsetAt(each, instant(start - minute));
    if (change === 0) return [];
    return [`clocks of ${placeOfZone(each)} go ${change > 0 ? "forward" : "back"} ${span(Math.abs(change))}`];
  });
}
