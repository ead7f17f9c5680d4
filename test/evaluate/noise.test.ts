import { describe, expect, test } from "vitest";
import { arrivalsOf } from "../../src/evaluate/arrivals.js";
import { type Crowd, crowdsOf } from "../../src/evaluate/crowds.js";
import { type Noise, noises, type Noisy, noisy } from "../../src/evaluate/noise.js";
import type { Rollout } from "../../src/rollout.js";
import type { Service } from "../../src/service/service.js";
import { duration, minute, share } from "../../src/units.js";
import { total } from "../client/given.js";
import { rolloutOf } from "../service/prepared.js";
import { Dice } from "../support/dice.js";

const seeded = (seed: number): (() => number) => {
  const dice = new Dice(seed);
  return () => dice.next();
};

type Waves = { readonly rollout: Rollout; readonly crowds: readonly Crowd[] };

let made: Promise<Waves> | null = null;
/** Laptops and kiosks of some nights, forty devices a wave. */
const waves = (): Promise<Waves> => (made ??= makeWaves());

async function makeWaves(): Promise<Waves> {
  const rollout = await rolloutOf({
    deadline: "4d",
    fleet: [
      { site: "Berlin", profile: "windows-laptop", devices: 4000 },
      { site: "Berlin", profile: "windows-kiosk", devices: 4000 },
    ],
  });
  const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length).fill(40));
  return { rollout, crowds: crowdsOf(rollout, stagger) };
}

const bytesOf = ({ starts, powerOns, natural }: Crowd): string =>
  Buffer.concat([starts, powerOns, natural].map(({ buffer }) => Buffer.from(buffer))).toString("base64");

const begun = (crowds: readonly Crowd[]): number =>
  total(crowds.map(({ starts, powerOns }) => total(starts) + total(powerOns)));
const ofIndex = (k: number, { crowds }: Noisy): Crowd => crowds[k] as Crowd;
const only = (parts: Partial<Noise>): Noise => ({ ...noises.none, ...parts });
const part = (percent: number, from: number, to: number) => ({
  share: share(percent / 100),
  from: duration(from * minute),
  to: duration(to * minute),
});

describe("noise", () => {
  test("of none changes nothing", async () => {
    const { rollout, crowds } = await waves();
    const { crowds: after, first, ...lost } = noisy(rollout, crowds, noises.none, seeded(1));
    expect(lost).toEqual({ refused: 0, again: 0 });
    expect(first.map(bytesOf)).toEqual(crowds.map(bytesOf));
    expect(after.map(bytesOf)).toEqual(crowds.map(bytesOf));
    expect(after.map(({ rhythm, devices }) => [rhythm, devices])).toEqual(
      crowds.map(({ rhythm, devices }) => [rhythm, devices]),
    );
  });

  test("loses nobody but those who refuse; who restarts twice stands among the natural ones", async () => {
    const { rollout, crowds } = await waves();
    const before = begun(crowds);
    for (let seed = 1; seed <= 5; seed++) {
      const { crowds: after, refused, again } = noisy(rollout, crowds, noises.usual, seeded(seed));
      expect(begun(after) + refused).toBeCloseTo(before, 6);
      expect(total(after.map(({ natural }) => total(natural)))).toBeCloseTo(again, 6);
      expect(total(after.map(({ devices }) => devices))).toBeCloseTo(8000, 6);
      for (const { starts, powerOns, natural } of after)
        expect(Math.min(...starts, ...powerOns, ...natural)).toBeGreaterThanOrEqual(0);
      // Hundreds of waves: the mean of their draws is near the mean of one.
      expect(refused / before).toBeGreaterThan(0.015);
      expect(refused / before).toBeLessThan(0.025);
      expect(again / before).toBeGreaterThan(0.03);
      expect(again / before).toBeLessThan(0.05);
    }
  });

  test("of one seed is the same to the byte, of another it is not", async () => {
    const { rollout, crowds } = await waves();
    const bytes = (seed: number) => noisy(rollout, crowds, noises.usual, seeded(seed)).crowds.map(bytesOf);
    expect(bytes(7)).toEqual(bytes(7));
    expect(bytes(7)).not.toEqual(bytes(8));
  });

  test("late and early move devices by the minutes stated, and no further", async () => {
    const { rollout, crowds } = await waves();
    const first = (crowds[1] as Crowd).starts.findIndex((devices) => devices > 0);
    const last = (crowds[1] as Crowd).starts.findLastIndex((devices) => devices > 0);
    const early = ofIndex(1, noisy(rollout, crowds, only({ early: part(20, 10, 10) }), seeded(2))).starts;
    expect(early.findIndex((devices) => devices > 0)).toBe(first - 10);
    expect(early.findLastIndex((devices) => devices > 0)).toBe(last);
    const late = ofIndex(1, noisy(rollout, crowds, only({ late: part(20, 45, 45) }), seeded(2))).starts;
    expect(late.findIndex((devices) => devices > 0)).toBe(first);
    expect(late.findLastIndex((devices) => devices > 0)).toBe(last + 45);
  });

  test("puts devices that are off on the morning after, where somebody comes", async () => {
    const { rollout, crowds } = await waves();
    const isKiosk = crowds.findIndex(({ rhythm }) => rhythm.profile.presence === null);
    const off = noisy(rollout, crowds, only({ poweredOff: share(0.1) }), seeded(3));
    expect(ofIndex(isKiosk, off)).toEqual(crowds[isKiosk]);
    const [laptops, planned] = [ofIndex(1 - isKiosk, off), crowds[1 - isKiosk] as Crowd];
    expect(total(laptops.powerOns)).toBeGreaterThan(total(planned.powerOns));
    laptops.powerOns.forEach((devices, k) => {
      if (planned.powerOns[k] === 0) expect(devices).toBe(0);
    });
  });

  test("slow boots keep devices offline longer, by the share times the factor", async () => {
    const { rollout, crowds } = await waves();
    const counting = { ...(rollout.services[0] as Service), counts: "offline" as const };
    const gone = (some: readonly Crowd[]) => total(arrivalsOf(some, [counting])[0]?.signIns ?? []);
    const { crowds: slow } = noisy(
      rollout,
      crowds,
      only({ slowBoot: { share: share(0.2), factor: 4 } }),
      () => 0.5,
    );
    // The last of the slowest are beyond the horizon.
    expect(gone(slow) / gone(crowds)).toBeCloseTo(1 + 0.2 * 3, 3);
  });

  test("of more than everybody takes no more than everybody", async () => {
    const { rollout, crowds } = await waves();
    const wild = only({ refused: share(0.8), late: part(80, 5, 5) });
    const { crowds: after, refused } = noisy(rollout, crowds, wild, () => 0.9);
    expect(refused).toBeCloseTo(total(crowds.map(({ starts }) => total(starts))) / 2, 6);
    expect(begun(after) + refused).toBeCloseTo(begun(crowds), 6);
  });
});
