import { describe, expect, test } from "vitest";
import { slotStart } from "../../src/calendar/grid.js";
import { readinessOf } from "../../src/client/readiness.js";
import type { CohortExplanation, Unused } from "../../src/explain/cohort.js";
import { explain } from "../../src/explanation.js";
import type { Solved } from "../../src/pipeline.js";
import { loadsOf } from "../../src/service/demand.js";
import { duration, instant } from "../../src/units.js";
import { planned, solver } from "../support/planning.js";
import type { Document } from "../support/planning.js";
import { office, oneNight, plain } from "./scenes.js";

async function explained(document: Document, id: string) {
  const all = await planned(document);
  const c = all.rollout.demands.findIndex(({ cohort }) => cohort.id === id);
  const { cohort, ...rest } = explain(all, c, await solver(), () => undefined);
  return { all, c, rest, cohort: cohort as CohortExplanation };
}

const slotsOf = ({ from, to }: Pick<Unused, "from" | "to">): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

/** What a device restarting in a slot costs, by loads with and without it: exposure, and its load at the plan's prices. */
function costOf({ rollout, plan }: Solved, c: number, slot: number): number {
  const demand = rollout.demands[c] as (typeof rollout.demands)[number];
  const p = demand.behaviour.slots.indexOf(slot);
  const one = demand.behaviour.slots.map((_, i) => (i === p ? 1 : 0));
  const loads = loadsOf(rollout.grid, rollout.services, [demand], [Float64Array.from(one)]);
  return plan.certificate.prices.reduce((sum, price) => {
    if (price.level !== "exposure" || price.row === "held") return sum;
    const r = rollout.services.findIndex(({ id }) => id === price.service);
    const added = (loads[r]?.[price.slot] ?? 0) - (rollout.services[r]?.background[price.slot] ?? 0);
    return sum + price.price * added;
  }, demand.behaviour.exposure[p] as number);
}

describe("one night, by hand", () => {
  test("what a weightier cohort takes is dearer than the slots that are left", async () => {
    const { cohort } = await explained(
      oneNight(0, {
        fleet: [
          { site: "A", profile: "heavy", ring: "all", devices: 45 },
          { site: "B", profile: "plain", ring: "all", devices: 40 },
        ],
        profiles: { plain, heavy: { ...plain, weight: 3 } },
      }),
      "B/plain/all",
    );
    const [run, ...others] = cohort.unused;
    expect(others).toEqual([]);
    expect(run).toMatchObject({ from: 16, to: 20, why: "priced", service: "login", met: [16, 20] });
    if (run?.why !== "priced") throw new Error("not priced");
    expect(run.events).toBeCloseTo(1, 9);
    expect(run.fullness).toBeCloseTo(1, 9);
    expect(run.dearer).toBeGreaterThan(0);
  });

  test("maxPerSlot is named where it stops a cohort", async () => {
    const { cohort } = await explained(oneNight(30, { maxPerSlot: "20%" }), "Berlin/plain/all");
    expect(cohort.mostPerSlot).toBe(6);
    expect(cohort.unused).toEqual([{ from: 16, to: 21, why: "full", devices: 6 }]);
  });

  test("a pinned cohort has its time and nothing to explain", async () => {
    const { cohort } = await explained(
      oneNight(5, { pins: [{ who: { site: "Berlin" }, at: "2026-08-12T02:00" }] }),
      "Berlin/plain/all",
    );
    expect(cohort).toMatchObject({ isPinned: true, ring: null, unused: [], first: 36 });
  });
});

