/** The optimum against second methods: every whole-device plan of tiny instances, and the density formula. */
import { describe, expect, test } from "vitest";
import type { Rollout } from "../../src/rollout.js";
import { type Dice, forSeeds } from "../support/dice.js";
import {
  type Document,
  faultsOf,
  level,
  prepared,
  solver,
  staggering,
  staggeredOnly,
} from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const clock = (hour: number): string => `${String(((hour % 24) + 24) % 24).padStart(2, "0")}:00`;

/** Cohorts of instant devices, each with one window in one night: `from` hours after 18:00Z, for `lasts` hours of one slot each. */
type Tiny = {
  readonly goal: "fastest" | "flattest";
  readonly cohorts: readonly {
    readonly from: number;
    readonly lasts: number;
    readonly devices: number;
    readonly after: string;
  }[];
  readonly capacities: readonly string[];
  readonly maxPerSlot: string;
  readonly headroom?: string;
};

const tiny = ({ goal, cohorts, capacities, maxPerSlot, headroom = "0%" }: Tiny): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "60m",
  deadline: "19h",
  goal,
  maxPerSlot,
  fleet: cohorts.map(({ devices }, c) => ({ site: "here", profile: `p${c}`, ring: "all", devices })),
  rings: [{ name: "all" }],
  profiles: Object.fromEntries(
    cohorts.map(({ from, lasts, after }, c) => [
      `p${c}`,
      {
        ...deltaProfile,
        window: `${clock(18 + from)}-${clock(18 + from + lasts)}`,
        signIn: [{ share: "100%", at: "boot", after: { fixed: after } }],
      },
    ]),
  ),
  services: Object.fromEntries(capacities.map((capacity, r) => [`s${r}`, { capacity, headroom }])),
});

const tinyOf = (dice: Dice): Tiny => {
  const cohorts = Array.from({ length: dice.whole(2, 3) }, () => ({
    from: dice.whole(0, 3),
    lasts: dice.whole(2, 4),
    devices: dice.whole(1, 4),
    after: dice.pick(["0m", "0m", "30m", "60m"]),
  }));
  const devices = cohorts.reduce((sum, each) => sum + each.devices, 0);
  return {
    goal: dice.pick(["fastest", "flattest"]),
    cohorts,
    capacities: Array.from(
      { length: dice.whole(1, 2) },
      () => `${(devices * dice.between(0.15, 0.6)).toFixed(2)}/h`,
    ),
    maxPerSlot: dice.pick(["100%", "50%", "40%"]),
  };
};

type Found = { readonly unscheduled: number; readonly rise: number; readonly exposure: number };

/** Every way of putting whole devices into slots that keeps the limits; loads and exposure reckoned by hand. */
function everyPlan({ cohorts, capacities, maxPerSlot }: Tiny, rollout: Rollout): Found[] {
  const horizon = rollout.grid.slots;
  const limits = capacities.map(Number.parseFloat);
  const loads = new Float64Array(32);
  const found: Found[] = [];
  const peak = (): number => loads.reduce((high, load) => Math.max(high, load), 0);
  const place = (c: number, s: number, left: number, unscheduled: number, exposure: number): void => {
    const cohort = cohorts[c];
    if (peak() > Math.min(...limits) * (1 + 1e-12)) return;
    if (cohort === undefined) {
      found.push({ unscheduled, rise: Math.max(...limits.map((limit) => peak() / limit)), exposure });
      return;
    }
    if (s === cohort.lasts) {
      const next = cohorts[c + 1];
      place(c + 1, 0, next?.devices ?? 0, unscheduled + left, exposure + left * horizon);
      return;
    }
    const most = Math.max(1, Math.floor((Number.parseFloat(maxPerSlot) / 100) * cohort.devices + 1e-9));
    // The release is at 17:00, so that slot 1 begins at 18:00; half of what signs in after 30 minutes does so in the next slot.
    const slot = 1 + cohort.from + s;
    const later = Number.parseFloat(cohort.after) / 60;
    for (let devices = 0; devices <= Math.min(most, left); devices++) {
      loads[slot] = (loads[slot] as number) + devices * (1 - later);
      loads[slot + 1] = (loads[slot + 1] as number) + devices * later;
      place(c, s + 1, left - devices, unscheduled, exposure + devices * (slot + 0.5));
      loads[slot] = (loads[slot] as number) - devices * (1 - later);
      loads[slot + 1] = (loads[slot + 1] as number) - devices * later;
    }
  };
  place(0, 0, cohorts[0]?.devices ?? 0, 0, 0);
  return found;
}

