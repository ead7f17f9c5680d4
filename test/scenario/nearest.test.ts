import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest, suggestion } from "../../src/scenario/nearest.js";

test.each([
  ["slot", "slot", 0],
  ["slto", "slot", 1],
  ["slo", "slot", 1],
  ["slots", "slot", 1],
  ["kitten", "sitting", 3],
  ["", "abc", 3],
  ["abc", "", 3],
])("from %j to %j is %i edits", (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

test("distance is the same both ways and zero only between equals", () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "b", "c") });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
    }),
  );
});

test.each([
  ["heardroom", ["headroom", "background"], "headroom"],
  ["Goal", ["goal"], "goal"],
  ["vpn", ["vpn-concentrator", "vdi-broker"], "vpn-concentrator"],
  ["windows", ["windows-office", "windows-laptop"], undefined],
  ["X", ["A", "B"], undefined],
  ["capacity", ["headroom"], undefined],
  ["x".repeat(1_000_000), ["slot"], undefined],
])("of what is known, nearest to %.20s", (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

test("with nothing near, what is known is listed, a dozen at most", () => {
  expect(suggestion("zzz", ["a", "b"])).toBe("known: a, b");
  expect(suggestion("zzz", [])).toBe("there is none to choose from");
  expect(
    suggestion(
      "zzz",
      Array.from({ length: 20 }, (_, index) => `name${index}`),
    ),
  ).toMatch(/name11, \.\.\.$/);
});
