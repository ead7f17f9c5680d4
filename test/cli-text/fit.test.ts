import fc from "fast-check";
import { expect, test } from "vitest";
import { padEnd, padStart, truncate, widthOf } from "../../cli/text/fit.js";

test.each([
  ["Berlin", 10, "Berlin"],
  ["Frankfurt", 6, "Frank…"],
  ["日本支社", 5, "日本…"],
  ["日本支社", 4, "日…"],
  ["ab", 1, "…"],
  ["ab", 0, ""],
])("%s in %d cells is %s", (text, width, short) => {
  expect(truncate(text, width)).toBe(short);
});

test("padding counts cells, and colours as none", () => {
  expect(padEnd("日本", 6)).toBe("日本  ");
  expect(padStart("\u001b[31m7\u001b[39m", 3)).toBe("  \u001b[31m7\u001b[39m");
});

test("what is cut is never wider than asked", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, width) => {
      expect(widthOf(truncate(text, width))).toBeLessThanOrEqual(width);
    }),
  );
});
