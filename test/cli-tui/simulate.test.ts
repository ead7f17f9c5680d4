import { beforeAll, describe, expect, test } from "vitest";
import { type SimulationAnswer, withoutMishaps } from "../../cli/simulation.js";
import { widthOf } from "../../cli/text/fit.js";
import type { Fact, Scene } from "../../cli/tui/scene.js";
import { isPlaying, simulateScreen, type SimulateView } from "../../cli/tui/screens/simulate.js";
import { simulated, told } from "../cli-text/simulation-fixture.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { colourFrame, plainFrame, sceneOfDocument } from "./scene.js";
import { withSimulation } from "./simulated-scene.js";
import { pressed, twoServices } from "./two-services.js";

const answerOf = (
  plan: SimulationAnswer["told"],
  against: SimulationAnswer["against"],
): SimulationAnswer => ({
  scene: {
    name: null,
    zone: "Europe/Berlin",
    slot: 15 * 60_000,
    mended: new Map(),
    notes: [],
    asked: withoutMishaps,
  },
  told: plan,
  against,
});

/** With the plan both are calm; when nobody plans vpn heals by itself, and login does not. */
const storm = answerOf(
  told("optimal", [simulated("vpn", "calm"), simulated("login", "calm")]),
  told("unmanaged", [simulated("vpn", "heals"), simulated("login", "collapses")]),
);

let bare: Scene;
let scene: Scene;
beforeAll(async () => {
  bare = await sceneOfDocument(twoServices);
  scene = withSimulation(bare, storm);
}, 60_000);

const small = plainFrame(76, 17);
const after = (keys: readonly string[], from = simulateScreen.start): SimulateView =>
  pressed(simulateScreen, keys, scene, small, from);
const draw = (keys: readonly string[] = [], frame = small, of = scene) =>
  simulateScreen.draw(pressed(simulateScreen, keys, of, frame), of, frame);
/** 36 h and 5 min in, as nobody plans: five minutes into the burst of restarts. */
const inTheBurst: SimulateView = { ...simulateScreen.start, service: "vpn", minute: 36 * 60 + 5 };

test("Simulate draws both courses in one minute, over time, and what happens when", () => {
  expect(simulateScreen.draw(inTheBurst, scene, small).lines).toEqual([
    "─ Thu 13 07:05 Berlin   vpn ────────────────────────── held, 15 min a tick ─",
    "PLAN                                │ NOBODY PLANS",
    "asked for    2,014/min ███▊   │     │ asked for   14,062/min █████████████ !",
    "served       2,014/min ███▊   │     │ served       3,600/min ████████▊│",
    "failing          0/min              │ failing     10,462/min █████████████ !",
    "backing off          0              │ backing off     15,700 ███▊          !",
    "rebooting          500 ██████████   │ rebooting          500 █████████████",
    "online         100,000 ██████████   │ online         100,000 █████████████",
    "      │              │              │       │               │",
    "3,600 │┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ │ 3,600 │┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈░░┈┈┈┈┈┈┈┈┈┈┈┈┈┈",
    "2,100 │ ▁▂▂      ▁▂▂▁▂     ▂▂▂      │       │ ▁▂▂▁       ▂▂▂██     ▁▂▂▁",
    "      │▇████▆▄▂▄▆█████▇▂▃▆█████▅▃▂▅ │       │▇████▇▅▃▂▄▆██████▄▂▃▆█████▇▄▂▃▅",
    "    0 └──Wed 12──────▲─────Fri 14── │     0 └──Wed 12─Thu 13▲──────Fri 14───",
    "─ What happens ───────────────────────── █ served  ░ asked for  ┈ capacity ─",
    "  Thu 13 07:00 NOBODY PLANS  vpn: demand above capacity, 7,546 of 3,600/min…",
    "▸ Thu 13 07:00 NOBODY PLANS  login: demand above capacity, 5,029 of 3,439/m…",
    "  Thu 13 07:59 NOBODY PLANS  vpn: worst, 55,900 failed and wait to try again",
  ]);
});

test("Simulate says the same to ears", () => {
  expect(simulateScreen.draw(inTheBurst, scene, small).says).toEqual([
    "Thu 13 07:05, with the plan: vpn is asked for 2,014/min and serves 2,014/min, it can serve 3,600/min; 0 back off; 500 devices restart and 100,000 are online.",
    "Thu 13 07:05, when nobody plans: vpn is asked for 14,062/min and serves 3,600/min, it can serve 3,600/min; 15,700 back off; 500 devices restart and 100,000 are online.",
    "With the plan no service is over its capacity.",
    "When nobody plans more is asked of vpn and login than can be served: 67,200,000 attempts fail.",
    "Next, Thu 13 07:59: vpn: worst, 55,900 failed and wait to try again.",
  ]);
});

test("it opens an hour before the first trouble, at the service with most of it", () => {
  expect(draw().lines[0]).toMatch(/^─ Thu 13 06:00 Berlin {3}login ─+ held, 15 min a tick ─$/);
});

