/** Month or day, and beside or below it what is on the marked day or hour. */
import { clockText, counted, type Interval, dateText, day, wallOf, wallTime } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { dayLines, dayTitle } from "./day.js";
import { devicesDuring, eventLines, eventsIn, spanText } from "./events.js";
import { monthLines } from "./month.js";
import { missingText } from "./place.js";
import { type CalendarView, dayInterval, dayOf, hoursOf, markedPoint, placeOf } from "./view.js";

/** Cells: month or day, and the list beside it. */
const WIDE = 110;

export function calendarPicture(view: CalendarView, scene: Scene, frame: Frame): Picture {
  const drawn = view.shows === "month" ? monthLines : dayLines;
  const lines =
    frame.width >= WIDE ? sideBySide(view, scene, frame, drawn) : stacked(view, scene, frame, drawn);
  return { lines: lines.slice(0, frame.height), says: sentences(view, scene, frame) };
}

type Drawn = (view: CalendarView, scene: Scene, frame: Frame) => readonly string[];

function sideBySide(view: CalendarView, scene: Scene, frame: Frame, drawn: Drawn): readonly string[] {
  const { style, glyphs, height } = frame;
  const leftWidth = Math.min(110, Math.floor(frame.width * (view.shows === "month" ? 0.56 : 0.62)));
  const [head = "", ...left] = drawn(view, scene, { ...frame, width: leftWidth });
  const [title = "", ...right] = listLines(view, scene, { ...frame, width: frame.width - leftWidth - 1 });
  const below = Array.from({ length: height - 1 }, (_, l) =>
    `${padEnd(left[l] ?? "", leftWidth)}${style.dim(glyphs.axis)}${right[l] ?? ""}`.trimEnd(),
  );
  return [head + style.dim(glyphs.tee) + title, ...below];
}

/** Lines below the month that the list has at least, its title included. */
const LEAST_LIST = 3;

function stacked(view: CalendarView, scene: Scene, frame: Frame, drawn: Drawn): readonly string[] {
  const { height } = frame;
  const above = drawn(view, scene, { ...frame, height: height - LEAST_LIST });
  const shown = above.slice(0, Math.max(1, height - LEAST_LIST));
  return [...shown, ...listLines(view, scene, { ...frame, height: height - shown.length })];
}

/** What is on the marked day; in a day first that of the marked hour. */
function listLines(view: CalendarView, scene: Scene, frame: Frame): readonly string[] {
  const place = placeOf(view, scene);
  const date = dayOf(view, scene);
  const whole = dayInterval(date, place.zone);
  const { style, glyphs, width, height } = frame;
  const list = (range: Interval, room: number): readonly string[] =>
    eventLines(eventsIn(place, range, glyphs), place, date, { style, glyphs, width, height: room });
  const dayHead = titleRule(dateText(wallTime(date * day)), frame, devicesText(devicesDuring(place, whole)));
  if (view.shows === "month") return [dayHead, ...list(whole, height - 1)];
  const point = markedPoint(view, scene);
  const hourHead = titleRule(
    cleanLine(`${spanText(point, place.zone, date)} ${placeOfZone(place.zone)}`),
    frame,
    devicesText(devicesDuring(place, point)),
  );
  const ofHour = list(point, height - 1);
  const rest = height - ofHour.length - 3;
  const ofDay = rest < 2 ? [] : ["", dayHead, ...list(whole, rest)];
  return [hourHead, ...ofHour, ...ofDay];
}

const devicesText = (devices: number): string => (devices === 0 ? "no restarts" : counted(devices, "device"));

function sentences(view: CalendarView, scene: Scene, { glyphs }: Frame): readonly string[] {
  const place = placeOf(view, scene);
  const point = markedPoint(view, scene);
  const date = dayOf(view, scene);
  const events = eventsIn(place, point, glyphs)
    .map((event) => `${event.what} ${spanText(event, place.zone, date)} ${event.summary}`)
    .join("; ");
  const when =
    view.shows === "month"
      ? ""
      : `, hour ${clockText(wallOf(point.start, place.zone))} of ${hoursOf(date, place.zone).length}`;
  const missing = missingText(scene);
  return [
    `${dayTitle(place, date)}${when}, on the clock of ${place.zone}: ${devicesText(devicesDuring(place, point))}.`,
    events === "" ? "Nothing else is on it." : `${events}.`,
    ...(missing === null ? [] : [`${missing}.`]),
  ].map(cleanLine);
}
