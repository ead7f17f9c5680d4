/** Why devices have no wave: the first reason that alone explains it, in the plan's order. */
import type { Rollout } from "../rollout.js";
import type { CohortDemand } from "../service/demand.js";
import { hasRoom, takingTurns } from "../service/group.js";
import type { Staggered } from "../stagger/stagger.js";
import type { Unscheduled } from "./plan.js";

/** Why devices of a cohort have no wave and what would help, in words. */
export type Explained = (reason: Unscheduled["reason"], cohort: CohortDemand) => string;

/**
 * By cohort, then reason. In all, as many devices fell to rounding as the plan leaves out beyond its own bound; the others want
 * capacity, or never had a slot. Devices that take turns wait for their group where room is left, and are never rounded.
 *
 * @param bound of the level `unscheduled`, in whole devices
 */
export function unscheduledOf(
  rollout: Rollout,
  staggered: Staggered,
  bound: number,
  explained: Explained,
): readonly Unscheduled[] {
  const isMember = takingTurns(rollout);
  const rounding = roundingOf(rollout, staggered, bound, isMember);
  const { services } = staggered.task;
  const openReason = (c: number): Unscheduled["reason"] =>
    isMember[c] === true &&
    staggered.unscheduled[c] !== 0 &&
    hasRoom(
      rollout.demands[c] as CohortDemand,
      staggered.stagger[c] as Float64Array,
      staggered.usable[c] as readonly [number, number],
      services,
      rollout.grid.slots,
    )
      ? "group"
      : "capacity";
  return rollout.demands.flatMap((demand, c) => {
    const devices = staggered.unscheduled[c] as number;
    const rounded = rounding[c] as number;
    const entry = (reason: Unscheduled["reason"], count: number): Unscheduled[] =>
      count === 0
        ? []
        : [{ cohort: demand.cohort.id, devices: count, reason, detail: explained(reason, demand) }];
    return [
      ...entry(shutReason(rollout, staggered, c) ?? openReason(c), devices - rounded),
      ...entry("rounding", rounded),
    ];
  });
}

/** Null where some slot is open to the cohort within its ring's dates. */
function shutReason({ closed }: Rollout, { usable }: Staggered, c: number): Unscheduled["reason"] | null {
  const [from, to] = usable[c] as readonly [number, number];
  return closed[c] ?? (from === to ? "deadline" : null);
}

/** First the devices of a cohort beyond what the best fractional point leaves out of it, then any. */
function roundingOf(
  rollout: Rollout,
  staggered: Staggered,
  bound: number,
  isMember: readonly boolean[],
): readonly number[] {
  let left = staggered.unscheduled.reduce((sum, devices) => sum + devices, 0) - bound;
  const taken = rollout.demands.map(() => 0);
  const take = (c: number, most: number): void => {
    const count = Math.max(0, Math.min(left, most));
    taken[c] = (taken[c] as number) + count;
    left -= count;
  };
  const open = [...rollout.demands.keys()].filter(
    (c) => isMember[c] === false && shutReason(rollout, staggered, c) === null,
  );
  const devices = (c: number): number => staggered.unscheduled[c] as number;
  for (const c of open)
    take(c, devices(c) - Math.ceil((staggered.unscheduledByCapacity[c] as number) - 1e-6));
  for (const c of open) take(c, devices(c) - (taken[c] as number));
  return taken;
}
