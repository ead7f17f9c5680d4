/** A simulated service over time, with the play head: what it serves, what it is asked for; and who waits. */
import {
  duration,
  type Grid,
  type Instant,
  loadFigure,
  minute as aMinute,
  type SimulatedService,
  slotStart,
  wallOf,
} from "../../../src/index.js";
import { type ChartFrame, loadChart } from "../../text/chart.js";
import { timeAxis } from "../../text/day-axis.js";
import { countText } from "../../text/simulation-words.js";
import type { Frame } from "../screen.js";
import { type Span, spanOf } from "./span.js";
import { inCells, stormOf } from "./storm.js";

export type StormTime = {
  readonly grid: Grid;
  readonly zone: string;
  /** Of the play head. */
  readonly minute: number;
  /** How often the whole time is halved. */
  readonly zoom: number;
};

/** @param top so much is drawn at most: the same for every policy */
export function stormChart(
  service: SimulatedService,
  top: number,
  time: StormTime,
  frame: Frame,
): readonly string[] {
  const { capacity, whole, mostAsked, unit } = stormOf(service);
  const isCut = mostAsked > top;
  const cells = cellsOf(time);
  const shown = (values: Float64Array) => inCells(values, cells.length).slice(...cells.span);
  return loadChart(
    {
      load: shown(service.run.goodput),
      ghost: shown(service.run.offered).map((load) => Math.min(top, load)),
      limit: capacity === null ? null : shown(capacity),
      ...(whole === null ? {} : { usual: whole }),
      reach: top,
    },
    chartFrame(cells, (load) => `${loadFigure(load, unit)}${isCut && load === top ? "+" : ""}`, time, frame),
  );
}

/** Who has failed and will try again, up to `top`. */
export function waitingChart(
  service: SimulatedService,
  top: number,
  time: StormTime,
  frame: Frame,
): readonly string[] {
  const cells = cellsOf(time);
  const load = inCells(service.run.backlog, cells.length).slice(...cells.span);
  return loadChart({ load, ghost: null, limit: null, reach: top }, chartFrame(cells, countText, time, frame));
}

/** A cell of a chart's series: its length in minutes, those on show, and that of the play head. */
type Cells = { readonly length: number; readonly span: Span; readonly at: number };

function cellsOf({ grid, minute, zoom }: StormTime): Cells {
  const shown = grid.slots / 2 ** zoom;
  const length = shown > 48 * 60 ? 15 : shown > 16 * 60 ? 5 : 1;
  const at = Math.floor(minute / length);
  return { length, at, span: spanOf(Math.ceil(grid.slots / length), at, zoom) };
}

function chartFrame(
  { length, span: [from, to], at }: Cells,
  label: ChartFrame["label"],
  { grid, zone }: StormTime,
  frame: Frame,
): ChartFrame {
  const time = {
    start: slotStart(grid, from * length),
    slot: duration(length * aMinute),
    slots: to - from,
    wallOf: (instant: Instant) => wallOf(instant, zone),
  };
  return {
    ...frame,
    time,
    label,
    cursor: at - from,
    axis: (columns, rule) => timeAxis(time, columns, rule),
  };
}
