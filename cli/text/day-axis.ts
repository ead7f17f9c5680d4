/** The days under a chart: "Tue 11───────Wed 12────". */
import { dayText } from "../../src/index.js";
import { type Duration, type Instant, type WallTime, day, instant } from "../../src/index.js";
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

/** Where each local day begins (the first: where the chart does), and how many columns it has. */
function dayMarks({ start, slot, slots, wallOf }: TimeFrame, columns: number): readonly DayMark[] {
  const starts: { column: number; wall: WallTime }[] = [];
  let last = NaN;
  for (let s = 0; s < slots; s++) {
    const wall = wallOf(instant(start + s * slot));
    const date = Math.floor(wall / day);
    if (date !== last) starts.push({ column: columnOf(s, columns, slots), wall });
    last = date;
  }
  return starts.map(({ column, wall }, d) => ({
    column,
    wall,
    room: (starts[d + 1]?.column ?? columns + 1) - column,
  }));
}
