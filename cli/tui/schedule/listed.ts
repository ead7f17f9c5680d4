/** Which rows there are, in which order: filtered, folded, sorted. Remembered, as each frame asks again. */
import { groupBy, type Plan } from "../../../src/index.js";
import { type CohortRow, cohortRows, type GroupRow, groupRow, type Row, searched } from "./rows.js";
import type { Fold, ScheduleView, Sort } from "./view.js";

export type Line = { readonly row: Row; readonly isInGroup: boolean };

export type Listed = {
  readonly lines: readonly Line[];
  /** Where a row stands, by its key. */
  readonly places: ReadonlyMap<string, number>;
  /** All that match, folded away or not, in the order of the lines. */
  readonly cohorts: readonly CohortRow[];
  /** null: nothing is folded. */
  readonly groups: readonly GroupRow[] | null;
  /** Every cohort that matches, as one. */
  readonly all: GroupRow;
};

type Asked = Pick<ScheduleView, "sort" | "fold" | "filter" | "opened">;

const listsOfPlan = new WeakMap<Plan, Map<string, Listed>>();
/** Lists of one plan that are kept: each letter of a filter makes one. */
const KEPT = 8;

export function listed(plan: Plan, { sort, fold, filter, opened }: Asked): Listed {
  const lists = listsOfPlan.get(plan) ?? new Map<string, Listed>();
  listsOfPlan.set(plan, lists);
  const key = JSON.stringify([sort, fold, filter, opened]);
  const known = lists.get(key);
  if (known !== undefined) return known;
  if (lists.size >= KEPT) lists.clear();
  const made = listOf(plan, { sort, fold, filter, opened });
  lists.set(key, made);
  return made;
}

function listOf(plan: Plan, { sort, fold, filter, opened }: Asked): Listed {
  const all = allOf(plan, filter);
  if (fold === "cohort") {
    const cohorts = inOrder(all.cohorts, sort);
    const lines = cohorts.map((row): Line => ({ row, isInGroup: false }));
    return { lines, places: placesOf(lines), cohorts, groups: null, all };
  }
  const groups = inOrder(groupsOf(plan, all, fold), sort);
  const inside = groups.map(({ cohorts }) => inOrder(cohorts, sort));
  const unfolded = new Set(opened);
  const lines = groups.flatMap((row, g): readonly Line[] => [
    { row, isInGroup: false },
    ...(unfolded.has(row.key) ? (inside[g] ?? []) : []).map((cohort): Line => ({
      row: cohort,
      isInGroup: true,
    })),
  ]);
  return { lines, places: placesOf(lines), cohorts: inside.flat(), groups, all };
}

const allOfPlan = new WeakMap<Plan, { readonly filter: string; readonly all: GroupRow }>();

/** Of the last filter: a letter more that leaves out no cohort leaves everything as it was. */
function allOf(plan: Plan, filter: string): GroupRow {
  const known = allOfPlan.get(plan);
  if (known?.filter === filter) return known.all;
  const rows = matching(cohortRows(plan), filter);
  const before = known?.all.cohorts ?? [];
  const isSame = rows.length === before.length && rows.every((row, r) => row === before[r]);
  const all = known !== undefined && isSame ? known.all : groupRow("all", "all", 0, rows);
  allOfPlan.set(plan, { filter, all });
  return all;
}

const placesOf = (lines: readonly Line[]): ReadonlyMap<string, number> =>
  new Map(lines.map(({ row }, place) => [row.key, place]));

/** Those in whose names every word is found. */
function matching(rows: readonly CohortRow[], filter: string): readonly CohortRow[] {
  const words = searched(filter)
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.length === 0 ? rows : rows.filter(({ text }) => words.every((word) => text.includes(word)));
}

type Grouping = Exclude<Fold, "cohort">;

const groupsOfAll = new WeakMap<GroupRow, Map<Grouping, readonly GroupRow[]>>();

/** The same however they are ordered, so that what is put together for a group is so once. */
function groupsOf(plan: Plan, all: GroupRow, fold: Grouping): readonly GroupRow[] {
  const known = groupsOfAll.get(all) ?? new Map<Grouping, readonly GroupRow[]>();
  groupsOfAll.set(all, known);
  const groups = known.get(fold) ?? madeGroups(plan, all.cohorts, fold);
  known.set(fold, groups);
  return groups;
}

/** Rings by name are in the order in which they open. */
function madeGroups({ rings }: Plan, cohorts: readonly CohortRow[], fold: Grouping): readonly GroupRow[] {
  const groups = groupBy(cohorts, ({ cohort }) => cohort[fold]);
  const names = [...groups.keys()].sort((a, b) => (a < b ? -1 : 1));
  const opening = new Map(rings.map(({ name }, r) => [name, r]));
  const orderOf = (name: string, n: number): number =>
    fold === "ring" ? (opening.get(name) ?? rings.length + n) : n;
  return names.map((name, n) =>
    groupRow(`${fold} ${name}`, name || "-", orderOf(name, n), groups.get(name) ?? []),
  );
}

const late = Number.POSITIVE_INFINITY;

/** Below nothing: the first of two comes first. Rows without a wave come last. */
const orders: Readonly<Record<Sort, (a: Row, b: Row) => number>> = {
  "first wave": (a, b) => compared(a.first ?? late, b.first ?? late),
  devices: (a, b) => b.devices - a.devices,
  name: () => 0,
  exposure: (a, b) => b.exposure - a.exposure,
  "last wave": (a, b) => compared(b.last ?? -late, a.last ?? -late),
};

const compared = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

const inOrder = <R extends Row>(rows: readonly R[], sort: Sort): readonly R[] =>
  [...rows].sort((a, b) => orders[sort](a, b) || a.order - b.order);
