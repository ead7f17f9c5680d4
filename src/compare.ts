/**
 * Policies compared: every one carried out on the same fleet and met by the same services, in one simulator. What each comes to is
 * data, so that several threads can share the work out.
 */
import { type Change, unchanged } from "./evaluate/change.js";
import { chance } from "./evaluate/chance.js";
import type { ComparedPolicy, Comparison } from "./evaluate/comparison.js";
import { ownFigures, wavesFigures } from "./evaluate/course-figures.js";
import { endsOver } from "./evaluate/longer-cells.js";
import {
  type CourseFigures,
  leftOut,
  meansBySlot,
  type Met,
  metOf,
  type MetricFigures,
  metricFigures,
  metrics,
  type Run,
} from "./evaluate/metrics.js";
import { type NoiseName, noises } from "./evaluate/noise.js";
import type { Observed } from "./evaluate/outage.js";
import { restartsOf } from "./evaluate/restarts.js";
import { type Spread, spreadOf } from "./evaluate/simulated-figures.js";
import { type Contestant, courseOf, type Scene, staggerOf } from "./contestants.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { suggestion } from "./scenario/nearest.js";
import { quoted } from "./scenario/place.js";
import type { Service } from "./service/service.js";
import { capacitiesOf } from "./service/capacity.js";
import { asPlanned, type Met as MetInRun, simulatorOf } from "./simulate.js";
import { minute } from "./units.js";

/** What a policy comes to when all goes as planned: all that is told of it but what is found by comparison. */
export type PlannedOutcome = Omit<ComparedPolicy, "spreads" | "dominatedBy">;

/** A policy that is ready to be carried out, often. */
export type Contender = {
  asPlanned(): PlannedOutcome;
  /**
   * Noise is of waves that somebody carries out: where devices restart by themselves all runs are alike.
   *
   * @param seed of this run
   */
  run(noise: NoiseName, seed: number): MetricFigures;
};

/** @param change of the world in which it happens, which no policy foresees */
export function contender(
  scene: Scene,
  contestant: Contestant,
  change: Change = unchanged,
): Outcome<Contender> {
  const { rollout } = scene;
  const strangers = unknownServices(scene, change);
  if (strangers.length > 0) return failed(...strangers);
  const steered = courseOf(rollout, contestant);
  const simulator = simulatorOf(scene, steered.course, { without: new Set(), fixAt: null }, change);
  if (!simulator.ok) return simulator;
  const stagger = staggerOf(steered.course);
  const metIn = (service: Service, observed: Observed): Met => metOf(service, observed, rollout.grid);
  let alone: MetricFigures | null = null;
  let ofCourse: CourseFigures | null = null;
  const figuresOf = ({ services, begun }: Pick<MetInRun<Run["services"][number]>, "services" | "begun">) => {
    ofCourse ??=
      stagger === null
        ? ownFigures(rollout, begun)
        : wavesFigures(rollout, stagger, contestant.planned?.starts ?? null);
    const { release, deadline } = rollout;
    const restarts = restartsOf(rollout, begun);
    return {
      restarts,
      figures: metricFigures({ services, restarts, release, deadline, course: ofCourse }),
    };
  };
  return done({
    asPlanned() {
      const met = simulator.value.met(asPlanned, (service, observed) => ({
        met: metIn(service, observed),
        offered: meansBySlot(observed.run.offered, rollout.grid.slot / minute),
      }));
      const services = met.services.map((service) => service.met);
      const { figures, restarts } = figuresOf({ services, begun: met.begun });
      const { name, kind, about, role, notes } = contestant;
      return {
        name,
        kind,
        about,
        role,
        notes: [...notes, ...steered.notes],
        figures,
        offered: met.services.map(({ offered }) => offered),
        fates: services.map(({ fate }) => fate),
        restarted: Float64Array.from(endsOver(restarts.done, rollout.grid.slot / minute)),
        leftOut: leftOut(restarts),
      };
    },
    run(noise, seed) {
      if (stagger === null) return (alone ??= figuresOf(simulator.value.met(asPlanned, metIn)).figures);
      const execution = { herd: false, noise: noises[noise], random: chance(seed) };
      return figuresOf(simulator.value.met(execution, metIn)).figures;
    },
  });
}

