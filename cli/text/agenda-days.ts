/** The local days that an agenda is drawn on, and what is marked on each. */
import { type AgendaEntry, type AgendaKind, type SiteAgenda, type WallTime } from "../../src/index.js";
import { day, wallOf } from "../../src/index.js";

/** from <= wall time < to. */
export type WallRange = { readonly from: WallTime; readonly to: WallTime };

/** Days since 1970-01-01 on the agenda's wall clock. */
export type DayNumber = number;
/** first <= day < end. */
export type DayRange = { readonly first: DayNumber; readonly end: DayNumber };

export type MarkedDays = ReadonlyMap<DayNumber, ReadonlySet<AgendaKind>>;

export const isIn = (date: DayNumber, { first, end }: DayRange): boolean => first <= date && date < end;

/** The days that a range touches. */
export const daysOf = ({ from, to }: WallRange): DayRange => ({
  first: Math.floor(from / day),
  end: Math.ceil(to / day),
});

/** A window belongs to the night in which it starts; anything else is on each local day that it touches. */
export function markedDays({ entries, timezone }: SiteAgenda, shown: DayRange): MarkedDays {
  const marked = new Map<DayNumber, Set<AgendaKind>>();
  for (const entry of entries) {
    const { first, end } = daysOfEntry(entry, timezone);
    for (let date = Math.max(first, shown.first); date < Math.min(end, shown.end); date++)
      marked.set(date, (marked.get(date) ?? new Set()).add(entry.kind));
  }
  return marked;
}

function daysOfEntry({ kind, start, end }: AgendaEntry, timezone: string): DayRange {
  const touched = daysOf({ from: wallOf(start, timezone), to: wallOf(end, timezone) });
  // The morning on which a window ends belongs to the night before.
  const until = kind === "window" ? Math.floor(wallOf(end, timezone) / day) : touched.end;
  return { first: touched.first, end: Math.max(touched.first + 1, until) };
}

/** Each month with a day in range, whole. */
export function monthsOf({ first, end }: DayRange): readonly DayRange[] {
  const months: DayRange[] = [];
  for (let date = first; date < end; date = months.at(-1)?.end ?? end) months.push(monthOf(date));
  return months;
}

function monthOf(date: DayNumber): DayRange {
  const at = new Date(date * day);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { first: Date.UTC(year, month, 1) / day, end: Date.UTC(year, month + 1, 1) / day };
}

export type WeekStart = "monday" | "sunday";

/** The first days of the weeks that reach into the month. */
export function weeksOf({ first, end }: DayRange, weekStart: WeekStart): readonly DayNumber[] {
  // 1970-01-01 was a Thursday.
  const start = first - ((first + (weekStart === "monday" ? 3 : 4)) % 7);
  return Array.from({ length: Math.ceil((end - start) / 7) }, (_, week) => start + week * 7);
}
