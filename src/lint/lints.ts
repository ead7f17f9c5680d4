/** Every lint by the code of its findings. To add one: write its function, add a line here, add its test. */
import type { Calendar } from "../calendar/ical.js";
import type { Interval } from "../units.js";
import type { Around } from "./around.js";
import {
  eventsAcrossChanges,
  eventStartsSkipped,
  eventStartsTwice,
  windowsAcrossChanges,
  windowStartsSkipped,
  windowStartsTwice,
} from "./clock-changes.js";
import { lengthlessEvents } from "./events.js";
import type { Found } from "./finding.js";
import { freezesOverAll, freezesOverDeadline, releaseOnHoliday } from "./freezes.js";
import { hotpatchWithoutRestart } from "./hotpatch.js";
import { windowsShorterThanLead, windowsWithoutSlot } from "./lengths.js";
import { opensBeforeRelease, runsIntoPresence, splitAtMidnight } from "./midnight.js";
import { calendarsOver, eventsOver, freezesOver, windowsForNobody, windowsNeverOpen } from "./never.js";
import { driftsInCalendar, driftsInScenario } from "./nth-weekday.js";
import { offsetsBeyondTools } from "./offsets.js";
import { ringsTooLate } from "./rings.js";
import { tooFewSlots, tooLittleCapacity } from "./room.js";

/** Of a rollout. */
export const lints: Readonly<Record<string, (around: Around) => readonly Found[]>> = {
  "weekday.drifts": driftsInScenario,
  "offset.beyond-tools": offsetsBeyondTools,
  "clocks.across": windowsAcrossChanges,
  "clocks.skipped": windowStartsSkipped,
  "clocks.twice": windowStartsTwice,
  "night.split": splitAtMidnight,
  "night.before-release": opensBeforeRelease,
  "night.into-presence": runsIntoPresence,
  "room.slots": tooFewSlots,
  "room.capacity": tooLittleCapacity,
  "freeze.all-windows": freezesOverAll,
  "freeze.deadline": freezesOverDeadline,
  "release.holiday": releaseOnHoliday,
  "window.never-open": windowsNeverOpen,
  "who.nobody": windowsForNobody,
  "freeze.over": freezesOver,
  "event.over": calendarsOver,
  "ring.too-late": ringsTooLate,
  "hotpatch.no-restart": hotpatchWithoutRestart,
  "window.no-slot": windowsWithoutSlot,
  "window.lead": windowsShorterThanLead,
};

/** An .ics file on its own: nobody knows whose clock its floating times are on, nor which release it belongs to. */
export type CalendarAround = {
  readonly calendar: Calendar;
  readonly range: Interval;
  /** Of dates and floating times. */
  readonly zone: string;
  /** What "the second Saturday" is compared with; null: nothing. */
  readonly releases: Calendar | null;
};

export const calendarLints: Readonly<Record<string, (around: CalendarAround) => readonly Found[]>> = {
  "weekday.drifts": ({ calendar, zone, releases, range }) =>
    driftsInCalendar(calendar, zone, releases, range.start),
  "clocks.across": ({ calendar, range, zone }) => eventsAcrossChanges(calendar, range, zone),
  "clocks.skipped": ({ calendar, range, zone }) => eventStartsSkipped(calendar, range, zone),
  "clocks.twice": ({ calendar, range, zone }) => eventStartsTwice(calendar, range, zone),
  "event.no-length": ({ calendar }) => lengthlessEvents(calendar),
  "event.over": ({ calendar, range, zone }) => eventsOver(calendar, range.start, zone),
};

/** Shipped calendars are of releases: they have no length, and keep what is over. */
export const notOfReleases: readonly string[] = ["event.no-length", "event.over"];
