/** How wide the parts of a line of the schedule are. */
import type { Plan } from "../../../src/index.js";
import { devicesOf, grouped } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate, widthOf } from "../../text/fit.js";
import { cohortRows } from "./rows.js";

export type Layout = {
  readonly name: number;
  readonly devices: number;
  /** First and last wave and the zone they are told in stand before the time. */
  readonly hasEnds: boolean;
  /** Of time. */
  readonly columns: number;
};

/** The mark, and a blank. */
export const MARK = 2;
/** Of cohorts in their group. */
export const INDENT = 2;
/** "Wed 12 21:00" */
export const END = 12;
/** "Johannesburg" */
export const ZONE = 12;
/** A blank, the sign that devices are left out, a blank. */
export const FLAG = 3;
const GAP = 2;

const devicesTitle = "DEVICES";
const leastName = 18;
const mostName = 36;

export function layoutOf(plan: Plan, width: number): Layout {
  const hasEnds = width >= 150;
  const most = hasEnds ? mostName : width >= 100 ? 30 : 24;
  const content = contentOf(plan);
  const name = Math.max(leastName, Math.min(most, content.name + INDENT));
  const devices = Math.max(devicesTitle.length, content.devices);
  const ends = hasEnds ? 3 * GAP + 2 * END + ZONE : 0;
  return { name, devices, hasEnds, columns: Math.max(1, width - MARK - name - 1 - devices - ends - FLAG) };
}

/** Cells that the longest name and the most devices take. */
type Content = { readonly name: number; readonly devices: number };

const contents = new WeakMap<Plan, Content>();

function contentOf(plan: Plan): Content {
  const known = contents.get(plan);
  if (known !== undefined) return known;
  const content = { name: longestName(plan), devices: grouped(devicesOf(plan.cohorts)).length };
  contents.set(plan, content);
  return content;
}

/** Up to the widest that is shown. */
function longestName(plan: Plan): number {
  let longest = 0;
  for (const { parts } of cohortRows(plan)) {
    const name = shownName(parts);
    // No sign takes more than two cells.
    if (2 * name.length > longest) longest = Math.max(longest, isPlain(name) ? name.length : widthOf(name));
    if (longest >= mostName) break;
  }
  return longest;
}

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

export const shownName = (parts: readonly string[]): string => parts.map(cleanLine).join("/");

/** Parts keep this much of themselves as long as any is longer. */
const leastPart = 4;

/** "Berlin-Mitte/office/broad" in less room: the longest part gives way, so that the ends that tell cohorts apart stay. */
export function cutName(parts: readonly string[], width: number, ellipsis: string): string {
  const whole = shownName(parts);
  const excess = widthOf(whole) - width;
  if (excess <= 0) return whole;
  const cells = parts.map((part) => widthOf(cleanLine(part)));
  for (let n = excess; n > 0; n--) {
    const longest = cells.indexOf(Math.max(...cells));
    if ((cells[longest] ?? 0) <= leastPart) break;
    cells[longest] = (cells[longest] ?? 0) - 1;
  }
  const cut = parts.map((part, p) => truncate(cleanLine(part), cells[p] ?? 0, ellipsis)).join("/");
  return truncate(cut, width, ellipsis);
}
