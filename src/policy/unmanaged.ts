/** Nobody plans: devices do what their profile says of unmanaged ones. */
import type { Rollout } from "../rollout.js";
import { type Habits, habitsOf } from "../scenario/habits.js";
import type { PolicySettings } from "../scenario/policy.js";
import { share } from "../units.js";
import type { OwnRestarts, PolicyKind } from "./policy.js";

export const unmanaged: PolicyKind<PolicySettings["unmanaged"]> = {
  about:
    "Nobody plans: devices restart by their own habits, as Windows clients do by default; no window, freeze or ring of the scenario counts.",
  steer: (rollout) => ({ steering: ownRestarts(rollout), notes: [] }),
};

export function ownRestarts(rollout: Rollout): OwnRestarts {
  const known = unmanagedOf(rollout);
  return { kind: "own", habitsOf: (devices) => [{ share: share(1), habits: known(devices) }] };
}

/** What the profiles say of unmanaged devices, each ring its own. */
export function unmanagedOf({ rhythms }: Pick<Rollout, "rhythms">) {
  const profiles = new Map(rhythms.map(({ profile }) => [profile.name, profile.unmanaged]));
  return ({ profile, ring }: { readonly profile: string; readonly ring: string }): Habits => {
    const habits = profiles.get(profile);
    if (habits === undefined) throw new Error(`no device of profile ${profile}`);
    return habitsOf(habits, ring);
  };
}
