/** Changes to the text of a scenario: only what is changed is written anew. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outlineOf, readDocument } from "../../src/scenario/document.js";
import { editedData } from "../../src/scenario/edit-data.js";
import { collectionAt, partAt } from "../../src/scenario/edit-text.js";
import { type Edit, editScenario } from "../../src/scenario/edit.js";
import type { Path } from "../../src/scenario/place.js";
import { type Dice, forSeeds } from "../support/dice.js";

const set = (path: Path, value: unknown): Edit => ({ kind: "set", path, value });
const add = (path: Path, value: unknown): Edit => ({ kind: "add", path, value });
const remove = (...path: Path): Edit => ({ kind: "remove", path });

function after(text: string, ...edits: readonly Edit[]): string {
  const outcome = editScenario(text, edits);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

describe("a value that is changed", () => {
  test.each([
    [
      "keeps the comment on its line",
      "slot: 15m   # short\nname: x\n",
      set(["slot"], "30m"),
      "slot: 30m   # short\nname: x\n",
    ],
    [
      "keeps its quotes",
      `a: "22:00-05:00" # c\nb: 'x'\n`,
      set(["a"], "21:00-05:00"),
      `a: "21:00-05:00" # c\nb: 'x'\n`,
    ],
    ["keeps single quotes", `b: 'it''s'\n`, set(["b"], "isn't"), `b: 'isn''t'\n`],
    [
      "may be inside braces",
      "s: { a: 1 , b: 2 } # c\n",
      set(["s", "a"], "x, y"),
      `s: { a: "x, y" , b: 2 } # c\n`,
    ],
    ["may be missing", "a:   # none yet\nb: 1\n", set(["a"], "5m"), "a: 5m   # none yet\nb: 1\n"],
    [
      "may be a block",
      "a: # why\n  b: 1 # one\n  c: 2\n# end\nd: 3\n",
      set(["a"], "few"),
      "a: few # why\n# end\nd: 3\n",
    ],
    ["may be a list as deep as its key", "a:\n- 1\n- 2\nb: 3\n", set(["a"], "x"), "a: x\nb: 3\n"],
    ["may be a block scalar", "a: |\n  one\n  two\nb: 3\n", set(["a"], "x"), "a: x\nb: 3\n"],
    [
      "may be on a line of its own",
      "a:\n  some\n  words # c\nb: 3\n",
      set(["a"], "x"),
      "a:\n  x # c\nb: 3\n",
    ],
    [
      "becomes braces",
      "a: 1 # c\n",
      set(["a"], { from: "2026-08-13T18:00", sites: ["A", "B C"] }),
      "a: { from: 2026-08-13T18:00, sites: [A, B C] } # c\n",
    ],
    ["keeps CRLF", "a: 1 # c\r\nb: 2\r\n", set(["b"], 3), "a: 1 # c\r\nb: 3\r\n"],
    ["keeps a missing line end", "a: 1\nb: 2", set(["b"], 3), "a: 1\nb: 3"],
    ["keeps a byte order mark", "\ufeffa: 1\nb: 2\n", set(["a"], 3), "\ufeffa: 3\nb: 2\n"],
    [
      "stands where it stood in JSON",
      `{\n  "a": "x",\n  "b": [1, 2]\n}\n`,
      set(["b", 1], { c: "d" }),
      `{\n  "a": "x",\n  "b": [1, {"c":"d"}]\n}\n`,
    ],
    ["is quoted where it would read as something else", "a: x\n", set(["a"], "null"), `a: "null"\n`],
    [
      "is found by an item's name",
      "r:\n  - { name: pilot, share: 1% }\n  - { name: broad }\n",
      set(["r", "pilot", "share"], "5%"),
      "r:\n  - { name: pilot, share: 5% }\n  - { name: broad }\n",
    ],
  ] as const)("%s", (_, text, edit, wanted) => expect(after(text, edit)).toBe(wanted));

  test("over several lines keeps the lines and comments that stay true", () => {
    const text = "f:\n  # fair\n  a: 1 # one\n  b: 2 # two\n  c: 3\n";
    expect(after(text, set(["f"], { a: 1, b: 5, d: 4 }))).toBe(
      "f:\n  # fair\n  a: 1 # one\n  b: 5 # two\n  d: 4\n",
    );
  });

  test("that is a long list has a line for each item", () => {
    const many = ["a", "b"].map((name) => ({ name, sites: ["Berlin", "London", "New York", "Sao Paulo"] }));
    expect(after("w: x # why\nz: 1\n", set(["w"], many))).toBe(
      "w: # why\n" +
        "  - { name: a, sites: [Berlin, London, New York, Sao Paulo] }\n" +
        "  - { name: b, sites: [Berlin, London, New York, Sao Paulo] }\n" +
        "z: 1\n",
    );
  });

  test("that is the same already leaves the text as it is", () => {
    expect(after("a:   1 # c\n", set(["a"], 1))).toBe("a:   1 # c\n");
  });
});

describe("a key that is added", () => {
  test.each([
    [
      "stands behind the last of its map",
      "a:\n  b: 1 # c\n\n# next\nd: 2\n",
      set(["a", "x"], "y"),
      "a:\n  b: 1 # c\n  x: y\n\n# next\nd: 2\n",
    ],
    [
      "stands behind what is nested in the last",
      "a:\n  b:\n    c: 1\nd: 2\n",
      set(["a", "x"], "y"),
      "a:\n  b:\n    c: 1\n  x: y\nd: 2\n",
    ],
    ["stands at the end of a text without a line end", "a: 1", set(["b"], 2), "a: 1\nb: 2"],
    ["stands before the brace", "a: { b: 1 } # c\n", set(["a", "x"], 2), "a: { b: 1, x: 2 } # c\n"],
    ["stands in empty braces", "a: {}\nb: { }\n", set(["a", "x"], 2), "a: { x: 2 }\nb: { }\n"],
    [
      "stands on a line of its own where the others do",
      "a: {\n  b: 1, # one\n  c: 2 # two\n}\n",
      set(["a", "x"], 2),
      "a: {\n  b: 1, # one\n  c: 2, # two\n  x: 2\n}\n",
    ],
    [
      "keeps a comma behind the last",
      "a: {\n  b: 1,\n}\n",
      set(["a", "x"], 2),
      "a: {\n  b: 1,\n  x: 2,\n}\n",
    ],
    ["brings its parents along", "a: 1\n", set(["b", "c", "d"], 2), "a: 1\nb: { c: { d: 2 } }\n"],
    ["fills a key that has nothing", "a: # c\nb: 1\n", set(["a", "x"], 2), "a: { x: 2 } # c\nb: 1\n"],
    ["is JSON in JSON", `{\n  "a": 1\n}\n`, set(["b"], "x"), `{\n  "a": 1,\n  "b": "x"\n}\n`],
    [
      "stands in an item of a list",
      "l:\n  - a: 1\n    b: 2\n  - c: 3\n",
      set(["l", 0, "x"], 9),
      "l:\n  - a: 1\n    b: 2\n    x: 9\n  - c: 3\n",
    ],
    [
      "comes after a block scalar",
      "a:\n  b: |\n    text\n\nc: 1\n",
      set(["a", "x"], 9),
      "a:\n  b: |\n    text\n  x: 9\n\nc: 1\n",
    ],
    [
      "has CRLF where the others have",
      "a:\r\n  b: 1\r\nc: 2\r\n",
      set(["a", "x"], 9),
      "a:\r\n  b: 1\r\n  x: 9\r\nc: 2\r\n",
    ],
  ] as const)("%s", (_, text, edit, wanted) => expect(after(text, edit)).toBe(wanted));
});

describe("an item that is added", () => {
  test.each([
    [
      "to a block list",
      "f:\n  - { a: 1 } # one\n# end\n",
      add(["f"], { a: 2 }),
      "f:\n  - { a: 1 } # one\n  - { a: 2 }\n# end\n",
    ],
    ["to a block list as deep as its key", "f:\n- 1\ng: 2\n", add(["f"], 3), "f:\n- 1\n- 3\ng: 2\n"],
    ["to a flow list", "f: [ 1, 2 ]\n", add(["f"], 3), "f: [ 1, 2, 3 ]\n"],
    ["to an empty list", "f: [] # none\n", add(["f"], "a b"), "f: [a b] # none\n"],
    ["where there is no list", "a: 1\n", add(["f"], { b: "c" }), "a: 1\nf: [{ b: c }]\n"],
  ] as const)("%s", (_, text, edit, wanted) => expect(after(text, edit)).toBe(wanted));
});

describe("what is removed", () => {
  test.each([
    ["goes with its line", "a: 1\nb: 2 # gone\n# stays\nc: 3\n", remove("b"), "a: 1\n# stays\nc: 3\n"],
    ["goes with all its lines", "a:\n  b:\n    - 1\n    - 2\n  c: 3\n", remove("a", "b"), "a:\n  c: 3\n"],
    ["leaves an empty map behind", "a: # c\n  b: 1\nd: 2\n", remove("a", "b"), "a: {} # c\nd: 2\n"],
    ["may be the last without a line end", "a: 1\nb: 2", remove("b"), "a: 1"],
    [
      "may be an item of a block list",
      "f:\n  - 1\n  # on two\n  - 2\n  - 3\n",
      remove("f", 1),
      "f:\n  - 1\n  # on two\n  - 3\n",
    ],
    ["may be the only item", "f:\n  - 1 # c\ng: 2\n", remove("f", 0), "f: []\ng: 2\n"],
    ["may be the first key of an item", "f:\n  - a: 1\n    b: 2\n", remove("f", 0, "a"), "f:\n  - b: 2\n"],
    ["may be in braces, first", "f: { a: 1, b: 2 }\n", remove("f", "a"), "f: { b: 2 }\n"],
    ["may be in braces, last", "f: { a: 1, b: 2 } # c\n", remove("f", "b"), "f: { a: 1 } # c\n"],
    ["may be all there is in braces", "f: { a: 1 }\n", remove("f", "a"), "f: {}\n"],
    ["may have a line in braces", "f: [\n  1, # one\n  2 # two\n]\n", remove("f", 1), "f: [\n  1 # one\n]\n"],
    ["may have a line in JSON", `{\n  "a": 1,\n  "b": 2\n}`, remove("b"), `{\n  "a": 1\n}`],
  ] as const)("%s", (_, text, edit, wanted) => expect(after(text, edit)).toBe(wanted));

  test("and is not there is a problem", () => {
    expect(editScenario("a: 1\n", [remove("b", "c")])).toMatchObject({
      ok: false,
      problems: [{ code: "edit.no-place" }],
    });
  });
});

describe("anchors and aliases", () => {
  test("an edit of the anchored value leaves the other places as they were", () => {
    const text = "a: &w { x: 1, y: 2 } # here\nb: *w # there\nc: *w\n";
    expect(after(text, set(["a", "x"], 5))).toBe(
      "a: &w { x: 5, y: 2 } # here\nb: { x: 1, y: 2 } # there\nc: { x: 1, y: 2 }\n",
    );
  });

  test("an edit behind an alias writes that one out and leaves the others", () => {
    const text = "a: &w { x: 1, y: 2 }\nb: *w # there\nc: *w\n";
    expect(after(text, set(["b", "x"], 5))).toBe("a: &w { x: 1, y: 2 }\nb: { x: 5, y: 2 } # there\nc: *w\n");
  });

  test("an alias that becomes another value leaves its source", () => {
    expect(after("a: &w 1\nb: *w\n", set(["b"], 5))).toBe("a: &w 1\nb: 5\n");
  });

  test("what is taken out lives on where it is an alias", () => {
    expect(after("a: &w { x: 1 }\nb: [*w, 2]\n", remove("a"))).toBe("b: [{ x: 1 }, 2]\n");
  });

  test("aliases of others stay aliases", () => {
    const text = "a: &w 1\nb: *w\nc: 2\n";
    expect(after(text, set(["c"], 3))).toBe("a: &w 1\nb: *w\nc: 3\n");
  });
});

describe("ways of writing that are not edited in place", () => {
  test("keep their comments when they are written anew", () => {
    const next = after("# top\n? a # key\n: 1 # one\nb: 2\n", set(["a"], 5));
    expect(readDocument(next)).toMatchObject({ ok: true, value: { data: { a: 5, b: 2 } } });
    for (const comment of ["# top", "# key", "# one"]) expect(next).toContain(comment);
  });

  test("a tagged value gives way with its tag", () => {
    expect(after("a: !!str 5 # c\nb: 1\n", set(["a"], 7))).toBe("a: 7 # c\nb: 1\n");
  });

  test("an unreadable text has the problems of reading it", () => {
    expect(editScenario("a: [1\n", [set(["a"], 1)])).toMatchObject({
      ok: false,
      problems: [{ code: "document.syntax" }],
    });
  });

  test("a name of nobody in a list has the nearest as a way out", () => {
    expect(editScenario("r: [{ name: pilot }]\n", [set(["r", "pilt", "share"], "1%")])).toMatchObject({
      ok: false,
      problems: [
        { message: `the scenario has nothing at "r.pilt.share"`, hint: expect.stringContaining("pilot") },
      ],
    });
  });

  test("adding to what is no list is a problem", () => {
    expect(editScenario("window: Mon-Fri 21:00-05:00\n", [add(["window"], "x")])).toMatchObject({
      ok: false,
      problems: [{ code: "edit.no-list" }],
    });
  });
});

describe("laws of random edits", () => {
  const sources = ["examples/contoso/scenario.yaml", "examples/skype-2007.yaml"].map((file) =>
    readFileSync(file, "utf8"),
  );

  test("of the examples: the data is what was meant, and no other line changes", () =>
    forSeeds([1, 240], (dice) => held(dice.pick(sources), dice)));

  test("of made-up texts: the data is what was meant, and no other line changes", () =>
    forSeeds([1, 1500], (dice) => held(randomText(dice), dice)));
});

/** One to three edits, each held against the same edit of the data. */
function held(start: string, dice: Dice): void {
  let text = start;
  for (let count = dice.whole(1, 3); count > 0; count--) {
    const data = dataOf(text);
    const edit = randomEdit(data, dice);
    const meant = editedData(data, edit);
    if (!meant.ok) throw new Error("the test's edit means nothing");
    const next = after(text, edit);
    const shown = `${JSON.stringify(edit)}\n--- before\n${text}\n--- after\n${next}`;
    expect(dataOf(next), shown).toEqual(meant.value);
    const touched = linesTouched(text, edit);
    const rows = next.split("\n");
    const others = text
      .split("\n")
      .filter((line, at) => !touched.has(at) && line.trim() !== "" && !/\*n\d/.test(line));
    const gone = others.filter((line) => !take(rows, line));
    expect(gone, shown).toEqual([]);
    text = next;
  }
}

