/** Exposure over rise as points above what no plan reaches, one of them marked. */
import type { Frontier, FrontierPoint } from "../../../src/index.js";
import { placed } from "../../text/axis-labels.js";
import { padStart, widthOf } from "../../text/fit.js";
import { average, exposureAt, shareText } from "../../text/frontier.js";
import type { Frame } from "../screen.js";

const EIGHTHS = 8;
/** Lines beside those of the picture: the axis and what is written under it. */
const UNDER = 2;

/** What is drawn: the points, the marked one and the plan on show (null: it is none of them). */
export type Chart = Frontier & {
  readonly at: number;
  readonly own: number | null;
  readonly devices: number;
};

/** `height` lines; of one point, or in too little room, none. */
export function frontierChart(chart: Chart, frame: Frame): readonly string[] {
  const { points, devices } = chart;
  const rows = frame.height - UNDER;
  if (points.length < 2 || rows < 3) return [];
  const { style, glyphs } = frame;
  const exposures = points.map(({ exposure }) => exposure);
  const [low, high] = [Math.min(...exposures), Math.max(...exposures)];
  const [lowText, highText] = [average(low, devices), average(high, devices)];
  const gutter = Math.max(widthOf(lowText), widthOf(highText));
  const columns = Math.max(8, frame.width - gutter - 2);
  const scale = scaleOf(points, [low, high], rows, columns);
  const signs = signsOf(chart, scale, frame);
  const lines = Array.from({ length: rows }, (_, down) => {
    const row = rows - 1 - down;
    const label = row === rows - 2 ? highText : row === 0 ? lowText : "";
    return `${style.dim(`${padStart(label, gutter)} ${glyphs.axis}`)}${drawnRow(row, scale, signs, frame)}`;
  });
  return [
    ...lines.map((line) => line.trimEnd()),
    style.dim(`${" ".repeat(gutter)} ${glyphs.corner}${glyphs.rule.repeat(columns)}`),
    `${" ".repeat(gutter + 2)}${under(chart, scale, columns)}`.trimEnd(),
  ];
}

type Scale = {
  readonly columnOf: (rise: number) => number;
  /** Of what no plan reaches, by column, in eighths of a row. */
  readonly heights: readonly number[];
  /** The row in which that much exposure ends. */
  readonly rowOf: (exposure: number) => number;
};

/** The lowest point stands one row above the axis, and above the highest there is a row for the mark. */
function scaleOf(
  points: readonly FrontierPoint[],
  [low, high]: readonly [number, number],
  rows: number,
  columns: number,
): Scale {
  const [first, last] = [points[0] as FrontierPoint, points.at(-1) as FrontierPoint];
  const perRow = (high - low) / (rows - 2) || 1;
  const heightOf = (exposure: number): number => Math.round(((exposure - low) / perRow + 1) * EIGHTHS);
  const width = last.rise - first.rise;
  return {
    columnOf: (rise) => Math.round(((rise - first.rise) / width) * (columns - 1)),
    heights: Array.from({ length: columns }, (_, x) =>
      heightOf(exposureAt(points, first.rise + (width * x) / (columns - 1))),
    ),
    rowOf: (exposure) => Math.ceil(heightOf(exposure) / EIGHTHS) - 1,
  };
}

type Sign = { readonly text: string; readonly isMark: boolean };

/** By "column,row". Where two points fall into one cell, the plan's own stays. */
function signsOf({ points, own, at }: Chart, scale: Scale, { glyphs }: Frame): ReadonlyMap<string, Sign> {
  const signs = new Map<string, Sign>();
  const cellOf = ({ rise, exposure }: FrontierPoint, above = 0): string =>
    `${scale.columnOf(rise)},${scale.rowOf(exposure) + above}`;
  for (const [i, point] of points.entries())
    if (i === own || !signs.has(cellOf(point)))
      signs.set(cellOf(point), { text: i === own ? glyphs.own : glyphs.event, isMark: false });
  const marked = points[at];
  if (marked !== undefined) signs.set(cellOf(marked, 1), { text: glyphs.sorted, isMark: true });
  return signs;
}

function drawnRow(
  row: number,
  { heights }: Scale,
  signs: ReadonlyMap<string, Sign>,
  { style, glyphs }: Frame,
): string {
  let line = "";
  let run = "";
  const fill = (): void => {
    line += style.dim(run);
    run = "";
  };
  heights.forEach((height, x) => {
    const sign = signs.get(`${x},${row}`);
    if (sign === undefined) {
      run += glyphs.up[Math.max(0, Math.min(EIGHTHS, height - row * EIGHTHS))] ?? "";
      return;
    }
    fill();
    line += style.bold(sign.isMark ? style.yellow(sign.text) : style.cyan(sign.text));
  });
  fill();
  return line;
}

/** Rises of the marked point, of the ends and of the knee, where there is room for them in this order. */
function under({ points, knee, at }: Chart, { columnOf }: Scale, columns: number): string {
  const centred = (i: number | null, words: string) => {
    const point = i === null ? undefined : points[i];
    if (point === undefined) return [];
    const text = `${words}${shareText(point.rise)}`;
    return [{ at: columnOf(point.rise) - Math.floor(text.length / 2), text }];
  };
  return placed(
    [
      ...centred(at, at === knee ? "knee " : ""),
      ...centred(0, ""),
      ...centred(points.length - 1, ""),
      ...(at === knee ? [] : centred(knee, "knee ")),
    ],
    columns,
  );
}
