/**
 * The metrics by which policies are compared. Whatever a policy does, every figure is taken from the simulator's run of it: nothing
 * is told of one policy that is not told of the others in the same way.
 */
import { largestTrigger, stateOf } from "../service/collapse.js";
import type { Retries } from "../scenario/scenario.js";
import type { Service } from "../service/service.js";
import { day, hour, type Instant, minute, perSecond } from "../units.js";
import { type Grid, slotStart } from "../calendar/grid.js";
import type { Metric } from "./comparison.js";
import { episodesOf, type Figures, figuresOf, missingAt, type Observed } from "./outage.js";
import type { Restarts } from "./restarts.js";
import { type Fate, fateOf } from "./simulated-figures.js";

/** What one service met in a run. */
export type Met = Figures & {
  readonly fate: Fate;
  /** Most clients at one time that want to be signed in and are not. */
  readonly missing: number;
  /** Hours in which the mean load of a slot is above the limit; null: the capacity is unknown. */
  readonly hoursOverLimit: number | null;
  /** The longest time from an overload to the end of its backlog, in hours; 0: there was none; Infinity: it did not end. */
  readonly recovery: number;
  /** The least share of the clients that could come at once and be survived; null: none could bring it down, or nothing is known. */
  readonly spare: number | null;
  /** Calls in the busiest hour; null: it counts no calls. */
  readonly callsPerHour: number | null;
};

/** One run of a policy, as far as the metrics ask. */
export type Run = {
  readonly services: readonly Met[];
  readonly restarts: Restarts;
  readonly release: Instant;
  readonly deadline: Instant;
  /** What the policy itself tells, whatever comes of it. */
  readonly course: CourseFigures;
};

export type CourseFigures = {
  /** Waves it commands; null: devices restart by themselves. */
  readonly waves: number | null;
  /** Start times that somebody must build. */
  readonly starts: number;
  /** Largest by smallest mean delay of the sites; null: there is one site, or nobody restarts at one. */
  readonly fairness: number | null;
};

type Told = Metric & { readonly of: (run: Run) => number | null };

const isNumber = (value: number | null): value is number => value !== null;
const highest = (values: readonly (number | null)[]): number | null =>
  values.some(isNumber) ? Math.max(...values.filter(isNumber)) : null;
const lowest = (values: readonly (number | null)[]): number | null =>
  values.some(isNumber) ? Math.min(...values.filter(isNumber)) : null;
const summed = (run: Run, of: (met: Met) => number): number =>
  run.services.reduce((sum, met) => sum + of(met), 0);
const worst = (run: Run, of: (met: Met) => number | null): number | null => highest(run.services.map(of));

const CISA = "Band of CISA's Binding Operational Directive 26-04 (10 June 2026), which replaces 22-01";

