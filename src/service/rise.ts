/**
 * Rise: how far loads climb above what the background does anyway. Least rho with load <= [b + rho (1 - b)] capacity in every
 * slot of every service, b a service's own highest background utilisation; services with b >= 1 take no part.
 */
import { capacityAt } from "./capacity.js";
import type { Service } from "./service.js";

/** b of each service; null where it takes no part. */
export function riseBases(services: readonly Service[]): readonly (number | null)[] {
  return services.map((service) => {
    if (service.capacity === null) return null;
    const base = highestShare(service, service.background);
    return base >= 1 ? null : base;
  });
}

export function riseOf(services: readonly Service[], loads: readonly Float64Array[]): number {
  const bases = riseBases(services);
  return services.reduce((rise, service, r) => {
    const base = bases[r] ?? null;
    if (service.capacity === null || base === null) return rise;
    return Math.max(rise, (highestShare(service, loads[r] as Float64Array) - base) / (1 - base));
  }, 0);
}

/**
 * What of a known capacity rises in a slot: what is left of it; 0 where so much is gone that the background takes all the rest,
 * for then nothing can be added there.
 */
export function risingCapacity(service: Service, slot: number): number {
  const left = capacityAt(service, slot);
  const isSpent = left < (service.capacity ?? 0) && (service.background[slot] as number) >= left;
  return isSpent ? 0 : left;
}

/** Highest share of the capacity that rises; of one that nothing is gone of, the highest load's. */
function highestShare(service: Service, series: Float64Array): number {
  if (service.capacityBySlot === undefined) return highest(series) / (service.capacity ?? 1);
  return series.reduce((high, value, t) => {
    const rising = risingCapacity(service, t);
    return rising === 0 ? high : Math.max(high, value / rising);
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
  return services.map((service, r) => {
    const base = bases[r] ?? null;
    const { capacity, limit } = service;
    if (capacity === null || limit === null || base === null) return limit;
    return limit.map((most, t) => {
      const rising = risingCapacity(service, t);
      return rising === 0 ? most : Math.min(most, rising * (base + rise * (1 - base)));
    });
  });
}

/** By the scenario's id of a service. */
export type NeededHeadroom = { readonly service: string; readonly headroom: number };

/**
 * The headroom under which a service has the limits of `limitsAtRise`; those are left out whose own headroom leaves as much unused.
 * Instances of one service share a headroom: the one that needs most sets it, so no limit is higher than at the rise.
 */
export function headroomsAtRise(services: readonly Service[], rise: number): readonly NeededHeadroom[] {
  const needed = new Map<string, number>();
  riseBases(services).forEach((base, r) => {
    const { requestId, headroom } = services[r] as Service;
    if (base === null) return;
    const most = Math.max(needed.get(requestId) ?? 0, 1 - (base + rise * (1 - base)));
    if (most > headroom) needed.set(requestId, most);
  });
  return [...needed].map(([service, headroom]) => ({ service, headroom }));
}

const highest = (series: Float64Array): number => series.reduce((high, value) => Math.max(high, value), 0);
