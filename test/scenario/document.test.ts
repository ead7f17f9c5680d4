import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import { flowText, readDocument } from "../../src/scenario/document.js";

const dataOf = (text: string): unknown => {
  const read = readDocument(text, "s.yaml");
  if (!read.ok) throw new Error(read.problems.map(problemLine).join("\n"));
  return read.value.data;
};
const linesOf = (text: string): readonly string[] => {
  const read = readDocument(text, "s.yaml");
  return read.ok ? [] : read.problems.map(problemLine);
};
const codesOf = (text: string): readonly string[] => {
  const read = readDocument(text, "s.yaml");
  return read.ok ? [] : read.problems.map(({ code }) => code);
};

describe("a document", () => {
  test("is YAML 1.2: on, NO, times of day and dates are texts", () => {
    expect(dataOf("on: 2026-08\nanswer: NO\nat: 21:00\nday: 2026-08-11\n")).toEqual({
      on: "2026-08",
      answer: "NO",
      at: "21:00",
      day: "2026-08-11",
    });
  });

  test("may be JSON, and may begin with a byte order mark", () => {
    expect(dataOf('\ufeff{"version": 1, "list": [1, "b", null]}')).toEqual({
      version: 1,
      list: [1, "b", null],
    });
  });

  test("keeps a key as it is written: site 0101 is not site 101", () => {
    expect(dataOf("0101: a\n101: b\ntrue: c\n")).toEqual({ "0101": "a", "101": "b", true: "c" });
  });

  test("may use an anchor twice", () => {
    expect(dataOf("a: &x { k: 1 }\nb: *x\n")).toEqual({ a: { k: 1 }, b: { k: 1 } });
  });
});

describe("a path", () => {
  const read = readDocument("a: 1\nlist:\n  - x\n  - { deep: 2 }\nalias: &n { k: 3 }\nuse: *n\n", "s.yaml");
  test.each([
    [["a"], 1, 1],
    [["list"], 2, 1],
    [["list", 1], 4, 5],
    [["list", 1, "deep"], 4, 7],
    [["use", "k"], 5, 13],
    [["list", 1, "missing", "below"], 4, 5],
    [["nowhere"], 1, 1],
  ] as const)("%j is at line %i, column %i", (path, line, column) => {
    expect(read.ok && read.value.placeOf(path)).toMatchObject({ file: "s.yaml", line, column });
  });
});

describe("a hostile or broken document is refused with its place", () => {
  test.each([
    [
      "a key twice",
      "a: 1\nb: 2\na: 3\n",
      's.yaml:3:1: the key "a" stands here a second time [document.duplicate-key]  keep one of the two',
    ],
    [
      "a second document",
      "a: 1\n---\nb: 2\n",
      "s.yaml:2:1: a second document begins here [document.several]  one file holds one scenario: take out the line ---",
    ],
    [
      "a tab as indentation",
      "a:\n\tb: 1\n",
      "s.yaml:2:1: Tabs are not allowed as indentation [document.syntax]",
    ],
    [
      "a tag that would run code",
      "a: !!js/function x\n",
      "s.yaml:1:4: Unresolved tag: tag:yaml.org,2002:js/function [document.syntax]",
    ],
    [
      "__proto__ (config-01)",
      '{"__proto__": {"admin": true}, "groups": []}',
      's.yaml:1:2: the key "__proto__" is not allowed [document.key]',
    ],
    [
      "constructor, deep inside",
      "a:\n  - constructor: 1\n",
      's.yaml:2:5 a[0]: the key "constructor" is not allowed [document.key]',
    ],
    ["prototype", "prototype: 1\n", 's.yaml:1:1: the key "prototype" is not allowed [document.key]'],
    ["a list as key", "? [1]\n: 2\n", "s.yaml:1:3: a key must be a text [document.key]"],
    [
      "nothing",
      "# only a comment\n",
      "s.yaml:1:1: the document is empty [document.empty]  the smallest scenario has version, release, fleet, window and services",
    ],
  ])("%s", (_, text, line) => {
    expect(linesOf(text)).toEqual([line]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("aliases that unfold without end (config-03)", () => {
    const letters = [..."abcdefghi"];
    const bomb = letters.map(
      (letter, index) =>
        `${letter}: &${letter} [${Array(9)
          .fill(index === 0 ? "x" : `*${letters[index - 1]}`)
          .join(", ")}]`,
    );
    expect(codesOf(bomb.join("\n"))).toEqual(["document.too-much"]);
  });

  test("a hundred aliases are allowed, one more is not", () => {
    const uses = (count: number) => `a: &x 1\nb: [${Array(count).fill("*x").join(", ")}]\n`;
    expect(codesOf(uses(100))).toEqual([]);
    expect(codesOf(uses(101))).toEqual(["document.too-much"]);
  });

  test("an anchor that holds itself", () => {
    expect(codesOf("a: &a [*a]\n")).toEqual(["document.too-much"]);
  });

  test.each([
    ["lists", "[".repeat(30_000)],
    ["closed lists", "[".repeat(5_000) + "]".repeat(5_000)],
    ["mappings", "{a: ".repeat(20_000)],
    ["list dashes", `${"- ".repeat(20_000)}x`],
    ["indented keys", Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("%s nested by the thousand do not exhaust the stack", (_, text) => {
    expect(codesOf(text)).toEqual(["document.too-deep"]);
  });

  test("60 levels are not too deep", () => {
    expect(codesOf("[".repeat(60) + "]".repeat(60))).toEqual([]);
  });

  test("more text than any scenario has", () => {
    expect(codesOf("a".repeat(32_000_001))).toEqual(["document.too-large"]);
  });
});

test("a value is shown on one line as one would write it", () => {
  expect(flowText({ uniform: ["0h", "22h"] })).toBe("{ uniform: [ 0h, 22h ] }");
  expect(flowText("15m")).toBe("15m");
});
