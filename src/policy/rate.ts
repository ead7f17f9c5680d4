/** A number of devices in each period. */
import type { Rollout } from "../rollout.js";
import { turnsOf } from "../scenario/at-once.js";
import type { PolicySettings } from "../scenario/policy.js";
import type { AtOnce } from "../scenario/scenario.js";
import type { PolicyKind } from "./policy.js";
import { ringByRing } from "./ring-by-ring.js";
import { inPeriods, slotBySlot } from "./slot-by-slot.js";

export const rate: PolicyKind<PolicySettings["rate"]> = {
  about:
    "So many devices in each period, as soon as they are open: Nebraska of Flatcar (in safe mode one device first), the rate of a Windows Update deployment of Microsoft Graph; keeps to windows, freezes, readiness and rings.",
  steer(rollout, { devices, every, safeMode }) {
    const usual = sizeIn(rollout, devices);
    return {
      steering: ringByRing(rollout, "evenly", ({ cohorts }) => {
        const sizeOf = (period: number): number => (safeMode && period === 0 ? 1 : usual);
        slotBySlot(cohorts, inPeriods(every, rollout.grid.slot, sizeOf));
      }),
      notes: [],
    };
  },
};

/** Of the whole fleet, at least one. */
export const sizeIn = ({ demands }: Rollout, size: AtOnce): number =>
  Math.max(1, turnsOf(size, demands.reduce((sum, { cohort }) => sum + cohort.devices, 0))); // prettier-ignore
