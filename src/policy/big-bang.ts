/** One deadline for everybody: nobody has to come before it, and then all restart. */
import type { ApplyHabit, Habits } from "../scenario/habits.js";
import type { PolicySettings } from "../scenario/policy.js";
import { day, type Duration, duration, share } from "../units.js";
import type { PolicyKind } from "./policy.js";
import { unmanagedOf } from "./unmanaged.js";

export const bigBang: PolicyKind<PolicySettings["big-bang"]> = {
  about:
    "One deadline: who is on restarts as it passes, the others as they are switched on; a required deployment of Configuration Manager or an Intune deadline without rings; after it windows and freezes no longer count.",
  steer(rollout, { deadline, before }) {
    const known = unmanagedOf(rollout);
    const after = deadline ?? duration(rollout.deadline - rollout.release);
    return {
      steering: {
        kind: "own",
        habitsOf(devices) {
          const pressed = dueAt(known(devices), after);
          return [
            { share: share(1 - before), habits: { ...pressed, apply: [waiting] } },
            { share: before, habits: pressed },
          ].filter((part) => part.share > 0);
        },
      },
      notes: [],
    };
  },
};

const dueAt = (habits: Habits, after: Duration): Habits => ({
  ...habits,
  defer: duration(0),
  deadline: { after, grace: duration(0), counts: "offer" },
  rings: new Map(),
});

/** Longer than any rollout. */
const never = duration(10_000 * day);
const waiting: ApplyHabit = {
  share: share(1),
  at: "person",
  after: { kind: "fixed", value: never },
  hours: null,
};
