/** Unmanaged clients: when devices restart that nobody plans, from their habits. No dice: shares by time, from the distributions. */
import type { Grid } from "../calendar/grid.js";
import { done, type Outcome } from "../problem.js";
import { type Habits, habitsOf, type PowerHabit, type RestartDeadline } from "../scenario/habits.js";
import { day, type Instant, instant } from "../units.js";
import { endOf } from "./delay.js";
import { type Discovery, discoveryOf, LEAD_IN } from "./habit-detection.js";
import {
  type Block,
  blocksOf,
  CELL,
  cellsOfRule,
  clockIn,
  delayed,
  type Line,
  nextIn,
  type Times,
} from "./habit-line.js";
import {
  addScaled,
  Applier,
  type Applying,
  applyingOf,
  noRestarts,
  type Restarts,
  sumOf,
} from "./habit-restarts.js";
import { cellsOf, TAIL } from "./mass.js";

/** By slot of a grid (of any slot length): the share of the devices whose own restart begins in it. */
export type NaturalRestarts = {
  /** Restarts that end a session: at a schedule, by a person, by a deadline. */
  readonly restarts: Float64Array;
  /** The update is applied as the device is switched off anyway: exposure ends, nobody signs in for it. */
  readonly shutdowns: Float64Array;
  /** Share that has done neither by the grid's end. */
  readonly never: number;
};

export type Around = { readonly release: Instant; readonly zone: string; readonly grid: Grid };

/**
 * @param ring whose own values of the habits count, where it has some
 * @param around a grid from the release on, or from before it: what is done before the grid would count as never
 */
export function naturalRestarts(
  common: Habits,
  ring: string,
  { release, zone, grid }: Around,
): Outcome<NaturalRestarts> {
  const habits = habitsOf(common, ring);
  const line = lineFrom(instant(release + habits.defer), grid);
  const discovery = discoveryOf(habits.detect, zone, line);
  if (!discovery.ok) return discovery;
  const applying = applyingOf(habits, zone, line);
  if (!applying.ok) return applying;
  const staging = [habits.download, habits.install].map((delay) => blocksOf(delay, line.cells));
  const devices = { discovery: discovery.value, applying: applying.value, staging };
  const all = noRestarts(line.cells);
  for (const power of habits.power) {
    const parts = powerParts(power, zone, line);
    if (!parts.ok) return parts;
    for (const part of parts.value) addPart(devices, part, all);
  }
  const restarts = new Float64Array(grid.slots);
  const shutdowns = new Float64Array(grid.slots);
  addToSlots(all.onTime, line, grid, restarts);
  addToSlots(all.withPower, line, grid, restarts);
  addToSlots(all.shutdowns, line, grid, shutdowns);
  return done({ restarts, shutdowns, never: Math.max(0, 1 - sumOf(restarts) - sumOf(shutdowns)) });
}

function lineFrom(start: Instant, grid: Grid): Line {
  const end = grid.start + grid.slots * grid.slot;
  return { start, cells: Math.max(1, Math.ceil((end - start) / CELL)) };
}

/** Devices that are on and off at the same moments, to within `width` cells. */
type PowerPart = {
  readonly share: number;
  /** From `LEAD_IN` cells before the offer on; null: always on. */
  readonly on: Times | null;
  readonly width: number;
};

/** A spread is cut into so many parts at most. */
const MOST_PARTS = 12;

function powerParts({ share, on }: PowerHabit, zone: string, line: Line): Outcome<readonly PowerPart[]> {
  if (on === "always") return done([{ share, on: null, width: 1 }]);
  const { first, cells } = cellsOf(on.spread, CELL);
  const early = LEAD_IN * CELL + on.lasts + endOf(on.spread, TAIL) + day;
  const starts = cellsOfRule(on, zone, line, early);
  if (!starts.ok) return starts;
  const width = Math.ceil(cells.length / MOST_PARTS);
  const lasts = Math.max(1, Math.round(on.lasts / CELL));
  const parts: PowerPart[] = [];
  for (let from = 0; from < cells.length; from += width) {
    const part = sumOf(cells.subarray(from, from + width));
    if (part === 0) continue;
    const times = new Uint8Array(LEAD_IN + line.cells);
    for (const start of starts.value) {
      const at = LEAD_IN + start + first + from;
      if (at + lasts > 0) times.fill(1, Math.max(0, at), at + lasts);
    }
    parts.push({ share: share * part, on: times, width });
  }
  return done(parts);
}

type Devices = {
  readonly discovery: Discovery;
  readonly applying: Applying;
  readonly staging: readonly (readonly Block[])[];
};

