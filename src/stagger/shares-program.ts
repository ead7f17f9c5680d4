/** A level of a task in shares of cohorts, as the first-order method takes it: costs, rooms and the rise, without a matrix. */
import { riseBases, risingCapacity } from "../service/rise.js";
import type { CohortDemand } from "../service/demand.js";
import { LIMIT_TOLERANCE } from "../service/service.js";
import type { LoadMap } from "./load-map.js";
import { type Level, RISE_PENALTY, type Task, unscheduledPenalty } from "./program.js";

/** One level in shares: minimise cost, each cohort's shares and the share left out sum to 1. */
export type SharesProgram = {
  readonly map: LoadMap;
  /** By column, and of leaving a cohort out altogether, by cohort. */
  readonly cost: Float64Array;
  readonly costOut: Float64Array;
  /** Most of a cohort in one slot, as a share. */
  readonly most: Float64Array;
  /** Utilisation that the plan may add, by row; Infinity: no limit. */
  readonly room: Float64Array;
  /** Where the least rise is sought: rise x gain more room than `flat`, by row (gain 0: no part). */
  readonly rise: { readonly gain: Float64Array; readonly flat: Float64Array } | null;
};

/** The level in shares, its cost divided by that of the whole fleet left out. */
export function sharesProgram(task: Task, level: Level, map: LoadMap): SharesProgram {
  const { demands, services, slots } = task;
  const unit = costUnit(task, level);
  const cost = new Float64Array(map.columns);
  const costOut = new Float64Array(demands.length);
  demands.forEach((demand, c) => {
    const { cohort, behaviour } = demand;
    const [from, to] = task.usable[c] as readonly [number, number];
    if (level.name === "exposure")
      for (let p = from; p < to; p++)
        cost[(map.start[c] as number) + p - from] =
          (cohort.devices * (behaviour.exposure[p] as number)) / unit;
    costOut[c] = outCost(level, demand, devicesOf(task), 0) / unit;
  });
  const room = new Float64Array(map.rows).fill(Number.POSITIVE_INFINITY);
  const bases = riseBases(services);
  const gain = new Float64Array(map.rows);
  const flat = new Float64Array(map.rows);
  services.forEach((service, r) => {
    const { capacity, limit, background } = service;
    if (capacity === null || limit === null) return;
    const base = task.rising === undefined || task.rising === r ? (bases[r] ?? null) : null;
    for (let t = 0; t < slots; t++) {
      const row = r * slots + t;
      const carried = background[t] as number;
      room[row] = ((limit[t] as number) * (1 + LIMIT_TOLERANCE) - carried) / capacity;
      const rising = risingCapacity(service, t) / capacity;
      if (base === null || rising === 0) continue;
      const least = base * rising - carried / capacity;
      if (level.name === "rise") [gain[row], flat[row]] = [(1 - base) * rising, least];
      else if (level.riseAtMost !== null)
        room[row] = Math.min(room[row] as number, least + level.riseAtMost * (1 - base) * rising);
    }
  });
  const most = Float64Array.from(demands, (demand) =>
    Math.min(1, demand.mostPerSlot / demand.cohort.devices),
  );
  return { map, cost, costOut, most, room, rise: level.name === "rise" ? { gain, flat } : null };
}

/** Room of every row at this rise; of a level that seeks none, its own. */
export function roomAtRise({ room, rise }: SharesProgram, at: number): Float64Array {
  if (rise === null) return room;
  const { gain, flat } = rise;
  return room.map((most, i) =>
    (gain[i] as number) > 0 ? Math.min(most, (flat[i] as number) + (gain[i] as number) * at) : most,
  );
}

export const devicesOf = ({ demands }: Task): number =>
  demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);

export function costUnit(task: Task, { name }: Level): number {
  if (name === "rise") return 1;
  if (name === "unscheduled") return devicesOf(task);
  const all = task.demands.reduce(
    (sum, { cohort, behaviour }) => sum + cohort.devices * behaviour.unscheduledExposure,
    0,
  );
  return all > 0 ? all : 1;
}

/** Of a whole cohort left out; without the price of holding that (`heldPrice`), dearer than any slot. */
export function outCost(
  level: Level,
  { cohort, behaviour }: CohortDemand,
  fleet: number,
  heldPrice: number,
): number {
  const exposure = cohort.devices * behaviour.unscheduledExposure;
  switch (level.name) {
    case "unscheduled":
      return cohort.devices;
    case "rise":
      return (cohort.devices / fleet) * (heldPrice === 0 ? RISE_PENALTY : heldPrice);
    case "exposure":
      return heldPrice === 0
        ? unscheduledPenalty(level) * exposure
        : exposure + (cohort.devices / fleet) * heldPrice;
  }
}

/** What the penalty says of holding the fleet's devices in; the certificate looks for a better one from there. */
export function priceOfOut(task: Task, level: Level): number {
  const longest = task.demands.reduce(
    (most, { behaviour }) => Math.max(most, behaviour.unscheduledExposure),
    0,
  );
  return (unscheduledPenalty(level) - 1) * longest * devicesOf(task);
}
