/** The optimum against every other policy, on random scenarios: 25 of them, or as many as SCENARIOS says (`npm run check:unbeaten`). */
import { expect, test } from "vitest";
import { type Scene, staggerOf } from "../src/contestants.js";
import { forecast } from "../src/evaluate/forecast.js";
import { steered } from "../src/policy/policies.js";
import type { Rollout } from "../src/rollout.js";
import type { Goal } from "../src/scenario/scenario.js";
import { defaultPolicies } from "../src/scenario/usual-policies.js";
import { exposureOf, type Stagger } from "../src/service/demand.js";
import { isBlind } from "../src/service/nominal.js";
import { LIMIT_TOLERANCE } from "../src/service/service.js";
import { stagger } from "../src/stagger/stagger.js";
import { Dice } from "./support/dice.js";
import { prepared, solver } from "./support/planning.js";
import { randomScenario } from "./support/scenarios.js";

const count = Number(process.env["SCENARIOS"] ?? 25);

const left = ({ demands }: Rollout, waves: Stagger): Float64Array =>
  Float64Array.from(
    demands,
    ({ cohort }, c) => cohort.devices - (waves[c] as Float64Array).reduce((sum, n) => sum + n, 0),
  );
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

/** By how much of what a service has left above its highest background the load rises there. */
function riseOf(rollout: Rollout, waves: Stagger): number {
  const { charged } = forecast(rollout, waves, left(rollout, waves));
  const rises = rollout.services.map(({ capacity, background }, r) => {
    if (capacity === null) return 0;
    const busiest = Math.max(...background) / capacity;
    if (busiest >= 1) return 0;
    return (Math.max(...(charged[r] as Float64Array)) / capacity - busiest) / (1 - busiest);
  });
  return Math.max(0, ...rises);
}

/** No slot has more than it may: on the services, of a cohort, and within the dates of its ring. */
function keeps(rollout: Rollout, waves: Stagger, usable: readonly (readonly [number, number])[]): boolean {
  const { charged, peersUp } = forecast(rollout, waves, left(rollout, waves));
  const isWithin = charged.every((load, r) => {
    const limit = peersUp[r]?.limit ?? null;
    return limit === null || load.every((value, t) => value <= (limit[t] as number) * (1 + LIMIT_TOLERANCE));
  });
  return (
    isWithin &&
    rollout.demands.every(({ mostPerSlot }, c) =>
      (waves[c] as Float64Array).every((devices, p) => {
        const [from, to] = usable[c] as readonly [number, number];
        return devices === 0 || (p >= from && p < to && devices <= mostPerSlot * (1 + LIMIT_TOLERANCE));
      }),
    )
  );
}

/** Devices are whole and ties are many: the optimum may be worse by what its certificate leaves open. */
const GAP = 1e-3;

async function rivals(scene: Scene, goal: Goal) {
  const { rollout } = scene;
  const solve = await solver();
  const best = stagger(rollout, goal, solve);
  const value = (waves: Stagger): number =>
    goal === "fastest" ? exposureOf(rollout.demands, waves, left(rollout, waves)) : riseOf(rollout, waves);
  const fair = defaultPolicies().flatMap(({ name, policy }) => {
    if (policy.kind === "optimal") return [];
    const waves = staggerOf({ kind: "steered", steering: steered(rollout, policy).steering });
    const isFair =
      waves !== null &&
      keeps(rollout, waves, best.usable) &&
      sum(left(rollout, waves)) <= sum(Float64Array.from(best.unscheduled));
    return isFair ? [{ name, value: value(waves) }] : [];
  });
  return { fair, best: value(best.stagger) };
}

test(`over ${count} random scenarios nobody who keeps to the limits beats the optimum at its own goal`, async () => {
  let others = 0;
  for (let seed = 1; seed <= count; seed++) {
    const scene = await prepared(
      randomScenario(new Dice(seed), {
        devices: (dice) => dice.pick([dice.whole(1, 8), dice.whole(20, 300)]),
        load: (dice) => dice.pick([0.5, 2, 6]),
      }),
    );
    const goal = isBlind(scene.rollout.services) ? "flattest" : scene.settled.scenario.goal;
    const { fair, best } = await rivals(scene, goal);
    others += fair.length;
    for (const { name, value } of fair)
      expect(value, `${name}, seed ${seed}, ${goal}`).toBeGreaterThanOrEqual(
        best - GAP * Math.abs(best) - 1e-9,
      );
  }
  // Else nothing would have been compared.
  expect(others).toBeGreaterThan(count / 5);
}, 600_000);
