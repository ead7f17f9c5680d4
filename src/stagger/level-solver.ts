/**
 * One level of a task, small or large. A small program goes to the solver whole. A large one is first priced without a matrix
 * (first-order.ts); the rows and columns that matter then make a reduced program for the solver, and what it misses (a row that
 * its answer breaks, a column cheaper at its prices than one it uses) is added, a few rounds at most, until nothing is missing:
 * then its answer is the optimum of the whole. Work is counted, never timed.
 */
import type { Seen } from "../progress.js";
import { type Effort, firstOrder, type FirstOrderPoint } from "./first-order.js";
import type { Solution, Solver } from "./glpk.js";
import type { Since } from "./linear-program.js";
import { LoadMap } from "./load-map.js";
import type { SolverMemory } from "./memory.js";
import {
  type BuiltProgram,
  buildProgram,
  everything,
  type Level,
  type Selection,
  type Task,
} from "./program.js";
import { brokenRows, chosen, membership, missingColumns } from "./reduction.js";
import { costUnit, priceOfOut, roomAtRise, sharesProgram, type SharesProgram } from "./shares-program.js";
import { firstOrderShares, solvedShares, type SolvedShares } from "./solved-shares.js";
import { sharesWithin } from "./within.js";

/** Columns up to which the whole program is solved as it is: faster than choosing. */
const SMALL = 2_500;
/**
 * Columns, and rows of loads, beyond which the simplex method is not tried: it takes minutes (1,900 rows nearly full: 41,000 pivots
 * in 53 s, and no answer). Where only the rise counts, more rows are as easy.
 */
const MOST_COLUMNS = 40_000;
const MOST_ROWS = { unscheduled: 0, exposure: 1_000, rise: 2_000 };
/** Rounds of missing rows and columns. */
const ROUNDS = 12;
/** What is missing may be worth this share of the cost. */
const WORTH = 1e-7;

const CHOOSING = { iterations: 400, gap: 1e-5 };
/** Where hardly more than the least rise is allowed, nearly every row is full, and a poor choice costs a round of its own. */
const CHOOSING_AT_RISE = { iterations: 800, gap: 1e-5 };
/** Fewest unscheduled: countless staggers are best, and the simplex method wanders among them. */
const EVEN = { iterations: 1_000, gap: 1e-5 };
/** Where the simplex method is not tried, the prices themselves must be good. */
const ALONE = { iterations: 2_000, gap: 1e-4 };
/** From the prices of a program that differed a little. */
const AGAIN = { iterations: 200, gap: 1e-4 };
/** Columns times iterations of ALONE: of the largest programs there are fewer iterations, but never fewer than these. */
const MOST_WORK = 6e8;
const LEAST_ITERATIONS = 300;

/** What every search of a plan goes on with. */
export type Search = {
  readonly solve: Solver;
  /** Of programs that differed a little, and of this one afterwards. */
  readonly memory: SolverMemory;
  /** Is told each level, and how far it is. */
  readonly tell: (seen: Seen) => void;
};

export class LevelSolver {
  readonly #task: Task;
  readonly #search: Search;
  readonly #small: number;
  readonly #columns: number;
  #map: LoadMap | null = null;
  /** Where the choice of rows and columns left off, should no program come of it. */
  #begun: FirstOrderPoint | null = null;

