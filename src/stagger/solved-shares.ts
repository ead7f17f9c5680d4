/** An answer in shares of cohorts, whoever found it: the solver, or the first-order method alone. */
import type { FirstOrderPoint } from "./first-order.js";
import type { Solution } from "./glpk.js";
import type { LoadMap } from "./load-map.js";
import type { BuiltProgram, Selection, Task } from "./program.js";

/** Shares and prices in the program's own units: the best point found, and what shows how good it is. */
export type SolvedShares = {
  /** By cohort and position, and left out by cohort; of the whole task. */
  readonly shares: readonly Float64Array[];
  readonly out: Float64Array;
  /** Least rise, where the level seeks it. */
  readonly rise: number;
  /** In units of the level per share of a service's capacity, by row (service x slots + slot). */
  readonly limitPrices: Float64Array;
  readonly risePrices: Float64Array;
  /** In units of the level for the whole fleet left out. */
  readonly heldPrice: number;
  /** False: nothing was found in the work allowed but first-order shares that exceed limits a little. */
  readonly isSolved: boolean;
};

/** Shares of a capacity by which a load may exceed its room. */
export const TOLERANCE = 1e-6;

export function solvedShares(
  task: Task,
  built: BuiltProgram,
  { values, prices }: Extract<Solution, { status: "optimal" }>,
  selection: Selection,
): SolvedShares {
  const { slots, services, demands } = task;
  const limitPrices = new Float64Array(services.length * slots);
  const risePrices = new Float64Array(services.length * slots);
  for (const { row, kind, service, slot } of built.loadRows) {
    const price = Math.max(0, -(prices[row] as number)) * built.unit;
    (kind === "limit" ? limitPrices : risePrices)[service * slots + slot] = price;
  }
  return {
    shares: demands.map(({ behaviour }, c) => {
      const own = new Float64Array(behaviour.slots.length);
      selection.positions[c]?.forEach(
        (p, i) => (own[p] = clamp(values[(built.waveColumn[c] as number) + i] as number)),
      );
      return own;
    }),
    out: Float64Array.from(demands, (_, c) => clamp(values[built.unscheduledColumn[c] as number] as number)),
    rise: built.riseColumn === null ? 0 : Math.max(0, values[built.riseColumn] as number),
    limitPrices,
    risePrices,
    heldPrice: built.heldRow === null ? 0 : Math.max(0, -(prices[built.heldRow] as number)) * built.unit,
    isSolved: true,
  };
}

/** First-order shares and prices as an answer; `unit` is that of the level's cost. */
export function firstOrderShares(
  task: Task,
  map: LoadMap,
  point: FirstOrderPoint,
  unit: number,
): SolvedShares {
  const priced = {
    rise: point.rise ?? 0,
    limitPrices: point.limitPrices.map((price) => price * unit),
    risePrices: point.risePrices.map((price) => price * unit),
    heldPrice: 0,
    isSolved: point.violation <= TOLERANCE,
  };
  return withShares(priced, task, map, point);
}

/** The same prices with other shares. */
export const withShares = (
  solved: Omit<SolvedShares, "shares" | "out">,
  { demands, usable }: Task,
  map: LoadMap,
  { shares, out }: { readonly shares: Float64Array; readonly out: Float64Array },
): SolvedShares => ({
  ...solved,
  shares: demands.map(({ behaviour }, c) => {
    const own = new Float64Array(behaviour.slots.length);
    const [from] = usable[c] as readonly [number, number];
    own.set(shares.subarray(map.start[c] as number, map.start[c + 1] as number), from);
    return own;
  }),
  out,
});

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
