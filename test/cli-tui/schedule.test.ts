import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { glyphs } from "../../cli/text/glyphs.js";
import { widthOf } from "../../cli/text/fit.js";
import { listed } from "../../cli/tui/schedule/listed.js";
import { stripOf } from "../../cli/tui/schedule/cells.js";
import { rulerOf } from "../../cli/tui/schedule/ruler.js";
import { cohortRows, spreadOf } from "../../cli/tui/schedule/rows.js";
import { folds, sorts } from "../../cli/tui/schedule/view.js";
import { type ScheduleView, scheduleScreen } from "../../cli/tui/screens/schedule.js";
import type { Facts, Scene } from "../../cli/tui/scene.js";
import type { Room } from "../../cli/tui/screen.js";
import { explain } from "../../src/explanation.js";
import { devicesOf } from "../../src/export/restarts.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { planned, solver } from "../support/planning.js";
import { bigScene } from "./big-scene.js";
import { colourFrame, plainFrame, sceneOfDocument } from "./scene.js";

const document = {
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: "2026-08-11T17:00:00Z" },
  slot: "60m",
  deadline: "6d",
  window: "21:00-05:00",
  rings: [{ name: "early", share: "10%", soak: "12h" }, { name: "broad" }],
  sites: { Berlin: { timezone: "Europe/Berlin" }, Pune: { timezone: "Asia/Kolkata" } },
  profiles: {
    office: { extends: "windows-office" },
    till: { extends: "windows-kiosk", window: "22:00-02:00" },
  },
  fleet: [
    { site: "Berlin", profile: "office", devices: 400 },
    { site: "Berlin", profile: "till", devices: 30 },
    { site: "Pune", profile: "office", devices: 100 },
    { site: "Pune", profile: "till", devices: 700 },
  ],
  services: { login: { preset: "active-directory", capacity: "200/h" } },
};

let scene: Scene;
beforeAll(async () => {
  scene = await sceneOfDocument(document);
});

const small: Room = { width: 80, height: 17 };

/** Names of keys; a single sign is typed, too. */
function pressed(keys: readonly string[], room = small, of = scene): ScheduleView {
  return keys.reduce<ScheduleView>((view, name) => {
    const key = { name: name === " " ? "space" : name, text: name.length === 1 ? name : "" };
    const turn =
      scheduleScreen.capture?.(view, key, of, room) ??
      scheduleScreen.keys.find(({ keys: own }) => own.includes(key.name))?.act(view, of, room);
    return turn?.view ?? view;
  }, scheduleScreen.start);
}

const drawn = (keys: readonly string[], { width, height } = small, of = scene): readonly string[] =>
  scheduleScreen.draw(pressed(keys, { width, height }, of), of, plainFrame(width, height)).lines;

/** The first words of each row on show. */
const names = (keys: readonly string[]): readonly string[] =>
  drawn(keys)
    .slice(4, -3)
    .map((line) => line.slice(0, 24).trimEnd())
    .filter((name) => name !== "");

