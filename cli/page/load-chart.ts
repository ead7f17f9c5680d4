/** What a service is asked, over time: the plan as an area, the other way as a broken line, under the lines of limit and capacity. */
import {
  type Instant,
  loadFigure,
  type LoadUnit,
  type ServiceForecast,
  slotStart,
  type Grid,
  instant,
} from "../../src/index.js";
import { highest } from "../text/columns.js";
import { dayLines, picture, valueLines, WIDTH } from "./chart.js";
import { linear, type Point, type Scale, steps, stepsDownTo } from "./draw.js";
import type { PageFrame } from "./frame.js";
import { type Markup, markup, nothing } from "./markup.js";

export type LoadChart = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly service: ServiceForecast;
  readonly unit: LoadUnit;
  readonly grid: Grid;
  readonly deadline: Instant;
  /** The other way, by slot; null: there is none. */
  readonly against: readonly number[] | null;
};

const [LEFT, TOP, BASE, HEIGHT] = [58, 14, 168, 188];
const RIGHT = WIDTH - 8;
/** The other way is drawn as far as this many times what the rest needs; then it leaves the picture, and a word says so. */
const MOST_TIMES = 2.5;

export function loadChart(chart: LoadChart, frame: PageFrame): Markup {
  const { id, title, description, service, unit, grid, deadline, against } = chart;
  const x = linear([frame.from, frame.to], [LEFT, RIGHT]);
  const own = Math.max(...[service.load, service.limit ?? [], service.capacity ?? []].map(highest)) * 1.08;
  const other = against === null ? 0 : highest(against);
  const top = Math.max(own, Math.min(other * 1.04, own * MOST_TIMES)) || 1;
  const y = linear([0, top], [BASE, TOP]);
  const along = (values: readonly number[]): readonly Point[] =>
    [...values, values.at(-1) ?? 0].map((value, slot) => [x.at(slotStart(grid, slot)), y.at(value)]);
  return picture({ id, height: HEIGHT, title, description }, [
    valueLines(roundLoads(top, unit), y, [LEFT, RIGHT], (load) => loadFigure(load, unit)),
    dayLines(frame, x, [TOP, BASE]),
    markup`<path class="plan" d="${stepsDownTo(along(service.load), BASE)}"/>`,
    markup`<path class="background" d="${steps(along(service.background))}"/>`,
    against === null
      ? nothing
      : markup`<clipPath id="${id}-clip"><rect x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BASE - TOP + 1}"/></clipPath><path class="against" clip-path="url(#${id}-clip)" d="${steps(along(against))}"/>`,
    ...ceilings(service, unit, along, y),
    markup`<path class="deadline" d="M${x.at(deadline)} ${TOP}V${BASE}"/>`,
    other > top && against !== null ? leaves(against, other, { x, unit, grid }) : nothing,
    markup`<path class="base" d="M${LEFT} ${BASE}H${RIGHT}"/>`,
  ]);
}

/** About four round figures of the unit that is shown. */
const roundLoads = (most: number, { factor }: LoadUnit): readonly number[] =>
  linear([0, most * factor], [0, 1])
    .ticks(4)
    .map((value) => value / factor);

/** Limit and capacity, each named at its right end; one line where they are the same. */
function ceilings(
  { limit, capacity }: ServiceForecast,
  unit: LoadUnit,
  along: (values: readonly number[]) => readonly Point[],
  y: Scale,
): readonly Markup[] {
  if (limit === null || capacity === null) return [];
  const [least, most] = [limit.at(-1) ?? 0, capacity.at(-1) ?? 0];
  const isOne = limit.every((value, slot) => value === capacity[slot]);
  const line = (kind: string, values: readonly number[]): Markup =>
    markup`<path class="${kind}" d="${steps(along(values))}"/>`;
  const named = (words: string, values: readonly number[], below: boolean): Markup => {
    const end = values.at(-1) ?? 0;
    const isSteady = values.every((value) => value === end);
    return markup`<text class="ceiling" x="${RIGHT - 4}" y="${y.at(end) + (below ? 12 : -4)}">${words}${isSteady ? ` ${loadFigure(end, unit)}` : ""}</text>`;
  };
  if (isOne) return [line("capacity", capacity), named("capacity and limit", capacity, false)];
  return [
    line("capacity", capacity),
    line("limit", limit),
    named("capacity", capacity, false),
    named("limit", limit, y.at(least) - y.at(most) < NAME),
  ];
}

/** Height of a name: closer lines are named on either side. */
const NAME = 16;

/** Where the other way leaves the picture, and how far it goes. */
function leaves(
  against: readonly number[],
  most: number,
  { x, unit, grid }: { readonly x: Scale; readonly unit: LoadUnit; readonly grid: Grid },
): Markup {
  const at = x.at(instant(slotStart(grid, against.indexOf(most)) + grid.slot / 2));
  const words = `${loadFigure(most, unit)}${unit.suffix}, out of the picture`;
  return at < WIDTH / 2
    ? markup`<text class="leaves" x="${at - ARROW}" y="${TOP - 4}">↑ ${words}</text>`
    : markup`<text class="leaves end" x="${at + ARROW}" y="${TOP - 4}">${words} ↑</text>`;
}

/** Half as wide as its sign. */
const ARROW = 4;
