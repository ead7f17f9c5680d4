/**
 * Safe loads: what a service may carry and still come back by itself after a shock. A service with retries has two lives. Below its
 * trigger-proof load it recovers from any backlog; above it a large enough one keeps it down for good, though the load alone
 * would fit (a metastable failure: Bronson et al., HotOS 2021; Huang et al., OSDI 2022).
 *
 * Derived for constant load, one class of clients, exponential waits of mean T, and the work budget C = G + kappa (Lambda - G) of
 * a service that is offered Lambda and completes G: see docs/model.md, section 4.
 */
import type { Retries } from "../scenario/scenario.js";
import { second } from "../units.js";

/** T_b, in seconds: the mean wait before the next attempt; where waits grow, the shortest. */
export const backoffOf = ({ backoff }: Retries): number => backoff.base / second;

/** kappa - psi: where it is not above 0, more give up than failures feed, and a backlog always drains. */
export const feedback = ({ failureCost, giveUp }: Retries): number => failureCost - giveUp;

/**
 * The load below which any backlog drains: b = psi C / kappa; all of C where psi >= kappa (equation 15.3).
 *
 * @param capacity C, per second; the answer is in its unit
 */
export const triggerProofLoad = (capacity: number, retries: Retries): number =>
  feedback(retries) <= 0 ? capacity : (retries.giveUp * capacity) / retries.failureCost;

/**
 * The load at which clients that come all at once are just survived: c = C - M (kappa - psi) / T, with T the shortest mean wait
 * (a longer one helps). It is `largestTrigger` (`collapse.ts`) solved for the load. May be below 0: then no load survives them.
 *
 * @param capacity C, per second; the answer is in its unit
 * @param spareFor M, clients
 */
export const survivingLoad = (capacity: number, retries: Retries, spareFor: number): number =>
  capacity - (spareFor * Math.max(0, feedback(retries))) / backoffOf(retries);

/**
 * The largest load that recovers from `spareFor` clients at once: max(b, c), and C at most. At 0 or less there is none.
 *
 * @param capacity C, per second; the answer is in its unit
 * @param spareFor M, clients
 */
export const safeLoad = (capacity: number, retries: Retries, spareFor: number): number =>
  Math.min(
    capacity,
    Math.max(triggerProofLoad(capacity, retries), survivingLoad(capacity, retries, spareFor)),
  );

/** Of the normal distribution: exceeded with probability 0.001. */
const ONE_IN_A_THOUSAND = 3.09;
const MINUTE = 60;

/**
 * The largest mean load at which a one-minute count, random as Poisson's, stays within what the service carries in a minute with
 * probability 0.999: with K = 60 C the mean count is ((sqrt(z^2 + 4 K) - z) / 2)^2, from m + z sqrt(m) = K.
 *
 * @param capacity C, per second; the answer is in its unit
 */
export function uncrowdedLoad(capacity: number): number {
  const most = MINUTE * capacity;
  const z = ONE_IN_A_THOUSAND;
  // (sqrt(z^2 + 4 K) - z) / 2, without the difference of two large numbers where K is small.
  const root = (2 * most) / (Math.sqrt(z * z + 4 * most) + z);
  return (root * root) / MINUTE;
}
