/** The law of goodput beside queues of the textbooks, and what chance adds to a mean. */
import { describe, expect, test } from "vitest";
import { normalShare } from "../../src/client/delay.js";
import { chance } from "../../src/evaluate/chance.js";
import { jitterWindowByChance } from "../../src/service/collapse.js";
import { goodput } from "../../src/service/goodput.js";
import { minute, perSecond } from "../../src/units.js";
import { crossing, erlangB, erlangC, retrials, timelyGoodput } from "../support/queues.js";

describe("lines that are busy or free (Erlang, Cohen)", () => {
  test.each([
    [1, 1, 0.5],
    [10, 10, 0.214582],
    [100, 100, 0.0757],
  ])("%d erlangs on %d lines: lost", (load, servers, lost) =>
    expect(erlangB(load, servers)).toBeCloseTo(lost, 6),
  );

  test("8 erlangs on 10 lines: four in ten wait", () => expect(erlangC(8, 10)).toBeCloseTo(0.40918, 6));

  test("8 calls a second on 10 lines, the lost ones calling again: a quarter is lost, all are carried in the end", () => {
    const again = retrials(8, 10);
    const lost = erlangB(8 + again, 10);
    expect(again).toBeCloseTo(2.47365, 5);
    expect(lost).toBeCloseTo(0.236178, 6);
    expect((8 + again) * (1 - lost)).toBeCloseTo(8, 9);
    // The planner's law, where a failure costs nothing, carries them too; it does not see that chance fails some below capacity.
    expect(goodput(8, 10, 0)).toBe(8);
    expect(goodput(8 + again, 10, 0)).toBe(10);
  });

  test("on one line a load of a becomes a / (1 - a)", () => {
    for (const load of [0.2, 0.5, 0.8]) expect(load + retrials(load, 1)).toBeCloseTo(load / (1 - load), 8);
  });
});

describe("one line of people who wait a tenth of a second at most, 100 answers a second", () => {
  const useful = (offered: number): number => timelyGoodput(offered, 100, 0.1);

  test("is of use to 69.36 a second at most, at 78.227 offered", () => {
    const slope = (offered: number): number => (useful(offered + 1e-4) - useful(offered - 1e-4)) / 2e-4;
    const best = crossing(slope, 0, 10, 99);
    expect(best).toBeCloseTo(78.227, 3);
    expect(useful(best)).toBeCloseTo(69.36, 3);
  });

  test("at 60 fresh ones a second rests at 61.27 and tips over at 88.72; at 70 it rests nowhere", () => {
    expect(crossing(useful, 60, 10, 78.2)).toBeCloseTo(61.275, 3);
    expect(crossing(useful, 60, 78.3, 99.9)).toBeCloseTo(88.721, 3);
    expect(useful(78.227)).toBeLessThan(70);
  });

  test("as 200,000 people in line say", () => {
    const next = chance(1);
    const wait = (rate: number): number => -Math.log(1 - next()) / rate;
    let [inTime, ahead] = [0, 0];
    for (let person = 0; person < 200_000; person++) {
      const inLine = ahead + wait(100);
      if (inLine <= 0.1) inTime++;
      ahead = Math.max(0, inLine - wait(80));
    }
    expect((80 * inTime) / 200_000).toBeCloseTo(useful(80), 0);
  });

  test("is of less use than the planner's law says of any cost of failures, up to the capacity and above it", () => {
    for (let offered = 1; offered < 200; offered++) {
      for (const failureCost of [0, 0.3, 0.9]) {
        expect(useful(offered)).toBeLessThanOrEqual(goodput(offered, 100, failureCost));
      }
    }
  });
});

describe("what chance adds", () => {
  /** Sign-ins by slot where each picks one. */
  const thrown = (signIns: number, slots: number, seed: number): Uint32Array => {
    const next = chance(seed);
    const counts = new Uint32Array(slots);
    for (let i = 0; i < signIns; i++) {
      const slot = Math.floor(next() * slots);
      counts[slot] = (counts[slot] as number) + 1;
    }
    return counts;
  };

  test("100,000 sign-ins in 1,000 slots by chance: 134 in the fullest, where a schedule has 100", () => {
    const fullest = [1, 2, 3, 4, 5, 6].map((seed) =>
      thrown(100_000, 1_000, seed).reduce((a, b) => Math.max(a, b)),
    );
    const mean = fullest.reduce((sum, each) => sum + each, 0) / fullest.length;
    expect(Math.abs(mean / 134 - 1)).toBeLessThan(0.03);
    // m + sqrt(2 m ln W)
    expect(Math.abs(mean / (100 + Math.sqrt(200 * Math.log(1_000))) - 1)).toBeLessThan(0.05);
  });

  test("in a jitter window as long as is said, about one minute in a thousand is above the capacity", () => {
    const service = { load: perSecond(2), capacity: perSecond(3) };
    const minutes = Math.round((jitterWindowByChance(service, 400_000) as number) / minute);
    const share = thrown(400_000, minutes, 1).filter((count) => count > 60).length / minutes;
    expect(share).toBeGreaterThan(0.0005);
    expect(share).toBeLessThan(0.003);
  });

  test("logons like a bell over a window, 40 % of them in its middle sixth: 2.5 times the mean at the peak", () => {
    // VMware's rule of thumb: 40 % in a sixth is 2.4 times the mean.
    const inTheMiddle = (deviation: number): number => 2 * normalShare(1 / 12 / deviation) - 1;
    const deviation = crossing(inTheMiddle, 0.4, 0.05, 1);
    expect(deviation).toBeCloseTo(0.1589, 4);
    expect(1 / (deviation * Math.sqrt(2 * Math.PI))).toBeCloseTo(2.51, 2);
  });
});
