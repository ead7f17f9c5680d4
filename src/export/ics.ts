/** plan.ics: one event a wave (or a start, where the plan has few), in the local time of its cohort, for the calendars of those who must know. */
import { wallOf, zoneTransitions } from "../calendar/zone.js";
import type { Plan, PlannedStart } from "../plan/plan.js";
import { type Instant, type Interval, day, instant, isoInstant } from "../units.js";
import { dataText, folded, parameterValue, textValue } from "./content-line.js";
import { counted, span } from "./figures.js";
import { type Restart, instantOfIso, restartsOf } from "./restarts.js";
import type { ExportTarget } from "./target.js";
import { localDateTime, timezoneLines } from "./timezone-lines.js";

function planIcs(plan: Plan): string {
  const restarts = restartsOf(plan);
  const events =
    plan.starts === null
      ? restarts.map((restart) => waveLines(plan, restart))
      : plan.starts.map((start) => startLines(plan, start));
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
    ...events.flat(),
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

function waveLines(plan: Plan, { cohort, wave, start, end }: Restart): readonly string[] {
  const { site, profile, ring, timezone } = cohort;
  const devices = wave.devices === 1 ? "1 device" : `${wave.devices} devices`;
  return eventLines(plan, {
    uid: `${wave.slot}-${cohort.id}`,
    start,
    end,
    timezone,
    summary: `Restart wave: ${devices}, ${[site, profile, ring].filter(Boolean).join(" ")}`,
    site,
    ring,
    what: `${devices} of cohort ${cohort.id} restart, spread evenly over ${plan.grid.slotMinutes} minutes.`,
  });
}

function startLines(plan: Plan, of: PlannedStart): readonly string[] {
  const { site, ring, timezone, cohorts } = of;
  const [start, end] = [instantOfIso(of.start), instantOfIso(of.end)];
  const devices = counted(of.devices, "device");
  const parts = cohorts.map((each) => `${counted(each.devices, "device")} of cohort ${each.cohort}`);
  return eventLines(plan, {
    uid: `${of.slots.join("-")}-${[site, timezone, ring].map(encodeURIComponent).join("/")}`,
    start,
    end,
    timezone,
    summary: `Restarts start: ${devices}, ${[site, ring].filter(Boolean).join(" ")}`,
    site,
    ring,
    what: `${devices} restart, spread evenly over ${span(end - start)}: ${parts.join(", ")}.`,
  });
}

type Event = Interval & {
  /** Unlike that of any other event of the plan. */
  readonly uid: string;
  readonly timezone: string;
  readonly summary: string;
  readonly site: string;
  readonly ring: string;
  readonly what: string;
};

function eventLines(
  plan: Plan,
  { uid, start, end, timezone, summary, site, ring, what }: Event,
): readonly string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${dataText(`${digestStart(plan)}-${uid}@second-tuesday`)}`,
    // The plan's own instant instead of a clock's: the same plan gives the same bytes.
    `DTSTAMP:${utcDateTime(instantOfIso(plan.release))}`,
    dateTime("DTSTART", start, timezone),
    dateTime("DTEND", end, timezone),
    `SUMMARY:${dataText(summary)}`,
    ...(site === "" ? [] : [`LOCATION:${dataText(site)}`]),
    `DESCRIPTION:${description(plan, what)}`,
    `CATEGORIES:second-tuesday,${dataText(ring)}`,
    // A wave makes nobody busy.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

const description = (plan: Plan, what: string): string =>
  [what, `Updates released ${plan.release}; deadline ${plan.deadline}.`, `Scenario ${plan.scenarioDigest}`]
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
    "Only the waves, or the starts they follow from: no forecast, no certificate, no devices that are not planned.",
    "Times are whole slots: which device restarts when inside a wave is not said.",
    "Control characters are taken out of names.",
  ],
  write: planIcs,
};
