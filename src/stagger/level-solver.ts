/**
 * One level of a task, small or large. A small program goes to the solver whole. A large one is first priced without a matrix
 * (first-order.ts); the rows and columns that matter then make a reduced program for the solver, and what it misses (a row that
 * its answer breaks, a column cheaper at its prices than one it uses) is added, a few rounds at most, until nothing is missing:
 * then its answer is the optimum of the whole. Work is counted, never timed.
 */
import type { Seen } from "../progress.js";
import type { Goal } from "../scenario/scenario.js";
import { type Effort, firstOrder, type FirstOrderPoint } from "./first-order.js";
import type { Solver } from "./glpk.js";
import { LoadMap } from "./load-map.js";
import { buildProgram, everything, type Level, type Selection, type Task } from "./program.js";
import { brokenRows, chosen, membership, missingColumns } from "./reduction.js";
import { costUnit, priceOfOut, sharesProgram, type SharesProgram } from "./shares-program.js";
import { firstOrderShares, solvedShares, type SolvedShares } from "./solved-shares.js";

/**
 * Columns up to which the whole program is solved as it is: faster than choosing. Where the least rise is held, nearly every row is
 * full and the reduced program hardly smaller (measured with 9,200 columns: 8 s whole, 12 s in rounds).
 */
const SMALL = { fastest: 2_500, flattest: 12_000 };
/** Columns and rows beyond which the simplex method is not tried: it stalls (facts: 12,000 tight rows, 244 s, no answer). */
const MOST_COLUMNS = 40_000;
const MOST_ROWS = 6_000;
/** Rounds of missing rows and columns. */
const ROUNDS = 12;
/** What is missing may be worth this share of the cost. */
const WORTH = 1e-7;

const CHOOSING = { iterations: 160, gap: 1e-5 };
/** Levels without a cost of each slot: countless staggers are best, and the simplex method wanders among them. */
const EVEN = { iterations: 1_000, gap: 1e-5 };
/** Where the simplex method is not tried, the prices themselves must be good. */
const ALONE = { iterations: 700, gap: 2e-4 };

export class LevelSolver {
  readonly #task: Task;
  readonly #solve: Solver;
  readonly #columns: number;
  readonly #small: number;
  readonly #tell: (seen: Seen) => void;
  #map: LoadMap | null = null;
  #selection: Selection | null = null;

  /**
   * @param small columns up to which the whole program is solved
   * @param tell is told each level, and how far it is
   */
  constructor(
    task: Task,
    goal: Goal,
    solve: Solver,
    small = SMALL[goal],
    tell: (seen: Seen) => void = () => undefined,
  ) {
    this.#tell = tell;
    this.#small = small;
    this.#columns = task.usable.reduce((sum, [from, to]) => sum + to - from, 0);
    this.#task = task;
    this.#solve = solve;
  }

  /** Rows and columns that mattered so far; null: none were chosen. */
  get selection(): Selection | null {
    return this.#selection;
  }

  /** Begins with what mattered to a task that differs in its limits alone. */
  begunWith(selection: Selection | null): this {
    this.#selection = selection;
    return this;
  }

  /** Whether levels are priced before they are solved. */
  get isLarge(): boolean {
    return this.#columns > this.#small;
  }

  /** @param anew whether rows and columns are chosen anew, and not those that mattered to the level before */
  solve(asked: Level, anew = true): SolvedShares {
    // A few columns may not suffice for everybody: a price holds the devices left out, and new columns bring them in.
    const level: Level = { ...asked, unscheduledAtMost: null };
    this.#tell({ level: asked.name });
    const found = this.isLarge ? this.#inParts(level, anew) : this.#whole(asked);
    return found ?? this.#priced(level, ALONE);
  }

  /** Null: the solver has no answer. */
  #whole(level: Level): SolvedShares | null {
    const selection = everything(this.#task);
    const built = buildProgram(this.#task, level, selection);
    const solution = this.#solve(built.program);
    return solution.status === "optimal" ? solvedShares(this.#task, built, solution, selection) : null;
  }

  #inParts(level: Level, anew: boolean): SolvedShares | null {
    if (level.name !== "exposure") return this.#priced(level, EVEN);
    if (this.#columns > MOST_COLUMNS) return null;
    const { map, program } = this.#sharesProgram(level);
    const known = this.#selection;
    const selection =
      known !== null && !anew
        ? known
        : chosen(this.#task, map, program, this.#firstOrder(program, CHOOSING, level), known);
    this.#selection = selection;
    const solved = this.#rounds(level, map, program, selection);
    return solved === null ? null : { ...solved, heldPrice: priceOfOut(this.#task, level) };
  }

  #priced(level: Level, effort: Effort): SolvedShares {
    const { map, program } = this.#sharesProgram(level);
    const priced = firstOrderShares(
      this.#task,
      map,
      this.#firstOrder(program, effort, level),
      costUnit(this.#task, level),
    );
    return { ...priced, heldPrice: level.name === "exposure" ? priceOfOut(this.#task, level) : 0 };
  }

  #firstOrder(program: SharesProgram, effort: Effort, level: Level): FirstOrderPoint {
    const unit = costUnit(this.#task, level);
    return firstOrder(program, effort, ({ value, violation }, bound) => {
      const gap = Math.max(0, violation, (value - bound) / value);
      this.#tell({ level: level.name, value: value * unit, bound: bound * unit, gap });
    });
  }

  #sharesProgram(level: Level): { readonly map: LoadMap; readonly program: SharesProgram } {
    const map = (this.#map ??= new LoadMap(this.#task));
    return { map, program: sharesProgram(this.#task, level, map) };
  }

  /** Null: no answer within the work allowed. */
  #rounds(level: Level, map: LoadMap, program: SharesProgram, selection: Selection): SolvedShares | null {
    const isIn = membership(selection, this.#task, map);
    for (let round = 0; round < ROUNDS; round++) {
      const built = buildProgram(this.#task, level, selection);
      if (built.loadRows.length > MOST_ROWS) return null;
      const solution = this.#solve(built.program);
      if (solution.status !== "optimal") return null;
      const solved = solvedShares(this.#task, built, solution, selection);
      const rows = brokenRows(map, program, solved, this.#task);
      const columns = missingColumns(this.#task, map, program, level, solved, isIn);
      for (const row of rows) selection.rows[row] = 1;
      if (rows.length === 0 && columns.worth <= WORTH * Math.max(1e-12, columns.cost)) return solved;
      (selection.positions as Int32Array[]).forEach((_, c) => {
        const more = columns.positions[c] as readonly number[];
        if (more.length > 0)
          (selection.positions as Int32Array[])[c] = Int32Array.from([
            ...(selection.positions[c] as Int32Array),
            ...more,
          ]).sort();
      });
    }
    return null;
  }
}
