/** Steering: keys in, a change of the scenario out; what is wrong stays in the dialog. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { widthOf } from "../../cli/text/fit.js";
import type { Dialog, DifferenceView } from "../../cli/tui/dialogs/dialog.js";
import { differenceDialog, openDifference } from "../../cli/tui/dialogs/difference.js";
import { freezeDialog, openFreeze } from "../../cli/tui/dialogs/freeze.js";
import { openSteer, steerDialog } from "../../cli/tui/dialogs/steer.js";
import type { Scene } from "../../cli/tui/scene.js";
import type { Change } from "../../cli/tui/change.js";
import type { Face, Intent } from "../../cli/tui/screen.js";
import { freezesIn } from "../../cli/tui/steering/freezes.js";
import type { Target } from "../../cli/tui/steering/steer.js";
import { type SteerName, steerNamed, steerNames } from "../../cli/tui/steering/steers.js";
import { dataOf } from "../../src/pipeline.js";
import { editScenario } from "../../src/scenario/edit.js";
import { readScenario } from "../../src/scenario/read.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import { everyone, fits } from "../../src/scenario/selector.js";
import { planned } from "../support/planning.js";
import { plainFrame, sceneOfDocument } from "./scene.js";

const text = `# Contoso, small
version: 1
timezone: UTC
release: { at: 2026-08-11T17:00Z }
slot: 60m # coarse
deadline: 3d # three nights
fleet:
  - { site: Berlin, profile: office, devices: 60 }
  - { site: Pune, profile: office, devices: 40 }
  - { site: Pune, profile: kiosk, devices: 10 }
profiles:
  office: { extends: windows-office }
  kiosk: { extends: windows-kiosk, window: "22:00-05:00" } # every night
window: Mon-Fri 21:00-05:00 # site-local
services:
  vpn: { preset: vpn-concentrator, capacity: 28/min } # carried in May
  rack: # devices gone at once
    counts: offline
    capacity: 300
    per: site
  login: { capacity: unknown, headroom: 40% }
freezes:
  - { from: 2026-08-13T18:00, to: 2026-08-15T06:00, sites: [Pune] } # fair
  - { on: 25..27 monthly }
  - ./quarter-end.ics
  - { from: 2026-08-20T18:00+02:00, to: 2026-08-20T20:00+02:00, who: { ring: pilot } }
`;

let scene: Scene;
beforeAll(async () => {
  const document = {
    version: 1,
    timezone: "UTC",
    release: { at: "2026-08-11T17:00Z" },
    slot: "60m",
    deadline: "3d",
    fleet: [
      { site: "Berlin", profile: "office", devices: 60 },
      { site: "Pune", profile: "office", devices: 40 },
      { site: "Pune", profile: "kiosk", devices: 10 },
    ],
    profiles: {
      office: { extends: "windows-office" },
      kiosk: { extends: "windows-kiosk", window: "22:00-05:00" },
    },
    window: "Mon-Fri 21:00-05:00",
    services: {
      vpn: { preset: "vpn-concentrator", capacity: "28/min" },
      rack: { counts: "offline", capacity: 300, per: "site" },
      login: { capacity: "unknown", headroom: "40%" },
    },
  };
  scene = { ...(await sceneOfDocument(document)), text, file: "scenario.yaml" };
});

const withText = (next: string): Scene => ({ ...scene, text: next });
const replacing = (from: string, to: string): Scene => withText(text.replace(from, to));

const room = { width: 74, height: 15 };

/** What follows from keys, the dialog's own first, as the shell asks them. */
function pressed(
  dialog: Dialog,
  keys: readonly string[],
  at = scene,
): { readonly dialog: Dialog; readonly intents: readonly Intent[] } {
  let intents: readonly Intent[] = [];
  let view: unknown = dialog.view;
  const face = faceOf(dialog);
  for (const name of keys) {
    const key = { name, text: name === "space" ? " " : name.length === 1 ? name : "" };
    const binding = face.keys.find((each) => each.keys.includes(name));
    const turn = face.capture?.(view, key, at, room) ?? binding?.act(view, at, room);
    if (turn === undefined) throw new Error(`nobody takes the key ${name}`);
    view = turn.view;
    intents = turn.intents ?? [];
  }
  return { dialog: { ...dialog, view } as Dialog, intents };
}

const faceOf = ({ name }: Dialog): Face<unknown> =>
  (name === "steer" ? steerDialog : name === "freeze" ? freezeDialog : differenceDialog) as Face<unknown>;

