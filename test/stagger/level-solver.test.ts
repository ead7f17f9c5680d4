/** Large programs: merged, priced without a matrix, reduced and put together again. The whole program is the oracle. */
import { describe, expect, test } from "vitest";
import type { Stagger } from "../../src/service/demand.js";
import { loadsOf, pricedWaves } from "../../src/service/demand.js";
import { LevelSolver } from "../../src/stagger/level-solver.js";
import { LoadMap } from "../../src/stagger/load-map.js";
import { merged } from "../../src/stagger/merge.js";
import { optimum } from "../../src/stagger/optimum.js";
import { buildProgram, type Task } from "../../src/stagger/program.js";
import { stagger } from "../../src/stagger/stagger.js";
import type { Goal } from "../../src/scenario/scenario.js";
import { buildPlan } from "../../src/plan/build.js";
import { forecast } from "../../src/evaluate/forecast.js";
import { type Dice, forEverySeed } from "../support/dice.js";
import { type Document, faultsOf, prepared, searching, solver } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";

/** Everybody in one ring, so that the rollout is one task. */
async function randomTask(dice: Dice, goal: Goal): Promise<Task> {
  const document = randomScenario(dice, { goal });
  const fleet = (document["fleet"] as Document[]).map((entry) => ({ ...entry, ring: "all" }));
  const { rollout } = await prepared({ ...document, rings: [{ name: "all" }], fleet });
  const usable = rollout.demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
  return { slots: rollout.grid.slots, demands: rollout.demands, usable, services: rollout.services };
}

const sum = (values: Iterable<number>): number => [...values].reduce((all, value) => all + value, 0);
const valueOf = (levels: readonly { name: string; relaxed: number }[], name: string): number =>
  levels.find((level) => level.name === name)?.relaxed ?? 0;

describe("the load map", () => {
  test("puts on the services what the demands say, and prices shares the same way", async () => {
    await forEverySeed([1, 40], async (dice) => {
      const task = await randomTask(dice, "fastest");
      const map = new LoadMap(task);
      const shares = Float64Array.from({ length: map.columns }, () => (dice.chance(0.3) ? dice.next() : 0));
      const devices: Stagger = task.demands.map(({ cohort }, c) =>
        shares.slice(map.start[c], map.start[c + 1]).map((share) => share * cohort.devices),
      );
      const found = new Float64Array(map.rows);
      map.loads(shares, found);
      const limited = task.services.map(({ capacity, limit }) => capacity !== null && limit !== null);
      loadsOf(task, task.services, task.demands, devices).forEach((load, r) =>
        load.forEach((value, t) => {
          const { capacity, background } = task.services[r] as Task["services"][number];
          const added = limited[r] ? (value - (background[t] as number)) / (capacity ?? 1) : 0;
          expect(found[r * task.slots + t]).toBeCloseTo(added, 9);
        }),
      );
      const prices = Float64Array.from({ length: map.rows }, () => (dice.chance(0.2) ? dice.next() : 0));
      const priced = new Float64Array(map.columns);
      map.prices(prices, priced);
      const perLoad = task.services.map(({ capacity }, r) =>
        prices
          .slice(r * task.slots, (r + 1) * task.slots)
          .map((price) => (limited[r] ? price / (capacity ?? 1) : 0)),
      );
      task.demands.forEach((demand, c) => {
        const each = pricedWaves(demand, perLoad);
        each.forEach((cost, p) =>
          expect(priced[(map.start[c] as number) + p]).toBeCloseTo(cost * demand.cohort.devices, 6),
        );
      });
    });
  });
});

describe("cohorts that look alike", () => {
  /** The same devices under many site names: nothing tells the sites apart but their names. */
  const alike = (parts: readonly number[]): Document => ({
    version: 1,
    timezone: "Europe/Berlin",
    release: { at: "2026-08-11T17:00:00Z" },
    deadline: "4d",
    rings: [{ name: "all" }],
    fleet: parts.map((devices, i) => ({ site: `S${i}`, devices })),
    window: "21:00-05:00",
    services: { login: { capacity: "8/min", background: { peak: "2/min", shape: "office-day" } } },
  });

  test("are one cohort to the program, and split in proportion", async () => {
    const { rollout } = await prepared(alike([100, 300, 200, 400]));
    const usable = rollout.demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
    const task: Task = {
      slots: rollout.grid.slots,
      demands: rollout.demands,
      usable,
      services: rollout.services,
    };
    const one = merged(task);
    expect(one.task.demands.map(({ cohort }) => cohort.devices)).toEqual([1000]);
    const best = optimum(one.task, "fastest", new LevelSolver(one.task, searching(await solver())));
    const apart = one.split(best.stagger);
    expect(apart.map((devices) => Math.round(sum(devices) * 1e6) / 1e6)).toEqual([100, 300, 200, 400]);
    const each = optimum(task, "fastest", new LevelSolver(task, searching(await solver())));
    expect(valueOf(each.levels, "exposure") / valueOf(best.levels, "exposure")).toBeCloseTo(1, 8);
    const loads = (of: Stagger, demands: Task["demands"]) =>
      loadsOf(task, task.services, demands, of)[0] as Float64Array;
    const [together, split] = [loads(best.stagger, one.task.demands), loads(apart, task.demands)];
    together.forEach((load, t) => expect(split[t]).toBeCloseTo(load, 9));
  });

  test("with another share of devices a slot stay apart: three devices may not restart as one of thirty may", async () => {
    const { rollout } = await prepared(alike([3, 300]));
    const usable = rollout.demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
    const { task } = merged({
      slots: rollout.grid.slots,
      demands: rollout.demands,
      usable,
      services: rollout.services,
    });
    expect(task.demands).toHaveLength(2);
  });
});