  /** @param small columns up to which the whole program is solved */
  constructor(task: Task, search: Search, small = SMALL) {
    this.#task = task;
    this.#search = search;
    this.#small = small;
    this.#columns = task.usable.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  /** Whether levels are priced before they are solved. */
  get isLarge(): boolean {
    return this.#columns > this.#small;
  }

  solve(asked: Level): SolvedShares {
    // A few columns may not suffice for everybody: a price holds the devices left out, and new columns bring them in.
    const level: Level = { ...asked, unscheduledAtMost: null };
    this.#search.tell({ level: asked.name });
    if (!this.isLarge) {
      const whole = this.#whole(asked);
      if (whole !== null) return whole;
    }
    const found = (this.isLarge ? this.#inParts(level) : null) ?? this.#priced(level);
    return { ...found, heldPrice: level.name === "exposure" ? priceOfOut(this.#task, level) : 0 };
  }

  /** Null: the solver has no answer. */
  #whole(level: Level): SolvedShares | null {
    const selection = everything(this.#task);
    const built = buildProgram(this.#task, level, selection);
    const solution = this.#solved(level, built, "bounds");
    return solution === null ? null : solvedShares(this.#task, built, solution, selection);
  }

  #inParts(level: Level): SolvedShares | null {
    this.#begun = null;
    if (level.name === "unscheduled" || this.#columns > MOST_COLUMNS) return null;
    const { map, program } = this.#sharesProgram(level);
    const known = this.#search.memory.selection(partOf(level), this.#task);
    const remembered = known === null ? null : this.#rounds(level, map, program, known);
    return remembered ?? this.#rounds(level, map, program, this.#chosen(level, map, program));
  }

  #chosen(level: Level, map: LoadMap, program: SharesProgram): Selection {
    const effort = level.riseAtMost === null ? CHOOSING : CHOOSING_AT_RISE;
    this.#begun = this.#firstOrder(program, effort, level);
    return chosen(this.#task, map, program, this.#begun);
  }

  /** From where the last program like it ended. */
  #solved(level: Level, built: BuiltProgram, since: Since): Extract<Solution, { status: "optimal" }> | null {
    const part = partOf(level);
    const start = this.#search.memory.start(part, built, since);
    const solution = this.#search.solve(built.program, { start });
    if (solution.status !== "optimal") return null;
    this.#search.memory.keep(part, built, solution.basis);
    return solution;
  }

  /** By the first-order method alone. */
  #priced(level: Level): SolvedShares {
    const effort = level.name === "unscheduled" ? EVEN : ALONE;
    const { map, program } = this.#sharesProgram(level);
    const known = this.#search.memory.point(partOf(level), map);
    const most = Math.max(LEAST_ITERATIONS, Math.floor(MOST_WORK / this.#columns));
    const allowed = { ...effort, iterations: Math.min(effort.iterations, most) };
    const again = { ...AGAIN, iterations: Math.min(AGAIN.iterations, Math.ceil(most / 4)) };
    const point = this.#firstOrder(program, known === null ? allowed : again, level, known ?? this.#begun);
    this.#begun = null;
    this.#search.memory.keepPoint(partOf(level), point);
    const within = sharesWithin(program, roomAtRise(program, point.rise ?? 0), point);
    return firstOrderShares(this.#task, map, { ...point, ...within }, costUnit(this.#task, level));
  }

  #firstOrder(
    program: SharesProgram,
    effort: Effort,
    level: Level,
    start: FirstOrderPoint | null = null,
  ): FirstOrderPoint {
    const unit = costUnit(this.#task, level);
    return firstOrder(
      program,
      effort,
      ({ value, violation }, bound) => {
        const gap = Math.max(0, violation, (value - bound) / value);
        this.#search.tell({ level: level.name, value: value * unit, bound: bound * unit, gap });
      },
      start,
    );
  }

  #sharesProgram(level: Level): { readonly map: LoadMap; readonly program: SharesProgram } {
    const map = (this.#map ??= new LoadMap(this.#task));
    return { map, program: sharesProgram(this.#task, level, map) };
  }

  /** Null: no answer within the work allowed. */
  #rounds(level: Level, map: LoadMap, program: SharesProgram, selection: Selection): SolvedShares | null {
    const isIn = membership(selection, this.#task, map);
    let since: Since = "bounds";
    for (let round = 0; round < ROUNDS; round++) {
      const built = buildProgram(this.#task, level, selection);
      if (built.loadRows.length > MOST_ROWS[level.name]) return null;
      const solution = this.#solved(level, built, since);
      if (solution === null) return null;
      const solved = solvedShares(this.#task, built, solution, selection);
      const rows = brokenRows(map, program, solved, this.#task);
      const columns = missingColumns(this.#task, map, program, level, solved, isIn);
      for (const row of rows) selection.rows[row] = 1;
      const isCheapest = columns.worth <= WORTH * Math.max(1e-12, columns.cost);
      if (rows.length === 0 && isCheapest) return solved;
      since = isCheapest ? "rows" : "columns";
      columns.positions.forEach((more, c) => {
        const own = selection.positions[c] as Int32Array;
        if (more.length > 0) selection.positions[c] = Int32Array.of(...own, ...more).sort();
      });
    }
    return null;
  }
}

/** Levels whose answers are near each other's. */
const partOf = ({ name, riseAtMost }: Level): string => (riseAtMost === null ? name : `${name} at rise`);
