/** A month of days to walk on: signs of what is on each, when windows are open, how many devices restart. */
import { type AgendaKind, day, dayText, grouped, monthText, wallOf, wallTime } from "../../../src/index.js";
import type { DayNumber, DayRange } from "../../text/agenda-days.js";
import { isIn, markedDays, monthsOf, weeksOf } from "../../text/agenda-days.js";
import { agendaKinds, agendaMarks, paintedSign } from "../../text/agenda-marks.js";
import { bar } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { onShow } from "../list.js";
import { titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { devicesDuring, eventsIn, spanText } from "./events.js";
import { missingText, type Place } from "./place.js";
import { type CalendarView, dayInterval, dayOf, markedSpan, placeOf } from "./view.js";

/** What every day of the month is drawn from. */
type Month = {
  readonly place: Place;
  readonly range: DayRange;
  readonly marked: ReadonlyMap<DayNumber, ReadonlySet<AgendaKind>>;
  readonly devices: ReadonlyMap<DayNumber, number>;
  readonly most: number;
  readonly at: DayNumber;
  readonly today: DayNumber;
  /** Days that are marked together. */
  readonly span: DayRange;
  /** Cells of a day without the blank after it, and its lines. */
  readonly cell: number;
  readonly lines: number;
};

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const MOST_LINES = 8;
/** Cells of a day: in narrower ones words stand without their sign. */
const SIGNED = 12;

export function monthLines(view: CalendarView, scene: Scene, frame: Frame): readonly string[] {
  const place = placeOf(view, scene);
  const at = dayOf(view, scene);
  const [range] = monthsOf({ first: at, end: at + 1 }) as readonly [DayRange];
  const weeks = weeksOf(range, "monday");
  const room = Math.max(1, frame.height - 3);
  const lines = Math.max(Math.min(2, room), Math.min(MOST_LINES, Math.floor(room / weeks.length)));
  const [from, to] = onShow(
    weeks.length,
    weeks.findIndex((week) => at < week + 7),
    Math.max(1, Math.floor(room / lines)),
  );
  const month = monthOf(view, scene, {
    place,
    range,
    at,
    lines,
    cell: Math.min(22, Math.floor((frame.width - 1) / 7) - 1),
  });
  const names = DAYS.map((d) =>
    padEnd(` ${dayText(wallTime(((weeks[0] ?? 0) + d) * day)).slice(0, 3)}`, month.cell),
  );
  const title = `${monthText(wallTime(range.first * day))}, ${place.label}`;
  return [
    titleRule(title, frame, `days: ${place.zone}`),
    frame.style.dim(` ${names.join(" ")}`.trimEnd()),
    ...weeks.slice(from, to).flatMap((week) => weekLines(week, month, frame)),
    legendLine(month, scene, frame),
  ].slice(0, frame.height);
}

function monthOf(
  view: CalendarView,
  scene: Scene,
  drawn: Pick<Month, "place" | "range" | "at" | "lines" | "cell">,
): Month {
  const { place, range } = drawn;
  const shown = { first: range.first - 7, end: range.end + 7 };
  const agenda = { site: place.site, timezone: place.zone, entries: place.entries };
  const devices = new Map<DayNumber, number>();
  for (let date = shown.first; date < shown.end; date++) {
    const count = devicesDuring(place, dayInterval(date, place.zone));
    if (count > 0) devices.set(date, count);
  }
  const { start, end } = markedSpan(view, scene);
  return {
    ...drawn,
    marked: markedDays(agenda, shown),
    devices,
    most: Math.max(...devices.values(), 0),
    today: Math.floor(wallOf(scene.now, place.zone) / day),
    span: {
      first: Math.floor(wallOf(start, place.zone) / day),
      end: Math.ceil(wallOf(end, place.zone) / day),
    },
  };
}

function weekLines(week: DayNumber, month: Month, frame: Frame): readonly string[] {
  const days = DAYS.map((d) => dayCell(week + d, month, frame));
  return Array.from({ length: month.lines }, (_, l) =>
    ` ${days.map((lines) => padEnd(lines[l] ?? "", month.cell)).join(" ")}`.trimEnd(),
  );
}

/** Number and signs; then windows with the devices that restart; a bar of them; in tall months what the signs stand for. */
function dayCell(date: DayNumber, month: Month, frame: Frame): readonly string[] {
  const kinds = month.marked.get(date) ?? new Set<AgendaKind>();
  if (month.lines === 1) return [headOf(date, kinds, month, frame)];
  return [
    headOf(date, kinds, month, frame),
    windowLine(date, kinds, month, frame),
    ...(month.lines > 3 ? [waveBar(date, month, frame)] : []),
    ...(month.lines > 4 ? summaries(date, month, frame) : []),
  ];
}

function headOf(date: DayNumber, kinds: ReadonlySet<AgendaKind>, month: Month, frame: Frame): string {
  const { style, glyphs } = frame;
  const number = String(new Date(date * day).getUTCDate()).padStart(2);
  const told = date === month.today ? `(${number.trim()})`.padStart(4) : ` ${number} `;
  const mark = date === month.at ? glyphs.mark : " ";
  const head = mark + told;
  const isMarked = isIn(date, month.span);
  const paint = isMarked ? style.inverse : isIn(date, month.range) ? style.bold : style.dim;
  const signs = agendaKinds.filter((kind) => kind !== "window" && kinds.has(kind));
  const shown = signs.slice(0, Math.max(0, month.cell - widthOf(head) - 1));
  return `${paint(head)} ${shown.map((kind) => paintedSign(kind, frame)).join("")}`;
}

function windowLine(date: DayNumber, kinds: ReadonlySet<AgendaKind>, month: Month, frame: Frame): string {
  const { style, glyphs } = frame;
  const devices = month.devices.get(date) ?? 0;
  const figure = devices === 0 ? "" : truncate(grouped(devices), month.cell, glyphs.ellipsis);
  const room = month.cell - widthOf(figure) - 1;
  // A blank between the bar and the figure.
  const left = Math.max(0, figure === "" ? room : room - 1);
  const windows = kinds.has("window") ? style.green(glyphs.window.repeat(left)) : " ".repeat(left);
  return ` ${windows}${figure === "" ? "" : ` ${style.cyan(figure)}`}`;
}

const waveBar = (date: DayNumber, { devices, most, cell }: Month, { style, glyphs }: Frame): string =>
  ` ${style.cyan(bar(devices.get(date) ?? 0, most, cell - 1, glyphs))}`;

/** What the signs stand for; the hours of windows only where all are of one site. */
function summaries(
  date: DayNumber,
  { place, cell, lines }: Month,
  { style, glyphs }: Frame,
): readonly string[] {
  const texts = eventsIn(place, dayInterval(date, place.zone), glyphs).flatMap((event) => {
    const { sign, paint, what, ring } = event;
    if (
      what === "window" &&
      (place.site === null || Math.floor(wallOf(event.start, place.zone) / day) !== date)
    )
      return [];
    const words = what === "window" ? spanText(event, place.zone, date) : (ring ?? what);
    return [
      ` ${style[paint](truncate(cleanLine(cell < SIGNED ? words : `${sign} ${words}`), cell - 1, glyphs.ellipsis))}`,
    ];
  });
  return [...new Set(texts)].slice(0, lines - 3);
}

/** The signs that are used, as far as there is room; what is missing first. */
function legendLine({ marked, devices, today, range }: Month, scene: Scene, frame: Frame): string {
  const { style, width } = frame;
  const missing = missingText(scene);
  const used = new Set([...marked.values()].flatMap((kinds) => [...kinds]));
  const entries = [
    ...(missing === null ? [] : [style.yellow(truncate(missing, width - 2, frame.glyphs.ellipsis))]),
    ...agendaKinds
      .filter((kind) => used.has(kind))
      .map((kind) => `${paintedSign(kind, frame)} ${agendaMarks[kind].words}`),
    ...(devices.size === 0 ? [] : [`${style.cyan("123")} devices`]),
    ...(isIn(today, range) ? ["(1) today"] : []),
  ];
  return entries.reduce((line, entry) => {
    const longer = line === "" ? ` ${entry}` : `${line}  ${entry}`;
    return widthOf(longer) <= width ? longer : line;
  }, "");
}
