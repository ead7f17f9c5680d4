import { describe, expect, test } from "vitest";
import { widthOf } from "../../cli/text/fit.js";
import {
  drawStart,
  looksLikeScenario,
  mayBeScenario,
  openingOf,
  pressStart,
  startView,
} from "../../cli/tui/start.js";
import { plainFrame } from "./scene.js";

const key = (name: string) => ({ name, text: "" });
const room = { height: 20 };

const entriesOf = (scenarios: readonly string[], files: readonly string[]) => {
  const opening = openingOf(scenarios, files);
  return opening.kind === "choose" ? opening.entries : [];
};

describe("without a name", () => {
  test("the only scenario is opened", () => {
    expect(openingOf(["august.yaml"], ["august.yaml", "fleet.csv"])).toEqual({
      kind: "open",
      file: "august.yaml",
    });
  });

  test("one of several is chosen", () => {
    expect(entriesOf(["b.yaml", "a.yaml"], ["a.yaml", "b.yaml"]).map(({ opens }) => opens)).toEqual([
      { kind: "scenario", file: "a.yaml" },
      { kind: "scenario", file: "b.yaml" },
      { kind: "init", inventory: null },
      { kind: "example" },
      { kind: "help" },
    ]);
  });

  test("where there is none, an inventory is something to begin with", () => {
    expect(entriesOf([], ["fleet.csv", "notes.md"]).map(({ label }) => label)).toEqual([
      "begin with fleet.csv",
      "begin a scenario",
      "the built-in example",
      "help",
    ]);
  });
});

test.each([
  ["scenario.yaml", true],
  ["a.yml", true],
  ["a.json", true],
  ["package.json", false],
  ["plan.json", false],
  ["scenario.resolved.json", false],
  ["docker-compose.yml", false],
  [".gitlab-ci.yml", false],
  ["fleet.csv", false],
])("%s may be a scenario: %s", (name, may) => expect(mayBeScenario(name)).toBe(may));

test.each([
  ["# mine\nversion: 1\nrelease: { calendar: microsoft, on: next }\n", true],
  ['{ "version": 1, "fleet": [] }', true],
  ['version: "3"\nservices: {}\n', false],
  ['{"name":"x","version":"1.0.0"}', false],
  ["", false],
])("%j looks like a scenario: %s", (text, looks) => expect(looksLikeScenario(text)).toBe(looks));

describe("the picker", () => {
  const start = startView(entriesOf(["a.yaml", "b.yaml"], []));

  test("moves its mark and takes what is marked, or what a number names", () => {
    const { view } = pressStart(start, key("down"), room);
    expect(pressStart(view, key("enter"), room).outcome).toEqual({ kind: "scenario", file: "b.yaml" });
    expect(pressStart(start, key("4"), room).outcome).toEqual({ kind: "example" });
    expect(pressStart(start, key("escape"), room).outcome).toEqual({ kind: "leave" });
    expect(pressStart(start, key("z"), room)).toEqual({ view: start, outcome: null });
  });

  test("looks like this", () => {
    expect(drawStart(start, plainFrame(76, 12)).lines).toEqual([
      "─ second-tuesday ───────────────────────────────────────────────────────────",
      "Which scenario?",
      "",
      "▸ 1 a.yaml                plan it and look at it",
      "  2 b.yaml                plan it and look at it",
      "  3 begin a scenario      where is the inventory, and a few questions more",
      "  4 the built-in example  12,000 made-up devices at nine sites",
      "  5 help                  the commands and their options",
      "",
      "",
      "",
      "⏎ open   ↓ choose   q leave",
    ]);
  });

  test("stays within its room, and shows hostile names without obeying them", () => {
    const names = Array.from({ length: 40 }, (_, at) => `\u001b[2J\u202e${"日".repeat(60)}${at}.yaml`);
    const view = { entries: entriesOf(names, []), at: 30 };
    const { lines } = drawStart(view, plainFrame(60, 17));
    expect(lines).toHaveLength(17);
    for (const line of lines) {
      expect(widthOf(line)).toBeLessThanOrEqual(60);
      expect(line).not.toMatch(/[\u001b\u202e]/);
    }
  });
});
