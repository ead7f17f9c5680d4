import { beforeAll, describe, expect, test } from "vitest";
import { frontierScreen } from "../../cli/tui/screens/frontier.js";
import { differences, headroomText } from "../../cli/tui/frontier/change.js";
import type { Scene } from "../../cli/tui/scene.js";
import { type Edit, type Frontier, frontier, type FrontierPoint, unwatched } from "../../src/index.js";
import { parseShare } from "../../src/scenario/quantity.js";
import { rolloutAtRise } from "../../src/explain/frontier.js";
import { office } from "../explain/scenes.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { type Document, planned, prepared, solver } from "../support/planning.js";
import { expectFitting, pressed, sizes } from "./keys.js";
import { colourFrame, plainFrame, sceneOfDocument } from "./scene.js";

const document = office();

let bare: Scene;
let scene: Scene;
let found: Frontier;
beforeAll(async () => {
  const { rollout } = await prepared(document);
  const outcome = frontier({ rollout, points: 6, solve: await solver(), watch: unwatched });
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  found = outcome.value;
  bare = await sceneOfDocument(document);
  scene = { ...bare, facts: { ...bare.facts, frontier: { state: "known", value: found } } };
}, 60_000);

const known = (value: Frontier): Scene => ({
  ...bare,
  facts: { ...bare.facts, frontier: { state: "known", value } },
});

/** The document with these values set. */
function edited(of: Document, edits: readonly Edit[]): Document {
  return edits.reduce((before, edit) => {
    if (edit.kind !== "set") throw new Error("only sets are expected");
    return withValue(before, edit.path.map(String), edit.value);
  }, of);
}

function withValue(data: Document, [key = "", ...rest]: readonly string[], value: unknown): Document {
  return {
    ...data,
    [key]: rest.length === 0 ? value : withValue((data[key] ?? {}) as Document, rest, value),
  };
}

const editsAt = (at: number): readonly Edit[] => {
  const [intent] = pressed(frontierScreen, ["enter"], scene, { at }).intents;
  return intent?.kind === "change" ? intent.change.edits : [];
};

describe("getting the plan of a point", () => {
  test("sets goal flattest for the first, headrooms for those between, and nothing for the plan on show", () => {
    expect(editsAt(0)).toEqual([{ kind: "set", path: ["goal"], value: "flattest" }]);
    expect(editsAt(2).map((edit) => edit.path.join("."))).toEqual([
      "services.vpn.headroom",
      "services.gate.headroom",
    ]);
    const { intents } = pressed(frontierScreen, ["enter"], scene, { at: 5 });
    expect(intents).toEqual([{ kind: "say", text: "That is the plan on show." }]);
  });

  test("gives limits that are at most the point's, and lower by no more than a ten-thousandth", async () => {
    for (const [at, point] of found.points.entries()) {
      if (at === 0 || at === found.points.length - 1) continue;
      const { rollout } = await prepared(edited(document, editsAt(at)));
      const held = rolloutAtRise((await prepared(document)).rollout, point.rise);
      rollout.services.forEach(({ limit }, r) =>
        limit?.forEach((most, t) => {
          const meant = held.services[r]?.limit?.[t] as number;
          expect(most).toBeLessThanOrEqual(meant * (1 + 1e-12));
          expect(most).toBeGreaterThanOrEqual(meant * (1 - 1e-4));
        }),
      );
    }
  });

  test("gives that plan: its exposure is the point's, but for the gaps", async () => {
    for (const [at, point] of found.points.entries()) {
      const { plan } = await planned(edited(document, editsAt(at)));
      const level = plan.certificate.levels.at(-1);
      expect(level?.name).toBe("exposure");
      const exposure = level?.value ?? Number.NaN;
      const slack = Math.max(point.gap, level?.gap ?? 0, 1e-6);
      expect(Math.abs(exposure - point.exposure) / point.exposure).toBeLessThanOrEqual(slack);
      expect(plan.unscheduled).toEqual([]);
    }
  }, 60_000);

  test.each([
    [0.2, "20%"],
    [1 / 3, "33.3334%"],
    [0.567_891_234, "56.7892%"],
    [0.999, "99.9%"],
    [0.999_123_45, "99.9123450%"],
  ])("writes the headroom %d rounded up as %s", (headroom, text) => {
    expect(Number(headroomText(headroom).replace("%", ""))).toBe(Number(text.replace("%", "")));
    const back = parseShare(headroomText(headroom));
    expect(back.ok && back.value).toBeGreaterThanOrEqual(headroom);
  });

  test("never asks for less headroom than a service has, nor of one without capacity or with a full background", async () => {
    const { rollout } = await prepared(
      office({
        services: {
          vpn: { capacity: "9/min", headroom: "70%", background: { peak: "3/min", shape: "office-day" } },
          gate: { capacity: "2/min", headroom: "10%", sites: ["Pune"] },
          full: {
            capacity: "2/min",
            headroom: "10%",
            background: { peak: "3/min", shape: "flat" },
            signIns: 0,
          },
          open: { capacity: "unknown" },
        },
      }),
    );
    const { headroomsAtRise } = await import("../../src/service/rise.js");
    expect(headroomsAtRise(rollout.services, 0.5)).toEqual([{ service: "gate", headroom: 0.5 }]);
  });

  test("says where a headroom that sites share makes another plan of it", () => {
    const { settled } = scene.planned;
    const services = new Map(settled.scenario.services);
    services.set("vpn", {
      ...(services.get("vpn") as NonNullable<ReturnType<typeof services.get>>),
      perSite: true,
    });
    const shared = { settled: { ...settled, scenario: { ...settled.scenario, services } } };
    expect(differences(found.points[2] as FrontierPoint, shared)).toEqual([
      "All sites of vpn share one headroom: the one that needs most sets it.",
    ]);
    expect(differences(found.points[2] as FrontierPoint, scene.planned)).toEqual([]);
  });
});

