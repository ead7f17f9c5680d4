/** Who is compared: the policies of the scenario, and the plans of the optimizer for both goals. */
import type { ComparedPolicy } from "./evaluate/comparison.js";
import type { Prepared } from "./prepared.js";
import type { Watch } from "./progress.js";
import { aboutPolicy, steered } from "./policy/policies.js";
import type { Rollout } from "./rollout.js";
import type { NamedPolicy, Policy } from "./scenario/policy.js";
import { policiesOf } from "./scenario/usual-policies.js";
import type { Goal } from "./scenario/scenario.js";
import type { Stagger } from "./service/demand.js";
import { isBlind } from "./service/nominal.js";
import type { Course } from "./simulate.js";
import type { Solver } from "./stagger/glpk.js";
import { stagger } from "./stagger/stagger.js";

/** A policy to be compared: data alone, so that it crosses from the thread that plans to those that simulate. */
export type Contestant = Pick<ComparedPolicy, "name" | "kind" | "about" | "role" | "notes"> & {
  readonly policy: Policy;
  /** What the optimizer made; null: the policy steers by itself. */
  readonly planned: PlannedWaves | null;
};

export type PlannedWaves = {
  readonly stagger: Stagger;
  /** Start times to be built; null: every slot with a wave is one. */
  readonly starts: number | null;
};

export type Scene = Pick<Prepared, "settled" | "rollout">;

/** In the scenario's order; the plans for both goals stand at the end where it does not name them. */
export function contestantsOf(
  { settled: { scenario }, rollout }: Scene,
  solve: Solver,
  watch: Watch,
): readonly Contestant[] {
  const optima = goals.map((goal): NamedPolicy => ({
    name: `optimal ${goal}`,
    policy: { kind: "optimal", goal },
  }));
  const planned = new Set<Goal>();
  return [...policiesOf(scenario), ...optima].flatMap(({ name, policy }): readonly Contestant[] => {
    const about = aboutPolicy(policy.kind);
    const own = { name, kind: policy.kind, about, notes: [], policy };
    if (policy.kind !== "optimal")
      return [{ ...own, role: name === "today" ? "today" : "other", planned: null }];
    const goal = pursuedOf(rollout, policy.goal ?? scenario.goal);
    const isAnother = policy.goal !== null && policy.goal !== goal;
    if (isAnother || planned.has(goal)) return [];
    planned.add(goal);
    return [{ ...own, role: "optimum", planned: plannedWaves(rollout, goal, solve, watch) }];
  });
}

const goals: readonly Goal[] = ["fastest", "flattest"];

/** Where every capacity is unknown nothing but the flattest can be asked for. */
export const pursuedOf = ({ services }: Rollout, goal: Goal): Goal => (isBlind(services) ? "flattest" : goal);

/** The same plan as that of the scenario with this goal. */
function plannedWaves(rollout: Rollout, goal: Goal, solve: Solver, watch: Watch): PlannedWaves {
  const { stagger: planned, few } = stagger(rollout, goal, solve, watch);
  return { stagger: planned, starts: few === null ? null : few.starts.length };
}

export type SteeredCourse = { readonly course: Course; readonly notes: readonly string[] };

/** What the contestant does with the devices. */
export function courseOf(rollout: Rollout, { policy, planned }: Contestant): SteeredCourse {
  if (planned !== null) return { course: { kind: "planned", stagger: planned.stagger }, notes: [] };
  if (policy.kind === "optimal") throw new Error("the optimizer was not asked");
  const { steering, notes } = steered(rollout, policy);
  return { course: { kind: "steered", steering }, notes };
}

/** The waves of a course; null: devices restart by themselves. */
export function staggerOf(course: Course): Stagger | null {
  switch (course.kind) {
    case "planned":
      return course.stagger;
    case "unmanaged":
      return null;
    case "steered":
      return course.steering.kind === "waves" ? course.steering.stagger : null;
  }
}
