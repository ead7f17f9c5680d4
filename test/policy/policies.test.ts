/** Laws that every kind of policy keeps, over random scenarios. */
import { describe, expect, test } from "vitest";
import { type SimplePolicy, steered } from "../../src/policy/policies.js";
import { defaultPolicies } from "../../src/scenario/usual-policies.js";
import { total } from "../../src/stagger/total.js";
import { forSeeds } from "../support/dice.js";
import { prepared } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";

const simple = defaultPolicies().flatMap(({ name, policy }) =>
  policy.kind === "optimal" ? [] : [{ name, policy: policy as SimplePolicy }],
);

describe("every kind of policy", () => {
  test("gives each device of 40 random scenarios one wave or none, whole, and only where its cohort is open", () =>
    forSeeds([1, 40], async (dice) => {
      const { rollout } = await prepared(randomScenario(dice));
      for (const { name, policy } of simple) {
        const { steering } = steered(rollout, policy);
        rollout.demands.forEach(({ cohort, behaviour }, c) => {
          if (steering.kind === "own") {
            const parts = steering.habitsOf(cohort);
            expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
            return;
          }
          const devices = steering.stagger[c] as Float64Array;
          expect(devices, name).toHaveLength(behaviour.slots.length);
          expect(
            devices.every((count) => Number.isInteger(count) && count >= 0),
            name,
          ).toBe(true);
          expect(total(devices) + (steering.unscheduled[c] as number), name).toBe(cohort.devices);
        });
      }
    }));
});
