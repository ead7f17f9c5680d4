/** Exposure against the busiest moment: the plans of the optimizer as a line, every policy as a letter. */
import { grouped, percent } from "../../src/index.js";
import { picture, valueLines, WIDTH } from "./chart.js";
import { linear, logarithmic, type Point, type Scale, straight } from "./draw.js";
import { type Markup, markup, nothing } from "./markup.js";

export type Dot = {
  readonly letter: string;
  readonly name: string;
  readonly kind: "own" | "today" | "other";
  /** Of the capacity, a share above 0. */
  readonly peak: number;
  /** Hours of a device on average. */
  readonly exposed: number;
};

export type FrontierChart = {
  readonly description: string;
  /** Peak and exposed of the optimizer's plans, peak ascending. */
  readonly line: readonly Point[];
  readonly dots: readonly Dot[];
};

const [LEFT, TOP, BASE, HEIGHT] = [58, 20, 268, 306];
const RIGHT = WIDTH - 16;
/** Peaks this far apart are told on a scale on which every doubling is equally long. */
const WIDE = 2;

export function frontierChart({ description, line, dots }: FrontierChart): Markup {
  const peaks = [...line.map(([peak]) => peak), ...dots.map(({ peak }) => peak)];
  const hours = [...line.map(([, exposed]) => exposed), ...dots.map(({ exposed }) => exposed)];
  const x = peakScale(peaks);
  const [low, high] = [Math.min(...hours), Math.max(...hours)];
  const room = Math.max(1, (high - low) * 0.12);
  const y = linear([Math.max(0, low - room), high + room], [BASE, TOP]);
  const placed = (points: readonly Point[]): readonly Point[] =>
    points.map(([peak, exposed]) => [x.at(peak), y.at(exposed)]);
  const full = x.at(1);
  return picture(
    { id: "frontier", height: HEIGHT, title: "Exposure against the busiest moment", description },
    [
      full < RIGHT
        ? markup`<rect class="beyond" x="${full}" y="${TOP}" width="${RIGHT - full}" height="${BASE - TOP}"/><text class="mark end" x="${RIGHT}" y="${TOP - 5}">over the capacity</text>`
        : nothing,
      valueLines(y.ticks(5), y, [LEFT, RIGHT], (value) => `${grouped(value)} h`),
      markup`<g class="days">${x
        .ticks(6)
        .map(
          (value) =>
            markup`<text class="middle" x="${x.at(value)}" y="${BASE + 15}">${peakText(value)}</text>`,
        )}</g>`,
      markup`<path class="base" d="M${LEFT} ${BASE}H${RIGHT}"/>`,
      markup`<text class="axis" x="4" y="${TOP - 5}">a device is exposed, on average</text><text class="axis end" x="${RIGHT}" y="${HEIGHT - 4}">busiest moment, of the capacity of its service</text>`,
      markup`<path class="frontier" d="${straight(placed(line))}"/>`,
      ...placed(line).map(([px, py]) => markup`<circle class="point" cx="${px}" cy="${py}" r="2.5"/>`),
      ...dotMarkup(dots, x, y),
    ],
  );
}

const peakText = (value: number): string =>
  value < WIDE ? percent(value) : `${grouped(value, value < 10 && !Number.isInteger(value) ? 1 : 0)} times`;

function peakScale(peaks: readonly number[]): Scale {
  const [low, high] = [Math.min(...peaks), Math.max(...peaks)];
  if (high > WIDE) {
    const scale = logarithmic([low * 0.8, high * 1.25], [LEFT, RIGHT]);
    return { ...scale, ticks: () => doublings(low * 0.8, high * 1.25) };
  }
  const room = Math.max(0.02, (high - low) * 0.1);
  return linear([Math.max(0, low - room), high + room], [LEFT, RIGHT]);
}

const ROUND = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const doublings = (low: number, high: number): readonly number[] =>
  ROUND.filter((value) => value >= low && value <= high);

/** A circle with its letter; where two would cover each other, the later one moves aside. */
function dotMarkup(dots: readonly Dot[], x: Scale, y: Scale): readonly Markup[] {
  const taken: Point[] = [];
  return dots.map(({ letter, name, kind, peak, exposed }) => {
    const [px, py] = free([x.at(peak), y.at(exposed)], taken);
    taken.push([px, py]);
    return markup`<g class="dot ${kind}"><title>${name}: ${peakText(peak)} at the busiest moment, exposed ${grouped(exposed, 1)} h</title><circle cx="${px}" cy="${py}" r="${RADIUS}"/><text x="${px}" y="${py + 4}">${letter}</text></g>`;
  });
}

const RADIUS = 9;

function free([px, py]: Point, taken: readonly Point[]): Point {
  let at: Point = [px, py];
  while (taken.some(([tx, ty]) => Math.hypot(tx - at[0], ty - at[1]) < 2 * RADIUS))
    at = [at[0] + RADIUS / 2, at[1]];
  return at;
}
