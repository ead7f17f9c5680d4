/**
 * Ring dates, fixed before the program: the admin's own, else from a ring-by-ring `fastest` pass. Ring k+1 opens at the end of
 * ring k's last slot over all sites plus soak; for `flattest` the time to the deadline is shared among rings by size.
 */
import { type Grid, slotStart } from "../calendar/grid.js";
import { momentOf } from "../calendar/freezes.js";
import type { Rollout } from "../rollout.js";
import type { Goal, Ring } from "../scenario/scenario.js";
import { type CohortDemand, loadsOf } from "../service/demand.js";
import { type Instant, instant } from "../units.js";
import type { Search } from "./level-solver.js";
import type { TurnList } from "./order.js";
import type { Task } from "./program.js";
import { fastestWhole } from "./stagger-task.js";

/** A ring's waves lie in [opens, closes). */
export type RingDates = { readonly name: string; readonly opens: Instant; readonly closes: Instant };

/** @param turns those of its devices that take turns are placed ring by ring, before everybody else of the ring */
export function ringDates(
  rollout: Rollout,
  goal: Goal,
  turns: TurnList,
  searchOf: (ring: string) => Search,
): readonly RingDates[] {
  const { release, deadline, grid, rings } = rollout;
  const dates: RingDates[] = [];
  let loads = pinnedLoads(rollout, turns);
  turns.placePinned(loads);
  const takeTurns = (k: number, own: RingDates): void => {
    turns.placeRing(k, (c) => openPositions(rollout.grid, rollout.demands[c] as CohortDemand, [own]), loads);
  };
  let opens = release;
  rings.forEach((ring, k) => {
    opens = instant(Math.min(deadline, Math.max(opens, opensAt(ring, rollout) ?? opens)));
    const next = rings[k + 1];
    if (next === undefined) {
      takeTurns(k, { name: ring.name, opens, closes: deadline });
      dates.push({ name: ring.name, opens, closes: deadline });
      return;
    }
    const fixed = opensAt(next, rollout);
    if (fixed !== null) {
      // A ring that is to open before this one has soaked leaves this one no time at all, and waits for its opening.
      const soaked = Math.min(deadline, fixed - ring.soak);
      const own = { name: ring.name, opens, closes: instant(Math.max(opens, soaked)) };
      takeTurns(k, own);
      dates.push(own);
      return;
    }
    const open = { name: ring.name, opens, closes: deadline };
    takeTurns(k, open);
    const task = ringTask(rollout, open, loads, turns);
    const whole = task.demands.length === 0 ? [] : fastestWhole(task, searchOf(ring.name)).stagger;
    loads = loadsOf(grid, task.services, task.demands, whole);
    const end = lastWaveEnd(grid, [
      ...task.demands.map((demand, c) => ({ demand, devices: whole[c] as Float64Array })),
      ...rollout.demands.flatMap((demand, c) =>
        turns.isMember[c] === true && demand.cohort.ring === ring.name && !demand.isPinned
          ? [{ demand, devices: turns.stagger[c] as Float64Array }]
          : [],
      ),
    ]);
    const closes =
      end === null
        ? opens
        : instant(Math.max(end, goal === "flattest" ? fairEnd(rollout, rings.slice(k), opens) : end));
    dates.push({ name: ring.name, opens, closes });
    opens = end === null ? opens : instant(Math.min(deadline, closes + ring.soak));
  });
  return dates;
}

const opensAt = ({ opens }: Ring, { timezone }: Rollout): Instant | null =>
  opens === null ? null : momentOf(opens, timezone);

/** Positions of each cohort that lie within its ring's dates. */
export const usablePositions = (
  rollout: Rollout,
  dates: readonly RingDates[],
): readonly (readonly [number, number])[] =>
  rollout.demands.map((demand) => openPositions(rollout.grid, demand, dates));

function openPositions(
  grid: Grid,
  { cohort, behaviour: { slots }, isPinned }: CohortDemand,
  dates: readonly RingDates[],
): readonly [number, number] {
  if (isPinned) return [0, slots.length];
  const ring = dates.find(({ name }) => name === cohort.ring);
  if (ring === undefined) throw new Error(`cohort ${cohort.id} is in no ring`);
  const from = slots.findIndex((slot) => slotStart(grid, slot) >= ring.opens);
  const after = slots.findIndex((slot) => slotStart(grid, slot + 1) > ring.closes);
  const end = after === -1 ? slots.length : after;
  return from === -1 || end <= from ? [0, 0] : [from, end];
}

/** What the pinned cohorts put on the services, whatever their rings; as far as the limits let them. */
function pinnedLoads({ grid, services, demands }: Rollout, { isMember }: TurnList): readonly Float64Array[] {
  const pinned = demands.filter(({ isPinned }, c) => isPinned && isMember[c] === false);
  const waves = pinned.map(({ cohort, behaviour }) =>
    new Float64Array(behaviour.slots.length).fill(cohort.devices),
  );
  return loadsOf(grid, services, pinned, waves).map((load, r) => {
    const limit = services[r]?.limit ?? null;
    return limit === null ? load : load.map((value, t) => Math.min(value, limit[t] as number));
  });
}

/** One ring alone, on top of the loads of the rings before it. */
function ringTask(rollout: Rollout, dates: RingDates, loads: readonly Float64Array[], turns: TurnList): Task {
  const demands = rollout.demands.filter(
    ({ cohort, isPinned }, c) => cohort.ring === dates.name && !isPinned && turns.isMember[c] === false,
  );
  return {
    slots: rollout.grid.slots,
    demands,
    usable: usablePositions({ ...rollout, demands }, [dates]),
    services: turns.services().map((service, r) => ({
      ...service,
      background: loads[r] as Float64Array,
    })),
  };
}

type Placed = { readonly demand: CohortDemand; readonly devices: Float64Array };

function lastWaveEnd(grid: Grid, placed: readonly Placed[]): Instant | null {
  let last = -1;
  for (const { demand, devices } of placed) {
    const p = devices.findLastIndex((count) => count > 0);
    if (p >= 0) last = Math.max(last, demand.behaviour.slots[p] as number);
  }
  return last < 0 ? null : slotStart(grid, last + 1);
}

/** Where the part of the time to the deadline that belongs to the first of these rings ends, on a slot edge. */
export function fairEnd(
  { demands, deadline, grid }: Rollout,
  rings: readonly Ring[],
  opens: Instant,
): Instant {
  const size = (name: string): number =>
    demands.reduce((sum, { cohort }) => sum + (cohort.ring === name ? cohort.devices : 0), 0);
  const soaks = rings.slice(0, -1).reduce((sum, { soak }) => sum + soak, 0);
  const devices = rings.reduce((sum, { name }) => sum + size(name), 0);
  const span = Math.max(0, deadline - opens - soaks) * (size((rings[0] as Ring).name) / devices);
  return instant(grid.start + Math.floor((opens + span - grid.start) / grid.slot) * grid.slot);
}
