/** The policies side by side: three sentences, a table, a picture of what each trades, and what every figure means. */
import {
  type ComparedPolicy,
  type Comparison,
  counted,
  devicesOf,
  type Frontier,
  grouped,
  type Metric,
} from "../../src/index.js";
import type { ReportAnswer } from "../report.js";
import { type Row, rowsOf } from "../text/compare-rows.js";
import { verdict } from "../text/compare-verdict.js";
import { figureText, headOf, toldOf, valueOf } from "../text/compare-words.js";
import { wrapped } from "../text/report-frame.js";
import { capitalised, paragraphs, unbroken } from "./frame.js";
import { type Dot, frontierChart } from "./frontier-chart.js";
import type { Point } from "./draw.js";
import { type Markup, markup, nothing } from "./markup.js";
import { type Column, table } from "./table.js";

export function policies({ planned, frontier, compared }: ReportAnswer): Markup {
  const devices = Math.max(1, devicesOf(planned.plan.cohorts));
  if (compared === null)
    return frontier === null || frontier.points.length < 2
      ? nothing
      : markup`<section aria-labelledby="policies">
<h2 id="policies">What calm costs</h2>
${frontierFigure(frontier, [], devices)}</section>`;
  const { comparison, metrics } = compared;
  const rows = rowsOf(comparison, metrics);
  const told = toldOf(comparison, metrics).filter(({ id, isFirst }) => isFirst || OTHERS.includes(id));
  return markup`<section aria-labelledby="policies">
<h2 id="policies">The plan beside other ways to stagger</h2>
${paragraphs(verdict(comparison, rows, metrics).flatMap(({ label, text }) => wrapped(label, text, unbroken)))}
${policyTables(rows, comparison, told)}
${frontierFigure(frontier, dotsOf(rows, comparison), devices)}
${definitions(rows, told)}
</section>`;
}

/** Beside the first figures those that the picture and the stories of the services speak of; `compare --all` has the others. */
const OTHERS = ["peakUtilisation", "failed", "outageUserHours", "exposure", "starts"];
/** Percent of the page for the names. */
const NAME = 24;
/** Fewer columns are no wider than so many. */
const LEAST_COLUMNS = 4;

/** The figures that convince whoever must approve, then the others. */
function policyTables(
  rows: readonly Row[],
  comparison: Comparison,
  told: readonly Metric[],
): readonly Markup[] {
  const runs =
    comparison.runs === 0
      ? "as planned"
      : `median of ${grouped(comparison.runs)} runs, and from 5 to 95 % of them`;
  const parts = [told.filter(({ isFirst }) => isFirst), told.filter(({ isFirst }) => !isFirst)];
  return parts
    .filter((part) => part.length > 0)
    .map((part, i) =>
      table<Row>({
        caption: `${i === 0 ? "Policies" : "More figures"}, ${runs}; * is the best of its column`,
        rows,
        classOf: ({ policy }) => (policy.dominatedBy === null ? null : "dimmed"),
        widths: [NAME, ...part.map(() => (100 - NAME) / Math.max(part.length, LEAST_COLUMNS))],
        columns: [
          { title: "Policy", align: "left", cell: i === 0 ? notedCell : nameCell },
          ...part.map((metric) => metricColumn(metric, comparison)),
        ],
      }),
    );
}

const nameCell = ({ letter, policy }: Row): Markup =>
  markup`<span class="letter">${letter}</span> ${policy.name}`;

const notedCell = (row: Row): Markup => {
  const note = noteText(row);
  return note === "" ? nameCell(row) : markup`${nameCell(row)}<small>${note}</small>`;
};

const metricColumn = (metric: Metric, comparison: Comparison): Column<Row> => ({
  title: capitalised(headOf(metric)),
  align: "right",
  cell: ({ policy, best }) => {
    const text = figureText(policy, metric, comparison);
    return best.has(metric.id) ? markup`<strong class="best">${text} *</strong>` : text;
  },
});

/** What no figure says. */
function noteText({ policy }: Row): string {
  const { role, leftOut, dominatedBy, fates } = policy;
  return [
    ...(role === "today" ? ["what you do today"] : role === "optimum" ? ["planned by the optimizer"] : []),
    ...(fates.includes("failing") ? ["an overload does not end"] : []),
    ...(leftOut >= 0.5 ? [`leaves ${counted(Math.round(leftOut), "device")} out`] : []),
    ...(dominatedBy === null ? [] : [`no better than ${dominatedBy} in anything`]),
  ].join("; ");
}

const kinds: Readonly<Record<ComparedPolicy["role"], Dot["kind"]>> = {
  optimum: "own",
  today: "today",
  other: "other",
};

/** Policies of which both figures are known. */
function dotsOf(rows: readonly Row[], { devices }: Comparison): readonly Dot[] {
  return rows.flatMap(({ letter, policy }) => {
    const peak = valueOf(policy, { id: "peakUtilisation" });
    const exposure = valueOf(policy, { id: "exposure" });
    const isThere = peak !== null && exposure !== null && Number.isFinite(peak) && peak > 0;
    if (!isThere) return [];
    return [
      { letter, name: policy.name, kind: kinds[policy.role], peak, exposed: exposure / Math.max(1, devices) },
    ];
  });
}

function frontierFigure(frontier: Frontier | null, dots: readonly Dot[], devices: number): Markup {
  const line = (frontier?.points ?? []).map(({ tightest, exposure }): Point => [
    tightest.utilisation,
    exposure / devices,
  ]);
  if (line.length + dots.length < 2) return nothing;
  const curveText =
    line.length < 2
      ? ""
      : "The line joins plans of the optimizer, each the fastest at its rise of load: at one end the calmest plan there is, at the other the fastest.";
  const dotText =
    dots.length === 0
      ? ""
      : " The letters are the policies of the table; further left and further down is better.";
  return markup`<p>${curveText}${dotText}</p>
<figure>
${frontierChart({ line, dots, description: descriptionOf(line, dots) })}
</figure>
`;
}

function descriptionOf(line: readonly Point[], dots: readonly Dot[]): string {
  const [first, last] = [line[0], line.at(-1)];
  const ends =
    first === undefined || last === undefined || line.length < 2
      ? []
      : [`The optimizer's plans reach from ${pointText(first)} to ${pointText(last)}.`];
  return [
    ...ends,
    ...dots.map(({ letter, name, peak, exposed }) => `${letter}, ${name}: ${pointText([peak, exposed])}.`),
  ].join(" ");
}

const pointText = ([peak, exposed]: Point): string =>
  `${grouped(peak * 100)} % of the capacity at the busiest moment and ${grouped(exposed, 1)} hours exposed`;

const definitions = (rows: readonly Row[], metrics: readonly Metric[]): Markup =>
  markup`<h3>What the figures mean</h3>
<dl class="terms wide-terms">
${metrics.map((metric) => markup`<div><dt>${capitalised(headOf(metric))}</dt><dd>${metric.definition}</dd></div>\n`)}</dl>
<h3>What the policies do</h3>
<dl class="terms wide-terms">
${rows.map(({ letter, policy }) => markup`<div><dt>${letter} ${policy.name}</dt><dd>${policy.about}</dd>${policy.notes.map((note) => markup`<dd>${capitalised(note)}.</dd>`)}</div>\n`)}</dl>`;
