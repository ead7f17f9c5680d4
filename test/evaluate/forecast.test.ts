import { describe, expect, it } from "vitest";
import { slotStart } from "../../src/calendar/grid.js";
import { firstNight } from "../../src/evaluate/first-night.js";
import { exposureOf } from "../../src/service/demand.js";
import { forecast, peakOf, restartedAt } from "../../src/evaluate/forecast.js";
import type { Rollout } from "../../src/rollout.js";
import { dice, gridOf, hours, minutes, total } from "../client/given.js";
import { rolloutOf } from "../service/prepared.js";

const laptops = () =>
  rolloutOf({
    fleet: [
      { site: "Berlin", profile: "windows-laptop", devices: 700 },
      { site: "Kathmandu", profile: "windows-office", timezone: "Asia/Kathmandu", devices: 300 },
    ],
    services: { login: { capacity: "5/s", background: { peak: "1/s", shape: "flat" } } },
  });

/** Some of each cohort, some left over. */
function randomly({ demands }: Rollout, roll: () => number) {
  const stagger = demands.map(({ behaviour }) =>
    Float64Array.from(behaviour.slots, () => (roll() < 0.2 ? Math.floor(roll() * 9) : 0)),
  );
  return { stagger, unscheduled: demands.map(({ cohort }, c) => cohort.devices - total(stagger[c] ?? [])) };
}

describe("a forecast", () => {
  it("accounts for every device: restarted by the horizon, expected late or unscheduled", async () => {
    const rollout = await laptops();
    const roll = dice(11);
    for (let i = 0; i < 10; i++) {
      const { stagger, unscheduled } = randomly(rollout, roll);
      const { restarted, expectedLate } = forecast(rollout, stagger, unscheduled);
      expect((restarted.at(-1) as number) + expectedLate + total(unscheduled)).toBeCloseTo(1000, 4);
      expect(restarted.every((count, t) => count >= (restarted[t - 1] ?? 0) - 1e-9)).toBe(true);
    }
  });

  it("of nothing is the background, and everybody exposed to the horizon", async () => {
    const rollout = await laptops();
    const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
    const found = forecast(rollout, stagger, [700, 300]);
    const horizon = (slotStart(rollout.grid, rollout.grid.slots) - rollout.release) / hours(1);
    expect(new Set(found.loads[0])).toEqual(new Set([1]));
    expect(found.peaks).toEqual([{ slot: 0, load: 1, utilisation: 0.2 }]);
    expect(found.exposure).toBeCloseTo(1000 * horizon, 6);
    expect(found.expectedLate).toBe(0);
  });

  it("exposure adds up by hand: devices times their wave's, the rest to the horizon", async () => {
    const rollout = await laptops();
    const [first] = rollout.demands;
    const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
    (stagger[0] as Float64Array)[3] = 10;
    const expected =
      10 * (first?.behaviour.exposure[3] as number) + 5 * (first?.behaviour.unscheduledExposure as number);
    expect(exposureOf(rollout.demands, stagger, [5, 0])).toBeCloseTo(expected, 9);
  });
});

describe("a peak", () => {
  it("is the first of the highest slots, as a share of the capacity where it is known", async () => {
    const load = Float64Array.of(1, 4, 2, 4);
    const capacity = new Float64Array(4).fill(5);
    expect(peakOf(load, capacity)).toEqual({ slot: 1, load: 4, utilisation: 0.8 });
    expect(peakOf(load, null)).toEqual({ slot: 1, load: 4, utilisation: null });
    expect(peakOf(load, Float64Array.of(5, 5, 2, 5))).toEqual({ slot: 2, load: 2, utilisation: 1 });
    expect(peakOf(new Float64Array(2), new Float64Array(2)).utilisation).toBe(0);
  });
});

it("done when: the end of the first slot by which enough have restarted", () => {
  const grid = gridOf(minutes(60));
  const restarted = Float64Array.of(0, 10, 50, 99.99995, 99.99995);
  expect(restartedAt(grid, restarted, 50)).toBe(slotStart(grid, 3));
  expect(restartedAt(grid, restarted, 100)).toBe(slotStart(grid, 4));
  expect(restartedAt(grid, restarted, 101)).toBeNull();
});

describe("one big night", () => {
  it("restarts every device in the first two open hours, evenly", async () => {
    const rollout = await laptops();
    const [berlin] = firstNight(rollout);
    expect(total(berlin ?? [])).toBeCloseTo(700, 9);
    expect([...(berlin ?? [])].filter((count) => count > 0)).toEqual(Array(8).fill(87.5));
  });

  it("leaves alone a cohort without open slots", async () => {
    const rollout = await rolloutOf({ window: "Sat 21:00-23:00", deadline: "2d" });
    expect(firstNight(rollout).map((devices) => devices.length)).toEqual([0]);
  });
});
