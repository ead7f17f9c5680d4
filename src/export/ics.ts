/** plan.ics: one event a wave, in the local time of its cohort, for the calendars of those who must know. */
import { wallOf, zoneTransitions } from "../calendar/zone.js";
import type { Plan } from "../plan/plan.js";
import { type Instant, type Interval, day, instant, isoInstant } from "../units.js";
import { dataText, folded, parameterValue, textValue } from "./content-line.js";
import { type Restart, instantOfIso, restartsOf } from "./restarts.js";
import type { ExportTarget } from "./target.js";
import { localDateTime, timezoneLines } from "./timezone-lines.js";

function planIcs(plan: Plan): string {
  const restarts = restartsOf(plan);
  const zones = [...new Set(restarts.map(({ cohort }) => cohort.timezone))].sort();
  const span = spanOf(plan, restarts);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//second-tuesday//plan//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${dataText(plan.name ?? "Restart waves")}`,
    ...zones.flatMap((zone) => timezoneLines(zone, span)),
    ...restarts.flatMap((restart) => eventLines(plan, restart)),
    "END:VCALENDAR",
  ]
    .map(folded)
    .join("");
}

// By slot: the last wave is the last to end.
const spanOf = (plan: Plan, restarts: readonly Restart[]): Interval => {
  const start = instantOfIso(plan.grid.start);
  return { start, end: restarts.at(-1)?.end ?? start };
};

function eventLines(plan: Plan, { cohort, wave, start, end }: Restart): readonly string[] {
  const { site, profile, ring, timezone } = cohort;
  const devices = wave.devices === 1 ? "1 device" : `${wave.devices} devices`;
  return [
    "BEGIN:VEVENT",
    `UID:${dataText(`${digestStart(plan)}-${wave.slot}-${cohort.id}@second-tuesday`)}`,
    // The plan's own instant instead of a clock's: the same plan gives the same bytes.
    `DTSTAMP:${utcDateTime(instantOfIso(plan.release))}`,
    dateTime("DTSTART", start, timezone),
    dateTime("DTEND", end, timezone),
    `SUMMARY:${dataText(`Restart wave: ${devices}, ${[site, profile, ring].filter(Boolean).join(" ")}`)}`,
    ...(site === "" ? [] : [`LOCATION:${dataText(site)}`]),
    `DESCRIPTION:${description(plan, cohort.id, devices)}`,
    `CATEGORIES:second-tuesday,${dataText(ring)}`,
    // A wave makes nobody busy.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

const description = (plan: Plan, cohort: string, devices: string): string =>
  [
    `${devices} of cohort ${cohort} restart, spread evenly over ${plan.grid.slotMinutes} minutes.`,
    `Updates released ${plan.release}; deadline ${plan.deadline}.`,
    `Scenario ${plan.scenarioDigest}`,
  ]
    .map(dataText)
    .join(textValue("\n"));

/** Enough of the digest to tell two plans apart in one calendar. */
const digestStart = ({ scenarioDigest }: Plan): string => scenarioDigest.replace(/^sha256:/, "").slice(0, 16);

/** Local with its zone; UTC in the hours that a clock change repeats. */
export const dateTime = (property: string, at: Instant, zone: string): string =>
  isRepeated(at, zone)
    ? `${property}:${utcDateTime(at)}`
    : `${property};TZID=${parameterValue(zone)}:${localDateTime(wallOf(at, zone))}`;

// RFC 5545 3.3.5 gives a repeated local time its first pass, no way to name the second, and ical.js 2.2.1 reads the second.
/** The clock of `zone` shows this reading twice. */
function isRepeated(at: Instant, zone: string): boolean {
  const around = { start: instant(at - day), end: instant(at + day) };
  return zoneTransitions(zone, around).some(({ at: change, before, after }) => {
    const back = before - after;
    return change - back <= at && at < change + back;
  });
}

export const utcDateTime = (at: Instant): string => isoInstant(at).replace(/[-:]/g, "");

export const ics: ExportTarget = {
  name: "ics",
  title: "Waves as calendar events (iCalendar)",
  file: "plan.ics",
  extension: "ics",
  losses: [
    "Only the waves: no forecast, no certificate, no devices that are not planned.",
    "Times are whole slots: which device restarts when inside a wave is not said.",
    "Control characters are taken out of names.",
  ],
  write: planIcs,
};
