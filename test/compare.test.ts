import { describe, expect, test } from "vitest";
import {
  compared,
  type ComparisonAsked,
  comparison,
  frameOf,
  oncePlanned,
  type Outcomes,
} from "../src/compare.js";
import { type Contestant, contestantsOf, type Scene } from "../src/contestants.js";
import { unchanged } from "../src/evaluate/change.js";
import { metrics } from "../src/evaluate/metrics.js";
import { bestSimple, robustness } from "../src/robustness.js";
import { parseSweep, parseWhatIf } from "../src/what-if.js";
import { withSettings } from "../src/scenario/settings.js";
import { share } from "../src/units.js";
import { prepared, solver } from "./support/planning.js";
import { deltaProfile, release } from "./support/scenarios.js";

/** Sixty devices that sign in at once as they restart, on a service that carries 20 of them an hour, half of it left unused. */
const scenario = {
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "60m",
  deadline: "2d",
  window: "00:00-24:00",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  profile: "plain",
  profiles: { plain: deltaProfile },
  fleet: [
    { site: "Berlin", devices: 20 },
    { site: "Lyon", devices: 40 },
  ],
  services: { login: { capacity: "20/h", headroom: "50%" } },
};

let ready: Promise<{ readonly scene: Scene; readonly contestants: readonly Contestant[] }> | null = null;
const field = () =>
  (ready ??= (async () => {
    const scene = await prepared(scenario);
    return { scene, contestants: contestantsOf(scene, await solver(), () => undefined) };
  })());

async function outcomesOf(
  asked: Partial<ComparisonAsked> = {},
  only: (contestant: Contestant) => boolean = () => true,
): Promise<readonly Outcomes[]> {
  const { scene, contestants } = await field();
  return [...compared(scene, contestants.filter(only), { ...oncePlanned, ...asked })].map((each) => {
    if (!each.ok) throw new Error(JSON.stringify(each.problems));
    return each.value;
  });
}

const named = (outcomes: readonly Outcomes[], name: string) => {
  const found = outcomes.find(({ planned }) => planned.name === name);
  if (found === undefined) throw new Error(name);
  return found.planned;
};

describe("a comparison", () => {
  test("has the policies of the scenario, the optimum of both goals among them, and the same figures of each", async () => {
    const outcomes = await outcomesOf();
    expect(outcomes.length).toBeGreaterThanOrEqual(12);
    expect(
      outcomes.filter(({ planned }) => planned.role === "optimum").map(({ planned }) => planned.name),
    ).toEqual(["optimal fastest", "optimal flattest"]);
    for (const { planned } of outcomes)
      expect(Object.keys(planned.figures)).toEqual(metrics.map(({ id }) => id));
  });

  test("loses no device: who is not done by the horizon is left out", async () => {
    for (const { planned } of await outcomesOf()) {
      const last = planned.restarted.at(-1) as number;
      expect([planned.name, last + planned.leftOut]).toEqual([planned.name, expect.closeTo(60, 0)]);
      for (let t = 1; t < planned.restarted.length; t++)
        expect((planned.restarted[t] as number) - (planned.restarted[t - 1] as number)).toBeGreaterThan(
          -1e-9,
        );
    }
  });

  // Ten an hour: six hours; exposure is 10 x (0.5 + ... + 5.5).
  test("the optimum is at its limit for six hours and over it in none", async () => {
    const { figures, fates, leftOut } = named(await outcomesOf(), "optimal fastest");
    expect(figures).toMatchObject({ hoursOverLimit: 0, lockedOut: 0, pastDue: 0 });
    expect(figures["exposure"]).toBeCloseTo(180, 6);
    // Fifty-seven minutes of the last hour: then less than half a device is left.
    expect(figures["timeTo100"]).toBeCloseTo(5.95, 6);
    expect([fates, leftOut]).toEqual([["calm"], 0]);
  });

  test("the same seed gives the same bytes, and a run has the seed of its number", async () => {
    const only = ({ kind }: Contestant) => kind === "optimal" || kind === "unmanaged";
    const three = await outcomesOf({ runs: 3, seed: 7 }, only);
    expect(JSON.stringify(await outcomesOf({ runs: 3, seed: 7 }, only))).toBe(JSON.stringify(three));
    const next = await outcomesOf({ runs: 2, seed: 8 }, only);
    expect(next.map(({ runs }) => runs)).toEqual(three.map(({ runs }) => runs.slice(1)));
    expect(three[1]?.runs[0]).not.toEqual(three[1]?.runs[1]);
  });

  test("tells spreads of the runs there are, and who is dominated", async () => {
    const { scene } = await field();
    const [first] = await outcomesOf({ runs: 2 }, ({ name }) => name === "optimal fastest");
    const better = (first as Outcomes).planned;
    const worse = { ...better, name: "late", figures: { ...better.figures, timeTo95: 99 } };
    const lost = { ...better, name: "lost", leftOut: 5 };
    const { policies } = comparison(
      frameOf(scene),
      [first as Outcomes, { planned: worse, runs: [] }, { planned: lost, runs: [] }],
      { runs: 2, seed: 1, isWhole: false },
    );
    expect(policies.map(({ dominatedBy }) => dominatedBy)).toEqual([null, "optimal fastest", null]);
    expect(policies.map(({ spreads }) => spreads === null)).toEqual([false, true, true]);
    expect(policies[0]?.spreads?.["timeTo95"]?.median).toBeGreaterThan(5.7);
  });
});

