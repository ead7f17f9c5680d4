import fc from "fast-check";
import { expect, test } from "vitest";
import { clean, cleanLine } from "../../cli/text/clean.js";
import { terminalInjections } from "./hostile-terminal.js";

const acting = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

test.each(terminalInjections)("%j can't act on a terminal", (name) => {
  expect(clean(name)).not.toMatch(acting);
  expect(cleanLine(name)).not.toMatch(/\n/);
});

test.each([
  ["\u001b[31mred", "\\u001b[31mred"],
  ["a\rb", "a\\u000db"],
  ["a\u200bb", "a\\u200bb"],
  ["a\u{e0041}", "a\\u{e0041}"],
  ["line\nline", "line\nline"],
  ["Łódź 日本 Ελλάδα", "Łódź 日本 Ελλάδα"],
])("%j is shown as %j", (text, shown) => {
  expect(clean(text)).toBe(shown);
});

test("a name on one line shows its line breaks", () => {
  expect(cleanLine("a\nb")).toBe("a\\u000ab");
});

test("cleaning twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(clean(text)).not.toMatch(acting);
      expect(clean(clean(text))).toBe(clean(text));
    }),
  );
});
