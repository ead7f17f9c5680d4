/**
 * Tools that command waves are used ring by ring: a ring opens where the scenario says so, else when the one before has had its last
 * wave and soaked. Devices with a time that the admin fixed keep it.
 */
import { type Grid, slotStart } from "../calendar/grid.js";
import { momentOf } from "../calendar/freezes.js";
import type { Rollout } from "../rollout.js";
import type { Ring } from "../scenario/scenario.js";
import type { CohortDemand } from "../service/demand.js";
import { fairEnd } from "../stagger/rings.js";
import { total } from "../stagger/total.js";
import { type Instant, instant } from "../units.js";
import type { Waves } from "./policy.js";

/** A cohort whose turn it is; its waves may be at positions from <= p < to. */
export type Open = {
  /** Index of the cohort. */
  readonly cohort: number;
  readonly demand: CohortDemand;
  readonly from: number;
  readonly to: number;
  /** Devices by position, to be filled in. */
  readonly devices: Float64Array;
};

/** One ring's cohorts, and the time in which it may have waves. */
export type OpenRing = {
  readonly opens: Instant;
  /** When it should be done, if the time to the deadline is shared among the rings by their size. */
  readonly fairEnd: Instant;
  readonly cohorts: readonly Open[];
};

export function ringByRing(
  rollout: Rollout,
  within: Waves["within"],
  place: (ring: OpenRing) => void,
): Waves {
  const { release, deadline, grid, rings } = rollout;
  const { cohorts: all, stagger } = openings(rollout);
  let opens = release;
  rings.forEach((ring, k) => {
    opens = instant(Math.max(opens, opensAt(ring, rollout) ?? opens));
    const cohorts = all
      .filter(({ demand }) => demand.cohort.ring === ring.name)
      .map((open) => ({ ...open, from: positionAt(grid, open, opens) }));
    const isLast = k === rings.length - 1;
    place({ opens, fairEnd: isLast ? deadline : fairEnd(rollout, rings.slice(k), opens), cohorts });
    opens = instant(Math.max(opens, lastEnd(grid, cohorts) + ring.soak));
  });
  return wavesOf(rollout, stagger, within);
}

/** Nobody has a wave yet but those whose time is fixed; the others from the opening on that the admin set for their ring. */
export function openings(rollout: Rollout): {
  readonly cohorts: readonly Open[];
  readonly stagger: Waves["stagger"];
} {
  const { grid, demands, rings, release } = rollout;
  const stagger = demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
  const opens = new Map(rings.map((ring) => [ring.name, opensAt(ring, rollout) ?? release]));
  const cohorts = demands.flatMap((demand, c): readonly Open[] => {
    const devices = stagger[c] as Float64Array;
    if (demand.isPinned) {
      if (devices.length > 0) devices[0] = demand.cohort.devices;
      return [];
    }
    const open = { cohort: c, demand, from: 0, to: devices.length, devices };
    return [{ ...open, from: positionAt(grid, open, opens.get(demand.cohort.ring) ?? release) }];
  });
  return { cohorts, stagger };
}

/** Who has no wave is unscheduled. */
export const wavesOf = ({ demands }: Rollout, stagger: Waves["stagger"], within: Waves["within"]): Waves => ({
  kind: "waves",
  stagger,
  unscheduled: Float64Array.from(
    demands,
    ({ cohort }, c) => cohort.devices - total(stagger[c] as Float64Array),
  ),
  within,
});

const opensAt = ({ opens }: Ring, { timezone }: Pick<Rollout, "timezone">): Instant | null =>
  opens === null ? null : momentOf(opens, timezone);

/** Of the last wave; before all time where there is none. */
function lastEnd(grid: Grid, cohorts: readonly Open[]): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { demand, devices } of cohorts) {
    const p = devices.findLastIndex((count) => count > 0);
    if (p >= 0) last = Math.max(last, slotStart(grid, (demand.behaviour.slots[p] as number) + 1));
  }
  return last;
}

/** The first position whose slot begins at an instant or later; `to` where there is none. */
export function positionAt(grid: Grid, { demand, from, to }: Open, at: Instant): number {
  let p = from;
  while (p < to && slotStart(grid, demand.behaviour.slots[p] as number) < at) p += 1;
  return p;
}
