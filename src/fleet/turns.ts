/** Whose turn comes when in a group: what `order` of the scenario says, held against the fleet. */
import type { Problem } from "../problem.js";
import { suggestion } from "../scenario/nearest.js";
import { pathText, quoted } from "../scenario/place.js";
import type { GroupOrder, Scenario, Selector } from "../scenario/scenario.js";
import { fits, namedDevice } from "../scenario/selector.js";
import type { Cohort } from "./cohort.js";
import type { PlacedFleet } from "./inline.js";

/**
 * Its place in the order, from 0: that of the first entry of `sequence` that a cohort fits, or of `last`; all others stand between
 * the two.
 */
export function entryOf({ sequence, last }: GroupOrder, cohort: Cohort): number {
  const first = sequence.findIndex((who) => fits(who, cohort));
  if (first >= 0) return first;
  return sequence.length + 1 + last.findIndex((who) => fits(who, cohort));
}

/** Names of the devices of each group, to find the one that was meant. */
export type GroupNames = ReadonlyMap<string, readonly string[]>;

/** What `order` says and the fleet does not bear out. Devices left out of the plan count: they are in the group all the same. */
export function turnProblems(
  { order }: Scenario,
  { fleet }: PlacedFleet,
  names: GroupNames,
): readonly Problem[] {
  const all = [...fleet.cohorts, ...fleet.excluded.map(({ cohort }) => cohort)];
  const groups = new Set(all.flatMap(({ group }) => (group === null ? [] : [group])));
  return [...order].flatMap(([group, own]) => {
    const cohorts = all.filter((cohort) => cohort.group === group);
    if (cohorts.length === 0) return [unknownGroup(group, groups)];
    const entries: readonly Entry[] = (["sequence", "last"] as const).flatMap((key) =>
      own[key].map((who, i) => ({ key, who, path: pathText(["order", group, key, i]) })),
    );
    return entries.flatMap((entry, i) => entryProblem(entry, entries.slice(0, i), cohorts, names.get(group)));
  });
}

type Entry = { readonly key: "sequence" | "last"; readonly who: Selector; readonly path: string };

function entryProblem(
  { key, who, path }: Entry,
  before: readonly Entry[],
  cohorts: readonly Cohort[],
  names: readonly string[] | undefined,
): readonly Problem[] {
  const own = cohorts.filter((cohort) => fits(who, cohort));
  if (own.length === 0) return [nobody(who, path, cohorts, names)];
  const taken = before.find(
    (other) =>
      (other.key !== key && own.some((cohort) => fits(other.who, cohort))) ||
      own.every((cohort) => fits(other.who, cohort)),
  );
  if (taken === undefined) return [];
  const hint = "name each device once";
  return [
    { code: "order.twice", message: `its devices stand in ${taken.path} already`, hint, place: { path } },
  ];
}

const unknownGroup = (group: string, groups: Iterable<string>): Problem => ({
  code: "order.unknown-group",
  message: `no device of the fleet is in the group ${quoted(group)}`,
  hint: suggestion(group, groups),
  place: { path: pathText(["order", group]) },
});

const nobody = (
  who: Selector,
  path: string,
  cohorts: readonly Cohort[],
  names: readonly string[] | undefined,
): Problem => ({
  code: "order.nobody",
  message: `no device of the group is ${namedDevice(who) === null ? "meant by this" : quoted(namedDevice(who))}`,
  hint: meant(who, cohorts, names ?? []),
  place: { path },
});

/** The known name nearest to the first one that no device of the group has. */
function meant(who: Selector, cohorts: readonly Cohort[], names: readonly string[]): string {
  const known: Readonly<Record<keyof Selector, readonly string[]>> = {
    site: cohorts.map(({ site }) => site),
    profile: cohorts.map(({ profile }) => profile),
    ring: cohorts.map(({ ring }) => ring),
    group: cohorts.flatMap(({ group }) => group ?? []),
    timezone: cohorts.map(({ timezone }) => timezone),
    tag: cohorts.flatMap(({ tags }) => tags),
    device: names,
  };
  for (const [key, wanted] of Object.entries(who) as [keyof Selector, readonly string[] | null][]) {
    const stranger = wanted?.find((name) => !known[key].includes(name));
    if (stranger !== undefined) return suggestion(stranger, new Set(known[key]));
  }
  return "no device of the group has all of it: ask for less";
}

/** Where rings, which come first, put devices of a group in another order than it wants. */
export function turnNotes({ order }: Scenario, { fleet, rings }: PlacedFleet): readonly Problem[] {
  const place = new Map(rings.map(({ name }, k) => [name, k]));
  const ringOf = ({ ring }: Cohort): number => place.get(ring) ?? 0;
  return [...order].flatMap(([group, own]) => {
    const members = fleet.cohorts
      .filter((cohort) => cohort.group === group)
      .map((cohort) => ({ cohort, entry: entryOf(own, cohort) }))
      .sort((a, b) => a.entry - b.entry);
    const early = members.find(({ cohort, entry }, i) =>
      members.slice(0, i).some((other) => other.entry < entry && ringOf(other.cohort) > ringOf(cohort)),
    );
    if (early === undefined) return [];
    return [
      {
        code: "order.ring",
        message: `cohort ${early.cohort.id} goes before devices that stand before it here: ring ${early.cohort.ring} comes before theirs`,
        hint: "give the devices of the group one ring, or take their order as it is",
        place: { path: pathText(["order", group]) },
      },
    ];
  });
}
