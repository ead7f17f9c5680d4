import { beforeAll, describe, expect, test } from "vitest";
import { loadScreen } from "../../cli/tui/screens/load.js";
import type { Scene } from "../../cli/tui/scene.js";
import { widthOf } from "../../cli/text/fit.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { colourFrame, plainFrame } from "./scene.js";
import { simulatedDocument } from "./simulated-scene.js";
import { pressed, twoServices } from "./two-services.js";

let scene: Scene;
beforeAll(async () => {
  scene = await simulatedDocument(twoServices);
}, 60_000);

const small = plainFrame(76, 17);
const after = (...keys: readonly string[]) => pressed(loadScreen, keys, scene, small);
const draw = (keys: readonly string[] = [], frame = small, of = scene) =>
  loadScreen.draw(pressed(loadScreen, keys, of, frame), of, frame);
/** The moment pointed at: "Fri 14 00:30-00:45". */
const momentAfter = (...keys: readonly string[]): string =>
  /^─ (.*) Berlin ─/.exec(draw(keys).lines.find((line) => line.includes(" slot ")) ?? "")?.[1] ?? "";

test("Load draws plan, background, rival, both lines and the slot pointed at, and tells them exactly", () => {
  expect(draw().lines).toEqual([
    "─ login, sign-ins a minute ──────────────────────────────────────── 1 of 2 ─",
    "█ plan  ▒ background  ░ unmanaged  ┈ limit  ═ capacity",
    " 10 │═══════════════════════════════════════════════════════════════════════",
    "  8 │┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈",
    "    │                   │                                                   ",
    "5.6 │    ░        ░░    ▅  ▄                                                ",
    "    │    ▒▒░     ░▒▒    █  ▒█                        ░▒       ▒▒       ▒▒   ",
    "    │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▂▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒",
    "  0 └─Wed 12───Thu 13───▲Fri 14──Sat 15───Sun 16───Mon 17───Tue 18───Wed 19─",
    "─ Fri 14 00:30-00:45 Berlin ────────────────────────────── slot 215 of 768 ─",
    "plan 5.1/min = background 0.2 + restarts 4.9   unmanaged 0.2/min",
    "limit 8/min   capacity 10/min   used 51 %",
    "FROM    RING       ADDS  DEVICES  LAST NIGHT, SITE-LOCAL",
    "Berlin  broad  +4.9/min      594  Thu 13 22:30-Fri 00:45",
    "─ Services ─────────────────────────────────────────────────────────────────",
    "▸ login  ▁▄▄▂▁▄▂▆▅▅▂▁▁▁▁▁▁▁▁▄▂▁▄▄▂▁▄▂  5.1 of 8/min  64 %  Fri 14 00:30",
    "  vpn       ▁▁▁ █▂▂▁▁▁      ▁          4.9/min, no limit known  Fri 14 00:30",
  ]);
});

test("Load says the same to ears", () => {
  expect(draw().says).toEqual([
    "Fri 14 00:30-00:45 Berlin, plan 5.1/min = background 0.2 + restarts 4.9, unmanaged 0.2/min, limit 8/min, capacity 10/min, used 51 %, most from Berlin broad 4.9/min, Berlin pilot < 0.1/min.",
    "login is busiest Fri 14 00:30 with 5.1/min of a limit of 8/min.",
    "vpn is busiest Fri 14 00:30 with 4.9/min with no limit known.",
  ]);
});

test("a service whose capacity is unknown has no line, and that is said", () => {
  const { lines } = draw(["]"]);
  expect(lines[1]).toBe("█ plan  ▒ background  ░ unmanaged   capacity unknown, so there is no limit");
  expect(lines.join("\n")).toContain("limit and capacity unknown");
  expect(lines.slice(2, 8).join("")).not.toMatch(/[┈═]/);
});

describe("the slot pointed at", () => {
  test.each([
    [[], "Fri 14 00:30-00:45"],
    [["left"], "Fri 14 00:15-00:30"],
    [["right", "right"], "Fri 14 01:00-01:15"],
    [["shift+left"], "Thu 13 00:30-00:45"],
    [["pagedown"], "Sat 15 00:30-00:45"],
    [["home"], "Tue 11 19:00-19:15"],
    [["home", "left"], "Tue 11 19:00-19:15"],
    [["end"], "Wed 19 18:45-19:00"],
    [["home", "n"], "Wed 12 08:15-08:30"],
    [["n"], "Mon 17 08:15-08:30"],
    [["end", "n"], "Wed 12 08:15-08:30"],
  ])("after %j is %s", (keys, moment) => {
    expect(momentAfter(...keys)).toBe(moment);
  });

  test("stays at its time when a plan with other slots comes", () => {
    const at = after("home", "right").at;
    expect(at).toBe(Date.parse("2026-08-11T17:15:00Z"));
  });
});