describe("a worse world", () => {
  const optimum = ({ name }: Contestant) => name === "optimal fastest";

  test("half of the capacity puts the plan at the capacity, a quarter above it", async () => {
    const capacity = (left: number) => ({
      ...unchanged,
      capacity: [{ service: "login", left: share(left) }],
    });
    const [half] = await outcomesOf({ change: capacity(0.5) }, optimum);
    expect(half?.planned.figures["peakUtilisation"]).toBeCloseTo(1, 6);
    const [quarter] = await outcomesOf({ change: capacity(0.25) }, optimum);
    expect(quarter?.planned.figures["peakUtilisation"]).toBeGreaterThanOrEqual(2);
  });

  test("who refuses is left out", async () => {
    const [found] = await outcomesOf({ change: { ...unchanged, refused: share(0.3) } }, optimum);
    expect(found?.planned.leftOut).toBeCloseTo(18, 6);
  });

  // After two hours 20 have restarted; the 40 others do so in the six hours from then, which are everybody's.
  test("an urgent release makes everybody restart once more, and whom it finds waiting restarts once", async () => {
    const again = parseWhatIf("outOfBand=+2h");
    if (!again.ok) throw new Error("wrong");
    const [found] = await outcomesOf({ change: again.value.change }, optimum);
    const offered = [...(found?.planned.offered[0] as Float64Array)].slice(0, 9).map((rate) => rate * 3_600);
    expect(offered.map((rate) => Math.round(rate))).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 0]);
    expect(found?.planned.leftOut).toBe(0);
    // 59.5 of 60, of whom 20 were done before.
    expect(found?.planned.figures["timeTo100"]).toBeCloseTo(8 - 4 / 60, 6);
    // 10 x (0.5 + 1.5), then two thirds of 10 in each hour from the third to the eighth.
    expect(found?.planned.figures["exposure"]).toBeCloseTo(20 + (20 / 3) * 30, 6);
  });

  test("of a service that is not there is a mistake that names the nearest", async () => {
    const { scene, contestants } = await field();
    const change = { ...unchanged, capacity: [{ service: "logon", left: share(0.5) }] };
    const [first] = compared(scene, contestants.slice(0, 1), { ...oncePlanned, change });
    expect(first).toMatchObject({ ok: false, problems: [{ code: "what-if.unknown-service" }] });
  });

  test("is stood, or would be with more headroom", async () => {
    const scene = await prepared({
      ...scenario,
      services: {
        login: { capacity: "20/h", headroom: "10%", retries: { giveUp: "0%", failureCost: "50%" } },
      },
    });
    const solve = await solver();
    const contestants = contestantsOf(scene, solve, () => undefined);
    const found = robustness(
      { scene, solve, watch: () => undefined },
      contestants.find(optimum) as Contestant,
    );
    if (!found.ok) throw new Error("wrong");
    expect(found.value.trials.map(({ isSurvived }) => isSurvived)).toEqual([false, true, true]);
    expect(found.value.worst.text).toBe("every capacity 25 % smaller");
    expect(found.value.cover).toEqual({ headroom: 0.25, most: 0.9 });
  });

  test("the best simple policy leaves nobody out before anything else", () => {
    const policy = (name: string, leftOut: number, lockedOut: number, timeTo95: number) => ({
      name,
      role: "other" as const,
      leftOut,
      figures: { lockedOut, hoursOverLimit: 0, timeTo95 },
    });
    const all = [
      policy("calm", 9, 0, 1),
      policy("rush", 0, 50, 2),
      policy("slow", 0, 0, 9),
      policy("good", 0, 0, 5),
    ];
    expect(bestSimple(all)).toBe("good");
    expect(bestSimple([])).toBeNull();
  });
});

