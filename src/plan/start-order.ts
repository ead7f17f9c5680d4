/** The order of starts in a plan: by slots, then site, zone and ring bytewise. */
import type { PlannedStart } from "./plan.js";

export function startOrder(a: PlannedStart, b: PlannedStart): number {
  const bySlots = a.slots[0] - b.slots[0] || a.slots[1] - b.slots[1];
  return bySlots || compared(a.site, b.site) || compared(a.timezone, b.timezone) || compared(a.ring, b.ring);
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
