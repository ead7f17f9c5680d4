/** One row of the list. */
import { dayTime, grouped, wallOf } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, padStart, truncate } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { rowCells } from "./cells.js";
import { cutName, END, INDENT, MARK, ZONE } from "./layout.js";
import type { Line } from "./listed.js";
import { timeOf } from "./ruler.js";
import type { Row } from "./rows.js";
import { type Sheet, zoneOf } from "./sheet.js";
import type { Fold } from "./view.js";

export function drawnLine({ row, isInGroup }: Line, isMarked: boolean, sheet: Sheet): string {
  const { view, frame, layout, ruler, marks } = sheet;
  const { style, glyphs } = frame;
  const name = padEnd(nameOf(row, isInGroup, sheet), layout.name);
  const flag = row.leftOut > 0 ? style.red(glyphs.over) : " ";
  return [
    isMarked ? `${glyphs.mark} ` : " ".repeat(MARK),
    isMarked ? style.bold(name) : name,
    ` ${padStart(grouped(row.devices), layout.devices)}`,
    layout.hasEnds ? endsOf(row, sheet) : "",
    ` ${flag} `,
    rowCells(row, view.look, { ruler, marks, style, glyphs, isMarked }),
  ]
    .join("")
    .trimEnd();
}

/** What its group says already is left out. */
function nameOf(row: Row, isInGroup: boolean, { view, frame, layout }: Sheet): string {
  const { ellipsis } = frame.glyphs;
  if (row.kind === "group") {
    const sign = view.opened.includes(row.key) ? "-" : "+";
    const count = ` (${grouped(row.cohorts.length)})`;
    const room = layout.name - INDENT - count.length;
    return `${sign} ${truncate(cleanLine(row.name), room, ellipsis)}${count}`;
  }
  if (!isInGroup) return cutName(row.parts, layout.name, ellipsis);
  const own = row.parts.filter((_, p) => p !== groupedPart[view.fold]);
  return " ".repeat(INDENT) + cutName(own, layout.name - INDENT, ellipsis);
}

const groupedPart: Readonly<Record<Fold, number>> = { cohort: -1, site: 0, profile: 1, ring: 2 };

function endsOf(row: Row, sheet: Sheet): string {
  const zone = zoneOf(row, sheet);
  const at = (slot: number | null): string =>
    (slot === null ? "-" : dayTime(wallOf(timeOf(sheet.ruler, slot), zone))).padEnd(END);
  const last = row.last === null ? null : row.last + 1;
  const place = truncate(cleanLine(placeOfZone(zone)), ZONE, sheet.frame.glyphs.ellipsis);
  return `  ${at(row.first)}  ${at(last)}  ${padEnd(place, ZONE)}`;
}