/** Where a service is full already, what counts as no load at all is the solver's tolerance, and differs from program to program. */
const hasRoom = ({ capacity, limit, background }: Task["services"][number]): boolean =>
  capacity !== null &&
  limit !== null &&
  limit.every((most, t) => most - (background[t] as number) > 1e-6 * capacity);

describe("a reduced program", () => {
  test.each(["fastest", "flattest"] as const)(
    "has the optimum of the whole, goal %s",
    async (goal) => {
      const solve = await solver();
      let compared = 0;
      await forEverySeed([101, 150], async (dice) => {
        const task = await randomTask(dice, goal);
        if (!task.services.every(hasRoom)) return;
        const whole = optimum(task, goal, new LevelSolver(task, searching(solve)));
        const reduced = optimum(task, goal, new LevelSolver(task, searching(solve), 0));
        const fleet = sum(task.demands.map(({ cohort }) => cohort.devices));
        // A penalty, not a row, holds the devices left out of a large program.
        expect(valueOf(reduced.levels, "unscheduled")).toBeGreaterThanOrEqual(
          valueOf(whole.levels, "unscheduled") - 1e-6 * fleet,
        );
        if (valueOf(reduced.levels, "unscheduled") > 1e-6 * fleet) return;
        // A search that was stopped says so.
        if (!reduced.levels.every(({ isSolved, name }) => isSolved || name === "rise")) return;
        compared += 1;
        const [least, found] = [valueOf(whole.levels, "rise"), valueOf(reduced.levels, "rise")];
        expect(found).toBeGreaterThanOrEqual(least * (1 - 1e-6) - 1e-9);
        if (goal === "fastest")
          expect(valueOf(reduced.levels, "exposure") / valueOf(whole.levels, "exposure")).toBeCloseTo(1, 5);
      });
      expect(compared).toBeGreaterThan(10);
    },
    120_000,
  );

  test("is smaller than the whole, and what it leaves out is not missed", async () => {
    const task = await randomTaskOf(60);
    const sizes: number[] = [];
    const solve = await solver();
    const watched = ((program, options) => {
      sizes.push(program.cost.length);
      return solve(program, options);
    }) satisfies typeof solve;
    const reduced = optimum(task, "fastest", new LevelSolver(task, searching(watched), 0));
    const all = buildProgram(task, { name: "exposure", unscheduledAtMost: null, riseAtMost: null });
    expect(Math.max(...sizes)).toBeLessThan(all.program.cost.length / 2);
    const whole = optimum(task, "fastest", new LevelSolver(task, searching(solve), Number.POSITIVE_INFINITY));
    expect(valueOf(reduced.levels, "exposure") / valueOf(whole.levels, "exposure")).toBeCloseTo(1, 7);
  }, 60_000);

  /** Sites in three zones under one tight service: a program of some 4,000 columns. */
  async function randomTaskOf(sites: number): Promise<Task> {
    const zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo"];
    const { rollout } = await prepared(manySites(sites, zones));
    const usable = rollout.demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
    return { slots: rollout.grid.slots, demands: rollout.demands, usable, services: rollout.services };
  }

  const manySites = (sites: number, zones: readonly string[]): Document => ({
    version: 1,
    timezone: "UTC",
    release: { at: "2026-08-11T17:00:00Z" },
    deadline: "5d",
    rings: [{ name: "all" }],
    fleet: Array.from({ length: sites }, (_, s) => ({
      site: `S${s}`,
      timezone: zones[s % zones.length],
      devices: 40 + 7 * s,
    })),
    window: Array.from({ length: 4 }, (_, k) => ({
      during: `${20 + k}:00-0${2 + k}:00`,
      who: { site: Array.from({ length: sites }, (_, s) => `S${s}`).filter((_, s) => s % 4 === k) },
    })),
    services: {
      login: { capacity: "30/min", background: { peak: "5/min", shape: "office-day" }, headroom: "20%" },
    },
  });

  test("gives plans that the checker accepts", async () => {
    const { rollout } = await prepared(manySites(60, ["Europe/Berlin", "America/New_York", "Asia/Tokyo"]));
    for (const goal of ["fastest", "flattest"] as const) {
      const staggered = stagger(rollout, goal, await solver());
      const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
      const heading = { name: null, policy: "optimal", scenarioDigest: "" };
      const plan = buildPlan(heading, rollout, staggered, foreseen, (reason) => reason);
      expect(faultsOf(rollout, plan)).toEqual([]);
      const exposure = plan.certificate.levels.find(({ name }) => name === "exposure");
      expect(exposure?.gap).toBeLessThan(2e-2);
    }
  }, 120_000);
});
