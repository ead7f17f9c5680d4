/** Tools that let a number of devices go at a time: slot by slot, from whoever is open, in proportion to who is left. */
import type { Duration } from "../units.js";
import type { Open } from "./ring-by-ring.js";
import { offsetOf, wholeParts } from "./whole-parts.js";

/** Devices that may begin in a slot, of those that are `open` in it. */
export type Allowance = (slot: number, open: number) => number;

export function slotBySlot(cohorts: readonly Open[], allowance: Allowance): void {
  const left = cohorts.map(({ demand }) => demand.cohort.devices);
  const at = cohorts.map(({ from }) => from);
  for (const slot of slotsOpen(cohorts)) {
    const waiting = cohorts.map((open, k) => {
      while ((at[k] as number) < open.to && slotAt(open, at[k] as number) < slot)
        at[k] = (at[k] as number) + 1;
      return (at[k] as number) < open.to && slotAt(open, at[k] as number) === slot ? (left[k] as number) : 0;
    });
    const open = waiting.reduce((sum, devices) => sum + devices, 0);
    if (open === 0) continue;
    const begin = Math.min(open, allowance(slot, open));
    wholeParts(begin, waiting, offsetOf(slot)).forEach((devices, k) => {
      if (devices === 0) return;
      (cohorts[k] as Open).devices[at[k] as number] = devices;
      left[k] = (left[k] as number) - devices;
    });
  }
}

/** Slots in which any of the cohorts is open, ascending. */
export function slotsOpen(cohorts: readonly Open[]): readonly number[] {
  const slots = new Set<number>();
  for (const open of cohorts) for (let p = open.from; p < open.to; p++) slots.add(slotAt(open, p));
  return [...slots].sort((a, b) => a - b);
}

export const slotAt = ({ demand }: Open, position: number): number =>
  demand.behaviour.slots[position] as number;

/**
 * So many in each period, from the first slot on in which anybody is open; what is not used of a period is lost. Of periods shorter
 * than a slot a slot has several.
 *
 * @param devicesIn of the n-th period in which anybody was open
 */
export function inPeriods(every: Duration, slot: Duration, devicesIn: (used: number) => number): Allowance {
  const slotsEach = Math.max(1, every / slot);
  const inSlot = Math.max(1, Math.floor(slot / every));
  let [first, period, left, used] = [-1, -1, 0, 0];
  return (now, open) => {
    if (first < 0) first = now;
    const current = Math.floor((now - first) / slotsEach);
    if (current !== period) {
      period = current;
      left = 0;
      for (let k = 0; k < inSlot; k++) left += devicesIn(used++);
    }
    const begin = Math.min(open, left);
    left -= begin;
    return begin;
  };
}
