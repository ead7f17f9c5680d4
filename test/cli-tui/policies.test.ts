import { beforeAll, describe, expect, test } from "vitest";
import { policiesScreen } from "../../cli/tui/screens/policies.js";
import type { Compared, Scene } from "../../cli/tui/scene.js";
import { comparison, metrics } from "../cli-text/comparison-fixture.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { expectFitting, pressed, sizes } from "./keys.js";
import { colourFrame, contosoScene, plainFrame } from "./scene.js";

/** The fixture's own plan is called as a comparison calls it. */
const policies = comparison.policies.map((policy) => ({
  ...policy,
  name: policy.name === "optimal" ? "optimal fastest" : policy.name,
  offered: comparison.services.map((_, s) =>
    new Float64Array(comparison.grid.slots).map((__, t) =>
      policy.name === "today" && t === 61 ? 70 : 9 + s,
    ),
  ),
}));
const compared: Compared = { comparison: { ...comparison, policies }, metrics };

const withComparison = (scene: Scene, fact: Scene["facts"]["comparison"]): Scene => ({
  ...scene,
  facts: { ...scene.facts, comparison: fact },
});

let contoso: Scene;
let scene: Scene;
beforeAll(async () => {
  contoso = await contosoScene();
  scene = withComparison(contoso, { state: "known", value: compared });
}, 60_000);

const draw = (keys: readonly string[], width = 76, height = 17, of = scene) =>
  policiesScreen.draw(pressed(policiesScreen, keys, of).view, of, plainFrame(width, height));

/** Names in their order, the signs before them too. */
const rowsOf = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^(?:▸|·| ) (. [A-Z] [a-z-]+(?: [a-z]+)?) /u.exec(line)?.[1] ?? []);

