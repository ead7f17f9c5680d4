import { describe, expect, test } from "vitest";
import { type Arrivals, arrivalsOf } from "../../src/evaluate/arrivals.js";
import { crowdsByNature, crowdsOf, herd } from "../../src/evaluate/crowds.js";
import type { Rollout } from "../../src/rollout.js";
import { loadsOf, type Stagger } from "../../src/service/demand.js";
import { minute } from "../../src/units.js";
import { rolloutOf } from "../service/prepared.js";
import { Dice, forSeeds } from "../support/dice.js";
import { prepared } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";

const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

/** Some of each cohort in some slots. */
const somehow = ({ demands }: Rollout, dice: Dice): Stagger =>
  demands.map(({ behaviour }) =>
    Float64Array.from(behaviour.slots, () => (dice.chance(0.2) ? dice.whole(1, 90) / 10 : 0)),
  );

const meanOverSlots = (minutes: Float64Array, perSlot: number): Float64Array =>
  Float64Array.from(
    { length: minutes.length / perSlot },
    (_, t) => total(minutes.subarray(t * perSlot, (t + 1) * perSlot)) / perSlot,
  );

/** What the forecast shows: sign-ins alone, orphans among them. */
function forecastLoads(rollout: Rollout, stagger: Stagger): readonly Float64Array[] {
  return loadsOf(rollout.grid, rollout.services, rollout.apart?.signIns ?? rollout.demands, stagger);
}

function expectSameMeans(rollout: Rollout, stagger: Stagger, arrivals: readonly Arrivals[]): void {
  const loads = forecastLoads(rollout, stagger);
  rollout.services.forEach(({ background, peers }, r) => {
    const { signIns, peersLeaving } = arrivals[r] as Arrivals;
    const orphans = (peers?.clients ?? 0) * (peers?.signInAgain ?? 0);
    const all = signIns.map((value, m) => value + orphans * (peersLeaving[m] as number));
    const load = loads[r] as Float64Array;
    const highest = Math.max(...load);
    meanOverSlots(all, rollout.grid.slot / minute).forEach((mean, t) => {
      const gap = Math.abs((background[t] as number) + mean - (load[t] as number));
      if (gap > 1e-9 * highest)
        expect.fail(`service ${r}, slot ${t}: ${mean + (background[t] as number)} is not ${load[t]}`);
    });
  });
}

describe("minutes add up to the forecast's slots", () => {
  test("in random scenarios of every kind", async () => {
    let peaks = 0;
    await forSeeds([1, 30], async (dice) => {
      const { rollout } = await prepared(randomScenario(dice, {}));
      const stagger = somehow(rollout, dice);
      const arrivals = arrivalsOf(crowdsOf(rollout, stagger), rollout.services);
      expectSameMeans(rollout, stagger, arrivals);
      peaks += Math.max(...arrivals.map(({ signIns }) => Math.max(...signIns)));
    });
    expect(peaks).toBeGreaterThan(1);
  });
});
