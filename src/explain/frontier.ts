/**
 * The frontier: what calm costs. Plans between the least rise there is and the fastest plan, each held to less rise than the
 * limits allow, each with its own proof.
 */
import { forecast, restartedAt } from "../evaluate/forecast.js";
import { buildPlan } from "../plan/build.js";
import type { Plan } from "../plan/plan.js";
import { done, failed, type Outcome } from "../problem.js";
import { type Doing, type Watch, within } from "../progress.js";
import type { Rollout } from "../rollout.js";
import type { Goal } from "../scenario/scenario.js";
import { headroomsAtRise, limitsAtRise, type NeededHeadroom, riseBases, riseOf } from "../service/rise.js";
import type { Solver } from "../stagger/glpk.js";
import { StaggerMemory } from "../stagger/memory.js";
import { stagger } from "../stagger/stagger.js";
import type { Instant } from "../units.js";

export type FrontierPoint = {
  /** `flattest` of the first point: the least rise there is; `fastest` of all others. */
  readonly goal: Goal;
  /** Share: what the limits of this point allow every service to rise above its busiest ordinary moment; of the ends, what they reach. */
  readonly rise: number;
  /** What of the scenario gives a plan the limits of this point, beside its goal; none: the scenario's own limits are. */
  readonly headrooms: readonly NeededHeadroom[];
  /** Share: the rise of the plan's own loads. */
  readonly reached: number;
  /** Service and slot of the highest utilisation. */
  readonly tightest: { readonly service: string; readonly slot: number; readonly utilisation: number };
  /** Device-hours, and what no plan at this rise and these ring dates can beat. */
  readonly exposure: number;
  readonly bound: number;
  readonly gap: number;
  readonly status: Plan["certificate"]["status"];
  /** First slot edge by which 90 % of the devices have restarted; null: never. */
  readonly mostRestarted: Instant | null;
  /** Devices without a wave. */
  readonly unscheduled: number;
  readonly plan: Plan;
};

export type Frontier = {
  /** By rise, ascending. */
  readonly points: readonly FrontierPoint[];
  /** Index of the point that gives most for what it costs; null: the points lie on a line. */
  readonly knee: number | null;
};

export type FrontierRequest = {
  readonly rollout: Rollout;
  /** At least 2, the ends included. */
  readonly points: number;
  readonly solve: Solver;
  readonly watch: Watch;
};

/** Rises closer than this are one: a thousandth is the solver's slack at the least. */
const SAME_RISE = 2e-3;
const MOST = 0.9;

export function frontier(asked: FrontierRequest): Outcome<Frontier> {
  const request = { ...asked, memory: new StaggerMemory() };
  const { points: wanted } = request;
  const rollout: Rollout = { ...request.rollout, waves: { kind: "fine" } };
  if (riseBases(rollout.services).every((base) => base === null)) return failed(nothingRises);
  const seeking = (detail: string): Doing => ({ stage: "seeking", detail });
  const flattest = pointOf(request, seeking("the least rise"), rollout, "flattest", null);
  const fastest = pointOf(request, seeking("the fastest plan"), rollout, "fastest", null);
  const span = fastest.rise - flattest.rise;
  if (span <= SAME_RISE) return done({ points: [fastest], knee: null });
  const between = Array.from({ length: wanted - 2 }, (_, i) => {
    const doing = { stage: "planning", detail: "point", done: i + 2, of: wanted };
    const rise = flattest.rise + span * riseShare((i + 1) / (wanted - 1));
    return {
      ...pointOf(request, doing, rolloutAtRise(rollout, rise), "fastest", rise),
      headrooms: headroomsAtRise(rollout.services, rise),
    };
  });
  const points = [flattest, ...between, fastest];
  return done({ points, knee: kneeOf(points) });
}

/** Denser where the rise is small: there a little more of it is worth most. */
const riseShare = (part: number): number => part * part;

/** The rollout whose services may carry no more than they do at this rise, nor more than their limits. */
export const rolloutAtRise = (rollout: Rollout, rise: number): Rollout => {
  const limits = limitsAtRise(rollout.services, rise);
  return {
    ...rollout,
    services: rollout.services.map((service, r) => ({ ...service, limit: limits[r] ?? null })),
  };
};

const nothingRises = {
  code: "frontier.no-capacity",
  message: "no service has a known capacity above its background, so there is no rise to trade exposure for",
  hint: "give at least one service its capacity; `plan` says how much a plan needs",
  place: { path: "services" },
};

/** @param rise held; null: the point is an end, and its rise is what it reaches */
function pointOf(
  { solve, watch, memory }: FrontierRequest & { readonly memory: StaggerMemory },
  doing: Doing,
  rollout: Rollout,
  goal: Goal,
  rise: number | null,
): FrontierPoint {
  watch(doing);
  const staggered = stagger(rollout, goal, solve, within(watch, doing), memory);
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const heading = { name: null, policy: "optimal", scenarioDigest: "" };
  const plan = buildPlan(heading, rollout, staggered, foreseen, () => "");
  const reached = riseOf(rollout.services, foreseen.charged);
  const { value, bound, gap } = plan.certificate.levels.at(-1) as Plan["certificate"]["levels"][number];
  const devices = rollout.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0);
  return {
    goal,
    rise: rise ?? reached,
    headrooms: [],
    reached,
    tightest: tightestOf(plan),
    exposure: value,
    bound,
    gap,
    status: plan.certificate.status,
    mostRestarted: restartedAt(rollout.grid, foreseen.restarted, MOST * devices),
    unscheduled: staggered.unscheduled.reduce((sum, count) => sum + count, 0),
    plan,
  };
}

/** Of the services of known capacity; the first of equals. */
function tightestOf({ services }: Plan): FrontierPoint["tightest"] {
  let tightest = { service: "", slot: 0, utilisation: Number.NEGATIVE_INFINITY };
  for (const { id, peak } of services)
    if (peak.utilisation !== null && peak.utilisation > tightest.utilisation)
      tightest = { service: id, slot: peak.slot, utilisation: peak.utilisation };
  return tightest;
}

/** Distances smaller than this share of the axes are no bend. */
const STRAIGHT = 1e-6;

/**
 * The point farthest below the chord between the ends, rise and exposure each scaled to 0..1; among the points that leave out
 * the fewest devices, for the exposure of others is not comparable.
 */
export function kneeOf(
  points: readonly Pick<FrontierPoint, "rise" | "exposure" | "unscheduled">[],
): number | null {
  const fewest = points.reduce((least, { unscheduled }) => Math.min(least, unscheduled), Infinity);
  const asked = [...points.keys()].filter((i) => points[i]?.unscheduled === fewest);
  const [first, last] = [points[asked[0] ?? 0], points[asked.at(-1) ?? 0]];
  if (first === undefined || last === undefined) return null;
  const [width, height] = [last.rise - first.rise, first.exposure - last.exposure];
  if (width <= 0 || height <= 0) return null;
  const below = (i: number): number => {
    const { rise, exposure } = points[i] as (typeof points)[number];
    return 1 - (rise - first.rise) / width - (exposure - last.exposure) / height;
  };
  const knee = asked.reduce((best, i) => (below(i) > below(best) ? i : best));
  return below(knee) > STRAIGHT ? knee : null;
}
