/** The report of `plan`: first the answer, then what to do, then the proof. Each section is a function of what was planned. */
import {
  counted,
  dateText,
  dayTime,
  type Instant,
  instant,
  instantOfIso,
  isoInstant,
  type Planned,
  proofSentence,
  wallOf,
} from "../../src/index.js";
import { cleanLine } from "./clean.js";
import { truncate, widthOf } from "./fit.js";
import { doneLines, guessLines, leftLines } from "./report-end.js";
import { placeOfZone, type ReportFrame, reportZone, wrapped } from "./report-frame.js";
import { chartLines, serviceLines } from "./report-services.js";
import { waveTable } from "./waves.js";

/** Rows of the wave table at most. */
const MOST_WAVES = 24;

export function report(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan } = planned;
  const waves = plan.waves.length === 0 ? [] : waveTable(plan, { ...frame, wallOf, most: MOST_WAVES });
  const sections = [
    [...verdictLines(planned, frame), ...datesLines(planned, frame), ...fleetLines(planned, frame)],
    serviceLines(planned, frame),
    chartLines(planned, frame),
    waves,
    [...doneLines(planned, frame), ...leftLines(planned, frame), ...guessLines(planned, frame)],
    wrapped("PROOF", proofSentence(plan.certificate), frame),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function verdictLines({ plan, settled }: Planned, { style, width, glyphs }: ReportFrame): readonly string[] {
  const left = plan.unscheduled.reduce((sum, { devices }) => sum + devices, 0);
  const isUnknown = plan.services.length > 0 && plan.services.every(({ capacity }) => capacity === null);
  const verdict =
    left > 0 ? style.red("DOES NOT FIT") : isUnknown ? style.yellow("NO LIMIT KNOWN") : style.green("FITS");
  const about = [
    cleanLine(settled.scenario.name ?? "unnamed scenario"),
    `goal ${plan.goal}`,
    `scenario ${plan.scenarioDigest.slice("sha256:".length, "sha256:".length + 8)}`,
  ].join("   ");
  return [`${style.bold(verdict)}   ${truncate(about, width - widthOf(verdict) - 3, glyphs.ellipsis)}`];
}

function datesLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan } = planned;
  const zone = reportZone(planned);
  const at = (when: Instant): string => dayTime(wallOf(when, zone));
  const release = instantOfIso(plan.release);
  const last = plan.waves.reduce((latest, { end }) => Math.max(latest, instantOfIso(end)), 0);
  const lastText = last === 0 ? "none" : at(instant(last));
  const place = placeOfZone(zone);
  return wrapped(
    "Release",
    `${dateText(wallOf(release, zone))} ${at(release).slice(-5)} ${place} (${isoInstant(release)}).   Last restart by ${lastText}.   Deadline ${at(instantOfIso(plan.deadline))}.`,
    frame,
  );
}

function fleetLines({ settled, plan }: Planned, frame: ReportFrame): readonly string[] {
  const { rows, imported, rejected, notes } = settled.placed.fleet;
  const devices = plan.cohorts.reduce((sum, cohort) => sum + cohort.devices, 0);
  const cohorts = counted(plan.cohorts.length, "cohort");
  const isFile = "file" in settled.scenario.fleet;
  const text = isFile
    ? `${counted(rows, "row")} = ${counted(imported, "device")}${imported === devices ? "" : ` (${devices})`} in ${cohorts}${rejected === 0 ? "" : ` + ${rejected} rejected (--rows)`}`
    : `${counted(devices, "device")} in ${cohorts}`;
  return [text, ...notes].flatMap((line, i) => wrapped(i === 0 ? "Fleet" : "", line, frame));
}
