import { describe, expect, test } from "vitest";
import { explain } from "../src/explanation.js";
import { frontier } from "../src/explain/frontier.js";
import { dataOf, plan } from "../src/pipeline.js";
import { type Progress, type Seen, within } from "../src/progress.js";
import { LevelSolver } from "../src/stagger/level-solver.js";
import { optimum } from "../src/stagger/optimum.js";
import { prepared, searching, solver } from "./support/planning.js";
import { office, oneNight } from "./explain/scenes.js";

/** Each thing done once, in its order. */
const doings = (told: readonly Progress[]): readonly string[] => [
  ...new Set(
    told.map(({ stage, detail, cohorts, done, of }) =>
      [stage, detail, cohorts, done, of].filter((part) => part !== undefined).join(" "),
    ),
  ),
];

describe("progress", () => {
  test("of what is done for something else is told as that, with the optimizer's figures", () => {
    const told: Progress[] = [];
    const tell = within((progress) => told.push(progress), { stage: "trying", detail: "a deadline of 8d" });
    tell({ stage: "staggering", cohorts: 3, level: "exposure", value: 12, bound: 9, gap: 0.25 } as Progress);
    expect(told).toEqual([
      { stage: "trying", detail: "a deadline of 8d", level: "exposure", value: 12, bound: 9, gap: 0.25 },
    ]);
  });

  test("of a plan is told ring by ring, then of all together, level by level", async () => {
    const told: Progress[] = [];
    plan(await prepared(office({ goal: "flattest" })), await solver(), (progress) => told.push(progress));
    expect(doings(told)).toEqual(["staggering 6", "dating ring pilot"]);
    expect(new Set(told.map(({ stage, level }) => `${stage} ${level ?? "-"}`))).toEqual(
      new Set(["staggering -", "dating exposure", "staggering rise", "staggering exposure"]),
    );
  });

  test("of ways out and of reasons names what is tried", async () => {
    const told: Progress[] = [];
    const watch = (progress: Progress): void => void told.push(progress);
    explain(plan(await prepared(oneNight(200)), await solver(), watch), null, await solver(), watch);
    const [first, ...tried] = doings(told);
    expect(first).toBe("staggering 1");
    expect(tried[0]).toMatch(/^trying 10\.\d\/h more on login \(50\.\d\/h in all\)$/);
    expect(tried.slice(-2)).toEqual(["trying every window from 1 h earlier", "trying a deadline of 2d"]);
  });

  test("of a frontier counts its points", async () => {
    const told: Progress[] = [];
    const { rollout } = await prepared(oneNight(40));
    frontier({ rollout, points: 4, solve: await solver(), watch: (progress) => told.push(progress) });
    expect(doings(told)).toEqual([
      "seeking the least rise",
      "seeking the fastest plan",
      "planning point 2 4",
      "planning point 3 4",
    ]);
  });

  test("of a large program tells value and bound in the level's unit, closer and closer to the optimum", async () => {
    const { rollout } = await prepared(office());
    const { demands, services, grid } = rollout;
    const usable = demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
    const task = { slots: grid.slots, demands, services, usable };
    const told: Progress[] = [];
    const tell = (seen: Seen): void => void told.push({ stage: "staggering", ...seen });
    const large = new LevelSolver(task, { ...searching(await solver()), tell }, 0);
    const best = optimum(task, "fastest", large).levels.at(-1)?.relaxed as number;
    const seen = told.flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    for (const bound of seen) expect(bound).toBeLessThanOrEqual(best * (1 + 1e-9));
    expect(seen.at(-1)).toBeGreaterThan(0.98 * best);
    for (const { gap } of told) expect(gap ?? 0).toBeGreaterThanOrEqual(0);
  });

  test("throws what its watcher throws: that is how the planning is ended from within", async () => {
    const ready = await prepared(oneNight(40));
    const solve = await solver();
    const watch = (): never => {
      throw new Error("enough");
    };
    expect(() => plan(ready, solve, watch)).toThrow("enough");
  });
});

test("what is told of a plan is data, and crosses to another thread as it is", async () => {
  const told = dataOf(plan(await prepared(office()), await solver(), () => undefined));
  expect(structuredClone(told)).toEqual(told);
});
