/** The public face: what the command line and other programs may use. Nothing behind it is promised to stay. */
export { momentOf } from "./calendar/freezes.js";
export { agendasOf, calendarAgenda } from "./agenda.js";
export type { AgendaEntry, AgendaKind, SiteAgenda } from "./calendar/agenda.js";
export { calendarClockNotes } from "./calendar/clock-notes.js";
export { type Grid, horizon, slotOf, type SlotRange, slotRuns, slotStart } from "./calendar/grid.js";
export { type Calendar, readCalendar } from "./calendar/ical.js";
export { type ListedRelease, releasesBetween } from "./calendar/release.js";
export { instantOf, isZone, offsetAt, wallOf } from "./calendar/zone.js";
export { type Readiness, readinessOf } from "./client/readiness.js";
export type { Distance, PeersDistance } from "./evaluate/distance.js";
export type { FilledService } from "./evaluate/filled.js";
export { type Forecast, restartedAt } from "./evaluate/forecast.js";
export type * from "./evaluate/comparison.js";
export { chance } from "./evaluate/chance.js";
export type { FluidRun } from "./evaluate/fluid.js";
export { type Noise, type NoiseName, noises } from "./evaluate/noise.js";
export type { PeersForecast } from "./evaluate/peers-forecast.js";
export { endsOver, meansOver } from "./evaluate/longer-cells.js";
export * from "./evaluate/simulated-figures.js";
export type { Comparison, ComparedPolicy, ComparedService, Metric } from "./evaluate/comparison.js";
export * from "./evaluate/simulation.js";
export { type Episode, episodesOf, type Figures } from "./evaluate/outage.js";
export type { Origin } from "./evaluate/origins.js";
export type { CohortExplanation, Unused } from "./explain/cohort.js";
export type { FewPrice } from "./explain/few-price.js";
export { findCohort } from "./explain/find-cohort.js";
export { frontier, type Frontier, type FrontierPoint } from "./explain/frontier.js";
export { groupTurns, type GroupTurns } from "./explain/turns.js";
export { type BindingRun, bindingRuns, type HeadroomCost, type Unpriced } from "./explain/limits.js";
export { explain, type Explanation, type Outlook, type Tried, whyHere } from "./explanation.js";
export { agendaIcs } from "./export/agenda-ics.js";
export { csvRow, deviceCsvRow, devicesCsvHeader } from "./export/csv.js";
export * from "./export/figures.js";
export { isOver, limitAtPeak, slotsOver, startOfSlot, tightest, unitOf } from "./export/forecast.js";
export { planText } from "./export/json.js";
export { inert, markdownTable } from "./export/markdown-text.js";
export { proofSentence } from "./export/proof.js";
export { devicesOf, groupBy, instantOfIso, type Restart, restartsOf } from "./export/restarts.js";
export type { ExportTarget } from "./export/target.js";
export { exportTargets, type ExportTargetName } from "./export/targets.js";
export type { Fleet } from "./fleet/cohort.js";
export { type DeviceRestart, deviceWaves } from "./fleet/device-waves.js";
export { type Field, fields } from "./fleet/columns.js";
export {
  type Counted,
  type HeaderColumn,
  type Survey,
  type SurveyedSite,
  surveyInventory,
  type UnclearColumns,
} from "./fleet/survey.js";
export type { Finding } from "./lint/finding.js";
export { lint, lintCalendar } from "./lint/lint.js";
export {
  compared,
  type ComparisonAsked,
  comparison,
  type Contender,
  contender,
  type Frame,
  frameOf,
  oncePlanned,
  type Outcomes,
  type PlannedOutcome,
} from "./compare.js";
export { type Contestant, contestantsOf } from "./contestants.js";
export {
  bestSimple,
  type Cover,
  type Robustness,
  robustness,
  type Shock,
  shocks,
  type Trial,
} from "./robustness.js";
export { asItIs, parseSweep, parseWhatIf, type Variant } from "./what-if.js";
export { type Edit, editScenario } from "./scenario/edit.js";
export { isEntries } from "./scenario/expand.js";
export { readDocument } from "./scenario/document.js";
export { type Path, quoted } from "./scenario/place.js";
export { type Setting, withSettings } from "./scenario/settings.js";
export { type Change, unchanged } from "./evaluate/change.js";
export { metrics, type MetricFigures } from "./evaluate/metrics.js";
export { dataOf, plan, type Planned, prepare, type Request, type Solved } from "./pipeline.js";
export type { Prepared } from "./prepared.js";
export { checkPlan, type CheckReport } from "./plan/check.js";
export type { Plan, PlannedCohort, PlannedStart, ServiceForecast, Unscheduled, Wave } from "./plan/plan.js";
export {
  type CohortDifference,
  type Pair,
  planDifference,
  type PlanDifference,
  type ServiceDifference,
  type ServicePeak,
} from "./plan/difference.js";
export { plannedStagger } from "./plan/planned-stagger.js";
export { planJsonSchema, readPlan } from "./plan/read.js";
export { aboutPolicy, policyKinds, type SimpleKind, type SimplePolicy, steered } from "./policy/policies.js";
export type { HabitsPart, OwnRestarts, Steered, Steering, Waves as CommandedWaves } from "./policy/policy.js";
export * from "./problem.js";
export { remembered } from "./remembered.js";
export { type Progress, unwatched, type Watch } from "./progress.js";
export { digestOf } from "./resolve.js";
export type { Rollout } from "./rollout.js";
export type { NamedPolicy, Policy, PolicyKindName, PolicySettings } from "./scenario/policy.js";
export { defaultPolicies, policiesOf, usualPolicy } from "./scenario/usual-policies.js";
export { assumptionsOf, located, type Overrides, readScenario } from "./scenario/read.js";
export type {
  Assumption,
  Goal,
  Moment,
  Profile,
  Ring,
  Scenario,
  ServiceRequest,
} from "./scenario/scenario.js";
export { canBeKey, flowText } from "./scenario/document.js";
export { scenarioDefaults } from "./scenario/presets/defaults.js";
export { profilePresets } from "./scenario/presets/profiles.js";
export { serviceDefaults, servicePresets } from "./scenario/presets/services.js";
export { parseZoneName, zoneOfPlace } from "./scenario/zone-name.js";
export { scenarioJsonSchema } from "./scenario/schema.js";
export {
  parseInstant,
  parseDate,
  parseDuration,
  parseMoment,
  parseRate,
  parseShare,
  rateText,
  shareText,
  durationText,
} from "./scenario/quantity.js";
export { suggestion } from "./scenario/nearest.js";
export { parseWindow } from "./scenario/window.js";
export type { State } from "./service/collapse.js";
export type { PeerPart } from "./service/peer-collapse.js";
export {
  type PeerThresholds,
  type Thresholds,
  thresholds,
  type ThresholdsRequest,
  type Tipping,
} from "./service/thresholds.js";
export { inventoryOptions, releaseCalendar, type Settled } from "./settle.js";
export type { Inputs } from "./inputs.js";
export type { Service } from "./service/service.js";
export { asPlanned, type Course, type Execution, simulate, type Simulator, simulatorOf } from "./simulate.js";
export { openSolver, type Solver } from "./stagger/glpk.js";
export { StaggerMemory } from "./stagger/memory.js";
export type { ProgramText } from "./stagger/stagger.js";
export * from "./units.js";
