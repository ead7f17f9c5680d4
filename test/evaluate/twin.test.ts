/** Whole clients who come by chance, beside the fluid: the more there are, the nearer. */
import { describe, expect, test } from "vitest";
import { chance } from "../../src/evaluate/chance.js";
import { simulateFluid } from "../../src/evaluate/fluid.js";
import { simulateTwin, type TwinInput, type TwinRun } from "../../src/evaluate/twin.js";
import { duration, minute, second, share } from "../../src/units.js";

const cells = 300;

/** 40 % of the clients restart within 20 s and are back a minute later: with the background 2.4 times the capacity, at first. */
function wave(clients: number, giveUp: number): TwinInput {
  const constant = (value: number): Float64Array => new Float64Array(cells).fill(value);
  const restarts = (0.4 * clients) / 20;
  return {
    cell: second,
    clients,
    online: 0.9 * clients,
    capacity: constant(0.01 * clients),
    retries: { backoff: duration(20 * second), giveUp: share(giveUp), failureCost: share(0.3) },
    ordinary: { kind: "renewals", perSecond: constant(0.004 * clients) },
    leaving: constant(0).fill(restarts, 20, 40),
    returning: constant(0).fill(restarts, 80, 100),
  };
}

/** Half of the clients come within 100 s, a little more than it can carry, and go again; their sessions are short. */
const morning = (clients: number): TwinInput => ({
  ...wave(clients, 0.35),
  online: 0.25 * clients,
  ordinary: {
    kind: "wanted",
    clients: Float64Array.from(
      { length: cells },
      (_, i) => clients * (0.5 - 0.25 * Math.cos((Math.PI * i) / 100)),
    ),
    arriving: new Float64Array(cells).fill(clients / 1_000),
    session: duration(3 * minute),
  },
});

const fluidOf = ({ retries, ...input }: TwinInput) =>
  simulateFluid(
    {
      ...input,
      peers: null,
      retries: { ...retries, backoff: { base: retries.backoff, cap: retries.backoff } },
    },
    8,
  );

/** Root mean square, over time and seeds, of what is between twin and fluid in the orbit, as a share of all clients. */
function gap(input: TwinInput): number {
  const fluid = fluidOf(input).backlog;
  const seeds = Math.max(8, 32_000 / input.clients);
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const { backlog } = simulateTwin(input, chance(seed));
    backlog.forEach((waiting, i) => (sum += (waiting - (fluid[i] as number)) ** 2));
  }
  return Math.sqrt(sum / (seeds * cells)) / input.clients;
}

/** Slope of the least-squares line through the logarithms. */
function exponent(sizes: readonly number[], gaps: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const [x, y] = [sizes.map(Math.log), gaps.map(Math.log)];
  const away = x.map((value) => value - mean(x));
  return mean(away.map((value, i) => value * (y[i] as number))) / mean(away.map((value) => value * value));
}

describe("the gap between twin and fluid falls as one over the root of the clients", () => {
  test.each([
    ["a wave of restarts that a vulnerable service just survives", (clients: number) => wave(clients, 0.1)],
    ["the same on a stable one", (clients: number) => wave(clients, 0.35)],
    ["a morning", morning],
  ])("%s", (_, scene) => {
    const sizes = [500, 2_000, 8_000, 32_000];
    const gaps = sizes.map((clients) => gap(scene(clients)));
    expect(Math.abs(exponent(sizes, gaps) + 0.5)).toBeLessThan(0.1);
    expect(gaps.at(-1)).toBeLessThan(0.006);
  });
});

describe("the twin", () => {
  test("loses and makes nobody, and gives the same run for the same seed", () => {
    for (const input of [wave(700, 0.1), morning(700)]) {
      const [one, again, other] = [3, 3, 4].map((seed) => simulateTwin(input, chance(seed)));
      expect(one).toEqual(again);
      expect(one).not.toEqual(other);
      const { online, rebooting, backlog, off } = one as TwinRun;
      online.forEach((up, i) => {
        const all = [up, rebooting[i], backlog[i], off[i]] as number[];
        expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, each) => sum + each, 0)).toBe(700);
      });
    }
  });

  test("of 20,000 clients it collapses where the fluid one does, and recovers where it does", () => {
    const served = (run: Pick<TwinRun, "goodput" | "offered">): number =>
      (run.goodput.at(-1) as number) / (run.offered.at(-1) as number);
    const both = (giveUp: number): readonly number[] => {
      const input = { ...wave(20_000, giveUp), capacity: new Float64Array(cells).fill(160) };
      return [served(fluidOf(input)), served(simulateTwin(input, chance(1)))];
    };
    expect(both(0.05)).toEqual([0, 0]);
    expect(both(0.35)).toEqual([1, 1]);
  });
});
