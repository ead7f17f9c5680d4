/** All rows over time. */
import { counted, dayTime, grouped, wallOf } from "../../../src/index.js";
import { placeOfZone } from "../../text/report-frame.js";
import { onShow } from "../list.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { footLines } from "./foot.js";
import { headLines } from "./head.js";
import { drawnLine } from "./line.js";
import { timeOf } from "./ruler.js";
import { cursorWords, figuresOf, noneText, rowName, type Sheet, sheetOf, titleText } from "./sheet.js";
import type { ScheduleView } from "./view.js";

/** Lines above the rows, and below. */
const HEAD = 4;
const FOOT = 3;

export const rowsOnShow = (height: number): number => Math.max(1, height - HEAD - FOOT);

export function listPicture(view: ScheduleView, scene: Scene, frame: Frame): Picture {
  const sheet = sheetOf(view, scene, frame);
  const { list, at } = sheet;
  const [from, to] = onShow(list.lines.length, at, rowsOnShow(frame.height));
  const rows = list.lines.slice(from, to).map((line, i) => drawnLine(line, from + i === at, sheet));
  const blank = new Array<string>(rowsOnShow(frame.height) - rows.length).fill("");
  const body = rows.length === 0 ? [noneText(sheet), ...blank.slice(1)] : [...rows, ...blank];
  const lines = [...headLines(sheet, from, to), ...body, ...footLines(sheet)];
  return { lines: lines.slice(0, frame.height), says: spoken(sheet) };
}

function spoken(sheet: Sheet): readonly string[] {
  const { list, at, scene, ruler } = sheet;
  const day = (slot: number): string => dayTime(wallOf(timeOf(ruler, slot), scene.zone));
  const time = `from ${day(ruler.from)} to ${day(ruler.from + ruler.slots)}, ${placeOfZone(scene.zone)} time`;
  const row = list.lines[at]?.row;
  return [
    `${titleText(sheet)}, ${time}: ${counted(list.all.devices, "device")}, ${grouped(list.all.leftOut)} left out.`,
    ...(row === undefined
      ? [`${noneText(sheet).trim()}`]
      : [
          `Row ${at + 1} of ${list.lines.length}, ${rowName(row)}: ${figuresOf(row, sheet)}.`,
          `${cursorWords(sheet)}.`,
        ]),
  ];
}
