/**
 * GLPK in the WebAssembly of glpk.js 5.0.0, called without its JSON: a program goes straight into memory, and the simplex method
 * starts from a basis that is near the answer. glpk.js offers neither; measured on a program of 970 rows, a limit lowered by 0.1 %
 * takes 40 ms from the old basis and 1,500 ms from none. The names of the exports and the places of fields belong to that one
 * version: `insideOf` tries them all on a small program, and where one is not as it should be there is no inside.
 */
import type { Basis, LinearProgram, Start } from "./linear-program.js";

/** Functions of GLPK by the names this build gives them. */
const exported = {
  createProblem: "o",
  deleteProblem: "A",
  setDirection: "q",
  addRows: "r",
  addColumns: "s",
  setRowBounds: "v",
  setColumnBounds: "w",
  setCost: "x",
  loadMatrix: "y",
  sortMatrix: "z",
  simplex: "I",
  status: "J",
  objective: "K",
  parameters: "W",
  allocate: "X",
  release: "Y",
} as const;
const MEMORY = "l";

/** Places of fields: of integers in 4 bytes, of numbers in 8. */
const problemAt = { rows: 10, columns: 11, rowList: 13, columnList: 14, isFactorized: 17, pivots: 24 };
const rowAt = { lower: 3, upper: 4, status: 14, value: 8, price: 9 };
const columnAt = { lower: 3, upper: 4, cost: 5, status: 16, value: 9 };
const parametersAt = { method: 1, pricing: 2, pivots: 14 };
/** In units of 8 bytes. */
const toleranceAt = 2;

const MINIMISE = 1;
const OPTIMAL = 5;
const [PRIMAL, DUAL] = [1, 3];
/** Dantzig's rule: on these programs hardly more pivots than by the steepest edge, each of them cheaper. */
const DANTZIG = 0x11;
/** Of the dual method, by rows. */
const DUAL_PIVOTS = { rows: 3, bounds: 0.5 };
/**
 * By how much a row may be broken, in shares of a capacity, as much as a plan's load may exceed its limit. GLPK's own is a hundred times
 * as much: where the background leaves next to no room, whole devices slipped through it (2e-6 of the optimum, as glpsol found).
 */
const FEASIBLE = 1e-9;
const USUAL_FEASIBLE = 1e-7;
const SILENT = 0;
const NO_PRESOLVER = 0;

type Call = (...given: number[]) => number;

/** What a WebAssembly instance exports. */
export type Exports = Readonly<Record<string, unknown>>;

export type Inside = {
  readonly call: { readonly [name in keyof typeof exported]: Call };
  /** Views are made anew after every call that may take memory. */
  readonly memory: { readonly buffer: ArrayBuffer };
};

export type InsideAnswer = {
  /** glp_simplex's own: 0 where it ended by itself. */
  readonly code: number;
  /** glp_get_status's. */
  readonly status: number;
  readonly objective: number;
  readonly values: Float64Array;
  readonly prices: Float64Array;
  readonly basis: Basis;
  readonly pivots: number;
};

export type InsideOptions = {
  /** null: from the slacks. */
  readonly start: Start | null;
  readonly pivotsAtMost: number;
  readonly secondsAtMost: number;
};

/** Null where this is not the build whose inside is known. */
export function insideOf(exports: Exports): Inside | null {
  const memory = exports[MEMORY] as Partial<Inside["memory"]> | undefined;
  const found = Object.entries(exported).map(([name, key]) => [name, exports[key]] as const);
  if (!(memory?.buffer instanceof ArrayBuffer)) return null;
  if (found.some(([, call]) => typeof call !== "function")) return null;
  const call = Object.fromEntries(found) as Inside["call"];
  const inside: Inside = { call, memory: memory as Inside["memory"] };
  try {
    return isAsKnown(inside) ? inside : null;
  } catch {
    return null;
  }
}

/** Null: GLPK gave up with an assertion, as it does on some bases of badly scaled programs; what it held is lost with it. */
export function simplexInside(
  inside: Inside,
  program: LinearProgram,
  options: InsideOptions,
): InsideAnswer | null {
  const problem = loaded(inside, program);
  let answer: InsideAnswer;
  try {
    answer = simplexOf(inside, problem, program, options);
  } catch {
    return null;
  }
  inside.call.deleteProblem(problem);
  return answer;
}

