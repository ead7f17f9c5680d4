/** Plans of few starts: what holds of them, what they cost, and what the checker says of a changed one. */
import { describe, expect, test } from "vitest";
import { fewPrice } from "../../src/explain/few-price.js";
import type { Plan } from "../../src/plan/plan.js";
import { evenSpread } from "../../src/service/start-spread.js";
import { Dice, forSeeds } from "../support/dice.js";
import { copyOf, type Document, faultsOf, staggeredOnly, type Staggering } from "../support/planning.js";
import { deltaProfile, randomScenario, release } from "../support/scenarios.js";

const total = (counts: Iterable<number>): number => [...counts].reduce((sum, count) => sum + count, 0);

describe("the even spread of a start", () => {
  test("gives each slot the mean, rounded down or up, and all devices in all", () => {
    for (const [devices, slots] of [
      [7, 3],
      [1, 8],
      [8, 8],
      [285, 8],
      [1_000_003, 9],
      [0, 4],
    ] as const)
      for (let cohort = 0; cohort < 40; cohort++) {
        const spread = evenSpread(devices, slots, cohort);
        expect(total(spread)).toBe(devices);
        for (const count of spread) {
          expect(count).toBeGreaterThanOrEqual(Math.floor(devices / slots));
          expect(count).toBeLessThanOrEqual(Math.ceil(devices / slots));
        }
      }
  });

  test("puts the single devices of many cohorts into all slots", () => {
    const slots = new Int32Array(8);
    for (let cohort = 0; cohort < 80; cohort++)
      evenSpread(1, 8, cohort).forEach((count, s) => (slots[s] = (slots[s] as number) + count));
    expect(Math.min(...slots)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...slots)).toBeLessThanOrEqual(11);
  });
});

/** Two sites of 800 devices, one night of 8 h in UTC, a service that takes 300 sign-ins an hour. */
const twoSites = (waves: unknown): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  deadline: "24h",
  maxPerSlot: "25%",
  waves,
  fleet: ["Berlin", "Pune"].map((site) => ({ site, profile: "p", devices: 800 })),
  rings: [{ name: "all", share: "100%" }],
  profiles: { p: { ...deltaProfile, window: "22:00-06:00" } },
  services: { login: { capacity: "300/h", headroom: "0%", background: "none" } },
});

describe("few starts of two sites that share a full service", () => {
  test("are six starts of two hours at most instead of one a slot, at no exposure to speak of", async () => {
    const { rollout, staggered, plan } = await staggeredOnly(twoSites({ few: "2%", spread: "2h" }));
    const price = fewPrice(rollout, staggered, plan);
    expect(price?.finestStarts).toBeGreaterThanOrEqual(22);
    expect(price?.starts).toBeLessThanOrEqual(6);
    expect(price?.exposure).toBeLessThanOrEqual(0.02);
    expect(Math.max(...(plan.starts ?? []).map(({ slots: [from, to] }) => to - from))).toBe(8);
    expect(total((plan.starts ?? []).map(({ devices }) => devices))).toBe(1_600);
  });

  test("are as many as are needed where nothing may be lost", async () => {
    const { plan } = await staggeredOnly(twoSites({ few: "0.0001%", spread: "15m" }));
    expect(plan.starts?.every(({ slots: [from, to] }) => to - from === 1)).toBe(true);
    expect(
      faultsOf((await staggeredOnly(twoSites({ few: "0.0001%", spread: "15m" }))).rollout, plan),
    ).toEqual([]);
  });
});

/** Counted again from the plan's own words. */
function expectStarts({ rollout, staggered, plan }: Staggering, tolerance: number, longest: number): void {
  const starts = plan.starts ?? expect.fail("no starts");
  const open = new Map(plan.cohorts.map(({ id, open: runs }) => [id, runs]));
  for (const {
    slots: [from, to],
    cohorts,
    devices,
  } of starts) {
    expect(to - from).toBeLessThanOrEqual(longest);
    expect(total(cohorts.map((each) => each.devices))).toBe(devices);
    for (const { cohort } of cohorts)
      expect(open.get(cohort)?.some(([first, end]) => first <= from && to <= end)).toBe(true);
  }
  expect(total(starts.map(({ devices }) => devices))).toBe(total(plan.waves.map(({ devices }) => devices)));
  const price = fewPrice(rollout, staggered, plan);
  expect(price?.starts).toBeLessThanOrEqual(price?.finestStarts ?? 0);
  expect(price?.exposure).toBeLessThanOrEqual(tolerance + 1e-9);
  expect(price?.rise ?? 0).toBeLessThanOrEqual(tolerance + 1e-9);
  expect(total(staggered.unscheduled)).toBeLessThanOrEqual(total(staggered.few?.finest.unscheduled ?? []));
}

