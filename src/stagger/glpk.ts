/**
 * The door to glpk.js. Nothing else imports it.
 *
 * Quirks met here and nowhere else (glpk.js 5.0.0, all reproduced in the tests): `glpk.js` itself needs a browser's Worker, so
 * the node entry is used; the presolver calls a point optimal that is not (of 518 small programs 36, by up to 7 %), cycles
 * for ever on some, and reads infeasible, unbounded and out-of-time all as "undefined", so it is asked only where the plain
 * simplex finds nothing, which now and then takes a feasible program for infeasible; a row with two equal bounds must be FX;
 * a column of type UP has no lower bound; a number that is not finite would pass as "optimal".
 */
import GLPK, { type GLPK as Glpk, type LP } from "glpk.js/node";
import type { Basis, LinearProgram, Start } from "./linear-program.js";
import { type Exports, type Inside, insideOf, simplexInside } from "./glpk-memory.js";

export type Solution =
  | {
      readonly status: "optimal";
      readonly objective: number;
      readonly values: Float64Array;
      /** Row prices: change of the objective per unit of a row's bound. */
      readonly prices: Float64Array;
      /** null: not known, another solve cannot start from here. */
      readonly basis: Basis | null;
    }
  | { readonly status: "infeasible" }
  | { readonly status: "unbounded" }
  | { readonly status: "gave-up"; readonly reason: "time-limit" | "pivots" | "numeric" };

export type SolverOptions = {
  readonly secondsAtMost?: number;
  /** A basis of this program to start from; one that GLPK cannot use is passed over. */
  readonly start?: Start | null;
};

export type Solver = (program: LinearProgram, options?: SolverOptions) => Solution;

/** Seconds; the last resort against a simplex that neither ends nor turns round, far beyond what a plan takes. */
const PATIENCE = 300;
/** Seconds; the presolver has no limit of pivots, and where it does not end soon it mostly never does. */
const SECOND_PATIENCE = 5;
/** Pivots of the plain simplex, by columns and rows; where it takes more it mostly goes round in circles. */
const PIVOTS = { each: 8, atLeast: 10_000 };
/** Relative: what an answer's prices may fail to prove of its value. */
const UNPROVEN = 1e-6;

export async function openSolver(): Promise<Solver> {
  const { glpk, inside } = await (open ??= opened());
  return (program, { secondsAtMost = PATIENCE, start = null } = {}) => {
    assertFinite(program);
    const plain = (from: Start | null): Solution =>
      inside === null
        ? attempt(glpk, program, false, secondsAtMost)
        : attemptInside(glpk, inside, program, from, secondsAtMost);
    const isGood = (solution: Solution): boolean =>
      solution.status === "optimal" && errorOf(program, solution) <= UNPROVEN;
    if (start !== null && inside !== null) {
      const warm = plain(start);
      if (isGood(warm)) return warm;
    }
    const cold = plain(null);
    if (isGood(cold)) return cold;
    const presolved = attempt(glpk, program, true, Math.min(SECOND_PATIENCE, secondsAtMost));
    if (presolved.status !== "optimal") return cold;
    const isBetter = cold.status !== "optimal" || errorOf(program, presolved) < errorOf(program, cold);
    return isBetter ? presolved : cold;
  };
}

type Opened = { readonly glpk: Glpk; readonly inside: Inside | null };
/** One for all: two being made at once would meet each other's WebAssembly. */
let open: Promise<Opened> | null = null;

/** Typed here: Node's types leave WebAssembly to the browser's, and nothing else in `src` has a console. */
type World = {
  readonly WebAssembly: Wasm;
  readonly console: { error: (...said: readonly unknown[]) => void };
};
type Wasm = { Instance: new (...given: readonly unknown[]) => { readonly exports: Exports } };

/**
 * glpk.js keeps its WebAssembly to itself: it is met while it is made. It also takes hold of `console.error` then, and would say
 * "Aborted()" where an assertion of GLPK fails; that arrives as an exception and is dealt with.
 */
