/** Two plans of one rollout, side by side: what somebody who built the first has to build anew. */
import { remembered } from "../remembered.js";
import { total } from "../stagger/total.js";
import { type Duration, duration, type Instant, instant, minute } from "../units.js";
import type { Plan, ServiceForecast } from "./plan.js";

export type Pair<T> = { readonly before: T; readonly after: T };

/** `before` and `after` change places where the plans do. */
export type PlanDifference = {
  /** Devices whose cohort is in both plans and that start at another time, or in one of them not at all. */
  readonly moved: number;
  /** Devices that only one plan has: of cohorts that are not in the other (another ring is another cohort), or smaller there. */
  readonly only: Pair<number>;
  readonly devices: Pair<number>;
  readonly unscheduled: Pair<number>;
  /** Device-hours. */
  readonly exposure: Pair<number>;
  /** Share; null: the plan's goal knows none. */
  readonly rise: Pair<number | null>;
  /** When the last wave ends; null: there is none. */
  readonly lastEnd: Pair<Instant | null>;
  /** By id, those of `before` first. */
  readonly services: readonly ServiceDifference[];
  readonly rings: readonly { readonly name: string; readonly opens: Pair<Instant | null> }[];
  /** Those of which devices moved, most first, then by id. */
  readonly cohorts: readonly CohortDifference[];
};

export type ServiceDifference = { readonly id: string; readonly peak: Pair<ServicePeak | null> };

export type ServicePeak = {
  readonly at: Instant;
  /** Per second; devices where the service counts those offline. */
  readonly load: number;
  /** null: the capacity is unknown. */
  readonly utilisation: number | null;
};

export type CohortDifference = {
  readonly id: string;
  readonly moved: number;
  /** The smaller of the cohort's two sizes. */
  readonly devices: number;
  /** How much later its mean start is; null: none of it starts in one of the plans. */
  readonly later: Duration | null;
};

export function planDifference(before: Plan, after: Plan): PlanDifference {
  const pair = <T>(of: (plan: Plan) => T): Pair<T> => ({ before: of(before), after: of(after) });
  const cohorts = cohortsOf(before, after);
  return {
    moved: total(cohorts.map(({ moved }) => moved)),
    only: { before: surplus(before, after), after: surplus(after, before) },
    devices: pair((plan) => total(plan.cohorts.map(({ devices }) => devices))),
    unscheduled: pair((plan) => total(plan.unscheduled.map(({ devices }) => devices))),
    exposure: pair((plan) => levelOf(plan, "exposure") ?? 0),
    rise: pair((plan) => levelOf(plan, "rise")),
    lastEnd: pair(lastEndOf),
    services: bothKeys(before.services, after.services, ({ id }) => id).map((id) => ({
      id,
      peak: pair((plan) => peakOf(plan, id)),
    })),
    rings: bothKeys(before.rings, after.rings, ({ name }) => name).map((name) => ({
      name,
      opens: pair((plan) => momentOf(plan.rings.find((ring) => ring.name === name)?.opens)),
    })),
    cohorts: cohorts
      .filter(({ moved }) => moved > 0)
      .sort((a, b) => b.moved - a.moved || (a.id < b.id ? -1 : 1)),
  };
}

/** Of each cohort that both plans have: all of the smaller size that does not start at the same time in both. */
function cohortsOf(before: Plan, after: Plan): readonly CohortDifference[] {
  const [starts, others] = [startsOf(before), startsOf(after)];
  const sizes = new Map(after.cohorts.map(({ id, devices }) => [id, devices]));
  return before.cohorts.flatMap(({ id, devices: size }) => {
    const other = sizes.get(id);
    if (other === undefined) return [];
    const devices = Math.min(size, other);
    const [mine, theirs] = [starts.get(id) ?? none, others.get(id) ?? none];
    const alike = total([...mine].map(([start, count]) => Math.min(count, theirs.get(start) ?? 0)));
    const [from, to] = [meanOf(mine), meanOf(theirs)];
    const later = from === null || to === null ? null : duration(to - from);
    return [{ id, devices, moved: Math.max(0, devices - alike), later }];
  });
}

/** Devices by start; those without one under `nowhere`. */
type Starts = ReadonlyMap<number, number>;
const none: Starts = new Map();
const nowhere = Number.POSITIVE_INFINITY;

function startsOf({ waves, unscheduled }: Plan): ReadonlyMap<string, Starts> {
  const starts = new Map<string, Map<number, number>>();
  const put = (cohort: string, start: number, devices: number): void => {
    const of = remembered(starts, cohort, () => new Map<number, number>());
    of.set(start, (of.get(start) ?? 0) + devices);
  };
  for (const { cohort, start, devices } of waves) put(cohort, Date.parse(start), devices);
  for (const { cohort, devices } of unscheduled) put(cohort, nowhere, devices);
  return starts;
}

function meanOf(starts: Starts): number | null {
  const scheduled = [...starts].filter(([start]) => start !== nowhere);
  const devices = total(scheduled.map(([, count]) => count));
  return devices === 0 ? null : total(scheduled.map(([start, count]) => start * (count / devices)));
}

/** Devices that the plan has more than the other, cohort by cohort. */
function surplus(plan: Plan, other: Plan): number {
  const sizes = new Map(other.cohorts.map(({ id, devices }) => [id, devices]));
  return total(plan.cohorts.map(({ id, devices }) => Math.max(0, devices - (sizes.get(id) ?? 0))));
}

const levelOf = ({ certificate }: Plan, name: "exposure" | "rise"): number | null =>
  certificate.levels.find((level) => level.name === name)?.value ?? null;

const lastEndOf = ({ waves }: Plan): Instant | null =>
  waves.reduce<Instant | null>((last, { end }) => {
    const at = instant(Date.parse(end));
    return last === null || at > last ? at : last;
  }, null);

function peakOf({ services, grid }: Plan, id: string): ServicePeak | null {
  const service = services.find((each) => each.id === id);
  return service === undefined ? null : peakIn(service, grid);
}

const peakIn = ({ peak }: ServiceForecast, { start, slotMinutes }: Plan["grid"]): ServicePeak => ({
  at: instant(Date.parse(start) + peak.slot * slotMinutes * minute),
  load: peak.load,
  utilisation: peak.utilisation,
});

const momentOf = (iso: string | undefined): Instant | null =>
  iso === undefined ? null : instant(Date.parse(iso));

const bothKeys = <T>(
  before: readonly T[],
  after: readonly T[],
  key: (of: T) => string,
): readonly string[] => [...new Set([...before, ...after].map(key))];
