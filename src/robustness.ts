/**
 * How well a policy stands a world that nobody planned for: the worst of a stated set of changes, and for the optimum the headroom
 * with which its plan would stand them all.
 */
import { assemble } from "./assemble.js";
import { contender } from "./compare.js";
import { type Contestant, pursuedOf, type Scene } from "./contestants.js";
import { type Change, unchanged } from "./evaluate/change.js";
import type { ComparedPolicy } from "./evaluate/comparison.js";
import type { MetricFigures } from "./evaluate/metrics.js";
import type { Fate } from "./evaluate/simulated-figures.js";
import { aroundOf } from "./pipeline.js";
import type { Prepared } from "./prepared.js";
import { done, type Outcome } from "./problem.js";
import { type Watch, within } from "./progress.js";
import type { Rollout } from "./rollout.js";
import type { Service } from "./service/service.js";
import type { Solver } from "./stagger/glpk.js";
import { stagger } from "./stagger/stagger.js";
import { type Share, share } from "./units.js";

/** A change of the world, in words. */
export type Shock = { readonly text: string; readonly change: Change };

export type Trial = {
  readonly text: string;
  readonly lockedOut: number;
  readonly peakUtilisation: number | null;
  /** The worst of the services. */
  readonly fate: Fate;
  /** At no time is anybody locked out, and every overload is over by the end. */
  readonly isSurvived: boolean;
};

export type Robustness = {
  readonly policy: string;
  /** In the order of the shocks; no two runs differ by chance. */
  readonly trials: readonly Trial[];
  /** With most people locked out, then with the highest peak. */
  readonly worst: Trial;
  /** null: it stands them all, or it looks at no headroom. */
  readonly cover: Cover | null;
};

/** Planned again with more headroom on every service that had less. */
export type Cover = {
  /** The smallest headroom tried that stands every shock and leaves out no more devices; null: none does up to `most`. */
  readonly headroom: Share | null;
  readonly most: Share;
};

/** One device of a group that makes up a service, where there is such a group. */
export function shocks({ groups, services }: Rollout): readonly Shock[] {
  const lost = groups.flatMap(({ name, parts }) =>
    parts
      .filter(({ devices }) => devices > 1)
      .map(({ service, devices }): Shock => {
        const { id } = services[service] as Service;
        const left = share((devices - 1) / devices);
        return {
          text: `one of ${devices} devices of ${name} lost`,
          change: { ...unchanged, capacity: [{ service: id, left }] },
        };
      }),
  );
  return [
    {
      text: "every capacity 25 % smaller",
      change: { ...unchanged, capacity: [{ service: null, left: share(0.75) }] },
    },
    { text: "30 % of the devices refuse", change: { ...unchanged, refused: share(0.3) } },
    { text: "devices and people twice as slow", change: { ...unchanged, slower: 2 } },
    ...lost,
  ];
}

type Testing = { readonly scene: Scene; readonly solve: Solver; readonly watch: Watch };

export function robustness(testing: Testing, contestant: Contestant): Outcome<Robustness> {
  const { scene } = testing;
  const trials = trialsOf(scene, contestant);
  if (!trials.ok) return trials;
  const worst = trials.value.reduce((most, trial) => (isWorse(trial, most) ? trial : most));
  const isSafe = trials.value.every(({ isSurvived }) => isSurvived);
  const cover = isSafe || contestant.planned === null ? null : coverOf(testing, contestant);
  return done({ policy: contestant.name, trials: trials.value, worst, cover });
}

function trialsOf(scene: Scene, contestant: Contestant): Outcome<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const { text, change } of shocks(scene.rollout)) {
    const ready = contender(scene, contestant, change);
    if (!ready.ok) return ready;
    const { figures, fates } = ready.value.asPlanned();
    const fate = (["failing", "recovered"] as const).find((each) => fates.includes(each)) ?? "calm";
    trials.push({ text, fate, ...survivalOf(figures, fate) });
  }
  return done(trials);
}

function survivalOf(figures: MetricFigures, fate: Fate) {
  const [lockedOut, peakUtilisation] = [figures["lockedOut"] ?? 0, figures["peakUtilisation"] ?? null];
  return { lockedOut, peakUtilisation, isSurvived: lockedOut < 1 && fate !== "failing" };
}