describe("the list", () => {
  test("is a heat map: waves by their share of a row's devices, open hours faint, closed ones blank", () => {
    expect(drawn([])).toEqual([
      "─ Heat map: 8 cohorts, earliest first ──────────────────────────── Berlin time ─",
      "  SITE/PROFILE/RING     DEVICES   ─Wed 12──Thu 13─Fri 14──Sat 15─Sun 16──Mon 17─",
      "                                         ▾Wed 12 18:00                 deadline┊",
      "  all together            1,230          ▁▁▁▁   ▁▁      ▁▁     ▁█▆▇    ▆▅▁",
      "▸ Pune/office/early          10       │  ▓█▓    ▒▓·     ··                     ┊",
      "  Pune/till/early            70       │  ▒▓      █      ▓▒                     ┊",
      "  Berlin/office/early        40       │   ▓█▓    ····    ·                     ┊",
      "  Berlin/till/early           3       │   ██      ··                           ┊",
      "  Pune/office/broad          90       │                        ▒▒█     ▓▓·    ·┊",
      "  Pune/till/broad           630 !     │                         █      ▓▒      ┊",
      "  Berlin/office/broad       360       │                         ░██     ▒··    ┊",
      "  Berlin/till/broad          27 !     │                          █▒     ▓▓     ┊",
      "",
      "",
      "▸ Pune/office/early: 10 devices, waves Wed 12 21:30-Fri 14 00:30 Kolkata",
      "▾ Wed 12 17:00-20:00 Berlin: 2 of its devices restart (20 %); 10 of all 1,230",
      "░ under 5 %  ▒ 5 %  ▓ 15 %  █ 30 % or more of the row  · open  ! left out",
    ]);
  });

  test("is a Gantt: a bar for each run of waves, with its devices after it", () => {
    expect(drawn(["k"]).slice(4, 12)).toEqual([
      "▸ Pune/office/early          10       │  ███ 7  ██ 3    ··                     ┊",
      "  Pune/till/early            70       │  ██ 24   █ 24   ██ 22                  ┊",
      "  Berlin/office/early        40       │   ███ 40 ····    ·                     ┊",
      "  Berlin/till/early           3       │   ██ 3    ··                           ┊",
      "  Pune/office/broad          90       │                        ███ 51  ██ 39  ·┊",
      "  Pune/till/broad           630 !     │                         █ 234  ██ 234  ┊",
      "  Berlin/office/broad       360       │                         ███ 316 █ 44   ┊",
      "  Berlin/till/broad          27 !     │                          ██ 12  ██ 12  ┊",
    ]);
  });

  test("has no sign beyond ASCII where the terminal has none", () => {
    const frame = { ...plainFrame(80, 17), glyphs: glyphs.ascii };
    const { lines } = scheduleScreen.draw(pressed(["+", "k"]), scene, frame);
    expect(lines.join("")).toMatch(/^[ -~]*$/);
    expect(lines[4]).toBe("> Pune/office/early          10   |      ##### 7        ## 3           ...");
  });

  test("tells first wave, last wave and their zone where there is room", () => {
    const [, titles, , , first] = drawn([], { width: 160, height: 17 });
    expect(titles?.slice(0, 76)).toBe(
      "  SITE/PROFILE/RING     DEVICES  FIRST WAVE    LAST ENDS     ITS TIME       ",
    );
    expect(first?.slice(0, 76)).toBe(
      "▸ Pune/office/early          10  Wed 12 21:30  Fri 14 00:30  Kolkata        ",
    );
  });

  test("says what it shows, which row is marked and what happens at the marked time", () => {
    expect(scheduleScreen.draw(pressed(["down"]), scene, plainFrame(80, 17)).says).toEqual([
      "Heat map: 8 cohorts, earliest first, from Tue 11 19:00 to Mon 17 23:00, Berlin time: 1,230 devices, 165 left out.",
      "Row 2 of 8, Pune/till/early: 70 devices, waves Wed 12 22:30-Sat 15 01:30 Kolkata.",
      "Wed 12 17:00-20:00 Berlin: 8 of its devices restart (11 %); 10 of all 1,230.",
    ]);
  });

  test.each([
    ["first wave", [], "Pune/office/early", "Berlin/till/broad"],
    ["most devices", ["o"], "Pune/till/broad", "Berlin/till/early"],
    ["name", ["o", "o"], "Berlin/office/broad", "Pune/till/early"],
    ["exposure", ["o", "o", "o"], "Pune/till/broad", "Berlin/till/early"],
    ["last wave", ["o", "o", "o", "o"], "Berlin/till/broad", "Berlin/till/early"],
  ])("is ordered by %s", (_by, keys, first, last) => {
    const rows = names(keys);
    expect([rows[0], rows.at(-1)]).toEqual([`▸ ${first}`, `  ${last}`]);
  });

  test("keeps the mark on its row when the order changes", () => {
    expect(names(["down", "o"])).toContain("▸ Pune/till/early");
  });

  test.each([
    ["site", ["a"], ["▸ + Pune (4)", "  + Berlin (4)"]],
    ["ring", ["a", "a"], ["▸ + early (4)", "  + broad (4)"]],
    ["profile", ["a", "a", "a"], ["▸ + office (4)", "  + till (4)"]],
  ])("is folded by %s", (_by, keys, rows) => {
    expect(names(keys)).toEqual(rows);
  });

  test("unfolds a group with enter or right, and folds it from any of its rows with left", () => {
    const unfolded = [
      "▸ - Pune (4)",
      "    office/early",
      "    till/early",
      "    office/broad",
      "    till/broad",
      "  + Berlin (4)",
    ];
    expect(names(["a", "enter"])).toEqual(unfolded);
    expect(names(["a", "right"])).toEqual(unfolded);
    expect(names(["a", "right", "down", "down", "left"])).toEqual(["▸ + Pune (4)", "  + Berlin (4)"]);
    expect(names(["a", "enter", "enter"])).toEqual(["▸ + Pune (4)", "  + Berlin (4)"]);
  });

  test("marks a row below the picture by scrolling to it", () => {
    const lines = drawn(["end"], { width: 80, height: 10 });
    expect(lines[0]).toContain("6-8 of 8, Berlin time");
    expect(lines[6]).toContain("▸ Berlin/till/broad");
  });
});

