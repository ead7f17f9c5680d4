/** A simulation as JSON: series in slots of any length, figures, and over runs what most of them have in common. */
import {
  type Duration,
  endsOver,
  figureNames,
  isoInstant,
  type Instant,
  meansOver,
  type Outage,
  type ServiceFigures,
  type SimulatedService,
  type Spread,
  spreadFigures,
  slotStart,
} from "../src/index.js";
import type { SimulationAnswer, Told } from "./simulation.js";

/** @param every length of a slot, a multiple of the simulation's minutes */
export function simulationJson({ scene, told, against }: SimulationAnswer, every: Duration): unknown {
  const { noise, runs, seed, without, herd, fixAt } = scene.asked;
  return {
    ...policyJson(told, every),
    asked: { without, herd, fixAt: iso(fixAt), noise, runs, seed },
    against: against === null ? null : policyJson(against, every),
  };
}

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

function policyJson(told: Told, every: Duration) {
  const { policy, simulation, unscheduled } = told;
  const { grid, services, clients } = simulation;
  const cells = every / grid.slot;
  const ends = (values: Float64Array): readonly number[] => endsOver(values, cells).map(figure);
  return {
    policy,
    unscheduled,
    time: Array.from({ length: Math.ceil(grid.slots / cells) }, (_, i) =>
      isoInstant(slotStart(grid, i * cells)),
    ),
    services: services.map((service, s) => serviceJson(service, s, told, cells)),
    clients: { online: ends(clients.online), rebooting: ends(clients.rebooting) },
    metrics: metricsJson(told),
  };
}

function serviceJson(service: SimulatedService, s: number, { runs }: Told, cells: number) {
  const { id, counts, clients, run, wanted, peakUtilisation, peakAt, failed, gaveUp } = service;
  const { hoursOverCapacity, outageUserHours, recoveredAt, outage } = service;
  const means = (values: Float64Array): readonly number[] => meansOver(values, cells).map(figure);
  const ends = (values: Float64Array): readonly number[] => endsOver(values, cells).map(figure);
  return {
    id,
    counts,
    clients: figure(clients),
    offered: means(run.offered),
    goodput: means(run.goodput),
    capacity: peakUtilisation === null ? null : means(run.capacity),
    backlog: ends(run.backlog),
    online: ends(run.online),
    wanted: wanted === null ? null : ends(wanted),
    peers: run.peers === null ? null : ends(run.peers),
    peakUtilisation: known(peakUtilisation),
    peakAt: isoInstant(peakAt),
    failed: figure(failed),
    gaveUp: figure(gaveUp),
    hoursOverCapacity: figure(hoursOverCapacity),
    outageUserHours: figure(outageUserHours),
    recoveredAt: iso(recoveredAt),
    outage: outage === null ? null : outageJson(outage),
    spread: runs.length === 1 ? null : spreadJson(runs.map(({ services }) => services[s] as ServiceFigures)),
  };
}

const outageJson = ({ trigger, from, capacity, offered, lowest, backlog, ...ends }: Outage) => ({
  trigger: {
    share: figure(trigger.share),
    restarts: figure(trigger.restarts),
    lost: figure(trigger.lost),
  },
  from: isoInstant(from),
  capacity: figure(capacity),
  offered: figure(offered),
  lowest: { at: isoInstant(lowest.at), online: figure(lowest.online) },
  backlog: { at: isoInstant(backlog.at), clients: figure(backlog.clients) },
  recoveredAt: iso(ends.recoveredAt),
  withoutTrigger: iso(ends.withoutTrigger),
});

/** Of one run the figures themselves, with `recoveredAt`; of many `{ median, p5, p95 }`. */
function metricsJson({ runs, simulation }: Told) {
  const all = runs.map((run) => run.all);
  if (runs.length > 1) return spreadJson(all);
  const figures = all[0] as ServiceFigures;
  const ends = simulation.services.map(({ recoveredAt }) => recoveredAt).filter((at) => at !== null);
  const last = ends.length === 0 ? null : (ends.reduce((a, b) => (a > b ? a : b)) as Instant);
  return {
    ...Object.fromEntries(figureNames.map((name) => [name, known(figures[name])])),
    recoveredAt: figures.fate === "recovered" ? iso(last) : null,
    recovered: spreadFigures(all).recovered,
  };
}

function spreadJson(runs: readonly ServiceFigures[]) {
  const spread = spreadFigures(runs);
  return {
    ...Object.fromEntries(figureNames.map((name) => [name, knownSpread(spread[name])])),
    recovered: spread.recovered,
  };
}

const knownSpread = (spread: Spread | null) =>
  spread === null ? null : { median: known(spread.median), p5: known(spread.p5), p95: known(spread.p95) };

/** Null where the capacity is unknown, or where none of it was left to compare with. */
const known = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : figure(value);

/** Seven figures: a simulation knows no more, and a week of minutes is long enough. */
const figure = (value: number): number => Number(value.toPrecision(7));