function take(rows: string[], row: string): boolean {
  const at = rows.indexOf(row);
  if (at >= 0) rows.splice(at, 1);
  return at >= 0;
}

/** Lines that an edit may change: its value's (of a value that is added the last of its list or map), the key's above and the comma's before. */
function linesTouched(text: string, { kind, path }: Edit): ReadonlySet<number> {
  const lineOf = (at: number): number => text.slice(0, at).split("\n").length - 1;
  const outline = outlineOf(text);
  const touched = new Set<number>();
  const touch = (from: number, to: number): void => {
    for (let line = lineOf(from); line <= lineOf(to); line++) touched.add(line);
  };
  for (let length = path.length; length > 0; length--) {
    const part = partAt(outline, path.slice(0, length));
    if (part === null) continue;
    const above = collectionAt(outline, path.slice(0, length - 1));
    const at = above?.parts.indexOf(part) ?? 0;
    for (const near of above?.parts.slice(Math.max(0, at - 1), at) ?? []) touch(near.end, near.end);
    // The first key of an item gives its place behind the dash to the next.
    const next = at === 0 ? above?.parts[1] : undefined;
    if (next !== undefined) touch(next.start, next.start);
    const owner = partAt(outline, path.slice(0, length - 1));
    if (owner !== null && above?.parts.length === 1) touch(owner.start, above.end);
    const last = collectionAt(outline, path.slice(0, length))?.parts.at(-1);
    if (kind === "add" || length < path.length) {
      touch(part.end, part.end);
      if (last !== undefined) touch(last.end, last.end);
    }
    if (kind !== "add" && length === path.length) touch(part.start, part.end);
    else if (part.value === null || part.value.kind === "scalar" || part.value.kind === "alias")
      touch(part.start, part.end);
    return touched;
  }
  touch(outline.end, outline.end);
  return touched;
}