function simplexOf(
  inside: Inside,
  problem: number,
  program: LinearProgram,
  { start, pivotsAtMost, secondsAtMost }: InsideOptions,
): InsideAnswer {
  const { call } = inside;
  if (start !== null) writeBasis(inside, problem, start.basis);
  const simplex = (method: number, pivots: number): InsideAnswer => {
    const milliseconds = Math.max(1, Math.round(Math.min(secondsAtMost * 1_000, 2 ** 31 - 1)));
    const parameters = call.parameters(pivots, SILENT, milliseconds, NO_PRESOLVER);
    const integers = integersOf(inside);
    integers[parameters / 4 + parametersAt.method] = method;
    integers[parameters / 4 + parametersAt.pricing] = DANTZIG;
    numbersOf(inside)[parameters / 8 + toleranceAt] = FEASIBLE;
    const code = call.simplex(problem, parameters);
    call.release(parameters);
    return answerOf(inside, problem, program, code);
  };
  if (start !== null && start.since !== "columns") {
    // Where much has changed the dual method wanders; the primal one goes on from there.
    const pivots = Math.ceil(DUAL_PIVOTS[start.since] * program.rowLower.length);
    const answer = simplex(DUAL, Math.min(pivotsAtMost, pivots));
    if (answer.status === OPTIMAL) return answer;
  }
  return simplex(PRIMAL, pivotsAtMost);
}

const integersOf = ({ memory }: Inside): Int32Array => new Int32Array(memory.buffer);
const numbersOf = ({ memory }: Inside): Float64Array => new Float64Array(memory.buffer);

function loaded(inside: Inside, program: LinearProgram): number {
  const { call } = inside;
  const { cost, columnLower, columnUpper, rowLower, rowUpper, rowStart, column, value } = program;
  const problem = call.createProblem();
  call.setDirection(problem, MINIMISE);
  if (rowLower.length > 0) call.addRows(problem, rowLower.length);
  if (cost.length > 0) call.addColumns(problem, cost.length);
  rowLower.forEach((lower, i) => {
    const upper = rowUpper[i] as number;
    call.setRowBounds(problem, i + 1, kindOf(lower, upper), lower, upper);
  });
  cost.forEach((each, j) => {
    const [lower, upper] = [columnLower[j] as number, columnUpper[j] as number];
    call.setColumnBounds(problem, j + 1, kindOf(lower, upper), lower, upper);
    call.setCost(problem, j + 1, each);
  });
  // GLPK counts from 1, in its lists too.
  const [rowAt, columnsAt, valuesAt] = [4, 4, 8].map((bytes) =>
    call.allocate(bytes * (value.length + 1)),
  ) as [number, number, number];
  const [integers, numbers] = [integersOf(inside), numbersOf(inside)];
  for (let i = 0; i < rowLower.length; i++) {
    for (let k = rowStart[i] as number; k < (rowStart[i + 1] as number); k++) {
      integers[rowAt / 4 + k + 1] = i + 1;
      integers[columnsAt / 4 + k + 1] = (column[k] as number) + 1;
      numbers[valuesAt / 8 + k + 1] = value[k] as number;
    }
  }
  call.loadMatrix(problem, value.length, rowAt, columnsAt, valuesAt);
  for (const list of [rowAt, columnsAt, valuesAt]) call.release(list);
  call.sortMatrix(problem);
  return problem;
}

/** GLP_FX, GLP_FR, GLP_UP, GLP_LO, GLP_DB. */
function kindOf(lower: number, upper: number): number {
  if (lower === upper) return 5;
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? 1 : 3;
  return upper === Number.POSITIVE_INFINITY ? 2 : 4;
}

/** Addresses of the rows, or of the columns, divided by 4. */
function listOf(inside: Inside, problem: number, at: number, length: number): Int32Array {
  const integers = integersOf(inside);
  const list = (integers[problem / 4 + at] as number) / 4;
  return integers.slice(list + 1, list + 1 + length).map((address) => address / 4);
}

