/** The shell without a terminal: from keys and answers to states, wants and pictures. */
import { beforeAll, describe, expect, test } from "vitest";
import { glyphs } from "../../cli/text/glyphs.js";
import { widthOf } from "../../cli/text/fit.js";
import { drawn } from "../../cli/tui/draw.js";
import { fieldOf, typed } from "../../cli/tui/field.js";
import { intended } from "../../cli/tui/intents.js";
import { type Key, shownKey } from "../../cli/tui/keys.js";
import { keysOf } from "../../cli/tui/pressed-keys.js";
import { reduce } from "../../cli/tui/reduce.js";
import type { Scene } from "../../cli/tui/scene.js";
import type { Change } from "../../cli/tui/change.js";
import { screenNames } from "../../cli/tui/screen.js";
import { shellBindings } from "../../cli/tui/shell-keys.js";
import { opening, sceneOf, type State } from "../../cli/tui/state.js";
import { themeFor } from "../../cli/tui/theme.js";
import { wantOf } from "../../cli/tui/wants.js";
import { failed } from "../../src/problem.js";
import { instant } from "../../src/units.js";
import { sceneOfDocument } from "./scene.js";

const document = {
  version: 1,
  name: "Small",
  release: { at: "2026-08-11T17:00:00Z" },
  timezone: "Europe/Berlin",
  fleet: [
    { site: "Berlin", devices: 300 },
    { site: "Pune", devices: 100, timezone: "Asia/Kolkata" },
  ],
  window: "Mon-Fri 21:00-05:00",
  deadline: "7d",
  services: { vpn: { preset: "vpn-concentrator", capacity: "60/min" } },
};

let scene: Scene;
beforeAll(async () => {
  scene = await sceneOfDocument(document);
});

const at = Date.parse("2026-08-12T05:42:00Z");
const start = (): State =>
  opening({ file: "small.yaml", size: { columns: 100, rows: 30 }, now: instant(at), theme: "dark" });

const key = (name: string): Key => ({ name, text: name.length === 1 ? name : name === "space" ? " " : "" });
const pressing = (state: State, ...names: readonly string[]): State =>
  names.reduce((next, name) => reduce(next, { kind: "key", key: key(name) }), state);

const answered = (state: State, version = 0): State =>
  reduce(state, {
    kind: "planned",
    version,
    outcome: { ok: true, value: { planned: scene.planned, text: scene.text } },
    took: 200,
  });

const text = (state: State): string => drawn(state, glyphs.unicode, at).lines.join("\n");
const withChange = (state: State, change: Change): State =>
  intended(state, { kind: "change", change }, (same) => same);
const setDeadline = (state: State, days: number): State =>
  withChange(state, {
    words: `deadline ${days}d`,
    edits: [{ kind: "set", path: ["deadline"], value: `${days}d` }],
  });

const withPlannedDeadline = (days: number): State => answered(setDeadline(answered(start()), days), 1);

describe("before there is a plan", () => {
  test("the plan is what is wanted, of what the file holds", () => {
    expect(wantOf(start(), "plan")).toEqual({ kind: "plan", version: 0, text: null });
    expect(wantOf(start(), "compare")).toBeNull();
  });

  test("one goes where one wants to look, or leaves; nothing else is possible", () => {
    const { screen, dialog, errands } = pressing(start(), "3", "e", "S", "?", "tab");
    expect([screen, dialog, errands]).toEqual(["schedule", null, []]);
    expect(pressing(start(), "q").exit).toEqual({ kind: "left" });
    expect(pressing(start(), "ctrl+c").exit).toEqual({ kind: "left" });
  });

  test("a scenario that cannot be planned is the end, with its problems", () => {
    const problems = [{ code: "x", message: "no" }];
    const state = reduce(start(), { kind: "planned", version: 0, outcome: failed(...problems), took: 1 });
    expect(state.exit).toEqual({ kind: "refused", problems });
  });
});

