/** A simulated service as pictures need it: worked out once, read ten times a second. */
import type { LoadUnit, SimulatedService, Simulation } from "../../../src/index.js";
import { highest } from "../../text/columns.js";
import { capacityOf, onlineShares, unitOfSimulated } from "../../text/simulation-words.js";

export type Storm = {
  readonly unit: LoadUnit;
  /** By minute; null: unknown. */
  readonly capacity: Float64Array | null;
  /** By minute, share of those who want to be signed in; null: nobody knows who does. */
  readonly online: readonly number[] | null;
  /** Highest of each. */
  readonly whole: number | null;
  readonly mostAsked: number;
  readonly mostWaiting: number;
};

export const stormOf = remembering((service: SimulatedService): Storm => {
  const capacity = capacityOf(service);
  return {
    unit: unitOfSimulated(service),
    capacity,
    online: onlineShares(service),
    whole: capacity === null ? null : most(capacity),
    mostAsked: most(service.run.offered),
    mostWaiting: most(service.run.backlog),
  };
});

/** Most devices that are down at one time. */
export const mostRebooting = remembering((simulation: Simulation): number =>
  most(simulation.clients.rebooting),
);

const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);

/** Above its capacity by more than sums of many small numbers are wrong. */
export const isOverloaded = ({ run }: SimulatedService, minute: number): boolean =>
  (run.utilisation[minute] ?? 0) > 1 + 1e-9;

/** By length of a cell in minutes: the highest of each cell. A week of minutes is more than a chart has columns. */
export const inCells = (values: Float64Array, minutes: number): readonly number[] => {
  const byLength = cellsOf(values);
  const known = byLength.get(minutes);
  if (known !== undefined) return known;
  const made = Array.from({ length: Math.ceil(values.length / minutes) }, (_, cell) =>
    highest(Array.from(values.subarray(cell * minutes, (cell + 1) * minutes))),
  );
  byLength.set(minutes, made);
  return made;
};

const cellsOf = remembering<Float64Array, Map<number, readonly number[]>>(() => new Map());

/** Made once for each object, and forgotten with it. */
function remembering<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
