/** The policies side by side, as many figures as there is room for, the one that orders them among these. */
import { type Metric, type Planned, policiesOf } from "../../../src/index.js";
import {
  BEST,
  type CompareFrame,
  fateText,
  folded,
  leftOutText,
  shortName,
} from "../../text/compare-table.js";
import type { Row } from "../../text/compare-rows.js";
import { figureText } from "../../text/compare-words.js";
import { widthOf } from "../../text/fit.js";
import type { Paint } from "../../text/style.js";
import { type Column, table } from "../../text/table.js";
import { MARGIN, withMark } from "../marking.js";
import { onShow } from "../list.js";
import type { Frame } from "../screen.js";

export type Drawn = {
  readonly rows: readonly Row[];
  readonly metrics: readonly Metric[];
  /** That orders the rows. */
  readonly by: Metric | null;
  /** Index of the marked row. */
  readonly at: number;
  /** Which of them is the plan on show, and whom Load and Simulate hold against it. */
  readonly own: string;
  readonly rival: string;
};

/** Name of the policy that the plan on show is: as the scenario calls it, or as a comparison calls what it does not name. */
export const ownPolicy = ({ plan, settled: { scenario } }: Pick<Planned, "plan" | "settled">): string =>
  policiesOf(scenario).find(
    ({ policy }) => policy.kind === "optimal" && (policy.goal ?? scenario.goal) === plan.goal,
  )?.name ?? `optimal ${plan.goal}`;

export type PolicyTable = {
  readonly lines: readonly string[];
  /** Figures to the left and to the right of those on show. */
  readonly before: number;
  readonly after: number;
};

/** @param height lines at most, the heads among them */
export function policiesTable(drawn: Drawn, height: number, frame: Frame & CompareFrame): PolicyTable {
  const { rows, metrics, at } = drawn;
  const room = frame.width - MARGIN;
  const first = nameColumns(drawn, frame);
  const figures = metrics.map((metric) => metricColumn(metric, drawn, frame));
  const [from, to] = columnsOnShow(
    figures.map((column) => GAP + wideOf(column, rows)),
    metrics.findIndex((metric) => metric === drawn.by),
    room - first.reduce((sum, column) => sum + wideOf(column, rows) + GAP, -GAP),
  );
  const lines = table([...first, ...figures.slice(from, to), ...endColumns(rows, frame)], rows, {
    ...frame,
    width: room,
    ellipsis: frame.glyphs.ellipsis,
    gap: GAP,
  });
  const heads = lines.length - rows.length;
  const [top, end] = onShow(rows.length, at, Math.max(1, height - heads));
  return {
    lines: [
      ...lines.slice(0, heads).map((line) => withMark(line, false, frame)),
      ...lines.slice(heads + top, heads + end).map((line, i) => withMark(line, top + i === at, frame)),
    ],
    before: from,
    after: metrics.length - to,
  };
}

/** The figures have a cell for the sign of the best at their end. */
const GAP = 1;

const wideOf = ({ title, cell }: Column<Row>, rows: readonly Row[]): number =>
  [...title.split("\n"), ...rows.map(cell)].reduce((most, text) => Math.max(most, widthOf(text)), 0);

/** Half-open: from the first figure on, or, where that does not reach the one that orders, up to that. At least one. */
function columnsOnShow(wides: readonly number[], by: number, room: number): readonly [number, number] {
  const fitting = (from: number): number => {
    let [to, left] = [from, room];
    while (to < wides.length && (wides[to] ?? 0) <= left) left -= wides[to++] ?? 0;
    return Math.max(to, Math.min(from + 1, wides.length));
  };
  let from = 0;
  while (by >= fitting(from)) from++;
  return [from, fitting(from)];
}

/** Dominated policies stand back, but for today and the optimum, which the others are held against. */
const paintOf =
  ({ style }: Frame) =>
  ({ policy }: Row): Paint =>
    policy.dominatedBy === null || policy.role !== "other" ? (text) => text : style.dim;

const MOST_NAME = 16;

const nameColumns = ({ own, rival }: Drawn, frame: Frame): readonly Column<Row>[] => [
  {
    title: "",
    align: "left",
    keep: "always",
    cell: ({ policy: { name }, letter }) =>
      `${name === own ? frame.glyphs.own : name === rival ? frame.glyphs.rival : " "} ${letter}`,
    paint: paintOf(frame),
  },
  {
    title: "POLICY",
    align: "left",
    keep: "always",
    cell: ({ policy }) => shortName(policy, frame, MOST_NAME),
    paint: (row) => (row.policy.name === own ? frame.style.bold : paintOf(frame)(row)),
  },
];

function metricColumn(metric: Metric, { by }: Drawn, frame: Frame & CompareFrame): Column<Row> {
  const isBy = metric === by;
  const sign = isBy ? frame.glyphs.sorted : " ";
  return {
    title: folded(metric.name.toUpperCase(), LEAST_HEAD)
      .map((line, l, { length }) => `${line}${l === length - 1 ? sign : " "}`)
      .join("\n"),
    align: "right",
    keep: "always",
    cell: (row) => `${figureText(row.policy, metric, frame)}${row.best.has(metric.id) ? BEST : " "}`,
    paint: (row) => (row.best.has(metric.id) ? frame.style.bold : paintOf(frame)(row)),
  };
}

/** Narrower heads would stand too high. */
const LEAST_HEAD = 8;

const endColumns = (rows: readonly Row[], frame: Frame): readonly Column<Row>[] => [
  {
    title: "SERVICES",
    align: "left",
    keep: 1,
    cell: ({ policy }) => fateText(policy),
    paint: (row) => (row.policy.fates.includes("failing") ? frame.style.red : paintOf(frame)(row)),
  },
  ...(rows.every(({ policy }) => leftOutText(policy) === "0")
    ? []
    : [
        {
          title: "LEFT OUT",
          align: "right" as const,
          keep: 2,
          cell: ({ policy }: Row) => leftOutText(policy),
          paint: (row: Row) => (leftOutText(row.policy) === "0" ? paintOf(frame)(row) : frame.style.red),
        },
      ]),
];
