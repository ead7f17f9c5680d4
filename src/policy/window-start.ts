/** Everything at the first moment of its window. */
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { ringByRing } from "./ring-by-ring.js";

export const windowStart: PolicyKind<PolicySettings["window-start"]> = {
  about:
    "Every device at the first moment of its first window: what maintenance windows of Configuration Manager, Azure and cron come to; keeps to windows, freezes, readiness and rings.",
  steer: (rollout) => ({
    steering: ringByRing(rollout, "at once", ({ cohorts }) => {
      for (const { demand, devices, from, to } of cohorts)
        if (from < to) devices[from] = demand.cohort.devices;
    }),
    notes: [],
  }),
};