function addPart(
  { discovery, applying, staging }: Devices,
  { share, on, width }: PowerPart,
  all: Restarts,
): void {
  const since = on === null ? null : on.subarray(LEAD_IN);
  const clock = since === null ? applying.everyCell : clockIn(since);
  const stagedOf = (found: Float64Array) =>
    staging.reduce((mass, blocks) => delayed(mass, clock, blocks), found);
  const applier = new Applier(applying, since);
  const found = discovery(on === null ? null : nextIn(on));
  const own = noRestarts(found.length);
  if (applying.deadline === null) applier.add(stagedOf(found), null, own);
  else {
    const groups =
      applying.deadline.counts === "offer" ? [found] : groupsOf(found, foundTogether(on === null));
    addWithDeadline(applier, groups, stagedOf, applying.deadline, own);
  }
  addWidened(all.onTime, own.onTime, share, 1);
  addWidened(all.withPower, own.withPower, share, width);
  addWidened(all.shutdowns, own.shutdowns, share, width);
}

/** Cells in which discoveries count as one group: devices that are off at night find the update in the morning. */
const foundTogether = (isAlwaysOn: boolean): number => (isAlwaysOn ? 240 : 1_440);
/** Of the few whose restart is pending so late that the grace decides. */
const LATE = 4_320;

/** The deadline is the later of (start of its clock + after) and (pending + grace): the second where staging took long. */
function addWithDeadline(
  applier: Applier,
  found: readonly Float64Array[],
  stagedOf: (found: Float64Array) => Float64Array,
  { after, grace, counts }: RestartDeadline,
  into: Restarts,
): void {
  const [clock, wait] = [Math.round(after / CELL), Math.round(grace / CELL)];
  const cells = into.onTime.length;
  const allLate = new Float64Array(cells);
  for (const group of found) {
    const size = sumOf(group);
    const starts = counts === "offer" ? atOffer(size, cells) : group;
    const pending = stagedOf(group);
    const last = Math.max(0, Math.min(cells, Math.floor(meanCell(starts)) + clock - wait + 1));
    const late = pending.subarray(last);
    for (let k = 0; k < late.length; k++)
      allLate[last + k] = (allLate[last + k] as number) + (late[k] as number);
    late.fill(0);
    const inTime = sumOf(pending);
    if (inTime > 0) applier.add(pending, moved(starts, clock, inTime / size), into);
  }
  for (const group of groupsOf(allLate, LATE)) applier.add(group, moved(group, wait, 1), into);
}

function atOffer(share: number, cells: number): Float64Array {
  const mass = new Float64Array(cells);
  mass[0] = share;
  return mass;
}

/** The mass cut into pieces of some cells, without those that are empty. */
function groupsOf(mass: Float64Array, width: number): readonly Float64Array[] {
  const groups: Float64Array[] = [];
  for (let from = 0; from < mass.length; from += width) {
    const cut = mass.subarray(from, from + width);
    if (sumOf(cut) === 0) continue;
    const group = new Float64Array(mass.length);
    group.set(cut, from);
    groups.push(group);
  }
  return groups;
}

function moved(mass: Float64Array, by: number, factor: number): Float64Array {
  const result = new Float64Array(mass.length);
  for (let cell = by; cell < mass.length; cell++) result[cell] = factor * (mass[cell - by] as number);
  return result;
}

function meanCell(mass: Float64Array): number {
  let [sum, moment] = [0, 0];
  for (let cell = 0; cell < mass.length; cell++) {
    sum += mass[cell] as number;
    moment += cell * (mass[cell] as number);
  }
  return sum === 0 ? 0 : moment / sum;
}

/** Adds a mass, each cell of it spread evenly over the next `width`. */
function addWidened(into: Float64Array, mass: Float64Array, share: number, width: number): void {
  if (width === 1) {
    addScaled(into, mass, share);
    return;
  }
  let sum = 0;
  for (let cell = 0; cell < mass.length; cell++) {
    sum += (mass[cell] as number) - (cell >= width ? (mass[cell - width] as number) : 0);
    into[cell] = (into[cell] as number) + Math.max(0, (share * sum) / width);
  }
}

/** Cells lie evenly in their minute; a slot takes the part of each that it covers. */
function addToSlots(mass: Float64Array, { start }: Line, grid: Grid, slots: Float64Array): void {
  for (let cell = 0; cell < mass.length; cell++) {
    const value = mass[cell] as number;
    if (value === 0) continue;
    const from = start + cell * CELL - grid.start;
    for (let at = from; at < from + CELL;) {
      const slot = Math.floor(at / grid.slot);
      const to = Math.min(from + CELL, (slot + 1) * grid.slot);
      if (slot >= 0 && slot < grid.slots) slots[slot] = (slots[slot] as number) + (value * (to - at)) / CELL;
      at = to;
    }
  }
}
