/** What the theory of flattest loads says of plans, and where it ends. */
import { describe, expect, test } from "vitest";
import { forSeeds } from "../support/dice.js";
import { type Document, level, staggeredOnly } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const always = (given: Document): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "60m",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  profiles: { here: { ...deltaProfile, window: "00:00-24:00" } },
  ...given,
});

test("water-filling: where devices fill a day above its background, every slot carries the same", async () => {
  const { plan } = await staggeredOnly(
    always({
      goal: "flattest",
      deadline: "24h",
      fleet: [{ site: "here", profile: "here", ring: "all", devices: 60_000 }],
      services: {
        login: { capacity: "6000/h", headroom: "0%", background: { peak: "2000/h", shape: "office-day" } },
      },
    }),
  );
  const { background, load } = plan.services[0] as (typeof plan.services)[number];
  const open = [...background.keys()].slice(0, 24);
  const filled = open.reduce((sum, t) => sum + (background[t] as number) * 3_600, 60_000) / open.length;
  expect(filled).toBeGreaterThan(2_000);
  const highest = Math.max(...background) * 3_600;
  expect(highest + level(plan, "rise").relaxed * (6_000 - highest)).toBeCloseTo(filled, 3);
  // Whole devices; the last slot has what is left.
  for (const t of open) expect(Math.abs((load[t] as number) * 3_600 - filled)).toBeLessThan(t < 23 ? 2 : 20);
});

test("10,000 devices at 50 an hour: an exposure of N^2 / 2u device-hours", async () => {
  const { plan } = await staggeredOnly(
    always({
      goal: "fastest",
      deadline: "10d",
      fleet: [{ site: "here", profile: "here", ring: "all", devices: 10_000 }],
      services: { login: { capacity: "50/h", headroom: "0%" } },
    }),
  );
  expect(level(plan, "exposure").value).toBeCloseTo(1_000_000, 6);
});

/** Loads of every way of putting each device into one of its slots; `spread`: the share of a restart that signs in a slot later. */
function everyLoad(
  devices: readonly (readonly [from: number, to: number])[],
  slots: number,
  spread = 0,
): number[][] {
  let loads = new Map<string, number[]>([["", new Array<number>(slots + 1).fill(0)]]);
  for (const [from, to] of devices) {
    const next = new Map<string, number[]>();
    for (const load of loads.values()) {
      for (let slot = from; slot < to; slot++) {
        const more = load.with(slot, (load[slot] as number) + 1 - spread);
        more[slot + 1] = (more[slot + 1] as number) + spread;
        next.set(more.join(), more);
      }
    }
    loads = next;
  }
  return [...loads.values()];
}

/** Whether no sum of the k highest of `one` is above that of `other`: it is as flat or flatter by every convex measure. */
function isMajorizedBy(one: readonly number[], other: readonly number[]): boolean {
  const sums = (load: readonly number[]): number[] => {
    let sum = 0;
    return [...load].sort((a, b) => b - a).map((each) => (sum += each));
  };
  const most = sums(other);
  return sums(one).every((sum, k) => sum <= (most[k] as number) + 1e-9);
}

const flattestOf = (loads: readonly (readonly number[])[]) =>
  loads.filter((load) => loads.every((other) => isMajorizedBy(load, other)));

describe("one load is the flattest by every measure", () => {
  test("where each restart signs in within its own slot: of 60 tiny fleets, all", async () => {
    await forSeeds([1, 60], (dice) => {
      const devices = Array.from({ length: dice.whole(2, 6) }, () => {
        const from = dice.whole(0, 4);
        return [from, dice.whole(from + 1, 5)] as const;
      });
      expect(flattestOf(everyLoad(devices, 5))).not.toEqual([]);
    });
  });

  test("not where it signs in later too: two loads of which neither is flatter", () => {
    // Two devices with four slots and two that have only the second, half of each a slot later.
    const loads = everyLoad(
      [
        [0, 4],
        [0, 4],
        [1, 2],
        [1, 2],
      ],
      4,
      0.5,
    );
    expect(flattestOf(loads)).toEqual([]);
    const [calm, even] = [
      [1, 1, 1, 1, 0],
      [1.5, 1, 0.5, 0.5, 0.5],
    ] as const;
    expect(isMajorizedBy(calm, even)).toBe(false);
    expect(isMajorizedBy(even, calm)).toBe(false);
  });
});
