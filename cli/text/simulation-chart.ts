/** A service over the time simulated: what is asked of it, what it serves and can serve; who waits; who is signed in. */
import { type Instant, loadFigure, type SimulatedService, type Simulation, wallOf } from "../../src/index.js";
import { chartLegend, type ChartSeries, loadChart } from "./chart.js";
import { cleanLine } from "./clean.js";
import { highest, inColumns } from "./columns.js";
import { padStart, truncate, widthOf } from "./fit.js";
import {
  capacityOf,
  countText,
  onlineShares,
  ratedWords,
  type SimulationFrame,
  unitOfSimulated,
  wordsOf,
} from "./simulation-words.js";
import { placeOfZone, sideBySide } from "./report-frame.js";

/** Lines of each part, without the axis. */
const LINES = { load: 6, backlog: 2, online: 2 } as const;
/** Where more is asked for than so many times the capacity, the picture ends there: else nothing of the rest would be seen. */
const TALLEST = 3;
/** Cells between the labels of a chart and its area. */
const MARGIN = 2;
/** Below this share online the picture of it tells something. */
const MOST_ONLINE = 0.97;
const EIGHTHS = 8;

type Part = {
  readonly title: string;
  readonly lines: number;
  readonly series: ChartSeries;
  readonly label: (value: number) => string;
};

export function simulationChart(
  service: SimulatedService,
  { grid }: Simulation,
  frame: SimulationFrame,
): readonly string[] {
  const { width, style, glyphs, zone } = frame;
  const counts = [loadPart(service, frame), ...backlogPart(service)];
  const gutter = Math.max(widthOf("100 %"), ...counts.flatMap(labelWidths));
  const parts = [...counts, ...onlinePart(service, width - gutter - MARGIN)];
  const time = { ...grid, wallOf: (at: Instant) => wallOf(at, zone) };
  const drawn = parts.map(({ title, lines, series, label }, p) => {
    const of = {
      ...frame,
      height: lines + 1,
      time,
      label: (value: number) => padStart(label(value), gutter),
    };
    const chart = loadChart(series, of);
    return [...(p === 0 ? [] : [style.dim(title)]), ...(p === parts.length - 1 ? chart : chart.slice(0, -1))];
  });
  const limit = capacityOf(service) === null ? null : "capacity";
  const legend = chartLegend({ load: "served", ghost: "asked for", limit }, glyphs, style);
  const days = style.dim(`days ${placeOfZone(zone)}`);
  const heading = [parts[0]?.title ?? "", legend].join("   ");
  const title =
    widthOf(heading) <= width
      ? [sideBySide([heading, days], "   ", width)]
      : [sideBySide([parts[0]?.title ?? "", days], "   ", width), legend];
  return [...title, ...drawn.flat()];
}

const labelWidths = ({ series: { load, ghost, limit }, label }: Part): readonly number[] =>
  [highest([...load, ...(ghost ?? [])]), highest(limit ?? [])].map((value) => widthOf(label(value)));

const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);

function loadPart(service: SimulatedService, { style, width, glyphs }: SimulationFrame): Part {
  const { id, run } = service;
  const words = `, ${ratedWords(unitOfSimulated(service), service)}`;
  const name = truncate(cleanLine(id), width - widthOf(words), glyphs.ellipsis);
  const capacity = capacityOf(service);
  const unit = unitOfSimulated(service);
  const whole = capacity === null ? Infinity : highest([...capacity]);
  const top = TALLEST * whole;
  return {
    title: `${style.bold(name)}${style.dim(words)}`,
    lines: LINES.load,
    series: {
      load: [...run.goodput],
      ghost: Array.from(run.offered, (offered) => Math.min(top, offered)),
      limit: capacity === null ? null : [...capacity],
      usual: whole,
    },
    label: (load) => `${loadFigure(load, unit)}${load === top ? "+" : ""}`,
  };
}

function backlogPart(service: SimulatedService): readonly Part[] {
  const waiting = [...service.run.backlog];
  if (highest(waiting) < 1) return [];
  return [
    {
      title: `${wordsOf(service).who} failed and will try again`,
      lines: LINES.backlog,
      series: { load: waiting, ghost: null, limit: null },
      label: countText,
    },
  ];
}

/** The least of each column: who is out for a quarter of an hour must not vanish in a column of two hours. */
function onlinePart(service: SimulatedService, columns: number): readonly Part[] {
  const shares = onlineShares(service);
  if (shares === null || lowest(shares) > MOST_ONLINE) return [];
  const step = 1 / (LINES.online * EIGHTHS);
  // A full column is everyone, so whatever is less is rounded down.
  const drawn = inColumns(shares, columns, Math.min).map((share) =>
    share > 0.995 ? 1 : Math.floor(share / step) * step,
  );
  return [
    {
      title: "people signed in, of those who want to be",
      lines: LINES.online,
      series: { load: drawn, ghost: null, limit: null },
      label: (share) => `${Math.round(share * 100)} %`,
    },
  ];
}
