/** The report of `plan`: first the answer, then what to do, then the proof. Each section is a function of what was planned. */
import {
  counted,
  dateText,
  dayTime,
  devicesOf,
  grouped,
  groupBy,
  type FewPrice,
  type Instant,
  instant,
  instantOfIso,
  isoInstant,
  loadFigure,
  loadText,
  type Plan,
  type Planned,
  proofSentence,
  unitOf,
  wallOf,
} from "../../src/index.js";
import { backgroundLines } from "./background-first.js";
import { cleanLine } from "./clean.js";
import { distanceLines } from "./distance.js";
import { minuteLines } from "./minutes.js";
import { fewProof, fewText, startTable } from "./starts.js";
import { truncate, widthOf } from "./fit.js";
import { groupLines } from "./groups.js";
import { doneLines, guessLines, leftLines } from "./report-end.js";
import {
  brokenLines,
  inSections,
  placeOfZone,
  type ReportFrame,
  reportZone,
  sideBySide,
  wrapped,
} from "./report-frame.js";
import { peersLines } from "./peers-words.js";
import { chartLines, loadWords, serviceLines } from "./report-services.js";
import type { Paint, Style } from "./style.js";
import { waveTable } from "./waves.js";

/** Rows of the wave table at most. */
const MOST_WAVES = 24;
/** Rows of the table of starts: each is something to build. */
const MOST_STARTS = 60;

export function report(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan, filled, peers, few } = planned;
  const sections = [
    backgroundLines(planned, filled, frame),
    [...verdictLines(planned, frame), ...askedLines(planned, frame)],
    [...serviceLines(planned, frame), ...peersLines(planned, peers, frame)],
    chartLines(planned, frame),
    waveLines(plan, few, frame),
    [
      ...doneLines(planned, frame),
      ...leftLines(planned, frame),
      ...minuteLines(planned, frame),
      ...guessLines(planned, frame),
    ],
    [...proofLines(planned, frame), ...distanceLines(planned, frame)],
  ];
  return inSections(sections);
}

/** What was asked: what must be found out first, the dates, the fleet. */
export const askedLines = (planned: Planned, frame: ReportFrame): readonly string[] => [
  ...needLines(planned, frame),
  ...datesLines(planned, frame),
  ...fleetLines(planned, frame),
  ...groupLines(planned, frame),
];

export const proofLines = ({ plan, few }: Planned, frame: ReportFrame): readonly string[] =>
  wrapped(
    "PROOF",
    [proofSentence(plan.certificate, plan.groups), ...(few === null ? [] : fewProof(few))].join(" "),
    frame,
  );

/** The waves; where the plan has few starts, what somebody has to build instead. */
function waveLines(plan: Plan, few: FewPrice | null, frame: ReportFrame): readonly string[] {
  if (plan.waves.length === 0) return [];
  if (few === null) return waveTable(plan, { ...frame, wallOf, most: MOST_WAVES });
  return [
    ...startTable(plan, { ...frame, wallOf, most: MOST_STARTS }),
    ...wrapped("STARTS", fewText(few), frame),
  ];
}

/** The answer in the first words; then what was asked. */
function verdictLines({ plan, settled }: Planned, { style, width, glyphs }: ReportFrame): readonly string[] {
  const { verdict, paint, detail } = verdictOf(plan, style);
  const room = width - widthOf(verdict) - 3;
  const name = truncate(cleanLine(settled.scenario.name ?? "unnamed scenario"), room, glyphs.ellipsis);
  const short = plan.scenarioDigest.slice("sha256:".length, "sha256:".length + 8);
  const about = [name, `goal ${plan.goal}`, `scenario ${short}`];
  const head = style.bold(paint(verdict));
  return detail === null || widthOf(detail) <= room
    ? [`${head}   ${sideBySide(detail === null ? about : [detail, ...about], "   ", room)}`]
    : [head, ...brokenLines(detail, width, "")];
}

export type Verdict = { readonly verdict: string; readonly paint: Paint; readonly detail: string | null };

export function verdictOf({ cohorts, unscheduled, services }: Plan, style: Style): Verdict {
  const [devices, left] = [devicesOf(cohorts), devicesOf(unscheduled)];
  if (left > 0) {
    const have = left === 1 ? "has" : "have";
    const detail = `${grouped(left)} of ${counted(devices, "device")} ${have} no wave`;
    return { verdict: "DOES NOT FIT", paint: style.red, detail };
  }
  const needs = unknownOf(services).map((service) => loadText(service.peak.load, unitOf(service)));
  if (needs.length === 0 || needs.length < services.length)
    return { verdict: "FITS", paint: style.green, detail: null };
  const distinct = [...new Set(needs)];
  const need = distinct.length > 2 ? "CAPACITY" : distinct.join(" and ");
  return { verdict: `NEEDS ${need}`, paint: style.yellow, detail: null };
}

const unknownOf = (services: Plan["services"]): Plan["services"] =>
  services.filter(({ capacity }) => capacity === null);

/** What services of unknown capacity would have to carry. */
function needLines({ plan }: Planned, frame: ReportFrame): readonly string[] {
  const needs = unknownOf(plan.services).map((service) => {
    const unit = unitOf(service);
    return `${loadFigure(service.peak.load, unit)} ${loadWords(service)} on ${service.id}`;
  });
  if (needs.length === 0) return [];
  const each = needs.length === 1 ? "it" : "each";
  const text = `this plan needs ${needs.join(", ")} at worst: find out what ${each} can carry, leave some of it free, and give it as its capacity`;
  return wrapped("Needs", text, frame);
}

function datesLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan } = planned;
  const zone = reportZone(planned);
  const at = (when: Instant): string => dayTime(wallOf(when, zone));
  const release = instantOfIso(plan.release);
  const last = plan.waves.reduce((latest, { end }) => Math.max(latest, instantOfIso(end)), 0);
  const lastText = last === 0 ? "No wave." : `Last wave ends ${at(instant(last))}.`;
  const place = placeOfZone(zone);
  const inUtc = place === "UTC" ? "UTC" : `${place}, ${isoInstant(release).slice(11, 16)} UTC`;
  return wrapped(
    "Release",
    `${dateText(wallOf(release, zone)).slice(0, -" 2026".length)} ${at(release).slice(-5)} ${inUtc}.  ${lastText}  Deadline ${at(instantOfIso(plan.deadline))}.`,
    frame,
  );
}

/** "67 excluded: test lab" */
function excludedTexts({ excluded }: Plan): readonly string[] {
  const byReason = groupBy(excluded, ({ reason }) => reason);
  return [...byReason].map(([reason, of]) => `${grouped(devicesOf(of))} excluded (${reason})`);
}

function fleetLines({ settled, plan }: Planned, frame: ReportFrame): readonly string[] {
  const { rows, rejected, notes } = settled.placed.fleet;
  const devices = `${counted(devicesOf(plan.cohorts), "device")} in ${counted(plan.cohorts.length, "cohort")}`;
  const isFile = "file" in settled.scenario.fleet;
  const parts = [
    devices,
    ...excludedTexts(plan),
    ...(rejected === 0 ? [] : [`${grouped(rejected)} rejected (--rows)`]),
  ].join(" + ");
  const text = isFile ? `${counted(rows, "row")} = ${parts}` : parts;
  return [
    ...wrapped("Fleet", text, frame),
    ...notes.map((note) =>
      truncate(`${" ".repeat(9)}${cleanLine(note)}`, frame.width, frame.glyphs.ellipsis),
    ),
  ];
}
