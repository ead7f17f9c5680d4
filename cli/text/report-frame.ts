/** What every part of a report shares: the frame it is drawn in, the zone it tells times in, labelled paragraphs. */
import type { Planned } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import { truncate, widthOf } from "./fit.js";
import type { Glyphs } from "./glyphs.js";
import type { Paint, Style } from "./style.js";

export type ReportFrame = { readonly width: number; readonly style: Style; readonly glyphs: Glyphs };

/** Zone in which times that belong to no site are told: the scenario's, else that of most devices. */
export const reportZone = ({ settled, plan }: Planned): string =>
  settled.scenario.timezone ?? zoneOfMost(plan.cohorts);

export function zoneOfMost(
  cohorts: readonly { readonly timezone: string; readonly devices: number }[],
): string {
  const byZone = new Map<string, number>();
  for (const { timezone, devices } of cohorts) byZone.set(timezone, (byZone.get(timezone) ?? 0) + devices);
  const [most] = [...byZone].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? "UTC";
}

/** "Berlin" of "Europe/Berlin" */
export const placeOfZone = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

const LABEL = 9;

/** A labelled paragraph, broken between words so that no line is wider than the frame. */
export function wrapped(
  label: string,
  text: string,
  { width, style, paint = style.bold }: Pick<ReportFrame, "width" | "style"> & { readonly paint?: Paint },
): readonly string[] {
  const head = style.bold(paint(label)) + " ".repeat(LABEL - label.length);
  return brokenLines(text, width, " ".repeat(LABEL)).map((line, i) =>
    i === 0 ? head + line.slice(LABEL) : line,
  );
}

/** What `wrapped` put together, where no line was broken: the text by its label, which is empty where one goes on. */
export const unwrapped = (line: string): { readonly label: string; readonly text: string } => ({
  label: line.slice(0, LABEL).trimEnd(),
  text: line.slice(LABEL),
});

/** Broken between words; a word wider than the line is cut. */
export function brokenLines(text: string, width: number, indent: string): readonly string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  let line = "";
  for (const word of cleanLine(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > room) {
      lines.push(line.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line.trimEnd()].map((each) => indent + truncate(each, room));
}

/** As many of these, in their order, as stand side by side: the first always does. */
export function sideBySide(parts: readonly string[], gap: string, width: number): string {
  const [first = "", ...rest] = parts;
  return rest.reduce((line, part) => {
    const longer = line + gap + part;
    return widthOf(longer) <= width ? longer : line;
  }, first);
}

/** Sections with an empty line between them; those without lines are left out. */
export const inSections = (sections: readonly (readonly string[])[]): readonly string[] =>
  sections.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
