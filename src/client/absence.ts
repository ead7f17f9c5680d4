/** How long a device of a group is gone: what those that take turns wait for. */
import type { Profile } from "../scenario/scenario.js";
import type { Duration } from "../units.js";
import { massEnd, sumOf } from "./mass.js";
import { fineStep } from "./response.js";

/** Share of the restarts that are over by then. */
const ALMOST_ALL = 0.999;
/** Of a slot: times are sums of fractions. */
const ROUNDING = 1e-9;

/**
 * Slots from its wave's on in which a device counts as gone: its slot, at whose end it may restart, then `lead` and `offline` (their
 * 99.9 % quantile) and `settle`.
 */
export function slotsGone({ lead, offline }: Profile, settle: Duration, slot: Duration): number {
  const away = sumOf([lead, offline], fineStep(slot));
  let sum = 0;
  const cell = away.cells.findIndex((share) => (sum += share) >= ALMOST_ALL);
  const back = cell < 0 ? massEnd(away) : Math.max(0, away.origin + cell * away.step);
  return 1 + Math.ceil((back + settle) / slot - ROUNDING);
}
