/** One big night: every device restarts in its first open interval after it is ready, evenly, whatever the services carry. */
import type { SlotRange } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import type { Stagger } from "../service/demand.js";

export function firstNight({ demands }: Rollout): Stagger {
  return demands.map(({ cohort, behaviour: { slots } }) => {
    const devices = new Float64Array(slots.length);
    const [from, to] = firstRun(slots);
    return devices.fill(cohort.devices / Math.max(1, to - from), from, to);
  });
}

/** Positions of the first run of neighbouring slots. */
function firstRun(slots: Int32Array): SlotRange {
  const end = slots.findIndex((slot, p) => p > 0 && slot !== (slots[p - 1] as number) + 1);
  return [0, end === -1 ? slots.length : end];
}
