/** Groups whose devices take turns, derived again: how many are gone at any time, and who waits for whom. */
import { slotStart } from "../calendar/grid.js";
import type { Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import type { CohortDemand, Stagger } from "../service/demand.js";
import type { Group, Member } from "../service/group.js";
import { isoInstant } from "../units.js";
import { wrong } from "./deviation.js";

export const turnProblems = (rollout: Rollout, stagger: Stagger): readonly Problem[] =>
  rollout.groups.flatMap((group) => {
    const waves = wavesOf(rollout, group, stagger);
    return [...atOnceProblems(rollout, group, waves), ...sequenceProblems(rollout, group, waves)];
  });

/** Devices of a member that are gone in the slots from <= t < to. */
type GroupWave = {
  readonly member: Member;
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly devices: number;
};

function wavesOf({ demands }: Rollout, { members }: Group, stagger: Stagger): readonly GroupWave[] {
  return members.flatMap((member) => {
    const { cohort, behaviour } = demands[member.cohort] as CohortDemand;
    return [...(stagger[member.cohort] as Float64Array)].flatMap((devices, p) => {
      const from = behaviour.slots[p] as number;
      return devices === 0 ? [] : [{ member, id: cohort.id, from, to: from + member.gone, devices }];
    });
  });
}

/** The first slot of each pool in which too many are gone. */
function atOnceProblems(
  { grid }: Rollout,
  { name, pools }: Group,
  waves: readonly GroupWave[],
): readonly Problem[] {
  return pools.flatMap(({ site, atOnce }, pool) => {
    const gone = new Float64Array(grid.slots);
    for (const { member, from, to, devices } of waves)
      if (member.pool === pool)
        for (let t = from; t < Math.min(to, grid.slots); t++) gone[t] = (gone[t] as number) + devices;
    const slot = gone.findIndex((devices) => devices > atOnce);
    if (slot < 0) return [];
    const where = site === null ? "" : ` at ${site === "" ? "-" : site}`;
    return [
      wrong(
        "group",
        `group ${name}${where}, slot ${slot}`,
        `at most ${atOnce} offline or settling`,
        `${gone[slot]}`,
      ),
    ];
  });
}

/** Nobody goes before all of an earlier entry are back, but for those whose ring comes later. */
function sequenceProblems(
  { grid }: Rollout,
  { name }: Group,
  waves: readonly GroupWave[],
): readonly Problem[] {
  const byEntry = new Map<string, { readonly member: Member; to: number }>();
  for (const { member, to } of waves) {
    const key = `${member.entry}/${member.ring}`;
    const known = byEntry.get(key);
    if (known === undefined) byEntry.set(key, { member, to });
    else known.to = Math.max(known.to, to);
  }
  return waves.flatMap(({ member, id, from }) => {
    const before = [...byEntry.values()].filter(
      (other) => other.member.entry < member.entry && other.member.ring <= member.ring,
    );
    const earliest = before.reduce((latest, { to }) => Math.max(latest, to), 0);
    if (from >= earliest) return [];
    const at = (slot: number): string => isoInstant(slotStart(grid, slot));
    return [
      wrong("sequence", `group ${name}, wave of ${id}`, `${at(earliest)} or later, in its turn`, at(from)),
    ];
  });
}