/** Services that the change names and the scenario has not. */
function unknownServices({ rollout: { services } }: Scene, { capacity }: Change): readonly Problem[] {
  const known = services.flatMap(({ id, requestId }) => [id, requestId]);
  return capacity.flatMap(({ service }): readonly Problem[] =>
    service === null || known.includes(service)
      ? []
      : [
          {
            code: "what-if.unknown-service",
            message: `the scenario has no service ${quoted(service)}`,
            hint: suggestion(service, [...new Set(known)]),
            place: { path: "--what-if" },
          },
        ],
  );
}

export type Outcomes = {
  readonly planned: PlannedOutcome;
  /** Of the runs with noise that are done. */
  readonly runs: readonly MetricFigures[];
};

export type Frame = Pick<Comparison, "name" | "zone" | "grid" | "devices" | "services">;

/** What is the same for all policies. */
export const frameOf = ({ settled, rollout }: Scene): Frame => ({
  name: settled.scenario.name,
  zone: rollout.timezone,
  grid: rollout.grid,
  devices: rollout.demands.reduce((sum, { cohort }) => sum + cohort.devices, 0),
  services: rollout.services.map((service) => ({
    id: service.id,
    counts: service.counts,
    capacity: capacitiesOf(service),
    limit: service.limit,
    background: service.background,
  })),
});

/** @param asked noisy runs asked for of each, and the seed of the first; isWhole: every policy is there with all of them */
export function comparison(
  frame: Frame,
  outcomes: readonly Outcomes[],
  asked: Pick<Comparison, "runs" | "seed" | "isWhole">,
): Comparison {
  return {
    ...frame,
    ...asked,
    policies: outcomes.map(({ planned, runs }) => ({
      ...planned,
      spreads: runs.length === 0 ? null : spreadsOf(runs),
      dominatedBy: dominating(
        planned,
        outcomes.map((other) => other.planned),
      ),
    })),
  };
}

const spreadsOf = (runs: readonly MetricFigures[]): Readonly<Record<string, Spread | null>> =>
  Object.fromEntries(metrics.map(({ id }) => [id, spreadOf(runs.map((figures) => figures[id] ?? null))]));

const first = metrics.filter(({ isFirst }) => isFirst);
/** Figures are sums of many small numbers: a difference below this share is none. */
const ALIKE = 1e-6;

type Judged = Pick<ComparedPolicy, "name" | "figures" | "leftOut">;

/** The first policy that is no worse in any of the first figures, better in one, and leaves out no more devices. */
const dominating = (policy: Judged, all: readonly Judged[]): string | null =>
  all.find((other) => other !== policy && dominates(other, policy))?.name ?? null;

function dominates(a: Judged, b: Judged): boolean {
  let isBetter = false;
  if (worth(b.leftOut, a.leftOut, "less") > 0) return false;
  for (const { id, better } of first) {
    const [one, other] = [a.figures[id] ?? null, b.figures[id] ?? null];
    if (one === null && other === null) continue;
    if (one === null || other === null) return false;
    const difference = worth(one, other, better);
    if (difference < 0) return false;
    isBetter ||= difference > 0;
  }
  return isBetter;
}

/** 1: a is better; -1: b is; 0: they are alike. */
export function worth(a: number, b: number, better: "less" | "more"): number {
  if (a === b || Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b))) return 0;
  return a < b === (better === "less") ? 1 : -1;
}

export type ComparisonAsked = {
  readonly runs: number;
  readonly seed: number;
  readonly noise: NoiseName;
  readonly change: Change;
};

export const oncePlanned: ComparisonAsked = { runs: 0, seed: 1, noise: "usual", change: unchanged };

/** All of it in one thread: what comes of each contestant, one by one. */
export function* compared(
  scene: Scene,
  contestants: readonly Contestant[],
  { runs, seed, noise, change }: ComparisonAsked = oncePlanned,
): Generator<Outcome<Outcomes>, void> {
  for (const contestant of contestants) {
    const ready = contender(scene, contestant, change);
    yield ready.ok
      ? done({
          planned: ready.value.asPlanned(),
          runs: Array.from({ length: runs }, (_, k) => ready.value.run(noise, seed + k)),
        })
      : ready;
  }
}