function writeBasis(inside: Inside, problem: number, { rows, columns }: Basis): void {
  const integers = integersOf(inside);
  const write = (at: number, field: number, statuses: Uint8Array): void =>
    listOf(inside, problem, at, statuses.length).forEach(
      (address, i) => (integers[address + field] = statuses[i] as number),
    );
  write(problemAt.rowList, rowAt.status, rows);
  write(problemAt.columnList, columnAt.status, columns);
  integers[problem / 4 + problemAt.isFactorized] = 0;
}

function answerOf(
  inside: Inside,
  problem: number,
  { cost, rowLower }: LinearProgram,
  code: number,
): InsideAnswer {
  const { call } = inside;
  const [integers, numbers] = [integersOf(inside), numbersOf(inside)];
  const rows = listOf(inside, problem, problemAt.rowList, rowLower.length);
  const columns = listOf(inside, problem, problemAt.columnList, cost.length);
  const number = (address: number, field: number): number => numbers[address / 2 + field] as number;
  return {
    code,
    status: call.status(problem),
    objective: call.objective(problem),
    values: Float64Array.from(columns, (address) => number(address, columnAt.value)),
    prices: Float64Array.from(rows, (address) => number(address, rowAt.price)),
    basis: {
      rows: Uint8Array.from(rows, (address) => integers[address + rowAt.status] as number),
      columns: Uint8Array.from(columns, (address) => integers[address + columnAt.status] as number),
    },
    pivots: integers[problem / 4 + problemAt.pivots] as number,
  };
}

/** x + y at most 4, x + 3 y at most 7, x at most 3, for the most of 3 x + 2 y: best at (3, 1). */
const KNOWN: LinearProgram = {
  cost: Float64Array.of(-3, -2),
  columnLower: new Float64Array(2),
  columnUpper: Float64Array.of(3, Number.POSITIVE_INFINITY),
  rowLower: new Float64Array(2).fill(Number.NEGATIVE_INFINITY),
  rowUpper: Float64Array.of(4, 7),
  rowStart: Int32Array.of(0, 2, 4),
  column: Int32Array.of(0, 1, 0, 1),
  value: Float64Array.of(1, 1, 1, 3),
};

/** Every field is where it should be: written by GLPK itself, and read from memory. */
function isAsKnown(inside: Inside): boolean {
  const problem = loaded(inside, KNOWN);
  const [integers, numbers] = [integersOf(inside), numbersOf(inside)];
  const [row] = listOf(inside, problem, problemAt.rowList, 1);
  const [column] = listOf(inside, problem, problemAt.columnList, 1);
  const isLaidOut =
    integers[problem / 4 + problemAt.rows] === 2 &&
    integers[problem / 4 + problemAt.columns] === 2 &&
    numbers[(row as number) / 2 + rowAt.upper] === 4 &&
    numbers[(column as number) / 2 + columnAt.upper] === 3 &&
    numbers[(column as number) / 2 + columnAt.cost] === -3;
  inside.call.deleteProblem(problem);
  const parameters = inside.call.parameters(1, SILENT, 1, NO_PRESOLVER);
  const isUsual = numbersOf(inside)[parameters / 8 + toleranceAt] === USUAL_FEASIBLE;
  inside.call.release(parameters);
  if (!isLaidOut || !isUsual) return false;
  const options = { start: null, pivotsAtMost: 100, secondsAtMost: 1 };
  const cold = simplexInside(inside, KNOWN, options);
  if (cold === null || !isKnownAnswer(cold) || cold.pivots === 0) return false;
  const warm = simplexInside(inside, KNOWN, { ...options, start: { basis: cold.basis, since: "rows" } });
  return warm !== null && isKnownAnswer(warm) && warm.pivots === 0;
}

const isKnownAnswer = ({ code, status, objective, values, prices }: InsideAnswer): boolean =>
  code === 0 &&
  status === OPTIMAL &&
  Math.abs(objective + 11) < 1e-9 &&
  Math.abs((values[0] as number) - 3) < 1e-9 &&
  Math.abs((values[1] as number) - 1) < 1e-9 &&
  Math.abs((prices[0] as number) + 2) < 1e-9 &&
  Math.abs(prices[1] as number) < 1e-9;