describe("with a plan", () => {
  test("number keys, tab and shift+tab go from screen to screen", () => {
    const state = answered(start());
    expect(screenNames.map((_, i) => pressing(state, String(i + 1)).screen)).toEqual(screenNames);
    expect(pressing(state, "tab").screen).toBe("calendar");
    expect(pressing(state, "shift+tab").screen).toBe("export");
  });

  test("the plan's own facts go with it when another comes", () => {
    let state = answered(start());
    state = reduce(state, {
      kind: "told",
      version: 0,
      wish: { topic: "agenda" },
      outcome: { ok: true, value: [] },
    });
    expect(sceneOf(state)?.facts.agenda).toEqual({ state: "known", value: [] });
    state = answered(withChange(state, { words: "deadline 8d", edits: [] }), 1);
    expect(sceneOf(state)?.facts.agenda).toEqual({ state: "unknown" });
    expect(sceneOf(pressing(state, "u"))?.facts.agenda).toEqual({ state: "known", value: [] });
  });

  test("a change is planned at once; the old plan stays, and says that it is old", () => {
    const state = setDeadline(answered(start()), 9);
    expect(wantOf(state, "plan")).toMatchObject({ kind: "plan", version: 1 });
    expect(sceneOf(state)).toMatchObject({ isOld: true, planned: scene.planned });
    expect(text(state)).toContain("planning");
    expect(text(state)).toContain("deadline 9d");
  });

  test("a newer change takes the place of the one that is being planned", () => {
    const state = setDeadline(setDeadline(answered(start()), 9), 10);
    expect(wantOf(state, "plan")).toMatchObject({ kind: "plan", version: 2 });
    const late = answered(state, 1);
    expect(late.shown).toBe(0);
    expect(answered(state, 2).shown).toBe(2);
  });

  test("escape takes back a change that is being planned", () => {
    const state = pressing(setDeadline(answered(start()), 9), "escape");
    expect(wantOf(state, "plan")?.kind).not.toBe("plan");
    expect(sceneOf(state)?.isOld).toBe(false);
  });

  test("a change that cannot be planned is taken back, and its problems are told", () => {
    const state = reduce(setDeadline(answered(start()), 9), {
      kind: "planned",
      version: 1,
      outcome: failed({ code: "x", message: "never opens", hint: "widen it" }),
      took: 1,
    });
    expect(state.dialog?.name).toBe("problems");
    expect(text(state)).toContain("never opens");
    expect(text(state)).toContain("widen it");
    expect(state.script.versions).toHaveLength(1);
  });

  test("escape comes back to the plan on show, though undoing and another change gave its version up", () => {
    const undone = pressing(withPlannedDeadline(9), "u");
    const lost = { ...undone, answers: new Map([...undone.answers].slice(1)), shown: 1 };
    const state = pressing(setDeadline(lost, 10), "escape");
    expect([state.shown, sceneOf(state)?.isOld]).toEqual([1, false]);
    expect(state.script.versions.map(({ words }) => words)).toEqual([
      "as it was read",
      "deadline 10d",
      "deadline 9d",
    ]);
  });

  test("a scenario that cannot be planned as the file has it leaves the plan of what was changed", () => {
    const given = withPlannedDeadline(9);
    const alone = { ...given, answers: new Map([...given.answers].slice(1)) };
    const failing = (state: State, version: number): State =>
      reduce(state, { kind: "planned", version, outcome: failed({ code: "x", message: "no" }), took: 1 });
    const changed = setDeadline(pressing(alone, "u"), 10);
    const state = failing(changed, 2);
    expect([state.shown, sceneOf(state)?.isOld]).toEqual([1, false]);
    expect(failing(pressing(state, "escape", "u"), 0).dialog?.name).toBe("problems");
  });

  test("undo and redo show plans that are known at once", () => {
    const changed = answered(setDeadline(answered(start()), 9), 1);
    const undone = pressing(changed, "u");
    expect([undone.shown, pressing(undone, "y").shown]).toEqual([0, 1]);
    expect(text(undone)).toContain("undone: deadline 9d");
    expect(text(pressing(undone, "u"))).toContain("nothing to undo");
  });

  test("leaving asks first where something is not saved", () => {
    const changed = answered(setDeadline(answered(start()), 9), 1);
    const asking = pressing(changed, "q");
    expect([asking.dialog?.name, asking.exit]).toEqual(["quit", null]);
    expect(text(asking)).toContain("1 change of the scenario is not saved");
    expect(pressing(asking, "q").exit).toEqual({ kind: "left" });
    expect(pressing(asking, "escape").dialog).toBeNull();
    expect(pressing(asking, "s").dialog?.name).toBe("save");
    expect(pressing(changed, "ctrl+c").dialog?.name).toBe("quit");
  });

  test("saving writes the version on the table, and afterwards nothing is unsaved", () => {
    const changed = answered(setDeadline(answered(start()), 9), 1);
    const saving = pressing(changed, "S", "enter");
    expect(saving.errands).toMatchObject([{ kind: "save", path: "small.yaml", version: 1 }]);
    const saved = reduce(saving, {
      kind: "ran",
      text: "saved small.yaml",
      problems: [],
      saved: { version: 1, path: "small.yaml" },
    });
    expect(saved.errands).toEqual([]);
    expect(pressing(saved, "q").exit).toEqual({ kind: "left" });
  });

  test("what could not be written is told, and stays unsaved", () => {
    const saving = pressing(answered(setDeadline(answered(start()), 9), 1), "S", "enter");
    const told = reduce(saving, {
      kind: "ran",
      text: "",
      problems: [{ code: "file", message: "no space is left", place: { file: "/mnt/x.yaml" } }],
    });
    expect(text(told)).toContain("That cannot be done");
    expect(text(told)).toContain("/mnt/x.yaml: no space is left");
    expect(pressing(told, "escape", "q").dialog?.name).toBe("quit");
  });

  test("a long change or a hostile one stays inside the dialogs that list what is not saved", () => {
    const hostile = { words: `deadline ${"x".repeat(200)}\u001b[2J\n`, edits: [] };
    const state = answered(withChange(answered(start()), hostile), 1);
    for (const asking of [pressing(state, "q"), pressing(state, "S")]) {
      const { lines } = drawn({ ...asking, theme: "none" }, glyphs.unicode, at);
      expect(lines.map(widthOf).filter((width) => width > 100)).toEqual([]);
      expect(lines.join("")).not.toContain("\u001b[2J");
      expect(lines.filter((line) => line.includes("deadline xxx"))).toEqual([
        expect.stringMatching(/^ *│ .*… │$/),
      ]);
    }
  });

  test("a bare inventory is saved as a scenario of its own", () => {
    const state = pressing(answered({ ...start(), file: "fleets/fleet.csv" }), "S");
    expect(state.dialog).toMatchObject({ name: "save", view: { field: fieldOf("fleets/scenario.yaml") } });
  });

  test("z tells times in one zone after the other", () => {
    const state = answered(start());
    const zones = ["", "z", "zz", "zzz"].map((keys) => sceneOf(pressing(state, ...keys))?.zone);
    expect(zones).toEqual(["Europe/Berlin", "UTC", "Asia/Kolkata", "Europe/Berlin"]);
  });

  test("what broke ends it, as a bug", () => {
    const error = new Error("x");
    expect(reduce(start(), { kind: "broke", error }).exit).toEqual({ kind: "bug", error });
  });
});

