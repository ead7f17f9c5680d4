/** Each device a place of its own in the phase, and then its next window. */
import { slotStart } from "../calendar/grid.js";
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { ringByRing } from "./ring-by-ring.js";
import { slotAt } from "./slot-by-slot.js";
import { spread } from "./window.js";

export const hashPhased: PolicyKind<PolicySettings["hash-phased"]> = {
  about:
    "Each device when its hash says so, evenly over the phase, and then in its next window: phased updates of apt, FixedRandomDelay of systemd; keeps to windows, freezes, readiness and rings.",
  steer: (rollout, { over }) => ({
    steering: ringByRing(rollout, "evenly", ({ cohorts, opens, fairEnd }) => {
      const { grid } = rollout;
      const length = over === "all" ? fairEnd - opens : over;
      const due = (at: number): number => (length <= 0 ? 1 : Math.min(1, Math.max(0, (at - opens) / length)));
      for (const open of cohorts) {
        let before = 0;
        const weights = Array.from({ length: open.to - open.from }, (_, i) => {
          const upTo = due(slotStart(grid, slotAt(open, open.from + i) + 1));
          const weight = upTo - before;
          before = upTo;
          return weight;
        });
        spread(open, [...weights, 1 - before]);
      }
    }),
    notes: [],
  }),
};
