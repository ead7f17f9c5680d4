import { describe, expect, it } from "vitest";
import { servicePresets } from "../../src/scenario/index.js";
import type { Retries } from "../../src/scenario/scenario.js";
import { largestTrigger } from "../../src/service/collapse.js";
import { safeLoad, survivingLoad, triggerProofLoad, uncrowdedLoad } from "../../src/service/safe-load.js";
import { duration, perSecond, second, share } from "../../src/units.js";
import { dice } from "../client/given.js";
import { rolloutOf } from "./prepared.js";

const retries = (wait: number, giveUp: number, failureCost: number): Retries => ({
  backoff: { base: duration(wait * second), cap: duration(wait * second) },
  giveUp: share(giveUp),
  failureCost: share(failureCost),
});

const spared = (capacity: number, some: Retries, load: number): number =>
  largestTrigger({ capacity: perSecond(capacity), retries: some, load: perSecond(load) });

/** Retries of the preset itself, as a service has them. */
const ofPreset = async (preset: string): Promise<Retries> =>
  (await rolloutOf({ services: { it: { preset, capacity: "100/s" } } })).services[0]?.retries as Retries;

describe("the trigger-proof load", () => {
  it.each([
    ["active-directory", 400, 222],
    ["radius-802.1x", 500, 20],
    ["vpn-concentrator", 60, 17.1],
    ["vdi-broker", 6.7, 4.47],
    ["voip-registrar", 2000, 0],
  ])("of %s at %d/s is %d/s", async (preset, capacity, expected) => {
    const found = triggerProofLoad(capacity, await ofPreset(preset));
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(0.005 * expected);
  });

  it("is a third of C where one failed attempt in ten is the last and three cost one success", () =>
    expect(triggerProofLoad(100, retries(10, 0.1, 0.3))).toBeCloseTo(33.333, 3));

  it("is half of C where every second failure is the last and fails at full cost", () =>
    expect(triggerProofLoad(100, retries(10, 0.5, 1))).toBe(50));

  it("is all of C where clients give up more than failures cost, and where these cost nothing", () => {
    expect(triggerProofLoad(100, retries(10, 0.4, 0.3))).toBe(100);
    expect(triggerProofLoad(100, retries(10, 0, 0))).toBe(100);
  });
});

describe("the load that survives so many at once", () => {
  it.each([
    ["active-directory", 400, 2_000, 347],
    ["radius-802.1x", 500, 2_000, 484],
    ["vpn-concentrator", 60, 500, 51.7],
    ["vdi-broker", 6.7, 200, 6.1],
    ["voip-registrar", 2_000, 50_000, 1_056],
  ])("of %s at %d/s and %d at once is %d/s", async (preset, capacity, spareFor, expected) => {
    const found = survivingLoad(capacity, await ofPreset(preset), spareFor);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(0.01 * expected);
    expect(safeLoad(capacity, await ofPreset(preset), spareFor)).toBe(found);
  });

  it("is the trigger-proof one where that is more, and never above C", () => {
    expect(safeLoad(100, retries(10, 0.1, 0.3), 1e9)).toBeCloseTo(33.333, 3);
    expect(safeLoad(100, retries(10, 0.1, 0.3), 0)).toBe(100);
    expect(safeLoad(100, retries(10, 0.4, 0.3), 1e9)).toBe(100);
    expect(safeLoad(100, retries(10, 0, 0.3), 1e9)).toBe(0);
  });

  it("and what a load survives are each other's inverse", () => {
    const roll = dice(5);
    for (let i = 0; i < 200; i++) {
      const giveUp = 0.5 * roll();
      const some = retries(1 + Math.floor(900 * roll()), giveUp, giveUp + 0.01 + 0.49 * roll());
      const capacity = 0.01 + 500 * roll();
      const least = triggerProofLoad(capacity, some);
      const load = least + (capacity - least) * (0.01 + 0.98 * roll());
      const most = spared(capacity, some, load);
      expect(Math.abs(survivingLoad(capacity, some, most) - load)).toBeLessThan(1e-9 * capacity);
    }
  });

  it("is one for every number of them below the trigger-proof load; nothing recovers from a full orbit that nobody leaves", () => {
    expect(spared(100, retries(10, 0.1, 0.3), 33)).toBe(Infinity);
    expect(spared(100, retries(10, 0, 0.3), 0)).toBeCloseTo(3_333.33, 2);
    expect(spared(100, retries(10, 0.1, 0.3), 101)).toBe(0);
  });

  it("is where a flood of them neither drains nor stays: one in a hundred fewer heals, one more does not", () => {
    // Forward Euler of the backlog: offered = load + backlog / wait, completed by the work budget.
    const heals = (load: number, backlog: number, { backoff, giveUp, failureCost }: Retries): boolean => {
      const capacity = 100;
      const wait = backoff.base / second;
      const step = wait / 200;
      let waiting = backlog;
      for (let i = 0; i < 400_000 && waiting > 1 && waiting < 3 * backlog; i++) {
        const offered = load + waiting / wait;
        const done =
          offered <= capacity ? offered : Math.max(0, (capacity - failureCost * offered) / (1 - failureCost));
        waiting += step * ((1 - giveUp) * (offered - done) - waiting / wait);
      }
      return waiting <= 1;
    };
    for (const some of [retries(10, 0.1, 0.3), retries(30, 0.05, 0.5)]) {
      const load = 80;
      // Of those that come at once, the share that does not give up at the first failure is the backlog.
      const most = (1 - some.giveUp) * spared(100, some, load);
      expect([heals(load, 0.99 * most, some), heals(load, 1.01 * most, some)]).toEqual([true, false]);
    }
  });
});

describe("the uncrowded load", () => {
  it("is a mean whose minutes fit 999 times of 1000", () => {
    // K = 600 a minute; 600 is 3.09 standard deviations above 528.84.
    const mean = 60 * uncrowdedLoad(10);
    expect(mean + 3.09 * Math.sqrt(mean)).toBeCloseTo(600, 9);
    expect(mean).toBeCloseTo(528.9, 1);
  });

  it("by the exact distribution of Poisson is close to that, from a few a minute to many", () => {
    for (const perMinute of [20, 60, 600]) {
      const mean = 60 * uncrowdedLoad(perMinute / 60);
      let [term, fits] = [Math.exp(-mean), 0];
      for (let count = 0; count <= perMinute; term *= mean / ++count) fits += term;
      expect(fits, `${perMinute}/min`).toBeGreaterThan(0.997);
      expect(fits, `${perMinute}/min`).toBeLessThan(0.9997);
    }
  });

  it("takes more of a small service than of a large one", () => {
    const shares = [0.001, 0.1, 1, 10, 1_000].map((capacity) => uncrowdedLoad(capacity) / capacity);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.every((part) => part > 0 && part < 1)).toBe(true);
  });
});

it("presets with retries are all of them", () =>
  expect(Object.values(servicePresets).filter(({ retries: some }) => some === undefined)).toEqual([]));
