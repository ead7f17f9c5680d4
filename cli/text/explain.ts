/** Why a plan is as it is: what limits it and at what price, what was tried, what is left out, and one cohort slot by slot. */
import {
  type BindingRun,
  counted,
  dayTime,
  devicesOf,
  type Explanation,
  grouped,
  type HeadroomCost,
  type Instant,
  type LoadUnit,
  type Outlook,
  type Plan,
  type Planned,
  type ServiceForecast,
  type Tried,
  unitOf,
  type Unpriced,
  wallOf,
} from "../../src/index.js";
import { backgroundLines } from "./background-first.js";
import { cleanLine } from "./clean.js";
import { cohortLines } from "./explain-cohort.js";
import { distanceTable } from "./distance.js";
import { truncate } from "./fit.js";
import { groupLines } from "./groups.js";
import { peersLines } from "./peers-words.js";
import { figureAtLeast, figureAtMost, percentNotOver, spanText, unitWords } from "./explain-words.js";
import {
  brokenLines,
  inSections,
  placeOfZone,
  type ReportFrame,
  reportZone,
  sideBySide,
  wrapped,
} from "./report-frame.js";
import { table } from "./table.js";

/** Rows of the table of limits at most, of each level. */
const MOST_RUNS = 12;

export function explainLines(
  planned: Planned,
  explanation: Explanation,
  frame: ReportFrame,
): readonly string[] {
  const { plan, settled } = planned;
  const name = truncate(
    cleanLine(settled.scenario.name ?? "unnamed scenario"),
    frame.width - 10,
    frame.glyphs.ellipsis,
  );
  const sections = [
    backgroundLines(planned, explanation.filled, frame),
    [
      sideBySide([`${frame.style.bold("WHY")}   ${name}`, `goal ${plan.goal}`], "   ", frame.width),
      ...groupLines(planned, frame),
    ],
    limitLines(planned, explanation, "unscheduled", frame),
    limitLines(planned, explanation, "exposure", frame),
    reasonLines(planned, explanation, frame),
    distanceTable(planned, explanation.distances, frame),
    explanation.cohort === null ? [] : cohortLines(planned, explanation.cohort, frame),
  ];
  return inSections(sections);
}

/** What headroom costs, what holds nothing up, what was tried, what is left out. */
export const reasonLines = (
  planned: Planned,
  explanation: Explanation,
  frame: ReportFrame,
): readonly string[] => [
  ...headroomLines(explanation, frame),
  ...unpricedLines(explanation, frame),
  ...peersLines(planned, explanation.peers, frame),
  ...moreLines(planned, explanation.more, devicesOf(planned.plan.cohorts), frame),
  ...leftLines(explanation, frame),
];

export const levelWords = {
  unscheduled: {
    title: "WOULD GIVE A WAVE TO, AT MOST",
    intro: "Not every device finds room. What holds devices out, most valuable first:",
    none: "No limit of a service holds devices out.",
  },
  exposure: {
    title: "SAVES AT MOST",
    intro: "What makes devices wait, most valuable first:",
    none: "No limit of a service makes any device wait.",
  },
} as const;

export const unitOfLevel = { unscheduled: "devices", exposure: "device-hours" } as const;

function limitLines(
  planned: Planned,
  { limits }: Explanation,
  level: BindingRun["level"],
  frame: ReportFrame,
): readonly string[] {
  const runs = limits.filter((run) => run.level === level);
  const words = levelWords[level];
  if (runs.length === 0) return level === "unscheduled" ? [] : brokenLines(words.none, frame.width, "");
  const more = runs.length - MOST_RUNS;
  return [
    ...brokenLines(words.intro, frame.width, ""),
    ...limitTable(planned, runs.slice(0, MOST_RUNS), level, frame),
    ...(more > 0 ? [frame.style.dim(`and ${counted(more, "more", "more")} (--json has all)`)] : []),
  ];
}