function randomEdit(data: unknown, dice: Dice): Edit {
  const all = placesIn(data, []);
  const [path, there] = dice.pick(all);
  if (Array.isArray(there) && dice.chance(0.4)) return add(path, randomValue(dice, 2));
  if (isMap(there) && dice.chance(0.4))
    return set([...path, ...(dice.chance(0.2) ? ["made", "up"] : ["new"])], randomValue(dice, 2));
  if (path.length === 0) return set(["new"], randomValue(dice, 2));
  if (dice.chance(0.3) && all.length > 3) return { kind: "remove", path };
  return set(path, dice.chance(0.3) && isMap(there) ? { ...there, more: 1 } : randomValue(dice, 2));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function placesIn(data: unknown, path: Path): readonly (readonly [Path, unknown])[] {
  const below = Array.isArray(data)
    ? data.flatMap((item, at) => placesIn(item, [...path, at]))
    : isMap(data)
      ? Object.entries(data).flatMap(([key, value]) => placesIn(value, [...path, key]))
      : [];
  return [[path, data], ...below];
}

const scalars = [
  "a",
  "40%",
  "21:00-05:00",
  "x, y",
  "it's",
  "null",
  "2026-08",
  "# no",
  "",
  7,
  0.5,
  true,
  null,
  "two words",
  "日本",
];

function randomValue(dice: Dice, depth: number): unknown {
  if (depth === 0 || dice.chance(0.5)) return dice.pick(scalars);
  const count = dice.whole(0, 3);
  if (dice.chance(0.5)) return Array.from({ length: count }, () => randomValue(dice, depth - 1));
  return Object.fromEntries(
    dice
      .shuffled(["p", "q", "r 2", "s"])
      .slice(0, count)
      .map((key) => [key, randomValue(dice, depth - 1)]),
  );
}

/** YAML in many styles, with comments, anchors and aliases. */
function randomText(dice: Dice): string {
  const writer = new RandomWriter(dice);
  const text = writer.map("", dice.whole(2, 5), 3) + (dice.chance(0.3) ? "# the end\n" : "");
  const ended = dice.chance(0.2) ? text.replace(/\n+$/, "") : text;
  return dice.chance(0.2) ? ended.replaceAll("\n", "\r\n") : ended;
}

class RandomWriter {
  #anchors = 0;
  #comments = 0;
  readonly #known: string[] = [];
  constructor(readonly dice: Dice) {}

  map(indent: string, count: number, depth: number): string {
    return Array.from(
      { length: count },
      (_, at) => this.lines(indent) + this.value(`${indent}k${at}:`, indent, depth),
    ).join("");
  }

  list(indent: string, depth: number): string {
    const one = (): string =>
      depth > 0 && this.dice.chance(0.3)
        ? `${indent}- ${this.map(`${indent}  `, 2, depth - 1)
            .trimStart()
            .replace(/^(?:#.*\n\s*)+/, "")}`
        : this.value(`${indent}-`, indent, 0);
    return Array.from({ length: this.dice.whole(1, 3) }, () => this.lines(indent) + one()).join("");
  }

  /** A key or dash, and what it has. */
  value(head: string, indent: string, depth: number): string {
    const { dice } = this;
    const deeper = `${indent}${dice.pick(["  ", "    "])}`;
    if (depth > 0 && dice.chance(0.3)) {
      const anchor = this.anchor();
      const text = `${head}${anchor}${this.comment()}\n${this.map(deeper, dice.whole(1, 3), depth - 1)}`;
      return this.known(anchor, text);
    }
    if (depth > 0 && dice.chance(0.25))
      return `${head}${this.comment()}\n${this.list(dice.chance(0.5) ? indent : deeper, depth - 1)}`;
    if (dice.chance(0.08)) return `${head} ${dice.pick(["|", ">-", "|+"])}\n${deeper}some\n${deeper}text\n`;
    if (dice.chance(0.06)) return `${head}${this.comment()}\n`;
    if (dice.chance(0.12) && this.#known.length > 0)
      return `${head} *${dice.pick(this.#known)}${this.comment()}\n`;
    if (dice.chance(0.1))
      return `${head} [\n${deeper}1,${this.comment()}\n${deeper}{ a: b, c: d }${dice.pick(["", ","])}${this.comment()}\n${indent} ]\n`;
    const anchor = dice.chance(0.15) ? this.anchor() : "";
    return this.known(anchor, `${head}${anchor} ${this.inline()}${this.comment()}\n`);
  }

  inline(): string {
    return this.dice.pick([
      "7",
      "a b",
      `"q: 1"`,
      "'it''s'",
      "{ a: 1, b: [x, y] }",
      "[1, {c: 2}]",
      "{}",
      "[]",
      "{a: 1,}",
      "40%",
    ]);
  }

  anchor(): string {
    if (this.dice.chance(0.5)) return "";
    return ` &n${++this.#anchors}`;
  }

  /** An alias of it may come once it is whole. */
  known(anchor: string, text: string): string {
    if (anchor !== "") this.#known.push(anchor.slice(2));
    return text;
  }

  comment(): string {
    return this.dice.chance(0.3) ? `${this.dice.pick([" ", "   "])}# c${++this.#comments} &x *y, } ]` : "";
  }

  lines(indent: string): string {
    if (this.dice.chance(0.15)) return `${indent}# line ${++this.#comments}\n`;
    return this.dice.chance(0.1) ? "\n" : "";
  }
}

function dataOf(text: string): unknown {
  const read = readDocument(text);
  if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}\n${text}`);
  return read.value.data;
}