async function opened(): Promise<Opened> {
  const { WebAssembly: wasm, console: heard } = globalThis as unknown as World;
  const [Made, said] = [wasm.Instance, heard.error];
  let exports: Exports = {};
  wasm.Instance = class extends Made {
    constructor(...given: readonly unknown[]) {
      super(...given);
      exports = this.exports;
    }
  };
  heard.error = (...words) => {
    if (!String(words[0]).startsWith("Aborted(")) said.call(heard, ...words);
  };
  try {
    const glpk = await GLPK();
    return { glpk, inside: insideOf(exports) };
  } finally {
    wasm.Instance = Made;
    heard.error = said;
  }
}

const pivotsOf = ({ cost, rowLower }: LinearProgram): number =>
  Math.max(PIVOTS.atLeast, PIVOTS.each * (cost.length + rowLower.length));

function attemptInside(
  glpk: Glpk,
  inside: Inside,
  program: LinearProgram,
  start: Start | null,
  secondsAtMost: number,
): Solution {
  const pivotsAtMost = pivotsOf(program);
  const answer = simplexInside(inside, program, { start, pivotsAtMost, secondsAtMost });
  if (answer === null) return { status: "gave-up", reason: "numeric" };
  const { status, objective, values, prices, basis, pivots } = answer;
  switch (status) {
    case glpk.GLP_OPT:
      return Number.isFinite(objective)
        ? { status: "optimal", objective, values, prices, basis }
        : { status: "gave-up", reason: "numeric" };
    case glpk.GLP_NOFEAS:
      return { status: "infeasible" };
    case glpk.GLP_UNBND:
      return { status: "unbounded" };
    case glpk.GLP_INFEAS:
    case glpk.GLP_FEAS:
      return { status: "gave-up", reason: pivots >= pivotsAtMost ? "pivots" : "time-limit" };
    default:
      return { status: "gave-up", reason: "numeric" };
  }
}

/** What cancels the simplex method when its pivots are used up. */
class Stalled extends Error {}

function attempt(glpk: Glpk, program: LinearProgram, presol: boolean, tmlim: number): Solution {
  const pivots = pivotsOf(program);
  const final = [glpk.GLP_OPT, glpk.GLP_NOFEAS, glpk.GLP_UNBND];
  const call = ({ status }: { status: number }): void => {
    if (!final.includes(status)) throw new Stalled();
  };
  // glpk.js first asks after twice as many pivots as it is told, with the presolver off; its types say otherwise of `call`.
  const cb = { each: Math.ceil(pivots / 2), call: call as unknown as () => void };
  const options = { msglev: glpk.GLP_MSG_OFF, presol, tmlim, ...(presol ? {} : { cb }) };
  try {
    const { result } = glpk.solve({ ...linearProgramOf(glpk, program), options });
    return answerOf(glpk, program, result);
  } catch (error) {
    if (error instanceof Stalled) return { status: "gave-up", reason: "pivots" };
    throw error;
  }
}

type Answer = { status: number; z: number; vars: Named; dual?: Named };

function answerOf(glpk: Glpk, program: LinearProgram, result: Answer): Solution {
  switch (result.status) {
    case glpk.GLP_OPT:
      return solutionOf(program, result);
    case glpk.GLP_NOFEAS:
      return { status: "infeasible" };
    case glpk.GLP_UNBND:
      return { status: "unbounded" };
    case glpk.GLP_INFEAS:
    case glpk.GLP_FEAS:
      return { status: "gave-up", reason: "time-limit" };
    default:
      return { status: "gave-up", reason: "numeric" };
  }
}