describe("the screen of the frontier", () => {
  test("asks for the frontier", () => {
    expect(frontierScreen.wishes?.(frontierScreen.start, bare)).toEqual([{ topic: "frontier" }]);
  });

  test("marks the knee at first, and moves with all arrows", () => {
    const { knee } = found;
    expect(pressed(frontierScreen, ["right"], scene).view).toEqual({ at: (knee ?? 5) + 1 });
    expect(pressed(frontierScreen, ["home", "right", "down", "left"], scene).view).toEqual({ at: 1 });
    expect(pressed(frontierScreen, ["end", "right"], scene).view).toEqual({ at: 5 });
  });

  test("draws the points, the plan on show by its sign, the marked one under a pointer", () => {
    const { lines } = frontierScreen.draw({ at: 0 }, scene, plainFrame(76, 17));
    expect(lines[0]).toBe("─ Frontier: exposure over rise ───────────────────── ▾ marked  ◆ this plan ─");
    expect(lines[1]).toMatch(/^ +│▾/);
    expect(lines[2]).toMatch(/^\d+\.\d h │•/);
    expect(lines.some((line) => line.endsWith("◆"))).toBe(true);
    const rows = lines.filter((line) => line.startsWith("▸"));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain("least rise");
    expect(lines.at(-1)).toBe("Enter sets goal flattest.");
  });

  test("tells what comes of the marked point, and what enter would set", () => {
    const { lines, says } = frontierScreen.draw({ at: 2 }, scene, plainFrame(196, 53));
    expect(lines.at(-1)).toMatch(/^Enter sets headroom vpn \d+\.\d+%, headroom gate \d+\.\d+%\.$/);
    expect(says).toHaveLength(2);
    expect(says[0]).toMatch(/^From the least rise of load/);
    expect(says[1]).toMatch(/^Marked: Rise .*A device is exposed .* h on average/);
  });

  test("tells of one point that there is nothing to trade", () => {
    const last = found.points.at(-1) as FrontierPoint;
    const { lines, says } = frontierScreen.draw(
      { at: 3 },
      known({ points: [last], knee: null }),
      plainFrame(76, 17),
    );
    expect(says[0]).toContain("there is nothing to trade");
    expect(lines.at(-1)).toBe("This is the plan on show.");
  });

  test("tells what it waits for, and what is wrong", () => {
    const progress = { stage: "planning", detail: "point", done: 3, of: 12 };
    const asked = { ...bare, facts: { ...bare.facts, frontier: { state: "asked" as const, progress } } };
    expect(frontierScreen.draw({ at: null }, asked, plainFrame(90, 17)).lines.slice(1, 3)).toEqual([
      "Not known yet: plans between the least rise and the least exposure are made, each with its",
      "proof…",
    ]);
    const problems = [{ code: "x", message: "no service has a known capacity", hint: "give one" }];
    const failed = { ...bare, facts: { ...bare.facts, frontier: { state: "failed" as const, problems } } };
    expect(frontierScreen.draw({ at: null }, failed, plainFrame(90, 17)).lines.slice(1, 3)).toEqual([
      "! no service has a known capacity",
      "  give one",
    ]);
    expect(pressed(frontierScreen, ["down", "enter"], asked).intents.map(({ kind }) => kind)).toEqual([
      "say",
    ]);
  });

  test.each(sizes)("fits into %i x %i", (width, height) => {
    for (const of of [scene, bare])
      for (const at of [null, 0, 3, 5])
        for (const frame of [plainFrame(width, height), colourFrame(width, height)])
          expectFitting(frontierScreen.draw({ at }, of, frame), frame);
  });

  test.each(terminalInjections)("shows the service %j and does not obey it", (name) => {
    const points = found.points.map((point) => ({
      ...point,
      tightest: { ...point.tightest, service: name },
      headrooms: point.headrooms.map((each) => ({ ...each, service: name })),
    }));
    const frame = plainFrame(76, 17);
    expectFitting(frontierScreen.draw({ at: 2 }, known({ ...found, points }), frame), frame);
  });
});
