/**
 * One big night: every device restarts at the start of its first open interval after it is ready, whatever the services carry,
 * spread over two hours as a deadline's randomization does it (Configuration Manager: 0 to 2 h; docs/model.md).
 */
import type { SlotRange } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import type { Stagger } from "../service/demand.js";
import { hour } from "../units.js";

const SPREAD = 2 * hour;

export function firstNight({ demands, grid }: Rollout): Stagger {
  const most = SPREAD / grid.slot;
  return demands.map(({ cohort, behaviour: { slots } }) => {
    const devices = new Float64Array(slots.length);
    const [from, to] = firstRun(slots);
    const end = Math.min(to, from + most);
    return devices.fill(cohort.devices / Math.max(1, end - from), from, end);
  });
}

/** Positions of the first run of neighbouring slots. */
function firstRun(slots: Int32Array): SlotRange {
  const end = slots.findIndex((slot, p) => p > 0 && slot !== (slots[p - 1] as number) + 1);
  return [0, end === -1 ? slots.length : end];
}