describe("the screen of policies", () => {
  test("asks for the comparison", () => {
    expect(policiesScreen.wishes?.(policiesScreen.start, scene)).toEqual([{ topic: "comparison" }]);
  });

  test("shows today, the plan and the others by their merit, the plan and the rival by signs", () => {
    const { lines } = draw([], 100, 30);
    expect(rowsOf(lines).slice(0, 4)).toEqual(["  A today", "◆ B optimal fastest", "  C even", "  D rate"]);
    expect(rowsOf(lines).find((row) => row.includes("unmanaged"))).toBe("○ M unmanaged");
  });

  test("draws the marked policy: what it does, who is overloaded, what it asks of each service", () => {
    expect(draw([], 90, 17).lines.slice(-8)).toEqual([
      "─ A today ──────────────────────────────────────────────────────────────────────── rings ─",
      "What rings does, as some product behaves.",
      "Overloaded for a time: login.",
      "Note: Pune has no ring",
      "login  ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃!▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  4,200/min at most, limit 1,920/min",
      "desk   ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃!▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃  4,200/min at most, limit 1,920/min",
      "vpn    ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂█▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂    4,200/min at most, limit unknown",
      "       ─12────13────14────15───16────17────18────19───  full: limit, ! over",
    ]);
  });

  test("gives the service that is used most a chart of its own where there is room, the plan's load behind it", () => {
    const { lines } = draw(["down", "down"], 100, 33);
    expect(lines).toContain("desk  660/min at most, limit 1,920/min   █ even  ░ the plan  ┈ limit");
  });

  test("orders by a figure, the best first, and what never gets there last; the mark stays on its policy", () => {
    const { view } = pressed(policiesScreen, ["down", "right", "right", "right"], scene);
    expect(view).toEqual({ at: "optimal fastest", by: "timeTo95", all: false });
    const { lines } = policiesScreen.draw(view, scene, plainFrame(100, 30));
    const names = rowsOf(lines).map((row) => row.slice(4));
    expect(names.slice(0, 3)).toEqual(["big-bang", "today", "ramp"]);
    expect(names.slice(-2)).toEqual(["lock", "unmanaged"]);
    expect(lines.find((line) => line.startsWith("▸"))).toContain("optimal fastest");
    expect(lines.some((line) => line.includes("DONE▾"))).toBe(true);
  });

  test("comes back to the usual order after the last figure, and from before the first", () => {
    const times = Array.from({ length: 6 }, () => "o");
    expect(pressed(policiesScreen, times, scene).view.by).toBeNull();
    expect(pressed(policiesScreen, ["left"], scene).view.by).toBe("callsPerHour");
  });

  test("keeps the figure that orders on show where not all have room, and says how many are to the side", () => {
    const { lines } = draw(["a", "left"]);
    expect(lines[0]).toContain("by start times");
    expect(lines[0]).toMatch(/\d+ more figures to the side/);
    expect(lines.slice(1, 4).join(" ")).toContain("TIMES▾");
  });

  test("chooses the marked policy as rival for Load, and for Simulate", () => {
    expect(pressed(policiesScreen, ["down", "down", "enter"], scene).intents).toEqual([
      { kind: "rival", policy: "even" },
      { kind: "go", screen: "load" },
    ]);
    expect(pressed(policiesScreen, ["end", "up", "i"], scene).intents).toHaveLength(2);
    const unmanaged = { at: "unmanaged", by: null, all: false };
    expect(pressed(policiesScreen, ["i"], scene, unmanaged).intents).toEqual([
      { kind: "rival", policy: null },
      { kind: "go", screen: "simulate" },
    ]);
  });

  test("does not hold the plan against itself", () => {
    const own = { at: "optimal fastest", by: null, all: false };
    expect(pressed(policiesScreen, ["enter"], scene, own).intents.map(({ kind }) => kind)).toEqual(["say"]);
  });

  test("tells what is known while the policies are compared: progress, and what the plan does", () => {
    const progress = { stage: "comparing", detail: "even", done: 4, of: 16 };
    const waiting = withComparison(contoso, { state: "asked", progress });
    const { lines, says } = draw(["down", "o"], 76, 17, waiting);
    expect(lines[1]).toBe("Not known yet: every policy is carried out on this fleet in the same");
    expect(lines[3]).toBe("│████▌                   │ comparing even 4 of 16");
    expect(lines.some((line) => line.startsWith("vpn "))).toBe(true);
    expect(says).toEqual(["Not known yet: every policy is carried out on this fleet in the same simulator."]);
    expect(pressed(policiesScreen, ["enter"], waiting).intents.map(({ kind }) => kind)).toEqual(["say"]);
  });

  test("tells why there is no comparison", () => {
    const problems = [{ code: "x", message: "the thread ended", hint: "ask again" }];
    const { lines } = draw([], 76, 17, withComparison(contoso, { state: "failed", problems }));
    expect(lines.slice(1, 3)).toEqual(["! the thread ended", "  ask again"]);
  });

  test.each(sizes)("fits into %i x %i, whatever is known and marked", (width, height) => {
    const unknown = withComparison(contoso, { state: "unknown" });
    for (const keys of [[], ["end"], ["a", "left", "pagedown"], ["o", "o"]])
      for (const frame of [plainFrame(width, height), colourFrame(width, height)])
        for (const of of [scene, unknown])
          expectFitting(policiesScreen.draw(pressed(policiesScreen, keys, of).view, of, frame), frame);
  });

  test.each(terminalInjections)("shows the name %j and does not obey it", (name) => {
    const hostile: Compared = {
      metrics,
      comparison: {
        ...comparison,
        name,
        services: comparison.services.map((service) => ({ ...service, id: name })),
        policies: policies.map((policy, i) =>
          i === 3 ? { ...policy, name, kind: name, about: name, notes: [name], dominatedBy: name } : policy,
        ),
      },
    };
    const frame = plainFrame(76, 17);
    const of = { ...withComparison(contoso, { state: "known", value: hostile }), rival: name };
    expectFitting(policiesScreen.draw({ at: name, by: null, all: false }, of, frame), frame);
  });
});