describe("playing", () => {
  test("begins and ends with space, and only then ticks count", () => {
    expect(isPlaying(after([]))).toBe(false);
    expect(after(["tick"])).toEqual(simulateScreen.start);
    const playing = after(["space", "tick", "tick"], inTheBurst);
    expect(isPlaying(playing)).toBe(true);
    expect(playing.minute).toBe(36 * 60 + 5 + 30);
    expect(isPlaying(after(["space"], playing))).toBe(false);
  });

  test.each([
    [["<", "<", "<"], 1],
    [["<"], 5],
    [[], 15],
    [[">"], 60],
    [[">", ">", ">"], 360],
  ])("after %j a tick is %d minutes", (keys, minutes) => {
    expect(after(["home", ...keys, "space", "tick"]).minute).toBe(minutes);
  });

  test("holds at the end, and begins again from there", () => {
    const end = after(["end", "left", "space", "tick"]);
    expect(end).toMatchObject({ playing: false, minute: 3 * 24 * 60 - 1 });
    expect(after(["space"], end)).toMatchObject({ playing: true, minute: 0 });
  });

  test("waits while there is no simulation", () => {
    const view = { ...inTheBurst, playing: true };
    expect(pressed(simulateScreen, ["tick"], bare, small, view)).toEqual(view);
    expect(isPlaying(pressed(simulateScreen, ["space"], bare, small))).toBe(false);
  });

  test("leaves other keys to others", () => {
    expect(simulateScreen.capture?.(inTheBurst, { name: "q", text: "q" }, scene, small)).toBe(null);
  });
});

test.each([
  [["right"], 36 * 60 + 6],
  [["left", "left"], 36 * 60 + 3],
  [["shift+right"], 37 * 60 + 5],
  [["pageup"], 35 * 60 + 5],
  [["home", "left"], 0],
  [["end"], 3 * 24 * 60 - 1],
])("after %j the play head is at minute %d", (keys, minute) => {
  expect(after(keys, inTheBurst).minute).toBe(minute);
});

test("j goes from event to event, and from the last to the first", () => {
  const jumps = Array.from(
    { length: 9 },
    (_, n) => after(["home", ...Array<string>(n + 1).fill("j")]).minute,
  );
  // The burst; backlogs at their worst; the end of vpn's outage; the plan's broad ring; the release again.
  expect(jumps).toEqual([2160, 2219, 2248, 2279, 3090, 0, 2160, 2219, 2248]);
});

test("[ and ] choose the service", () => {
  expect(draw(["]"]).lines[0]).toContain("Berlin   vpn ─");
  expect(draw(["]", "]"]).lines[0]).toContain("Berlin   login ─");
});

test("where one policy alone is simulated it has the whole width", () => {
  const alone = withSimulation(bare, answerOf(told("big-bang", [simulated("vpn", "heals")]), null));
  const { lines } = simulateScreen.draw(inTheBurst, alone, plainFrame(100, 30));
  expect(lines[1]).toBe("big-bang");
  expect(lines.join("\n")).not.toContain("NOBODY PLANS");
});

test("a service whose capacity is unknown has no line and no trouble", () => {
  const unknown = withSimulation(bare, answerOf(told("optimal", [simulated("vpn", "heals", true)]), null));
  const { lines, says } = simulateScreen.draw(inTheBurst, unknown, plainFrame(100, 30));
  expect(lines.join("\n")).not.toMatch(/[┈!]/);
  expect(says.join("\n")).toContain("its capacity is unknown");
});

test.each<[Fact<SimulationAnswer>, string]>([
  [
    { state: "unknown" },
    "Not simulated yet: the plan, and nobody's plan. It begins as soon as the planner is free.",
  ],
  [{ state: "asked", progress: null }, "Simulating the plan, and nobody's plan, minute by minute ..."],
  [
    { state: "asked", progress: { stage: "simulating", detail: "the plan" } },
    "Simulating the plan, and nobody's plan, minute by minute: simulating the plan ...",
  ],
  [
    { state: "failed", problems: [{ code: "habits.none", message: "no habits", hint: "name some" }] },
    "This cannot be simulated: the plan, and nobody's plan.",
  ],
])("%j is told kindly", (fact, sentence) => {
  const without = { ...bare, facts: { ...bare.facts, simulations: new Map([["", fact]]) } };
  const { lines, says } = simulateScreen.draw(simulateScreen.start, without, plainFrame(120, 30));
  expect(lines.join("\n")).toContain(sentence);
  expect(says[0]).toBe(sentence);
});

test("it wishes for the rival's simulation", () => {
  expect(simulateScreen.wishes?.(inTheBurst, { ...scene, rival: "today" })).toEqual([
    { topic: "simulation", rival: "today" },
  ]);
});

test.each([
  [76, 17],
  [80, 24],
  [109, 30],
  [120, 40],
  [200, 56],
])("at %d x %d it fits its room, zoomed or not, in colour or not", (width, height) => {
  for (const frame of [plainFrame(width, height), colourFrame(width, height)])
    for (const keys of [[], ["]", "end"], [..."++++"], ["home", "space", "tick"]]) {
      const { lines } = draw(keys, frame);
      expect(lines.length).toBeLessThanOrEqual(height);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
});

test.each(terminalInjections)(
  "a service, a policy and a ring named %j change nothing outside their cells",
  (name) => {
    const { plan } = bare.planned;
    const named = {
      ...bare,
      planned: { ...bare.planned, plan: { ...plan, rings: plan.rings.map((ring) => ({ ...ring, name })) } },
    };
    const hostile = answerOf(
      told("optimal", [simulated(name, "calm")]),
      told(name, [simulated(name, "heals")]),
    );
    const { lines, says } = simulateScreen.draw(simulateScreen.start, withSimulation(named, hostile), small);
    for (const line of [...lines, ...says]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(76);
  },
);