describe("zoom", () => {
  test("halves the time around what is pointed at, and shows hours", () => {
    const { lines } = draw(["+", "+", "+"]);
    expect(lines[0]).toContain("1/8 of the time, 1 of 2");
    expect(lines[8]).toBe("  0 └Thu 13──15:00────18:00───21:00──────▲──────03:00────06:00────09:00─────");
  });

  test("ends where a slot is many columns wide, and at the whole", () => {
    expect(after(..."++++++++++++")).toEqual({ ...loadScreen.start, zoom: 6 });
    expect(after("+", "-", "-")).toEqual(loadScreen.start);
  });
});

test("braille draws the same finer, where the terminal's glyphs have it", () => {
  const [blocks, braille] = [draw(["b", "b"]).lines, draw(["b"]).lines];
  expect(blocks).toEqual(draw().lines);
  expect(braille[7]).toMatch(/^ {4}│[⠀-⣿]+$/u);
  const ascii = { ...small, glyphs: glyphs.ascii };
  expect(draw(["b"], ascii).lines).toEqual(draw([], ascii).lines);
});

test("slots over their limit have a sign above them, beside their figures and in the list", () => {
  const { lines } = draw([], small, overloaded(scene));
  expect(lines.slice(2, 6).some((line) => line.includes("!"))).toBe(true);
  expect(lines.join("\n")).toContain("! over its limit 8/min");
  expect(lines.join("\n")).toContain("! 1 slot over");
  expect(draw().lines.join("\n")).not.toContain("!");
});

function overloaded(of: Scene): Scene {
  const { plan } = of.planned;
  const services = plan.services.map((service) =>
    service.id === "login"
      ? { ...service, load: service.load.map((load, slot) => (slot === service.peak.slot ? 0.15 : load)) }
      : service,
  );
  return { ...of, planned: { ...of.planned, plan: { ...plan, services } } };
}

describe("a rival that is not known", () => {
  const withFact = (fact: NonNullable<ReturnType<Scene["facts"]["simulations"]["get"]>>): Scene => ({
    ...scene,
    facts: { ...scene.facts, simulations: new Map([["", fact]]) },
  });

  test.each([
    [{ state: "unknown" }, "unmanaged is not simulated yet"],
    [{ state: "asked", progress: null }, "unmanaged: waiting for its simulation"],
    [
      { state: "asked", progress: { stage: "simulating", detail: "the plan" } },
      "unmanaged: simulating the plan",
    ],
    [
      { state: "failed", problems: [{ code: "x", message: "no habits" }] },
      "unmanaged cannot be simulated: no habits",
    ],
  ] as const)("%j: %s", (fact, note) => {
    const { lines, says } = loadScreen.draw(loadScreen.start, withFact(fact), plainFrame(120, 30));
    expect(lines[1]).toBe(`█ plan  ▒ background  ┈ limit  ═ capacity   ${note}`);
    expect(says[0]).toBe(`${note}.`);
    expect(lines.join("\n")).toContain("unmanaged unknown");
  });

  test("is wished for by its name", () => {
    expect(loadScreen.wishes?.(loadScreen.start, { ...scene, rival: "big-bang" })).toEqual([
      { topic: "simulation", rival: "big-bang" },
    ]);
  });
});

test.each([
  [76, 17],
  [80, 24],
  [109, 30],
  [120, 40],
  [200, 56],
])("at %d x %d it fills its room and no more, zoomed or not, in colour or not", (width, height) => {
  for (const frame of [plainFrame(width, height), colourFrame(width, height)])
    for (const keys of [[], ["]", "b"], ["+", "+", "n"], [..."++++++++"]]) {
      const { lines } = draw(keys, frame);
      expect(lines).toHaveLength(height);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
});

test.each(terminalInjections)("a service and a site named %j change nothing outside their cells", (name) => {
  const { plan, origins } = scene.planned;
  const named = {
    ...scene,
    rival: name,
    planned: {
      ...scene.planned,
      origins: origins.map((origin) => ({ ...origin, service: name, site: name, ring: name })),
      plan: { ...plan, services: plan.services.slice(0, 1).map((service) => ({ ...service, id: name })) },
    },
  };
  const { lines, says } = loadScreen.draw(loadScreen.start, named, plainFrame(120, 30));
  for (const line of [...lines, ...says]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(120);
});

test("a plan without services says so", () => {
  const { plan } = scene.planned;
  const none = { ...scene, planned: { ...scene.planned, plan: { ...plan, services: [] } } };
  expect(loadScreen.draw(loadScreen.start, none, small).lines).toEqual(["The plan has no service."]);
  expect(pressed(loadScreen, ["left", "]", "n", "+"], none, small).at).toBe(null);
});