describe("the filter", () => {
  test("is typed: every word must be found, in any order; keys of screens are letters then", () => {
    const lines = drawn(["/", ..."TILL ber"]);
    expect(lines.slice(4, 7)).toEqual([
      "▸ Berlin/till/early           3       │   ██      ··                           ┊",
      "  Berlin/till/broad          27 !     │                          █▒     ▓▓     ┊",
      "",
    ]);
    expect(lines.at(-1)).toBe("/ TILL ber│   2 of 8 cohorts   enter keep, esc clear");
  });

  test("is kept by enter and cleared by escape, while it is typed and after", () => {
    const kept = drawn(["/", ..."kolkata", "enter", "o"]);
    expect(kept.at(-1)).toBe("/ kolkata   4 of 8 cohorts   / change, esc clear");
    expect(pressed(["/", ..."kolkata", "enter", "o"]).sort).toBe("devices");
    expect(names(["/", ..."kolkata", "enter", "escape"])).toHaveLength(8);
    expect(names(["/", ..."kolkata", "escape"])).toHaveLength(8);
  });

  test("leaves escape to the shell where there is nothing to clear", () => {
    const escape = { name: "escape", text: "" };
    expect(scheduleScreen.capture?.(scheduleScreen.start, escape, scene, small)).toBeNull();
  });

  test("says so where nothing matches", () => {
    const lines = drawn(["/", ..."xyz"]);
    expect(lines[4]).toBe("  No cohort has xyz in its site, profile, ring, group, zone or id.");
    expect(lines.at(-1)).toBe("/ xyz│   0 of 8 cohorts   enter keep, esc clear");
  });
});

describe("time", () => {
  test("is zoomed around the marked time, in slots at last", () => {
    const lines = drawn(["+", "+", ">", ">"]);
    expect(lines.slice(1, 5)).toEqual([
      "  SITE/PROFILE/RING     DEVICES   Wed 12────────Thu 13──────────────────────────",
      "                                           ▾Wed 12 20:00       12:00",
      "  all together            1,230          ▁▆▆██▄▄▄▃▃▃▃▃                 ▁▆▆▅▅",
      "▸ Pune/office/early          10          ▒▒▒▒▒▒▒▒                      ▒▒▒·····",
    ]);
    expect(lines.at(-2)).toBe(
      "▾ Wed 12 20:00-21:00 Berlin: 1 of its devices restarts (10 %); 9 of all 1,230",
    );
  });

  test("comes back as it was when it is zoomed in and out", () => {
    expect(drawn(["+", "+", "+", "-", "-", "-"])).toEqual(drawn([]));
  });

  test("moves with left and right where it is zoomed, though groups could be folded", () => {
    expect(names(["a", "+", "right"])).toEqual(["▸ + Pune (4)", "  + Berlin (4)"]);
    expect(drawn(["a", "+", "right", "right"]).at(-2)).toContain("▾ Wed 12 21:00-23:00 Berlin");
  });

  test("is panned by half a picture, and no further than the plan", () => {
    expect(drawn(["+", "+", "shift+right"])[1]).toContain("Thu 13────");
    const ends = new Array<string>(20).fill("shift+right");
    expect(drawn(["+", "+", ...ends])[2]).toContain("deadline");
    const back = pressed(["+", "+", ...ends, ...ends.map(() => "shift+left")]);
    expect(scheduleScreen.draw(back, scene, plainFrame(80, 17)).says[0]).toContain("from Tue 11 19:00 to");
  });

  test("keeps its place when a plan has other slots", async () => {
    const half = await sceneOfDocument({ ...document, slot: "30m" });
    const view = pressed(["+", "+", ">", ">"]);
    const { lines } = scheduleScreen.draw(view, half, plainFrame(80, 17));
    expect(lines.at(-2)).toContain("▾ Wed 12 20:00-");
  });
});

