/**
 * How a tool spreads the restarts of a start: evenly over its slots, as whole devices. Optimizer and checker count with the same
 * spread, so that the waves of a plan with few starts follow from its starts.
 */

/** The golden ratio's part: phases that are far apart for any few cohorts. */
const GOLDEN = 0.6180339887498949;

/**
 * Of `devices` over `slots` slots: rounded down or up in each, in all exact. Each cohort has a phase of its own, so that the single
 * devices of many small cohorts don't all meet in one slot.
 *
 * @param cohort its place among the plan's cohorts
 */
export function evenSpread(devices: number, slots: number, cohort: number): Int32Array {
  const phase = (GOLDEN * (cohort + 1)) % 1;
  const until = (slot: number): number => Math.floor((slot * devices) / slots + phase);
  return Int32Array.from({ length: slots }, (_, slot) => until(slot + 1) - until(slot));
}
