/** What will never come, or no more: windows, freezes, events, and those it was meant for. */
import { freezeSpans, type FreezeSpan } from "../calendar/freezes.js";
import type { CalendarEvent } from "../calendar/event.js";
import { type Calendar, eventSpans, type EventSpan } from "../calendar/ical.js";
import { wallOf } from "../calendar/zone.js";
import type { Outcome } from "../problem.js";
import type { Freeze } from "../scenario/scenario.js";
import { fits } from "../scenario/selector.js";
import { day, type Instant, instant, type Interval } from "../units.js";
import { type Around, byZone, earliest, firstNight, openTimes, type WindowUse } from "./around.js";
import type { Found } from "./finding.js";
import { dateWords, eventWords, timeWords, whereWords, windowWords } from "./words.js";

/** A rule that rests for ten years is over. */
const ahead = [400 * day, 3_660 * day] as const;

/** Windows that are shut from release to deadline, at every site they are for. */
export function windowsNeverOpen(around: Around): readonly Found[] {
  const { windows, range } = around;
  return windows.flatMap((use) => {
    const groups = byZone(use.cohorts);
    const [group] = groups;
    const isOpen = groups.some(({ zone }) => openTimes(use.window, zone, range, around).length > 0);
    if (group === undefined || isOpen || isBeforeRelease(use, around)) return [];
    const next = nextOpening(use, around);
    const when = next === null ? "nor after it" : `the next is ${timeWords(next.at, next.zone)}`;
    const { zone } = next ?? group;
    return [
      {
        message: `${windowWords(use.window)} never opens ${whereWords(use.cohorts)} between the release and the deadline; ${when}`,
        hint: "correct the window, or move the deadline",
        place: { path: use.path },
        first: next?.at ?? null,
        zone,
      },
    ];
  });
}

/** That is another finding: `night.before-release`. */
const isBeforeRelease = ({ window, cohorts }: WindowUse, { release }: Around): boolean =>
  window.kind === "afterRelease" &&
  byZone(cohorts).some(({ zone }) => firstNight(window, zone, release.at) < release.at);

function nextOpening(
  { window, cohorts }: WindowUse,
  around: Around,
): { readonly at: Instant; readonly zone: string } | null {
  const later = { start: around.range.end, end: instant(around.range.end + ahead[0]) };
  return earliest(
    byZone(cohorts).flatMap(({ zone }) =>
      openTimes(window, zone, later, around).map(({ start }) => ({ at: start, zone })),
    ),
  );
}

/** Freezes that are over before the release. */
export function freezesOver({ scenario, cohorts, range, calendars }: Around): readonly Found[] {
  return scenario.freezes.flatMap((freeze) => {
    const zone = cohorts.find((cohort) => fits(freeze.who, cohort))?.timezone;
    if (zone === undefined || freeze.kind === "calendar") return [];
    const spansIn = (time: Interval) => freezeSpans(freeze, zone, time, calendars);
    if (comesAgain(spansIn, range.start, ({ to }) => to)) return [];
    return [
      {
        message: `the freeze ${lastTime(freeze, zone, spansIn, range.start)}, so it forbids nothing after the release`,
        hint: "give this year's dates, or take it out",
        place: { path: freeze.path },
        first: null,
        zone: null,
      },
    ];
  });
}

function lastTime(
  { kind }: Freeze,
  zone: string,
  spansIn: (time: Interval) => Outcome<readonly FreezeSpan[]>,
  before: Instant,
): string {
  const earlier = spansIn({ start: instant(before - ahead[1]), end: before });
  const last = earlier.ok ? earlier.value.at(-1) : undefined;
  if (last === undefined) return "never comes";
  return `${kind === "span" ? "ended" : "came for the last time"} ${timeWords(kind === "span" ? last.to : last.from, zone)}`;
}

function comesAgain<T>(
  spansIn: (time: Interval) => Outcome<readonly T[]>,
  from: Instant,
  endOf: (span: T) => Instant,
): boolean {
  return ahead.some((length) => {
    const spans = spansIn({ start: from, end: instant(from + length) });
    // More than can be listed does come.
    return !spans.ok || spans.value.some((span) => endOf(span) > from);
  });
}

/** Events of the scenario's freeze and window calendars that are over before the release. */
export function calendarsOver({ scenario, windows, cohorts, range, calendars }: Around): readonly Found[] {
  const files = [...scenario.freezes, ...windows.map(({ window }) => window)].flatMap((each) =>
    each.kind === "calendar" ? [each.file] : [],
  );
  return [...new Set(files)].flatMap((file) => {
    const calendar = calendars.get(file);
    return calendar === undefined ? [] : eventsOver(calendar, range.start, cohorts[0]?.timezone ?? "UTC");
  });
}

/** Series that have ended; of a calendar in which nothing lies ahead, that. Single events of the past are nobody's mistake. */
export function eventsOver(calendar: Calendar, from: Instant, siteZone: string): readonly Found[] {
  const { events, file, name } = calendar;
  const over = events.filter((event) => !eventComesAgain(event, from, siteZone));
  if (events.length > 0 && over.length === events.length) {
    const last = lastOf(over, from, siteZone);
    return [
      {
        message: `nothing in the calendar "${name}" comes after ${dateWords(wallOf(from, siteZone))}${last === null ? "" : `; the last was ${eventWords(last)}, ${timeWords(last.interval.start, last.zone)}`}`,
        hint: "fetch the calendar anew, or take it out",
        place: { file },
        first: null,
        zone: null,
      },
    ];
  }
  return over
    .filter(({ rules }) => rules.length > 0)
    .map((event) => {
      const last = lastOf([event], from, siteZone);
      return {
        message: `${eventWords(event)} ${last === null ? "never comes" : `came for the last time ${timeWords(last.interval.start, last.zone)}`}`,
        hint: "correct UNTIL, COUNT or EXDATE, or take it out",
        place: { file, line: event.line },
        first: null,
        zone: null,
      };
    });
}

const eventComesAgain = (event: CalendarEvent, from: Instant, siteZone: string): boolean =>
  comesAgain(
    (time) => eventSpans(event, time, siteZone),
    from,
    ({ interval }) =>
      // An event without a length comes at its start.
      instant(Math.max(interval.end, interval.start + 1)),
  );

/** The last occurrence of any of these before `from`; null: none in ten years. */
function lastOf(events: readonly CalendarEvent[], from: Instant, siteZone: string): EventSpan | null {
  const past = { start: instant(from - ahead[1]), end: from };
  const lasts = events.flatMap((event) => {
    const spans = eventSpans(event, past, siteZone);
    return spans.ok ? spans.value.slice(-1) : [];
  });
  return lasts.reduce<EventSpan | null>(
    (a, b) => (a === null || b.interval.start > a.interval.start ? b : a),
    null,
  );
}

/** Windows meant for devices that their profiles do not have. Of the other selectors settle.ts says so. */
export const windowsForNobody = ({ windows }: Around): readonly Found[] =>
  windows
    .filter(({ cohorts }) => cohorts.length === 0)
    .map(({ window, path }) => ({
      message: `${windowWords(window)} concerns no device of this fleet`,
      hint: "check the names in `who`, or take it out",
      place: { path },
      first: null,
      zone: null,
    }));
