/** One line of what goes on: "staggering 412 cohorts · exposure · bound 181,345 · gap 0.04 % · 3.2 s". */
import { counted, grouped, percent, type Progress } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import { truncate, widthOf } from "./fit.js";
import type { Glyphs } from "./glyphs.js";

const SEPARATOR = " · ";

/**
 * At most `width` cells: bound, level and gap go first where they find no room, what is being done is cut last, the time stays.
 *
 * @param elapsed milliseconds
 */
export function progressLine(
  progress: Progress,
  elapsed: number,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): string {
  const [doing, time] = [cleanLine(doingText(progress)), timeText(elapsed)];
  const [level, bound, gap] = [progress.level ?? "", boundText(progress), gapText(progress)];
  const lines = [
    [doing, level, bound, gap, time],
    [doing, level, gap, time],
    [doing, gap, time],
    [doing, time],
  ].map((parts) => parts.filter((part) => part !== "").join(SEPARATOR));
  const fitting = lines.find((line) => widthOf(line) <= width);
  if (fitting !== undefined) return fitting;
  const room = width - widthOf(SEPARATOR + time);
  return room < 1 ? truncate(time, width, "") : truncate(doing, room, glyphs.ellipsis) + SEPARATOR + time;
}

/** "trying a deadline of 8d" */
export function doingText({ stage, detail, cohorts, done, of }: Progress): string {
  const size = cohorts === undefined ? "" : counted(cohorts, "cohort");
  const count = done === undefined ? "" : of === undefined ? `${done}` : `${done} of ${of}`;
  return [stage, detail, size, count].filter((part) => part !== undefined && part !== "").join(" ");
}

/** Rounded down, as a bound is; nothing is said of one that says nothing. */
function boundText({ level, bound }: Progress): string {
  if (bound === undefined || !(bound > 0) || !Number.isFinite(bound)) return "";
  const figure =
    level === "rise" ? `${grouped(Math.floor(bound * 1000) / 10, 1)} %` : grouped(Math.floor(bound));
  return `bound ${figure}`;
}

/** "gap 0.04 %"; nothing is said of a gap that is not below the value itself, nor of shares that still exceed a limit. */
export const gapText = ({ gap }: Progress): string =>
  gap === undefined || !(gap >= 0 && gap < 1) ? "" : `gap ${percent(gap)}`;

function timeText(elapsed: number): string {
  const seconds = elapsed / 1000;
  return seconds < 60
    ? `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
