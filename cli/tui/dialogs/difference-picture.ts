/** The picture of a difference: changes in words, figures before and after, services, ring dates, the biggest moves. */
import {
  counted,
  dayTime,
  grouped,
  type Instant,
  loadText,
  type Pair,
  percent,
  type PlanDifference,
  type ServiceDifference,
  type ServicePeak,
  span,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { brokenLines, inSections } from "../../text/report-frame.js";
import { table } from "../../text/table.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";

/** Rows of the table of moves at most. */
const MOST_MOVES = 100;

export function differenceLines(
  difference: PlanDifference,
  words: readonly string[],
  scene: Scene,
  frame: Frame,
): readonly string[] {
  return inSections([
    changeLines(words, scene, frame),
    figureLines(difference, scene, frame),
    serviceLines(difference, scene, frame),
    moveLines(difference, frame),
  ]);
}

function changeLines(
  words: readonly string[],
  { isOld, planned, saved }: Scene,
  frame: Frame,
): readonly string[] {
  const { style, width } = frame;
  const old = isOld
    ? [style.yellow("! a newer change is being solved: these figures are of the plan before it")]
    : [];
  if (words.length === 0) {
    const none =
      planned === saved
        ? "Nothing was changed since the scenario was saved."
        : "The plan on show against the saved one.";
    return [style.bold(none.slice(0, width)), ...old];
  }
  const head = style.bold(`${counted(words.length, "change")} since the scenario was saved`);
  return [head, ...words.flatMap((each) => brokenLines(each, width, "  ")), ...old];
}

type Figure = { readonly name: string; readonly pair: Pair<string>; readonly verdict: string };

function figureLines(difference: PlanDifference, scene: Scene, frame: Frame): readonly string[] {
  const lines = table<Figure>(
    [
      { title: "", align: "left", keep: "always", least: 10, cell: ({ name }) => name },
      { title: "SAVED", align: "right", keep: "always", cell: ({ pair }) => pair.before },
      { title: "ON SHOW", align: "right", keep: "always", cell: ({ pair }) => pair.after },
      { title: "", align: "left", keep: 1, least: 8, cell: ({ verdict }) => verdict },
    ],
    figuresOf(difference, scene),
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
  return [frame.style.bold(movedWords(difference)), ...lines];
}

/** "1,204 of 11,206 devices restart at another time" */
function movedWords({ moved, devices, only }: PlanDifference): string {
  const others = [
    ...(only.before > 0 ? [`${grouped(only.before)} only in the saved plan`] : []),
    ...(only.after > 0 ? [`${grouped(only.after)} only in this one`] : []),
  ].join(", ");
  const rest = others === "" ? "" : ` (${others}: other rings are other cohorts)`;
  if (moved === 0) return `No device restarts at another time${rest}`;
  return `${grouped(moved)} of ${counted(devices.after, "device")} ${moved === 1 ? "restarts" : "restart"} at another time${rest}`;
}

function figuresOf(difference: PlanDifference, { zone }: Scene): readonly Figure[] {
  const { devices, unscheduled, exposure, rise, lastEnd, rings } = difference;
  const at = (when: Instant | null): string => (when === null ? "-" : dayTime(wallOf(when, zone)));
  const figure = <T>(
    name: string,
    { before, after }: Pair<T>,
    text: (value: T) => string,
    verdict = "",
  ): Figure => ({
    name,
    pair: { before: text(before), after: text(after) },
    verdict,
  });
  const dates = rings.filter(({ opens }) => opens.before !== opens.after);
  return [
    ...(devices.before === devices.after ? [] : [figure("devices", devices, (value) => grouped(value))]),
    figure("not planned", unscheduled, (value) => grouped(value), compared(unscheduled, "fewer", "more")),
    figure("exposure, device-hours", exposure, (value) => grouped(value), changeOf(exposure)),
    ...(rise.before === null && rise.after === null
      ? []
      : [
          figure(
            "rise",
            rise,
            (value) => (value === null ? "-" : percent(value)),
            compared(rise, "calmer", "steeper"),
          ),
        ]),
    figure("last wave ends", lastEnd, at, laterWords(lastEnd)),
    ...dates.map(({ name, opens }) => figure(`${name} opens`, opens, at, laterWords(opens))),
  ];
}

function compared({ before, after }: Pair<number | null>, less: string, more: string): string {
  if (before === null || after === null || before === after) return "";
  return after < before ? less : more;
}

/** "3.2 % more" */
function changeOf({ before, after }: Pair<number>): string {
  if (before === after || before === 0) return "";
  const part = after / before - 1;
  return `${percent(Math.abs(part))} ${part > 0 ? "more" : "less"}`;
}

function laterWords({ before, after }: Pair<Instant | null>): string {
  if (before === null || after === null || before === after) return "";
  return `${span(Math.abs(after - before))} ${after > before ? "later" : "sooner"}`;
}

function serviceLines({ services }: PlanDifference, scene: Scene, frame: Frame): readonly string[] {
  const { zone } = scene;
  const at = (peak: ServicePeak | null): string => (peak === null ? "" : dayTime(wallOf(peak.at, zone)));
  return table<ServiceDifference>(
    [
      { title: "BUSIEST", align: "left", keep: "always", least: 8, cell: ({ id }) => id },
      {
        title: "SAVED",
        align: "right",
        keep: "always",
        cell: ({ id, peak }) => peakText(id, peak.before, scene),
      },
      { title: "", align: "left", keep: 1, cell: ({ peak }) => at(peak.before) },
      {
        title: "ON SHOW",
        align: "right",
        keep: "always",
        cell: ({ id, peak }) => peakText(id, peak.after, scene),
      },
      { title: "", align: "left", keep: 2, cell: ({ peak }) => at(peak.after) },
      {
        title: "",
        align: "left",
        keep: "always",
        cell: (row) => riseWords(row, scene),
        paint: (row) => (riseWords(row, scene) === "rises" ? frame.style.yellow : frame.style.dim),
      },
    ],
    services,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

/** "79 %", where the capacity is unknown "84/min". */
function peakText(id: string, peak: ServicePeak | null, { planned, saved }: Scene): string {
  if (peak === null) return "-";
  if (peak.utilisation !== null) return percent(peak.utilisation);
  const service = [...planned.plan.services, ...saved.plan.services].find((each) => each.id === id);
  return service === undefined ? grouped(peak.load) : loadText(peak.load, unitOf(service));
}

/** By utilisation; by load where one of the two capacities is unknown. What looks the same is the same. */
function riseWords({ id, peak: { before, after } }: ServiceDifference, scene: Scene): string {
  if (before === null || after === null) return after === null ? "gone" : "new";
  if (peakText(id, before, scene) === peakText(id, after, scene)) return "as before";
  const isKnown = before.utilisation !== null && after.utilisation !== null;
  const [was, is] = isKnown ? [before.utilisation, after.utilisation] : [before.load, after.load];
  return is > was ? "rises" : "falls";
}

function moveLines({ cohorts }: PlanDifference, frame: Frame): readonly string[] {
  if (cohorts.length === 0) return [];
  return table(
    [
      { title: "MOVED MOST", align: "left", keep: "always", least: 12, cell: ({ id }) => id },
      {
        title: "DEVICES",
        align: "right",
        keep: "always",
        cell: ({ moved, devices }) => `${grouped(moved)} of ${grouped(devices)}`,
      },
      { title: "ON AVERAGE", align: "left", keep: 1, cell: ({ later }) => averageWords(later) },
    ],
    cohorts.slice(0, MOST_MOVES),
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

const averageWords = (later: PlanDifference["cohorts"][number]["later"]): string => {
  if (later === null) return "";
  const words = span(Math.abs(later));
  return words === "0 min" || words === "< 1 min" ? "as late" : `${words} ${later > 0 ? "later" : "sooner"}`;
};

export function differenceSays(
  difference: PlanDifference,
  words: readonly string[],
  scene: Scene,
): readonly string[] {
  const figures = figuresOf(difference, scene).map(
    ({ name, pair, verdict }) =>
      `${name} ${pair.before}, now ${pair.after}${verdict === "" ? "" : `, ${verdict}`}`,
  );
  const rising = difference.services
    .filter((service) => riseWords(service, scene) === "rises")
    .map(({ id }) => id);
  const most = difference.cohorts.slice(0, 3).map(({ id, moved }) => `${id} ${grouped(moved)}`);
  return [
    words.length === 0
      ? "Nothing was changed since the scenario was saved."
      : `Changed: ${words.join("; ")}.`,
    `${movedWords(difference)}. ${figures.join("; ")}.`,
    rising.length === 0 ? "No service rises." : `Busier than before: ${rising.join(", ")}.`,
    ...(most.length === 0 ? [] : [`Most devices moved: ${most.join(", ")}.`]),
  ].map(cleanLine);
}
