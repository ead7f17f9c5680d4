/** The frontier as a table and as a picture: exposure over rise, the area below it out of reach. */
import {
  counted,
  dayTime,
  devicesOf,
  type Frontier,
  type FrontierPoint,
  grouped,
  percent,
  percentAtMost,
  type Planned,
  startOfSlot,
  wallOf,
} from "../../src/index.js";
import { placed } from "./axis-labels.js";
import { cleanLine } from "./clean.js";
import { padStart, truncate, widthOf } from "./fit.js";
import { placeOfZone, type ReportFrame, zoneOfMost } from "./report-frame.js";
import { brokenLines } from "./report-frame.js";
import { table } from "./table.js";

/** Lines of the picture, without its axis. */
const HEIGHT = 12;
const EIGHTHS = 8;

export function frontierLines(
  { points, knee }: Frontier,
  { settled }: { readonly settled: Pick<Planned["settled"], "scenario"> },
  frame: ReportFrame,
): readonly string[] {
  const { cohorts } = (points[0] as FrontierPoint).plan;
  const zone = settled.scenario.timezone ?? zoneOfMost(cohorts);
  const devices = Math.max(1, devicesOf(cohorts));
  const name = truncate(
    cleanLine(settled.scenario.name ?? "unnamed scenario"),
    frame.width - 12,
    frame.glyphs.ellipsis,
  );
  return [
    `${frame.style.bold("FRONTIER")}   ${name}`,
    ...brokenLines(introduction(points, knee, devices), frame.width, ""),
    "",
    ...pointTable({ points, knee }, zone, devices, frame),
    ...(points.length < 2 ? [] : ["", ...picture({ points, knee }, devices, frame)]),
    ...leftOut(points, frame),
  ];
}

/** Hours a device, to a tenth: the points lie close together. */
export const average = (exposure: number, devices: number): string => `${grouped(exposure / devices, 1)} h`;

export function introduction(points: readonly FrontierPoint[], knee: number | null, devices: number): string {
  const [first, last] = [points[0] as FrontierPoint, points.at(-1) as FrontierPoint];
  if (points.length === 1)
    return `The fastest plan raises the services' load hardly more than any plan must (${shareText(first.reached)}): there is nothing to trade.`;
  const ends = `From the least rise of load (${shareText(first.reached)}), at which a device is exposed ${average(first.exposure, devices)} on average, to the fastest plan (${shareText(last.reached)}, ${average(last.exposure, devices)}). Rise: 0 % is an ordinary day's busiest moment, 100 % the capacity.`;
  const bend = knee === null ? undefined : points[knee];
  return bend === undefined
    ? `${ends} No point stands out.`
    : `${ends} The knee is at a rise of ${shareText(bend.rise)} (${average(bend.exposure, devices)}): more rise gains less from there on.`;
}

type Row = FrontierPoint & { readonly mark: string };

/** What stands out of a point: "fastest", "least rise", "knee". */
export function wordsOf({ points, knee }: Frontier, i: number): string {
  const end = i === points.length - 1 ? "fastest" : i === 0 ? "least rise" : "";
  return [end, i === knee ? "knee" : ""].filter((word) => word !== "").join(", ");
}

