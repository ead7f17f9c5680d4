/** The report of `simulate`: what comes of it first, then the policies side by side, then each service that had trouble. */
import {
  counted,
  type Fate,
  fateOf,
  grouped,
  type RunFigures,
  type SimulatedService,
} from "../../src/index.js";
import type { Scene, SimulationAnswer, Told } from "../simulation.js";
import { cleanLine } from "./clean.js";
import { truncate, widthOf } from "./fit.js";
import { brokenLines, inSections, placeOfZone, type ReportFrame, wrapped } from "./report-frame.js";
import { simulationChart } from "./simulation-chart.js";
import { calmText, storyLines } from "./simulation-story.js";
import { figureTable } from "./simulation-table.js";
import { countText, policyWords, type SimulationFrame, whenText } from "./simulation-words.js";

/** Services drawn and told of in full, those with most trouble; the others are in the table. */
const MOST_STORIES = 4;
/** Calm services named one by one. */
const MOST_CALM = 12;

export function simulationReport(
  { scene, told, against }: SimulationAnswer,
  drawnIn: ReportFrame,
): readonly string[] {
  const frame = { ...drawnIn, zone: scene.zone };
  const all = against === null ? [told] : [told, against];
  const isCompared = against !== null || told.runs.length > 1;
  const services = [
    ...new Set(byTrouble(all.flatMap(({ simulation }) => simulation.services)).map(({ id }) => id)),
  ];
  return inSections([
    [
      ...verdictLines({ scene, told, against }, frame),
      ...whatIfLines(scene, frame),
      ...leftLines(all, frame),
    ],
    isCompared ? [...figureTable(services.slice(0, MOST_ROWS), all, frame), ...runsLine(scene, frame)] : [],
    ...policySections(told, against, scene, frame),
    ...(against === null ? [] : policySections(against, told, scene, frame)),
  ]);
}

/** Services of the table at most. */
const MOST_ROWS = 12;

/** Most trouble first; as they come where it is the same. */
export const byTrouble = (services: readonly SimulatedService[]): readonly SimulatedService[] =>
  [...services].sort((a, b) => {
    const [one, other] = [troubleOf(a), troubleOf(b)];
    const differing = one.findIndex((value, i) => value !== other[i]);
    return differing < 0 ? 0 : (other[differing] as number) - (one[differing] as number);
  });

/** Of most weight first. */
const troubleOf = (service: SimulatedService): readonly number[] => {
  const { outageUserHours, failed, hoursOverCapacity, peakUtilisation } = service;
  const isCalm = fateOf(service) === "calm";
  return [
    isCalm ? 0 : Math.max(1, outageUserHours),
    failed,
    hoursOverCapacity,
    Math.min(peakUtilisation ?? 0, Number.MAX_VALUE),
  ];
};

/** The worst over all services, and over all runs. */
const worstFate = ({ runs }: Told): Fate => {
  const all = runs.map(({ all: { fate } }) => fate);
  return all.includes("failing") ? "failing" : all.includes("recovered") ? "recovered" : "calm";
};

const verdicts: Readonly<Record<Fate, string>> = {
  calm: "HOLDS",
  recovered: "OVERLOADED",
  failing: "COLLAPSES",
};

function verdictLines(
  { scene: { name, zone }, told, against }: SimulationAnswer,
  { style, width, glyphs }: SimulationFrame,
): readonly string[] {
  const fate = worstFate(told);
  const isUnknown = told.simulation.services.every(({ peakUtilisation }) => peakUtilisation === null);
  const verdict = isUnknown ? "UNKNOWN" : verdicts[fate];
  const paint = { calm: isUnknown ? style.yellow : style.green, recovered: style.yellow, failing: style.red }[
    fate
  ];
  const room = width - widthOf(verdict) - 3;
  const named = truncate(cleanLine(name ?? "unnamed scenario"), room, glyphs.ellipsis);
  const times = `times of ${placeOfZone(zone)}`;
  const isRoomy = widthOf(`${named}   ${times}`) <= room;
  const sentences = [sentenceOf(told), ...(against === null ? [] : [sentenceOf(against)])];
  return [
    `${style.bold(paint(verdict))}   ${named}${isRoomy ? `   ${times}` : ""}`,
    ...(isRoomy ? [] : [times]),
    ...brokenLines(sentences.join(" "), width, ""),
  ];
}

