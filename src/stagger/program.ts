/**
 * The linear program of docs/model.md, built for one level at a time.
 *
 * Columns are shares of a cohort (f = x / n) and rows are utilisations (load / capacity): in devices and sign-ins per second
 * the solver's absolute tolerances give wrong optima (facts: 1.1e-4 off). Shares carried to an interval or a morning are columns
 * of their own, one row each, which keeps the matrix sparse. `u`, the unscheduled share, makes every program feasible.
 */
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "../service/demand.js";
import { riseBases } from "../service/rise.js";
import type { Service } from "../service/service.js";
import type { LinearProgram } from "./glpk.js";

export type LevelName = "unscheduled" | "rise" | "exposure";

/** What is staggered now: the demands with the positions each may use (its ring's dates), against what stands already. */
export type Task = {
  readonly slots: number;
  readonly demands: readonly CohortDemand[];
  /** Half-open range of positions a cohort may use. */
  readonly usable: readonly (readonly [from: number, to: number])[];
  readonly services: readonly Service[];
  /** Index of the only service whose rise is sought or held; every service's where it is left out. */
  readonly rising?: number;
};

export type Level = {
  readonly name: LevelName;
  /** Earlier levels held: no more unscheduled devices than this (null: as few as a price far above any exposure leaves). */
  readonly unscheduledAtMost: number | null;
  /** rise and exposure levels of `flattest`: null where no rise is held or sought. */
  readonly riseAtMost: number | null;
};

/** Where each column and row of a built program comes from. */
export type BuiltProgram = {
  readonly program: LinearProgram;
  /** Objective in the level's unit = program objective x unit. */
  readonly unit: number;
  /** First column of a cohort's positions (the first usable one), by cohort. */
  readonly waveColumn: Int32Array;
  readonly unscheduledColumn: Int32Array;
  readonly riseColumn: number | null;
  /** Load rows: service, slot and kind of each. */
  readonly loadRows: readonly LoadRow[];
  readonly heldRow: number | null;
  readonly columnNames: () => readonly string[];
  readonly rowNames: () => readonly string[];
};

export type LoadRow = {
  readonly row: number;
  readonly kind: "limit" | "rise";
  readonly service: number;
  readonly slot: number;
};

/** Unscheduled devices cost this many times the longest exposure: dearer than any placement. */
const UNSCHEDULED_PENALTY = 4;
/** Price of the whole fleet unscheduled, in units of rise. */
const RISE_PENALTY = 1000;
/** A held level may be exceeded by this share: an exact bound makes the simplex stall. */
const HELD_SLACK = 1e-9;
/** Shares carried below this are the rounding of a distribution; as coefficients they make the simplex cycle for ever. */
const LEAST_SHARE = 1e-12;
/** Load below this share of the capacity, with its column at its most: far inside the solver's tolerance, and it cycles on it. */
const LEAST_LOAD = 1e-12;

export function buildProgram(task: Task, level: Level): BuiltProgram {
  const builder = new ProgramBuilder();
  const devices = task.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  const scale = devices / Math.max(1, task.demands.length);
  const waveColumn = new Int32Array(task.demands.length);
  const unscheduledColumn = new Int32Array(task.demands.length);
  const loads = new LoadRows(task, level);
  task.demands.forEach((demand, c) => {
    const [from, to] = task.usable[c] as readonly [number, number];
    const { cohort, behaviour } = demand;
    const weight = cohort.devices / scale;
    const row = builder.row(`cohort ${cohort.id}`, 1, 1);
    waveColumn[c] = builder.columns;
    for (let p = from; p < to; p++) {
      const cost = level.name === "exposure" ? weight * (behaviour.exposure[p] as number) : 0;
      const column = builder.column(
        `x ${cohort.id} ${behaviour.slots[p]}`,
        cost,
        Math.min(1, demand.mostPerSlot / cohort.devices),
      );
      builder.entry(row, column, 1);
    }
    unscheduledColumn[c] = builder.column(
      `u ${cohort.id}`,
      unscheduledCost(level, demand, weight, scale / devices),
      1,
    );
    builder.entry(row, unscheduledColumn[c] as number, 1);
    addCarries(builder, loads, demand, c, waveColumn[c] as number, [from, to]);
  });
  const riseColumn = level.name === "rise" ? builder.column("rise", 1, Number.POSITIVE_INFINITY) : null;
  const loadRows = loads.close(builder, riseColumn);
  const heldRow =
    level.unscheduledAtMost === null || level.name === "unscheduled"
      ? null
      : holdUnscheduled(builder, task, level, unscheduledColumn, devices);
  return {
    program: builder.build(),
    unit: level.name === "rise" ? 1 : scale,
    waveColumn,
    unscheduledColumn,
    riseColumn,
    loadRows,
    heldRow,
    columnNames: () => builder.columnNames,
    rowNames: () => builder.rowNames,
  };
}

