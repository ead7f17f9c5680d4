import { beforeAll, describe, expect, test } from "vitest";
import type { AgendaEntry } from "../../src/calendar/agenda.js";
import { instant } from "../../src/units.js";
import type { FreezeDraft } from "../../cli/tui/dialogs/dialog.js";
import { unknown, type Scene } from "../../cli/tui/scene.js";
import type { Intent } from "../../cli/tui/screen.js";
import { calendarScreen } from "../../cli/tui/screens/calendar.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { expectAscii, expectToFit, fewSizes, linesOf, played, unsafe } from "./pictures.js";
import { contosoScene, plainFrame, sceneOfDocument } from "./scene.js";

/** Berlin and New York over the night in which Berlin's clocks go back: 25 October 2026. */
const autumn = {
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: "2026-10-20T17:00:00Z" },
  deadline: "9d",
  window: "21:00-05:00",
  fleet: [
    { site: "Berlin", devices: 420 },
    { site: "New York", devices: 90 },
  ],
  sites: { Berlin: { timezone: "Europe/Berlin" }, "New York": { timezone: "America/New_York" } },
  services: { vpn: { preset: "vpn-concentrator", capacity: "unknown" } },
  freezes: [{ from: "2026-10-24T18:00", to: "2026-10-25T01:30", sites: ["Berlin"] }],
};

let planned: Promise<Scene> | null = null;
const autumnScene = async (): Promise<Scene> => ({
  ...(await (planned ??= sceneOfDocument(autumn))),
  now: instant(Date.parse("2026-10-24T10:00:00Z")),
});

// Planning is not what is tried here, and may wait for other work on the machine.
beforeAll(async () => void (await Promise.all([contosoScene(), autumnScene()])), 120_000);

const draws = (scene: Scene, keys = "", width = 120, height = 36): readonly string[] =>
  linesOf(calendarScreen, scene, keys, plainFrame(width, height));

function freezeOf(intents: readonly Intent[]): FreezeDraft {
  const [intent] = intents;
  if (intent?.kind !== "open" || intent.dialog.name !== "freeze") throw new Error("no dialog of a freeze");
  const { draft } = intent.dialog.view;
  if (draft === null) throw new Error("no freeze is being moved or added");
  return draft;
}
const asked = (scene: Scene, keys: string) => {
  const { index, from, to, sites } = freezeOf(played(calendarScreen, scene, keys).intents);
  return { index, from: from.text, to: to.text, sites: sites.text };
};

describe("the month", () => {
  test("shows every day with its signs, and how many devices restart", async () => {
    const lines = draws(await contosoScene(), "", 80, 20);
    expect(lines[0]).toBe("─ August 2026, all 9 sites ─────────────────────────────── days: Europe/Berlin ─");
    expect(lines).toContain("   10         11  R    ▸(12)        13  SF     14  SF     15         16");
    expect(lines).toContain("             ▒▒▒▒▒▒▒▒▒  ▒▒▒▒▒▒ 91  ▒▒▒▒▒▒ 50  ▒▒▒ 9,211  ▒▒▒▒▒ 839  ▒▒▒▒▒▒▒▒▒");
    expect(lines).toContain(
      "─ Wed 12 Aug 2026 ───────────────────────────────────────────────── 91 devices ─",
    );
  });

  test("stands beside the list of the marked day where there is room, on both clocks", async () => {
    const scene = { ...(await autumnScene()), zone: "America/New_York" };
    const lines = draws(scene, "]", 160, 36);
    expect(lines[0]).toMatch(/^─ October 2026, Berlin ─+ days: Europe\/Berlin ─┬─ Sat 24 Oct 2026 ─/);
    expect(lines.join("\n")).toMatch(/F {2}18:00-01:30 +12:00-19:30 +freeze +closed by freezes\[0\]/);
  });

  test("tells the soak of the plan, not the earliest there could be", async () => {
    const scene = await contosoScene();
    // The pilot ring closes on Thursday 05:45, and broad opens a day later.
    expect(draws(scene, "right", 160).join("\n")).toMatch(/S {2}05:45-Fri 05:45 .*soak +after pilot/);
  });

  test("arrows walk by days and weeks, pages by months, home and end to release and deadline", async () => {
    const scene = await contosoScene();
    const title = (keys: string): string =>
      draws(scene, keys, 80, 20).find((line) => / 20\d\d ─.* (devices?|restarts) ─$/.test(line)) ?? "";
    expect(title("right right down")).toMatch(/^─ Fri 21 Aug 2026 ─/);
    expect(title("left up")).toMatch(/^─ Tue 4 Aug 2026 ─/);
    expect(title("pagedown")).toMatch(/^─ Sat 12 Sep 2026 ─/);
    expect(title("home")).toMatch(/^─ Tue 11 Aug 2026 ─/);
    expect(title("end")).toMatch(/^─ Tue 18 Aug 2026 ─/);
    expect(title("end pagedown pagedown pageup")).toMatch(/^─ Fri 18 Sep 2026 ─/);
  });

  test("a day that a month does not have becomes its last", async () => {
    const scene = await autumnScene();
    expect(draws(scene, "right right right right right right right pagedown", 80, 20).join("\n")).toContain(
      "─ Mon 30 Nov 2026 ─",
    );
  });

  test("brackets and comma choose whose calendar it is, each on its own clock", async () => {
    const scene = await autumnScene();
    expect(draws(scene)[0]).toContain("October 2026, both sites");
    expect(draws(scene, "]")[0]).toContain("October 2026, Berlin ");
    expect(draws(scene, ". .")[0]).toMatch(/October 2026, New York ─+ days: America\/New_York/);
    expect(draws(scene, ". . .")[0]).toContain("both sites");
    expect(draws(scene, ",")[0]).toContain("New York");
  });

  test("a freeze is added over the marked day, or over all days of a span", async () => {
    const scene = await autumnScene();
    expect(asked(scene, "] right a")).toEqual({
      index: null,
      from: "2026-10-25T00:00",
      to: "2026-10-26T00:00",
      sites: "Berlin",
    });
    expect(asked(scene, "x right right a")).toEqual({
      index: null,
      from: "2026-10-24T00:00",
      to: "2026-10-27T00:00",
      sites: "",
    });
    expect(asked(scene, "x left a")).toMatchObject({ from: "2026-10-23T00:00", to: "2026-10-25T00:00" });
  });
});

