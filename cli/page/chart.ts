/** What all charts have in common: a picture with a title and a sentence for who does not see it, days below, figures at the left. */
import { daysOf, type PageFrame } from "./frame.js";
import type { Scale } from "./draw.js";
import { type Markup, markup } from "./markup.js";

/** Units of the drawing: about a pixel on a screen and on A4. */
export const WIDTH = 760;

export type Picture = {
  /** Of the page: titles are found by it. */
  readonly id: string;
  readonly height: number;
  readonly title: string;
  /** What it shows, in sentences. */
  readonly description: string;
};

export const picture = ({ id, height, title, description }: Picture, content: readonly Markup[]): Markup =>
  markup`<svg id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${WIDTH} ${height}">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${content.map((part) => markup`${part}\n`)}</svg>`;

/** Room that a day's name needs. */
const NAME = 44;

/** A line at each midnight from `top` to `base`, the day's name below it as long as there is room. */
export function dayLines(frame: PageFrame, x: Scale, [top, base]: readonly [number, number]): Markup {
  const days = daysOf(frame);
  let free = 0;
  return markup`<g class="days">${days.map(({ at, name }, d) => {
    const left = x.at(at);
    // The first day has begun before the release: its name gives way to the next.
    const next = d === 0 ? x.at(days[1]?.at ?? frame.to) : WIDTH;
    const isNamed = left >= free && left + NAME <= next;
    if (isNamed) free = left + NAME;
    return markup`${d === 0 ? null : markup`<path d="M${left} ${top}V${base}"/>`}${
      isNamed ? markup`<text x="${left + 3}" y="${base + 14}">${name}</text>` : null
    }`;
  })}</g>`;
}

/** Figures at the left of a faint line each. */
export const valueLines = (
  values: readonly number[],
  y: Scale,
  [left, right]: readonly [number, number],
  label: (value: number) => string,
): Markup =>
  markup`<g class="values">${values.map(
    (value) =>
      markup`<path d="M${left} ${y.at(value)}H${right}"/><text x="${left - 6}" y="${y.at(value) + 4}">${label(value)}</text>`,
  )}</g>`;
