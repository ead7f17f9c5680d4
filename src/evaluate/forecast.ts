/** What a stagger would do: loads and their peaks, restarts over time, who is late, exposure. */
import { type Grid, slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import { exposureOf, loadsOf, type Stagger } from "../service/demand.js";
import { servicesDuring } from "../service/group.js";
import { capacitiesOf } from "../service/capacity.js";
import { capacityLeft, limitLeft, lossAlone } from "../service/peers.js";
import { restartCount } from "../service/service.js";
import { type DeviceHours, type Instant, second } from "../units.js";

export type Forecast = {
  /** By service: load a slot, background included, in the service's unit. */
  readonly loads: readonly Float64Array[];
  /** The same, with lost capacity counted as load: what the limits and the rise are about. */
  readonly charged: readonly Float64Array[];
  /** Capacity that peers take away, by slot; null: the service has none. */
  readonly lost: readonly (Float64Array | null)[];
  /** Capacity and limit with every peer up, by slot: what charged loads are held against; null: unknown. */
  readonly peersUp: readonly {
    readonly capacity: Float64Array | null;
    readonly limit: Float64Array | null;
  }[];
  /** What peers leave of them, by slot; null: unknown. */
  readonly capacities: readonly (Float64Array | null)[];
  readonly limits: readonly (Float64Array | null)[];
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
  const { grid, demands, apart } = rollout;
  const services = servicesDuring(rollout, stagger);
  const charged = loadsOf(grid, services, demands, stagger);
  const loads = apart === null ? charged : loadsOf(grid, services, apart.signIns, stagger);
  const lost = lostCapacity(rollout, stagger);
  const capacities = services.map((service, r) => capacityLeft(service, lost[r] ?? null));
  return {
    loads,
    charged,
    lost,
    peersUp: services.map((service) => ({ capacity: capacitiesOf(service), limit: service.limit })),
    capacities,
    limits: services.map((service, r) => limitLeft(service, lost[r] ?? null)),
    peaks: loads.map((load, r) => peakOf(load, capacities[r] ?? null)),
    restarted: restartedBy(rollout, stagger),
    expectedLate: demands.reduce(
      (sum, { behaviour }, c) => sum + dot(behaviour.late, stagger[c] as Float64Array),
      0,
    ),
    exposure: exposureOf(demands, stagger, unscheduled),
  };
}

function lostCapacity(
  { grid, services, apart }: Rollout,
  stagger: Stagger,
): readonly (Float64Array | null)[] {
  if (apart === null) return services.map(() => null);
  const lost = loadsOf(grid, services.map(lossAlone), apart.lost, stagger);
  return services.map(({ peers }, r) => (peers === null ? null : (lost[r] as Float64Array)));
}

/** The slot with the highest utilisation (load, where the capacity is unknown); the first of equals. */
export function peakOf(load: Float64Array, capacity: Float64Array | null): Peak {
  const used = utilisationOf(load, capacity);
  let slot = 0;
  for (let t = 1; t < used.length; t++) if ((used[t] as number) > (used[slot] as number)) slot = t;
  return { slot, load: load[slot] as number, utilisation: capacity === null ? null : (used[slot] as number) };
}

/** Load by capacity of its slot, 0 where nothing of that is left; the load itself where it is unknown. */
export const utilisationOf = (load: Float64Array, capacity: Float64Array | null): Float64Array =>
  capacity === null
    ? load
    : load.map((value, t) => (capacity[t] === 0 ? 0 : value / (capacity[t] as number)));

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
