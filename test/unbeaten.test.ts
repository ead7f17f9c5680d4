/** The optimum against every other policy, on random scenarios: 25 of them, or as many as SCENARIOS says (`npm run check:unbeaten`). */
import { expect, test } from "vitest";
import { type Scene, staggerOf } from "../src/contestants.js";
import { forecast } from "../src/evaluate/forecast.js";
import { steered } from "../src/policy/policies.js";
import type { Rollout } from "../src/rollout.js";
import type { Goal } from "../src/scenario/scenario.js";
import { defaultPolicies } from "../src/scenario/usual-policies.js";
import { exposureOf, type Stagger } from "../src/service/demand.js";
import { isBlind, nominalServices } from "../src/service/nominal.js";
import { riseOf } from "../src/service/rise.js";
import { LIMIT_TOLERANCE } from "../src/service/service.js";
import { Dice } from "./support/dice.js";
import { level, prepared, solver, staggering } from "./support/planning.js";
import { randomScenario } from "./support/scenarios.js";

const count = Number(process.env["SCENARIOS"] ?? 25);

const left = ({ demands }: Rollout, waves: Stagger): Float64Array =>
  Float64Array.from(
    demands,
    ({ cohort }, c) => cohort.devices - (waves[c] as Float64Array).reduce((sum, n) => sum + n, 0),
  );
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

const rise = (rollout: Rollout, waves: Stagger): number =>
  riseOf(
    isBlind(rollout.services) ? nominalServices(rollout) : rollout.services,
    forecast(rollout, waves, left(rollout, waves)).charged,
  );

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

type Rival = { readonly name: string; readonly value: number };

/** The optimum's own goal: its plan's value, the bound that its certificate proves, and what fair rivals come to. */
async function contest(scene: Scene, goal: Goal) {
  const { rollout } = scene;
  const { staggered, plan } = staggering(rollout, goal, await solver());
  const isFastest = goal === "fastest";
  const value = (waves: Stagger): number =>
    isFastest ? exposureOf(rollout.demands, waves, left(rollout, waves)) : rise(rollout, waves);
  const fair = defaultPolicies().flatMap(({ name, policy }): readonly Rival[] => {
    if (policy.kind === "optimal") return [];
    const waves = staggerOf({ kind: "steered", steering: steered(rollout, policy).steering });
    const isFair =
      waves !== null &&
      keeps(rollout, waves, staggered.usable) &&
      sum(left(rollout, waves)) <= sum(Float64Array.from(staggered.unscheduled));
    return isFair ? [{ name, value: value(waves) }] : [];
  });
  const { bound } = level(plan, isFastest ? "exposure" : "rise");
  return { fair, best: value(staggered.stagger), bound };
}

/** Sums of many small numbers. */
const ROUNDING = 1e-9;
/** The flattest plan gives this share of its rise away for less exposure (docs/model.md, section 6). */
const SLACK = 1e-3;

/**
 * Share of the scenarios in which some policy's rise may lie between the bound and that of the plan: some hundred devices at most, of
 * which the rounding to whole ones of the flattest plan is not the best there is (docs/model.md, section 12).
 */
const KNOWN = 0.02;

const isBelow = (value: number, than: number, share: number): boolean =>
  value < than - share * Math.abs(than) - ROUNDING;

test(`over ${count} random scenarios no policy that keeps to the limits goes below the optimum's bound`, async () => {
  let rivals = 0;
  const impossible: string[] = [];
  const beaten = new Map<string, string>();
  for (let seed = 1; seed <= count; seed++) {
    const scene = await prepared(
      randomScenario(new Dice(seed), {
        devices: (dice) => dice.pick([dice.whole(1, 8), dice.whole(20, 300)]),
        load: (dice) => dice.pick([0.5, 2, 6]),
      }),
    );
    const goal = isBlind(scene.rollout.services) ? "flattest" : scene.settled.scenario.goal;
    const { fair, best, bound } = await contest(scene, goal);
    rivals += fair.length;
    for (const { name, value } of fair) {
      const told = `seed ${seed}, ${goal}: ${name} ${value}, optimum ${best}, bound ${bound}`;
      if (isBelow(value, bound, ROUNDING)) impossible.push(told);
      if (isBelow(value, best, goal === "fastest" ? ROUNDING : SLACK)) beaten.set(`${seed}, ${goal}`, told);
    }
  }
  expect(impossible).toEqual([]);
  const told = [...beaten.values()].join("\n");
  expect(
    [...beaten.keys()].filter((key) => key.endsWith("fastest")),
    told,
  ).toEqual([]);
  expect(beaten.size, told).toBeLessThanOrEqual(KNOWN * count);
  // Else nothing would have been compared.
  expect(rivals).toBeGreaterThan(count / 5);
}, 600_000);
