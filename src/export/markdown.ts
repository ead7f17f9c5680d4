/** The change request an approver reads: what, when, who is affected, what could go wrong, how to undo it, how sure it is. */
import type { Plan, PlannedCohort } from "../plan/plan.js";
import { type Instant, isoInstant } from "../units.js";
import { counted, grouped, percent } from "./figures.js";
import { type ChangeRequest, homeZone, localTime, zonedTime } from "./change-request.js";
import { manyStarts } from "./many-starts.js";
import { risk, services } from "./markdown-services.js";
import { inert, markdownTable } from "./markdown-text.js";
import { type Restart, devicesOf, groupBy, instantOfIso, restartsOf } from "./restarts.js";
import { proofSentence } from "./proof.js";
import type { ExportTarget } from "./target.js";

function changeRequestText(plan: Plan): string {
  const request: ChangeRequest = { plan, restarts: restartsOf(plan), zone: homeZone(plan) };
  const sections = [what, who, services, risk, notPlanned, undo, proof];
  return `${sections.map((section) => section(request).join("\n")).join("\n\n")}\n`;
}

function what({ plan, restarts, zone }: ChangeRequest): readonly string[] {
  const release = instantOfIso(plan.release);
  const rows: readonly (readonly [string, string])[] = [
    [
      "What",
      `Restart ${counted(devicesOf(restarts.map(({ wave }) => wave)), "device")} to finish installing updates`,
    ],
    ["Updates released", `${zonedTime(release, zone)} (${isoInstant(release)})`],
    ["First restart", restarts[0] === undefined ? "none" : zonedTime(restarts[0].start, zone)],
    ["Last wave ends", lastEnd(restarts, zone)],
    ["Deadline", zonedTime(instantOfIso(plan.deadline), zone)],
    ["All devices done", doneBy(plan, restarts, zone)],
    ["Planned by", `policy ${inert(plan.policy)}, goal ${plan.goal}, scenario ${inert(plan.scenarioDigest)}`],
  ];
  return [
    `# Change request: ${inert(plan.name ?? "restarts after the updates")}`,
    "",
    ...markdownTable(
      [
        { title: "", align: "left", cell: ([title]) => title },
        { title: "", align: "left", cell: ([, text]) => text },
      ],
      rows,
    ),
  ];
}

const lastEnd = (restarts: readonly Restart[], zone: string): string => {
  const last = restarts.at(-1);
  return last === undefined ? "none" : zonedTime(last.end, zone);
};

/** Of all devices, those that are not planned included: half, 95 % and all of them. */
function doneBy(plan: Plan, restarts: readonly Restart[], zone: string): string {
  const all = devicesOf(plan.cohorts);
  return [0.5, 0.95, 1]
    .map((share) => {
      let devices = 0;
      const reached = restarts.find(({ wave }) => (devices += wave.devices) >= share * all);
      return `${percent(share)} ${reached === undefined ? "not in this plan" : `by ${localTime(reached.end, zone)}`}`;
    })
    .join(", ");
}

function who({ plan, restarts }: ChangeRequest): readonly string[] {
  const place = (of: PlannedCohort) => JSON.stringify([of.ring, of.site, of.timezone]);
  const waves = groupBy(restarts, ({ cohort }) => place(cohort));
  const rows = [...groupBy(plan.cohorts, place)]
    .map(([key, cohorts]) => {
      const group = waves.get(key) ?? [];
      return {
        cohort: cohorts[0],
        devices: devicesOf(cohorts),
        planned: devicesOf(group.map(({ wave }) => wave)),
        first: group[0]?.start,
        last: group.at(-1)?.end,
        starts: startsAt(plan, cohorts[0]) ?? new Set(group.map(({ start }) => start)).size,
      };
    })
    .sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity));
  const at = (instant: Instant | undefined, zone = "UTC") =>
    instant === undefined ? "-" : localTime(instant, zone);
  return [
    "## Who is affected",
    "",
    "Times are local to the site. In its wave a device restarts once; work not saved is lost.",
    "",
    ...markdownTable(
      [
        { title: "Ring", align: "left", cell: ({ cohort }) => inert(cohort?.ring ?? "") },
        { title: "Site", align: "left", cell: ({ cohort }) => inert(cohort?.site || "-") },
        { title: "Devices", align: "right", cell: ({ devices }) => grouped(devices) },
        { title: "Planned", align: "right", cell: ({ planned }) => grouped(planned) },
        { title: "First restart", align: "left", cell: ({ cohort, first }) => at(first, cohort?.timezone) },
        { title: "Last wave ends", align: "left", cell: ({ cohort, last }) => at(last, cohort?.timezone) },
        { title: "Start times", align: "right", cell: ({ starts }) => grouped(starts) },
        { title: "Time zone", align: "left", cell: ({ cohort }) => inert(cohort?.timezone ?? "") },
      ],
      rows,
    ),
  ];
}

/** Null: waves are fine. */
const startsAt = ({ starts }: Plan, of: PlannedCohort | undefined): number | null =>
  starts?.filter(
    ({ site, timezone, ring }) => site === of?.site && timezone === of.timezone && ring === of.ring,
  ).length ?? null;

function notPlanned({ plan }: ChangeRequest): readonly string[] {
  if (plan.unscheduled.length === 0) return ["## Not planned", "", "No device is left out."];
  return [
    "## Not planned",
    "",
    `${counted(devicesOf(plan.unscheduled), "device has", "devices have")} no wave:`,
    "",
    ...markdownTable(
      [
        { title: "Cohort", align: "left", cell: ({ cohort }) => inert(cohort) },
        { title: "Devices", align: "right", cell: ({ devices }) => grouped(devices) },
        { title: "Reason", align: "left", cell: ({ reason }) => reason },
        { title: "What limits, and a way out", align: "left", cell: ({ detail }) => inert(detail) },
      ],
      plan.unscheduled,
    ),
  ];
}

const undo = (): readonly string[] => [
  "## Undo",
  "",
  "- Before a wave starts: delete or move its maintenance window (waves.csv lists them); its devices then do not restart.",
  "- To stop the rest: delete every window that has not started. The plan itself changes nothing else.",
  "- After a wave: its devices have the update. Taking it off again is a change of its own, with a second restart.",
];

const proof = ({ plan }: ChangeRequest): readonly string[] => [
  "## Proof",
  "",
  `${inert(proofSentence(plan.certificate, plan.groups))} \`second-tuesday check\` computes it again from plan.json.`,
];

export const markdown: ExportTarget = {
  name: "markdown",
  title: "Change request (Markdown)",
  file: "change-request.md",
  extension: "md",
  losses: [
    "A summary by site and ring: start times and devices of single waves are in waves.csv.",
    "No load by slot and no prices: of each service only the busiest moment.",
    "Control characters in names are written as \\u escapes.",
  ],
  lossesOf: manyStarts,
  write: changeRequestText,
};
