/** Tiny fleets, where one device is a large part of a limit: what other ways of finding whole devices come to. */
import { describe, expect, test } from "vitest";
import { Dice, forSeeds } from "../support/dice.js";
import { type Document, faultsOf, level, staggeredOnly } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

/** Three sites, a login service that takes three sign-ins in 15 minutes, and people who sign in when they come. */
const offices = (devices: readonly number[]): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  deadline: "7d",
  fleet: ["Berlin", "Pune", "NYC"].map((site, i) => ({
    site,
    profile: "windows-office",
    devices: devices[i],
  })),
  sites: {
    Berlin: { timezone: "Europe/Berlin" },
    Pune: { timezone: "Asia/Kolkata" },
    NYC: { timezone: "America/New_York" },
  },
  window: "21:00-05:00",
  services: { login: { capacity: "15/h", headroom: "20%", background: { peak: "3/h", shape: "flat" } } },
});

describe("a tiny fleet", () => {
  test("has the best whole-device plan there is (glpsol's integer optimum of the same program: 3227.8)", async () => {
    const { plan, rollout } = await staggeredOnly(offices([30, 18, 12]));
    expect(level(plan, "exposure").value).toBeCloseTo(3227.8, 1);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("of 12 devices a cohort is proven optimal: 12.5 % of 12 are one whole device, and the bound knows it", async () => {
    const { plan } = await staggeredOnly({
      ...offices([12, 12, 12]),
      services: { login: { capacity: "1000/h" } },
    });
    expect(plan.certificate.status).toBe("proven");
  });
});

/** Whole devices of two cohorts in six slots of one service: every plan there is. */
function leastExposure(
  sizes: readonly number[],
  most: readonly number[],
  perSlot: number,
  hours: readonly number[],
): number {
  const [a = 0, b = 0] = sizes;
  let best = Number.POSITIVE_INFINITY;
  const visit = (slot: number, left: readonly [number, number], sum: number): void => {
    if (sum >= best) return;
    if (left[0] + left[1] === 0) best = sum;
    if (slot === hours.length) return;
    for (let x = Math.min(left[0], most[0] ?? 0, perSlot); x >= 0; x--)
      for (let y = Math.min(left[1], most[1] ?? 0, perSlot - x); y >= 0; y--)
        visit(slot + 1, [left[0] - x, left[1] - y], sum + (x + y) * (hours[slot] as number));
  };
  visit(0, [a, b], 0);
  return best;
}

test("is planned as well as by trying every plan, where a slot takes a few devices", async () => {
  await forSeeds([1, 12], async (dice: Dice) => {
    const sizes = [dice.whole(2, 6), dice.whole(2, 6)];
    const perSlot = dice.whole(2, 4);
    const document: Document = {
      version: 1,
      timezone: "UTC",
      release: { at: release },
      slot: "60m",
      deadline: "24h",
      maxPerSlot: "50%",
      fleet: ["A", "B"].map((site, i) => ({ site, profile: "p", devices: sizes[i] })),
      rings: [{ name: "all", share: "100%" }],
      profiles: { p: { ...deltaProfile, window: "22:00-04:00" } },
      services: { login: { capacity: `${perSlot}/h`, headroom: "0%", background: "none" } },
    };
    const { plan } = await staggeredOnly(document);
    const hours = Array.from({ length: 6 }, (_, i) => 5 + i + 0.5);
    const most = sizes.map((size) => Math.max(1, Math.floor(size / 2)));
    expect(level(plan, "exposure").value).toBeCloseTo(leastExposure(sizes, most, perSlot, hours), 6);
  });
});
