/**
 * The linear program of docs/model.md, built for one level at a time.
 *
 * Columns are shares of a cohort (f = x / n) and rows are utilisations (load / capacity): in devices and sign-ins per second
 * the solver's absolute tolerances give wrong optima (facts: 1.1e-4 off). Shares carried to an interval or a morning are columns
 * of their own, one row each, which keeps the matrix sparse. `u`, the unscheduled share, makes every program feasible.
 */
import type { SlotMass } from "../client/response.js";
import type { CohortDemand } from "../service/demand.js";
import { riseBases, risingCapacity } from "../service/rise.js";
import { LIMIT_TOLERANCE, type Service } from "../service/service.js";
import type { LinearProgram } from "./linear-program.js";

export type LevelName = "unscheduled" | "rise" | "exposure";

/** What is staggered now: the demands with the positions each may use (its ring's dates), against what stands already. */
export type Task = {
  readonly slots: number;
  readonly demands: readonly CohortDemand[];
  /** Half-open range of positions a cohort may use. */
  readonly usable: readonly (readonly [from: number, to: number])[];
  readonly services: readonly Service[];
  /** Place of each demand among the plan's cohorts; its index here where that is left out. */
  readonly places?: readonly number[];
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

/** A part of the program, which grows: every other column is 0 in it, every other row as if it had no limit. */
export type Selection = {
  /** Usable positions that have a column, ascending, by cohort. */
  readonly positions: Int32Array[];
  /** Whether the load of service r in slot t, at r x slots + t, has rows. */
  readonly rows: Uint8Array;
};

export const everything = ({ usable, services, slots }: Task): Selection => ({
  positions: usable.map(([from, to]) => Int32Array.from({ length: to - from }, (_, i) => from + i)),
  rows: new Uint8Array(services.length * slots).fill(1),
});

/** Where each column and row of a built program comes from. */
export type BuiltProgram = {
  readonly program: LinearProgram;
  /** Objective in the level's unit = program objective x unit. */
  readonly unit: number;
  /** First column of a cohort's positions, by cohort. */
  readonly waveColumn: Int32Array;
  /** Row in which a cohort's shares sum to 1, by cohort. */
  readonly cohortRow: Int32Array;
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
/** Where the rise is held hardly more than the least there is, room is dearer. */
const SCARCE = 100;
export const unscheduledPenalty = ({ riseAtMost }: Level): number =>
  riseAtMost === null ? UNSCHEDULED_PENALTY : SCARCE * UNSCHEDULED_PENALTY;
/** Price of the whole fleet unscheduled, in units of rise. */
export const RISE_PENALTY = 1000;
/** A held level may be exceeded by this share: the solver knows its value no better, and an exact bound makes the simplex stall. */
const HELD_SLACK = 2e-6;
/** And by this share of the fleet. */
const HELD_NOTHING = 1e-9;
/** Shares carried below this are the rounding of a distribution; as coefficients they make the simplex cycle for ever. */
const LEAST_SHARE = 1e-12;
/** Load below this share of the capacity, with its column at its most: far inside the solver's tolerance, and it cycles on it. */
const LEAST_LOAD = 1e-12;

/** Names are the same in every program of a rollout: what is known of one helps with the next (memory.ts). */
export const waveName = (cohort: string, slot: number): string => `x ${cohort} ${slot}`;
export const limitName = (service: string, slot: number): string => `limit ${service} ${slot}`;
export const riseName = (service: string, slot: number): string => `rise ${service} ${slot}`;

export function buildProgram(task: Task, level: Level, selection = everything(task)): BuiltProgram {
  const builder = new ProgramBuilder();
  const devices = task.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  const scale = devices / Math.max(1, task.demands.length);
  const waveColumn = new Int32Array(task.demands.length);
  const unscheduledColumn = new Int32Array(task.demands.length);
  const cohortRow = new Int32Array(task.demands.length);
  const loads = new LoadRows(task, level, selection.rows);
  task.demands.forEach((demand, c) => {
    const positions = selection.positions[c] as Int32Array;
    const { cohort, behaviour } = demand;
    const weight = cohort.devices / scale;
    const row = builder.row(`cohort ${cohort.id}`, 1, 1);
    cohortRow[c] = row;
    waveColumn[c] = builder.columns;
    for (const p of positions) {
      const cost = level.name === "exposure" ? weight * (behaviour.exposure[p] as number) : 0;
      const column = builder.column(
        waveName(cohort.id, behaviour.slots[p] as number),
        cost,
        Math.min(1, (demand.mostAt?.[p] ?? demand.mostPerSlot) / cohort.devices),
      );
      builder.entry(row, column, 1);
    }
    unscheduledColumn[c] = builder.column(
      `u ${cohort.id}`,
      unscheduledCost(level, demand, weight, scale / devices),
      1,
    );
    builder.entry(row, unscheduledColumn[c] as number, 1);
    addCarries(builder, loads, demand, waveColumn[c] as number, positions);
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
    cohortRow,
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
      return weight * behaviour.unscheduledExposure * (isHeld ? 1 : unscheduledPenalty(level));
  }
}

/** One column and one row for every share carried to another time. */
function addCarries(
  builder: ProgramBuilder,
  loads: LoadRows,
  demand: CohortDemand,
  firstColumn: number,
  chosen: Int32Array,
): void {
  const { cohort, behaviour } = demand;
  for (const { service, direct } of demand.loads) {
    chosen.forEach((p, i) =>
      loads.add(
        service,
        direct[p] as SlotMass,
        firstColumn + i,
        cohort.devices * (behaviour.restarts[p] as number),
      ),
    );
  }
  const columnAt = new Map(Array.from(chosen, (p, i) => [p, firstColumn + i] as const));
  demand.carries.forEach(({ positions, shares }, k) => {
    const concerned = demand.loads.filter(({ carried }) =>
      (carried[k] as SlotMass).mass.some((value) => value > 0),
    );
    const inside = Array.from(
      positions,
      (p, i) => [columnAt.get(p) ?? -1, shares[i] as number] as const,
    ).filter(([column, share]) => column >= 0 && share > LEAST_SHARE);
    if (concerned.length === 0 || inside.length === 0) return;
    // At least what the waves carry; more would only be more load. In units of the largest share: small ones beside a -1 make
    // the simplex stumble.
    const largest = inside.reduce((high, [, share]) => Math.max(high, share), 0);
    const column = builder.column(`w ${cohort.id} ${k}`, 0, 1);
    const row = builder.row(`carry ${cohort.id} ${k}`, Number.NEGATIVE_INFINITY, 0);
    for (const [at, share] of inside) builder.entry(row, at, share / largest);
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
  const most = ((unscheduledAtMost ?? 0) * (1 + HELD_SLACK)) / devices + HELD_NOTHING;
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
  readonly #wanted: Uint8Array;
  readonly #entries: Map<number, { column: number; load: number }[]>[];

  constructor(task: Task, level: Level, wanted: Uint8Array) {
    this.#task = task;
    this.#level = level;
    this.#wanted = wanted;
    this.#entries = task.services.map(() => new Map());
  }

  /** `factor` times `mass` is the load of the column at 1. */
  add(service: number, { first, mass }: SlotMass, column: number, factor: number): void {
    if (this.#task.services[service]?.limit === null) return;
    const bySlot = this.#entries[service] as Map<number, { column: number; load: number }[]>;
    for (let i = 0; i < mass.length; i++) {
      const load = factor * (mass[i] as number);
      if (load === 0 || first + i >= this.#task.slots) continue;
      if (this.#wanted[service * this.#task.slots + first + i] === 0) continue;
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
        const name = kind === "limit" ? limitName(service.id, slot) : riseName(service.id, slot);
        const row = builder.row(name, Number.NEGATIVE_INFINITY, room / capacity);
        for (const [column, load] of entries) {
          if (load * builder.upper(column) > LEAST_LOAD * capacity)
            builder.entry(row, column, load / capacity);
        }
        if (rise !== 0 && riseColumn !== null) builder.entry(row, riseColumn, -rise);
        rows.push({ row, kind, service: r, slot });
      };
      const room = (limit[slot] as number) * (1 + LIMIT_TOLERANCE) - carried;
      const isRising = this.#task.rising === undefined || this.#task.rising === r;
      const rising = risingCapacity(service, slot);
      const hasRise =
        isRising && base !== null && rising > 0 && (riseColumn !== null || this.#level.riseAtMost !== null);
      const flat = hasRise
        ? base * rising -
          carried +
          (riseColumn === null ? (this.#level.riseAtMost ?? 0) * (1 - base) * rising : 0)
        : Number.POSITIVE_INFINITY;
      // Of two limits of one load the lower says all, unless a column moves one of them.
      if (most > room && (riseColumn !== null || room <= flat)) add("limit", room, 0);
      if (hasRise && most > flat && (riseColumn !== null || flat < room))
        add("rise", flat, (1 - base) * (rising / capacity));
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
