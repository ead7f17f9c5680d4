/** What stands over the rows: what they are, the days, the times that matter, and every row at once. */
import { grouped } from "../../../src/index.js";
import { sparkline } from "../../text/chart.js";
import { highest } from "../../text/columns.js";
import { padEnd, padStart } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { titleRule } from "../panes.js";
import { daysOf, timesOf } from "./axis.js";
import { stripOf } from "./cells.js";
import { END, FLAG, type Layout, MARK, ZONE } from "./layout.js";
import { spreadOf } from "./rows.js";
import { type Sheet, titleText } from "./sheet.js";
import type { Fold } from "./view.js";

export function headLines(sheet: Sheet, from: number, to: number): readonly string[] {
  const { view, scene, frame, plan, list, layout, ruler, cursor, marks } = sheet;
  const { style, glyphs } = frame;
  const times = timesOf(ruler, { plan, cursor, marks, zone: scene.zone, glyphs });
  const shown = list.lines.length > to - from ? `${from + 1}-${to} of ${grouped(list.lines.length)}` : "";
  return [
    titleRule(titleText(sheet), frame, [shown, `${placeOfZone(scene.zone)} time`].filter(Boolean).join(", ")),
    style.dim(titles(view.fold, layout) + daysOf(ruler, scene.zone, glyphs)),
    style.dim(" ".repeat(frame.width - layout.columns) + times).trimEnd(),
    allLine(sheet),
  ];
}

const foldTitles: Readonly<Record<Fold, string>> = {
  cohort: "SITE/PROFILE/RING",
  site: "SITE",
  ring: "RING",
  profile: "PROFILE",
};

function titles(fold: Fold, { name, devices, hasEnds }: Layout): string {
  const ends = hasEnds
    ? `  ${padEnd("FIRST WAVE", END)}  ${padEnd("LAST ENDS", END)}  ${padEnd("ITS TIME", ZONE)}`
    : "";
  return `${" ".repeat(MARK)}${padEnd(foldTitles[fold], name)} ${padStart("DEVICES", devices)}${ends}${" ".repeat(FLAG)}`;
}

/** Every row at once, as high as its busiest column. */
function allLine({ frame, list, layout, ruler, view }: Sheet): string {
  const { all } = list;
  const { devices } = stripOf(spreadOf(all), ruler);
  const columns = Array.from(devices);
  const name = view.filter === "" ? "all together" : "all that match";
  const front = `${" ".repeat(MARK)}${padEnd(name, layout.name)} ${padStart(grouped(all.devices), layout.devices)}`;
  const strip = sparkline(columns, layout.columns, highest(columns), frame.glyphs);
  return (padEnd(frame.style.dim(front), frame.width - layout.columns) + frame.style.cyan(strip)).trimEnd();
}
