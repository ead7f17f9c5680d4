/** What would help devices for which their group leaves no turn: more at once, or less time to settle. */
import type { Surroundings } from "./assemble.js";
import type { Change } from "./remedy.js";
import type { Rollout } from "./rollout.js";
import { atOnceForm } from "./scenario/at-once.js";
import { durationText } from "./scenario/quantity.js";
import type { GroupOrder } from "./scenario/scenario.js";
import { type Group, groupsOf, type Member, type Pool } from "./service/group.js";
import { type Duration, duration, minute } from "./units.js";

/** Groups with devices that have no wave. */
export const stuckGroups = ({ groups }: Rollout, unscheduled: ArrayLike<number>): readonly Group[] =>
  groups.filter(({ members }) => members.some(({ cohort }) => (unscheduled[cohort] ?? 0) > 0));

/** "25% of 3 at Berlin rounds down to 0", or that all turns are taken. */
export function turnCause({ groups }: Rollout, cohort: number): string {
  const found = groups.flatMap((group) =>
    group.members.filter((member) => member.cohort === cohort).map((member) => ({ group, member })),
  )[0];
  if (found === undefined) return "no turn is left";
  const { group, member } = found;
  const { site, devices, atOnce } = group.pools[member.pool] as Pool;
  if (atOnce > 0) return `no turn is left in ${group.name} before the deadline`;
  const where = site === null || site === "" ? "" : ` at ${site}`;
  return `${atOnceForm(group.rule.atOnce)} of ${devices}${where} rounds down to 0`;
}

/** Smallest first, up to all of the largest pool. */
export function* moreAtOnce(
  around: Surroundings,
  rollout: Rollout,
  stuck: readonly Group[],
): Generator<Change> {
  const largest = Math.max(0, ...stuck.flatMap(({ pools }) => pools.map(({ devices }) => devices)));
  for (let more = 1; more <= largest; more *= 2)
    yield reordered(around, rollout, stuck, "atOnce", (group) => {
      const least = Math.min(...poolsOf(group).map(({ atOnce }) => atOnce));
      const devices = Math.min(least + more, Math.max(...poolsOf(group).map((pool) => pool.devices)));
      return { change: { atOnce: { kind: "count", devices } }, value: `${devices}`, written: devices };
    });
}

const poolsOf = ({ members, pools }: Group): readonly Pool[] =>
  [...new Set(members.map(({ pool }: Member) => pool))].map((pool) => pools[pool] as Pool);

const SHORTER = [2, 4, Number.POSITIVE_INFINITY];

export function* shorterSettling(
  around: Surroundings,
  rollout: Rollout,
  stuck: readonly Group[],
): Generator<Change> {
  const settling = stuck.filter(({ rule }) => rule.settle > 0);
  if (settling.length === 0) return;
  for (const part of SHORTER)
    yield reordered(around, rollout, settling, "settle", ({ rule }) => {
      const settle = minutes(rule.settle / part);
      const text = durationText(settle);
      return { change: { settle }, value: text, written: text };
    });
}

const minutes = (time: number): Duration => duration(Math.floor(time / minute) * minute);

type Reorder = {
  readonly change: Partial<GroupOrder>;
  readonly value: string;
  /** As the scenario would have it. */
  readonly written: string | number;
};

/** The rollout with another rule for some groups; everything else of it stays. */
function reordered(
  { scenario, placed }: Surroundings,
  rollout: Rollout,
  groups: readonly Group[],
  key: string,
  changeOf: (group: Group) => Reorder,
): Change {
  const order = new Map(scenario.order);
  for (const group of groups) order.set(group.name, { ...group.rule, ...changeOf(group).change });
  return {
    words: groups.map((group) => `${key}: ${changeOf(group).value} for ${group.name}`).join(" and "),
    edits: groups.map((group) => ({
      kind: "set",
      path: ["order", group.name, key],
      value: changeOf(group).written,
    })),
    rollout: () => ({
      ...rollout,
      groups: groupsOf({
        scenario: { ...scenario, order },
        cohorts: rollout.demands.map(({ cohort }) => cohort),
        others: placed.fleet.excluded.map(({ cohort }) => cohort),
        services: rollout.services,
        rings: rollout.rings,
      }),
    }),
  };
}
