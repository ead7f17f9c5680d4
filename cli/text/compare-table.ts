/** The figures of policies side by side; where that is too wide, one policy below the other. */
import { type ComparedPolicy, grouped, type Metric } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import type { Row } from "./compare-rows.js";
import { figureText, headOf, type Times } from "./compare-words.js";
import { truncate, widthOf } from "./fit.js";
import { brokenLines, type ReportFrame } from "./report-frame.js";
import type { Paint } from "./style.js";
import { type Column, table } from "./table.js";

export type CompareFrame = ReportFrame & Times;

/** Figures beside those of the metrics. */
type Extra = Column<Row> & { readonly label: string };

/** Beside the best figure of a metric. */
export const BEST = "*";

/**
 * @param metrics a column each, of the policies in these rows
 * @param extras what else is told of them
 */
export function policyTable(
  rows: readonly Row[],
  metrics: readonly Metric[],
  frame: CompareFrame,
  extras: readonly Extra[] = [servicesColumn(frame), ...leftOutColumn(rows, frame)],
): readonly string[] {
  const columns = [...nameColumns(frame), ...metrics.map((metric) => metricColumn(metric, rows, frame))];
  const wide = columns.reduce((sum, column) => sum + GAP + narrowest(column, rows), -GAP);
  const framed = { ...frame, ellipsis: frame.glyphs.ellipsis };
  return wide <= frame.width
    ? table([...columns, ...extras], rows, framed)
    : rows.flatMap((row) => block(row, metrics, extras, frame));
}

const GAP = 2;

const narrowest = ({ title, least = Infinity, cell }: Column<Row>, rows: readonly Row[]): number =>
  Math.min(
    least,
    [...title.split("\n"), ...rows.map(cell)].reduce((most, text) => Math.max(most, widthOf(text)), 0),
  );

/** Dominated policies stand back, but for today and the optimum, which the others are held against. */
const paintOf =
  ({ style }: ReportFrame) =>
  ({ policy }: Row): Paint =>
    policy.dominatedBy === null || policy.role !== "other" ? (text) => text : style.dim;

const nameColumns = (frame: CompareFrame): readonly Column<Row>[] => [
  { title: "", align: "left", keep: "always", cell: ({ letter }) => letter, paint: paintOf(frame) },
  {
    title: "POLICY",
    align: "left",
    keep: "always",
    least: LEAST_NAME,
    cell: ({ policy }) => shortName(policy, frame),
    paint: paintOf(frame),
  },
];

const LEAST_NAME = 16;
const MOST_NAME = 24;

export const shortName = (
  { name }: Pick<ComparedPolicy, "name">,
  { glyphs }: Pick<ReportFrame, "glyphs">,
  most = MOST_NAME,
): string => truncate(cleanLine(name), most, glyphs.ellipsis);

function metricColumn(metric: Metric, rows: readonly Row[], frame: CompareFrame): Column<Row> {
  const cell = (row: Row): string => {
    const text = figureText(row.policy, metric, frame);
    return `${text}${row.best.has(metric.id) ? BEST : " "}`;
  };
  const wide = rows.reduce((most, row) => Math.max(most, widthOf(cell(row)) - 1), 0);
  return {
    title: folded(headOf(metric).toUpperCase(), Math.max(wide, LEAST_TITLE))
      .map((line) => `${line} `)
      .join("\n"),
    align: "right",
    keep: "always",
    cell,
    paint: (row) => (row.best.has(metric.id) ? frame.style.bold : paintOf(frame)(row)),
  };
}

/** Between words, hardly wider than the figures below. */
export function folded(text: string, width: number): readonly string[] {
  const longest = text.split(" ").reduce((most, word) => Math.max(most, widthOf(word)), 0);
  return brokenLines(text, Math.max(width, longest), "");
}

/** Narrower titles would stand too high. */
const LEAST_TITLE = 10;

const fateWords = { calm: "hold", recovered: "overloaded", failing: "collapse" } as const;

/** The worst of all services. */
export const fateText = ({ fates }: ComparedPolicy): string =>
  fateWords[fates.includes("failing") ? "failing" : fates.includes("recovered") ? "recovered" : "calm"];

const servicesColumn = (frame: CompareFrame): Extra => ({
  title: "SERVICES",
  label: "services",
  align: "left",
  keep: 1,
  cell: ({ policy }) => fateText(policy),
  paint: (row) => (row.policy.fates.includes("failing") ? frame.style.red : paintOf(frame)(row)),
});

/** Only where some policy leaves devices out. */
const leftOutColumn = (rows: readonly Row[], frame: CompareFrame): readonly Extra[] =>
  rows.every(({ policy }) => leftOutText(policy) === "0")
    ? []
    : [
        {
          title: "LEFT\nOUT",
          label: "devices left out",
          align: "right",
          keep: 2,
          cell: ({ policy }) => leftOutText(policy),
          paint: (row) => (leftOutText(row.policy) === "0" ? paintOf(frame)(row) : frame.style.red),
        },
      ];

export const leftOutText = ({ leftOut }: ComparedPolicy): string => grouped(Math.round(leftOut));

/** One policy, a line a figure: its name, then what is counted on the left and how much of it on the right. */
function block(
  row: Row,
  metrics: readonly Metric[],
  extras: readonly Extra[],
  frame: CompareFrame,
): readonly string[] {
  const lines = [
    ...metrics.map((metric) => ({
      label: headOf(metric),
      text: `${figureText(row.policy, metric, frame)}${row.best.has(metric.id) ? BEST : ""}`,
      paint: row.best.has(metric.id) ? frame.style.bold : paintOf(frame)(row),
    })),
    ...extras.map(({ label, cell, paint }) => ({ label, text: cell(row), paint: paint?.(row) ?? plain })),
  ];
  const head = `${row.letter}  ${shortName(row.policy, frame)}`;
  return [frame.style.bold(head), ...lines.flatMap((line) => blockLines(line, frame))];
}

const plain: Paint = (text) => text;

type BlockLine = { readonly label: string; readonly text: string; readonly paint: Paint };

/** A figure that finds no room beside its label stands below it. */
function blockLines({ label, text, paint }: BlockLine, { width }: CompareFrame): readonly string[] {
  const room = Math.min(width, WIDEST_BLOCK) - INDENT.length;
  const dots = room - widthOf(label) - widthOf(text);
  return dots >= GAP
    ? [`${INDENT}${label}${" ".repeat(dots)}${paint(text)}`]
    : [
        ...brokenLines(label, width, INDENT),
        ...brokenLines(text, width, `${INDENT}  `).map((line) => paint(line)),
      ];
}

const INDENT = "   ";
const WIDEST_BLOCK = 72;
