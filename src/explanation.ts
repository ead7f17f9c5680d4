/** Why a plan is as it is: what limits it, what would help (found by planning again), and one cohort slot by slot. */
import { assemble, type Surroundings } from "./assemble.js";
import type { Distance } from "./evaluate/distance.js";
import type { FilledService } from "./evaluate/filled.js";
import { forecast, restartedAt } from "./evaluate/forecast.js";
import type { PeersForecast } from "./evaluate/peers-forecast.js";
import { type CohortExplanation, explainCohort } from "./explain/cohort.js";
import {
  type BindingRun,
  bindingRuns,
  type HeadroomCost,
  headroomCosts,
  type Unpriced,
  unpricedServices,
} from "./explain/limits.js";
import type { GroupTurns } from "./explain/turns.js";
import type { Cohort } from "./fleet/cohort.js";
import { aroundOf, type Solved } from "./pipeline.js";
import { gapOf } from "./plan/certificate.js";
import type { Level, Unscheduled } from "./plan/plan.js";
import { type Change, deadlineLater, windowsEarlier } from "./remedy.js";
import { type Watch, within } from "./progress.js";
import type { Rollout } from "./rollout.js";
import type { Edit } from "./scenario/edit.js";
import type { Delay, Profile } from "./scenario/scenario.js";
import { servicesDuring } from "./service/group.js";
import { riseOf } from "./service/rise.js";
import type { Solver } from "./stagger/glpk.js";
import { stagger, type Staggered } from "./stagger/stagger.js";
import { duration, type Instant } from "./units.js";

export type Explanation = {
  /** Services that their background fills where the plan could put load. */
  readonly filled: readonly FilledService[];
  readonly peers: readonly PeersForecast[];
  readonly distances: readonly Distance[];
  readonly limits: readonly BindingRun[];
  /** What one point more headroom would cost. */
  readonly headroom: readonly HeadroomCost[];
  readonly unpriced: readonly Unpriced[];
  readonly more: readonly Tried[];
  readonly unscheduled: readonly Unscheduled[];
  readonly groups: readonly GroupTurns[];
  /** null: none was asked for. */
  readonly cohort: CohortExplanation | null;
};

/** A change, and the plan with it beside the plan without. */
export type Tried = {
  readonly words: string;
  /** The same in the scenario's text; empty: it is no single setting of it. */
  readonly edits: readonly Edit[];
  readonly before: Outlook;
  readonly after: Outlook;
  /** By the goals in their order; what the proofs cannot tell from nothing is `same`. */
  readonly verdict: "better" | "same" | "worse";
};

export type Outlook = {
  /** Devices. */
  readonly unscheduled: number;
  /** Share; null: the goal knows none. */
  readonly rise: number | null;
  /** Device-hours. */
  readonly exposure: number;
  /** First slot edge by which 90 % of the devices have restarted; null: never. */
  readonly mostRestarted: Instant | null;
};

/** @param cohort index of the cohort to explain; null: none */
export function explain(solved: Solved, cohort: number | null, solve: Solver, watch: Watch): Explanation {
  const { rollout, plan, staggered } = solved;
  return {
    filled: solved.filled,
    peers: solved.peers,
    distances: solved.distances,
    limits: bindingRuns(plan),
    headroom: headroomCosts({ services: servicesDuring(rollout, staggered.stagger) }, plan),
    unpriced: unpricedServices(plan),
    more: triedChanges(solved, solve, watch),
    unscheduled: plan.unscheduled,
    groups: solved.groups,
    cohort: cohort === null ? null : whyHere(solved, cohort),
  };
}

/** Of one cohort alone; nothing is tried. */
export function whyHere({ rollout, staggered, plan, settled }: Solved, cohort: number): CohortExplanation {
  const own = rollout.demands[cohort]?.cohort as Cohort;
  const profile = settled.scenario.profiles.get(own.profile) as Profile;
  const hours = hoursOf(aroundOf(settled), own, profile);
  return explainCohort({ rollout, staggered, plan, cohort, profile, ready: settled.scenario.ready, hours });
}

const atOnce: Delay = { kind: "fixed", value: duration(0) };