/** What comes of one policy, in one sentence; of several runs, in how many. */
export function sentenceOf(told: Told): string {
  const { runs, simulation } = told;
  const words = policyWords(told);
  const troubled = runs.filter(({ all: { fate } }) => fate !== "calm").length;
  if (simulation.services.every(({ peakUtilisation }) => peakUtilisation === null))
    return `${capitalised(words)} no capacity is known, so nothing can fail.`;
  if (troubled === 0)
    return `${capitalised(words)} no service is over its capacity${runs.length === 1 ? "" : ` in any of ${grouped(runs.length)} runs`}.`;
  const names = namesText(troubledIn(told));
  if (runs.length > 1)
    return `${capitalised(words)} more is asked of ${names} than can be served in ${grouped(troubled)} of ${grouped(runs.length)} runs.`;
  const failed = (runs[0] as RunFigures).all.failed;
  const cost = failed < 1 ? "" : `: ${countText(failed)} attempts fail`;
  return `${capitalised(words)} more is asked of ${names} than can be served${cost}.`;
}

/** Services that were over their capacity in some run. */
const troubledIn = ({ simulation, runs }: Told): readonly string[] =>
  simulation.services
    .filter((_, s) => runs.some(({ services }) => services[s]?.fate !== "calm"))
    .map(({ id }) => id);

/** "login, vpn, vdi and 3 more" */
function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0
    ? `${names.slice(0, MOST_NAMES).join(", ")} and ${counted(more, "more", "more")}`
    : listText(names);
}

const MOST_NAMES = 3;

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const listText = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const withoutWords = {
  reboots: "nobody restarts",
  bug: "peers have no fault",
  peers: "clients are no part of any capacity",
  retries: "who fails once gives up",
} as const;

function whatIfLines({ asked, zone }: Scene, frame: SimulationFrame): readonly string[] {
  const { without, fixAt, herd, noise, runs, seed } = asked;
  const changes = [
    ...without.map((what) => withoutWords[what]),
    ...(fixAt === null ? [] : [`the fault of peers is mended ${whenText(fixAt, { zone })}`]),
    ...(herd ? ["every wave starts all at once"] : []),
    ...(noise === "none"
      ? []
      : [`the usual goes wrong (seed ${seed}${runs === 1 ? "" : ` to ${seed + runs - 1}`})`]),
  ];
  return changes.length === 0 ? [] : wrapped("WHAT IF", changes.join("; "), frame);
}

const leftLines = (all: readonly Told[], frame: SimulationFrame): readonly string[] =>
  all
    .filter(({ unscheduled }) => unscheduled > 0)
    .flatMap(({ unscheduled }) =>
      wrapped("LEFT OUT", `${counted(unscheduled, "device")} without a wave: nobody restarts them`, frame),
    );

const runsLine = ({ asked: { runs, seed } }: Scene, { style, width }: SimulationFrame): readonly string[] =>
  runs === 1
    ? []
    : brokenLines(
        `median of ${grouped(runs)} runs, and from 5 to 95 % of them; drawn below is the first, seed ${seed}`,
        width,
        "",
      ).map(style.dim);

/**
 * A heading where there are two policies, the stories, the calm services. Of these are drawn: the one asked for, and those that the
 * other policy gives trouble.
 */
function policySections(
  told: Told,
  other: Told | null,
  scene: Scene,
  frame: SimulationFrame,
): readonly (readonly string[])[] {
  const services = byTrouble(told.simulation.services);
  const contrast = new Set(other === null ? [] : troubledIn(other));
  const troubled = services.filter((service) => fateOf(service) !== "calm");
  const calm = services.filter((service) => fateOf(service) === "calm");
  const stories = troubled
    .slice(0, MOST_STORIES)
    .map((service) => [
      ...simulationChart(service, told.simulation, frame),
      ...storyLines(service, told, scene, frame),
    ]);
  const drawn = calm
    .filter(({ id }) => scene.asked.service === id || contrast.has(id))
    .slice(0, MOST_STORIES)
    .map((service) => simulationChart(service, told.simulation, frame));
  return [
    other !== null ? [frame.style.bold(policyWords(told).toUpperCase())] : [],
    ...stories,
    moreTrouble(troubled.slice(MOST_STORIES), frame),
    ...drawn,
    calmLines(calm, frame),
  ];
}

const moreTrouble = (services: readonly SimulatedService[], frame: SimulationFrame): readonly string[] =>
  services.length === 0
    ? []
    : wrapped(
        "ALSO",
        `over their capacity: ${services.map(({ id }) => id).join(", ")} (--service ID tells the story of one)`,
        frame,
      );

function calmLines(services: readonly SimulatedService[], frame: SimulationFrame): readonly string[] {
  const more = services.length - MOST_CALM;
  return [
    ...services
      .slice(0, MOST_CALM)
      .flatMap((service, i) => wrapped(i === 0 ? "CALM" : "", calmText(service, frame), frame)),
    ...(more > 0 ? wrapped("", `and ${counted(more, "more", "more")}, calmer (--json has all)`, frame) : []),
  ];
}