describe("the day", () => {
  test("has 25 hours where clocks go back, and says so", async () => {
    const lines = draws(await autumnScene(), "] right enter", 100, 30);
    expect(lines[0]).toMatch(/^─ Sun 25 Oct 2026, Berlin: 25 hours, clocks go back ─/);
    expect(lines.slice(2, 7).map((line) => line.slice(2))).toEqual([
      expect.stringMatching(/^00:00 {5}22:00 Sat ▒▒▒▒ FFFF$/),
      expect.stringMatching(/^01:00 {5}23:00 Sat ▒▒▒▒ FF {3}█+ +6 freeze ends 01:30; broad$/),
      expect.stringMatching(/^02:00 {5}00:00 {5}▒▒▒▒ {6}█+ +12 broad$/),
      expect.stringMatching(/^02:00 {5}01:00 {5}▒▒▒▒ {6}█+ +12 clocks of Berlin go back 1 h; broad$/),
      expect.stringMatching(/^03:00 {5}02:00 {5}▒▒▒▒ .*; closes 04:00$/),
    ]);
  });

  test("has 23 hours where clocks go forward", async () => {
    const scene = await autumnScene();
    // New York's clocks go back a week later; Berlin's go forward on 28 March.
    const keys = `] ${"pagedown ".repeat(5)}right right right right enter`;
    const lines = draws(scene, keys, 100, 30);
    expect(lines[0]).toMatch(/^─ Sun 28 Mar 2027, Berlin: 23 hours, clocks go forward ─/);
    expect(
      lines
        .filter((line) => /^[▸ ] \d\d:\d\d /.test(line))
        .map((line) => line.slice(2, 7))
        .slice(0, 4),
    ).toEqual(["00:00", "01:00", "03:00", "04:00"]);
  });

  test("opens at the first wave, tells devices an hour and whose they are, on two clocks", async () => {
    const scene = await contosoScene();
    const lines = draws(scene, "] ] ] ] enter", 130, 32);
    expect(lines[0]).toMatch(/^─ Wed 12 Aug 2026, NYC ─+ America\/New_York; Berlin is 6 h ahead ─/);
    expect(lines[1]).toMatch(/^ {2}New York {2}Berlin {4}open shut restarts +what/);
    expect(lines.find((line) => line.startsWith("▸"))).toMatch(/^▸ 21:00 {5}03:00 Thu ▒▒▒▒ +█+ +\d+ pilot/);
  });

  test("hours go on into the next day, and the day before", async () => {
    const scene = await autumnScene();
    const title = (keys: string): string => draws(scene, keys)[0] ?? "";
    expect(title(`] enter ${"pagedown ".repeat(4)}`)).toContain("Sun 25 Oct 2026");
    expect(title("] enter pageup pageup pageup pageup")).toContain("Fri 23 Oct 2026");
    expect(title("] enter right")).toContain("Sun 25 Oct 2026");
  });

  test("a freeze is added over marked hours, by the clock of the site", async () => {
    const scene = { ...(await autumnScene()), zone: "Asia/Tokyo" };
    // The day opens at its first wave: 00:00.
    const { hour } = played(calendarScreen, scene, "] enter").view;
    expect(hour).toBe(0);
    expect(asked(scene, "] enter down a")).toEqual({
      index: null,
      from: "2026-10-24T01:00",
      to: "2026-10-24T02:00",
      sites: "Berlin",
    });
    expect(asked(scene, "] enter x down down a")).toMatchObject({
      from: "2026-10-24T00:00",
      to: "2026-10-24T03:00",
    });
    expect(asked(scene, "] enter x left a")).toMatchObject({
      from: "2026-10-23T00:00",
      to: "2026-10-24T01:00",
    });
  });

  test("of an hour that comes twice the freeze is told in instants", async () => {
    const scene = await autumnScene();
    const { view } = played(calendarScreen, scene, "] right enter");
    const at = { ...view, hour: 2 };
    const { from, to } = freezeOf(played(calendarScreen, scene, "a", at).intents);
    // 02:00 to 02:00 on the clock, an hour in truth.
    expect([from.text, to.text]).toEqual(["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"]);
  });

  test("enter on a frozen hour opens that freeze; elsewhere nothing", async () => {
    const scene = await autumnScene();
    const { view } = played(calendarScreen, scene, "] enter");
    const frozen = played(calendarScreen, scene, "enter", { ...view, hour: 19 });
    expect(freezeOf(frozen.intents)).toMatchObject({
      index: 0,
      from: { text: "2026-10-24T18:00" },
      to: { text: "2026-10-25T01:30" },
      sites: { text: "Berlin" },
    });
    expect(played(calendarScreen, scene, "enter", { ...view, hour: 12 }).intents).toEqual([]);
  });

  test("escape ends the span first, then the day, and then is somebody else's", async () => {
    const scene = await autumnScene();
    const { view } = played(calendarScreen, scene, "enter x down escape");
    expect([view.from, view.shows]).toEqual([null, "day"]);
    expect(played(calendarScreen, scene, "escape", view).view.shows).toBe("month");
    const escape = { name: "escape", text: "" };
    expect(
      calendarScreen.capture?.(calendarScreen.start, escape, scene, { width: 80, height: 20 }),
    ).toBeNull();
  });
});

