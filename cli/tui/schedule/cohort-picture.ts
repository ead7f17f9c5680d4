/** One cohort over the whole screen, in its own local time: its restarts, its waves, and why they are where they are. */
import {
  type CohortExplanation,
  counted,
  devicesOf,
  grouped,
  instantOfIso,
  percent,
  type Problem,
  type Wave,
  wallOf,
  wallSpan,
} from "../../../src/index.js";
import { bar } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { leftOutLines, waveRuns, whenOpenLines, whyNotLines } from "../../text/explain-cohort.js";
import { spanText } from "../../text/explain-words.js";
import { padEnd, padStart } from "../../text/fit.js";
import { placeOfZone, type ReportFrame, wrapped } from "../../text/report-frame.js";
import { styleFor } from "../../text/style.js";
import { titleRule } from "../panes.js";
import { type Fact, type Scene, unknown } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { cohortChart, LABEL } from "./cohort-chart.js";
import { shownName } from "./layout.js";
import { listed } from "./listed.js";
import { type CohortRow, cohortRows } from "./rows.js";
import type { ScheduleView } from "./view.js";

/** null: none is open, or the plan has it no more. */
export const openedCohort = ({ cohort: opened }: ScheduleView, { planned }: Scene): CohortRow | null =>
  opened === null ? null : (cohortRows(planned.plan).find(({ cohort }) => cohort.id === opened.id) ?? null);

const HEAD = 1;

/** Lines of a cohort's page on show. */
export const pageHeight = (height: number): number => Math.max(1, height - HEAD);

export function cohortPicture(row: CohortRow, view: ScheduleView, scene: Scene, frame: Frame): Picture {
  const page = cohortPage(row, view, scene, frame);
  const height = pageHeight(frame.height);
  const from = Math.max(0, Math.min(view.cohort?.line ?? 0, page.length - height));
  const shown = page.slice(from, from + height);
  const part = page.length > height ? `lines ${from + 1}-${from + shown.length} of ${page.length}` : "";
  const which = whichText(row, view, scene);
  const lines = [
    titleRule(shownName(row.parts), frame, [part, which].filter((text) => text !== "").join(", ")),
    ...shown,
  ];
  const name = `${[shownName(row.parts), which].filter((text) => text !== "").join(", ")}: ${cleanLine(factsText(row))}.`;
  return { lines: lines.slice(0, frame.height), says: [name, ...spoken(row, scene, frame)] };
}

/** "cohort 3 of 60", in the order of the list it was opened from. */
function whichText(row: CohortRow, view: ScheduleView, { planned }: Scene): string {
  const { cohorts } = listed(planned.plan, view);
  const place = cohorts.indexOf(row);
  return place < 0 ? "" : `cohort ${grouped(place + 1)} of ${grouped(cohorts.length)}`;
}

function factsText({ cohort }: CohortRow): string {
  const { site, profile, ring, group, timezone } = cohort;
  const named = [
    `site ${site || "-"}`,
    `profile ${profile}`,
    `ring ${ring || "-"}`,
    ...(group === null ? [] : [`group ${group}`]),
  ];
  return `${[counted(cohort.devices, "device"), ...named].join(", ")}; times are of ${placeOfZone(timezone)}`;
}

/** What stands below the title, however long. */
export function cohortPage(
  row: CohortRow,
  view: ScheduleView,
  scene: Scene,
  frame: Frame,
): readonly string[] {
  const fact = factOf(row, scene);
  const waves = waveLines(row, frame);
  return [
    ...wrapped("Cohort", factsText(row), frame),
    ...cohortChart({ row, explained: fact.state === "known" ? fact.value : null, view, scene, frame }),
    "",
    ...(waves.length === 0 ? [] : [...waves, ""]),
    ...whenLines(row, scene, frame),
    ...leftOutLines(row.unscheduled, frame),
    "",
    ...whyLines(row, scene, frame),
  ];
}

const factOf = ({ cohort }: CohortRow, { facts }: Scene): Fact<CohortExplanation> =>
  facts.cohorts.get(cohort.id) ?? unknown;