/** Those that convince who must approve come first. */
const table: readonly Told[] = [
  {
    id: "lockedOut",
    name: "locked out",
    unit: "people",
    better: "less",
    definition: "Most people at one time who want to be signed in to one service and are not.",
    isFirst: true,
    of: (run) => worst(run, ({ missing }) => missing),
  },
  {
    id: "hoursOverLimit",
    name: "over limit",
    unit: "hours",
    better: "less",
    definition:
      "Time in which the mean load of a slot, retries included, is above the limit of a service by more than 1 %; of all services the longest.",
    isFirst: true,
    of: (run) => worst(run, ({ hoursOverLimit }) => hoursOverLimit),
  },
  {
    id: "timeTo95",
    name: "95 % done",
    unit: "hours",
    better: "less",
    definition:
      "From the release until 95 % of the devices have restarted (or were switched off and updated).",
    isFirst: true,
    of: (run) => timeTo(run, 0.95),
  },
  {
    id: "restartsAtWork",
    name: "at work",
    unit: "devices",
    better: "less",
    definition:
      "Restarts that begin while the device's person is at work, by the presence of its profile; those that people ask for themselves are among them.",
    isFirst: true,
    of: ({ restarts }) => restarts.atWork,
  },
  {
    id: "callsPerHour",
    name: "calls",
    unit: "per hour",
    better: "less",
    definition: "Calls to the service desk in its busiest hour; of a service that counts calls.",
    isFirst: true,
    of: (run) => worst(run, ({ callsPerHour }) => callsPerHour),
  },
  {
    id: "peakUtilisation",
    name: "peak",
    unit: "share",
    better: "less",
    definition:
      "Highest load of a minute, retries included, by the capacity; of all services the highest. Above 1 sign-ins fail.",
    isFirst: false,
    of: (run) => worst(run, ({ peakUtilisation }) => peakUtilisation),
  },
  {
    id: "hoursOverCapacity",
    name: "overloaded",
    unit: "hours",
    better: "less",
    definition:
      "Time in which the load of a minute is above the capacity of a service; of all services the longest.",
    isFirst: false,
    of: (run) => worst(run, ({ hoursOverCapacity }) => hoursOverCapacity),
  },
  {
    id: "failed",
    name: "failed",
    unit: "count",
    better: "less",
    definition: "Sign-ins that fail, each attempt counted, on all services together.",
    isFirst: false,
    of: (run) => summed(run, ({ failed }) => failed),
  },
  {
    id: "outageUserHours",
    name: "outage",
    unit: "user-hours",
    better: "less",
    definition: "Hours for which people want to be signed in and are not, on all services together.",
    isFirst: false,
    of: (run) => summed(run, ({ outageUserHours }) => outageUserHours),
  },
  {
    id: "recovery",
    name: "recovery",
    unit: "hours",
    better: "less",
    definition:
      "From an overload to the end of its backlog, the longest of all; 0 where there was none, without end where it was not over by the horizon.",
    isFirst: false,
    of: (run) => worst(run, ({ recovery }) => recovery),
  },
  {
    id: "spare",
    name: "to collapse",
    unit: "share",
    better: "more",
    definition:
      "Distance to collapse: the least share of a service's clients that could come at once, on top of the mean load of any slot, and be survived.",
    isFirst: false,
    of: (run) => lowest(run.services.map(({ spare }) => spare)),
  },
  {
    id: "exposure",
    name: "exposure",
    unit: "device-hours",
    better: "less",
    definition:
      "Hours between the release and the restart, all devices together, times their weight; who never restarts is exposed to the horizon.",
    isFirst: false,
    of: ({ restarts }) => restarts.exposure,
  },
  ...[0.5, 0.9, 0.99, 1].map((share): Told => ({
    id: `timeTo${share * 100}`,
    name: `${share * 100} % done`,
    unit: "hours",
    better: "less",
    definition: `From the release until ${share * 100} % of the devices have restarted (or were switched off and updated).`,
    isFirst: false,
    of: (run) => timeTo(run, share),
  })),
  {
    id: "pastDue",
    name: "past due",
    unit: "share",
    better: "less",
    definition: "Devices that have not restarted by the scenario's deadline.",
    isFirst: false,
    of: (run) => notDoneBy(run, run.deadline - run.release),
  },
  ...[3, 14, 60].map((days): Told => ({
    id: `pastDue${days}d`,
    name: `past ${days} d`,
    unit: "share",
    better: "less",
    definition: `Devices that have not restarted ${days} days after the release. ${CISA}.`,
    isFirst: false,
    of: (run) => notDoneBy(run, days * day),
  })),
  {
    id: "doneIn21d",
    name: "in 21 d",
    unit: "share",
    better: "more",
    definition:
      "Devices that have restarted 21 days after the release. Windows Autopatch aims at 95 % (Microsoft, Windows quality updates overview).",
    isFirst: false,
    of: (run) => {
      const late = notDoneBy(run, 21 * day);
      return late === null ? null : 1 - late;
    },
  },
  {
    id: "disturbed",
    name: "disturbed",
    unit: "person-hours",
    better: "less",
    definition:
      "Restarts that begin while the device's person is at work, times the mean time for which such a device is offline.",
    isFirst: false,
    of: ({ restarts }) => restarts.disturbed,
  },
  {
    id: "fairness",
    name: "fairness",
    unit: "times",
    better: "less",
    definition:
      "The largest mean delay of a site's restarts by the smallest; 1: all sites wait alike. As planned.",
    isFirst: false,
    of: ({ course }) => course.fairness,
  },
  {
    id: "waves",
    name: "waves",
    unit: "count",
    better: "less",
    definition:
      "Waves that the tool commands: devices of one cohort in one slot. None where devices restart by themselves.",
    isFirst: false,
    of: ({ course }) => course.waves,
  },
  {
    id: "notice",
    name: "notice",
    unit: "hours",
    better: "more",
    definition: "From the release until the first device restarts.",
    isFirst: false,
    of: (run) => {
      const { restarts } = run;
      return restarts.devices === 0 ? null : timeTo(run, Math.min(1, 1 / restarts.devices));
    },
  },
  {
    id: "starts",
    name: "start times",
    unit: "count",
    better: "less",
    definition:
      "Start times that somebody must build: of each site and ring the different times at which waves begin. 0 where devices restart by themselves.",
    isFirst: false,
    of: ({ course }) => course.starts,
  },
];

export const metrics: readonly Metric[] = table.map(({ id, name, unit, better, definition, isFirst }) => ({
  id,
  name,
  unit,
  better,
  definition,
  isFirst,
}));

/** By metric id. */
export type MetricFigures = Readonly<Record<string, number | null>>;

export const metricFigures = (run: Run): MetricFigures =>
  Object.fromEntries(table.map(({ id, of }) => [id, of(run)]));

