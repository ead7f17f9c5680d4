/** A simulated service as pictures need it: worked out once, read sixty times a minute. */
import type { LoadUnit, SimulatedService, Simulation } from "../../../src/index.js";
import { highest } from "../../text/columns.js";
import { capacityOf, onlineShares, unitOfSimulated } from "../../text/simulation-words.js";

/** All by minute. */
export type Storm = {
  readonly unit: LoadUnit;
  readonly offered: readonly number[];
  readonly goodput: readonly number[];
  /** null: unknown. */
  readonly capacity: readonly number[] | null;
  readonly backlog: readonly number[];
  /** Share of those who want to be signed in; null: nobody knows who does. */
  readonly online: readonly number[] | null;
  /** Highest of each. */
  readonly whole: number | null;
  readonly mostServed: number;
  readonly mostAsked: number;
  readonly mostWaiting: number;
};

const known = new WeakMap<SimulatedService, Storm>();

export function stormOf(service: SimulatedService): Storm {
  const remembered = known.get(service);
  if (remembered !== undefined) return remembered;
  const capacity = capacityOf(service);
  const [offered, goodput, backlog] = [service.run.offered, service.run.goodput, service.run.backlog].map(
    (values) => Array.from(values),
  ) as [number[], number[], number[]];
  const made: Storm = {
    unit: unitOfSimulated(service),
    offered,
    goodput,
    capacity: capacity === null ? null : Array.from(capacity),
    backlog,
    online: onlineShares(service),
    whole: capacity === null ? null : highest(Array.from(capacity)),
    mostServed: highest(goodput),
    mostAsked: highest(offered),
    mostWaiting: highest(backlog),
  };
  known.set(service, made);
  return made;
}

const restarting = new WeakMap<Simulation, number>();

/** Most devices that are down at one time. */
export function mostRebooting(simulation: Simulation): number {
  const remembered = restarting.get(simulation);
  if (remembered !== undefined) return remembered;
  const made = highest(Array.from(simulation.clients.rebooting));
  restarting.set(simulation, made);
  return made;
}

/** Above this share of its capacity it is overloaded: sums of many small numbers are no more exact. */
export const isOverloaded = ({ run }: SimulatedService, minute: number): boolean =>
  (run.utilisation[minute] ?? 0) > 1 + 1e-9;