function changeIn(intents: readonly Intent[]): Change {
  const [first] = intents;
  if (first?.kind !== "change") throw new Error(`no change: ${JSON.stringify(intents)}`);
  expect(intents.slice(1)).toEqual([{ kind: "close" }]);
  return first.change;
}

const linesIn = (dialog: Dialog, at = scene): readonly string[] =>
  faceOf(dialog).draw(dialog.view, at, plainFrame(room.width, room.height)).lines;

/** The lines of the text that are others afterwards. */
function changedLines({ edits }: Change, at = scene): readonly string[] {
  const next = editedText({ edits }, at);
  const before = new Set(at.text.split("\n"));
  return next.split("\n").filter((line) => !before.has(line));
}

function editedText({ edits }: Pick<Change, "edits">, at = scene): string {
  const outcome = editScenario(at.text, edits);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

function scenarioOf(next: string): Scenario {
  const read = readScenario(next);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const target = (steer: SteerName, id: string, at = scene): Target => {
  const found = steerNamed(steer)
    .targets(at)
    .find((each) => each.id === id || each.label === id);
  if (found === undefined) throw new Error(`no ${steer} of ${id}`);
  return found;
};

function changeOf(steer: SteerName, id: string, typed: string, at = scene): Change {
  const change = target(steer, id, at).change(typed);
  if (!change.ok) throw new Error(JSON.stringify(change.problems));
  return change.value;
}

describe("the table of steers", () => {
  test("gives each its own key, out of those that the shell keeps for steering", () => {
    const keys = steerNames.map((name) => steerNamed(name).key);
    expect([...keys].sort().join("")).toBe("cdfghrsvw");
  });

  test("changes what can be changed, a step up and down, and nothing else: every comment stands", () => {
    const comments = text.match(/#.*/g) ?? [];
    const tried = steerNames.flatMap((name) =>
      steerNamed(name)
        .targets(scene)
        .filter(({ fixed, form }) => fixed === null && form.kind === "text")
        .flatMap(({ form, change, now }) =>
          [1, -1].flatMap((by) => {
            const stepped = form.kind === "text" ? form.step(form.start, by) : null;
            if (stepped === null) return [];
            const outcome = change(stepped);
            if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
            const next = editedText(outcome.value);
            scenarioOf(next);
            for (const comment of comments) expect(next).toContain(comment);
            return [`${outcome.value.words} (${now})`];
          }),
        ),
    );
    expect(tried).toEqual([
      "vpn carries 31/min (28/min)",
      "vpn carries 25/min (28/min)",
      "rack carries 330 devices offline (300)",
      "rack carries 273 devices offline (300)",
      expect.stringMatching(/^login carries [\d.]+\/\w+ \(unknown\)$/),
      "headroom of every service 45% (40%, 20%)",
      "headroom of every service 35% (40%, 20%)",
      "headroom of vpn 45% (40%)",
      "headroom of vpn 35% (40%)",
      "headroom of rack 25% (20%)",
      "headroom of rack 15% (20%)",
      "headroom of login 45% (40%)",
      "headroom of login 35% (40%)",
      "deadline 4d (3d)",
      "deadline 2d (3d)",
      "window of every site Mon-Fri 20:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of every site Mon-Fri 22:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of Berlin Mon-Fri 20:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of Berlin Mon-Fri 22:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of Pune Mon-Fri 20:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of Pune Mon-Fri 22:00-05:00 (Mon-Fri 21:00-05:00)",
      "window of every site, kiosk 21:00-05:00 (22:00-05:00)",
      "window of every site, kiosk 23:00-05:00 (22:00-05:00)",
      "window of Pune, kiosk 21:00-05:00 (22:00-05:00)",
      "window of Pune, kiosk 23:00-05:00 (22:00-05:00)",
      "ring pilot 2% (1%)",
      "ring pilot 0% (1%)",
    ]);
  });

  test("writes single values on their lines", () => {
    expect(changedLines(changeOf("capacity", "vpn", "35/min"))).toEqual([
      "  vpn: { preset: vpn-concentrator, capacity: 35/min } # carried in May",
    ]);
    expect(changedLines(changeOf("capacity", "rack", "270"))).toEqual(["    capacity: 270"]);
    expect(changedLines(changeOf("headroom", "every service", "30%"))).toEqual([
      "  vpn: { preset: vpn-concentrator, capacity: 28/min, headroom: 30% } # carried in May",
      "    headroom: 30%",
      "  login: { capacity: unknown, headroom: 30% }",
    ]);
    expect(changedLines(changeOf("goal", "", "flattest"))).toEqual(["goal: flattest"]);
    expect(changedLines(changeOf("waves", "", "few, within 5%"))).toEqual(["waves: { few: 5% }"]);
    expect(changedLines(changeOf("slot", "", "30m"))).toEqual(["slot: 30m # coarse"]);
  });

  test("offers what the plan needs where a capacity is unknown", () => {
    const { form } = target("capacity", "login");
    expect(form.kind === "text" && form.step("unknown", 1)).toMatch(/^\d+(?:\.\d+)?\/(?:s|min|h)$/);
  });
});

describe("a ring's share", () => {
  test("is written out with the rings that were taken for granted", () => {
    expect(changedLines(changeOf("ring", "pilot", "5%"))).toEqual([
      "rings: [{ name: pilot, share: 5%, soak: 24h }, { name: broad }]".replace("24h", "1d"),
    ]);
  });

  test("leaves the last ring what remains", () => {
    const at = withText(
      `${text}rings:\n  - { name: pilot, share: 10% } # first\n  - { name: b, share: 90% }\n`,
    );
    const next = editedText(changeOf("ring", "pilot", "20%", at), at);
    expect(next).toContain("  - { name: pilot, share: 20% } # first\n  - { name: b }\n");
    expect(target("ring", "b", at).fixed).toBe("takes what the others leave");
  });

  test("that the inventory gives is not steered, and says where it is", () => {
    const at = withText(`${text}rings: [{ name: pilot }, { name: b }]\n`);
    expect(target("ring", "pilot", at).fixed).toBe("the inventory says who is in it: change its ring column");
  });
});

describe("a site's window", () => {
  /** Texts of the windows that a site's devices have. */
  const windowsAt = (next: string, site: string, profile = "office"): readonly string[] =>
    (scenarioOf(next).profiles.get(profile)?.windows ?? [])
      .filter(({ who }) => fits(who, { ...everyoneAt(site), profile }))
      .map((window) => window.text);
  const everyoneAt = (site: string) => ({
    ...everyone,
    site,
    profile: "office",
    ring: "broad",
    group: null,
    timezone: "UTC",
    tags: [],
    device: null,
  });

  test("is its own, and the general one names the sites that keep it, since windows add up", () => {
    const next = editedText(changeOf("window", "Berlin", "Mon-Fri 20:00-05:00"));
    expect(next).toContain(
      "window: # site-local\n" +
        "  - { during: Mon-Fri 21:00-05:00, who: { site: Pune } }\n" +
        "  - { during: Mon-Fri 20:00-05:00, who: { site: Berlin } }\n",
    );
    expect(windowsAt(next, "Berlin")).toEqual(["Mon-Fri 20:00-05:00"]);
    expect(windowsAt(next, "Pune")).toEqual(["Mon-Fri 21:00-05:00"]);
    expect(windowsAt(next, "Pune", "kiosk")).toEqual(["22:00-05:00"]);
  });

  test("that is the general one again is said once", () => {
    const at = withText(editedText(changeOf("window", "Berlin", "Mon-Fri 20:00-05:00")));
    const back = editedText(changeOf("window", "Berlin", "Mon-Fri 21:00-05:00", at), at);
    expect(back).toContain("window: # site-local\n  - Mon-Fri 21:00-05:00\nservices:");
  });

  test("of every site takes the place of all of theirs", () => {
    const at = withText(editedText(changeOf("window", "Berlin", "Mon-Fri 20:00-05:00")));
    const next = editedText(changeOf("window", "every site", "Sat,Sun 20:00-06:00", at), at);
    for (const site of ["Berlin", "Pune"]) expect(windowsAt(next, site)).toEqual(["Sat,Sun 20:00-06:00"]);
  });

  test("may be several, and leaves those of single rings alone", () => {
    const at = replacing(
      "window: Mon-Fri 21:00-05:00 # site-local",
      "windows: # two\n  - Mon-Fri 21:00-05:00 # all\n  - { during: Sun 20:00-22:00, who: { ring: pilot } } # pilots",
    );
    const next = editedText(changeOf("window", "Pune", "Mon-Fri 21:00-05:00; Sat 10:00-12:00", at), at);
    expect(next).toContain(
      "  - Mon-Fri 21:00-05:00 # all\n  - { during: Sun 20:00-22:00, who: { ring: pilot } } # pilots\n",
    );
    expect(windowsAt(next, "Pune")).toEqual(["Mon-Fri 21:00-05:00", "Sat 10:00-12:00"]);
    expect(windowsAt(next, "Berlin")).toEqual(["Mon-Fri 21:00-05:00"]);
    expect(target("window", "Pune", at).note).toContain("1 window of single rings, tags or devices stays");
  });

  test("of a profile is that profile's", () => {
    expect(changedLines(changeOf("window", "every site, kiosk", "23:00-05:00"))).toEqual([
      `  kiosk: { extends: windows-kiosk, window: "23:00-05:00" } # every night`,
    ]);
  });

  test("that nobody can read is a problem with a way out", () => {
    expect(target("window", "Berlin").change("sometimes")).toMatchObject({
      ok: false,
      problems: [{ code: "window.syntax", hint: expect.stringContaining("Mon-Fri 21:00-05:00") }],
    });
  });
});

describe("the dialog of steering", () => {
  test("opens as a menu with what is now, and a letter chooses", () => {
    const { dialog } = pressed(openSteer(null, scene), ["d"]);
    expect(linesIn(openSteer(null, scene)).slice(0, 5)).toEqual([
      "What is to change?",
      "",
      "▸ c  Capacity    28/min, 300, unknown",
      "  h  Headroom    40%, 20%",
      "  d  Deadline    3d",
    ]);
    expect(linesIn(dialog).slice(0, 4)).toEqual(["Deadline", "", "  now  3d", "  new  3d│"]);
  });

  test("steps, applies and closes", () => {
    const { intents } = pressed(openSteer("deadline", scene), ["up", "+", "-", "enter"]);
    expect(changeIn(intents)).toEqual({
      words: "deadline 4d",
      edits: [{ kind: "set", path: ["deadline"], value: "4d" }],
    });
  });

  test("types", () => {
    const { intents } = pressed(openSteer("capacity", scene), [
      "enter",
      "ctrl+u",
      "3",
      "5",
      "/",
      "m",
      "i",
      "n",
      "enter",
    ]);
    expect(changeIn(intents).words).toBe("vpn carries 35/min");
  });

  test("keeps what is wrong, says why and how it is written", () => {
    const { dialog, intents } = pressed(openSteer("capacity", scene), [
      "enter",
      "backspace",
      "backspace",
      "backspace",
      "backspace",
      "enter",
    ]);
    expect(intents).toEqual([]);
    expect(linesIn(dialog)).toContain(`! "28" is not a rate`);
    expect(linesIn(dialog)).toContain("  write a rate such as 40/s, 600/min or 900/h, or unknown");
    expect(linesIn(dialog)).toContain("  new  28│");
  });

  test("says what the whole scenario has against a value", () => {
    const { dialog } = pressed(openSteer("headroom", scene), [
      "down",
      "enter",
      "ctrl+u",
      "1",
      "0",
      "0",
      "%",
      "enter",
    ]);
    expect(linesIn(dialog)).toContain("! a headroom of 100% leaves nothing to plan with");
  });

  test("changes nothing where the value stays", () => {
    expect(pressed(openSteer("goal", scene), ["enter"]).intents).toEqual([{ kind: "close" }]);
  });

  test("goes back a stage at a time, and not behind what it was opened for", () => {
    const typing = pressed(openSteer("headroom", scene), ["down", "enter"]).dialog;
    const back = pressed(typing, ["escape"]);
    expect(linesIn(back.dialog)[3]).toBe("▸ vpn            40%");
    expect(pressed(back.dialog, ["escape"]).intents).toEqual([{ kind: "close" }]);
    const menu = pressed(openSteer(null, scene), ["h", "escape"]);
    expect(linesIn(menu.dialog)[3]).toBe("▸ h  Headroom    40%, 20%");
  });

  test("says why what is marked cannot be changed", () => {
    const { dialog, intents } = pressed(openSteer("ring", scene), ["down", "enter"]);
    expect(intents).toEqual([]);
    expect(linesIn(dialog)).toContain("! takes what the others leave");
  });

  test("leaves freezes to their own dialog", () => {
    expect(openSteer("freeze", scene)).toEqual(openFreeze());
    expect(pressed(openSteer(null, scene), ["f"]).intents).toEqual([{ kind: "open", dialog: openFreeze() }]);
  });
});

describe("the dialog of freezes", () => {
  test("lists them with whom they concern, and why some cannot be moved", () => {
    expect(freezesIn(scene).map(({ when, whom, fixed }) => [when, whom, fixed])).toEqual([
      ["Thu 13 18:00 to Sat 15 06:00", "Pune", null],
      ["25..27 monthly", "every site", "it repeats: change its rule in the file"],
      ["./quarter-end.ics", "every site", "its times are in ./quarter-end.ics: change them there"],
      ["Thu 20 18:00 +02:00 to Thu 20 20:00 +02:00", "ring pilot", null],
    ]);
  });

  test("drags one by hours and days, and its ends", () => {
    const { intents } = pressed(openFreeze(), ["enter", "shift+right", "right", "[", "[", ">", "enter"]);
    const change = changeIn(intents);
    expect(change.words).toBe(
      "freeze Thu 13 18:00 to Sat 15 06:00 is now Fri 14 17:00 to Sun 16 08:00, Pune",
    );
    expect(changedLines(change)).toEqual([
      "  - { from: 2026-08-14T17:00, to: 2026-08-16T08:00, sites: [Pune] } # fair",
    ]);
  });

  test("keeps an offset, and whom it concerns by more than sites", () => {
    const { intents } = pressed(openFreeze(), ["end", "up", "enter", "left", "enter"]);
    expect(changedLines(changeIn(intents))).toEqual([
      "  - { from: 2026-08-20T17:00+02:00, to: 2026-08-20T19:00+02:00, who: { ring: pilot } }",
    ]);
  });

  test("adds one, typed", () => {
    const name = [..."Berlin"];
    const { intents } = pressed(openFreeze(), ["a", "down", "down", "down", "ctrl+u", ...name, "enter"]);
    expect(changedLines(changeIn(intents))).toEqual([
      "  - { from: 2026-08-13T18:00, to: 2026-08-14T06:00, sites: [Berlin] }",
    ]);
  });

  test("takes one out with its line", () => {
    const next = editedText(changeIn(pressed(openFreeze(), ["x"]).intents));
    expect(next).toBe(text.replace(/^.*# fair\n/m, ""));
  });

  test("gives a freeze to every site", () => {
    const { intents } = pressed(openFreeze(), ["enter", "down", "down", "down", "ctrl+u", "enter"]);
    expect(changedLines(changeIn(intents))).toEqual([
      "  - { from: 2026-08-13T18:00, to: 2026-08-15T06:00 } # fair",
    ]);
  });

  test("keeps what is wrong: no such site, and an end before its start", () => {
    const site = pressed(openFreeze(), ["enter", "down", "down", "down", "backspace", "enter"]);
    expect(linesIn(site.dialog)).toEqual(
      expect.arrayContaining([`! no site "Pun"`, `  did you mean "Pune"?`]),
    );
    const order = pressed(openFreeze(), ["enter", ...Array<string>(37).fill("<"), "enter"]);
    expect(linesIn(order.dialog)).toContain("! the freeze ends before it begins");
  });

  test("does not move what repeats, and says where it is changed", () => {
    const { dialog, intents } = pressed(openFreeze(), ["down", "enter"]);
    expect(intents).toEqual([]);
    expect(linesIn(dialog)).toContain("! it repeats: change its rule in the file");
  });

  test("draws it on the days from release to deadline, and counts whom it meets", () => {
    const lines = linesIn(pressed(openFreeze(), ["enter"]).dialog);
    expect(lines[2]).toMatch(/^ +█+ *│?/);
    expect(lines[3]).toMatch(/Wed 12─+Thu 13─+Fri 14/);
    expect(lines.join("\n")).toMatch(/in the plan on show (?:[\d,]+ devices restart|nobody restarts) in it/);
  });
});

describe("the dialog of the difference", () => {
  let changed: Scene;
  beforeAll(async () => {
    const document = {
      version: 1,
      timezone: "UTC",
      release: { at: "2026-08-11T17:00Z" },
      slot: "60m",
      deadline: "5d",
      goal: "flattest",
      fleet: [
        { site: "Berlin", profile: "windows-office", devices: 600 },
        { site: "Pune", profile: "windows-office", devices: 400 },
      ],
      window: "Mon-Fri 21:00-05:00",
      services: { vpn: { preset: "vpn-concentrator", capacity: "60/min" } },
    };
    const saved = dataOf(await planned({ ...document, goal: "fastest" }));
    changed = { ...scene, saved, planned: dataOf(await planned(document)) };
  });

  test("tells changes in words, moves, and figures before and after", () => {
    const dialog = openDifference(["goal flattest"]);
    const { lines, says } = differenceDialog.draw(dialog.view, changed, plainFrame(100, 40));
    expect(lines.slice(0, 3)).toEqual(["1 change since the scenario was saved", "  goal flattest", ""]);
    expect(lines[3]).toMatch(/^\d+ of 1,000 devices restart at another time$/);
    expect(lines.find((line) => line.startsWith("exposure"))).toMatch(/\d %? more$/);
    expect(lines.find((line) => line.startsWith("vpn"))).toMatch(/falls$/);
    expect(lines.find((line) => line.startsWith("MOVED MOST"))).toBeDefined();
    expect(says[0]).toBe("Changed: goal flattest.");
  });

  test("says so where nothing was changed", () => {
    const { lines } = differenceDialog.draw({ from: 0, words: [] }, scene, plainFrame(74, 15));
    expect(lines[0]).toBe("Nothing was changed since the scenario was saved.");
    expect(lines).toContain("No device restarts at another time");
  });

  test("scrolls as far as there are lines, and no further", () => {
    const small = { width: 74, height: 8 };
    const key = (name: string) => ({ name, text: "" });
    const end = differenceDialog.capture?.({ from: 0, words: [] }, key("end"), changed, small)
      ?.view as DifferenceView;
    const up = differenceDialog.capture?.(end, key("up"), changed, small)?.view as DifferenceView;
    expect(end.from).toBeGreaterThan(0);
    expect(up.from).toBe(end.from - 1);
    expect(differenceDialog.draw(end, changed, plainFrame(74, 8)).lines.at(-1)).toMatch(
      /^Pune\/windows-office\/broad/,
    );
  });
});

describe("every size and every name", () => {
  type Case = { readonly id: string; readonly group: string; readonly input: string };
  const cases = JSON.parse(readFileSync("test/hostile-cases.json", "utf8")) as readonly Case[];
  const hostile = cases.filter(({ group }) => group === "tui").map(({ input }) => input);

  const dialogs = (at: Scene): readonly Dialog[] => [
    openSteer(null, at),
    ...steerNames.map((name) => openSteer(name, at)),
    pressed(openSteer("window", at), ["down", "enter"], at).dialog,
    pressed(openSteer("capacity", at), ["enter", "x", "enter"], at).dialog,
    openFreeze(),
    pressed(openFreeze(), ["enter"], at).dialog,
    pressed(openFreeze(), ["a", "down", "down", "down", "x", "enter"], at).dialog,
    openDifference(["goal flattest"]),
  ];

  test("no line is wider than the dialog, nor are there more than it has", () => {
    for (const width of [40, 60, 74, 100])
      for (const height of [8, 13, 30])
        for (const dialog of dialogs(scene)) {
          const { lines } = faceOf(dialog).draw(dialog.view, scene, plainFrame(width, height));
          expect(lines.length, `${dialog.name} ${width}x${height}`).toBeLessThanOrEqual(height);
          for (const line of lines)
            expect(widthOf(line), `${dialog.name} ${width}: ${line}`).toBeLessThanOrEqual(width);
        }
  });

  test.each(hostile)("a site named %j changes nothing outside its cell", (name) => {
    const { plan } = scene.planned;
    const renamed = { ...plan, cohorts: plan.cohorts.map((cohort) => ({ ...cohort, site: name })) };
    const at: Scene = { ...scene, planned: { ...scene.planned, plan: renamed } };
    for (const dialog of dialogs(at)) {
      const { lines, says } = faceOf(dialog).draw(dialog.view, at, plainFrame(74, 15));
      for (const line of [...lines, ...says]) {
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
        if (lines.includes(line)) expect(widthOf(line)).toBeLessThanOrEqual(74);
      }
    }
  });

  test.each(hostile)("a change in words with %j in it stays on its line", (name) => {
    const { lines, says } = differenceDialog.draw(
      { from: 0, words: [`window of ${name}`] },
      scene,
      plainFrame(74, 15),
    );
    for (const line of [...lines, ...says]) expect(line).not.toMatch(/[\p{Cc}\u202e\u200b]/u);
  });
});
