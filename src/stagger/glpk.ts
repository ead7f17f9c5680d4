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

/** Minimise cost x subject to lower <= A x <= upper and column bounds. Rows are stored one after another (CSR). */
export type LinearProgram = {
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  /** Infinity where a column has no upper bound. */
  readonly columnUpper: Float64Array;
  /** -Infinity and Infinity where a row has no bound. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Entries of row i: rowStart[i] to rowStart[i + 1]. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
};

export type Solution =
  | {
      readonly status: "optimal";
      readonly objective: number;
      readonly values: Float64Array;
      /** Row prices: change of the objective per unit of a row's bound. */
      readonly prices: Float64Array;
    }
  | { readonly status: "infeasible" }
  | { readonly status: "unbounded" }
  | { readonly status: "gave-up"; readonly reason: "time-limit" | "numeric" };

export type Solver = (program: LinearProgram, options?: { readonly secondsAtMost?: number }) => Solution;

/** Seconds; the last resort against a stalled simplex, far beyond what a plan takes. */
const PATIENCE = 300;

export async function openSolver(): Promise<Solver> {
  const glpk = await GLPK();
  return (program, { secondsAtMost = PATIENCE } = {}) => {
    assertFinite(program);
    const plain = attempt(glpk, program, false, secondsAtMost);
    if (plain.status === "optimal") return plain;
    const presolved = attempt(glpk, program, true, secondsAtMost);
    return presolved.status === "optimal" ? presolved : plain;
  };
}

function attempt(glpk: Glpk, program: LinearProgram, presol: boolean, tmlim: number): Solution {
  const options = { msglev: glpk.GLP_MSG_OFF, presol, tmlim };
  const { result } = glpk.solve({ ...linearProgramOf(glpk, program), options });
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

function solutionOf(
  program: LinearProgram,
  { z, vars, dual }: { z: number; vars: Named; dual?: Named },
): Solution {
  if (!Number.isFinite(z) || dual === undefined) return { status: "gave-up", reason: "numeric" };
  return {
    status: "optimal",
    objective: z,
    values: Float64Array.from(program.cost, (_, j) => vars[`c${j}`] ?? 0),
    prices: Float64Array.from(program.rowLower, (_, i) => dual[`r${i}`] ?? 0),
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