/** How far a point said to be optimal is from it: what its prices do not prove of its value, or what it lacks in a row; relative. */
function errorOf(
  program: LinearProgram,
  { objective, values, prices }: Extract<Solution, { status: "optimal" }>,
): number {
  const { cost, columnLower, columnUpper, rowLower, rowUpper, rowStart, column, value } = program;
  const reduced = Float64Array.from(cost);
  let [proven, broken] = [0, 0];
  rowLower.forEach((lower, i) => {
    const price = prices[i] as number;
    let activity = 0;
    for (let k = rowStart[i] as number; k < (rowStart[i + 1] as number); k++) {
      const j = column[k] as number;
      activity += (value[k] as number) * (values[j] as number);
      reduced[j] = (reduced[j] as number) - price * (value[k] as number);
    }
    const upper = rowUpper[i] as number;
    broken = Math.max(broken, lower - activity, activity - upper);
    proven += worthOf(price, lower, upper);
  });
  reduced.forEach((cost, j) => (proven += worthOf(cost, columnLower[j] as number, columnUpper[j] as number)));
  return Math.max(broken, Math.abs(objective - proven) / Math.max(1, Math.abs(objective)));
}

/** The least that a price makes of a quantity within these bounds; a price against a missing bound is the solver's rounding. */
function worthOf(price: number, lower: number, upper: number): number {
  const bound = price > 0 ? lower : upper;
  return price === 0 || !Number.isFinite(bound) ? 0 : price * bound;
}

function solutionOf(program: LinearProgram, { z, vars, dual }: Answer): Solution {
  if (!Number.isFinite(z) || dual === undefined) return { status: "gave-up", reason: "numeric" };
  return {
    status: "optimal",
    objective: z,
    values: Float64Array.from(program.cost, (_, j) => vars[`c${j}`] ?? 0),
    prices: Float64Array.from(program.rowLower, (_, i) => dual[`r${i}`] ?? 0),
    basis: null,
  };
}

type Named = { readonly [name: string]: number };

function linearProgramOf(glpk: Glpk, program: LinearProgram): LP {
  const { cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  return {
    name: "stagger",
    objective: {
      direction: glpk.GLP_MIN,
      name: "z",
      vars: Array.from(cost, (coef, j) => ({ name: `c${j}`, coef })),
    },
    subjectTo: Array.from(rowLower, (lower, i) => ({
      name: `r${i}`,
      vars: rowEntries(program, i),
      bnds: boundsOf(glpk, lower, rowUpper[i] as number),
    })),
    bounds: Array.from(columnLower, (lower, j) => ({
      name: `c${j}`,
      ...boundsOf(glpk, lower, columnUpper[j] as number),
    })),
  };
}

function rowEntries(
  { rowStart, column, value }: LinearProgram,
  row: number,
): { name: string; coef: number }[] {
  const entries: { name: string; coef: number }[] = [];
  for (let k = rowStart[row] as number; k < (rowStart[row + 1] as number); k++) {
    entries.push({ name: `c${column[k]}`, coef: value[k] as number });
  }
  return entries;
}

function boundsOf(glpk: Glpk, lower: number, upper: number): { type: number; lb: number; ub: number } {
  if (lower === upper) return { type: glpk.GLP_FX, lb: lower, ub: lower };
  if (lower === Number.NEGATIVE_INFINITY) {
    return upper === Number.POSITIVE_INFINITY
      ? { type: glpk.GLP_FR, lb: 0, ub: 0 }
      : { type: glpk.GLP_UP, lb: 0, ub: upper };
  }
  return upper === Number.POSITIVE_INFINITY
    ? { type: glpk.GLP_LO, lb: lower, ub: 0 }
    : { type: glpk.GLP_DB, lb: lower, ub: upper };
}

function assertFinite({ cost, value, columnLower, columnUpper, rowLower, rowUpper }: LinearProgram): void {
  const isFinite = [cost, value].every((numbers) => numbers.every(Number.isFinite));
  const isNumber = [columnLower, columnUpper, rowLower, rowUpper].every(
    (bounds) => !bounds.some((bound) => Number.isNaN(bound)),
  );
  if (!isFinite || !isNumber) throw new Error("the linear program holds a number that is not finite");
}