const isWorse = (a: Trial, b: Trial): boolean =>
  a.lockedOut === b.lockedOut
    ? (a.peakUtilisation ?? 0) > (b.peakUtilisation ?? 0)
    : a.lockedOut > b.lockedOut;

const MOST_HEADROOM = 0.9;
/** Between two headrooms that are tried. */
const STEP = 0.05;

/** Bisects: a plan with more headroom stands whatever one with less stands, but for the shape of its last slots. */
function coverOf(testing: Testing, contestant: Contestant): Cover {
  const { services } = testing.scene.rollout;
  const now = Math.max(...services.map(({ headroom }) => headroom));
  const points: number[] = [];
  for (let k = Math.floor(now / STEP + 1e-9) + 1; k * STEP <= MOST_HEADROOM + 1e-9; k++)
    points.push(k * STEP);
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (standsWith(testing, contestant, share(points[middle] as number))) high = middle;
    else low = middle + 1;
  }
  const found = points[low];
  return {
    headroom: found === undefined ? null : share(Number(found.toFixed(4))),
    most: share(MOST_HEADROOM),
  };
}

function standsWith({ scene, solve, watch }: Testing, contestant: Contestant, headroom: Share): boolean {
  const doing = { stage: "trying", detail: `a headroom of ${Math.round(headroom * 100)} %` };
  watch(doing);
  const changed = withHeadroom(scene, headroom);
  if (changed === null || contestant.policy.kind !== "optimal") return false;
  const { goal } = contestant.policy;
  const asked = pursuedOf(changed.rollout, goal ?? scene.settled.scenario.goal);
  const planned = stagger(changed.rollout, asked, solve, within(watch, doing));
  const left = (unscheduled: ArrayLike<number>): number =>
    Array.from(unscheduled).reduce((sum, devices) => sum + devices, 0);
  if (left(planned.unscheduled) > leftOf(scene.rollout, contestant)) return false;
  const trials = trialsOf(changed, { ...contestant, planned: { stagger: planned.stagger, starts: null } });
  return trials.ok && trials.value.every(({ isSurvived }) => isSurvived);
}

/** Devices without a wave in the plan there is. */
const leftOf = ({ demands }: Rollout, { planned }: Contestant): number =>
  demands.reduce(
    (sum, { cohort }, c) =>
      sum + cohort.devices - (planned?.stagger[c]?.reduce((devices, count) => devices + count, 0) ?? 0),
    0,
  );

/** null: a headroom that some service cannot have. */
function withHeadroom({ settled }: Scene, headroom: Share): Scene | null {
  const services = new Map(
    [...settled.scenario.services].map(([id, service]) => [
      id,
      service.headroom === "auto" || service.headroom < headroom ? { ...service, headroom } : service,
    ]),
  );
  const around: Prepared["settled"] = { ...settled, scenario: { ...settled.scenario, services } };
  const rollout = assemble(aroundOf(around));
  return rollout.ok ? { settled: around, rollout: rollout.value } : null;
}

/** The simple policy that is best in order of: devices left out, people locked out, hours over a limit, and when 95 % are done. */
export function bestSimple(
  policies: readonly Pick<ComparedPolicy, "name" | "role" | "figures" | "leftOut">[],
): string | null {
  const judged = policies
    .filter(({ role }) => role !== "optimum")
    .map(({ name, figures, leftOut }) => ({
      name,
      by: [
        Math.round(leftOut),
        Math.round(figures["lockedOut"] ?? 0),
        figures["hoursOverLimit"] ?? 0,
        figures["timeTo95"] ?? Number.POSITIVE_INFINITY,
      ],
    }));
  const [best] = judged.sort((a, b) => firstDifference(a.by, b.by));
  return best?.name ?? null;
}

/** Below 0: a comes first. */
function firstDifference(a: readonly number[], b: readonly number[]): number {
  const k = a.findIndex((value, i) => value !== b[i]);
  return k === -1 ? 0 : (a[k] as number) < (b[k] as number) ? -1 : 1;
}
