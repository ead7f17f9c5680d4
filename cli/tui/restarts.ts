/** The waves of a plan with their cohorts, put together once a plan: thousands of dates take too long to read for every frame. */
import { type Plan, type Restart, restartsOf } from "../../src/index.js";

const restartsOfPlan = new WeakMap<Plan, readonly Restart[]>();

/** In the plan's order: by slot, then cohort id. */
export function restartsIn(plan: Plan): readonly Restart[] {
  const restarts = restartsOfPlan.get(plan) ?? restartsOf(plan);
  restartsOfPlan.set(plan, restarts);
  return restarts;
}