const withCohort = (
  id: string,
  fact: Facts["cohorts"] extends ReadonlyMap<string, infer F> ? F : never,
): Scene => ({
  ...scene,
  facts: { ...scene.facts, cohorts: new Map([[id, fact]]) },
});

describe("an opened cohort", () => {
  const open = ["o", "enter"];
  const id = "Pune/till/broad";

  test("shows its restarts, when it is usable, how much is staged, its waves and what is left out", () => {
    expect(drawn(open, { width: 80, height: 30 })).toEqual([
      "─ Pune/till/broad ────────────────────────────────────────────── cohort 1 of 8 ─",
      "Cohort   630 devices, site Pune, profile till, ring broad; times are of Kolkata",
      "█ devices in each slot of 60 min",
      "     78 │                                              ██          ██           ",
      "        │                                              ██          ██           ",
      "        │                                              ██          ██           ",
      "        │                                              ██          ██           ",
      "        │                                              ██          ██           ",
      "      0 └─Wed 12─────Thu 13──────Fri 14─────Sat 15──────Sun 16──────Mon 17──────",
      "               │now ▾Wed 12 21:30                                     deadline┊",
      "Usable                                                 ▒▒          ▒▒",
      "Staged   ▁▁▂▂▃▄▅▅▆▇▇████████████████████████████████████████████████████████████",
      "▾ Wed 12 21:30-22:30: not usable; 95 % have the update staged",
      "",
      "Waves    Sat 15 22:30-Sun 16 01:30  234  ██████            37 % done",
      "         Sun 16 22:30-Mon 17 01:30  234  ██████            74 % done",
      "",
      "Usable   Sat 15 22:30-Sun 16 01:30, Sun 16 22:30-Mon 17 01:30 (windows,",
      "         readiness and ring counted in)",
      "Left out 158 devices, capacity: login cannot carry more; would fit with every",
      "         window from 1 h earlier, or a deadline of 7d",
      "Left out 4 devices, rounding: fits only in fractions of a device; would fit with",
      "         every window from 1 h earlier, or a deadline of 7d",
      "",
      "Why      not asked yet: the planner is asked as soon as it is free",
    ]);
  });

  test("has its pictures one under the other, where no device restarts in the time on show, too", () => {
    const lines = drawn(["o", "down", "enter", "+", "+", "+"], { width: 110, height: 17 });
    expect(lines[8]).toMatch(/^ {6}0 └Wed 12─+Thu 13─+$/);
    expect(lines[9]?.indexOf("00:00")).toBe(lines[8]?.indexOf("Thu 13"));
    expect(lines[11]).toMatch(/^Staged {3}[▁-█]{101}$/);
  });

  test("asks why it is there, and nothing else asks", () => {
    expect(scheduleScreen.wishes?.(pressed(open), scene)).toEqual([{ topic: "cohort", cohort: id }]);
    expect(scheduleScreen.wishes?.(pressed([]), scene)).toEqual([]);
  });

  test.each([
    [{ state: "asked", progress: null }, "Why      asking the planner why then and not earlier"],
    [
      { state: "asked", progress: { stage: "trying", detail: "a deadline of 8d" } },
      "Why      asking the planner why then and not earlier (trying a deadline of 8d)",
    ],
    [
      { state: "failed", problems: [{ code: "x", message: "the memory is full", hint: "close something" }] },
      "Why      cannot be told: the memory is full: close something",
    ],
  ] as const)("says how far the answer is: %j", (fact, line) => {
    expect(drawn(open, { width: 80, height: 30 }, withCohort(id, fact)).at(-1)).toBe(line);
  });

  test("tells why not earlier once it is known", async () => {
    const solved = await planned(document);
    const index = solved.plan.cohorts.findIndex((cohort) => cohort.id === "Berlin/office/broad");
    const value = explain(solved, index, await solver(), () => undefined).cohort;
    if (value === null) throw new Error("no explanation");
    const known = withCohort(value.cohort.id, { state: "known", value });
    const keys = ["o", "down", "enter"];
    const lines = drawn(keys, { width: 110, height: 40 }, known);
    expect(lines[2]).toBe("█ devices in each slot of 60 min  ┈ 45 at most");
    expect(lines.slice(-6)).toEqual([
      "Why not earlier",
      "  Tue 11 21:00-Wed 12 05:00: not ready, 32.9 % staged Wed 12 04:00 and 90 % needed",
      "  Wed 12 21:00-Thu 13 05:00: ring broad opens Sat 15 10:00",
      "  Thu 13 21:00-Fri 14 05:00: ring broad opens Sat 15 10:00",
      "  Fri 14 21:00-Sat 15 05:00: ring broad opens Sat 15 10:00",
      "  Sat 15 22:00-Sun 16 05:00: used, 45 devices in each slot, as many as maxPerSlot allows",
    ]);
  });

  test("is left by escape, enter and left; the list is where it was", () => {
    for (const back of ["escape", "enter", "left"])
      expect(drawn(["o", "down", "enter", back])).toEqual(drawn(["o", "down"]));
  });

  test("is followed by the next and the one before, in the order of the list", () => {
    const title = (keys: readonly string[]) => drawn(keys)[0]?.replace(/ ─.*/, "");
    expect(title([...open, "n"])).toBe("─ Berlin/office/broad");
    expect(title([...open, "n", "n", "p"])).toBe("─ Berlin/office/broad");
    expect(title([...open, "p"])).toBe("─ Pune/till/broad");
    // Its group is unfolded, so that the mark is on it when it is left.
    expect(names(["a", "right", "down", "enter", ..."nnnn", "escape"])).toContain("▸   office/early");
  });

  test("is scrolled, and no further than its end", () => {
    const lines = drawn([...open, "end", "down"]);
    expect(lines[0]).toContain("lines 9-24 of 24, cohort 1 of 8");
    expect(lines.at(-1)).toBe("Why      not asked yet: the planner is asked as soon as it is free");
    expect(drawn([...open, "end", "home"])).toEqual(drawn(open));
  });

  test("gives way to the list when a new plan has it no more", () => {
    const plan = { ...scene.planned.plan, cohorts: scene.planned.plan.cohorts.filter((c) => c.id !== id) };
    const without = { ...plan, waves: plan.waves.filter(({ cohort }) => cohort !== id) };
    const after = { ...scene, planned: { ...scene.planned, plan: without } };
    const { lines } = scheduleScreen.draw(pressed(open), after, plainFrame(80, 17));
    expect(lines[0]).toContain("Heat map: 7 cohorts");
  });
});

