import { beforeAll, describe, expect, test } from "vitest";
import { heightsOf, type Row } from "../../cli/tui/overview/pane.js";
import { unknown, type Scene } from "../../cli/tui/scene.js";
import { overviewScreen } from "../../cli/tui/screens/overview.js";
import type { SimulationAnswer } from "../../cli/simulation.js";
import { instant } from "../../src/units.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { expectAscii, expectToFit, fewSizes, linesOf, played, unsafe } from "./pictures.js";
import { contosoScene, plainFrame, sceneOfDocument } from "./scene.js";

const small = {
  version: 1,
  name: "small",
  timezone: "Europe/Berlin",
  release: { at: "2026-08-11T17:00:00Z" },
  deadline: "7d",
  slot: "60m",
  window: "Mon-Fri 21:00-05:00",
  fleet: [{ site: "Berlin", devices: 420 }],
};
const vpn = (capacity: string) => ({
  vpn: { preset: "vpn-concentrator", capacity, background: { peak: "1/min", shape: "office-day" } },
});
const fewFit = () => sceneOfDocument({ ...small, services: vpn("1.8/min") });
const unknownCapacity = () => sceneOfDocument({ ...small, services: vpn("unknown") });

// Planning is not what is tried here, and may wait for other work on the machine.
beforeAll(async () => void (await contosoScene()), 120_000);

const at = (iso: string) => instant(Date.parse(iso));
const draws = (scene: Scene, width = 120, height = 36, keys = ""): readonly string[] =>
  linesOf(overviewScreen, scene, keys, plainFrame(width, height));
const text = (...given: Parameters<typeof draws>): string => draws(...given).join("\n");

