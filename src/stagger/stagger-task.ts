/** One task from fractions to whole devices, and the prices that belong to them. */
import type { Goal } from "../scenario/scenario.js";
import { loadsOf, pricedExposure } from "../service/demand.js";
import { limitsAtRise, riseOf } from "../service/rise.js";
import { type Optimum, optimum, pointAt, type SolvedLevel } from "./optimum.js";
import type { Level, Task } from "./program.js";
import { LevelSolver, type Search } from "./level-solver.js";
import { merged } from "./merge.js";
import { keepingFree } from "./reserve.js";
import { total } from "./total.js";
import { exchanged, wholeDevices, type WholeStagger } from "./whole.js";

export type TaskResult = WholeStagger & {
  readonly optimum: Optimum;
  /** The levels of the program whose earlier levels are held at the whole devices' own values. */
  readonly levels: readonly SolvedLevel[];
};

/** The whole devices alone, without the levels that prove anything of them. */
export const fastestWhole = (task: Task, search: Search): WholeStagger =>
  rounded(task, spread(task, "fastest", search).optimum);

/** @param revised what becomes of the whole devices before anything is proven of them */
export function staggerTask(
  task: Task,
  goal: Goal,
  search: Search,
  revised: (whole: WholeStagger) => WholeStagger = (whole) => whole,
): TaskResult {
  const { optimum: best, again } = spread(task, goal, search);
  const aside = { ...search, memory: search.memory.copy() };
  const reserved = (services: Task["services"]): Optimum =>
    spread({ ...task, services }, "fastest", aside).optimum;
  const whole = revised(withReserve(task, best, rounded(task, best), reserved));
  return { ...whole, optimum: best, levels: levelsHeldAt(task, best, whole, again) };
}

/** Shares of what services have left that the fractions leave free for whole devices, tried in this order. */
const RESERVES = [1e-3, 4e-3, 1.6e-2, 6e-2];

/** Where whole devices find no room though fractions do, fractions that leave a little room are rounded instead. */
function withReserve(
  task: Task,
  best: Optimum,
  whole: WholeStagger,
  reserved: (services: Task["services"]) => Optimum,
): WholeStagger {
  const fewest = Math.ceil(total(best.unscheduled) - 1e-3);
  let found = whole;
  for (const reserve of RESERVES) {
    if (best.riseAtMost !== null || total(found.unscheduled) <= fewest) break;
    const services = keepingFree(
      task.services,
      task.services.map(({ limit }) => limit),
      reserve,
    );
    const other = rounded(task, reserved(services));
    if (total(other.unscheduled) < total(found.unscheduled)) found = other;
  }
  return found;
}

/** The optimum of the task, found for the cohorts that look alike as one; `again` solves a single level of it. */
function spread(task: Task, goal: Goal, search: Search) {
  const { task: small, split, splitCounts } = merged(task);
  const solver = new LevelSolver(small, search);
  const best = optimum(small, goal, solver);
  return {
    optimum: { ...best, stagger: split(best.stagger), unscheduled: splitCounts(best.unscheduled) },
    again: (level: Level): SolvedLevel => pointAt(small, level, solver).level,
  };
}

/** More rise is allowed only as far as whole devices need it: these shares of the least, or of `SOME_RISE` where that is more. */
const RISE_STEPS = [
  0,
  1e-4,
  3e-4,
  1e-3,
  3e-3,
  1e-2,
  3e-2,
  0.1,
  0.3,
  1,
  3,
  10,
  30,
  100,
  Number.POSITIVE_INFINITY,
];
const SOME_RISE = 0.01;

function rounded(task: Task, { stagger, levels, riseAtMost, unscheduled }: Optimum): WholeStagger {
  const costs = costsAt(task, levels.at(-1) as SolvedLevel);
  if (riseAtMost === null) {
    const limits = task.services.map(({ limit }) => limit);
    return exchanged(task, wholeDevices(task, stagger, { limits, costs }), limits);
  }
  const fewest = Math.ceil(total(unscheduled) - 1e-3);
  let best: WholeStagger | null = null;
  for (const step of RISE_STEPS) {
    const limits = limitsAtRise(task.services, riseAtMost + step * Math.max(riseAtMost, SOME_RISE));
    const whole = wholeDevices(task, stagger, { limits, costs });
    if (best === null || total(whole.unscheduled) < total(best.unscheduled)) best = whole;
    if (total(best.unscheduled) <= fewest) break;
  }
  return best as WholeStagger;
}

function costsAt(task: Task, { limitPrices, risePrices }: SolvedLevel): readonly Float64Array[] {
  const prices = limitPrices.map((limit, r) => limit.map((price, t) => price + (risePrices[r]?.[t] ?? 0)));
  return task.demands.map((demand) => pricedExposure(demand, prices));
}

/** Whole devices may need what fractions did not (one device out, a little more rise); then the later levels are solved again. */
function levelsHeldAt(
  task: Task,
  best: Optimum,
  { stagger, unscheduled }: WholeStagger,
  again: (level: Level) => SolvedLevel,
): readonly SolvedLevel[] {
  const out = total(unscheduled);
  const rise =
    best.riseAtMost === null
      ? null
      : riseOf(task.services, loadsOf(task, task.services, task.demands, stagger));
  const isOutHeld = out <= total(best.unscheduled) + 1e-6;
  if (isOutHeld && (rise === null || rise <= (best.riseAtMost as number))) return best.levels;
  return best.levels.map((level) => {
    if (level.name === "unscheduled" || (level.name === "rise" && isOutHeld)) return level;
    return again({
      name: level.name,
      unscheduledAtMost: out,
      riseAtMost: level.name === "rise" ? null : rise,
    });
  });
}
