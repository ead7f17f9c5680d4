/** The waves of a plan as a stagger of its rollout. */
import { failed, done, type Outcome, type Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import type { Stagger } from "../service/demand.js";
import { wrong } from "./deviation.js";
import type { Plan } from "./plan.js";

type Planned = { readonly stagger: Stagger; readonly unscheduled: Float64Array };

/** Of a plan that may have been changed by hand: its waves need slots that are open, and no more devices than there are. */
export function plannedStagger(rollout: Rollout, plan: Plan): Outcome<Planned> {
  const problems = [...strangers(rollout, plan), ...closedSlots(rollout, plan)];
  if (problems.length > 0) return failed(...problems);
  const planned = staggerOf(rollout, plan);
  const crowded = tooMany(rollout, planned);
  return crowded.length > 0 ? failed(...crowded) : done(planned);
}

function strangers({ demands }: Rollout, { waves, unscheduled }: Plan): readonly Problem[] {
  const known = new Set(demands.map(({ cohort }) => cohort.id));
  const unknown = (name: string, entries: readonly { readonly cohort: string }[]) =>
    entries.flatMap(({ cohort }, i) =>
      known.has(cohort) ? [] : [wrong("waves", `${name}[${i}].cohort`, "a cohort of the fleet", cohort)],
    );
  return [...unknown("waves", waves), ...unknown("unscheduled", unscheduled)];
}

function closedSlots({ demands }: Rollout, { waves }: Plan): readonly Problem[] {
  const open = new Map(demands.map(({ cohort, behaviour }) => [cohort.id, new Set(behaviour.slots)]));
  return waves.flatMap(({ cohort, slot }, i) =>
    open.get(cohort)?.has(slot) === false
      ? [wrong("open-hours", `waves[${i}].slot`, `a slot open to ${cohort}`, `${slot}`)]
      : [],
  );
}

function tooMany({ demands }: Rollout, { stagger }: Planned): readonly Problem[] {
  return demands.flatMap(({ cohort: { id, devices } }, c) => {
    const planned = (stagger[c] as Float64Array).reduce((sum, count) => sum + count, 0);
    return planned <= devices
      ? []
      : [wrong("conservation", `cohort ${id}`, `at most ${devices} devices in waves`, `${planned}`)];
  });
}

/** Of a plan whose cohorts and slots are the rollout's. */
export function staggerOf(rollout: Rollout, plan: Plan): Planned {
  const index = new Map(rollout.demands.map(({ cohort }, c) => [cohort.id, c]));
  const stagger = rollout.demands.map(({ behaviour }) => new Float64Array(behaviour.slots.length));
  const unscheduled = new Float64Array(rollout.demands.length);
  for (const { cohort, slot, devices } of plan.waves) {
    const c = index.get(cohort) as number;
    const p = rollout.demands[c]?.behaviour.slots.indexOf(slot) ?? -1;
    const into = stagger[c] as Float64Array;
    into[p] = (into[p] as number) + devices;
  }
  for (const { cohort, devices } of plan.unscheduled) {
    const c = index.get(cohort) as number;
    unscheduled[c] = (unscheduled[c] as number) + devices;
  }
  return { stagger, unscheduled };
}
