/** Frontier: what calm costs: plans between the least rise and the least exposure. */
import {
  dayTime,
  devicesOf,
  type Frontier,
  type FrontierPoint,
  grouped,
  percent,
  percentAtMost,
  startOfSlot,
  wallOf,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { average, introduction, pointTable, shareText, wordsOf } from "../../text/frontier.js";
import { brokenLines } from "../../text/report-frame.js";
import { type Chart, frontierChart } from "../frontier/chart.js";
import { changeTo, changeWords, differences } from "../frontier/change.js";
import type { KeyName } from "../keys.js";
import { movedMark, onShow } from "../list.js";
import { MARGIN, markBindings, withMark } from "../marking.js";
import { beside, titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import { type Frame, type Picture, type Screen, stays, type Turn } from "../screen.js";
import { waitingLines, waitingSentence } from "../waiting.js";

export type FrontierView = {
  /** Index of the marked point; null: the knee, or the fastest where there is none. */
  readonly at: number | null;
};

const WAITED = { what: "plans between the least rise and the least exposure are made, each with its proof" };

export const frontierScreen: Screen<FrontierView> = {
  title: "Frontier",
  about: "what calm costs: plans between the least rise and the least exposure",
  start: { at: null },
  wishes: () => [{ topic: "frontier" }],
  keys: [
    ...markBindings<FrontierView>("point", (key, view, scene) => moved(view, scene, key)),
    {
      keys: ["right"],
      label: "",
      about: "mark the next point: more rise, less exposure",
      act: (view, scene) => moved(view, scene, "down"),
    },
    {
      keys: ["left"],
      label: "",
      about: "mark the point before: less rise, more exposure",
      act: (view, scene) => moved(view, scene, "up"),
    },
    {
      keys: ["enter"],
      label: "get this plan",
      about: "change goal and headroom so that the plan is that of the marked point",
      act: taken,
    },
  ],
  draw: (view, scene, frame) => {
    const fact = scene.facts.frontier;
    if (fact.state === "known") return drawn(fact.value, view, scene, frame);
    const lines = [titleRule("Frontier", frame), ...waitingLines(fact, WAITED, frame), "", ...about(frame)];
    return { lines: lines.slice(0, frame.height), says: [waitingSentence(fact, WAITED)] };
  },
};

/** What it will be about. */
const about = (frame: Frame): readonly string[] =>
  brokenLines(
    "Rise is how far a service climbs above its busiest ordinary moment: 0 % is that moment, 100 % its capacity. Less rise is calmer, and takes longer: until they restart, devices are exposed.",
    frame.width,
    "",
  ).map(frame.style.dim);

const markedOf = ({ points, knee }: Frontier, { at }: FrontierView): number =>
  Math.max(0, Math.min(points.length - 1, at ?? knee ?? points.length - 1));

function moved(view: FrontierView, { facts }: Scene, key: KeyName): Turn<FrontierView> {
  if (facts.frontier.state !== "known") return stays(view);
  const { points } = facts.frontier.value;
  return stays({ at: movedMark(markedOf(facts.frontier.value, view), key, points.length, PAGE) });
}

/** Points of a page. */
const PAGE = 5;

function taken(view: FrontierView, { facts, planned }: Scene): Turn<FrontierView> {
  const say = (text: string): Turn<FrontierView> => ({ view, intents: [{ kind: "say", text }] });
  if (facts.frontier.state !== "known") return say("The frontier is not known yet.");
  const point = facts.frontier.value.points[markedOf(facts.frontier.value, view)];
  const change = point === undefined ? null : changeTo(point, planned);
  return change === null ? say("That is the plan on show.") : { view, intents: [{ kind: "change", change }] };
}

/** From so many cells on picture and table stand side by side; the table's are those of its figures. */
const [WIDE, TABLE] = [110, 64] as const;
/** Lines of the picture at least. */
const LEAST_CHART = 6;

function drawn(frontier: Frontier, view: FrontierView, scene: Scene, frame: Frame): Picture {
  const at = markedOf(frontier, view);
  const { points, knee } = frontier;
  const point = points[at] as FrontierPoint;
  const devices = Math.max(1, devicesOf(point.plan.cohorts));
  const own = points.findIndex((each) => changeTo(each, scene.planned) === null);
  const chart: Chart = { points, knee, at, own: own < 0 ? null : own, devices };
  const told = storyOf(point, chart, scene);
  const story = [
    titleRule(headOf(chart), frame),
    ...told.flatMap((text) => brokenLines(text, frame.width, "")),
  ];
  const title = titleRule("Frontier: exposure over rise", frame, signs(chart, frame));
  const room = frame.height - 1 - story.length;
  const body =
    frame.width >= WIDE ? sideBySide(chart, scene, room, frame) : stacked(chart, scene, room, frame);
  return {
    lines: [title, ...body, ...story].slice(0, frame.height),
    says: [introduction(points, knee, devices), `Marked: ${headOf(chart)}. ${told.map(cleanLine).join(" ")}`],
  };
}

const signs = ({ own }: Chart, { glyphs }: Frame): string =>
  [`${glyphs.sorted} marked`, ...(own === null ? [] : [`${glyphs.own} this plan`])].join("  ");

const headOf = (chart: Chart): string => {
  const words = wordsOf(chart, chart.at);
  const point = chart.points[chart.at] as FrontierPoint;
  return `Rise ${shareText(point.rise)}${words === "" ? "" : `, ${words}`}`;
};

function sideBySide(chart: Chart, scene: Scene, room: number, frame: Frame): readonly string[] {
  const width = Math.max(TABLE, Math.floor(frame.width * 0.45));
  const leftWidth = frame.width - width - 2;
  const table = tableLines(chart, scene, room, { ...frame, width });
  const height = Math.min(room, Math.max(table.length, MOST_CHART));
  return beside(frontierChart(chart, { ...frame, width: leftWidth - 1, height }), table, {
    ...frame,
    leftWidth,
  });
}

const MOST_CHART = 40;

function stacked(chart: Chart, scene: Scene, room: number, frame: Frame): readonly string[] {
  const rows = Math.min(chart.points.length + 1, room - LEAST_CHART);
  const table = tableLines(chart, scene, rows, frame);
  const height = Math.min(MOST_CHART, room - table.length);
  return [...frontierChart(chart, { ...frame, height }), ...table];
}

function tableLines(
  { points, knee, at, devices }: Chart,
  { zone }: Scene,
  height: number,
  frame: Frame,
): readonly string[] {
  const [head = "", ...lines] = pointTable({ points, knee }, zone, devices, {
    ...frame,
    width: frame.width - MARGIN,
  });
  const [from, to] = onShow(points.length, at, Math.max(1, height - 1));
  return [
    withMark(head, false, frame),
    ...lines.slice(from, to).map((line, i) => withMark(line, from + i === at, frame)),
  ];
}

/** The marked point, and what enter would change. Ids of services are not yet cleaned. */
function storyOf(
  { plan, tightest, exposure, mostRestarted, gap, unscheduled, ...point }: FrontierPoint,
  { points, devices }: Chart,
  { zone, planned }: Scene,
): readonly string[] {
  const last = points.at(-1) as FrontierPoint;
  const more = exposure - last.exposure;
  const when = dayTime(wallOf(startOfSlot(plan, tightest.slot), zone));
  const whole = { plan, tightest, exposure, mostRestarted, gap, unscheduled, ...point };
  const change = changeTo(whole, planned);
  return [
    [
      `${tightest.service} is busiest, ${percent(tightest.utilisation)} of its capacity ${when}.`,
      `A device is exposed ${average(exposure, devices)} on average${more / devices < 0.05 ? "" : `, ${average(more, devices)} more than in the fastest plan`};`,
      mostRestarted === null
        ? "90 % never restart;"
        : `90 % have restarted by ${dayTime(wallOf(mostRestarted, zone))};`,
      `no plan at this rise has ${gap <= 1e-6 ? "less" : `over ${percentAtMost(gap)} less`} exposure.`,
      ...(unscheduled === 0 ? [] : [`${grouped(unscheduled)} devices are left out.`]),
    ].join(" "),
    change === null ? "This is the plan on show." : `Enter sets ${changeWords(change)}.`,
    ...(change === null ? [] : differences(whole, planned)),
  ];
}
