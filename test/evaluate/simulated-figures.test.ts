import { describe, expect, test } from "vitest";
import { endsOver, meansOver } from "../../src/evaluate/longer-cells.js";
import { fateOf, runFigures, spreadFigures, spreadOf } from "../../src/evaluate/simulated-figures.js";
import type { SimulatedService } from "../../src/evaluate/simulation.js";
import { instant } from "../../src/units.js";

const calm = {
  peakUtilisation: 0.5,
  failed: 0,
  gaveUp: 0,
  hoursOverCapacity: 0,
  outageUserHours: 0,
  recoveredAt: null,
} as unknown as SimulatedService;
const healed: SimulatedService = {
  ...calm,
  peakUtilisation: 3,
  failed: 40,
  gaveUp: 4,
  hoursOverCapacity: 2,
  outageUserHours: 8,
  recoveredAt: instant(0),
};
const failing: SimulatedService = {
  ...healed,
  failed: 10,
  hoursOverCapacity: 5,
  outageUserHours: 1,
  recoveredAt: null,
};
const unknown: SimulatedService = { ...calm, peakUtilisation: null };

describe("figures of a run", () => {
  test.each([
    [calm, "calm"],
    [healed, "recovered"],
    [failing, "failing"],
    [unknown, "calm"],
  ])("tell what came of a service", (service, fate) => {
    expect(fateOf(service)).toBe(fate);
  });

  test("of all services are sums; of peak, hours over capacity and fate the worst", () => {
    expect(runFigures([calm, healed, failing, unknown]).all).toEqual({
      peakUtilisation: 3,
      failed: 50,
      gaveUp: 8,
      hoursOverCapacity: 5,
      outageUserHours: 9,
      fate: "failing",
    });
    expect(runFigures([unknown]).all.peakUtilisation).toBeNull();
  });
});

describe("over runs", () => {
  test("quantiles are linear between neighbours", () => {
    expect(spreadOf([4, 1, 3, 2, 0])).toEqual({ median: 2, p5: 0.2, p95: 3.8 });
    expect(spreadOf([7])).toEqual({ median: 7, p5: 7, p95: 7 });
  });

  test("what is unknown once is unknown; no capacity left stays so and is no NaN", () => {
    expect(spreadOf([1, null])).toBeNull();
    expect(spreadOf([1, Infinity, Infinity])).toEqual({ median: Infinity, p5: Infinity, p95: Infinity });
  });

  test("recovered is a share of the runs that had something to recover from", () => {
    const runs = [calm, healed, healed, failing].map((each) => runFigures([each]).all);
    expect(spreadFigures(runs).recovered).toBeCloseTo(2 / 3, 12);
    expect(spreadFigures(runs.slice(0, 1)).recovered).toBeNull();
  });
});

test("longer cells have the mean of rates and the end of counts; the last may be shorter", () => {
  const minutes = Float64Array.of(1, 2, 6, 4, 8);
  expect(meansOver(minutes, 2)).toEqual([1.5, 5, 8]);
  expect(endsOver(minutes, 2)).toEqual([2, 4, 8]);
  expect(meansOver(minutes, 1)).toEqual([1, 2, 6, 4, 8]);
});
