/**
 * The goals, lexicographic: fewest unscheduled; then least rise where the goal is `flattest`; then least exposure. One linear
 * program a level, each holding the levels before it. In the common case that everything fits the first level costs nothing:
 * a price far above any exposure already leaves no device unscheduled, and then there is nothing to hold.
 */
import type { Goal } from "../scenario/scenario.js";
import { riseAllowed } from "../service/rise.js";
import type { LoadPrices, Stagger } from "../service/demand.js";
import type { LinearProgram, Solution, Solver } from "./glpk.js";
import { type BuiltProgram, buildProgram, type Level, type LevelName, type Task } from "./program.js";

export type SolvedLevel = {
  readonly name: LevelName;
  /** Value at the best fractional point, in the level's unit (devices, share of rise, device-hours). */
  readonly relaxed: number;
  /** Prices of the rows, in units of the level per unit of load (limit, rise) or per device (held). */
  readonly limitPrices: LoadPrices;
  readonly risePrices: LoadPrices;
  readonly heldPrice: number;
};

export type Optimum = {
  /** Fractional devices by cohort and position. */
  readonly stagger: Stagger;
  /** Fractional unscheduled devices by cohort. */
  readonly unscheduled: Float64Array;
  /** In order; the unscheduled level is present even where nothing had to be solved for it. */
  readonly levels: readonly SolvedLevel[];
  /** Rise at which the last level was held; null where the goal knows none. */
  readonly riseAtMost: number | null;
  /** Programs solved, by level, for whoever wants to see them. */
  readonly programs: readonly {
    readonly name: LevelName;
    readonly built: BuiltProgram;
    readonly relaxed: number;
  }[];
};

/** A solver that stopped early gives no plan to trust. */
export class SolverGaveUp extends Error {
  override readonly name = "SolverGaveUp";
}

/** Devices; below it a fractional optimum leaves nobody unscheduled. */
const NOBODY = 1e-6;

export function optimum(task: Task, goal: Goal, solve: Solver): Optimum {
  const programs: { name: LevelName; built: BuiltProgram; relaxed: number }[] = [];
  const at = (level: Level): Point => {
    const built = buildProgram(task, level);
    const point = pointOf(task, level, built, solve(built.program));
    programs.push({ name: level.name, built, relaxed: point.level.relaxed });
    return point;
  };
  const eager = goal === "flattest" ? riseLevel(null) : exposureLevel(null, null);
  let first = at(eager);
  let unscheduledLevel = settled(task);
  let held: number | null = null;
  if (first.unscheduledDevices > NOBODY) {
    programs.pop();
    const fewest = at({ name: "unscheduled", unscheduledAtMost: null, riseAtMost: null });
    unscheduledLevel = fewest.level;
    held = fewest.level.relaxed;
    first = at(goal === "flattest" ? riseLevel(held) : exposureLevel(held, null));
  }
  if (goal === "fastest")
    return { ...first, levels: [unscheduledLevel, first.level], riseAtMost: null, programs };
  const riseAtMost = riseAllowed(first.level.relaxed);
  const last = at(exposureLevel(held ?? 0, riseAtMost));
  return { ...last, levels: [unscheduledLevel, first.level, last.level], riseAtMost, programs };
}

/** One level on its own, its earlier levels held as it says. */
export function levelAt(task: Task, level: Level, solve: Solver): SolvedLevel {
  const built = buildProgram(task, level);
  return pointOf(task, level, built, solve(built.program)).level;
}

const riseLevel = (unscheduledAtMost: number | null): Level => ({
  name: "rise",
  unscheduledAtMost,
  riseAtMost: null,
});
const exposureLevel = (unscheduledAtMost: number | null, riseAtMost: number | null): Level => ({
  name: "exposure",
  unscheduledAtMost,
  riseAtMost,
});

/** Nobody is left out and nothing needs a price to show it: no plan can do better than zero. */
const settled = (task: Task): SolvedLevel => ({
  name: "unscheduled",
  relaxed: 0,
  limitPrices: noPrices(task),
  risePrices: noPrices(task),
  heldPrice: 0,
});

export const noPrices = ({ services, slots }: Pick<Task, "services" | "slots">): Float64Array[] =>
  services.map(() => new Float64Array(slots));

type Point = {
  readonly stagger: Stagger;
  readonly unscheduled: Float64Array;
  readonly unscheduledDevices: number;
  readonly level: SolvedLevel;
};

function pointOf(task: Task, level: Level, built: BuiltProgram, solution: Solution): Point {
  if (solution.status !== "optimal") {
    const reason =
      solution.status === "gave-up" ? `${solution.status} (${solution.reason})` : solution.status;
    throw new SolverGaveUp(`the solver answered ${reason} at the level ${level.name}`);
  }
  const unscheduled = Float64Array.from(
    task.demands,
    ({ cohort }, c) =>
      clamp(solution.values[built.unscheduledColumn[c] as number] as number) * cohort.devices,
  );
  return {
    stagger: staggerOf(task, built, solution.values),
    unscheduled,
    unscheduledDevices: unscheduled.reduce((sum, devices) => sum + devices, 0),
    level: {
      name: level.name,
      relaxed: relaxedOf(task, level, built, solution, unscheduled),
      ...pricesOf(task, built, solution.prices),
    },
  };
}

/** The level's own value: an elastic program's objective also holds the penalty of whoever is unscheduled. */
function relaxedOf(
  task: Task,
  level: Level,
  built: BuiltProgram,
  { objective, values }: { objective: number; values: Float64Array },
  unscheduled: Float64Array,
): number {
  if (level.name === "rise" && built.riseColumn !== null)
    return Math.max(0, values[built.riseColumn] as number);
  if (level.name === "unscheduled") return unscheduled.reduce((sum, devices) => sum + devices, 0);
  const penalties = penaltyPaid(task, built.program, built, values);
  return objective * built.unit - penalties;
}

function penaltyPaid(task: Task, { cost }: LinearProgram, built: BuiltProgram, values: Float64Array): number {
  return task.demands.reduce((sum, { cohort, behaviour }, c) => {
    const column = built.unscheduledColumn[c] as number;
    const paid = (cost[column] as number) * built.unit - cohort.devices * behaviour.unscheduledExposure;
    return sum + paid * (values[column] as number);
  }, 0);
}

function staggerOf(task: Task, built: BuiltProgram, values: Float64Array): Stagger {
  return task.demands.map(({ cohort, behaviour }, c) => {
    const devices = new Float64Array(behaviour.slots.length);
    const [from, to] = task.usable[c] as readonly [number, number];
    for (let p = from; p < to; p++) {
      devices[p] = clamp(values[(built.waveColumn[c] as number) + p - from] as number) * cohort.devices;
    }
    return devices;
  });
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** Row prices in the level's unit. A binding row lowers the objective when loosened: the solver's sign is negative. */
function pricesOf(
  task: Task,
  built: BuiltProgram,
  prices: Float64Array,
): Omit<SolvedLevel, "name" | "relaxed"> {
  const limitPrices = noPrices(task);
  const risePrices = noPrices(task);
  for (const { row, kind, service, slot } of built.loadRows) {
    const capacity = task.services[service]?.capacity ?? 1;
    const price = Math.max(0, -(prices[row] as number)) * (built.unit / capacity);
    const into = (kind === "limit" ? limitPrices : risePrices)[service] as Float64Array;
    into[slot] = price;
  }
  const devices = task.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  const heldPrice =
    built.heldRow === null ? 0 : (Math.max(0, -(prices[built.heldRow] as number)) * built.unit) / devices;
  return { limitPrices, risePrices, heldPrice };
}