describe("sweeps and what-ifs", () => {
  const settings = (text: string) => {
    const found = parseSweep(text);
    return found.ok ? found.value.map((variant) => variant.settings[0]?.value) : found.problems[0]?.code;
  };

  test.each([
    ["headroom=10..60%:10", ["10%", "20%", "30%", "40%", "50%", "60%"]],
    ["deadline=1d..2d:12h", "sweep"],
    ["deadline=24h..48h:12", ["24h", "36h", "48h"]],
    ["maxPerSlot=0.1..0.3:0.1", [0.1, 0.2, 0.3]],
    ["goal=fastest,flattest", ["fastest", "flattest"]],
    ["headroom=60..10%:10", "sweep"],
    ["headroom=1..2000%:1", "sweep"],
    ["headroom", "sweep"],
    ["headroom=1..9%:0", "sweep"],
  ])("%s", (text, values) => {
    expect(settings(text)).toEqual(values);
  });

  test.each([
    ["capacity=-25%", { capacity: [{ service: null, left: 0.75 }] }],
    ["capacity.login=-0.5", { capacity: [{ service: "login", left: 0.5 }] }],
    ["lose=login/1of2", { capacity: [{ service: "login", left: 0.5 }] }],
    ["lose=vpn/Berlin/1of4", { capacity: [{ service: "vpn/Berlin", left: 0.75 }] }],
    ["noncompliance=30%", { refused: 0.3 }],
    ["slower=2", { slower: 2 }],
    ["outOfBand=+6d", { again: 518_400_000 }],
  ])("%s", (text, change) => {
    const found = parseWhatIf(text);
    expect(found).toMatchObject({ ok: true, value: { text, change: { ...unchanged, ...change } } });
  });

  test.each([
    "capacity=25%",
    "lose=login/3of2",
    "lose=login",
    "noncompliance=200%",
    "slower=0.5",
    "more=1",
    "outOfBand=soon",
  ])("%s is refused with an example", (text) => {
    expect(parseWhatIf(text)).toMatchObject({ ok: false, problems: [{ place: { path: "--what-if" } }] });
  });

  test("a key is set where it stands, items of a list by their name, and nothing else is changed", () => {
    const text = JSON.stringify({
      rings: [{ name: "pilot", share: "1%" }, { name: "broad" }],
      services: { a: {} },
    });
    const set = (key: string) => withSettings(text, { goal: "flattest" }, [{ key, value: "5%" }]);
    expect(set("headroom")).toEqual({ ok: true, value: { goal: "flattest", headroom: "5%" } });
    expect(set("rings.pilot.share")).toEqual({
      ok: true,
      value: { goal: "flattest", rings: [{ name: "pilot", share: "5%" }, { name: "broad" }] },
    });
    expect(set("services.a.background.peak")).toEqual({
      ok: true,
      value: { goal: "flattest", services: { a: { background: { peak: "5%" } } } },
    });
    expect(set("rings.pilt.share")).toMatchObject({
      ok: false,
      problems: [{ code: "sweep.no-key", hint: 'did you mean "pilot"?' }],
    });
  });
});
