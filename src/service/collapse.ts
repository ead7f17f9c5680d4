/**
 * When a service recovers from overload and when it does not: closed forms for one class of clients, a constant load and waits
 * between attempts without memory (docs/model.md, "Above capacity"). A failed attempt costs kappa of the work of a successful one
 * (`failureCost`); after it a client gives up with probability psi (`giveUp`) or tries again after T_b on average. T_b is `base`:
 * waits that grow with failures only make a collapse harder to cause.
 *
 * Terms: N. Bronson et al., "Metastable Failures in Distributed Systems" (HotOS 2021); L. Huang et al., "Metastable Failures in the
 * Wild" (OSDI 2022).
 */
import type { Retries } from "../scenario/scenario.js";
import { type Duration, duration, perSecond, type PerSecond, second } from "../units.js";
import { backoffOf, feedback, triggerProofLoad, uncrowdedLoad } from "./safe-load.js";

/** A service and what is asked of it for the first time, whatever comes back included. */
export type Loaded = { readonly load: PerSecond; readonly capacity: PerSecond; readonly retries: Retries };

/**
 * stable: recovers from any backlog. vulnerable: fits, but a trigger can push it into a collapse that lasts after the trigger is
 * gone. overloaded: more is asked for than there is capacity.
 */
export type State = "stable" | "vulnerable" | "overloaded";

export function stateOf({ load, capacity, retries }: Loaded): State {
  if (load > capacity) return "overloaded";
  const isProof = feedback(retries) <= 0 || load < triggerProofLoad(capacity, retries);
  return isProof ? "stable" : "vulnerable";
}

/**
 * Lambda_2 = (q C - (1 - kappa) lambda) / (kappa - psi), q = 1 - psi (15.4): offered load, retries included, above which it only
 * grows.
 */
export const unstableLoad = ({ load, capacity, retries }: Loaded): PerSecond =>
  perSecond(((1 - retries.giveUp) * capacity - (1 - retries.failureCost) * load) / feedback(retries));

/**
 * Offered load, retries included, of a service in collapse, of which nothing succeeds: lambda / psi (15.5); no more than `clients` / T_b,
 * every client trying.
 */
export function collapsedLoad({ load, retries }: Loaded, clients: number): PerSecond {
  const everyone = clients / backoffOf(retries);
  return perSecond(retries.giveUp === 0 ? everyone : Math.min(load / retries.giveUp, everyone));
}

/** B* = T_b q (C - lambda) / (kappa - psi) (15.6): clients waiting to try again below which a vulnerable service recovers. */
export const criticalBacklog = (service: Loaded): number =>
  (1 - service.retries.giveUp) * largestTrigger(service);

/**
 * M* = T_b (C - lambda) / (kappa - psi) (15.7): clients that may ask at one instant, all of them failing at first. Infinite of a stable
 * service, 0 of an overloaded one.
 */
export function largestTrigger(service: Loaded): number {
  const { load, capacity, retries } = service;
  const state = stateOf(service);
  if (state !== "vulnerable") return state === "stable" ? Number.POSITIVE_INFINITY : 0;
  return (backoffOf(retries) * (capacity - load)) / feedback(retries);
}

/**
 * How long `extra` sign-ins a second more may last; null: for ever, they fit. For a vulnerable service (15.8).
 *
 * While something succeeds the retries grow as x(t) = q (lambda + u - C) / (kappa - psi) (e^(alpha t) - 1), with
 * alpha = (kappa - psi) / ((1 - kappa) T_b); while nothing does as x' = (q (lambda + u) - psi x) / T_b. The surge must end before
 * they are B* / T_b. Where something succeeds all the time, w = ln(u / (u - h)) / alpha with h = C - lambda.
 */
export function longestSurge(service: Loaded, extra: PerSecond): Duration | null {
  const { load, capacity, retries } = service;
  if (load + extra <= capacity) return null;
  const { failureCost, giveUp, backoff } = retries;
  const critical = criticalBacklog(service) / backoffOf(retries);
  const fed = (1 - giveUp) * (load + extra);
  const excess = ((1 - giveUp) * (load + extra - capacity)) / feedback(retries);
  const nothingSucceeds = Math.min(critical, Math.max(0, capacity / failureCost - load - extra));
  const before = ((1 - failureCost) / feedback(retries)) * Math.log1p(nothingSucceeds / excess);
  const after =
    giveUp === 0
      ? (critical - nothingSucceeds) / fed
      : Math.log((fed - giveUp * nothingSucceeds) / (fed - giveUp * critical)) / giveUp;
  return duration((before + after) * backoff.base);
}

/**
 * What happens while every client tries at once: served (N <= C T_b), slowed, or stuck, which is nothing succeeding at all
 * (kappa N >= C T_b) (15.11).
 */
export function everyoneTrying(
  { capacity, retries }: Omit<Loaded, "load">,
  clients: number,
): "served" | "slowed" | "stuck" {
  const carried = capacity * backoffOf(retries);
  if (clients <= carried) return "served";
  return retries.failureCost * clients >= carried ? "stuck" : "slowed";
}

/** W = M / ((1 - h) C - lambda) (15.9): shortest time over which M restarts spread by chance fit on average; null: none is long enough. */
export function jitterWindow(
  { load, capacity }: Omit<Loaded, "retries">,
  restarts: number,
  headroom: number,
): Duration | null {
  const room = (1 - headroom) * capacity - load;
  return room <= 0 ? null : duration((restarts / room) * second);
}

/** The same where no minute is to be above the capacity but one in a thousand (15.10). */
export function jitterWindowByChance(
  { load, capacity }: Omit<Loaded, "retries">,
  restarts: number,
): Duration | null {
  return capacity <= load ? null : duration((restarts / uncrowdedLoad(capacity - load)) * second);
}

/**
 * How long a backlog takes to shrink to `left` clients where failed attempts cost nothing (kappa = 0, psi = 0): evenly at C - lambda
 * while there is overload, which is down to T_b (C - lambda), then as e^(-t / T_b) (15.12).
 */
export function drainTime({ load, capacity, retries }: Loaded, backlog: number, left: number): Duration {
  const spare = capacity - load;
  const calm = backoffOf(retries) * spare;
  const evenly = Math.max(0, backlog - Math.max(calm, left)) / spare;
  const falling = backoffOf(retries) * Math.log(Math.max(1, Math.min(backlog, calm) / left));
  return duration((evenly + falling) * second);
}
