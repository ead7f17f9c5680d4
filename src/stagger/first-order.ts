/**
 * Prices and a nearly best stagger of a large program, by the first-order method (primal-dual.ts). Work is counted in iterations.
 * What it finds chooses the rows and columns of a reduced program; its prices alone give a valid bound.
 */
import { cheapest } from "./cohort-shares.js";
import { PrimalDual, type Start, worthOf } from "./primal-dual.js";
import type { SharesProgram } from "./shares-program.js";

/** The best shares and the best prices seen. */
export type FirstOrderPoint = Start & {
  /** What the shares cost, and by how much of a capacity they exceed some room. */
  readonly value: number;
  readonly violation: number;
  /** No stagger's cost is below this. */
  readonly bound: number;
  readonly iterations: number;
};

export type Effort = {
  readonly iterations: number;
  /** Relative gap at which to stop. */
  readonly gap: number;
};

/** Iterations between two looks at the gap. */
const LOOK = 20;

/**
 * @param tell is told the best shares and the bound at every look
 * @param start of a program that differed a little
 */
export function firstOrder(
  program: SharesProgram,
  effort: Effort,
  tell: (shares: Pick<FirstOrderPoint, "value" | "violation">, bound: number) => void = () => undefined,
  start: Start | null = null,
): FirstOrderPoint {
  const method = new PrimalDual(program, start);
  const look = (): Seen => seenAt(program, method);
  let shares = look();
  let prices = shares;
  for (let k = 0; ; k++) {
    const { bound, limitPrices, risePrices } = prices;
    const gap = Math.max((shares.value - bound) / Math.max(1e-12, shares.value), shares.violation);
    if (k >= effort.iterations || gap <= effort.gap)
      return { ...shares, bound, limitPrices, risePrices, iterations: k };
    method.step();
    if ((k + 1) % LOOK !== 0 && k + 1 < effort.iterations) continue;
    const seen = look();
    if (seen.bound > prices.bound) prices = seen;
    if (meritOf(seen) <= meritOf(shares)) shares = seen;
    tell(shares, prices.bound);
  }
}

/** Shares of the least rise keep to every room and so are a stagger themselves; others are a hint, and as good as their error. */
const meritOf = ({ rise, value, violation, error }: Seen): number =>
  rise === null ? error : value + 1e3 * Math.max(0, violation - 1e-9);

type Seen = Omit<FirstOrderPoint, "iterations"> & { readonly error: number };

function seenAt(program: SharesProgram, method: PrimalDual): Seen {
  const { cost, costOut, room } = program;
  const { shares, out, limit, risePrices, loads } = method.next;
  const rise = riseNeeded(program, loads);
  let violation = 0;
  for (let i = 0; i < room.length; i++)
    if (method.isPriced(i)) violation = Math.max(violation, (loads[i] as number) - (room[i] as number));
  const value = worthOf(cost, shares) + worthOf(costOut, out) + (rise ?? 0);
  const bound = boundAt(program, method);
  return {
    shares: Float64Array.from(shares),
    out: Float64Array.from(out),
    rise,
    value,
    violation,
    limitPrices: Float64Array.from(limit),
    risePrices: Float64Array.from(risePrices),
    weight: method.weight,
    bound,
    error: Math.max(Math.abs(value - bound) / Math.max(1e-9, Math.abs(value)), violation),
  };
}

function riseNeeded({ rise }: SharesProgram, loads: Float64Array): number | null {
  if (rise === null) return null;
  let needed = 0;
  for (let i = 0; i < loads.length; i++)
    if ((rise.gain[i] as number) > 0)
      needed = Math.max(needed, ((loads[i] as number) - (rise.flat[i] as number)) / (rise.gain[i] as number));
  return needed;
}

/** Weak duality: cheapest shares at these prices, less what the priced rooms are worth. */
function boundAt({ map, cost, costOut, most, room, rise }: SharesProgram, { next }: PrimalDual): number {
  const { limit, risePrices, priced } = next;
  const unit = rise === null ? 1 : Math.max(1, worthOf(rise.gain, risePrices));
  let rooms = 0;
  for (let i = 0; i < room.length; i++) {
    if ((limit[i] as number) > 0) rooms += (limit[i] as number) * (room[i] as number);
    if (rise !== null && (risePrices[i] as number) > 0)
      rooms += (risePrices[i] as number) * (rise.flat[i] as number);
  }
  let bound = -rooms / unit;
  for (let c = 0; c + 1 < map.start.length; c++) {
    const [from, to] = [map.start[c] as number, map.start[c + 1] as number];
    bound += cheapest(cost, priced, 1 / unit, from, to, most[c] as number, costOut[c] as number);
  }
  return bound;
}
