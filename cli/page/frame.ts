/** What every part of a page shares: the zone it tells times in, and the words of the terminal. */
import {
  day,
  dayText,
  dayTime,
  horizon,
  type Instant,
  instant,
  instantOf,
  type Planned,
  wallOf,
  wallTime,
} from "../../src/index.js";
import { glyphs } from "../text/glyphs.js";
import { type ReportFrame, placeOfZone, reportZone, unwrapped } from "../text/report-frame.js";
import { styleFor } from "../text/style.js";
import { type Markup, markup, nothing } from "./markup.js";

/** A terminal without an edge and without colours: a paragraph is one line. */
export const unbroken: ReportFrame = {
  width: Infinity,
  style: styleFor({ colour: false }),
  glyphs: glyphs.unicode,
};

export type PageFrame = {
  readonly zone: string;
  /** "Berlin" */
  readonly place: string;
  readonly from: Instant;
  readonly to: Instant;
};

export function frameOf(planned: Planned): PageFrame {
  const zone = reportZone(planned);
  const { grid } = planned.rollout;
  return { zone, place: placeOfZone(zone), from: grid.start, to: horizon(grid) };
}

export const whenText = (at: Instant, { zone }: PageFrame): string => dayTime(wallOf(at, zone));

/** Where days begin by the clocks of the page, and their names. */
export function daysOf({ zone, from, to }: PageFrame): readonly { at: Instant; name: string }[] {
  const first = Math.floor(wallOf(from, zone) / day) * day;
  const count = Math.ceil((wallOf(to, zone) - first) / day);
  return Array.from({ length: count }, (_, d) => wallTime(first + d * day))
    .map((wall) => ({ at: instantOf(wall, zone), name: dayText(wall) }))
    .filter(({ at }) => at < to)
    .map(({ at, name }) => ({ at: instant(Math.max(at, from)), name }));
}

/** Labelled paragraphs of the terminal as a list of terms. */
export function paragraphs(lines: readonly string[]): Markup {
  const groups: { label: string; texts: string[] }[] = [];
  for (const line of lines) {
    const { label, text } = unwrapped(line);
    if (label === "" && groups.length > 0) groups.at(-1)?.texts.push(text);
    else groups.push({ label, texts: [text] });
  }
  if (groups.length === 0) return nothing;
  return markup`<dl class="terms">
${groups.map(
  ({ label, texts }) => markup`<div><dt>${termOf(label)}</dt>${texts.map(
    (text) => markup`<dd>${held(capitalised(text))}</dd>`,
  )}</div>
`,
)}</dl>`;
}

/** A figure stays on the line of its unit, the hour on that of its day. */
export const held = (text: string): string =>
  text
    .replace(/(\d) (%|h|min|days?|times)(?![\p{L}\d])/gu, "$1\u00a0$2")
    .replace(/\b(\p{L}{3} \d{1,2}) (?=\d\d:\d\d)/gu, "$1\u00a0")
    .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)/g, "$1\u00a0");

/** "Left out" of "LEFT OUT" */
const termOf = (label: string): string => (label === "PROOF" ? "How sure" : capitalised(label.toLowerCase()));

export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
