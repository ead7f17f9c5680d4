/** Where the parts of the overview stand: side by side where there is room, else one below the other. */
import { glyphs } from "../../text/glyphs.js";
import { styleFor } from "../../text/style.js";
import type { Scene } from "../scene.js";
import type { Room } from "../screen.js";
import { curvePart } from "./curve.js";
import { limitsPart } from "./limits.js";
import { lookPart } from "./look.js";
import { nowPart } from "./now.js";
import { heightsOf, leftWidthOf, type Row } from "./pane.js";
import type { OverviewView, PartFrame, PartName } from "./part.js";
import { safePart } from "./safe.js";
import { wavesPart } from "./waves.js";

/** Cells: two parts side by side need as many. */
const WIDE = 110;
/** Lines: under it a title for what to look at is a luxury. */
const TALL = 30;

export function overviewRows(
  view: OverviewView,
  scene: Scene,
  frame: PartFrame & Room,
): readonly Row<PartName>[] {
  const curve = curvePart(scene, view, frame);
  const middle: readonly Row<PartName>[] = curve === null ? [] : [{ panes: [curve], order: 2, weight: 2 }];
  const look = lookPart(scene.planned, frame, frame.height >= TALL);
  if (frame.width < WIDE)
    return [
      { panes: [safePart(scene, frame)], order: 0, weight: 3 },
      { panes: [nowPart(scene, frame)], order: 1, weight: 2 },
      ...middle,
      { panes: [wavesPart(scene, view, frame)], order: 3, weight: 2 },
      { panes: [limitsPart(scene, frame)], order: 4, weight: 1 },
      { panes: [look], order: 2.5, weight: 1 },
    ];
  const leftWidth = leftWidthOf(frame.width);
  const [left, right] = [
    { ...frame, width: leftWidth },
    { ...frame, width: frame.width - leftWidth - 1 },
  ];
  return [
    { panes: [safePart(scene, left), nowPart(scene, right)], order: 0, weight: 3 },
    ...middle,
    { panes: [wavesPart(scene, view, left), limitsPart(scene, right)], order: 3, weight: 2 },
    { panes: [look], order: 1, weight: 1 },
  ];
}

/** In the order in which they are read. */
export function shownParts(view: OverviewView, scene: Scene, room: Room): readonly PartName[] {
  const frame = { ...room, style: styleFor({ colour: false }), glyphs: glyphs.unicode };
  const rows = overviewRows(view, scene, frame);
  const heights = heightsOf(rows, room.height);
  return rows.flatMap(({ panes }, r) =>
    (heights[r] ?? 0) > 0 ? panes.filter(({ title }) => title !== "").map(({ name }) => name) : [],
  );
}
