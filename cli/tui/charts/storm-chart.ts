/** A simulated service over time: served, asked for, capacity, and where the play head is. */
import {
  duration,
  type Grid,
  type Instant,
  loadFigure,
  minute,
  type SimulatedService,
  slotStart,
  wallOf,
} from "../../../src/index.js";
import { loadChart } from "../../text/chart.js";
import { timeAxis } from "../../text/day-axis.js";
import type { Frame } from "../screen.js";
import type { Span } from "./span.js";
import { stormOf } from "./storm.js";

export type StormTime = {
  readonly grid: Grid;
  readonly zone: string;
  readonly span: Span;
  readonly minute: number;
};

/** @param top so much is drawn at most: the same for every policy */
export function stormChart(
  service: SimulatedService,
  top: number,
  time: StormTime,
  frame: Frame,
): readonly string[] {
  const { goodput, offered, capacity, whole, unit } = stormOf(service);
  const { span, zone, grid } = time;
  const shown = (series: readonly number[]) => series.slice(...span);
  return loadChart(
    {
      load: shown(goodput),
      ghost: shown(offered).map((load) => Math.min(top, load)),
      limit: capacity === null ? null : shown(capacity),
      ...(whole === null ? {} : { usual: whole }),
      reach: top,
    },
    {
      ...frame,
      time: { ...grid, wallOf: (at: Instant) => wallOf(at, zone) },
      label: (load) => `${loadFigure(load, unit)}${load === top ? "+" : ""}`,
      cursor: time.minute - span[0],
      axis: (columns, rule) => timeAxis(axisTime(time), columns, rule),
    },
  );
}

/** Minutes of a step of the axis: days are found as well, and sooner, where not every minute is asked for its date. */
const STEP = 15;

function axisTime({ grid, zone, span: [from, to] }: StormTime) {
  const first = Math.floor(from / STEP) * STEP;
  return {
    start: slotStart(grid, first),
    slot: duration(STEP * minute),
    slots: Math.ceil((to - first) / STEP),
    wallOf: (at: Instant) => wallOf(at, zone),
  };
}