/** The head, then a line a run. */
export function limitTable(
  planned: Planned,
  runs: readonly BindingRun[],
  level: BindingRun["level"],
  frame: ReportFrame,
): readonly string[] {
  const { plan } = planned;
  const zone = reportZone(planned);
  const unit = ({ service }: BindingRun): LoadUnit => unitOf(serviceOf(plan, service));
  const isHeld = runs.some(({ row }) => row === "rise");
  return table<BindingRun>(
    [
      { title: "SERVICE", align: "left", keep: "always", least: 8, cell: ({ service }) => service },
      {
        title: `WHEN (${placeOfZone(zone)})`,
        align: "left",
        keep: "always",
        cell: ({ from, to }) => spanText(plan, from, to, zone),
      },
      { title: "SLOTS", align: "right", keep: 1, cell: ({ from, to }) => `${to - from}` },
      {
        title: "ONE MORE",
        align: "left",
        keep: 3,
        cell: (run) => unitWords(serviceOf(plan, run.service), unit(run)),
      },
      {
        title: levelWords[level].title,
        align: "right",
        keep: "always",
        cell: (run) => `${figureAtMost(run.price / unit(run).factor)} ${unitOfLevel[level]}`,
      },
      ...(isHeld
        ? [
            {
              title: "HELD BY",
              align: "left" as const,
              keep: 2,
              cell: ({ row }: BindingRun) => (row === "rise" ? "goal flattest" : "its limit"),
            },
          ]
        : []),
    ],
    runs,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

const serviceOf = ({ services }: Plan, id: string): ServiceForecast =>
  services.find((service) => service.id === id) as ServiceForecast;

function headroomLines({ headroom }: Explanation, frame: ReportFrame): readonly string[] {
  if (headroom.length === 0) return [];
  const costs = byCost(headroom).map((each) => `${each.service} ${costText(each)}`);
  return wrapped("HEADROOM", `one point more would cost at least: ${costs.join(", ")}`, frame);
}

export const byCost = (headroom: Explanation["headroom"]): Explanation["headroom"] =>
  [...headroom].sort((a, b) => b.cost - a.cost);

/** "31 device-hours", at least. */
export const costText = ({ level, cost }: HeadroomCost): string =>
  `${figureAtLeast(cost)} ${unitOfLevel[level]}${level === "unscheduled" ? " left out" : ""}`;

function unpricedLines({ unpriced }: Explanation, frame: ReportFrame): readonly string[] {
  if (unpriced.length === 0) return [];
  const texts = unpriced.map((each) => `${each.service} (${idleText(each)})`);
  return wrapped("NO LIMIT", `these hold nothing up: ${texts.join(", ")}`, frame);
}

/** Why it holds nothing up. */
export const idleText = ({ fullest }: Unpriced): string =>
  fullest === null
    ? "capacity unknown, so it has no limit"
    : `never over ${percentNotOver(fullest)} of its limit`;

function moreLines(
  planned: Planned,
  more: readonly Tried[],
  devices: number,
  frame: ReportFrame,
): readonly string[] {
  const zone = reportZone(planned);
  return more.flatMap((tried, i) =>
    wrapped(i === 0 ? "TRIED" : "", `${tried.words}: ${gainText(tried, devices, zone)}`, frame),
  );
}

export function gainText({ before, after, verdict }: Tried, devices: number, zone: string): string {
  if (verdict === "same") return "no gain";
  const changes = [
    ...(before.unscheduled === after.unscheduled
      ? []
      : [`${counted(after.unscheduled, "device")} left out instead of ${grouped(before.unscheduled)}`]),
    ...riseText(before, after),
    ...(before.unscheduled === 0 && after.unscheduled === 0
      ? [`a device is exposed ${hours(after, devices)} on average instead of ${hours(before, devices)}`]
      : []),
    mostText(before.mostRestarted, after.mostRestarted, zone),
  ];
  return `${verdict === "worse" ? "no gain, worse: " : ""}${changes.join(", ")}`;
}

const hours = ({ exposure }: Outlook, devices: number): string =>
  `${grouped(exposure / Math.max(1, devices), 1)} h`;

const riseText = ({ rise: before }: Outlook, { rise: after }: Outlook): readonly string[] =>
  before === null || after === null
    ? []
    : [`rise ${grouped(after * 100, 1)} % instead of ${grouped(before * 100, 1)} %`];

function mostText(before: Instant | null, after: Instant | null, zone: string): string {
  const text = (when: Instant | null): string =>
    when === null ? "never" : `by ${dayTime(wallOf(when, zone))}`;
  return `90 % restarted ${text(after)}${before === after ? ", as before" : ` instead of ${text(before)}`}`;
}

const leftLines = ({ unscheduled }: Explanation, frame: ReportFrame): readonly string[] =>
  leftTexts(unscheduled).flatMap((text, i) => wrapped(i === 0 ? "LEFT OUT" : "", text, frame));

/** Each reason with its way out, once. */
export function leftTexts(unscheduled: Explanation["unscheduled"]): readonly string[] {
  const byDetail = new Map<string, number>();
  for (const { devices, reason, detail } of unscheduled) {
    const why = `${reason}: ${detail}`;
    byDetail.set(why, (byDetail.get(why) ?? 0) + devices);
  }
  return [...byDetail].map(([why, devices]) => `${counted(devices, "device")}, ${why}`);
}
