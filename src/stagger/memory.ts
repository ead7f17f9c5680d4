/**
 * What earlier programs leave behind for later ones that differ a little (another headroom, deadline or window, the next round
 * of the same program): which rows and columns mattered, and where the simplex method ended. Everything is by name, so it fits
 * any program that knows the names, and what has gone is passed over. It changes how fast an answer comes, not the answer's proof.
 */
import { remembered } from "../remembered.js";
import { AT_LOWER, type Basis, BASIC, type LinearProgram, type Since, type Start } from "./linear-program.js";
import type { FirstOrderPoint } from "./first-order.js";
import type { LoadMap } from "./load-map.js";
import { type BuiltProgram, limitName, riseName, type Selection, type Task, waveName } from "./program.js";

/** The status of every row and column of the last program, by name. */
type Standing = { readonly rows: ReadonlyMap<string, number>; readonly columns: ReadonlyMap<string, number> };

export class SolverMemory {
  readonly #standings = new Map<string, Standing>();
  readonly #points = new Map<string, FirstOrderPoint>();

  /** A copy that may go its own way. */
  copy(): SolverMemory {
    const copy = new SolverMemory();
    this.#standings.forEach((standing, part) => copy.#standings.set(part, standing));
    this.#points.forEach((point, part) => copy.#points.set(part, point));
    return copy;
  }

  /** @param part says which program of a plan it is */
  keep(part: string, { rowNames, columnNames }: BuiltProgram, basis: Basis | null): void {
    if (basis === null) return;
    this.#standings.set(part, {
      rows: new Map(rowNames().map((name, i) => [name, basis.rows[i] as number])),
      columns: new Map(columnNames().map((name, j) => [name, basis.columns[j] as number])),
    });
  }

  keepPoint(part: string, point: FirstOrderPoint): void {
    this.#points.set(part, point);
  }

  /** Where the first-order method ended on a program of the same shape; null: nowhere. */
  point(part: string, { columns, rows }: LoadMap): FirstOrderPoint | null {
    const point = this.#points.get(part);
    return point?.shares.length === columns && point.limitPrices.length === rows ? point : null;
  }

  /** Where to start this program; null: nothing is known of it. */
  start(part: string, built: BuiltProgram, since: Since): Start | null {
    const standing = this.#standings.get(part);
    return standing === undefined ? null : startFrom(standing, built, since);
  }

  /** Rows and columns that mattered; null: nothing is known. */
  selection(part: string, task: Task): Selection | null {
    const standing = this.#standings.get(part);
    if (standing === undefined) return null;
    const { demands, usable, services, slots } = task;
    const rows = new Uint8Array(services.length * slots);
    services.forEach(({ id }, r) => {
      for (let t = 0; t < slots; t++)
        if (standing.rows.has(limitName(id, t)) || standing.rows.has(riseName(id, t)))
          rows[r * slots + t] = 1;
    });
    const positions = demands.map(({ cohort, behaviour }, c) => {
      const [from, to] = usable[c] as readonly [number, number];
      return Int32Array.from({ length: to - from }, (_, i) => from + i).filter((p) =>
        standing.columns.has(waveName(cohort.id, behaviour.slots[p] as number)),
      );
    });
    return { positions, rows };
  }
}

/** What the programs of a whole plan leave behind: one memory for each task. */
export class StaggerMemory {
  readonly #tasks = new Map<string, SolverMemory>();

  of(task: string): SolverMemory {
    return remembered(this.#tasks, task, () => new SolverMemory());
  }
}

/** GLPK's words for a status that is not basic. */
const [AT_UPPER, FREE, FIXED] = [3, 4, 5];

function startFrom(
  { rows, columns }: Standing,
  { program, rowNames, columnNames }: BuiltProgram,
  since: Since,
): Start {
  const { columnLower, columnUpper, rowLower, rowUpper } = program;
  const basis = {
    rows: Uint8Array.from(rowNames(), (name, i) =>
      statusWithin(rows.get(name) ?? BASIC, rowLower[i] as number, rowUpper[i] as number),
    ),
    columns: Uint8Array.from(columnNames(), (name, j) =>
      statusWithin(columns.get(name) ?? AT_LOWER, columnLower[j] as number, columnUpper[j] as number),
    ),
  };
  return { basis, since: levelled(basis, program) ? "columns" : since };
}

/** A bound may have come or gone. */
function statusWithin(status: number, lower: number, upper: number): number {
  if (status === BASIC) return BASIC;
  if (lower === upper) return FIXED;
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? FREE : AT_UPPER;
  return upper === Number.POSITIVE_INFINITY || status !== AT_UPPER ? AT_LOWER : AT_UPPER;
}

/** As many basic as there are rows, where names have gone: the last rows give or take. False: nothing had to be done. */
function levelled({ rows, columns }: Basis, { rowLower, rowUpper }: LinearProgram): boolean {
  const isBasic = (status: number): number => (status === BASIC ? 1 : 0);
  const count = (statuses: Uint8Array): number => statuses.reduce((sum, status) => sum + isBasic(status), 0);
  const wanting = rows.length - count(rows) - count(columns);
  let missing = wanting;
  for (let i = rows.length - 1; i >= 0 && missing !== 0; i--) {
    const basic = isBasic(rows[i] as number);
    if (basic === (missing > 0 ? 1 : 0)) continue;
    rows[i] = missing > 0 ? BASIC : statusWithin(AT_UPPER, rowLower[i] as number, rowUpper[i] as number);
    missing += missing > 0 ? -1 : 1;
  }
  return wanting !== 0;
}
