/** What stands over the rows: days, and the times that matter. */
import {
  clockText,
  dayTime,
  hour,
  type Instant,
  instantOfIso,
  type Plan,
  wallOf,
  type WallTime,
} from "../../../src/index.js";
import { type Label, placed } from "../../text/axis-labels.js";
import { dayAxis } from "../../text/day-axis.js";
import type { Glyphs } from "../../text/glyphs.js";
import type { Marks } from "./cells.js";
import { firstColumn, type Ruler, slotAt, timeOf } from "./ruler.js";

/** Exactly as wide as there are columns. */
export const daysOf = (ruler: Ruler, zone: string, glyphs: Glyphs): string =>
  dayAxis(
    {
      start: timeOf(ruler, ruler.from),
      slot: ruler.slot,
      slots: ruler.slots,
      wallOf: (at) => wallOf(at, zone),
    },
    ruler.columns,
    glyphs.rule,
  );

/** The column of a time; null: it is not on show. */
function columnAt(ruler: Ruler, at: Instant): number | null {
  const slot = slotAt(ruler, at);
  return slot < ruler.from || slot >= ruler.from + ruler.slots ? null : firstColumn(ruler, slot);
}

export const marksOf = (ruler: Ruler, plan: Plan, now: Instant, cursor: number): Marks => ({
  now: columnAt(ruler, now),
  deadline: columnAt(ruler, instantOfIso(plan.deadline)),
  cursor: firstColumn(ruler, cursor),
});

/** The marked time, now, release and deadline; in the room they leave the hours, where there is room for hours. */
export function timesOf(
  ruler: Ruler,
  {
    plan,
    cursor,
    marks,
    zone,
    glyphs,
  }: {
    readonly plan: Plan;
    /** Slot. */
    readonly cursor: number;
    readonly marks: Marks;
    readonly zone: string;
    readonly glyphs: Glyphs;
  },
): string {
  const release = columnAt(ruler, instantOfIso(plan.release));
  const label = (column: number | null, sign: string, text: string): readonly Label[] =>
    column === null ? [] : [besides(column, sign, text, ruler.columns)];
  return placed(
    [
      ...label(marks.cursor, glyphs.cursor, cursorText(wallOf(timeOf(ruler, cursor), zone), marks)),
      ...label(marks.now, glyphs.axis, "now"),
      ...label(marks.deadline, glyphs.deadline, "deadline"),
      ...label(release, glyphs.axis, "release"),
      ...hoursOf(ruler, zone),
    ],
    ruler.columns,
  );
}

const cursorText = (at: WallTime, { cursor, now }: Marks): string =>
  cursor === now ? `${dayTime(at)}, now` : dayTime(at);

/** The sign stands in its column: before the text, or where that would leave the picture after it. */
const besides = (column: number, sign: string, text: string, columns: number): Label =>
  column + 1 + text.length <= columns
    ? { at: column, text: sign + text }
    : { at: column - text.length, text: text + sign };

const steps = [1, 2, 3, 6, 12] as const;
/** Columns from one hour to the next: "21:00", a sign beside it and blanks. */
const HOUR_ROOM = 9;

function hoursOf(ruler: Ruler, zone: string): readonly Label[] {
  const perHour = (ruler.columns * hour) / (ruler.slots * ruler.slot);
  const step = steps.find((hours) => hours * perHour >= HOUR_ROOM);
  if (step === undefined) return [];
  const wall = (s: number): WallTime => wallOf(timeOf(ruler, s), zone);
  const labels: Label[] = [];
  for (let s = ruler.from; s < ruler.from + ruler.slots; s++)
    if (wall(s) % (step * hour) === 0) labels.push({ at: firstColumn(ruler, s), text: clockText(wall(s)) });
  // One that finds no room at the end would be moved, and be wrong.
  return labels.filter(({ at, text }) => at + text.length <= ruler.columns);
}
