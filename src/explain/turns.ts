/** Groups that take turns, as a plan has them: when they are through, and why a device does not go at another time. */
import { slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import { atOnceForm } from "../scenario/at-once.js";
import type { GroupOrder } from "../scenario/scenario.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { Group, Member, Pool } from "../service/group.js";
import type { Duration, Instant } from "../units.js";

export type GroupTurns = {
  readonly name: string;
  /** As one would write it: 1, or "25%". */
  readonly atOnce: string | number;
  readonly perSite: boolean;
  readonly settle: Duration;
  /** Id of the service that the devices make up; null: none. */
  readonly capacityOf: GroupOrder["capacityOf"];
  readonly devices: number;
  /** Devices without a wave. */
  readonly left: number;
  /** Slots in which some device of it begins, site by site. */
  readonly turns: number;
  /** When the last has settled; null: none has a wave. */
  readonly settled: Instant | null;
};

type GroupWave = {
  readonly member: Member;
  readonly from: number;
  readonly to: number;
  readonly devices: number;
};

function wavesOf({ demands }: Rollout, { members }: Group, stagger: Stagger): readonly GroupWave[] {
  return members.flatMap((member) => {
    const { slots } = (demands[member.cohort] as CohortDemand).behaviour;
    return [...(stagger[member.cohort] as Float64Array)].flatMap((devices, p) => {
      const from = slots[p] as number;
      return devices === 0 ? [] : [{ member, from, to: from + member.gone, devices }];
    });
  });
}

const devicesIn = (waves: readonly { readonly devices: number }[]): number =>
  waves.reduce((sum, { devices }) => sum + devices, 0);

export const groupTurns = (rollout: Rollout, stagger: Stagger): readonly GroupTurns[] =>
  rollout.groups.map((group) => {
    const { name, rule, members } = group;
    const waves = wavesOf(rollout, group, stagger);
    const devices = devicesIn(members.map(({ cohort }) => (rollout.demands[cohort] as CohortDemand).cohort));
    return {
      name,
      atOnce: atOnceForm(rule.atOnce),
      perSite: rule.perSite,
      settle: rule.settle,
      capacityOf: rule.capacityOf,
      devices,
      left: devices - devicesIn(waves),
      turns: new Set(waves.map(({ member: { cohort }, from }) => `${siteOf(rollout, cohort)}\0${from}`)).size,
      settled:
        waves.length === 0
          ? null
          : slotStart(
              rollout.grid,
              waves.reduce((last, { to }) => Math.max(last, to), 0),
            ),
    };
  });

const siteOf = ({ demands }: Rollout, c: number): string => (demands[c] as CohortDemand).cohort.site;

/**
 * What keeps another device of a cohort from a slot: too many of its group would be gone (`others`), it would be out of its turn
 * (`order`), or what its group leaves of the services has no room (`services`).
 */
export type TurnReason = "others" | "order" | "services";

/** null: the cohort's devices take no turns. */
export function turnReasons(
  rollout: Rollout,
  stagger: Stagger,
  cohort: number,
): ((slot: number) => TurnReason) | null {
  for (const group of rollout.groups) {
    const member = group.members.find((each) => each.cohort === cohort);
    if (member === undefined) continue;
    const waves = wavesOf(rollout, group, stagger);
    const { atOnce } = group.pools[member.pool] as Pool;
    const pool = waves.filter((wave) => wave.member.pool === member.pool);
    const before = waves.filter(({ member: { entry, ring } }) => entry < member.entry && ring <= member.ring);
    const after = waves.filter(({ member: { entry, ring } }) => entry > member.entry && member.ring <= ring);
    return (slot) => {
      const end = slot + member.gone;
      if (before.some(({ to }) => slot < to) || after.some(({ from }) => from < end)) return "order";
      // The most that are gone at once are gone when one of them begins, or at the slot itself.
      const starts = [slot, ...pool.map(({ from }) => from).filter((from) => slot < from && from < end)];
      const most = Math.max(
        ...starts.map((t) => devicesIn(pool.filter(({ from, to }) => from <= t && t < to))),
      );
      return most >= atOnce ? "others" : "services";
    };
  }
  return null;
}