describe("laws", () => {
  let big: Scene;
  beforeAll(async () => {
    big = await bigScene(160);
  }, 60_000);

  test("every device of the plan is in some row, whatever the order and the folds", () => {
    const { plan } = big.planned;
    for (const fold of folds)
      for (const sort of sorts) {
        const folded = listed(plan, { fold, sort, filter: "", opened: [] });
        expect(devicesOf(folded.lines.map(({ row }) => row))).toBe(devicesOf(plan.cohorts));
        const opened = folded.lines.map(({ row }) => row.key);
        const all = listed(plan, { fold, sort, filter: "", opened });
        const cohorts = all.lines.flatMap(({ row }) => (row.kind === "cohort" ? [row.cohort.id] : []));
        expect(cohorts.toSorted()).toEqual(plan.cohorts.map(({ id }) => id).toSorted());
        expect(all.cohorts.map(({ cohort }) => cohort.id)).toEqual(cohorts);
      }
  });

  test("a filter keeps exactly the cohorts that have each word, folded or not", () => {
    const { plan } = big.planned;
    const word = fc.constantFrom("site-00", "1", "KIOSK", "early", "tokyo", "europe/", "desk/broad", "zzz");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), fc.constantFrom(...folds), (words, fold) => {
        const kept = plan.cohorts.filter(({ id, timezone }) =>
          words.every((each) => `${id} ${timezone}`.toLowerCase().includes(each.toLowerCase())),
        );
        const list = listed(plan, { fold, sort: "name", filter: words.join(" "), opened: [] });
        expect(list.cohorts.map(({ cohort }) => cohort.id).toSorted()).toEqual(
          kept.map(({ id }) => id).toSorted(),
        );
        expect(devicesOf(list.lines.map(({ row }) => row))).toBe(devicesOf(kept));
      }),
    );
  });

  test("every device with a wave is in one column of its row, however wide the picture", () => {
    const { plan } = big.planned;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 216 }), fc.nat(159), (columns, index) => {
        const row = cohortRows(plan)[index];
        if (row === undefined) throw new Error("no such row");
        const { devices } = stripOf(spreadOf(row), rulerOf({ zoom: 0, from: null }, plan, columns));
        expect(devices.reduce((sum, count) => sum + count, 0)).toBe(devicesOf(row.waves));
      }),
    );
  });

  test("rows and lists are made once", () => {
    const { plan } = big.planned;
    const asked = { fold: "site", sort: "devices", filter: "kiosk", opened: [] } as const;
    expect(cohortRows(plan)).toBe(cohortRows(plan));
    expect(listed(plan, asked)).toBe(listed(plan, { ...asked, opened: [] }));
  });

  test("nothing is wider or higher than its room, whatever is pressed", () => {
    const key = fc.constantFrom(
      ...scheduleScreen.keys.flatMap(({ keys }) => keys),
      ..."site kiosk early 17 xyz",
      "escape",
      "backspace",
    );
    const room = fc.record({
      width: fc.integer({ min: 76, max: 200 }),
      height: fc.integer({ min: 17, max: 56 }),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), room, fc.constantFrom(scene, big), (keys, size, of) => {
        const frame = colourFrame(size.width, size.height);
        const { lines, says } = scheduleScreen.draw(pressed(keys, size, of), of, frame);
        expect(lines.length).toBeLessThanOrEqual(size.height);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.width);
        expect(says.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

const cases = JSON.parse(readFileSync("test/hostile-cases.json", "utf8")) as readonly {
  readonly group: string;
  readonly input: string;
}[];
const injections = [
  ...terminalInjections,
  ...cases.filter(({ group }) => group === "tui").map(({ input }) => input),
];

/** The plan with such names of one cohort. */
function named(name: string): Scene {
  const { plan } = scene.planned;
  const cohorts = plan.cohorts.map((cohort) =>
    cohort.id === "Pune/office/early" ? { ...cohort, site: name, ring: name, group: name } : cohort,
  );
  return { ...scene, planned: { ...scene.planned, plan: { ...plan, cohorts } } };
}

describe("hostile names", () => {
  test.each(injections)("%j changes nothing outside its cell", (name) => {
    for (const keys of [[], ["a"], ["k"], ["/", ..."early"], ["enter"]]) {
      const lines = drawn(keys, small, named(name));
      expect(lines.join("\n").replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
      expect(lines).toHaveLength(drawn(keys, small, named("n".repeat(60))).length);
    }
    // As wide as any long name: what stands beside it is the same, to the cell.
    const [, , , , benign] = drawn([], small, named("n".repeat(60)));
    const [, , , , row] = drawn([], small, named(`${name}${"n".repeat(60)}`));
    expect(row?.endsWith(benign?.slice(27) ?? "?")).toBe(true);
    expect(widthOf(row ?? "")).toBe(widthOf(benign ?? ""));
  });
});
