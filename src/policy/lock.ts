/** So many at a time: a device holds a lock until it is back. */
import { slotStart } from "../calendar/grid.js";
import { meanOf } from "../client/delay.js";
import { remembered } from "../remembered.js";
import type { Rollout } from "../rollout.js";
import { turnsOf } from "../scenario/at-once.js";
import type { PolicySettings } from "../scenario/policy.js";
import { minute } from "../units.js";
import type { PolicyKind } from "./policy.js";
import { ringByRing } from "./ring-by-ring.js";
import { slotAt, slotsOpen } from "./slot-by-slot.js";

export const lock: PolicyKind<PolicySettings["lock"]> = {
  about:
    "So many at a time, each until it is back and settled: the lock of kured, FleetLock of Zincati; keeps to windows, freezes, readiness and rings.",
  steer(rollout, { atOnce, perSite, settle }) {
    const { grid, rhythms } = rollout;
    const locks = new Map<string, Lock>();
    const poolOf = ({ site }: { readonly site: string }): string => (perSite ? site : "");
    return {
      steering: ringByRing(rollout, "evenly", ({ cohorts }) => {
        const at = cohorts.map(({ from }) => from);
        const left = cohorts.map(({ demand }) => demand.cohort.devices);
        for (const slot of slotsOpen(cohorts))
          cohorts.forEach((open, k) => {
            const p = at[k] as number;
            if (p >= open.to || slotAt(open, p) !== slot) return;
            at[k] = p + 1;
            const { cohort } = open.demand;
            const pool = poolOf(cohort);
            const own = remembered(
              locks,
              pool,
              () => new Lock(turnsOf(atOnce, sizeOf(rollout, poolOf, pool))),
            );
            const { lead, offline } = (rhythms[open.cohort] as Rollout["rhythms"][number]).profile;
            const held = Math.max(minute, meanOf(lead) + meanOf(offline) + settle);
            const begun = own.begin(
              left[k] as number,
              slotStart(grid, slot),
              slotStart(grid, slot + 1),
              held,
            );
            open.devices[p] = begun;
            left[k] = (left[k] as number) - begun;
          });
      }),
      notes: [],
    };
  },
};

const sizeOf = (
  { demands }: Rollout,
  poolOf: (cohort: { readonly site: string }) => string,
  pool: string,
): number => demands.reduce((sum, { cohort }) => sum + (poolOf(cohort) === pool ? cohort.devices : 0), 0);

/** Devices that hold it, by when they let it go. */
class Lock {
  /** Ascending in time, milliseconds since 1970. */
  readonly #free: { at: number; places: number }[];

  constructor(places: number) {
    this.#free = [{ at: 0, places: Math.max(1, places) }];
  }

  /** Of `wanted` devices those that get it before `to`; each holds it for `held` milliseconds. */
  begin(wanted: number, from: number, to: number, held: number): number {
    let begun = 0;
    while (begun < wanted) {
      const next = this.#free[0];
      if (next === undefined || next.at >= to) break;
      const count = Math.min(next.places, wanted - begun);
      next.places -= count;
      if (next.places === 0) this.#free.shift();
      this.#release(Math.max(from, next.at) + held, count);
      begun += count;
    }
    return begun;
  }

  #release(at: number, places: number): void {
    const after = this.#free.findIndex((each) => each.at >= at);
    const index = after === -1 ? this.#free.length : after;
    const there = this.#free[index];
    if (there?.at === at) there.places += places;
    else this.#free.splice(index, 0, { at, places });
  }
}
