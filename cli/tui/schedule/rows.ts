/** Rows of the schedule: cohorts, and groups of them. What is known of a cohort's waves is put together once a plan. */
import {
  groupBy,
  hour,
  instantOfIso,
  minute,
  type Plan,
  type PlannedCohort,
  type SlotRange,
  type Unscheduled,
  type Wave,
} from "../../../src/index.js";

/** Where the devices of a row are in time. */
export type Spread = {
  /** Those with waves, ascending. */
  readonly slots: readonly number[];
  /** In each of them. */
  readonly devices: readonly number[];
  /** Slots in which a wave may be, half-open. */
  readonly open: readonly SlotRange[];
};

type Figures = {
  readonly key: string;
  readonly devices: number;
  /** Slot of the first wave and of the last; null: no wave. */
  readonly first: number | null;
  readonly last: number | null;
  /** Device-hours from the release to the middle of each wave; of devices left out to the horizon. */
  readonly exposure: number;
  /** Devices without a wave. */
  readonly leftOut: number;
  /** Place by name. */
  readonly order: number;
};

export type CohortRow = Figures & {
  readonly kind: "cohort";
  readonly cohort: PlannedCohort;
  /** Of its name: site, profile, ring, then group, zone, tags and device where it has them. As they came. */
  readonly parts: readonly string[];
  /** What a filter is matched against. */
  readonly text: string;
  readonly spread: Spread;
  readonly waves: readonly Wave[];
  readonly unscheduled: readonly Unscheduled[];
};

export type GroupRow = Figures & {
  readonly kind: "group";
  /** As it came; "-" where it is empty. */
  readonly name: string;
  readonly cohorts: readonly CohortRow[];
  /** null: several. */
  readonly timezone: string | null;
};

export type Row = CohortRow | GroupRow;

const rowsOfPlan = new WeakMap<Plan, readonly CohortRow[]>();

/** In the plan's order, which is that of their ids. */
export function cohortRows(plan: Plan): readonly CohortRow[] {
  const known = rowsOfPlan.get(plan);
  if (known !== undefined) return known;
  const waves = groupBy(plan.waves, ({ cohort }) => cohort);
  const unscheduled = groupBy(plan.unscheduled, ({ cohort }) => cohort);
  const rows = plan.cohorts.map((cohort, order) =>
    cohortRow(plan, cohort, order, waves.get(cohort.id) ?? [], unscheduled.get(cohort.id) ?? []),
  );
  rowsOfPlan.set(plan, rows);
  return rows;
}

function cohortRow(
  { grid, release }: Plan,
  cohort: PlannedCohort,
  order: number,
  waves: readonly Wave[],
  unscheduled: readonly Unscheduled[],
): CohortRow {
  const parts = partsOf(cohort);
  const leftOut = unscheduled.reduce((sum, { devices }) => sum + devices, 0);
  const slotHours = (grid.slotMinutes * minute) / hour;
  const before = (instantOfIso(release) - instantOfIso(grid.start)) / hour;
  const untilSlot = (slot: number): number => slot * slotHours - before;
  return {
    kind: "cohort",
    key: `cohort ${cohort.id}`,
    cohort,
    order,
    parts,
    text: searched([...parts, cohort.timezone, cohort.id].join(" ")),
    devices: cohort.devices,
    first: waves[0]?.slot ?? null,
    last: waves.at(-1)?.slot ?? null,
    exposure: waves.reduce(
      (sum, { slot, devices }) => sum + devices * untilSlot(slot + 0.5),
      leftOut * untilSlot(grid.slots),
    ),
    leftOut,
    unscheduled,
    waves,
    spread: {
      slots: waves.map(({ slot }) => slot),
      devices: waves.map(({ devices }) => devices),
      open: cohort.open,
    },
  };
}

/** As filters compare: neither case nor the way an accent is written tells two texts apart. */
export const searched = (text: string): string => text.normalize("NFC").toLowerCase();

/** The id says which of zone, tags and device it takes to tell this cohort from others. */
function partsOf({ id, site, profile, ring, group }: PlannedCohort): readonly string[] {
  const fields = [site, profile, ring, ...(group === null ? [] : [group])];
  return [...fields.map((field) => field || "-"), ...id.split("/").slice(fields.length).map(decoded)];
}

function decoded(field: string): string {
  try {
    return decodeURIComponent(field);
  } catch {
    return field;
  }
}

export function groupRow(key: string, name: string, order: number, cohorts: readonly CohortRow[]): GroupRow {
  const zones = new Set(cohorts.map(({ cohort }) => cohort.timezone));
  const sum = (of: (row: CohortRow) => number): number => cohorts.reduce((all, row) => all + of(row), 0);
  const some = (slots: readonly (number | null)[]) => slots.filter((slot) => slot !== null);
  const firsts = some(cohorts.map(({ first }) => first));
  const lasts = some(cohorts.map(({ last }) => last));
  return {
    kind: "group",
    key,
    name,
    order,
    cohorts,
    timezone: zones.size === 1 ? ([...zones][0] ?? null) : null,
    devices: sum(({ devices }) => devices),
    first: firsts.length === 0 ? null : firsts.reduce((a, b) => Math.min(a, b)),
    last: lasts.length === 0 ? null : lasts.reduce((a, b) => Math.max(a, b)),
    exposure: sum(({ exposure }) => exposure),
    leftOut: sum(({ leftOut }) => leftOut),
  };
}

const spreadsOfGroups = new WeakMap<GroupRow, Spread>();

export function spreadOf(row: Row): Spread {
  if (row.kind === "cohort") return row.spread;
  const known = spreadsOfGroups.get(row);
  if (known !== undefined) return known;
  const spread = merged(row.cohorts.map((cohort) => cohort.spread));
  spreadsOfGroups.set(row, spread);
  return spread;
}

/** Open where any of them is. */
function merged(spreads: readonly Spread[]): Spread {
  const end = spreads.reduce(
    (most, { slots, open }) => Math.max(most, (slots.at(-1) ?? -1) + 1, open.at(-1)?.[1] ?? 0),
    0,
  );
  const devicesIn = new Float64Array(end);
  // How many more are open from each slot on.
  const opening = new Int32Array(end + 1);
  for (const { slots, devices, open } of spreads) {
    for (let w = 0; w < slots.length; w++) add(devicesIn, slots[w] ?? 0, devices[w] ?? 0);
    for (const [from, to] of open) {
      add(opening, from, 1);
      add(opening, to, -1);
    }
  }
  const slots = [...devicesIn.keys()].filter((slot) => devicesIn[slot] !== 0);
  return { slots, devices: slots.map((slot) => devicesIn[slot] ?? 0), open: runsOf(opening) };
}

const add = (sums: Float64Array | Int32Array, at: number, value: number): void => {
  sums[at] = (sums[at] ?? 0) + value;
};

function runsOf(opening: Int32Array): readonly SlotRange[] {
  const runs: SlotRange[] = [];
  let open = 0;
  let from = 0;
  for (const [slot, more] of opening.entries()) {
    if (open === 0 && more > 0) from = slot;
    if (open > 0 && open + more === 0) runs.push([from, slot]);
    open += more;
  }
  return runs;
}
