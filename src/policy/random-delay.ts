/** Each device a random delay after its window's start. */
import type { PolicySettings } from "../scenario/policy.js";
import type { PolicyKind } from "./policy.js";
import { ringByRing } from "./ring-by-ring.js";
import { endOfWindow, spread } from "./window.js";

export const randomDelay: PolicyKind<PolicySettings["random-delay"]> = {
  about:
    "Each device at random within some time from the start of its first window: RandomizedDelaySec of systemd, the restart timer of MGCP; keeps to windows, freezes, readiness and rings.",
  steer: (rollout, { over }) => ({
    steering: ringByRing(rollout, "evenly", ({ cohorts }) => {
      const { slot } = rollout.grid;
      // A slot that the delay reaches only in part takes that part; what would lie beyond the window does not.
      for (const open of cohorts)
        spread(
          open,
          Array.from({ length: endOfWindow(open, slot) - open.from }, (_, i) =>
            i === 0 ? Math.min(1, Math.max(over / slot, SOME)) : Math.min(1, Math.max(0, over / slot - i)),
          ),
        );
    }),
    notes: [],
  }),
};

/** No delay at all is the first slot. */
const SOME = 1e-9;
