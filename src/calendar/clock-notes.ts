/** What a change of the clocks does to a calendar's occurrences, said aloud: nobody sees it in the calendar. */
import type { Problem } from "../problem.js";
import { day, type Instant, type Interval, instant, isoInstant, isoWall, type WallTime } from "../units.js";
import type { Calendar } from "./ical.js";
import { type EventSpan, eventSpans } from "./spans.js";
import { offsetAt, wallOf } from "./zone.js";

/**
 * Notes, not faults: of each occurrence whose wall-clock start comes twice (`event.time-twice`) or never (`event.time-skipped`)
 * on the clocks of its zone, which instant is taken. In the order of `spans`; `file` is the calendar's.
 */
export const clockNotes = (spans: readonly EventSpan[], file: string): readonly Problem[] =>
  spans.flatMap((span) => {
    const note = clockNote(span);
    return note === null ? [] : [{ ...note, place: { file, line: span.line } }];
  });

/** Of every event of the calendar; floating times are read in `zone`. */
export function calendarClockNotes(calendar: Calendar, range: Interval, zone: string): readonly Problem[] {
  return calendar.events.flatMap((event) => {
    const spans = eventSpans(event, range, zone);
    // What cannot be expanded is a problem where it is used.
    return spans.ok ? clockNotes(spans.value, calendar.file) : [];
  });
}

function clockNote({ interval: { start }, wall, zone }: EventSpan): Problem | null {
  const reading = isoWall(wall).replace("T", " ");
  if (wallOf(start, zone) !== wall)
    return {
      code: "event.time-skipped",
      message: `clocks in ${zone} skip ${reading}; ${clockTime(start, zone)} is taken`,
      hint: "write a time that the clocks show",
    };
  const other = readings(wall, zone).find((at) => at !== start);
  if (other === undefined) return null;
  const [which, unlike] = start < other ? ["first", "second"] : ["second", "first"];
  return {
    code: "event.time-twice",
    message: `clocks in ${zone} show ${reading} twice; the ${which}, ${isoInstant(start)}, is taken`,
    hint: `if the ${unlike} is meant, write it in UTC: ${isoInstant(other)}`,
  };
}

const clockTime = (at: Instant, zone: string): string =>
  `${isoWall(wallOf(at, zone)).slice(11)} (${isoInstant(at)})`;

/** Every instant at which the clocks show `wall`. No offset exceeds a day, so one of these two holds at each. */
function readings(wall: WallTime, zone: string): readonly Instant[] {
  const offsets = [wall - day, wall + day].map((near) => offsetAt(zone, instant(near)));
  return [...new Set(offsets)]
    .map((offset) => instant(wall - offset))
    .filter((at) => wallOf(at, zone) === wall);
}
