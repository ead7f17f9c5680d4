/** Three days simulated of small made-up services: one calm, one that heals, one that never does. Berlin, from Tue 11 Aug 2026 19:00. */
import type { Told } from "../../cli/simulation.js";
import { type FluidInput, type FluidPeers, simulateFluid } from "../../src/evaluate/fluid.js";
import { runFigures } from "../../src/evaluate/simulated-figures.js";
import type { Outage, SimulatedService, Simulation } from "../../src/evaluate/simulation.js";
import { duration, hour, instant, minute, share } from "../../src/units.js";

const cells = (3 * 24 * hour) / minute;
export const grid = { start: instant(Date.parse("2026-08-11T17:00:00Z")), slot: minute, slots: cells };
/** 36 h in: Thursday 13 August, 07:00 in Berlin. */
const burst = 36 * 60;

export const at = (cell: number) => instant(grid.start + cell * minute);

const series = (valueAt: (cell: number) => number): Float64Array =>
  Float64Array.from({ length: cells }, (_, cell) => valueAt(cell));

const within = (from: number, length: number, value: number) => (cell: number) =>
  cell >= from && cell < from + length ? value : 0;

const daily = (cell: number): number => 20 + 15 * Math.sin((2 * Math.PI * (cell - 60)) / 1440);

/** Sign-ins a second; the capacity is 60/s. */
const input: FluidInput = {
  cell: minute,
  clients: 100_000,
  online: 100_000,
  capacity: series(() => 60),
  retries: {
    backoff: { base: duration(2 * minute), cap: duration(2 * minute) },
    giveUp: share(0),
    failureCost: share(0),
  },
  ordinary: { kind: "renewals", perSecond: series(daily) },
  leaving: series(() => 0),
  returning: series(() => 0),
  peers: null,
};

const restarts = (perSecond: number, minutes: number): Pick<FluidInput, "leaving" | "returning"> => ({
  leaving: series(within(burst - 5, minutes, perSecond)),
  returning: series(within(burst, minutes, perSecond)),
});

const peers: FluidPeers = {
  count: 400,
  each: 0.1,
  promotion: duration(15 * minute),
  clients: 250,
  signInAgain: 0.5,
  eligible: 0.004,
  leaving: series(within(burst - 5, 120, 2e-4)),
  bug: { shutDown: duration(60 * minute), promotion: duration(24 * hour), until: cells },
};

const inputs: Readonly<Record<string, FluidInput>> = {
  // Restarts come as slowly as the plan has them.
  calm: { ...input, ...restarts(10, 240) },
  heals: { ...input, ...restarts(90, 60) },
  collapses: {
    ...input,
    ...restarts(40, 120),
    peers,
    retries: { ...input.retries, giveUp: share(0.001), failureCost: share(0.3) },
  },
};

export function simulated(id: string, of: keyof typeof inputs & string, unknown = false): SimulatedService {
  const given = inputs[of] as FluidInput;
  const run = simulateFluid(unknown ? { ...given, capacity: series(() => Infinity) } : given);
  const { utilisation, offered, goodput } = run;
  const measured = unknown ? offered : utilisation;
  const peak = measured.reduce((high, value) => Math.max(high, value), 0);
  const over = cellsWhere((cell) => (utilisation[cell] as number) > 1);
  const waiting = cellsWhere((cell) => (run.backlog[cell] as number) >= 1);
  const last = Math.max(over.at(-1) ?? -1, waiting.at(-1) ?? -1);
  const recoveredAt = over.length === 0 || last >= cells - 1 ? null : at(last + 1);
  return {
    id,
    counts: "signIns",
    clients: given.clients,
    run,
    wanted: null,
    peakUtilisation: unknown ? null : peak,
    peakAt: at(measured.indexOf(peak)),
    failed: offered.reduce((sum, value, cell) => sum + 60 * (value - (goodput[cell] as number)), 0),
    gaveUp: run.gaveUp.at(-1) as number,
    hoursOverCapacity: over.length / 60,
    outageUserHours: run.backlog.reduce(
      (sum, value, cell) => sum + (value + (run.off[cell] as number)) / 60,
      0,
    ),
    recoveredAt,
    outage: over.length === 0 ? null : outageOf(run, over[0] as number, recoveredAt),
  };
}

const cellsWhere = (holds: (cell: number) => boolean): readonly number[] =>
  Array.from({ length: cells }, (_, cell) => cell).filter(holds);

function outageOf(run: SimulatedService["run"], from: number, recoveredAt: Outage["recoveredAt"]): Outage {
  const shares = run.online.map((online, cell) => online / (100_000 - (run.rebooting[cell] as number)));
  const least = shares.reduce((low, value) => Math.min(low, value), Infinity);
  const most = run.backlog.reduce((high, value) => Math.max(high, value), 0);
  return {
    trigger: { share: 0.62, restarts: 21_600, lost: 0.04 },
    from: at(from),
    capacity: run.capacity[from] as number,
    offered: run.offered[from] as number,
    lowest: { at: at(shares.indexOf(least)), online: least },
    backlog: { at: at(run.backlog.indexOf(most)), clients: most },
    recoveredAt,
    withoutTrigger: recoveredAt,
  };
}

export const told = (policy: string, services: readonly SimulatedService[]): Told => {
  const simulation: Simulation = {
    grid,
    services,
    clients: { online: series(() => 100_000), rebooting: series(within(burst, 60, 500)) },
  };
  return { policy, simulation, runs: [runFigures(services)], unscheduled: 0 };
};
