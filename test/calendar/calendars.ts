import { type Calendar, readCalendar } from "../../src/calendar/ical.js";
import type { Problem } from "../../src/problem.js";

/** A calendar of the given lines between BEGIN and END; the first of them is line 2. */
export const ics = (...lines: readonly string[]): string =>
  ["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR", ""].join("\r\n");

export const vevent = (...lines: readonly string[]): string[] => ["BEGIN:VEVENT", ...lines, "END:VEVENT"];

export function calendarOf(text: string): Calendar {
  const outcome = readCalendar(text, "test.ics");
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
}

/** "event.bad-date@5", or without a line "release.none". */
export const coded = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, place }) => (place?.line === undefined ? code : `${code}@${place.line}`));
