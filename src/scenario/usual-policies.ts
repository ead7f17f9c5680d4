/** The policies that are compared where a scenario names none, and those of a scenario. */
import { expandPolicy } from "./expand.js";
import type { NamedPolicy, Policy } from "./policy.js";
import { usualPolicies } from "./presets/policies.js";
import type { Scenario } from "./scenario.js";
import { policy } from "./schema-policies.js";

/** null: none has that name. */
export function usualPolicy(name: string): Policy | null {
  const entry = Object.hasOwn(usualPolicies, name) ? usualPolicies[name] : undefined;
  return entry === undefined ? null : policy.parse(expandPolicy(entry, []));
}

/** Every kind once, with its defaults. */
export const defaultPolicies = (): readonly NamedPolicy[] =>
  Object.keys(usualPolicies).flatMap((name) => {
    const usual = usualPolicy(name);
    return usual === null ? [] : [{ name, policy: usual }];
  });

/** `today` first where there is one; then the admin's own policies, or else the usual ones. */
export function policiesOf({
  policies,
  today,
}: Pick<Scenario, "policies" | "today">): readonly NamedPolicy[] {
  const own = [...policies].map(([name, policy]): NamedPolicy => ({ name, policy }));
  return [
    ...(today === null ? [] : [{ name: "today", policy: today }]),
    ...(own.length > 0 ? own : defaultPolicies()),
  ];
}
