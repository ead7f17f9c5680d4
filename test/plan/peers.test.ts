/** Plans of services whose clients are their capacity: checked, planned again from what was resolved, and kept by counting. */
import { expect, test } from "vitest";
import { planText } from "../../src/export/json.js";
import { Dice, forSeeds } from "../support/dice.js";
import { copyOf, type Document, faultsOf, prepared, solver, staggering } from "../support/planning.js";
import { withPeers } from "../support/peered.mjs";
import { deltaProfile, randomScenario, release } from "../support/scenarios.js";

const solve = await solver();

const planned = async (document: Document) => {
  const { rollout, settled, resolved } = await prepared(document);
  return { ...staggering(rollout, settled.scenario.goal, solve, resolved.digest), resolved };
};

const peered = (dice: Dice): Document =>
  withPeers(
    randomScenario(dice, { devices: (d) => d.pick([d.whole(2, 40), d.whole(300, 4_000)]) }),
    dice,
    0.8,
  );

test("random plans pass their check, keep what is left of every limit, and come again from what was resolved", async () => {
  let isLowered = 0;
  await forSeeds([1, 16], async (dice) => {
    const { rollout, plan, resolved } = await planned(peered(dice));
    expect(faultsOf(rollout, copyOf(plan))).toEqual([]);
    for (const { load, limit, capacity, background, id } of plan.services) {
      const { headroom } = rollout.services.find((service) => service.id === id) ?? { headroom: 0 };
      load.forEach((value, t) => {
        if (limit === null || capacity === null) return;
        const [most, left, carried] = [limit[t], capacity[t], background[t]] as [number, number, number];
        if (left < Math.max(...capacity)) isLowered += 1;
        expect(Math.abs(most - Math.max((1 - headroom) * left, carried))).toBeLessThan(1e-9 * (1 + most));
        expect(value).toBeLessThanOrEqual(most + 1e-9 * (1 + Math.max(...limit)));
      });
    }
    const again = await planned(JSON.parse(resolved.text) as Document);
    expect(planText({ ...again.plan, name: plan.name })).toBe(planText(plan));
  });
  expect(isLowered).toBeGreaterThan(200);
});

/** Ten devices a slot would fit; each is a peer that carries a hundredth of the service and is away for the slot after too. */
const counted = (changes: Document = {}): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  deadline: "24h",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", profile: "plain", ring: "all", devices: 95 }],
  profiles: { plain: { ...deltaProfile, window: "21:00-01:00" } },
  services: {
    login: {
      capacity: "40/h",
      headroom: "0%",
      peers: { profiles: { plain: "100%" }, each: "0.4/h", promotion: "15m", clients: 0 },
    },
  },
  ...changes,
});

test("as few restart as what is left of the capacity lets sign in", async () => {
  const { plan } = await planned(counted());
  const [service] = plan.services;
  // x in a slot sign in at 4 x an hour; they and those of the slot before take 0.2 an hour each: 4 x <= 40 - 0.2 (x + before).
  expect(plan.waves.map(({ devices }) => devices)).toEqual([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 5]);
  const first = plan.waves[0]?.slot as number;
  const perHour = (series: readonly number[] | null | undefined): number[] =>
    (series ?? []).slice(first, first + 3).map((value) => Number((value * 3600).toFixed(6)));
  expect(perHour(service?.capacity)).toEqual([38.2, 36.4, 36.4]);
  expect(perHour(service?.load)).toEqual([36, 36, 36]);
  // The second slot is the fullest, not the first of equal loads.
  expect(service?.peak).toEqual({ slot: first + 1, load: 0.01, utilisation: expect.closeTo(36 / 36.4, 9) });
});

test("capacity that is lost counts where nobody signs in, and to have less left than the background takes is a fault", async () => {
  // Of 40 an hour 39 are taken anyway. Nobody signs in, but each restart takes 0.2 an hour away in its slot and the next.
  const login = (counted()["services"] as { login: Document }).login;
  const { rollout, plan } = await planned(
    counted({
      services: { login: { ...login, background: { peak: "39/h", shape: "flat" } } },
      profiles: { plain: { ...deltaProfile, window: "21:00-01:00", signIn: [] } },
    }),
  );
  expect(plan.waves.map(({ devices, slot }) => [devices, slot - 16])).toEqual(
    [0, 2, 4, 6, 8, 10, 12, 14].map((slot) => [5, slot]),
  );
  expect(faultsOf(rollout, plan)).toEqual([]);
  const draft = copyOf(plan);
  (draft.waves[0] as { devices: number }).devices += 1;
  (draft.unscheduled[0] as { devices: number }).devices -= 1;
  expect(faultsOf(rollout, draft).join("\n")).toContain("check.limit");
});

test("for the flattest plan the capacity that is lost counts too", async () => {
  const flat = await planned(counted({ goal: "flattest" }));
  const [service] = flat.plan.services;
  const rise = flat.plan.certificate.levels.find(({ name }) => name === "rise");
  const real = service?.peak.utilisation as number;
  expect(rise?.value).toBeGreaterThanOrEqual(real);
  // 95 devices over 16 slots: six in most, so 24 of 40 an hour, and 0.2 x 12 lost.
  expect(rise?.value).toBeCloseTo((24 + 2.4) / 40, 2);
});
