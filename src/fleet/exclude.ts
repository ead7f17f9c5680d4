/** The fleet without what the scenario leaves out. */
import { done, failed, type Outcome } from "../problem.js";
import type { Exclusion } from "../scenario/scenario.js";
import { fits } from "../scenario/selector.js";
import type { Cohort, ExcludedCohort } from "./cohort.js";
import type { PlacedFleet } from "./inline.js";

/** A cohort is left out for the first reason that fits it. Fails where nothing would be left to plan. */
export function withoutExcluded(
  { fleet, rings }: PlacedFleet,
  exclusions: readonly Exclusion[],
): Outcome<PlacedFleet> {
  const cohorts: Cohort[] = [];
  const excluded: ExcludedCohort[] = [];
  for (const cohort of fleet.cohorts) {
    const exclusion = exclusions.find(({ who }) => fits(who, cohort));
    if (exclusion === undefined) cohorts.push(cohort);
    else excluded.push({ cohort, reason: exclusion.reason });
  }
  if (cohorts.length > 0) return done({ fleet: { ...fleet, cohorts, excluded }, rings });
  return failed({
    code: "fleet.all-excluded",
    message: "every device is excluded: nothing is left to plan",
    hint: "narrow an entry of `exclude`",
    place: { path: "exclude" },
  });
}
