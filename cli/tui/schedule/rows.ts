/** Rows of the schedule: cohorts, and groups of them. What is known of a cohort's waves is put together once a plan. */
import {
  devicesOf,
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
  const exposed = hoursUntil(plan);
  const rows = plan.cohorts.map((cohort, order) =>
    cohortRow(cohort, order, waves.get(cohort.id) ?? [], unscheduled.get(cohort.id) ?? [], exposed),
  );
  rowsOfPlan.set(plan, rows);
  return rows;
}

/** Hours from the release to a slot; of null to the horizon. */
type Exposed = (slot: number | null) => number;

function hoursUntil({ grid, release }: Plan): Exposed {
  const slotHours = (grid.slotMinutes * minute) / hour;
  const before = (instantOfIso(release) - instantOfIso(grid.start)) / hour;
  return (slot) => (slot ?? grid.slots) * slotHours - before;
}

function cohortRow(
  cohort: PlannedCohort,
  order: number,
  waves: readonly Wave[],
  unscheduled: readonly Unscheduled[],
  exposed: Exposed,
): CohortRow {
  const parts = partsOf(cohort);
  const leftOut = devicesOf(unscheduled);
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
      (sum, { slot, devices }) => sum + devices * exposed(slot + 0.5),
      leftOut * exposed(null),
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
  const sums = { devices: 0, exposure: 0, leftOut: 0 };
  let first: number | null = null;
  let last: number | null = null;
  for (const row of cohorts) {
    sums.devices += row.devices;
    sums.exposure += row.exposure;
    sums.leftOut += row.leftOut;
    if (row.first !== null) first = Math.min(first ?? row.first, row.first);
    if (row.last !== null) last = Math.max(last ?? row.last, row.last);
  }
  const timezone = zones.size === 1 ? ([...zones][0] ?? null) : null;
  return { kind: "group", key, name, order, cohorts, timezone, first, last, ...sums };
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
