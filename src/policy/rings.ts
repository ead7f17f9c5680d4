/** Rings of a tool that leaves the restart to the device: each is offered the update on its day, and pressed for it by its deadline. */
import { horizon } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import type { Habits } from "../scenario/habits.js";
import type { PolicySettings, RestartRing } from "../scenario/policy.js";
import { share } from "../units.js";
import type { HabitsPart, PolicyKind } from "./policy.js";
import { unmanagedOf } from "./unmanaged.js";

export const rings: PolicyKind<PolicySettings["rings"]> = {
  about:
    "Rings with deferral, deadline and grace, as Intune and Windows Autopatch have them: devices choose their time until the deadline; windows and freezes of the scenario do not count.",
  steer(rollout, settings) {
    const known = unmanagedOf(rollout);
    const byShare = sharesOf(settings.rings);
    return {
      steering: {
        kind: "own",
        habitsOf(devices): readonly HabitsPart[] {
          const own = known(devices);
          if (byShare !== null)
            return byShare.map(({ ring, share }) => ({ share, habits: inRing(own, ring) }));
          const ring = settings.rings.get(devices.ring);
          return [{ share: share(1), habits: ring === undefined ? own : inRing(own, ring) }];
        },
      },
      notes: notesOf(rollout, settings, byShare !== null),
    };
  },
};

/** Rings without a share divide what the others leave. Null: devices are in the scenario's rings. */
export function sharesOf(rings: PolicySettings["rings"]["rings"]) {
  const all = [...rings.values()];
  if (all.every((ring) => ring.share === null)) return null;
  const given = all.reduce((sum, ring) => sum + (ring.share ?? 0), 0);
  const rest = Math.max(0, 1 - given) / Math.max(1, all.filter((ring) => ring.share === null).length);
  return all.map((ring) => ({ ring, share: share(ring.share ?? rest) })).filter((part) => part.share > 0);
}

const inRing = (habits: Habits, { defer, deadline, grace }: RestartRing): Habits => ({
  ...habits,
  defer,
  deadline: { after: deadline, grace, counts: habits.deadline?.counts ?? "discovery" },
  rings: new Map(),
});

function notesOf(
  { demands, grid, release }: Rollout,
  { rings }: PolicySettings["rings"],
  isCut: boolean,
): readonly string[] {
  const span = horizon(grid) - release;
  const late = [...rings].filter(([, { share, defer }]) => share !== 0 && defer >= span);
  const strangers = isCut ? [] : [...new Set(demands.map(({ cohort }) => cohort.ring))];
  return [
    ...late.map(
      ([name]) =>
        `ring ${name} is offered the update after the end of what is looked at: its restarts are not seen`,
    ),
    ...strangers
      .filter((ring) => !rings.has(ring))
      .map((ring) => `the policy says nothing of ring ${ring}: its devices do as unmanaged ones`),
  ];
}