const least = (values: readonly number[]): number =>
  values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
const close = 1e-7;

describe("against every whole-device plan of a tiny instance", () => {
  test("the plan is among them, no bound is above the best, and the best is within the stated gap", async () => {
    const solve = await solver();
    await forSeeds([1, 120], async (dice) => {
      const instance = tinyOf(dice);
      const { rollout, settled } = await prepared(tiny(instance));
      const { plan } = staggering(rollout, settled.scenario.goal, solve);
      expect(faultsOf(rollout, plan)).toEqual([]);
      const all = everyPlan(instance, rollout);
      const [unscheduled, exposure] = [level(plan, "unscheduled"), level(plan, "exposure")];
      const fewest = least(all.map((each) => each.unscheduled));
      expect(unscheduled.bound).toBeLessThanOrEqual(fewest);
      expect(unscheduled.value).toBeGreaterThanOrEqual(fewest);
      let kept = all.filter((each) => each.unscheduled <= unscheduled.value);
      if (instance.goal === "flattest") {
        const rise = level(plan, "rise");
        const flattest = least(kept.map((each) => each.rise));
        expect(rise.bound).toBeLessThanOrEqual(flattest + close);
        expect(rise.value).toBeGreaterThanOrEqual(flattest - close);
        kept = kept.filter((each) => each.rise <= rise.value + close);
      }
      const best = least(kept.map((each) => each.exposure));
      expect(exposure.bound).toBeLessThanOrEqual(best * (1 + close));
      expect(exposure.value).toBeGreaterThanOrEqual(best * (1 - close));
      expect(exposure.value - best).toBeLessThanOrEqual(exposure.gap * exposure.value * (1 + close) + close);
    });
  });

  test("six devices, three slots, two a slot: two in each", async () => {
    const instance: Tiny = {
      goal: "fastest",
      cohorts: [{ from: 0, lasts: 3, devices: 6, after: "0m" }],
      capacities: ["2/h"],
      maxPerSlot: "100%",
    };
    const { plan } = await staggeredOnly(tiny(instance));
    expect(plan.waves.map(({ slot, devices }) => [slot, devices])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
    // (1.5 + 2.5 + 3.5) h, twice.
    expect(level(plan, "exposure")).toMatchObject({ value: 15, bound: expect.closeTo(15, 7) as number });
    expect(plan.certificate.status).toBe("proven");
  });
});

describe("the peak is the highest density of a span (Hall; science.md T1)", () => {
  /** Highest, over all spans of slots, of the devices that must restart inside it for each of its slots. */
  function density(cohorts: Tiny["cohorts"]): number {
    let highest = 0;
    for (let i = 0; i < 8; i++) {
      for (let j = i + 1; j <= 12; j++) {
        const inside = cohorts.filter(({ from, lasts }) => i <= from && from + lasts <= j);
        highest = Math.max(highest, inside.reduce((sum, { devices }) => sum + devices, 0) / (j - i));
      }
    }
    return highest;
  }

  test("of random windows, instant devices and no background", async () => {
    await forSeeds([1, 80], async (dice) => {
      const cohorts = Array.from({ length: dice.whole(1, 6) }, () => ({
        from: dice.whole(0, 6),
        lasts: dice.whole(1, 5),
        devices: dice.whole(1, 5_000),
        after: "0m",
      }));
      const capacity = 100_000;
      const { plan } = await staggeredOnly(
        tiny({ goal: "flattest", cohorts, capacities: [`${capacity}/h`], maxPerSlot: "100%" }),
      );
      expect(level(plan, "rise").relaxed * capacity).toBeCloseTo(density(cohorts), 4);
      expect(level(plan, "rise").value * capacity).toBeGreaterThanOrEqual(density(cohorts) - 1e-4);
    });
  });

  test("30 devices in two slots and 10 in the first of them: 20 in each", async () => {
    const cohorts = [
      { from: 0, lasts: 2, devices: 30, after: "0m" },
      { from: 0, lasts: 1, devices: 10, after: "0m" },
    ];
    const { plan } = await staggeredOnly(
      tiny({ goal: "flattest", cohorts, capacities: ["100/h"], maxPerSlot: "100%" }),
    );
    expect(level(plan, "rise")).toMatchObject({
      relaxed: expect.closeTo(0.2, 9) as number,
      value: expect.closeTo(0.2, 9) as number,
    });
  });
});
