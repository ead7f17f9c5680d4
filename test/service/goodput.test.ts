/** How much of what is offered succeeds. */
import { describe, expect, test } from "vitest";
import { goodput } from "../../src/service/goodput.js";

describe("goodput", () => {
  test.each([
    ["all of what fits", 60, 100, 0.3, 60],
    ["all of the capacity itself", 100, 100, 0.3, 100],
    ["twice the capacity, failures at 30 % of the work", 200, 100, 0.3, 57.142857],
    ["nothing from C / kappa on", 1000 / 3, 100, 0.3, 0],
    ["nothing beyond", 5_000, 100, 0.3, 0],
    ["the capacity, where failures cost nothing", 5_000, 100, 0, 100],
    ["the capacity itself, where failures cost as much as successes", 100, 100, 1, 100],
    ["nothing just above it", 100.001, 100, 1, 0],
    ["nothing without capacity", 1, 0, 0, 0],
  ])("%s", (_, offered, capacity, failureCost, expected) =>
    expect(goodput(offered, capacity, failureCost)).toBeCloseTo(expected, 6),
  );

  test("is the work budget: successes and failures together use up the capacity, until nothing succeeds", () => {
    for (let offered = 100; offered <= 250; offered += 10) {
      const succeed = goodput(offered, 100, 0.4);
      expect(succeed + 0.4 * (offered - succeed)).toBeCloseTo(100, 9);
    }
  });
});