const BAR = 16;
/** "Thu 13 23:00-Fri 14 03:00" */
const SPAN = 25;

/** A line for each run of neighbouring slots: when, how many devices, and how much of the cohort is done by its end. */
function waveLines({ cohort, waves }: CohortRow, { style, glyphs }: ReportFrame): readonly string[] {
  const runs = waveRuns(waves);
  const most = runs.reduce((highest, run) => Math.max(highest, devicesOf(run)), 0);
  const figure = grouped(most).length;
  let done = 0;
  return runs.map((run, i) => {
    const devices = devicesOf(run);
    done += devices;
    const [first, last] = [run[0] as Wave, run.at(-1) as Wave];
    const local = (iso: string) => wallOf(instantOfIso(iso), cohort.timezone);
    const label = style.bold(padEnd(i === 0 ? "Waves" : "", LABEL));
    const when = padEnd(wallSpan(local(first.start), local(last.end)), SPAN);
    const part = style.cyan(padEnd(bar(devices, cohort.devices, BAR, glyphs), BAR));
    return `${label}${when}  ${padStart(grouped(devices), figure)}  ${part}  ${percent(done / cohort.devices)} done`;
  });
}

/** Until the planner has answered, what the plan itself says: no more than is left by windows, readiness and ring together. */
function whenLines(row: CohortRow, scene: Scene, frame: ReportFrame): readonly string[] {
  const { plan } = scene.planned;
  const fact = factOf(row, scene);
  if (fact.state === "known") return whenOpenLines(scene.planned, fact.value, frame);
  const spans = row.cohort.open.map(([from, to]) => spanText(plan, from, to, row.cohort.timezone));
  const text =
    spans.length === 0
      ? "no slot is left by its windows, its readiness and its ring"
      : `${spans.join(", ")} (windows, readiness and ring counted in)`;
  return wrapped("Usable", text, frame);
}

function whyLines(row: CohortRow, scene: Scene, frame: ReportFrame): readonly string[] {
  const fact = factOf(row, scene);
  switch (fact.state) {
    case "unknown":
      return wrapped("Why", "not asked yet: the planner is asked as soon as it is free", frame);
    case "asked":
      return wrapped("Why", `asking the planner why then and not earlier${doingText(fact)}`, frame);
    case "failed":
      return wrapped("Why", `cannot be told: ${fact.problems.map(problemText).join("; ")}`, frame);
    case "known":
      return knownWhy(fact.value, whyNotLines(scene.planned, fact.value, frame), frame);
  }
}

function doingText({ progress }: Extract<Fact<CohortExplanation>, { state: "asked" }>): string {
  if (progress === null) return "";
  const { stage, detail } = progress;
  return ` (${detail === undefined ? stage : `${stage} ${detail}`})`;
}

const problemText = ({ message, hint }: Problem): string =>
  hint === undefined ? message : `${message}: ${hint}`;

function knownWhy(
  { isPinned }: CohortExplanation,
  lines: readonly string[],
  frame: ReportFrame,
): readonly string[] {
  if (lines.length > 0) return lines;
  return wrapped(
    "Why",
    isPinned ? "the scenario pins its time" : "it uses every open hour up to its last wave",
    frame,
  );
}

/** For ears there are no lines to break. */
const EARS = 10_000;

function spoken(row: CohortRow, scene: Scene, { glyphs }: Frame): readonly string[] {
  const { cohort, waves } = row;
  const frame = { width: EARS, style: styleFor({ colour: false }), glyphs };
  const local = (iso: string | undefined) => wallOf(instantOfIso(iso ?? ""), cohort.timezone);
  const when =
    waves.length === 0
      ? "No device of it has a wave."
      : `${counted(waves.length, "wave")}, ${wallSpan(local(waves[0]?.start), local(waves.at(-1)?.end))}.`;
  const texts = [
    ...whenLines(row, scene, frame),
    ...leftOutLines(row.unscheduled, frame),
    ...whyLines(row, scene, frame),
  ];
  return [when, ...texts.map((line) => `${line.replace(/\s+/g, " ").trim()}.`)];
}
