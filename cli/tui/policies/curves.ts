/** What a policy asks of each service over time: a chart or a line each. */
import {
  type ComparedPolicy,
  type ComparedService,
  type Comparison,
  counted,
  loadText,
  type LoadUnit,
  rateUnit,
  wallOf,
} from "../../../src/index.js";
import { chartLegend, loadChart, sparkline } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { highest } from "../../text/columns.js";
import { shortName } from "../../text/compare-table.js";
import { dayAxis } from "../../text/day-axis.js";
import { padEnd, padStart, truncate, widthOf } from "../../text/fit.js";
import type { Frame } from "../screen.js";

type Curve = {
  readonly service: ComparedService;
  readonly offered: readonly number[];
  readonly limit: readonly number[] | null;
  /** What the plan offers. */
  readonly ghost: readonly number[] | null;
  readonly unit: LoadUnit;
  /** Highest share of the limit; null: unknown. */
  readonly worst: number | null;
};

/** The services that are used most first: those get a chart of their own as far as there is room, the others a line. */
export function curves(
  policy: ComparedPolicy,
  plan: ComparedPolicy | null,
  comparison: Comparison,
  frame: Frame,
): readonly string[] {
  const all = comparison.services
    .flatMap((service, s) => curveOf(service, policy.offered[s], plan?.offered[s]))
    .sort((a, b) => (b.worst ?? 0) - (a.worst ?? 0));
  const { charts, height } = shared(all.length, frame.height);
  const lines = sparkLines(all.slice(charts), comparison, {
    ...frame,
    height: frame.height - charts * height,
  });
  return [
    ...all.slice(0, charts).flatMap((curve) => chartLines(curve, policy, comparison, { ...frame, height })),
    ...lines,
  ];
}

/** Lines of a chart with its head: fewer show nothing, more say no more. */
const [LEAST_CHART, MOST_CHART] = [7, 12] as const;

/** How many of the services have a chart, and its lines: the others, and their days, need a line each. */
function shared(services: number, room: number): { readonly charts: number; readonly height: number } {
  const linesOf = (charts: number): number => services - charts + (charts < services ? 1 : 0);
  let charts = 0;
  while (charts < services && (charts + 1) * LEAST_CHART + linesOf(charts + 1) <= room) charts++;
  return {
    charts,
    height: charts === 0 ? 0 : Math.min(MOST_CHART, Math.floor((room - linesOf(charts)) / charts)),
  };
}

function curveOf(
  service: ComparedService,
  offered: Float64Array | undefined,
  ghost: Float64Array | undefined,
): readonly Curve[] {
  if (offered === undefined) return [];
  const limit = service.limit === null ? null : Array.from(service.limit);
  const most = Math.max(highest(Array.from(offered)), limit === null ? 0 : highest(limit));
  const used = limit === null ? null : sharesOf(Array.from(offered), limit);
  return [
    {
      service,
      offered: Array.from(offered),
      limit,
      ghost: ghost === undefined ? null : Array.from(ghost),
      unit: service.counts === "offline" ? { suffix: " devices", factor: 1 } : rateUnit(most),
      worst: used === null ? null : highest(used),
    },
  ];
}

/** Where nothing may be asked and something is: without end. */
const sharesOf = (offered: readonly number[], limit: readonly number[]): readonly number[] =>
  offered.map((load, t) => {
    const most = limit[t] ?? 0;
    return most > 0 ? load / most : load > 0 ? Number.POSITIVE_INFINITY : 0;
  });

const timeOf = ({ grid, zone }: Comparison) => ({
  ...grid,
  wallOf: (at: Parameters<typeof wallOf>[0]) => wallOf(at, zone),
});

function chartLines(
  curve: Curve,
  policy: ComparedPolicy,
  comparison: Comparison,
  frame: Frame,
): readonly string[] {
  const { service, offered, limit, ghost, unit } = curve;
  const legend = chartLegend(
    {
      load: shortName(policy, frame),
      ghost: ghost === null ? null : "the plan",
      limit: limit === null ? null : "limit",
    },
    frame.glyphs,
    frame.style,
  );
  const head = `${truncate(cleanLine(service.id), MOST_ID, frame.glyphs.ellipsis)}  ${mostText(curve)}`;
  const room = frame.width - widthOf(head) - 3;
  return [
    frame.style.bold(truncate(head, frame.width, frame.glyphs.ellipsis)) +
      (widthOf(legend) <= room ? `   ${legend}` : ""),
    ...loadChart(
      { load: offered, limit, ghost },
      {
        ...frame,
        height: frame.height - 1,
        time: timeOf(comparison),
        label: (load) => loadText(load, unit),
      },
    ),
  ];
}

/** "121/min at most, limit 28/min" */
function mostText({ offered, limit, unit }: Curve): string {
  const most = `${loadText(highest(offered), unit)} at most`;
  return limit === null
    ? `${most}, limit unknown`
    : `${most}, limit ${loadText(
        limit.reduce((a, b) => Math.min(a, b), Infinity),
        unit,
      )}`;
}

const MOST_ID = 16;
/** Over its limit is what the metrics call so: by more than a hundredth. */
const SLACK = 1.01;
const LEAST_SPARK = 16;

/** A line a service: full at the limit, marked above it. Under them the days. */
function sparkLines(
  all: readonly Curve[],
  comparison: Comparison,
  { width, height, style, glyphs }: Frame,
): readonly string[] {
  const shown = all.length < height ? all : all.slice(0, Math.max(0, height - 1));
  if (shown.length === 0) return [];
  const ids = shown.map(({ service }) => truncate(cleanLine(service.id), MOST_ID, glyphs.ellipsis));
  const most = shown.map(mostText);
  const [left, right] = [ids, most].map((texts) => Math.max(...texts.map(widthOf))) as [number, number];
  const columns = Math.max(LEAST_SPARK, width - left - right - 4);
  const rest = all.length - shown.length;
  const key = rest > 0 ? `and ${counted(rest, "more", "more")}` : `full: limit, ${glyphs.over} over`;
  return [
    ...shown.map(({ offered, limit }, i) => {
      const shares = limit === null ? offered : sharesOf(offered, limit);
      const full = limit === null ? highest(offered) : 1;
      const drawn = shares.map((value) => (value <= full * SLACK ? Math.min(value, full) : value));
      const line = sparkline(drawn, columns, full, glyphs);
      const paint = line.includes(glyphs.over) && limit !== null ? style.red : style.cyan;
      return `${padEnd(ids[i] ?? "", left)}  ${paint(line)}  ${padStart(most[i] ?? "", right)}`;
    }),
    style.dim(
      `${" ".repeat(left)}  ${dayAxis(timeOf(comparison), columns, glyphs.rule)}  ${truncate(key, right, glyphs.ellipsis)}`,
    ),
  ];
}
