/** One device, then twice as many in each step, to the most. */
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { sizeIn } from "./rate.js";
import { ringByRing } from "./ring-by-ring.js";
import { inPeriods, slotBySlot } from "./slot-by-slot.js";

export const ramp: PolicyKind<PolicySettings["ramp"]> = {
  about:
    "One device, then two, four and so on up to the most at once: concurrency of AWS Systems Manager (its error limit has no counterpart: nothing fails here); keeps to windows, freezes, readiness and rings.",
  steer(rollout, { first, most, every }) {
    const limit = sizeIn(rollout, most);
    return {
      steering: ringByRing(rollout, "evenly", ({ cohorts }) =>
        slotBySlot(
          cohorts,
          inPeriods(every, rollout.grid.slot, (step) => Math.min(limit, first * 2 ** step)),
        ),
      ),
      notes: [],
    };
  },
};
