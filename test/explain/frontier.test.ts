import { describe, expect, test } from "vitest";
import { frontier, type FrontierPoint, kneeOf, rolloutAtRise } from "../../src/explain/frontier.js";
import { unwatched } from "../../src/progress.js";
import { type Document, faultsOf, prepared, solver } from "../support/planning.js";
import { office, oneNight } from "./scenes.js";

async function found(document: Document, points = 6) {
  const { rollout } = await prepared(document);
  const outcome = frontier({ rollout, points, solve: await solver(), watch: unwatched });
  if (!outcome.ok) throw new Error(outcome.problems[0]?.code);
  return { rollout, ...outcome.value };
}

const oneRing = office({
  rings: [{ name: "all" }],
  fleet: [
    { site: "Berlin", profile: "windows-office", ring: "all", devices: 900 },
    { site: "Berlin", profile: "windows-laptop", ring: "all", devices: 500 },
    { site: "Pune", profile: "windows-office", ring: "all", devices: 400, timezone: "Asia/Kolkata" },
  ],
});

describe("the frontier", () => {
  test("never has more exposure at more rise than the gaps explain, where one ring leaves no dates to choose", async () => {
    const { points } = await found(oneRing, 8);
    expect(points).toHaveLength(8);
    points.slice(1).forEach(({ bound }, i) => {
      const before = points[i] as FrontierPoint;
      // The plan of less rise is a plan at more rise: it cannot beat the bound there.
      expect(before.exposure).toBeGreaterThanOrEqual(bound * (1 - 1e-9));
    });
    expect(points.map(({ unscheduled }) => unscheduled)).toEqual(points.map(() => 0));
    const rises = points.map(({ rise }) => rise);
    expect([...rises].sort((a, b) => a - b)).toEqual(rises);
  });

  test.each([
    ["one ring", oneRing],
    ["pilot and broad", office()],
    ["more devices than fit", office({ deadline: "60h" })],
  ])("has plans that keep the limits of their rise, each one sound: %s", async (_, document) => {
    const { rollout, points } = await found(document);
    for (const { plan, rise, reached, goal } of points) {
      const held = rolloutAtRise(rollout, rise);
      held.services.forEach(({ limit }, r) => {
        plan.services[r]?.load.forEach((load, t) =>
          expect(load).toBeLessThanOrEqual((limit?.[t] ?? Infinity) * (1 + 1e-9)),
        );
      });
      expect(reached).toBeLessThanOrEqual(rise * (1 + 1e-6) + 1e-9);
      const isEnd = goal === "flattest" || plan === points.at(-1)?.plan;
      expect(faultsOf(isEnd ? rollout : held, plan)).toEqual([]);
    }
  });

  test("shows the devices that are left out", async () => {
    const { points } = await found(oneNight(200), 3);
    expect(points.map(({ unscheduled }) => unscheduled > 0)).toEqual(points.map(() => true));
  });

  test("is one point where the fastest plan is the calmest too", async () => {
    const { points, knee } = await found(oneNight(160), 5);
    expect(points).toHaveLength(1);
    expect(knee).toBeNull();
  });

  test.each([
    ["every capacity is unknown", oneNight(5, { services: { login: { capacity: "unknown" } } })],
    [
      "the background fills all there is",
      oneNight(5, { services: { login: { capacity: "1/h", background: { peak: "2/h", shape: "flat" } } } }),
    ],
  ])("is refused where %s", async (_, document) => {
    const { rollout } = await prepared(document);
    const outcome = frontier({ rollout, points: 3, solve: await solver(), watch: unwatched });
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: "frontier.no-capacity" }] });
  });
});

describe("the knee", () => {
  const points = (...pairs: readonly (readonly [number, number, number?])[]) =>
    pairs.map(([rise, exposure, unscheduled = 0]) => ({ rise, exposure, unscheduled }));

  test.each([
    ["is the point farthest below the chord", points([0, 100], [0.1, 40], [0.5, 20], [1, 0]), 1],
    ["does not depend on the units", points([0, 1], [10, 0.4], [50, 0.2], [100, 0]), 1],
    ["is nowhere on a line", points([0, 10], [0.5, 5], [1, 0]), null],
    ["is nowhere where more rise gains nothing", points([0, 10], [0.5, 10], [1, 10]), null],
    [
      "is sought among the points that leave out the fewest",
      points([0, 1, 9], [0.2, 100], [0.3, 40], [1, 0]),
      2,
    ],
    ["needs points", points(), null],
  ])("%s", (_, given, knee) => {
    expect(kneeOf(given)).toBe(knee);
  });
});
