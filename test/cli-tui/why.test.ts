import { beforeAll, describe, expect, test } from "vitest";
import { whyScreen } from "../../cli/tui/screens/why.js";
import { noFacts, type Scene } from "../../cli/tui/scene.js";
import { oneNight } from "../explain/scenes.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { expectFitting, pressed, sizes } from "./keys.js";
import { colourFrame, contosoScene, plainFrame, sceneOfDocument } from "./scene.js";

let scene: Scene;
/** 200 devices, 160 sign-ins a night: some find no room. */
let tight: Scene;
beforeAll(async () => {
  scene = await contosoScene();
  tight = await sceneOfDocument(oneNight(200));
}, 60_000);

const draw = (keys: readonly string[], width = 100, height = 30, of = scene) =>
  whyScreen.draw(pressed(whyScreen, keys, of).view, of, plainFrame(width, height));

/** Heads as they stand: the mark, open (-) or folded (+), the title. */
const headsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^[▸ ] [-+] .*?(?= ─| *$)/u.exec(line)?.[0] ?? []);

const markedLine = (lines: readonly string[]): string =>
  (lines.find((line) => line.startsWith("▸")) ?? "").trimEnd();

describe("the screen of reasons", () => {
  test("asks for the explanation", () => {
    expect(whyScreen.wishes?.(whyScreen.start, scene)).toEqual([{ topic: "explanation" }]);
  });

  test("shows every section, those that find no room folded to a clause", () => {
    expect(headsOf(draw([], 100, 24).lines)).toEqual([
      "▸ - What limits it",
      "  - What headroom costs",
      "  - What one change would gain",
      "  - What does not fit",
      "  + How far from collapse",
      "  + How well it is proven",
      "  + What is guessed",
    ]);
    expect(draw([], 100, 24).lines[0]).toMatch(
      /^▸ - What limits it ─+ desk Mon 17 09:00-09:15: 1 call an hour more saves at most [\d,]+ device-hours *$/,
    );
    const guessed = draw([], 100, 24).lines.find((line) => line.includes("What is guessed"));
    expect(guessed).toMatch(/^ {2}\+ What is guessed ─+ 52 of 67 numbers that are not yours$/);
  });

  test("opens and folds the section of the marked line, and all of them", () => {
    expect(headsOf(draw(["down", "space"], 100, 30).lines)[0]).toBe("▸ + What limits it");
    expect(headsOf(draw(["down", "space", "enter"], 100, 30).lines)[0]).toBe("▸ - What limits it");
    expect(headsOf(draw(["a", "a"], 100, 30).lines).every((head) => head.includes("+"))).toBe(true);
  });

  test("goes from section to section, back to the own head first", () => {
    expect(markedLine(draw(["right", "right"]).lines)).toContain("What one change would gain");
    expect(markedLine(draw(["right", "right", "down", "left"]).lines)).toContain(
      "What one change would gain",
    );
    expect(markedLine(draw(["end", "right"]).lines)).toContain("What is guessed");
  });

  test("asks for the capacity of a service that limits, and for the headroom of one whose headroom costs", () => {
    expect(pressed(whyScreen, ["down", "enter"], scene).intents).toEqual([
      {
        kind: "open",
        dialog: {
          name: "steer",
          view: {
            root: "capacity",
            steer: "capacity",
            target: "desk",
            at: 0,
            field: { text: "36/h", at: 4 },
            problem: null,
          },
        },
      },
    ]);
    const [intent] = pressed(whyScreen, ["right", "down", "enter"], scene).intents;
    expect(intent?.kind === "open" && intent.dialog.name === "steer" && intent.dialog.view).toMatchObject({
      steer: "headroom",
      target: "desk",
      field: { text: "5%" },
    });
  });

  test("makes the change that was tried, or asks for windows, of which each profile has its own", () => {
    expect(pressed(whyScreen, ["right", "right", "down", "down", "enter"], scene).intents).toEqual([
      {
        kind: "change",
        change: { words: "a deadline of 8d", edits: [{ kind: "set", path: ["deadline"], value: "8d" }] },
      },
    ]);
    const [windows] = pressed(whyScreen, ["right", "right", "down", "enter"], scene).intents;
    expect(windows).toMatchObject({ kind: "open", dialog: { name: "steer", view: { steer: "window" } } });
  });

  test("tells first what does not fit, why, and makes what would help", () => {
    const { lines, says } = draw([], 100, 30, tight);
    expect(headsOf(lines).slice(0, 3)).toEqual([
      "▸ - What does not fit",
      "  - What limits it",
      "  - What headroom costs",
    ]);
    expect(lines[0]).toMatch(/ 40 devices left out *$/);
    expect(lines[1]).toBe("    40 devices, capacity: login cannot carry more");
    const words = lines.find((line) => line.includes("(planned again: they fit)"));
    expect(words).toBe("    would fit with 12.5/h more on login (52.5/h in all) (planned again: they fit)");
    expect(pressed(whyScreen, ["down", "down", "enter"], tight).intents).toEqual([
      {
        kind: "change",
        change: {
          words: "12.5/h more on login (52.5/h in all)",
          edits: [{ kind: "set", path: ["services", "login", "capacity"], value: "52.5/h" }],
        },
      },
    ]);
    expect(says[0]).toBe("What does not fit: 40 devices left out.");
  });

  test("shows all numbers that are not the admin's, guesses first, with their source", () => {
    const { lines } = draw(["a", "a", "end", "enter"], 300, 250);
    const guesses = lines.filter((line) => line.startsWith("    ? "));
    expect(guesses).toHaveLength(52);
    const head = lines.findIndex((line) => line.includes("What is guessed"));
    expect(lines[head + 1]).toMatch(/^ {4}\? /);
    const settings = lines.slice(head + 1).filter((line) => /^ {4}[? ] \S+: /.test(line));
    expect(settings).toHaveLength(67);
  });

  test("keeps the marked line among those on show, wherever it is", () => {
    for (let steps = 0; steps < 90; steps += 7) {
      const keys = ["a", "home", ...Array.from({ length: steps }, () => "down")];
      expect(markedLine(draw(keys, 76, 17).lines)).not.toBe("");
    }
  });

  test("keeps the mark on its section when more becomes known", () => {
    const before = { ...scene, facts: noFacts };
    const { view } = pressed(whyScreen, ["down", "down", "down"], before);
    const head = whyScreen.draw({ ...view, at: { section: "proof", entry: 0 } }, scene, plainFrame(100, 30));
    expect(markedLine(head.lines)).toContain("Under the same limits");
  });

  test("tells what the plan itself knows while prices are read and changes tried", () => {
    const progress = { stage: "trying", detail: "a deadline of 8d" };
    const asked: Scene = { ...scene, facts: { ...noFacts, explanation: { state: "asked", progress } } };
    const { lines } = draw([], 76, 17, asked);
    expect(lines.slice(1, 3)).toEqual([
      "    Not known yet: prices are read, and changes are tried by planning again…",
      "    trying a deadline of 8d",
    ]);
    expect(headsOf(lines)).toContain("  - How well it is proven");
    const problems = [{ code: "x", message: "the thread ended", hint: "ask again" }];
    const failed: Scene = { ...scene, facts: { ...noFacts, explanation: { state: "failed", problems } } };
    expect(draw([], 76, 17, failed).lines.slice(1, 3)).toEqual(["    ! the thread ended", "      ask again"]);
  });

  test.each(sizes)("fits into %i x %i", (width, height) => {
    for (const of of [scene, tight, { ...scene, facts: noFacts }])
      for (const keys of [[], ["down", "down"], ["end", "enter", "end"], ["a", "pagedown"], ["a", "end"]])
        for (const frame of [plainFrame(width, height), colourFrame(width, height)])
          expectFitting(whyScreen.draw(pressed(whyScreen, keys, of).view, of, frame), frame);
  });

  test.each(terminalInjections)("shows the service %j and does not obey it", (name) => {
    const { planned, facts } = scene;
    const explanation = facts.explanation.state === "known" ? facts.explanation.value : null;
    if (explanation === null) throw new Error("the explanation is known");
    const renamed = <T extends { readonly service: string }>(each: T): T => ({ ...each, service: name });
    const services = planned.plan.services.map((service) => ({ ...service, id: name }));
    const of: Scene = {
      ...scene,
      planned: {
        ...planned,
        plan: {
          ...planned.plan,
          services,
          groups: [name],
          unscheduled: [{ cohort: name, devices: 3, reason: "capacity", detail: name }],
        },
        distances: planned.distances.map(renamed),
        remedies: { changes: { shut: [name], crowded: [], queued: [] }, edits: {} },
      },
      facts: {
        ...facts,
        explanation: {
          state: "known",
          value: {
            ...explanation,
            limits: explanation.limits.map(renamed),
            headroom: explanation.headroom.map(renamed),
            unpriced: explanation.unpriced.map(renamed),
            more: explanation.more.map((tried) => ({ ...tried, words: name })),
          },
        },
      },
    };
    for (const frame of [plainFrame(76, 17), plainFrame(116, 200)])
      expectFitting(whyScreen.draw(pressed(whyScreen, ["a"], of).view, of, frame), frame);
  });
});
