/** What is remembered of earlier programs makes later ones faster, and changes none of their values. */
import { describe, expect, test } from "vitest";
import type { Goal } from "../../src/scenario/scenario.js";
import { BASIC, type Basis } from "../../src/stagger/linear-program.js";
import { insideOf } from "../../src/stagger/glpk-memory.js";
import { LoadMap } from "../../src/stagger/load-map.js";
import { StaggerMemory } from "../../src/stagger/memory.js";
import { buildProgram, type Task } from "../../src/stagger/program.js";
import { sharesProgram } from "../../src/stagger/shares-program.js";
import { stagger } from "../../src/stagger/stagger.js";
import { sharesWithin } from "../../src/stagger/within.js";
import { type Document, prepared, solver } from "../support/planning.js";

/** Twelve sites in three zones under one service that is full on most nights. */
const tight = (changed: Document = {}, headroom = "20%"): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: "2026-08-11T17:00:00Z" },
  deadline: "5d",
  rings: [{ name: "all" }],
  fleet: Array.from({ length: 12 }, (_, s) => ({
    site: `S${s}`,
    timezone: ["Europe/Berlin", "America/New_York", "Asia/Tokyo"][s % 3],
    devices: 90 + 17 * s,
  })),
  window: "21:00-03:00",
  services: {
    login: { capacity: "8/min", background: { peak: "2/min", shape: "office-day" }, headroom },
  },
  ...changed,
});

async function taskOf(document: Document): Promise<Task> {
  const { rollout } = await prepared(document);
  const usable = rollout.demands.map(({ behaviour }): [number, number] => [0, behaviour.slots.length]);
  return { slots: rollout.grid.slots, demands: rollout.demands, usable, services: rollout.services };
}

const exposure = { name: "exposure", unscheduledAtMost: null, riseAtMost: null } as const;

describe("a basis to start from", () => {
  test("gives the same value, from an answer's own as from one of other limits", async () => {
    const solve = await solver();
    const { program } = buildProgram(await taskOf(tight()), exposure);
    // Every limit 3 % lower.
    const tighter = {
      ...program,
      rowUpper: program.rowUpper.map((most, i) => (program.rowLower[i] === most ? most : 0.97 * most)),
    };
    const cold = solve(program);
    if (cold.status !== "optimal" || cold.basis === null) throw new Error("no basis");
    const again = solve(program, { start: { basis: cold.basis, since: "bounds" } });
    expect(again.status === "optimal" && again.objective).toBeCloseTo(cold.objective, 9);
    const fresh = solve(tighter);
    for (const since of ["rows", "bounds", "columns"] as const) {
      const warm = solve(tighter, { start: { basis: cold.basis, since } });
      if (warm.status !== "optimal" || fresh.status !== "optimal") throw new Error(since);
      expect(warm.objective / fresh.objective).toBeCloseTo(1, 9);
    }
    expect(fresh.status === "optimal" && fresh.objective).not.toBeCloseTo(cold.objective, 3);
  });

  test("that GLPK cannot use is passed over", async () => {
    const solve = await solver();
    const { program } = buildProgram(await taskOf(tight()), exposure);
    const cold = solve(program);
    const everything: Basis = {
      rows: new Uint8Array(program.rowLower.length).fill(BASIC),
      columns: new Uint8Array(program.cost.length).fill(BASIC),
    };
    const solved = solve(program, { start: { basis: everything, since: "rows" } });
    if (solved.status !== "optimal" || cold.status !== "optimal") throw new Error(solved.status);
    expect(solved.objective).toBe(cold.objective);
  });

  test("there is no inside where the build is another", () => {
    expect(insideOf({})).toBeNull();
    const names = ["A", "I", "J", "K", "W", "X", "Y", "o", "q", "r", "s", "v", "w", "x", "y", "z"];
    const strange = Object.fromEntries(names.map((name) => [name, () => 8]));
    expect(insideOf({ ...strange, l: { buffer: new ArrayBuffer(1_024) } })).toBeNull();
  });
});

describe("a plan made with what another left behind", () => {
  const changes: readonly (readonly [string, Document])[] = [
    ["less headroom", tight({}, "15%")],
    ["more headroom", tight({}, "26%")],
    ["an earlier deadline", tight({ deadline: "4d" })],
    ["another window", tight({ window: "22:00-05:00" })],
    ["a site less", tight({ fleet: (tight()["fleet"] as Document[]).slice(1) })],
  ];
  test.each(["fastest", "flattest"] as const)(
    "has the same values as one made afresh, goal %s",
    async (goal: Goal) => {
      const solve = await solver();
      const { rollout } = await prepared(tight());
      for (const [name, document] of changes) {
        const memory = new StaggerMemory();
        stagger(rollout, goal, solve, () => undefined, memory);
        const changed = (await prepared(document)).rollout;
        const [warm, fresh] = [
          stagger(changed, goal, solve, () => undefined, memory),
          stagger(changed, goal, solve),
        ];
        warm.levels.forEach(({ relaxed, isSolved }, i) => {
          expect(isSolved, name).toBe(true);
          const afresh = fresh.levels[i]?.relaxed as number;
          expect(Math.abs(relaxed - afresh), name).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(afresh)));
        });
      }
    },
  );
});

test("shares that exceed rooms are led back within all of them, each cohort still one whole", async () => {
  const task = await taskOf(tight());
  const map = new LoadMap(task);
  const program = sharesProgram(task, exposure, map);
  const shares = new Float64Array(map.columns);
  task.demands.forEach((_, c) => {
    // As early as they may: far above the limit of the first night.
    const [from, most] = [map.start[c] as number, program.most[c] as number];
    for (let k = 0; k < 1 / most; k++) shares[from + k] = Math.min(most, 1 - k * most);
  });
  const loads = new Float64Array(map.rows);
  const excess = (of: Float64Array): number => {
    map.loads(of, loads);
    return loads.reduce((worst, load, i) => Math.max(worst, load - (program.room[i] as number)), 0);
  };
  expect(excess(shares)).toBeGreaterThan(0.05);
  const within = sharesWithin(program, program.room, { shares, out: new Float64Array(task.demands.length) });
  expect(within.violation).toBe(0);
  expect(excess(within.shares)).toBeLessThanOrEqual(1e-12);
  task.demands.forEach((_, c) => {
    const own = within.shares.subarray(map.start[c], map.start[c + 1]);
    expect(own.reduce((sum, share) => sum + share, within.out[c] as number)).toBeCloseTo(1, 9);
    expect(Math.max(...own)).toBeLessThanOrEqual((program.most[c] as number) + 1e-12);
  });
});
