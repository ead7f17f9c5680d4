/**
 * Shares that keep to every room, near shares that do not quite: the first-order method without a cost. What is feasible is found in
 * some ten steps where what is best would take thousands, and little is lost where the start was nearly best (Applegate et al.:
 * PDLP, "feasibility polishing", 2025).
 */
import { PrimalDual, type Start } from "./primal-dual.js";
import type { SharesProgram } from "./shares-program.js";

export type Within = Pick<Start, "shares" | "out"> & {
  /** Largest excess over a row's room, in shares of a capacity; 0: none. */
  readonly violation: number;
};

const STEPS = 200;
/** Steps between two looks at the excess. */
const LOOK = 5;
/** Shares of a capacity: rooms are aimed at from this far below. */
const MARGIN = 5e-6;

/** @param room utilisation that the plan may add, by row; Infinity: no limit */
export function sharesWithin(
  { map, most, cost, costOut }: SharesProgram,
  room: Float64Array,
  start: Pick<Start, "shares" | "out">,
): Within {
  const free: SharesProgram = {
    map,
    most,
    cost: new Float64Array(cost.length),
    // Leaving devices out is the one thing that costs something here.
    costOut: new Float64Array(costOut.length).fill(1),
    room: room.map((each) => each - MARGIN),
    rise: null,
  };
  const unpriced = new Float64Array(map.rows);
  const method = new PrimalDual(free, {
    ...start,
    rise: null,
    limitPrices: unpriced,
    risePrices: unpriced,
    weight: null,
  });
  const excess = (): number => {
    let worst = 0;
    for (let i = 0; i < room.length; i++)
      if (method.isPriced(i)) worst = Math.max(worst, (method.next.loads[i] as number) - (room[i] as number));
    return worst;
  };
  let best: Within = { shares: start.shares, out: start.out, violation: excess() };
  for (let k = 1; k <= STEPS && best.violation > 0; k++) {
    method.step();
    if (k % LOOK !== 0) continue;
    const violation = excess();
    const { shares, out } = method.next;
    if (violation < best.violation)
      best = { shares: Float64Array.from(shares), out: Float64Array.from(out), violation };
  }
  return best;
}
