/** A cohort's restarts as a chart; below it, in the same columns, when a wave may be and how much of it is staged. */
import {
  type CohortExplanation,
  counted,
  duration,
  grouped,
  instantOfIso,
  percent,
  type Profile,
  type Readiness,
  readinessOf,
  wallOf,
  wallSpan,
} from "../../../src/index.js";
import { chartLegend, loadChart, sparkline } from "../../text/chart.js";
import { percentNotUnder } from "../../text/explain-words.js";
import { highest } from "../../text/columns.js";
import { padEnd, padStart, truncate } from "../../text/fit.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { daysOf, marksOf, timesOf } from "./axis.js";
import { stripOf } from "./cells.js";
import { markedSlot, type Ruler, rulerOf, timeOf } from "./ruler.js";
import type { CohortRow } from "./rows.js";
import type { ScheduleView } from "./view.js";

/** Width of the labels of `wrapped`, so that pictures and paragraphs begin in one column. */
export const LABEL = 9;

export type CohortSheet = {
  readonly row: CohortRow;
  /** null: not known yet. */
  readonly explained: CohortExplanation | null;
  readonly view: ScheduleView;
  readonly scene: Scene;
  readonly frame: Frame;
};

export function cohortChart(sheet: CohortSheet): readonly string[] {
  const { row, explained, view, scene, frame } = sheet;
  const { style, glyphs, width } = frame;
  const { plan } = scene.planned;
  const ruler = rulerOf(view, plan, width - LABEL);
  const most = explained === null || explained.isPinned ? null : explained.mostPerSlot;
  const usable = Array.from(stripOf(row.spread, ruler).open, (is) => (is === 1 ? glyphs.window : " "));
  const staged = stagedBySlot(row, scene, ruler);
  const strip = (label: string, text: string) => (style.bold(padEnd(label, LABEL)) + text).trimEnd();
  const names = {
    load: `devices in each slot of ${plan.grid.slotMinutes} min`,
    ghost: null,
    limit: most === null ? null : `${grouped(most)} at most`,
  };
  return [
    ...(row.waves.length === 0
      ? [
          style.yellow("No device of it has a wave."),
          " ".repeat(LABEL) + style.dim(daysOf(ruler, row.cohort.timezone, glyphs)),
        ]
      : [chartLegend(names, glyphs, style), ...restartChart(row, most, ruler, frame)]),
    timesLine(sheet, ruler),
    strip("Usable", style.dim(usable.join(""))),
    ...(staged === null ? [] : [strip("Staged", sparkline(staged, ruler.columns, 1, glyphs))]),
    cursorLine(sheet, ruler),
  ];
}

function timesLine({ row, view, scene, frame: { style, glyphs } }: CohortSheet, ruler: Ruler): string {
  const { plan } = scene.planned;
  const cursor = markedSlot(view, scene, ruler);
  const marks = marksOf(ruler, plan, scene.now, cursor);
  const times = timesOf(ruler, { plan, cursor, marks, zone: row.cohort.timezone, glyphs });
  return style.dim(" ".repeat(LABEL) + times).trimEnd();
}

/** "▾ Fri 14 21:00-21:15: 150 devices restart (6.6 %); 97.2 % have the update staged" */
function cursorLine({ row, view, scene, frame }: CohortSheet, ruler: Ruler): string {
  const slot = markedSlot(view, scene, ruler);
  const { slots, devices, open } = row.spread;
  const zone = row.cohort.timezone;
  const when = wallSpan(wallOf(timeOf(ruler, slot), zone), wallOf(timeOf(ruler, slot + 1), zone));
  const place = slots.indexOf(slot);
  const count = devices[place] ?? 0;
  const isOpen = open.some(([from, to]) => slot >= from && slot < to);
  const what =
    count > 0
      ? `${counted(count, "device")} of it ${count === 1 ? "restarts" : "restart"} (${percent(count / row.devices)})`
      : isOpen
        ? "usable, no wave of it"
        : "not usable";
  const [staged] = stagedBySlot(row, scene, { ...ruler, from: slot, slots: 1 }) ?? [];
  const ready = staged === undefined ? "" : `; ${percentNotUnder(staged)} have the update staged`;
  return `${frame.glyphs.cursor} ${truncate(`${when}: ${what}${ready}`, frame.width - 2, frame.glyphs.ellipsis)}`;
}

/** Lines of the chart; in high terminals as many more as leave the texts their room. */
const HEIGHT = 6;
const TALL = 10;
/** Cells before the columns of a chart without labels: "0 " and the axis. */
const BARE = 3;

function restartChart(
  { spread, cohort }: CohortRow,
  most: number | null,
  ruler: Ruler,
  { width, height, style, glyphs }: Frame,
): readonly string[] {
  const load = new Array<number>(ruler.slots).fill(0);
  for (const [w, slot] of spread.slots.entries()) {
    const s = slot - ruler.from;
    if (s >= 0 && s < load.length) load[s] = spread.devices[w] ?? 0;
  }
  // Without a load and without a limit a chart has no labels, and would begin further left.
  const indent = most === null && highest(load) === 0 ? LABEL - BARE : 0;
  const chart = loadChart(
    { load, limit: most === null ? null : load.map(() => most), ghost: null },
    {
      width: width - indent,
      height: height >= 36 ? TALL : HEIGHT,
      time: { ...ruler, start: timeOf(ruler, ruler.from), wallOf: (at) => wallOf(at, cohort.timezone) },
      label: (devices) => padStart(grouped(devices), LABEL - 2),
      style,
      glyphs,
    },
  );
  return chart.map((line) => " ".repeat(indent) + line);
}

const readinessOfProfile = new WeakMap<Profile, Readiness>();

/** Share of its devices with the update staged at the start of each slot on show; null: its profile is not known. */
function stagedBySlot(
  { cohort }: CohortRow,
  { planned: { plan, settled } }: Scene,
  ruler: Ruler,
): readonly number[] | null {
  const profile = settled.scenario.profiles.get(cohort.profile);
  if (profile === undefined) return null;
  const release = instantOfIso(plan.release);
  const readiness =
    readinessOfProfile.get(profile) ?? readinessOf(profile, duration(instantOfIso(plan.deadline) - release));
  readinessOfProfile.set(profile, readiness);
  return Array.from({ length: ruler.slots }, (_, slot) =>
    Math.max(0, readiness(duration(timeOf(ruler, ruler.from + slot) - release))),
  );
}
