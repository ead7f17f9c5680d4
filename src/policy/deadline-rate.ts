/** As many in each slot as must go for all to be done by the deadline, up to a most. */
import { slotOf } from "../calendar/grid.js";
import { hour } from "../units.js";
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { sizeIn } from "./rate.js";
import { ringByRing } from "./ring-by-ring.js";
import { slotBySlot, slotsOpen } from "./slot-by-slot.js";

export const deadlineRate: PolicyKind<PolicySettings["deadline-rate"]> = {
  about:
    "A rate worked back from the deadline, worked out anew in each slot and never more than the most: a rollout over a duration of Windows Update for Business deployments, custom scripts; keeps to windows, freezes, readiness and rings.",
  steer(rollout, { most }) {
    const { grid } = rollout;
    const perSlot = Math.max(1, Math.floor((sizeIn(rollout, most) * grid.slot) / hour));
    return {
      steering: ringByRing(rollout, "evenly", ({ cohorts, fairEnd }) => {
        const end = slotOf(grid, fairEnd);
        const open = slotsOpen(cohorts);
        let left = cohorts.reduce((sum, { demand }) => sum + demand.cohort.devices, 0);
        slotBySlot(cohorts, (slot, waiting) => {
          const slots = open.filter((each) => each >= slot && each < end).length;
          const begin = Math.min(waiting, perSlot, Math.ceil(left / Math.max(1, slots)));
          left -= begin;
          return begin;
        });
      }),
      notes: [],
    };
  },
};
