/** Exposure over the busiest moment, a letter a policy: to the left is calm, below is soon. */
import { type Comparison, grouped } from "../../src/index.js";
import { placed } from "./axis-labels.js";
import type { Row } from "./compare-rows.js";
import { valueOf } from "./compare-words.js";
import { padStart, widthOf } from "./fit.js";
import { brokenLines, type ReportFrame } from "./report-frame.js";
import { utilisationText } from "./simulation-words.js";

/** Lines of the picture, without its axis. */
const HEIGHT = 11;
/** Metrics of the two axes. */
const [ACROSS, UP] = ["peakUtilisation", "exposure"] as const;
/** Values that lie further apart than this are drawn by their logarithm. */
const FAR_APART = 4;

type Point = { readonly mark: string; readonly peak: number; readonly exposure: number };

/**
 * Nothing is drawn of fewer than two points.
 *
 * @param told named by their letters; other policies of the comparison are dots
 */
export function comparePicture(
  comparison: Comparison,
  told: readonly Row[],
  frame: ReportFrame,
): readonly string[] {
  const points = pointsOf(comparison, told, frame);
  if (new Set(points.map(({ peak, exposure }) => `${peak} ${exposure}`)).size < 2) return [];
  const up = scaleOf(
    points.map(({ exposure }) => exposure),
    HEIGHT,
  );
  const gutter = Math.max(widthOf(averageText(up.high)), widthOf(averageText(up.low)));
  const columns = Math.max(8, Math.min(frame.width, WIDEST) - gutter - 2);
  const across = scaleOf(
    points.map(({ peak }) => peak),
    columns,
  );
  const { cells, hidden } = drawn(points, across, up, frame);
  const { style, glyphs } = frame;
  // Where a service is full; at the ends the axis says it.
  const full = across.cellOf(1) > 0 && across.cellOf(1) < columns - 1 ? across.cellOf(1) : null;
  const lines = cells.map((line, l) => {
    const label = l === 0 ? averageText(up.high) : l === HEIGHT - 1 ? averageText(up.low) : "";
    const body = line.map((mark, x) => (mark !== "" ? mark : x === full ? glyphs.axis : " "));
    return style.dim(`${padStart(label, gutter)} ${glyphs.axis}`) + body.join("").trimEnd();
  });
  const last = utilisationText(across.high);
  const under = placed(
    [
      { at: 0, text: utilisationText(across.low) },
      { at: columns - widthOf(last), text: last },
      ...(full === null ? [] : [{ at: full, text: "100 %" }]),
    ],
    columns,
  );
  return [
    ...brokenLines(captionOf(across, up), frame.width, "").map(style.dim),
    ...lines,
    style.dim(`${" ".repeat(gutter)} ${glyphs.corner}${glyphs.rule.repeat(columns)}`),
    style.dim(`${" ".repeat(gutter)}  ${under}`.trimEnd()),
    ...belowLines(told, points, hidden, frame),
  ];
}

/** Cells of the picture at most: wider ones say no more. */
const WIDEST = 120;

function captionOf(across: Scale, up: Scale): string {
  const logarithmic = ({ isLogarithmic }: Scale): string => (isLogarithmic ? " (logarithmic)" : "");
  return `hours a device is exposed on average${logarithmic(up)}, over the busiest moment of any service in capacities${logarithmic(across)}: lower is sooner, further left is calmer`;
}

/** The letters before the dots, so that these give way. */
function pointsOf(
  { policies, devices }: Comparison,
  told: readonly Row[],
  frame: ReportFrame,
): readonly Point[] {
  const dot = frame.glyphs.outside;
  return policies
    .flatMap((policy): readonly Point[] => {
      const [peak, exposure] = [valueOf(policy, { id: ACROSS }), valueOf(policy, { id: UP })];
      if (peak === null || exposure === null || !Number.isFinite(peak) || !Number.isFinite(exposure))
        return [];
      const letter = told.find((row) => row.policy === policy)?.letter ?? "";
      return [{ mark: letter === "" ? dot : letter, peak, exposure: exposure / Math.max(1, devices) }];
    })
    .sort((a, b) => Number(a.mark === dot) - Number(b.mark === dot) || (a.mark < b.mark ? -1 : 1));
}

const averageText = (hours: number): string => `${grouped(hours, hours < 100 ? 1 : 0)} h`;

type Scale = {
  readonly cells: number;
  readonly low: number;
  readonly high: number;
  readonly isLogarithmic: boolean;
  /** 0 for the lowest value, the last cell for the highest. */
  readonly cellOf: (value: number) => number;
};

function scaleOf(values: readonly number[], cells: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = low > 0 && high / low > FAR_APART;
  const along = (value: number): number => (isLogarithmic ? Math.log(value / low) : value - low);
  return {
    cells,
    low,
    high,
    isLogarithmic,
    cellOf: (value) => Math.round((along(value) / (along(high) || 1)) * (cells - 1)),
  };
}

/** A letter that finds its cell taken moves to the next free one of its line, as far as it still tells the truth. */
function drawn(points: readonly Point[], across: Scale, up: Scale, { glyphs }: ReportFrame) {
  const cells = Array.from({ length: up.cells }, () => new Array<string>(across.cells).fill(""));
  const hidden = points.flatMap(({ mark, peak, exposure }) => {
    const line = cells[up.cells - 1 - up.cellOf(exposure)] as string[];
    const at = across.cellOf(peak);
    const free = [at, at + 1, at - 1, at + 2, at - 2].find((x) => line[x] === "");
    if (free === undefined) return mark === glyphs.outside ? [] : [mark];
    line[free] = mark;
    return [];
  });
  return { cells, hidden };
}

function belowLines(
  told: readonly Row[],
  points: readonly Point[],
  hidden: readonly string[],
  { style, width, glyphs }: ReportFrame,
): readonly string[] {
  const marks = new Set(points.map(({ mark }) => mark));
  const missing = told
    .filter(({ letter }) => letter !== "" && !marks.has(letter))
    .map(({ letter }) => letter);
  const sentences = [
    ...(marks.has(glyphs.outside) ? [`${glyphs.outside} other policies, without a letter`] : []),
    ...(missing.length === 0 ? [] : [`not drawn, for a figure is unknown: ${missing.join(", ")}`]),
    ...(hidden.length === 0 ? [] : [`no room among the others: ${hidden.join(", ")}`]),
  ];
  return sentences.length === 0 ? [] : brokenLines(sentences.join("; "), width, "").map(style.dim);
}
