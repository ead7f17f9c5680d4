import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  foundRings,
  largestRemainder,
  ringByHash,
  ringFraction,
  ringRule,
  waveHash,
} from "../../src/fleet/ring.js";
import { ring } from "./given.js";

describe("a device's ring", () => {
  test("is where the first 48 bits of sha256 of ring, NUL and its name fall", () => {
    const digest = createHash("sha256").update("ring\0pc1").digest();
    expect(ringFraction("pc1")).toBe(digest.readUIntBE(0, 6) / 2 ** 48);
    // sha256("ring" NUL "pc1") by coreutils: printf 'ring\0pc1' | sha256sum
    expect(digest.toString("hex").slice(0, 12)).toBe("67d33f6ebb35");
  });

  test("takes about its share of a fleet", () => {
    const rings = [ring("pilot", 0.01), ring("early", 0.1), ring("broad")];
    const counts = new Map<string, number>();
    for (let at = 0; at < 20_000; at++) {
      const name = ringByHash(`BER-OFF-${at}`, rings, [0.01, 0.1, 0.89]);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.get("pilot")).toBeGreaterThan(160);
    expect(counts.get("pilot")).toBeLessThan(240);
    expect(counts.get("early")).toBeGreaterThan(1850);
    expect(counts.get("early")).toBeLessThan(2150);
  });

  test("stays the same when a later ring changes its share", () => {
    const rings = [ring("a"), ring("b"), ring("c")];
    for (let at = 0; at < 500; at++) {
      const inA = (shares: readonly number[]): boolean => ringByHash(`pc${at}`, rings, shares) === "a";
      expect(inA([0.3, 0.3, 0.4])).toBe(inA([0.3, 0.1, 0.6]));
    }
  });
});

describe("rings", () => {
  test("are a pilot of 1 % with 24 h soak and the rest where none are given and devices name none", () => {
    const rule = ringRule(null, false);
    expect(rule).toMatchObject({ kind: "cut", shares: [0.01, 0.99] });
    expect(rule?.kind === "cut" && rule.rings.map(({ name, soak }) => [name, soak])).toEqual([
      ["pilot", 86_400_000],
      ["broad", 0],
    ]);
  });
  test("are those the devices name where none are given", () => {
    expect(ringRule(null, true)).toEqual({ kind: "found" });
  });
  test("are cut where one has a share; those without divide the rest", () => {
    expect(ringRule([ring("a", 0.25), ring("b"), ring("c")], true)).toMatchObject({
      shares: [0.25, 0.375, 0.375],
    });
  });
  test("without shares need devices that name theirs, unless there is only one", () => {
    expect(ringRule([ring("a"), ring("b")], true)).toMatchObject({ kind: "named" });
    expect(ringRule([ring("a"), ring("b")], false)).toBeNull();
    expect(ringRule([ring("all")], false)).toMatchObject({ kind: "cut", shares: [1] });
  });
  test("found in a fleet open smallest first, equal ones by name, 24 h apart", () => {
    const part = (name: string, devices: number) =>
      ({
        id: "",
        site: "",
        profile: "",
        ring: name,
        group: null,
        timezone: "UTC",
        tags: [],
        device: null,
        devices,
      }) as const;
    const rings = foundRings([
      part("broad", 90),
      part("é", 5),
      part("z", 5),
      part("broad", 10),
      part("early", 20),
    ]);
    expect(rings.map(({ name, soak }) => `${name} ${soak / 3_600_000} h`)).toEqual([
      "z 24 h",
      "é 24 h",
      "early 24 h",
      "broad 24 h",
    ]);
  });
});

describe("a device's place in the waves", () => {
  test("is the first 64 bits of sha256 of wave, NUL, release, NUL and its name", () => {
    // printf 'wave\0002026-08-11T17:00:00Z\0pc1' | sha256sum
    expect(waveHash("2026-08-11T17:00:00Z", "pc1").toString(16).padStart(16, "0")).toBe("219451a30050e9b6");
  });
});

describe("the largest remainder", () => {
  test.each([
    [10, [1, 1, 1], [4, 3, 3]],
    [7, [3, 2, 1], [4, 2, 1]],
    [1, [1, 1], [1, 0]],
    [0, [5, 5], [0, 0]],
    [100, [0, 1, 0], [0, 100, 0]],
    [3, [0, 0], [0, 0]],
  ])("divides %i by %j into %j", (total, weights, expected) => {
    expect(largestRemainder(total, weights)).toEqual(expected);
  });

  test("loses nothing and is never a whole one off", () => {
    const weights = fc
      .array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 })
      .filter((all) => all.some((w) => w > 0));
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (total, given) => {
        const parts = largestRemainder(total, given);
        const sum = given.reduce((all, weight) => all + weight, 0);
        expect(parts.reduce((all, part) => all + part, 0)).toBe(total);
        parts.forEach((part, at) =>
          expect(Math.abs(part - (total * (given[at] ?? 0)) / sum)).toBeLessThan(1),
        );
      }),
    );
  });
});
