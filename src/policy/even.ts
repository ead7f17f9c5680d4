/** Evenly spaced. */
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { positionAt, ringByRing } from "./ring-by-ring.js";
import { endOfWindow, spread } from "./window.js";

export const even: PolicyKind<PolicySettings["even"]> = {
  about:
    "Evenly spaced over the first window, or over all of them to the deadline: the reboot duration of Citrix restart schedules; keeps to windows, freezes, readiness and rings.",
  steer: (rollout, { over }) => ({
    steering: ringByRing(rollout, "evenly", ({ cohorts, fairEnd }) => {
      const { grid } = rollout;
      for (const open of cohorts) {
        const { from, to } = open;
        const end = over === "window" ? endOfWindow(open, grid.slot) : positionAt(grid, open, fairEnd);
        spread(open, new Array<number>(Math.min(to - from, Math.max(1, end - from))).fill(1));
      }
    }),
    notes: [],
  }),
};
