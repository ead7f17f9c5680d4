/** "What limits it": which limits bind and at what price, and what was tried. */
import {
  type BindingRun,
  bindingRuns,
  counted,
  dayTime,
  devicesOf,
  grouped,
  hour,
  type Plan,
  type ServiceForecast,
  span,
  startOfSlot,
  type Tried,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import { figureAtMost, unitWords } from "../../text/explain-words.js";
import { doingText } from "../../text/progress.js";
import { brokenLines } from "../../text/report-frame.js";
import { nightSpan } from "../../text/waves.js";
import { table } from "../../text/table.js";
import type { Scene } from "../scene.js";
import { type Part, type PartFrame, partOf } from "./part.js";

/** Of the most valuable limits. */
const MOST_RUNS = 8;

export function limitsPart(scene: Scene, frame: PartFrame): Part {
  const broken = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) =>
      brokenLines(text, frame.width, "   ").map((line, l) => (l === 0 ? line.slice(2) : line)),
    );
  const runs = runsOf(scene.planned.plan);
  const limits = runs.length === 0 ? broken([NOTHING]) : limitLines(scene, runs, frame);
  const lines = [
    ...broken(wayOutLines(scene)),
    ...limits.slice(0, FIRST_LINES),
    ...broken(triedLines(scene)),
    ...limits.slice(FIRST_LINES),
  ];
  return {
    ...partOf("limits", "What limits it", lines, 2),
    // Titles with nothing below them say nothing.
    draw: ({ height }) =>
      lines.slice(0, lines[height - 1] === limits[0] && limits.length > 1 ? height - 1 : height),
  };
}

/** Titles and two limits: what would help is told before the rest of them. */
const FIRST_LINES = 3;

const NOTHING = "no limit of a service makes any device wait";

const runsOfPlan = new WeakMap<Plan, readonly BindingRun[]>();

function runsOf(plan: Plan): readonly BindingRun[] {
  const runs = runsOfPlan.get(plan) ?? bindingRuns(plan);
  runsOfPlan.set(plan, runs);
  return runs;
}

const serviceOf = ({ services }: Plan, id: string): ServiceForecast =>
  services.find((service) => service.id === id) as ServiceForecast;

function limitLines(
  { planned, zone }: Scene,
  runs: readonly BindingRun[],
  { width, style, glyphs }: PartFrame,
): readonly string[] {
  const { plan } = planned;
  return table<BindingRun>(
    [
      {
        title: "BINDS",
        align: "left",
        keep: "always",
        least: 6,
        cell: ({ service, row }) => (row === "rise" ? `${service} (goal)` : service),
      },
      {
        title: width < ROOMY ? "FROM" : "WHEN",
        align: "left",
        keep: "always",
        cell: (run) => whenText(plan, run, zone, width),
      },
      {
        title: "ONE MORE",
        align: "left",
        keep: 1,
        cell: ({ service }) => moreText(serviceOf(plan, service)),
      },
      { title: "SAVES AT MOST", align: "right", keep: "always", cell: (run) => savesText(plan, run) },
    ],
    runs.slice(0, MOST_RUNS),
    { width: width - 1, style, ellipsis: glyphs.ellipsis },
  ).map((line) => ` ${line}`);
}

/** Cells: in fewer only the beginning of a run finds room. */
const ROOMY = 56;

function whenText(plan: Plan, { from, to }: BindingRun, zone: string, width: number): string {
  const [start, end] = [wallOf(startOfSlot(plan, from), zone), wallOf(startOfSlot(plan, to), zone)];
  return width < ROOMY ? dayTime(start) : nightSpan(start, end);
}

const moreText = (service: ServiceForecast): string => unitWords(service, unitOf(service));

const savesText = (plan: Plan, { service, level, price }: BindingRun): string => {
  const { factor } = unitOf(serviceOf(plan, service));
  return `${figureAtMost(price / factor)} ${level === "exposure" ? "device-h" : "devices"}`;
};

/** Found by planning again. */
function wayOutLines({ planned }: Scene): readonly string[] {
  if (planned.plan.unscheduled.length === 0) return [];
  const { shut, crowded, queued } = planned.remedies.changes;
  const changes = [...new Set([...crowded, ...queued, ...shut])];
  if (changes.length === 0) return ["no single change that was tried schedules them all"];
  return changes.map((change) => `way out: ${change} (solved again)`);
}

function triedLines({ planned, facts, zone }: Scene): readonly string[] {
  const { explanation } = facts;
  switch (explanation.state) {
    case "unknown":
      return ["what would help is not known yet"];
    case "asked":
      return [
        explanation.progress === null
          ? "seeking what would help"
          : `seeking what would help: ${doingText(explanation.progress)}`,
      ];
    case "failed":
      return [`what would help cannot be told: ${explanation.problems[0]?.message ?? "no reason is given"}`];
    case "known":
      return explanation.value.more.map(
        (tried) => `${tried.words}: ${gainText(tried, devicesOf(planned.plan.cohorts), zone)}`,
      );
  }
}

/** What changes first, in the order of the goals. */
function gainText({ before, after, verdict }: Tried, devices: number, zone: string): string {
  if (verdict === "same") return "no gain";
  const worse = verdict === "worse" ? "worse, " : "";
  if (after.unscheduled !== before.unscheduled)
    return `${worse}${counted(after.unscheduled, "device")} left out, not ${grouped(before.unscheduled)}`;
  const exposed = ((after.exposure - before.exposure) / Math.max(1, devices)) * hour;
  const exposure = `exposed ${span(Math.abs(exposed))} ${exposed < 0 ? "less" : "more"}`;
  const rise =
    before.rise === null || after.rise === null || before.rise === after.rise
      ? ""
      : `rise ${grouped(after.rise * 100, 1)} %, not ${grouped(before.rise * 100, 1)} %, `;
  const most =
    after.mostRestarted === null || after.mostRestarted === before.mostRestarted
      ? ""
      : `, 90 % ${dayTime(wallOf(after.mostRestarted, zone))}`;
  return `${worse}${rise}${exposure}${most}`;
}
