import { describe, expect, test } from "vitest";
import { bindingRuns, headroomCosts, unpricedServices } from "../../src/explain/limits.js";
import type { Rollout } from "../../src/rollout.js";
import { level, prepared, solver, staggeredOnly, staggering } from "../support/planning.js";
import { office, oneNight } from "./scenes.js";

describe("prices of the limits", () => {
  test("are what a device saves by moving from the last slot in use to this one", async () => {
    // 95 devices, 10 a slot: slots 16 to 25 of the grid, the last half empty. A device that moves there from k slots later saves
    // k quarters of an hour; one more a second is 900 devices a slot: 900 x (9 + 8 + ... + 1) / 4.
    const { plan } = await staggeredOnly(oneNight(95));
    const [run, ...others] = bindingRuns(plan);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ level: "exposure", row: "limit", service: "login", counts: "signIns" });
    expect([run?.from, run?.to]).toEqual([16, 25]);
    expect(run?.price).toBeCloseTo(10_125, 3);
  });

  test("make one point more headroom cost 1 % of the capacity at those prices", async () => {
    const { rollout, plan } = await staggeredOnly(oneNight(95));
    const [cost, ...others] = headroomCosts(rollout, plan);
    expect(others).toEqual([]);
    expect(cost).toMatchObject({ level: "exposure", service: "login" });
    expect(cost?.cost).toBeCloseTo((10_125 * 0.4) / 3600, 6);
  });

  test("are of devices where not all find room: one more device a slot gives one more device a wave", async () => {
    const { plan } = await staggeredOnly(oneNight(200));
    const runs = bindingRuns(plan);
    // 16 slots x 900 devices for one more a second in each.
    expect(runs[0]).toMatchObject({ level: "unscheduled", service: "login", from: 16, to: 32 });
    expect(runs[0]?.price).toBeCloseTo(14_400, 3);
  });

  test("are missing of services that hold nothing up, whose fullest slot is told", async () => {
    const { plan } = await staggeredOnly(oneNight(95));
    expect(unpricedServices(plan)).toEqual([{ service: "spare", fullest: expect.closeTo(10 / 36_000, 9) }]);
    const blind = await staggeredOnly(
      oneNight(95, {
        services: { login: { capacity: "40/h", headroom: "0%" }, desk: { capacity: "unknown" } },
      }),
    );
    expect(unpricedServices(blind.plan)).toEqual([{ service: "desk", fullest: null }]);
  });
});

/** The limit of one service, in some slots, higher by some of the unit. */
const loosened = (
  rollout: Rollout,
  id: string,
  [from, to]: readonly [number, number],
  by: number,
): Rollout => ({
  ...rollout,
  services: rollout.services.map((service) =>
    service.id === id
      ? {
          ...service,
          limit: service.limit?.map((most, t) => (t >= from && t < to ? most + by : most)) ?? null,
        }
      : service,
  ),
});

describe("a limit changed a little", () => {
  // The rings keep their dates, or the prices would be of another program.
  const rings = [
    { name: "pilot", share: "2%", soak: "24h" },
    { name: "broad", opens: "2026-08-13T21:00" },
  ];

  test.each([0.01, 0.02, 0.05])(
    "by %f of a sign-in a minute moves the bound as its price says",
    async (perMinute) => {
      const { rollout } = await prepared(office({ rings }));
      const solve = await solver();
      const before = staggering(rollout, "fastest", solve).plan;
      const runs = bindingRuns(before);
      expect(runs.length).toBeGreaterThan(0);
      const [{ service, from, to, price }] = runs as [(typeof runs)[0]];
      const changed = (by: number): number =>
        level(staggering(loosened(rollout, service, [from, to], by), "fastest", solve).plan, "exposure")
          .bound;
      const by = perMinute / 60;
      const [bound, noise] = [level(before, "exposure").bound, 1e-6 * level(before, "exposure").bound];
      const [saved, cost] = [bound - changed(by), changed(-by) - bound];
      expect(price * by).toBeGreaterThan(20 * noise);
      // Weak duality: a looser limit saves at most its price, a tighter one costs at least that.
      expect(saved).toBeLessThanOrEqual(price * by + noise);
      expect(cost).toBeGreaterThanOrEqual(price * by - noise);
      // And hardly less, hardly more, as long as the same limits bind.
      expect(saved).toBeGreaterThan(0.8 * price * by - noise);
      expect(cost).toBeLessThan(1.2 * price * by + noise);
    },
  );
});
