/** The days under a chart: "Tue 11───────Wed 12────". */
import { clockText, dayText } from "../../src/index.js";
import { type Duration, type Instant, type WallTime, day, hour, instant, minute } from "../../src/index.js";
import { columnOf } from "./columns.js";

/** The time a chart covers. */
export type TimeFrame = {
  /** Of the first slot. */
  readonly start: Instant;
  readonly slot: Duration;
  readonly slots: number;
  /** Wall clock of the zone in which days begin. */
  readonly wallOf: (at: Instant) => WallTime;
};

type DayMark = { readonly column: number; readonly room: number; readonly wall: WallTime };

/** Exactly `columns` wide. A day whose label finds no room has none. */
export function dayAxis(frame: TimeFrame, columns: number, rule: string): string {
  const marks = dayMarks(frame, columns);
  // All labels in one form: once a whole day has no room for it, the weekday goes, and then the day.
  const whole = marks.slice(1, -1).reduce((least, { room }) => Math.min(least, room), Infinity);
  if (whole < 3) return rule.repeat(columns);
  const label = (wall: WallTime) => (whole > 6 ? dayText(wall) : (dayText(wall).split(" ")[1] ?? ""));
  let axis = "";
  for (const { column, room, wall } of marks) {
    const text = label(wall);
    if (column < axis.length || text.length >= room) continue;
    axis = axis.padEnd(column, rule) + text;
  }
  return axis.padEnd(columns, rule).slice(0, columns);
}

/** Labels of the clock, from the finest; each divides a day. */
const clockSteps = [5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour];
/** Columns from one label of the clock to the next, at least. */
const CLOCK_ROOM = 8;

/** "Tue 11───12:00────Wed 12───": as `dayAxis`, with hours where they find room. */
export function timeAxis(frame: TimeFrame, columns: number, rule: string): string {
  const perColumn = (frame.slot * frame.slots) / columns;
  const step = clockSteps.find((each) => each >= frame.slot && each / perColumn >= CLOCK_ROOM);
  if (step === undefined) return dayAxis(frame, columns, rule);
  let axis = "";
  let last = NaN;
  for (const { column, wall } of marksOf(frame, columns, step)) {
    const date = Math.floor(wall / day);
    const text = date === last ? clockText(wall) : dayText(wall);
    last = date;
    if ((column > 0 && column <= axis.length) || column + text.length > columns) continue;
    axis = axis.padEnd(column, rule) + text;
  }
  return axis.padEnd(columns, rule).slice(0, columns);
}

/** Where each local day begins (the first: where the chart does), and how many columns it has. */
function dayMarks(frame: TimeFrame, columns: number): readonly DayMark[] {
  const starts = marksOf(frame, columns, day);
  return starts.map(({ column, wall }, d) => ({
    column,
    wall,
    room: (starts[d + 1]?.column ?? columns + 1) - column,
  }));
}

/** Where each `step` of the local clock begins. */
function marksOf(
  { start, slot, slots, wallOf }: TimeFrame,
  columns: number,
  step: number,
): readonly Omit<DayMark, "room">[] {
  const starts: { column: number; wall: WallTime }[] = [];
  let last = NaN;
  for (let s = 0; s < slots; s++) {
    const wall = wallOf(instant(start + s * slot));
    const begun = Math.floor(wall / step);
    if (begun !== last) starts.push({ column: columnOf(s, columns, slots), wall });
    last = begun;
  }
  return starts;
}
