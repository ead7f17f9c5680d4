/** What a stagger would do: loads and their peaks, restarts over time, who is late, exposure. */
import { type Grid, slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import { type CohortDemand, loadsOf, type Stagger } from "../service/demand.js";
import { servicesDuring } from "../service/group.js";
import { capacityAt, restartCount, type Service } from "../service/service.js";
import { type DeviceHours, deviceHours, type Instant, second } from "../units.js";

export type Forecast = {
  /** By service: load a slot, background included, in the service's unit. */
  readonly loads: readonly Float64Array[];
  readonly peaks: readonly Peak[];
  /** Expected devices restarted by the end of each slot. */
  readonly restarted: Float64Array;
  /** Expected devices not staged by their last interval. */
  readonly expectedLate: number;
  readonly exposure: DeviceHours;
};

export type Peak = {
  readonly slot: number;
  readonly load: number /** null: capacity unknown. */;
  readonly utilisation: number | null;
};

/** @param unscheduled devices without a wave, by cohort */
export function forecast(rollout: Rollout, stagger: Stagger, unscheduled: ArrayLike<number>): Forecast {
  const { grid, demands } = rollout;
  const services = servicesDuring(rollout, stagger);
  const loads = loadsOf(grid, services, demands, stagger);
  return {
    loads,
    peaks: loads.map((load, r) => peakOf(load, services[r] as Service)),
    restarted: restartedBy(rollout, stagger),
    expectedLate: demands.reduce(
      (sum, { behaviour }, c) => sum + dot(behaviour.late, stagger[c] as Float64Array),
      0,
    ),
    exposure: exposureOf(demands, stagger, unscheduled),
  };
}

export function exposureOf(
  demands: readonly CohortDemand[],
  stagger: Stagger,
  unscheduled: ArrayLike<number>,
): DeviceHours {
  return deviceHours(
    demands.reduce(
      (sum, { behaviour }, c) =>
        sum +
        dot(behaviour.exposure, stagger[c] as Float64Array) +
        (unscheduled[c] ?? 0) * behaviour.unscheduledExposure,
      0,
    ),
  );
}

/**
 * The slot with the highest utilisation (load, where the capacity is unknown); the first of equals. A slot in which nothing is left
 * of the capacity has none.
 */
export function peakOf(load: Float64Array, service: Service): Peak {
  const { capacity, capacityLeft } = service;
  const share = (t: number): number =>
    capacityLeft === undefined
      ? (load[t] as number)
      : capacityLeft[t] === 0
        ? 0
        : (load[t] as number) / (capacityLeft[t] as number);
  let slot = 0;
  for (let t = 1; t < load.length; t++) if (share(t) > share(slot)) slot = t;
  const highest = load[slot] as number;
  const left = capacityAt(service, slot);
  return { slot, load: highest, utilisation: capacity === null ? null : left === 0 ? 0 : highest / left };
}

function restartedBy({ grid, restarts }: Rollout, stagger: Stagger): Float64Array {
  const [perSecond] = loadsOf(grid, [restartCount(grid)], restarts, stagger);
  let sum = 0;
  return (perSecond as Float64Array).map((rate) => (sum += rate * (grid.slot / second)));
}

/** First slot edge by which `devices` are expected to have restarted; null: never within the horizon. */
export function restartedAt(grid: Grid, restarted: Float64Array, devices: number): Instant | null {
  const slot = restarted.findIndex((count) => count >= devices - 1e-6 * Math.max(1, devices));
  return slot < 0 ? null : slotStart(grid, slot + 1);
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
