/** What to tell of a plan that people or collections carry out, where it has more start times than anybody builds. */
import type { Plan } from "../plan/plan.js";
import { counted } from "./figures.js";
import { startCount } from "./restarts.js";

/** Start times a site that somebody still builds. */
const BUILT = 6;

export function manyStarts(plan: Plan): readonly string[] {
  const sites = new Set(plan.cohorts.map(({ site }) => site)).size;
  const starts = startCount(plan);
  return plan.starts !== null || starts <= BUILT * sites
    ? []
    : [
        `${counted(starts, "start time")} at ${counted(sites, "site")}: plan with --waves few to build fewer.`,
      ];
}
