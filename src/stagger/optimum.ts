/**
 * The goals, lexicographic: fewest unscheduled; then least rise where the goal is `flattest`; then least exposure. One linear
 * program a level, each holding the levels before it. In the common case that everything fits the first level costs nothing:
 * a price far above any exposure already leaves no device unscheduled, and then there is nothing to hold.
 */
import type { Goal } from "../scenario/scenario.js";
import { riseAllowed } from "../service/rise.js";
import { exposureOf, type LoadPrices, type Stagger } from "../service/demand.js";
import type { LevelSolver } from "./level-solver.js";
import type { Level, LevelName, Task } from "./program.js";
import type { SolvedShares } from "./solved-shares.js";

export type SolvedLevel = {
  readonly name: LevelName;
  /** Value at the best fractional point, in the level's unit (devices, share of rise, device-hours). */
  readonly relaxed: number;
  /** Prices of the rows, in units of the level per unit of load (limit, rise) or per device (held). */
  readonly limitPrices: LoadPrices;
  readonly risePrices: LoadPrices;
  readonly heldPrice: number;
  /** False where the work allowed did not suffice: the point is not the best, and may exceed limits before it is rounded. */
  readonly isSolved: boolean;
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
  /** Levels solved, for whoever wants to see their programs. */
  readonly programs: readonly { readonly level: Level; readonly relaxed: number }[];
};

/** Devices; below it a fractional optimum leaves nobody unscheduled. */
const NOBODY = 1e-6;

export function optimum(task: Task, goal: Goal, solver: LevelSolver): Optimum {
  const programs: { level: Level; relaxed: number }[] = [];
  const at = (level: Level): Point => {
    const point = pointAt(task, level, solver);
    programs.push({ level, relaxed: point.level.relaxed });
    return point;
  };
  // Whether everybody fits shows in any level whose cost of leaving somebody out is high enough.
  const eager = at(goal === "flattest" ? riseLevel(null) : exposureLevel(null, null));
  const fits = eager.unscheduledDevices <= NOBODY;
  let [first, unscheduledLevel, held] = [eager, settled(task), null as number | null];
  if (!fits) {
    programs.pop();
    const fewest = at({ name: "unscheduled", unscheduledAtMost: null, riseAtMost: null });
    held = solver.isLarge ? eager.unscheduledDevices : fewest.level.relaxed;
    unscheduledLevel = { ...fewest.level, relaxed: held };
  }
  if (!fits) first = at(goal === "flattest" ? riseLevel(held) : exposureLevel(held, null));
  if (goal === "fastest")
    return { ...first, levels: [unscheduledLevel, first.level], riseAtMost: null, programs };
  const riseAtMost = riseAllowed(first.level.relaxed);
  const last = at(exposureLevel(held ?? 0, riseAtMost));
  return { ...last, levels: [unscheduledLevel, first.level, last.level], riseAtMost, programs };
}

/** One level on its own, its earlier levels held as it says. */
export const pointAt = (task: Task, level: Level, solver: LevelSolver): Point =>
  pointOf(task, level, solver.solve(level));

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
  isSolved: true,
});

export const noPrices = ({ services, slots }: Pick<Task, "services" | "slots">): Float64Array[] =>
  services.map(() => new Float64Array(slots));

/** Where one level is best: fractional devices by cohort and position, and left out by cohort. */
export type Point = {
  readonly stagger: Stagger;
  readonly unscheduled: Float64Array;
  readonly unscheduledDevices: number;
  readonly level: SolvedLevel;
};

function pointOf(task: Task, level: Level, solved: SolvedShares): Point {
  const devicesIn = (c: number): number => task.demands[c]?.cohort.devices ?? 0;
  const stagger = solved.shares.map((shares, c) => shares.map((share) => share * devicesIn(c)));
  const unscheduled = solved.out.map((share, c) => share * devicesIn(c));
  const fleet = task.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  return {
    stagger,
    unscheduled,
    unscheduledDevices: unscheduled.reduce((sum, devices) => sum + devices, 0),
    level: {
      name: level.name,
      relaxed: relaxedOf(task, level, solved, stagger, unscheduled),
      limitPrices: pricesOf(task, solved.limitPrices),
      risePrices: pricesOf(task, solved.risePrices),
      heldPrice: solved.heldPrice / fleet,
      isSolved: solved.isSolved,
    },
  };
}

function relaxedOf(
  { demands }: Task,
  { name }: Level,
  { rise }: SolvedShares,
  stagger: Stagger,
  unscheduled: Float64Array,
): number {
  if (name === "rise") return rise;
  if (name === "unscheduled") return unscheduled.reduce((sum, devices) => sum + devices, 0);
  return exposureOf(demands, stagger, unscheduled);
}

/** Per unit of load instead of per share of capacity. */
const pricesOf = ({ services, slots }: Task, prices: Float64Array): LoadPrices =>
  services.map(({ capacity }, r) =>
    prices.slice(r * slots, (r + 1) * slots).map((price) => price / (capacity ?? 1)),
  );
