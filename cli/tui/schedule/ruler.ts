/** Which slots are on show, and in which columns. */
import {
  duration,
  type Duration,
  type Instant,
  instant,
  instantOfIso,
  minute,
  type Plan,
} from "../../../src/index.js";
import { columnOf } from "../../text/columns.js";
import type { Scene } from "../scene.js";
import type { ScheduleView } from "./view.js";

export type Ruler = {
  /** Start of slot 0 of the plan. */
  readonly start: Instant;
  readonly slot: Duration;
  /** First slot on show, and how many. */
  readonly from: number;
  readonly slots: number;
  readonly columns: number;
};

/** Slots on show at least. */
const LEAST = 12;
/** Of the time to the deadline: what is shown after it, so that it has a column. */
const AFTER = 0.015;

/** Slots from the release to a little after the deadline: no wave is later. */
function slotsOf({ grid, deadline }: Plan): number {
  const last = (instantOfIso(deadline) - instantOfIso(grid.start)) / (grid.slotMinutes * minute);
  return Math.min(grid.slots, Math.ceil(last * (1 + AFTER)) + 1);
}

const mostZoom = (plan: Plan): number => Math.max(0, Math.ceil(Math.log2(slotsOf(plan) / LEAST)));

export function rulerOf(view: Pick<ScheduleView, "zoom" | "from">, plan: Plan, columns: number): Ruler {
  const all = slotsOf(plan);
  const slots = Math.min(all, Math.max(LEAST, Math.ceil(all / 2 ** Math.min(view.zoom, mostZoom(plan)))));
  const ruler = { start: instantOfIso(plan.grid.start), slot: lengthOf(plan), slots, columns };
  const from = view.from === null ? 0 : Math.floor((view.from - ruler.start) / ruler.slot);
  return { ...ruler, from: within(from, 0, all - slots) };
}

const lengthOf = ({ grid }: Plan): Duration => duration(grid.slotMinutes * minute);
const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

export const slotAt = ({ start, slot }: Ruler, at: Instant): number => Math.floor((at - start) / slot);
export const timeOf = ({ start, slot }: Ruler, at: number): Instant => instant(start + at * slot);

/** The first column of a slot; it may lie outside. */
export const firstColumn = ({ from, slots, columns }: Ruler, slot: number): number =>
  columnOf(slot - from, columns, slots);

/** The column after the last of a slot. */
export const endColumn = (ruler: Ruler, slot: number): number =>
  ruler.columns > ruler.slots ? firstColumn(ruler, slot + 1) : firstColumn(ruler, slot) + 1;

/** First slot of a column's and the one after the last. */
export function slotsAt({ from, slots, columns }: Ruler, column: number): readonly [number, number] {
  const first = Math.floor((column * slots) / columns);
  return [from + first, from + Math.max(first + 1, Math.floor(((column + 1) * slots) / columns))];
}

/** The slot that keys move: now, or where that is before it the first wave, until they have. */
export function markedSlot(
  { at }: Pick<ScheduleView, "at">,
  { planned: { plan }, now }: Scene,
  ruler: Ruler,
): number {
  const first = plan.waves[0]?.slot ?? 0;
  const unmoved = Math.max(first, slotAt(ruler, now));
  return within(at === null ? unmoved : slotAt(ruler, at), 0, slotsOf(plan) - 1);
}

export type Moved = Pick<ScheduleView, "at" | "from" | "zoom">;

/** By so many columns; the picture follows at its edges. */
export function timeMoved(view: ScheduleView, scene: Scene, columns: number, by: number): Moved {
  const { plan } = scene.planned;
  const ruler = rulerOf(view, plan, columns);
  const before = markedSlot(view, scene, ruler);
  const to = columns > ruler.slots ? before + by : slotsAt(ruler, firstColumn(ruler, before) + by)[0];
  const at = within(to, 0, slotsOf(plan) - 1);
  const from = within(ruler.from, at - ruler.slots + 1, at);
  return { zoom: view.zoom, at: timeOf(ruler, at), from: timeOf(ruler, from) };
}

/** By so many halves of what is on show; the marked time goes along. */
export function panned(view: ScheduleView, scene: Scene, columns: number, by: number): Moved {
  const { plan } = scene.planned;
  const ruler = rulerOf(view, plan, columns);
  const from = within(ruler.from + by * Math.ceil(ruler.slots / 2), 0, slotsOf(plan) - ruler.slots);
  const at = markedSlot(view, scene, ruler) + from - ruler.from;
  return {
    zoom: view.zoom,
    at: timeOf(ruler, within(at, from, from + ruler.slots - 1)),
    from: timeOf(ruler, from),
  };
}

/** The marked time stays in its column. */
export function zoomed(view: ScheduleView, scene: Scene, columns: number, by: number): Moved {
  const { plan } = scene.planned;
  const before = rulerOf(view, plan, columns);
  const zoom = within(Math.min(view.zoom, mostZoom(plan)) + by, 0, mostZoom(plan));
  const at = markedSlot(view, scene, before);
  const after = rulerOf({ zoom, from: null }, plan, columns);
  const part = within((at - before.from) / before.slots, 0, 1);
  const from = within(Math.round(at - part * after.slots), at - after.slots + 1, at);
  return { zoom, at: timeOf(before, at), from: timeOf(before, Math.max(0, from)) };
}