test("of random scenarios stand in open hours, cost no more than is allowed, and pass the check", async () => {
  let [starts, finest] = [0, 0];
  await forSeeds([1, 15], async (dice) => {
    const staggering = await staggeredOnly(randomScenario(dice, { waves: { few: "3%", spread: "3h" } }));
    const minutes = staggering.rollout.grid.slot / 60_000;
    expectStarts(staggering, 0.03, Math.floor(180 / minutes));
    expect(faultsOf(staggering.rollout, staggering.plan)).toEqual([]);
    const price = fewPrice(staggering.rollout, staggering.staggered, staggering.plan);
    starts += price?.starts ?? 0;
    finest += price?.finestStarts ?? 0;
  });
  expect(starts).toBeLessThan(0.6 * finest);
});

test("the same scenario gives the same starts", async () => {
  const document = randomScenario(new Dice(7), { waves: "few" });
  const [a, b] = [await staggeredOnly(document), await staggeredOnly(document)];
  expect(a.plan.starts).toEqual(b.plan.starts);
});

type Draft = { -readonly [K in keyof Plan]: Plan[K] };
type Start = NonNullable<Plan["starts"]>[number];
const changed = (plan: Plan, change: (start: Start) => Partial<Start>): Draft => {
  const draft: Draft = copyOf(plan);
  draft.starts = (draft.starts ?? []).map((start, i) => (i === 1 ? { ...start, ...change(start) } : start));
  return draft;
};

describe("the checker of starts", () => {
  const edits: Readonly<Record<string, (plan: Plan) => Draft>> = {
    "no starts at all": (plan) => ({ ...copyOf(plan), starts: null }),
    "a start dropped": (plan) => ({ ...copyOf(plan), starts: plan.starts?.slice(1) ?? null }),
    "a start twice": (plan) => ({
      ...copyOf(plan),
      starts: [...(plan.starts ?? []), (plan.starts ?? [])[0] as Start],
    }),
    "in another order": (plan) => ({ ...copyOf(plan), starts: [...(plan.starts ?? [])].reverse() }),
    "another site": (plan) => changed(plan, ({ site }) => ({ site: site === "Pune" ? "Berlin" : "Pune" })),
    "another zone": (plan) => changed(plan, () => ({ timezone: "Asia/Kolkata" })),
    "another ring": (plan) => changed(plan, () => ({ ring: "none" })),
    "one device more": (plan) => changed(plan, ({ devices }) => ({ devices: devices + 1 })),
    "one device more of a cohort too": (plan) =>
      changed(plan, ({ devices, cohorts: [first] }) => ({
        devices: devices + 1,
        cohorts: [{ cohort: first?.cohort ?? "", devices: (first?.devices ?? 0) + 1 }],
      })),
    "a slot longer": (plan) => changed(plan, ({ slots: [from, to] }) => ({ slots: [from, to + 1] })),
    "begun a slot later": (plan) => changed(plan, ({ slots: [from, to] }) => ({ slots: [from + 1, to] })),
    "another start time": (plan) => changed(plan, ({ end }) => ({ start: end })),
    "another end": (plan) => changed(plan, ({ start }) => ({ end: start })),
    "without cohorts": (plan) => changed(plan, () => ({ cohorts: [], devices: 0 })),
    "of an unknown cohort": (plan) =>
      changed(plan, ({ devices }) => ({ cohorts: [{ cohort: "nobody", devices }] })),
  };
  test.each(Object.entries(edits))("refuses %s", async (_, edit) => {
    const { rollout, plan } = await staggeredOnly(twoSites("few"));
    expect(faultsOf(rollout, plan)).toEqual([]);
    const found = faultsOf(rollout, edit(plan));
    expect(found).not.toEqual([]);
  });

  test("refuses starts in a plan whose waves are fine", async () => {
    const { rollout, plan } = await staggeredOnly(twoSites("fine"));
    expect(plan.starts).toBeNull();
    expect(faultsOf(rollout, { ...plan, starts: [] })).toEqual([
      "starts: should be those of waves: fine, is a list [check.starts]",
    ]);
  });
});
