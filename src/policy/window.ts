/** The first window in which a cohort may have its wave. */
import { type Duration, day } from "../units.js";
import type { Open } from "./ring-by-ring.js";
import { offsetOf, wholeParts } from "./whole-parts.js";

/** Position after its last slot. Hours that are always open are a window of a day. */
export function endOfWindow({ demand, from, to }: Open, slot: Duration): number {
  const { slots } = demand.behaviour;
  const longest = Math.min(to, from + day / slot);
  let end = from;
  while (end < longest && (end === from || slots[end] === (slots[end - 1] as number) + 1)) end += 1;
  return end;
}

/** Puts a cohort's devices on positions from `from` on, in proportion; a weight beyond the last position is of devices without a wave. */
export function spread({ cohort, demand, from, devices }: Open, weights: readonly number[]): void {
  const parts = wholeParts(demand.cohort.devices, weights, offsetOf(cohort));
  devices.set(parts.subarray(0, devices.length - from), from);
}
