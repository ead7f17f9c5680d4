/** The rollout: everything that is settled before anything is staggered. What the optimizer reads and the checker re-derives. */
import type { Grid } from "./calendar/grid.js";
import type { ExcludedCohort } from "./fleet/cohort.js";
import type { Ring, Waves } from "./scenario/scenario.js";
import type { CohortDemand } from "./service/demand.js";
import type { Group } from "./service/group.js";
import type { Rhythm } from "./service/rhythm.js";
import type { Service } from "./service/service.js";
import type { Instant } from "./units.js";

/** Why no slot is open to a cohort: no open hours at all, not staged in time, or open only after the deadline. */
export type ClosedReason = "windows" | "readiness" | "deadline";

export type Rollout = {
  readonly release: Instant;
  readonly deadline: Instant;
  readonly grid: Grid;
  /** By cohort id, bytewise. Where a service has peers, capacity that is lost counts as load. */
  readonly demands: readonly CohortDemand[];
  /** By cohort: profile and mornings; cohorts that share them share the object. */
  readonly rhythms: readonly Rhythm[];
  /** By cohort: null where some slot is open to it. */
  readonly closed: readonly (ClosedReason | null)[];
  readonly services: readonly Service[];
  /** The same cohorts' demand on `restartCount`: when devices restart, whoever counts it. */
  readonly restarts: readonly CohortDemand[];
  /** The same cohorts' demand as sign-ins alone and as lost capacity alone; null: no service has peers. */
  readonly apart: {
    readonly signIns: readonly CohortDemand[];
    readonly lost: readonly CohortDemand[];
  } | null;
  /** What the scenario leaves out; it appears nowhere else. */
  readonly excluded: readonly ExcludedCohort[];
  readonly waves: Waves;
  /** Groups whose devices take turns, by name. */
  readonly groups: readonly Group[];
  /** In the admin's order. */
  readonly rings: readonly Ring[];
  /** Zone of wall-clock values that belong to no site. */
  readonly timezone: string;
};