function unscheduledCost(
  level: Level,
  { behaviour }: CohortDemand,
  weight: number,
  shareOfFleet: number,
): number {
  const isHeld = level.unscheduledAtMost !== null;
  switch (level.name) {
    case "unscheduled":
      return weight;
    case "rise":
      return isHeld ? 0 : RISE_PENALTY * weight * shareOfFleet;
    case "exposure":
      return weight * behaviour.unscheduledExposure * (isHeld ? 1 : UNSCHEDULED_PENALTY);
  }
}

/** One column and one row for every share carried to another time. */
function addCarries(
  builder: ProgramBuilder,
  loads: LoadRows,
  demand: CohortDemand,
  c: number,
  firstColumn: number,
  [from, to]: readonly [number, number],
): void {
  const { cohort, behaviour } = demand;
  for (const { service, direct } of demand.loads) {
    for (let p = from; p < to; p++) {
      loads.add(
        service,
        direct[p] as SlotMass,
        firstColumn + p - from,
        cohort.devices * (behaviour.restarts[p] as number),
      );
    }
  }
  demand.carries.forEach(({ positions, shares }, k) => {
    const concerned = demand.loads.filter(({ carried }) =>
      (carried[k] as SlotMass).mass.some((value) => value > 0),
    );
    const inside = Array.from(positions, (p, i) => [p, shares[i] as number] as const).filter(
      ([p, share]) => from <= p && p < to && share > LEAST_SHARE,
    );
    if (concerned.length === 0 || inside.length === 0) return;
    // At least what the waves carry; more would only be more load. In units of the largest share: small ones beside a -1 make
    // the simplex stumble.
    const largest = inside.reduce((high, [, share]) => Math.max(high, share), 0);
    const column = builder.column(`w ${cohort.id} ${k}`, 0, 1);
    const row = builder.row(`carry ${cohort.id} ${k}`, Number.NEGATIVE_INFINITY, 0);
    for (const [p, share] of inside) builder.entry(row, firstColumn + p - from, share / largest);
    builder.entry(row, column, -1);
    for (const { service, carried } of concerned)
      loads.add(service, carried[k] as SlotMass, column, cohort.devices * largest);
  });
}

function holdUnscheduled(
  builder: ProgramBuilder,
  { demands }: Task,
  { unscheduledAtMost }: Level,
  unscheduledColumn: Int32Array,
  devices: number,
): number {
  const most = ((unscheduledAtMost ?? 0) * (1 + HELD_SLACK)) / devices + HELD_SLACK;
  const row = builder.row("held unscheduled", Number.NEGATIVE_INFINITY, most);
  demands.forEach(({ cohort }, c) =>
    builder.entry(row, unscheduledColumn[c] as number, cohort.devices / devices),
  );
  return row;
}

/** Gathers load entries by service and slot, and keeps only the rows that some stagger could break. */
class LoadRows {
  readonly #task: Task;
  readonly #level: Level;
  readonly #entries: Map<number, { column: number; load: number }[]>[];

  constructor(task: Task, level: Level) {
    this.#task = task;
    this.#level = level;
    this.#entries = task.services.map(() => new Map());
  }

