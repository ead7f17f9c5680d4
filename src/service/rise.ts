/**
 * Rise: how far loads climb above what the background does anyway. Least rho with load <= [b + rho (1 - b)] capacity in every
 * slot of every service, b a service's own highest background utilisation; services with b >= 1 take no part.
 */
import type { Service } from "./service.js";

/** b of each service; null where it takes no part. */
export function riseBases(services: readonly Service[]): readonly (number | null)[] {
  return services.map(({ capacity, background }) => {
    if (capacity === null) return null;
    const base = highest(background) / capacity;
    return base >= 1 ? null : base;
  });
}

export function riseOf(services: readonly Service[], loads: readonly Float64Array[]): number {
  const bases = riseBases(services);
  return services.reduce((rise, { capacity }, r) => {
    const base = bases[r] ?? null;
    if (capacity === null || base === null) return rise;
    return Math.max(rise, (highest(loads[r] as Float64Array) / capacity - base) / (1 - base));
  }, 0);
}

/**
 * The exposure level may use this share more rise than the least. At the least itself the last stragglers' sign-ins decide
 * everything: on 94,000 devices a slack of 1e-4 costs 12 % more exposure than one of 1e-3 (docs/model.md).
 */
const RISE_SLACK = 1e-3;
/** Where the background alone sets the peak the least is 0, and a rise below this is the solver's tolerance. */
const LEAST_RISE = 1e-6;
export const riseAllowed = (least: number): number => least * (1 + RISE_SLACK) + LEAST_RISE;

/** What each service may carry at a rise: never above its limit. */
export function limitsAtRise(services: readonly Service[], rise: number): readonly (Float64Array | null)[] {
  const bases = riseBases(services);
  return services.map(({ capacity, limit }, r) => {
    const base = bases[r] ?? null;
    if (capacity === null || limit === null || base === null) return limit;
    return limit.map((most) => Math.min(most, capacity * (base + rise * (1 - base))));
  });
}

const highest = (series: Float64Array): number => series.reduce((high, value) => Math.max(high, value), 0);