/** In hours; Infinity: never within the horizon. */
function timeTo({ restarts, release }: Run, share: number): number {
  const { grid, devices, done } = restarts;
  const enough = Math.min(share * devices, devices - NOBODY) - ROUNDING * devices;
  const m = done.findIndex((count) => count >= enough);
  return m === -1 ? Number.POSITIVE_INFINITY : (slotStart(grid, m + 1) - release) / hour;
}

/** Shares of devices are sums of many small numbers. */
const ROUNDING = 1e-9;
/** Devices are expected values: less than this is none of them. */
const NOBODY = 0.5;

/** Share of the devices; null: the run ends before, and some had not restarted. */
function notDoneBy({ restarts: { grid, devices, done }, release }: Run, time: number): number | null {
  const last = Math.floor((release + time - grid.start) / minute) - 1;
  const left = (m: number): number => {
    const late = devices - (done[m] ?? 0);
    return late < NOBODY ? 0 : late / devices;
  };
  if (last < done.length) return left(last);
  return left(done.length - 1) === 0 ? 0 : null;
}

/** Devices that have not restarted by the horizon: expected. */
export function leftOut({ devices, done }: Restarts): number {
  const left = devices - (done.at(-1) ?? 0);
  return left < NOBODY ? 0 : left;
}

/** @param slots the scenario's grid, whose slots the limits are about */
export function metOf(service: Service, observed: Observed, slots: Grid): Met {
  const figures = figuresOf(observed);
  const { run, grid } = observed;
  const means = (values: Float64Array): Float64Array => meansBySlot(values, slots.slot / grid.slot);
  const bySlot = {
    offered: means(run.offered),
    capacity: means(run.capacity),
    background: means(service.background),
  };
  return {
    ...figures,
    fate: fateOf(figures),
    missing: mostMissing(observed),
    hoursOverLimit: hoursOverLimit(service, bySlot, slots),
    recovery: recoveryOf(observed),
    spare: spareOf(service, bySlot, observed.clients),
    callsPerHour: service.counts === "calls" ? busiestHour(observed) : null,
  };
}

type BySlot = Readonly<Record<"offered" | "capacity" | "background", Float64Array>>;

export function meansBySlot(values: Float64Array, cells: number): Float64Array {
  const means = new Float64Array(values.length / cells);
  for (let t = 0; t < means.length; t++) {
    let sum = 0;
    for (let m = t * cells; m < (t + 1) * cells; m++) sum += values[m] as number;
    means[t] = sum / cells;
  }
  return means;
}

function mostMissing(observed: Observed): number {
  let most = 0;
  for (let m = 0; m < observed.run.offered.length; m++) most = Math.max(most, missingAt(observed, m));
  return most;
}

/** A load may exceed its limit by this share before it counts: the plan's slots are means, and whole devices are not exact. */
const OVER = 0.01;

function hoursOverLimit(
  { headroom, capacity: whole }: Service,
  { offered, capacity, background }: BySlot,
  slots: Grid,
): number | null {
  if (whole === null) return null;
  let over = 0;
  for (let t = 0; t < offered.length; t++) {
    const allowed = Math.max((capacity[t] as number) * (1 - headroom), background[t] as number);
    if ((offered[t] as number) > allowed * (1 + OVER)) over += 1;
  }
  return (over * slots.slot) / hour;
}

function recoveryOf(observed: Observed): number {
  const cells = observed.run.offered.length;
  return episodesOf(observed).reduce(
    (longest, [from, to]) =>
      to >= cells ? Number.POSITIVE_INFINITY : Math.max(longest, ((to - from) * observed.grid.slot) / hour),
    0,
  );
}

/** Of slots, as the distance to collapse of a plan: a minute above the capacity is no collapse. */
function spareOf(service: Service, { offered, capacity }: BySlot, clients: number): number | null {
  if (service.counts === "offline" || service.capacity === null || clients === 0) return null;
  let least = Number.POSITIVE_INFINITY;
  for (let t = 0; t < offered.length; t++)
    least = Math.min(least, sparedAt(offered[t] as number, capacity[t] as number, service.retries));
  return least === Number.POSITIVE_INFINITY ? null : Math.min(1, least / clients);
}

function sparedAt(load: number, capacity: number, retries: Retries): number {
  const now = { load: perSecond(load), capacity: perSecond(capacity), retries };
  const state = stateOf(now);
  return state === "vulnerable" ? largestTrigger(now) : state === "stable" ? Number.POSITIVE_INFINITY : 0;
}

function busiestHour({ run, grid }: Observed): number {
  const cells = hour / grid.slot;
  const perCell = grid.slot / 1_000;
  let [sum, most] = [0, 0];
  for (let m = 0; m < run.offered.length; m++) {
    sum += perCell * ((run.offered[m] as number) - (m >= cells ? (run.offered[m - cells] as number) : 0));
    most = Math.max(most, sum);
  }
  return most;
}