  /** `factor` times `mass` is the load of the column at 1. */
  add(service: number, { first, mass }: SlotMass, column: number, factor: number): void {
    if (this.#task.services[service]?.limit === null) return;
    const bySlot = this.#entries[service] as Map<number, { column: number; load: number }[]>;
    for (let i = 0; i < mass.length; i++) {
      const load = factor * (mass[i] as number);
      if (load === 0 || first + i >= this.#task.slots) continue;
      const entries = bySlot.get(first + i) ?? [];
      bySlot.set(first + i, entries);
      entries.push({ column, load });
    }
  }

  close(builder: ProgramBuilder, riseColumn: number | null): readonly LoadRow[] {
    const bases = riseBases(this.#task.services);
    return this.#task.services.flatMap((service, r) =>
      this.#rowsOf(builder, service, r, bases[r] ?? null, riseColumn),
    );
  }

  #rowsOf(
    builder: ProgramBuilder,
    service: Service,
    r: number,
    base: number | null,
    riseColumn: number | null,
  ): LoadRow[] {
    const { capacity, limit, background } = service;
    if (capacity === null || limit === null) return [];
    const rows: LoadRow[] = [];
    const slots = [...(this.#entries[r] as Map<number, unknown>).keys()].sort((a, b) => a - b);
    for (const slot of slots) {
      const entries = merged(
        (this.#entries[r] as Map<number, { column: number; load: number }[]>).get(slot) ?? [],
      );
      const carried = background[slot] as number;
      const most = [...entries].reduce((sum, [column, load]) => sum + load * builder.upper(column), 0);
      const add = (kind: LoadRow["kind"], room: number, rise: number): void => {
        const row = builder.row(`${kind} ${service.id} ${slot}`, Number.NEGATIVE_INFINITY, room / capacity);
        for (const [column, load] of entries) {
          if (load * builder.upper(column) > LEAST_LOAD * capacity)
            builder.entry(row, column, load / capacity);
        }
        if (rise !== 0 && riseColumn !== null) builder.entry(row, riseColumn, -rise);
        rows.push({ row, kind, service: r, slot });
      };
      const room = (limit[slot] as number) - carried;
      if (most > room) add("limit", room, 0);
      const isRising = this.#task.rising === undefined || this.#task.rising === r;
      if (!isRising || base === null || (riseColumn === null && this.#level.riseAtMost === null)) continue;
      const flat =
        base * capacity -
        carried +
        (riseColumn === null ? (this.#level.riseAtMost ?? 0) * (1 - base) * capacity : 0);
      if (most > flat) add("rise", flat, 1 - base);
    }
    return rows;
  }
}

function merged(entries: readonly { column: number; load: number }[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { column, load } of entries) sums.set(column, (sums.get(column) ?? 0) + load);
  return sums;
}

/** Collects rows, columns and entries; rows may be filled in any order. */
class ProgramBuilder {
  readonly columnNames: string[] = [];
  readonly rowNames: string[] = [];
  readonly #cost: number[] = [];
  readonly #upper: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #entries: { columns: number[]; values: number[] }[] = [];

  get columns(): number {
    return this.#cost.length;
  }

  upper(column: number): number {
    return this.#upper[column] as number;
  }

  column(name: string, cost: number, upper: number): number {
    this.columnNames.push(name);
    this.#cost.push(cost);
    return this.#upper.push(upper) - 1;
  }

  row(name: string, lower: number, upper: number): number {
    this.rowNames.push(name);
    this.#entries.push({ columns: [], values: [] });
    this.#rowLower.push(lower);
    return this.#rowUpper.push(upper) - 1;
  }

  entry(row: number, column: number, value: number): void {
    const entries = this.#entries[row] as { columns: number[]; values: number[] };
    entries.columns.push(column);
    entries.values.push(value);
  }

  build(): LinearProgram {
    const rowStart = new Int32Array(this.#entries.length + 1);
    this.#entries.forEach(({ columns }, i) => (rowStart[i + 1] = (rowStart[i] as number) + columns.length));
    return {
      cost: Float64Array.from(this.#cost),
      columnLower: new Float64Array(this.#cost.length),
      columnUpper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      rowStart,
      column: Int32Array.from(this.#entries.flatMap(({ columns }) => columns)),
      value: Float64Array.from(this.#entries.flatMap(({ values }) => values)),
    };
  }
}
