/** Half the step gives the same figures: of overloads that last, of waits short, long and growing, and of the network of 2007. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Grid } from "../../src/calendar/grid.js";
import { type FluidInput, simulateFluid } from "../../src/evaluate/fluid.js";
import { type Figures, figuresOf } from "../../src/evaluate/outage.js";
import { LONGEST_STEP } from "../../src/evaluate/service-input.js";
import type { Retries } from "../../src/scenario/scenario.js";
import { asPlanned, simulatorOf } from "../../src/simulate.js";
import { duration, instant, minute, second, share } from "../../src/units.js";
import { preparedText } from "../support/planning.js";

const grid: Grid = { start: instant(0), slot: minute, slots: 24 * 60 };

/** 6,000 of 20,000 clients restart within five minutes and come back to a service that is four tenths full without them. */
function surge(retries: Retries): FluidInput {
  const cells = (perSecond: number): Float64Array => new Float64Array(grid.slots).fill(perSecond);
  return {
    cell: grid.slot,
    longestStep: LONGEST_STEP,
    clients: 20_000,
    online: 20_000,
    capacity: cells(10),
    retries,
    ordinary: { kind: "renewals", perSecond: cells(4) },
    leaving: cells(0).fill(20, 60, 65),
    returning: cells(0).fill(20, 66, 71),
    peers: null,
  };
}

const waits = (base: number, cap: number, giveUp: number, failureCost: number): Retries => ({
  backoff: { base: duration(base * second), cap: duration(cap * second) },
  giveUp: share(giveUp),
  failureCost: share(failureCost),
});

const figures = (input: FluidInput, refine: number): Figures =>
  figuresOf({ grid, clients: input.clients, run: simulateFluid(input, refine), wanted: null });

/** Times are in whole cells. */
function expectAlike(once: Figures, halved: Figures): void {
  for (const key of [
    "peakUtilisation",
    "failed",
    "gaveUp",
    "hoursOverCapacity",
    "outageUserHours",
  ] as const) {
    const [usual, finer] = [once[key] as number, halved[key] as number];
    expect(Math.abs(finer - usual), key).toBeLessThanOrEqual(0.005 * usual);
  }
  expect(once.recoveredAt === null).toBe(halved.recoveredAt === null);
  expect(Math.abs((halved.recoveredAt ?? 0) - (once.recoveredAt ?? 0))).toBeLessThanOrEqual(minute);
}

describe("half the step changes no figure by more than 0.5 %", () => {
  test.each([
    ["10 s, soon given up", waits(10, 10, 1 / 3, 0.6)],
    ["10 s, an overload that feeds itself", waits(10, 10, 0.05, 0.6)],
    ["45 s that grow to 22 min, which never heals", waits(45, 1350, 0, 0.85)],
    ["45 s that grow to 22 min, which heals", waits(45, 1350, 0.1, 0.3)],
    ["15 min", waits(900, 900, 0.3, 0.05)],
  ])("waits of %s", (_, retries) => {
    const [once, halved] = [figures(surge(retries), 1), figures(surge(retries), 2)];
    expect(once.failed).toBeGreaterThan(1_000);
    expectAlike(once, halved);
  });

  test("with peers and their fault", async () => {
    const ready = await preparedText(readFileSync("examples/skype-2007.yaml", "utf8"), "skype-2007.yaml");
    const simulator = simulatorOf(ready, { kind: "unmanaged" }, { without: new Set(), fixAt: null });
    if (!simulator.ok) throw new Error("the example cannot be simulated");
    const { figures } = simulator.value;
    const at = (refine: number) => figures({ ...asPlanned, refine })[0] as Figures;
    const [once, halved] = [at(1), at(2)];
    expect(once.hoursOverCapacity).toBeGreaterThan(24);
    expectAlike(once, halved);
  });
});
