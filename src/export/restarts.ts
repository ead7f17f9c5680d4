/** The waves of a plan beside their cohorts, and what the exporters ask of them. */
import type { Plan, PlannedCohort, Wave } from "../plan/plan.js";
import { type Instant, instant } from "../units.js";

export type Restart = {
  readonly cohort: PlannedCohort;
  readonly wave: Wave;
  readonly start: Instant;
  readonly end: Instant;
};

export const instantOfIso = (iso: string): Instant => instant(Date.parse(iso));

/** In the plan's order: by slot, then cohort id. */
export function restartsOf(plan: Plan): readonly Restart[] {
  const cohorts = new Map(plan.cohorts.map((cohort) => [cohort.id, cohort]));
  return plan.waves.map((wave) => {
    const cohort = cohorts.get(wave.cohort);
    if (cohort === undefined) throw new Error(`bug: wave of unknown cohort ${wave.cohort}`);
    return { cohort, wave, start: instantOfIso(wave.start), end: instantOfIso(wave.end) };
  });
}

/** What somebody builds: a start of the plan, or where waves are fine the devices of one site, ring and slot. */
export const startCount = (plan: Plan): number =>
  plan.starts?.length ??
  new Set(
    restartsOf(plan).map(({ cohort: { site, timezone, ring }, start }) =>
      JSON.stringify([site, timezone, ring, start]),
    ),
  ).size;

export const devicesOf = (parts: readonly { readonly devices: number }[]): number =>
  parts.reduce((sum, { devices }) => sum + devices, 0);

/** Insertion order is kept, so groups come in the order of their first member. */
export function groupBy<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
