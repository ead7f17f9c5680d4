/** Days that follow each other by a weekly pattern: every day, Mon-Fri, each Saturday. */
import { type WallTime, day, dayText } from "../../src/index.js";

/** Monday 0. 1970-01-01 was a Thursday. */
const weekdayOf = (start: WallTime): number => (start / day + 3) % 7;

/** Runs of days, ascending, that leave out no day of a weekday that occurs among all of them. `days`: starts of days. */
export function nightlyRuns(days: readonly WallTime[]): readonly (readonly WallTime[])[] {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const weekdays = new Set(sorted.map(weekdayOf));
  const runs: WallTime[][] = [];
  for (const date of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && follows(date, last, weekdays)) run.push(date);
    else runs.push([date]);
  }
  return runs;
}

/** Whether no day between the two is of these weekdays. */
function follows(date: WallTime, last: WallTime, weekdays: ReadonlySet<number>): boolean {
  const between = Math.min(7, (date - last) / day - 1);
  return Array.from({ length: between }, (_, d) => (weekdayOf(last) + 1 + d) % 7).every(
    (each) => !weekdays.has(each),
  );
}

/** "Mon-Fri", "Sat, Sun", "Mon, Wed-Fri" */
export function weekdaysText(days: readonly WallTime[]): string {
  const names = new Map(days.map((date) => [weekdayOf(date), dayText(date).split(" ")[0] ?? ""]));
  const spans: number[][] = [];
  for (const weekday of [...names.keys()].sort((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span?.at(-1) === weekday - 1) span.push(weekday);
    else spans.push([weekday]);
  }
  return spans
    .map((span) => span.map((weekday) => names.get(weekday) ?? ""))
    .map((span) => (span.length > 2 ? `${span[0]}-${span.at(-1)}` : span.join(", ")))
    .join(", ");
}