/** Every sentence about a cohort of the plan, derived again another way. */
function holds({ all, c, cohort }: Awaited<ReturnType<typeof explained>>, run: Unused): void {
  const { rollout, plan, staggered, settled } = all;
  const { slots } = rollout.demands[c]?.behaviour ?? { slots: new Int32Array() };
  const wave = (slot: number) => cohort.waves.find((each) => each.slot === slot)?.devices ?? 0;
  const dearest = Math.max(...cohort.waves.map(({ slot }) => costOf(all, c, slot)));
  const profile = settled.scenario.profiles.get(cohort.cohort.profile) as never;
  const readiness = readinessOf(profile, duration(rollout.deadline - rollout.release));
  for (const slot of slotsOf(run)) {
    const start = slotStart(rollout.grid, slot);
    expect(cohort.hours.some(([from, to]) => from <= slot && slot < to)).toBe(true);
    switch (run.why) {
      case "readiness":
        expect(slots.includes(slot)).toBe(false);
        expect(readiness(duration(start - rollout.release))).toBeLessThanOrEqual(run.staged);
        expect(run.staged).toBeLessThan(cohort.readiness.needed);
        break;
      case "ring":
        expect(run.side).toBe("before");
        expect(start).toBeLessThan(instant(Date.parse(cohort.ring?.opens ?? "")));
        break;
      case "full":
        expect(wave(slot)).toBe(cohort.mostPerSlot);
        break;
      case "tie":
        expect(wave(slot)).toBe(0);
        expect(costOf(all, c, slot)).toBeLessThanOrEqual(dearest + 1e-6);
        break;
      case "priced": {
        expect(wave(slot)).toBe(0);
        expect(costOf(all, c, slot) - dearest).toBeGreaterThanOrEqual(run.dearer - 1e-6);
        const r = plan.services.findIndex(({ id }) => id === run.service);
        const met = plan.certificate.prices.filter(
          (price) =>
            price.level === "exposure" &&
            price.row === "limit" &&
            price.service === run.service &&
            run.met[0] <= price.slot &&
            price.slot < run.met[1],
        );
        expect(Math.max(...met.map(({ price }) => price))).toBeGreaterThanOrEqual(run.price);
        expect(run.price).toBeGreaterThan(0);
        expect(run.events).toBeGreaterThan(0);
        expect(run.fullness).toBeGreaterThan(0.9);
        expect(staggered.services[r]?.limit).not.toBeNull();
      }
    }
  }
}

describe("an office fleet", () => {
  const cohorts = ["windows-office", "windows-laptop"].flatMap((profile) =>
    ["pilot", "broad"].map((ring) => `Berlin/${profile}/${ring}`),
  );

  test.each([...cohorts, "Pune/windows-office/broad"])(
    "what is said of %s is true of the plan",
    async (id) => {
      const found = await explained(office(), id);
      const { cohort } = found;
      for (const run of cohort.unused) holds(found, run);
      // Nothing is passed over: up to the last wave every open slot is used or has a reason.
      const told = new Set([...cohort.unused.flatMap(slotsOf), ...cohort.waves.map(({ slot }) => slot)]);
      const last = cohort.waves.at(-1)?.slot ?? -1;
      const open = cohort.hours.flatMap(([from, to]) => slotsOf({ from, to })).filter((slot) => slot <= last);
      expect(open.filter((slot) => !told.has(slot))).toEqual([]);
      expect(cohort.waves.length).toBeGreaterThan(0);
    },
  );

  test("every kind of reason occurs in it", async () => {
    const kinds = new Set<string>();
    for (const id of [...cohorts, "Pune/windows-office/broad"])
      for (const { why } of (await explained(office(), id)).cohort.unused) kinds.add(why);
    expect([...kinds].sort()).toEqual(expect.arrayContaining(["full", "priced", "readiness", "ring"]));
  });

  test("the first slot open is the first that is ready", async () => {
    const { cohort, all } = await explained(office(), "Berlin/windows-office/pilot");
    // Windows open Tue 21:00; half of the fleet looks for updates within 11 h.
    expect(cohort.hours[0]?.[0]).toBe(8);
    const first = slotStart(all.rollout.grid, cohort.first ?? 0);
    expect(new Date(first).toISOString()).toBe("2026-08-12T19:00:00.000Z");
    expect(cohort.readiness.most).toBeLessThanOrEqual(first);
  });
});

describe("what was tried", () => {
  test("a longer window helps where the night is the limit; a later deadline does not", async () => {
    const { rest } = await explained(oneNight(95), "Berlin/plain/all");
    expect(rest.more.map(({ words, verdict }) => [words, verdict])).toEqual([
      ["every window from 1 h earlier", "better"],
      ["a deadline of 2d", "same"],
    ]);
    // Every device one hour earlier.
    const [earlier] = rest.more;
    expect((earlier?.before.exposure ?? 0) - (earlier?.after.exposure ?? 0)).toBeCloseTo(95, 6);
  });

  test("devices left out are counted before exposure", async () => {
    const { rest, cohort } = await explained(oneNight(200), "Berlin/plain/all");
    expect(
      rest.more.map(({ before, after, verdict }) => [before.unscheduled, after.unscheduled, verdict]),
    ).toEqual([
      [40, 0, "better"],
      [40, 0, "better"],
    ]);
    expect(cohort.unscheduled).toEqual(rest.unscheduled);
    expect(cohort.unscheduled[0]).toMatchObject({ devices: 40, reason: "capacity" });
  });
});
