/**
 * Ring dates derived again. Only a closing date may be the plan's own choice; every opening follows: from the scenario, else
 * from the closing and the soak of the ring before.
 */
import { momentOf } from "../calendar/freezes.js";
import type { Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import type { Ring } from "../scenario/scenario.js";
import { type Instant, instant, isoInstant } from "../units.js";
import { wrong } from "./deviation.js";
import type { Plan } from "./plan.js";

export function ringProblems(rollout: Rollout, plan: Plan): readonly Problem[] {
  const { rings, deadline } = rollout;
  const names = rings.map(({ name }) => name).join(", ");
  const planned = plan.rings.map(({ name }) => name).join(", ");
  if (names !== planned) return [wrong("rings", "rings", names, planned)];
  const problems: Problem[] = [];
  let opens = rollout.release;
  rings.forEach((ring, k) => {
    const stated = plan.rings[k] as Plan["rings"][number];
    opens = instant(Math.min(deadline, Math.max(opens, fixedOpening(ring, rollout) ?? opens)));
    const fixed = fixedClosing(ring, rings[k + 1], opens, rollout);
    const closes = fixed ?? instantOf(stated.closes);
    const isOnEdge = closes === opens || (closes - rollout.grid.start) % rollout.grid.slot === 0;
    const isInTime = opens <= closes && closes <= deadline && (isOnEdge || fixed !== null);
    if (stated.opens !== isoInstant(opens))
      problems.push(wrong("rings", `rings[${k}].opens`, isoInstant(opens), stated.opens));
    if (!isInTime || stated.closes !== isoInstant(closes))
      problems.push(wrong("rings", `rings[${k}].closes`, closingOf(fixed, opens, deadline), stated.closes));
    if (closes > opens) opens = instant(Math.min(deadline, closes + ring.soak));
  });
  return problems;
}

export const instantOf = (text: string): Instant => instant(Date.parse(text));

const fixedOpening = ({ opens }: Ring, { timezone }: Rollout): Instant | null =>
  opens === null ? null : momentOf(opens, timezone);

/** The last ring closes at the deadline, a ring before one that the scenario dates in time for its soak; null: the plan's choice. */
function fixedClosing(ring: Ring, next: Ring | undefined, opens: Instant, rollout: Rollout): Instant | null {
  if (next === undefined) return rollout.deadline;
  const following = fixedOpening(next, rollout);
  return following === null
    ? null
    : instant(Math.max(opens, Math.min(rollout.deadline, following - ring.soak)));
}

const closingOf = (fixed: Instant | null, opens: Instant, deadline: Instant): string =>
  fixed === null ? `a slot edge from ${isoInstant(opens)} to ${isoInstant(deadline)}` : isoInstant(fixed);