export function pointTable(
  { points, knee }: Frontier,
  zone: string,
  devices: number,
  frame: ReportFrame,
): readonly string[] {
  const anyLeft = points.some(({ unscheduled }) => unscheduled > 0);
  return table<Row>(
    [
      { title: "RISE", align: "right", keep: "always", cell: ({ rise }) => shareText(rise) },
      {
        title: "BUSIEST",
        align: "left",
        keep: 2,
        cell: ({ plan, tightest: { service, slot, utilisation } }) =>
          `${percent(utilisation)} of ${service} ${dayTime(wallOf(startOfSlot(plan, slot), zone))}`,
      },
      {
        title: "EXPOSED",
        align: "right",
        keep: "always",
        cell: ({ exposure }) => average(exposure, devices),
      },
      { title: "DEVICE-HOURS", align: "right", keep: 1, cell: ({ exposure }) => grouped(exposure) },
      {
        title: `90 % DONE (${placeOfZone(zone)})`,
        align: "left",
        keep: 3,
        cell: ({ mostRestarted }) =>
          mostRestarted === null ? "never" : dayTime(wallOf(mostRestarted, zone)),
      },
      ...(anyLeft
        ? [
            {
              title: "LEFT OUT",
              align: "right" as const,
              keep: "always" as const,
              cell: ({ unscheduled }: Row) => grouped(unscheduled),
              paint: ({ unscheduled }: Row) => (unscheduled > 0 ? frame.style.red : (text: string) => text),
            },
          ]
        : []),
      { title: "GAP", align: "right", keep: 4, cell: ({ gap }) => percentAtMost(gap) },
      { title: "", align: "left", keep: "always", cell: ({ mark }) => mark, paint: () => frame.style.bold },
    ],
    points.map((point, i) => ({ ...point, mark: wordsOf({ points, knee }, i) })),
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

/** "12.3 %": neighbours must not read alike. */
export const shareText = (part: number): string => `${grouped(part * 100, 1)} %`;

/** Exposure over rise. At a point no plan reaches into what is filled; between two points the line is straight. */
function picture({ points, knee }: Frontier, devices: number, frame: ReportFrame): readonly string[] {
  const { style, glyphs } = frame;
  const [first, last] = [points[0] as FrontierPoint, points.at(-1) as FrontierPoint];
  const exposures = points.map(({ exposure }) => exposure);
  const [low, high] = [Math.min(...exposures), Math.max(...exposures)];
  // The lowest point stands one line above the axis.
  const perLine = (high - low) / (HEIGHT - 1) || 1;
  const labels = new Map([
    [HEIGHT - 1, average(high, devices)],
    [0, average(low, devices)],
  ]);
  const gutter = Math.max(...[...labels.values()].map(widthOf));
  const columns = Math.max(8, frame.width - gutter - 2);
  const heights = Array.from({ length: columns }, (_, x) => {
    const rise = first.rise + ((last.rise - first.rise) * x) / (columns - 1);
    return Math.round(((exposureAt(points, rise) - low) / perLine + 1) * EIGHTHS);
  });
  const lines = Array.from({ length: HEIGHT }, (_, down) => {
    const line = HEIGHT - 1 - down;
    const cells = heights.map(
      (height) => glyphs.up[Math.max(0, Math.min(EIGHTHS, height - line * EIGHTHS))] ?? "",
    );
    const side = `${padStart(labels.get(line) ?? "", gutter)} ${glyphs.axis}`;
    return (style.dim(side) + style.cyan(cells.join(""))).trimEnd();
  });
  const columnOf = (rise: number): number =>
    Math.round(((rise - first.rise) / (last.rise - first.rise)) * (columns - 1));
  const places = new Set(points.map(({ rise }) => columnOf(rise)));
  const axis = Array.from({ length: columns }, (_, x) => (places.has(x) ? glyphs.event : glyphs.rule)).join(
    "",
  );
  const bend = knee === null || knee === 0 || knee === points.length - 1 ? undefined : points[knee];
  const kneeText =
    bend === undefined ? [] : [{ at: columnOf(bend.rise), text: `knee ${shareText(bend.rise)}` }];
  const under = placed(
    [
      { at: 0, text: shareText(first.rise) },
      { at: columns - widthOf(shareText(last.rise)), text: shareText(last.rise) },
      ...kneeText,
    ],
    columns,
  );
  return [
    ...brokenLines(
      "exposure of a device over rise: at each point no plan reaches into the filled part, but for the gap",
      frame.width,
      "",
    ).map(style.dim),
    ...lines,
    style.dim(`${" ".repeat(gutter)} ${glyphs.corner}${axis}`),
    style.dim(`${" ".repeat(gutter)}  ${under}`.trimEnd()),
  ];
}

/** On the straight line between the points beside it. */
export function exposureAt(points: readonly FrontierPoint[], rise: number): number {
  const after = points.findIndex((point) => point.rise >= rise);
  const right = points[after < 0 ? points.length - 1 : after] as FrontierPoint;
  const left = points[Math.max(0, (after < 0 ? points.length : after) - 1)] as FrontierPoint;
  const width = right.rise - left.rise;
  const part = width > 0 ? Math.min(1, (rise - left.rise) / width) : 1;
  return left.exposure + (right.exposure - left.exposure) * part;
}

/** Devices without a wave are told, and why their exposure is not the others'. */
function leftOut(points: readonly FrontierPoint[], frame: ReportFrame): readonly string[] {
  const most = points.reduce((high, { unscheduled }) => Math.max(high, unscheduled), 0);
  if (most === 0) return [];
  const text = `At some of these points devices are left out (up to ${counted(most, "device")}): they count as exposed to the end, and the knee is sought among the points that leave out the fewest.`;
  return ["", ...brokenLines(text, frame.width, "")];
}
