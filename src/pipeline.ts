/** The pipeline, from the scenario's text to the plan. Read this first: every stage is one line of `plan`. */
import { assemble } from "./assemble.js";
import { type Distance, distances } from "./evaluate/distance.js";
import { type FilledService, filledServices } from "./evaluate/filled.js";
import { firstNight } from "./evaluate/first-night.js";
import { type Origin, originsOf } from "./evaluate/origins.js";
import { type Forecast, forecast } from "./evaluate/forecast.js";
import { type PeersForecast, peersForecasts } from "./evaluate/peers-forecast.js";
import { groupTurns, type GroupTurns } from "./explain/turns.js";
import { type FewPrice, fewPrice } from "./explain/few-price.js";
import { buildPlan } from "./plan/build.js";
import type { Plan } from "./plan/plan.js";
import type { Prepared } from "./prepared.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { type MinutesOver, minutesOver } from "./minutes.js";
import type { Watch } from "./progress.js";
import { type Remedies, remedies } from "./remedy.js";
import { resolve, type Resolved } from "./resolve.js";
import type { Rollout } from "./rollout.js";
import { located, type Overrides, readScenario } from "./scenario/read.js";
import type { Scenario } from "./scenario/scenario.js";
import type { Inputs } from "./inputs.js";
import { settle, type Settled } from "./settle.js";
import { servicesDuring } from "./service/group.js";
import type { Service } from "./service/service.js";
import type { Solver } from "./stagger/glpk.js";
import { StaggerMemory } from "./stagger/memory.js";
import { stagger, type Staggered } from "./stagger/stagger.js";
import type { Instant } from "./units.js";

export type Request = {
  readonly text: string;
  /** Path of the scenario, for messages. */
  readonly file: string;
  readonly overrides: Overrides;
  /** What `release: next` counts from. */
  readonly now: Instant | null;
  readonly inputs: Inputs;
};

/** A plan and what is told of it: data alone, so that it crosses from the thread that solves to the one that draws. */
export type Planned = {
  readonly plan: Plan;
  readonly forecast: Forecast;
  /** Whose devices the load is from. */
  readonly origins: readonly Origin[];
  /** What one big night would do. */
  readonly firstNight: Forecast;
  readonly remedies: Pick<Remedies, "changes" | "edits">;
  /** Services that their background alone fills where restarts would put load. */
  readonly filled: readonly FilledService[];
  /** What restarting peers take away, by service that has some. */
  readonly peers: readonly PeersForecast[];
  /** How far from collapse each service is whose capacity is known and which counts something a second. */
  readonly distances: readonly Distance[];
  /** Services that single minutes ask for more than they have, though the slots fit. */
  readonly minutes: readonly MinutesOver[];
  /** What few starts cost; null: waves are fine. */
  readonly few: FewPrice | null;
  /** The groups whose devices take turns. */
  readonly groups: readonly GroupTurns[];
  readonly settled: Pick<Settled, "scenario" | "release" | "placed" | "notes" | "inputs">;
  readonly resolved: Resolved;
  readonly rollout: Pick<Rollout, "release" | "deadline" | "grid" | "timezone"> & {
    readonly services: readonly Pick<
      Service,
      "id" | "requestId" | "headroom" | "headroomFor" | "spareFor" | "capacity" | "peers" | "sites"
    >[];
  };
};

/** A plan with everything it was computed from: what `explain` asks. */
export type Solved = Planned &
  Prepared & {
    readonly staggered: Staggered;
    readonly remedies: Remedies;
    /** For plans that differ a little. */
    readonly memory: StaggerMemory;
  };

/** Everything before the optimizer; also what the checker starts from. */
export async function prepare(request: Request): Promise<Outcome<Prepared>> {
  const { text, file, overrides } = request;
  const scenario = readScenario(text, { file }, overrides);
  if (!scenario.ok) return scenario;
  const prepared = await answered(scenario.value, request);
  const placed = (problems: readonly Problem[]) => located(problems, text, { file }, overrides);
  if (!prepared.ok) return failed(...placed(prepared.problems));
  const { settled, ...rest } = prepared.value;
  return done({ settled: { ...settled, notes: placed(settled.notes) }, ...rest });
}

/** Every outside reference of the scenario answered. */
async function answered(scenario: Scenario, { inputs, now }: Request): Promise<Outcome<Prepared>> {
  const settled = await settle(scenario, inputs, now);
  if (!settled.ok) return settled;
  const rollout = assemble(aroundOf(settled.value));
  if (!rollout.ok) return rollout;
  const resolved = resolve(settled.value, rollout.value);
  if (!resolved.ok) return resolved;
  return done({ settled: settled.value, rollout: rollout.value, resolved: resolved.value });
}

/**
 * @param memory of a plan that differed a little: this one comes sooner then, but of equally good plans it may be another. Without
 * it the same scenario gives the same plan.
 */
export function plan(
  { settled, rollout, resolved }: Prepared,
  solve: Solver,
  watch: Watch,
  memory = new StaggerMemory(),
): Solved {
  const { scenario } = settled;
  const staggered = stagger(rollout, scenario.goal, solve, watch, memory);
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const helpful = remedies({ around: aroundOf(settled), rollout, staggered, solve, watch, memory });
  const heading = { name: scenario.name, policy: "optimal", scenarioDigest: resolved.digest };
  const made = buildPlan(heading, rollout, staggered, foreseen, helpful.explain);
  return {
    settled,
    rollout,
    resolved,
    staggered,
    memory,
    forecast: foreseen,
    origins: originsOf(rollout, staggered.stagger),
    firstNight: forecast(rollout, firstNight(rollout), new Float64Array(rollout.demands.length)),
    filled: filledServices(
      { ...rollout, services: servicesDuring(rollout, staggered.stagger) },
      staggered.usable,
      staggered.goal === "flattest",
    ),
    peers: peersForecasts(rollout, foreseen),
    distances: distances(rollout, staggered.stagger, foreseen),
    minutes: minutesOver({ settled, rollout }, staggered.stagger),
    groups: groupTurns(rollout, staggered.stagger),
    remedies: helpful,
    few: fewPrice(rollout, staggered, made),
    plan: made,
  };
}

/** What of it is data, without what only the optimizer reads. */
export const dataOf = ({ plan, settled, rollout, resolved, ...solved }: Solved): Planned => ({
  plan,
  forecast: solved.forecast,
  origins: solved.origins,
  firstNight: solved.firstNight,
  filled: solved.filled,
  peers: solved.peers,
  distances: solved.distances,
  minutes: solved.minutes,
  few: solved.few,
  groups: solved.groups,
  remedies: { changes: solved.remedies.changes, edits: solved.remedies.edits },
  settled: {
    scenario: settled.scenario,
    release: settled.release,
    placed: settled.placed,
    notes: settled.notes,
    inputs: settled.inputs,
  },
  resolved,
  rollout: {
    release: rollout.release,
    deadline: rollout.deadline,
    grid: rollout.grid,
    timezone: rollout.timezone,
    services: rollout.services.map((service) => ({
      id: service.id,
      requestId: service.requestId,
      headroom: service.headroom,
      headroomFor: service.headroomFor,
      spareFor: service.spareFor,
      capacity: service.capacity,
      peers: service.peers,
      sites: service.sites,
    })),
  },
});

export const aroundOf = ({ scenario, release, placed, calendars, traces }: Settled) => ({
  scenario,
  release: release.at,
  placed,
  calendars,
  traces,
});
