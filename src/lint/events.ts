/** Events that as a window open nothing, and as a freeze forbid nothing. */
import { isLengthless } from "../calendar/freezes.js";
import type { Calendar } from "../calendar/ical.js";
import type { Found } from "./finding.js";
import { eventWords } from "./words.js";

/** Told once: in a calendar of releases every event is so, and rightly. */
export function lengthlessEvents({ events, file }: Calendar): readonly Found[] {
  const lengthless = events.filter(isLengthless);
  const [first] = lengthless;
  if (first === undefined) return [];
  const others = lengthless.length - 1;
  return [
    {
      message: `${eventWords(first)}${others === 0 ? "" : ` and ${others} more`} ${others === 0 ? "has" : "have"} no length: fine for releases, but as windows or freezes they do nothing`,
      hint: "give it a DTEND or DURATION, unless it is a release",
      place: { file, line: first.line },
      first: null,
      zone: null,
    },
  ];
}