describe("the picture", () => {
  const sizes = [80, 100, 120, 200].flatMap((columns) => [24, 40, 60].map((rows) => ({ columns, rows })));

  test.each(sizes)("of $columns x $rows is as high as the terminal less one row, and no wider", (size) => {
    for (const names of [[], ["?"], [":"], ["e"], ["f"], ["D"], ["S"], ["q"]]) {
      const { lines } = drawn(pressing({ ...answered(start()), size }, ...names), glyphs.unicode, at);
      expect(lines).toHaveLength(size.rows - 1);
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(size.columns);
    }
  });

  test("every screen says in words what it shows", () => {
    const state = answered(start());
    for (const screen of screenNames) {
      const { says } = drawn({ ...state, screen }, glyphs.unicode, at);
      expect(says.length).toBeGreaterThan(2);
      for (const sentence of says) expect(sentence).not.toMatch(/[▁-█░▒▓┈│]/u);
    }
  });

  test("what is old or behind a dialog has no colours", () => {
    const { lines } = drawn(setDeadline(answered(start()), 9), glyphs.unicode, at);
    const body = lines.slice(2, -2).join("\n");

    expect(body).not.toMatch(/\u001b\[3\d/);
  });
});

describe("keys", () => {
  const none = {
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
    home: false,
    end: false,
    return: false,
    escape: false,
    ctrl: false,
    shift: false,
    tab: false,
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  };

  test.each([
    ["a", none, ["a"]],
    ["d9\r", none, ["d", "9", "enter"]],
    ["", { ...none, upArrow: true, shift: true }, ["shift+up"]],
    ["s", { ...none, ctrl: true }, ["ctrl+s"]],
    ["", { ...none, delete: true }, ["backspace"]],
    [" ", none, ["space"]],
    ["\u0007\u0000", none, []],
    ["\u0003\u0003", none, ["ctrl+c", "ctrl+c"]],
    ["a\u0003", none, ["a"]],
    ["👩‍💻", none, ["👩‍💻"]],
    ["3", { ...none, meta: true }, ["escape", "3"]],
  ])("%j is %j", (input, flags, names) => {
    expect(keysOf(input, flags).map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ["left", "←"],
    ["shift+left", "⇧ ←"],
    ["ctrl+s", "^s"],
    ["+", "+"],
    ["enter", "⏎"],
  ])("%s is shown as %s", (name, shown) => expect(shownKey(name, glyphs.unicode)).toBe(shown));

  test("where only ASCII is drawn keys are named", () => {
    const { lines } = drawn(pressing(answered(start()), "?"), glyphs.ascii, at);
    expect(lines.join("\n")).toMatch(/esc back/);
    expect(lines.join("\n")).not.toMatch(/[^\u0000-\u007f]/);
    expect(shownKey("shift+left", glyphs.ascii)).toBe("shift left");
  });

  test("no key of the shell is bound twice", () => {
    const all = shellBindings.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("a field", () => {
  const after = (text: string, ...names: readonly string[]) =>
    names.reduce((field, name) => typed(field, key(name)) ?? field, fieldOf(text));

  test.each([
    ["ab", ["c"], "abc", 3],
    ["ab", ["left", "c"], "acb", 2],
    ["ab", ["home", "x", "end", "y"], "xaby", 4],
    ["👩‍💻b", ["backspace", "backspace"], "", 0],
    ["abc", ["left", "ctrl+u"], "c", 0],
    ["abc", ["home", "delete"], "bc", 0],
  ])("%j and %j", (text, names, result, cursor) => {
    expect(after(text, ...names)).toEqual({ text: result, at: cursor });
  });
});

describe("the theme", () => {
  test.each([
    [{}, undefined, "dark"],
    [{ COLORFGBG: "0;15" }, undefined, "light"],
    [{ COLORFGBG: "15;0" }, undefined, "dark"],
    [{ NO_COLOR: "1" }, undefined, "none"],
    [{ NO_COLOR: "1" }, "colour-blind", "colour-blind"],
    [{}, "purple", null],
  ])("of %j and %j is %j", (env, asked, theme) => expect(themeFor(env, asked)).toBe(theme));
});