describe("the overview", () => {
  test("says first whether it is safe, at the smallest size too", async () => {
    const [title, verdict, ...rest] = draws(await contosoScene(), 76, 17);
    expect(title).toMatch(/^─ Is it safe\? ─+ times: Berlin ─$/);
    expect(verdict).toBe(" FITS   tightest desk: 99.9 % of its limit, Mon 17 09:00");
    expect(rest[0]).toMatch(/^ vpn +█+[▏▎▍▌▋▊▉]? *│ +15 of 17\/min +Tue 18 08:15 +28\/min - 40 % \(guess\)$/);
    expect(rest.join("\n")).toContain("─ Now: Wed 12 Aug 07:42 Berlin ─");
    expect(rest.join("\n")).toContain("─ ▸ Waves, site-local ─");
  });

  test("tells by the clock what comes next, and what the plan expects to be done", async () => {
    const scene = await contosoScene();
    expect(text(scene, 80, 36)).toContain("next   Wed 12 17:30 (in 9 h 48 min): 2 devices, pilot, Pune");
    expect(text(scene, 80, 36)).toContain("24 h   141 devices, pilot, all 9 sites");
    expect(text(scene, 80, 50)).toContain("due    Tue 18 19:00 (in 6.5 days), last wave ends Mon 17 23:00");
    expect(text({ ...scene, now: at("2026-08-11T12:00:00Z") }, 80, 50)).toContain(
      "first  release Tue 11 19:00 (in 5 h)",
    );
    const over = text({ ...scene, now: at("2026-11-23T12:00:00Z") }, 80, 50);
    expect(over).toContain("next   nothing: the last wave ended Mon 17 23:00 (98 days ago)");
    expect(over).toMatch(/done +12,\d{3} of 12,210 by plan/);
  });

  test("in another zone the times move, the waves stay site-local", async () => {
    const scene = { ...(await contosoScene()), zone: "America/New_York" };
    expect(text(scene)).toContain("tightest desk: 99.9 % of its limit, Mon 17 03:00");
    expect(text(scene)).toContain("Now: Wed 12 Aug 01:42 New York");
    expect(text(scene)).toContain("▸ Wed 12 21:00-22:15      pilot  Sao Paulo             8       5");
  });

  test("says what one night would do, and what the rival does once it is simulated", async () => {
    const scene = await contosoScene();
    expect(text(scene)).toContain("all in one night: desk 42/h, over its limit for 1 h 30 min");
    const against = {
      policy: "unmanaged",
      simulation: {
        services: [
          { id: "desk", peakUtilisation: 1.8, peakAt: at("2026-08-13T06:40:00Z"), hoursOverCapacity: 3 },
        ],
      },
    };
    const simulations = new Map([
      ["", { state: "known" as const, value: { against } as unknown as SimulationAnswer }],
    ]);
    expect(text({ ...scene, facts: { ...scene.facts, simulations } })).toContain(
      "unmanaged: desk 180 % of its capacity Thu 13 08:40, over it for 3 h",
    );
  });

  test("of devices without a wave it says how many, and the way out that was found", async () => {
    const scene = await fewFit();
    expect(text(scene)).toMatch(/DOES NOT FIT {3}\d+ of 420 devices have no wave/);
    expect(text(scene)).toMatch(/! \d+ devices without a wave/);
    expect(text(scene)).toMatch(/way out: .*vpn/);
  });

  test("an unknown capacity is called unknown, and what it would need is told", async () => {
    const scene = await unknownCapacity();
    expect(draws(scene)[1]).toMatch(/^ NEEDS [\d.]+\/(min|h) /);
    expect(text(scene)).toMatch(/vpn +no limit +needs [\d.]+\/(min|h) +\S+ \d+ \d\d:\d\d +unknown/);
    expect(text(scene)).not.toContain("┈");
  });

  test("limits stand there before anything more is known, and each state of what would help is told", async () => {
    const scene = await contosoScene();
    const told = (explanation: Scene["facts"]["explanation"]): string =>
      text({ ...scene, facts: { ...scene.facts, explanation } }, 120, 40);
    expect(told(unknown)).toContain("what would help is not known yet");
    expect(told(unknown)).toContain("desk");
    expect(told({ state: "asked", progress: { stage: "trying", detail: "a deadline of 8d" } })).toContain(
      "seeking what would help: trying a",
    );
    expect(told({ state: "failed", problems: [{ code: "x", message: "out of memory" }] })).toMatch(
      /cannot be told: out\s/,
    );
    expect(told(scene.facts.explanation)).toContain("a deadline of 8d: no gain");
  });

  test("arrows mark a wave, brackets choose a service, enter opens what tells more", async () => {
    const scene = await contosoScene();
    expect(text(scene, 120, 36, "down down")).toContain("▸ Wed 12 21:00-23:15      pilot  Pune");
    expect(played(overviewScreen, scene, "end").view.at).toBe(18);
    expect(played(overviewScreen, scene, "down enter").intents).toEqual([{ kind: "go", screen: "schedule" }]);
    expect(played(overviewScreen, scene, "right enter").intents).toEqual([{ kind: "go", screen: "why" }]);
    expect(played(overviewScreen, scene, "left enter").intents).toEqual([{ kind: "go", screen: "load" }]);
    // The tightest is desk; login comes after it, and then the first again.
    expect(text(scene, 120, 36, "]")).toContain("─ ▸ login, sign-ins a minute ─");
    expect(text(scene, 120, 36, "] ]")).toContain("─ ▸ vpn, sign-ins a minute ─");
    expect(text(scene, 120, 36, "[")).toContain("─ ▸ plant-radius, sign-ins a minute ─");
  });

  test("no line is too wide nor one too many at any size", async () => {
    for (const scene of [await contosoScene(), await fewFit(), await unknownCapacity()])
      for (const keys of ["", "end", "left left", "] down"]) expectToFit(overviewScreen, scene, keys);
  });

  test("is ASCII where that is all there is", async () => {
    expectAscii(overviewScreen, await contosoScene(), "down");
  });

  test("a scenario without a service is drawn without a curve", async () => {
    const scene = await sceneOfDocument({ ...small, services: vpn("unknown") });
    const { plan } = scene.planned;
    const none = { ...scene, planned: { ...scene.planned, distances: [], plan: { ...plan, services: [] } } };
    expectToFit(overviewScreen, none, "right right ]");
  });

  test("a hostile name changes nothing outside its cell", async () => {
    const scene = await unknownCapacity();
    for (const name of terminalInjections) {
      const { plan } = scene.planned;
      const [cohort] = plan.cohorts;
      const hostile = {
        ...scene,
        planned: {
          ...scene.planned,
          plan: {
            ...plan,
            cohorts: plan.cohorts.map((each) => ({
              ...each,
              site: each === cohort ? name : each.site,
              ring: name,
            })),
            services: plan.services.map((each) => ({ ...each, id: name })),
            certificate: { ...plan.certificate, prices: [] },
          },
        },
      };
      expectToFit(overviewScreen, hostile, "", fewSizes);
      for (const [width, height] of [
        [76, 17],
        [120, 36],
      ] as const) {
        const { lines, says } = overviewScreen.draw(overviewScreen.start, hostile, plainFrame(width, height));
        expect([...lines, ...says].filter((line) => unsafe.test(line))).toEqual([]);
      }
    }
  });

  test("speaks in sentences", async () => {
    const scene = await contosoScene();
    const { says } = overviewScreen.draw(overviewScreen.start, scene, plainFrame(120, 36));
    expect(says[0]).toBe("The plan: fits.");
    expect(says[2]).toBe("Load of desk: at most 34/h, Mon 17 09:00 Berlin; its limit is 34/h.");
    expect(says[3]).toBe(
      "Wave 1 of 19: Wed 12 21:00-22:15 site-local, pilot, Sao Paulo, 8 devices of 12,210.",
    );
  });
});

describe("rows of panes", () => {
  const row = (least: number, most: number, order: number, weight = 1): Row<string> => ({
    panes: [{ name: "a", title: "A", right: "", least, most, draw: () => [] }],
    order,
    weight,
  });

  test("the least important goes where not all find room", () => {
    expect(heightsOf([row(2, 5, 0), row(2, 5, 2), row(2, 5, 1)], 6)).toEqual([3, 0, 3]);
  });

  test("what is left over is shared by weight, and nobody gets more than it can use", () => {
    expect(heightsOf([row(1, 9, 0, 2), row(1, 9, 1, 1)], 10)).toEqual([6, 4]);
    expect(heightsOf([row(1, 2, 0, 2), row(1, 9, 1, 1)], 10)).toEqual([3, 7]);
    expect(heightsOf([row(1, 2, 0), row(1, 2, 1)], 50)).toEqual([3, 3]);
  });
});