/** Slots open by windows and freezes alone: those of the cohort on its own, if its update were staged at the release. */
function hoursOf(around: Surroundings, cohort: Cohort, profile: Profile): Int32Array {
  const { scenario, placed } = around;
  const staged = { ...profile, detect: atOnce, download: atOnce, install: atOnce };
  const alone = assemble({
    ...around,
    scenario: {
      ...scenario,
      profiles: new Map(scenario.profiles).set(profile.name, staged),
      services: new Map(),
    },
    placed: { ...placed, fleet: { ...placed.fleet, cohorts: [cohort] } },
  });
  if (!alone.ok) throw new Error(`cohort ${cohort.id} cannot be assembled on its own`);
  return alone.value.demands[0]?.behaviour.slots ?? new Int32Array();
}

const MOST = 0.9;

function triedChanges(
  { settled, rollout, staggered, plan, memory }: Solved,
  solve: Solver,
  watch: Watch,
): readonly Tried[] {
  const around = aroundOf(settled);
  const bounds = new Map(plan.certificate.levels.map(({ name, bound }) => [name, bound]));
  const gapBelow = (name: Level["name"], value: number): number => gapOf(value, bounds.get(name) ?? value);
  // Finest plans are compared: what a change is worth drowns in the tolerance of few starts.
  const finest = { ...staggered, ...staggered.few?.finest };
  const before = outlookOf(rollout, finest, staggered);
  return [windowsEarlier(around, 1), deadlineLater(around, 1)].flatMap(
    ({ words, edits, rollout: make }: Change) => {
      const doing = { stage: "trying", detail: words };
      watch(doing);
      const made = make();
      if (made === null) return [];
      const changed: Rollout = { ...made, waves: { kind: "fine" } };
      const tried = stagger(changed, settled.scenario.goal, solve, within(watch, doing), memory);
      const after = outlookOf(changed, tried, staggered);
      const noise = {
        rise: gapBelow("rise", before.rise ?? 0),
        exposure: gapBelow("exposure", before.exposure),
      };
      return [{ words, edits, before, after, verdict: verdictOf(before, after, noise) }];
    },
  );
}

/** The rise is measured against the capacities of the plan as it is: where all are unknown, the yardstick moves with the rollout. */
function outlookOf(
  rollout: Rollout,
  { stagger: waves, unscheduled, goal, services }: Staggered,
  yardstick: Staggered,
): Outlook {
  const { charged, restarted, exposure } = forecast(rollout, waves, unscheduled);
  const measured = services.map((service, r) => ({
    ...service,
    capacity: yardstick.services[r]?.capacity ?? null,
  }));
  const devices = rollout.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  return {
    unscheduled: unscheduled.reduce((sum, count) => sum + count, 0),
    rise: goal === "flattest" ? riseOf(measured, charged) : null,
    exposure,
    mostRestarted: restartedAt(rollout.grid, restarted, MOST * devices),
  };
}

/** The exposure level of `flattest` may rise a thousandth more than the least: less is no difference of plans. */
const SLACK = 2e-3;
const ROUNDING = 1e-6;

/** @param noise gaps of the plan's proof: what lies within them may be the plan's own doing */
export function verdictOf(
  before: Outlook,
  after: Outlook,
  noise: { readonly rise: number; readonly exposure: number },
): Tried["verdict"] {
  const better = (gain: boolean): Tried["verdict"] => (gain ? "better" : "worse");
  if (after.unscheduled !== before.unscheduled) return better(after.unscheduled < before.unscheduled);
  // Devices left out count to the horizon, which moves with the deadline: their exposure does not compare.
  if (after.unscheduled > 0) return "same";
  const [riseBefore, riseAfter] = [before.rise ?? 0, after.rise ?? 0];
  if (Math.abs(riseAfter - riseBefore) > Math.max(SLACK, noise.rise) * Math.max(riseBefore, riseAfter))
    return better(riseAfter < riseBefore);
  const isTold =
    Math.abs(after.exposure - before.exposure) > Math.max(ROUNDING, noise.exposure) * before.exposure;
  return isTold ? better(after.exposure < before.exposure) : "same";
}
