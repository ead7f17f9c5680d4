/** What will go wrong with the calendar of a rollout, or with an .ics file on its own: by date. */
import type { Problem } from "../problem.js";
import { aroundOf, type LintSubject, type ReleaseCalendars } from "./around.js";
import { byDate, type Finding, type Found } from "./finding.js";
import { type CalendarAround, calendarLints, lints, notOfReleases } from "./lints.js";

/** Of a prepared rollout. What settling it had to pass over is among the findings. */
export function lint(subject: LintSubject, calendars: ReleaseCalendars): readonly Finding[] {
  const around = aroundOf(subject, calendars);
  const passedOver = subject.settled.notes.filter((note) => !isOfWindow(note)).map(timeless);
  return [...passedOver, ...foundBy(lints, around)].sort(byDate);
}

/** @param isShipped a calendar of releases that keeps those of the past */
export function lintCalendar(around: CalendarAround, isShipped: boolean): readonly Finding[] {
  const wanted = Object.entries(calendarLints).filter(
    ([code]) => !isShipped || !notOfReleases.includes(code),
  );
  return [...around.calendar.problems.map(timeless), ...foundBy(Object.fromEntries(wanted), around)].sort(
    byDate,
  );
}

function foundBy<A>(
  table: Readonly<Record<string, (around: A) => readonly Found[]>>,
  around: A,
): readonly Finding[] {
  return Object.entries(table).flatMap(([code, find]) => find(around).map((found) => ({ code, ...found })));
}

/** Of windows `windowsForNobody` says which it is. */
const isOfWindow = ({ code, place }: Problem): boolean =>
  code === "who.nobody" && place?.path?.endsWith("windows") === true;

const timeless = (problem: Problem): Finding => ({ ...problem, first: null, zone: null });