describe("the calendar", () => {
  test("draws release, waves and deadline while the agenda is not known, and says what is missing", async () => {
    const scene = await contosoScene();
    const told = (agenda: Scene["facts"]["agenda"]): string =>
      draws({ ...scene, facts: { ...scene.facts, agenda } }, "", 80, 20).join("\n");
    expect(told(unknown)).toContain("windows and freezes are not known yet");
    expect(told(unknown)).toMatch(/11 {2}R .*\(12\)/);
    expect(told(unknown)).toContain("9,211");
    expect(told({ state: "asked", progress: null })).toContain("reading windows and freezes");
    expect(told({ state: "failed", problems: [{ code: "x", message: "the file is gone" }] })).toContain(
      "cannot be told: the file is gone",
    );
  });

  test("no line is too wide nor one too many at any size", async () => {
    for (const scene of [await contosoScene(), await autumnScene()])
      for (const keys of [
        "",
        "right x right",
        "enter",
        "] enter end down down",
        "] right enter x down",
        "pageup pageup",
      ])
        expectToFit(calendarScreen, scene, keys);
  });

  test("is ASCII where that is all there is", async () => {
    for (const keys of ["", "enter"]) expectAscii(calendarScreen, await contosoScene(), keys);
  });

  test("devices without a wave are not on it", async () => {
    const scene = await sceneOfDocument({
      ...autumn,
      slot: "60m",
      services: { vpn: { preset: "vpn-concentrator", capacity: "1.2/h" } },
    });
    expect(scene.planned.plan.unscheduled.length).toBeGreaterThan(0);
    expectToFit(calendarScreen, scene, "right right enter");
  });

  test("a hostile name of a site or of an event changes nothing outside its cell", async () => {
    const scene = await autumnScene();
    const { agenda } = scene.facts;
    if (agenda.state !== "known") throw new Error("the agenda is known");
    for (const name of terminalInjections) {
      const rename = (entry: AgendaEntry): AgendaEntry => ({
        ...entry,
        summary: name,
        sites: entry.sites && [name],
      });
      const renamed = agenda.value.map((each) => ({
        ...each,
        site: name,
        entries: each.entries.map(rename),
      }));
      const hostile: Scene = {
        ...scene,
        facts: { ...scene.facts, agenda: { state: "known", value: renamed } },
      };
      for (const keys of ["", "]", "] enter"]) {
        expectToFit(calendarScreen, hostile, keys, fewSizes);
        const { view } = played(calendarScreen, hostile, keys);
        for (const [width, height] of [
          [76, 17],
          [160, 40],
        ] as const) {
          const { lines, says } = calendarScreen.draw(view, hostile, plainFrame(width, height));
          expect([...lines, ...says].filter((line) => unsafe.test(line))).toEqual([]);
        }
      }
    }
  });

  test("speaks of the marked day and hour", async () => {
    const scene = await autumnScene();
    const { view } = played(calendarScreen, scene, "] right enter");
    const { says } = calendarScreen.draw({ ...view, hour: 1 }, scene, plainFrame(80, 20));
    expect(says[0]).toBe(
      "Sun 25 Oct 2026, Berlin: 25 hours, clocks go back, hour 01:00 of 25, on the clock of Europe/Berlin: 6 devices.",
    );
    expect(says[1]).toContain("freeze Sat 18:00-01:30 closed by freezes[0]");
  });
});
