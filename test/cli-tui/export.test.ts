import { beforeAll, describe, expect, test } from "vitest";
import { exportScreen, type ExportView } from "../../cli/tui/screens/export.js";
import { choicesOf, previewOf } from "../../cli/tui/export/choices.js";
import type { Scene } from "../../cli/tui/scene.js";
import { exportTargets } from "../../src/index.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { expectFitting, pressed, sizes } from "./keys.js";
import { colourFrame, contosoScene, plainFrame, sceneOfDocument } from "./scene.js";
import { oneNight } from "../explain/scenes.js";

let scene: Scene;
beforeAll(async () => {
  scene = await contosoScene();
}, 60_000);

const drawn = (keys: readonly string[], width = 76, height = 17) =>
  exportScreen.draw(pressed(exportScreen, keys, scene).view, scene, plainFrame(width, height));

describe("the screen of exports", () => {
  test("offers all files and every target of the table, the file it writes and how much it loses", () => {
    const { lines } = drawn([], 100, 30);
    expect(lines.slice(0, 7)).toEqual(
      [
        "─ Export ───────────────────────────────────────────────────────────────────────────────────────────",
        "  FORMAT     WHAT IT IS                                      FILE               LOSES",
        "▸ all files  plan and scenario, waves as table and calendar  5 files            nothing",
        "  csv        Waves as a table (CSV)                          waves.csv          4 things",
        "  json       The plan itself (JSON)                          plan.json          nothing",
        "  ics        Waves as calendar events (iCalendar)            plan.ics           3 things",
        "  markdown   Change request (Markdown)                       change-request.md  4 things",
      ].map((line, i) => (i === 2 ? line.padEnd(100) : line)),
    );
    expect(choicesOf(scene.planned).map(({ name }) => name)).toEqual([
      "all files",
      ...Object.keys(exportTargets),
    ]);
  });

  test("tells what the marked one cannot say, and how it begins", () => {
    const { lines } = drawn(["end"], 100, 40);
    expect(lines).toContain("No load by slot and no prices: of each service only the busiest moment.");
    expect(lines).toContain(
      "─ What markdown cannot say ─────────────────────────────────────────────────────────────────────────",
    );
    expect(lines.some((line) => line.startsWith("# "))).toBe(true);
  });

  test("writes all files into the folder of the release's month, after a yes", () => {
    expect(pressed(exportScreen, ["enter"], scene).intents).toEqual([]);
    expect(drawn(["enter"]).lines).toContain(
      "Write 5 files to plans/2026-08? What is there is replaced.  y yes, any other",
    );
    expect(pressed(exportScreen, ["enter", "y"], scene).intents).toEqual([
      { kind: "write", folder: "plans/2026-08" },
    ]);
  });

  test("writes nothing after any other key", () => {
    for (const key of ["n", "enter", "escape", "q", "down"]) {
      const { view, intents } = pressed(exportScreen, ["enter", key], scene);
      expect(intents).toEqual([{ kind: "say", text: "Nothing was written." }]);
      expect(view).toEqual(exportScreen.start);
    }
  });

  test("writes one target under the folder that is typed", () => {
    const typed = ["down", "down", "down", "o", "ctrl+u", ..."out/a q1", "enter", "enter", "y"];
    expect(pressed(exportScreen, typed, scene).intents).toEqual([
      { kind: "export", target: "ics", path: "out/a q1/plan.ics" },
    ]);
  });

  test("forgets what was typed on escape, and takes the usual folder for an empty one", () => {
    expect(pressed(exportScreen, ["o", "x", "escape"], scene).view.folder).toBeNull();
    expect(pressed(exportScreen, ["o", "ctrl+u", "enter"], scene).view.folder).toBeNull();
    expect(pressed(exportScreen, ["o", "x", "enter"], scene).view.folder).toBe("plans/2026-08x");
  });

  test("leaves tab and ctrl+c to the shell while something is typed, and takes every other key", () => {
    const typing = pressed(exportScreen, ["o"], scene).view;
    const captured = (view: ExportView, name: string) =>
      exportScreen.capture?.(view, { name, text: "" }, scene, { width: 76, height: 17 }) ?? null;
    expect(["tab", "shift+tab", "ctrl+c"].map((name) => captured(typing, name))).toEqual([null, null, null]);
    expect(["up", "pagedown", "home"].map((name) => captured(typing, name) === null)).toEqual([
      false,
      false,
      false,
    ]);
    expect(captured(exportScreen.start, "enter")).toBeNull();
  });

  test("does not write a plan that is being replaced", () => {
    const { view, intents } = pressed(exportScreen, ["enter"], { ...scene, isOld: true });
    expect(view.doing).toEqual({ kind: "looking" });
    expect(intents.map(({ kind }) => kind)).toEqual(["say"]);
  });

  test("scrolls the preview by pages to its end and no further, and begins again with another format", () => {
    const last = (keys: readonly string[]) => drawn(["down", ...keys], 100, 24).lines.at(-1);
    const { waves } = scene.planned.plan;
    const all = previewOf(choicesOf(scene.planned)[1] as ReturnType<typeof choicesOf>[number], scene.planned);
    expect(all).toHaveLength(waves.length + 1);
    expect(drawn(["down"], 100, 24).lines.some((line) => line.startsWith("cohort,site,ring,"))).toBe(true);
    expect(
      drawn(["down", "pagedown"], 100, 24).lines.some((line) => line.startsWith("cohort,site,ring,")),
    ).toBe(false);
    expect(last(Array.from({ length: 60 }, () => "pagedown"))).toBe(all.at(-1));
    expect(pressed(exportScreen, ["down", "pagedown", "down"], scene).view.from).toBe(0);
  });

  test("makes a preview once for a plan", () => {
    const choice = choicesOf(scene.planned)[2] as ReturnType<typeof choicesOf>[number];
    expect(previewOf(choice, scene.planned)).toBe(previewOf(choice, scene.planned));
  });

  test("has no devices.csv of a fleet without names", async () => {
    const small = await sceneOfDocument(oneNight(20));
    expect(choicesOf(small.planned)[0]?.files).toEqual([
      "plan.json",
      "scenario.resolved.json",
      "waves.csv",
      "plan.ics",
    ]);
  });

  test.each(sizes)("fits into %i x %i", (width, height) => {
    for (const keys of [
      [],
      ["down"],
      ["end", "pagedown"],
      ["o"],
      ["enter"],
      ["down", "o", ..."a".repeat(200)],
    ])
      for (const frame of [plainFrame(width, height), colourFrame(width, height)])
        expectFitting(exportScreen.draw(pressed(exportScreen, keys, scene).view, scene, frame), frame);
  });

  test.each(terminalInjections)(
    "shows the name %j in a preview and a folder and does not obey it",
    (name) => {
      const { plan } = scene.planned;
      const cohorts = plan.cohorts.map((cohort) => ({ ...cohort, id: name, site: name }));
      const waves = plan.waves.slice(0, 5).map((wave) => ({ ...wave, cohort: name }));
      const of = {
        ...scene,
        planned: { ...scene.planned, plan: { ...plan, name, cohorts, waves, services: [] } },
      };
      const frame = plainFrame(76, 17);
      for (const at of [0, 1, 2, 3, 4])
        for (const kind of ["looking", "asking"] as const)
          expectFitting(exportScreen.draw({ at, folder: name, doing: { kind }, from: 0 }, of, frame), frame);
      const doing = { kind: "typing", field: { text: name, at: 1 } } as const;
      expectFitting(exportScreen.draw({ at: 1, folder: name, doing, from: 0 }, of, frame), frame);
    },
  );
});
