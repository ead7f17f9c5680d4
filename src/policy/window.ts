/** The first window in which a cohort may have its wave. */
import type { Open } from "./ring-by-ring.js";
import { offsetOf, wholeParts } from "./whole-parts.js";

/** Position after its last slot; of what is always open so much. */
export function endOfWindow({ demand, from, to }: Open, slots: number): number {
  const { slots: open } = demand.behaviour;
  const longest = Math.min(to, from + slots);
  let end = from;
  while (end < longest && (end === from || open[end] === (open[end - 1] as number) + 1)) end += 1;
  return end;
}

/** Puts a cohort's devices on positions from `from` on, in proportion; a weight beyond the last position is of devices without a wave. */
export function spread({ cohort, demand, from, devices }: Open, weights: readonly number[]): void {
  const parts = wholeParts(demand.cohort.devices, weights, offsetOf(cohort));
  devices.set(parts.subarray(0, devices.length - from), from);
}
