/** What the parts of the list's picture share, and the words in which they speak of a row and of a time. */
import { counted, grouped, percent, type Plan, wallOf, wallSpan } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { marksOf } from "./axis.js";
import type { Marks } from "./cells.js";
import { type Layout, layoutOf, shownName } from "./layout.js";
import { type Listed, listed } from "./listed.js";
import { markedSlot, type Ruler, rulerOf, slotsAt, timeOf } from "./ruler.js";
import { type Row, spreadOf } from "./rows.js";
import type { ScheduleView, Sort } from "./view.js";

/** Everything of one frame that its parts share. */
export type Sheet = {
  readonly view: ScheduleView;
  readonly scene: Scene;
  readonly frame: Frame;
  readonly plan: Plan;
  readonly list: Listed;
  readonly layout: Layout;
  readonly ruler: Ruler;
  /** Slot. */
  readonly cursor: number;
  readonly marks: Marks;
  /** Place of the marked row. */
  readonly at: number;
};

export const placeOf = ({ marked }: Pick<ScheduleView, "marked">, { places }: Listed): number =>
  marked === null ? 0 : (places.get(marked) ?? 0);

export function sheetOf(view: ScheduleView, scene: Scene, frame: Frame): Sheet {
  const { plan } = scene.planned;
  const list = listed(plan, view);
  const layout = layoutOf(plan, frame.width);
  const ruler = rulerOf(view, plan, layout.columns);
  const cursor = markedSlot(view, scene, ruler);
  const marks = marksOf(ruler, plan, scene.now, cursor);
  return { view, scene, frame, plan, list, layout, ruler, cursor, marks, at: placeOf(view, list) };
}

const sortWords: Readonly<Record<Sort, string>> = {
  "first wave": "earliest first",
  devices: "most devices first",
  name: "by name",
  exposure: "longest exposed first",
  "last wave": "last to finish first",
};

/** "Heat map: 9 sites, 60 cohorts, earliest first" */
export function titleText({ view, list }: Sheet): string {
  const { fold, look, sort } = view;
  const cohorts = counted(list.cohorts.length, "cohort");
  const rows = list.groups === null ? cohorts : `${counted(list.groups.length, fold)}, ${cohorts}`;
  return `${look === "Gantt" ? "Gantt" : "Heat map"}: ${rows}, ${sortWords[sort]}`;
}

/** In the row's own time; where a group has several, in that of the axis. */
export const zoneOf = (row: Row, { scene }: Sheet): string =>
  (row.kind === "cohort" ? row.cohort.timezone : row.timezone) ?? scene.zone;

export const rowName = (row: Row): string =>
  row.kind === "cohort" ? shownName(row.parts) : cleanLine(row.name);

/** "118 devices, waves Fri 14 22:00-Sat 15 03:30 Berlin" */
export function figuresOf(row: Row, sheet: Sheet): string {
  const zone = zoneOf(row, sheet);
  const { ruler } = sheet;
  const wall = (slot: number) => wallOf(timeOf(ruler, slot), zone);
  const waves =
    row.first === null || row.last === null
      ? "no wave"
      : `waves ${wallSpan(wall(row.first), wall(row.last + 1))} ${cleanLine(placeOfZone(zone))}`;
  const out = row.leftOut === 0 ? "" : `, ${grouped(row.leftOut)} left out${reasonsOf(row)}`;
  return `${counted(row.devices, "device")}, ${waves}${out}`;
}

const reasonsOf = (row: Row): string =>
  row.kind === "cohort" ? ` (${[...new Set(row.unscheduled.map(({ reason }) => reason))].join(", ")})` : "";

/** "Wed 12 21:00-22:00 Berlin: 24 of its devices restart, 310 of all" */
export function cursorWords({ scene, ruler, marks, list, at }: Sheet): string {
  const [from, to] = slotsAt(ruler, marks.cursor);
  const wall = (slot: number) => wallOf(timeOf(ruler, slot), scene.zone);
  const when = `${wallSpan(wall(from), wall(to))} ${cleanLine(placeOfZone(scene.zone))}`;
  const row = list.lines[at]?.row;
  if (row === undefined) return when;
  const own = devicesBetween(row, from, to);
  const isOpen = spreadOf(row).open.some(([first, end]) => first < to && end > from);
  const all = grouped(devicesBetween(list.all, from, to));
  const here =
    own > 0
      ? `${grouped(own)} of its devices ${own === 1 ? "restarts" : "restart"} (${percent(own / row.devices)})`
      : isOpen
        ? "open, no wave of it"
        : "not open to it";
  return `${when}: ${here}; ${all} of all ${grouped(list.all.devices)}`;
}

function devicesBetween(row: Row, from: number, to: number): number {
  const { slots, devices } = spreadOf(row);
  return slots.reduce((sum, slot, w) => (slot >= from && slot < to ? sum + (devices[w] ?? 0) : sum), 0);
}

export const noneText = ({ view, plan, frame }: Sheet): string =>
  truncate(
    plan.cohorts.length === 0
      ? "  The plan has no cohorts."
      : `  No cohort has ${cleanLine(view.filter)} in its site, profile, ring, group, zone or id.`,
    frame.width,
    frame.glyphs.ellipsis,
  );
