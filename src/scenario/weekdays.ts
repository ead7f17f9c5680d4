/** Weekdays by their English names. */
import type { Weekday } from "./recurrence-rule.js";

const names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const everyDay: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];

/** At least three letters of its name; null for any other text. */
export function weekday(text: string): Weekday | null {
  const wanted = text.trim().toLowerCase();
  const index = names.findIndex((name) => wanted.length >= 3 && name.startsWith(wanted));
  return index < 0 ? null : (index as Weekday);
}

/** `Mon-Fri`, `Sat,Sun`, `Fri-Mon` (over the week's end), in the week's order; null where a name is none. */
export function weekdaysIn(text: string): readonly Weekday[] | null {
  const named = new Set<Weekday>();
  for (const range of text.split(",")) {
    const [from, to = from, ...more] = range.split(/[-\u2013]/).map(weekday);
    if (from === undefined || from === null || to === undefined || to === null || more.length > 0)
      return null;
    for (let offset = 0; offset <= (to - from + 7) % 7; offset++) named.add(((from + offset) % 7) as Weekday);
  }
  return everyDay.filter((day) => named.has(day));
}
