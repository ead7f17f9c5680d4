/** A screen of several pictures: who gets how many lines where there is no room for all. */
import { truncate } from "../../text/fit.js";
import { beside, titleRule } from "../panes.js";
import type { Frame, Room } from "../screen.js";

export type Pane<Name extends string> = {
  readonly name: Name;
  /** Empty: no line for it. */
  readonly title: string;
  /** At the end of the title's line. */
  readonly right: string;
  /** Lines below the title: with fewer it says nothing; more it cannot use. */
  readonly least: number;
  readonly most: number;
  /** At most `height` lines of at most `width` cells. */
  readonly draw: (room: Room) => readonly string[];
};

/** Panes side by side. */
export type Row<Name extends string> = {
  readonly panes: readonly Pane<Name>[];
  /** Which goes first where not all find room: the highest. */
  readonly order: number;
  /** What is left over is shared by weight. */
  readonly weight: number;
};

/** Lines of each row, its title included; 0: it finds no room. */
export function heightsOf<Name extends string>(
  rows: readonly Row<Name>[],
  height: number,
): readonly number[] {
  const heights = rows.map(leastOf);
  const byOrder = rows.map((_, r) => r).sort((a, b) => (rows[b]?.order ?? 0) - (rows[a]?.order ?? 0));
  let left = height - sum(heights);
  for (const r of byOrder) {
    if (left >= 0) break;
    left += heights[r] ?? 0;
    heights[r] = 0;
  }
  for (; left > 0; left--) {
    const hungry = hungriest(rows, heights);
    if (hungry === null) break;
    heights[hungry] = (heights[hungry] ?? 0) + 1;
  }
  return heights;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const titleLines = (pane: Pane<string>): number => (pane.title === "" ? 0 : 1);
const leastOf = ({ panes }: Row<string>): number =>
  Math.max(...panes.map((pane) => titleLines(pane) + pane.least));
const mostOf = ({ panes }: Row<string>): number =>
  Math.max(...panes.map((pane) => titleLines(pane) + pane.most));

/** Among the rows on show that can use more, the one that has had least of what was left over, by weight. */
function hungriest(rows: readonly Row<string>[], heights: readonly number[]): number | null {
  let best: number | null = null;
  let least = Infinity;
  for (const [r, row] of rows.entries()) {
    const height = heights[r] ?? 0;
    if (height === 0 || height >= mostOf(row)) continue;
    const had = (height - leastOf(row)) / row.weight;
    if (had < least) [best, least] = [r, had];
  }
  return best;
}

/** @param focus whose title is marked; panes of a row share its width by halves, with a line between them */
export function drawnRows<Name extends string>(
  rows: readonly Row<Name>[],
  focus: Name,
  frame: Frame,
): readonly string[] {
  const heights = heightsOf(rows, frame.height);
  return rows.flatMap((row, r) => drawnRow(row, focus, { ...frame, height: heights[r] ?? 0 }));
}

function drawnRow<Name extends string>({ panes }: Row<Name>, focus: Name, frame: Frame): readonly string[] {
  const [first, second] = panes;
  if (first === undefined || frame.height === 0) return [];
  if (second === undefined) return drawnPane(first, focus, frame);
  const leftWidth = leftWidthOf(frame.width);
  const [title = "", ...left] = drawnPane(first, focus, { ...frame, width: leftWidth });
  const [otherTitle = "", ...right] = drawnPane(second, focus, {
    ...frame,
    width: frame.width - leftWidth - 1,
  });
  const below = beside(
    left,
    right.map((line) => line.replace(/^ /, "")),
    { ...frame, leftWidth },
  );
  return [title + frame.style.dim(frame.glyphs.tee) + otherTitle, ...below];
}

/** Cells of the left one of two panes, with the blank before the line between them. */
export const leftWidthOf = (width: number): number => Math.ceil(width * 0.64);

function drawnPane<Name extends string>(pane: Pane<Name>, focus: Name, frame: Frame): readonly string[] {
  const { glyphs, width, height } = frame;
  const title = pane.name === focus ? `${glyphs.mark} ${pane.title}` : pane.title;
  const head =
    pane.title === "" ? [] : [titleRule(title, frame, truncate(pane.right, width, glyphs.ellipsis))];
  const lines = pane.draw({ width, height: height - head.length });
  return [...head, ...lines.slice(0, height - head.length)];
}
