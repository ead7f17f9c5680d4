/** Who is compared: the policies of the scenario, and the plans of the optimizer for both goals. */
import { firstNight } from "./evaluate/first-night.js";
import type { ComparedPolicy } from "./evaluate/comparison.js";
import type { Prepared } from "./pipeline.js";
import type { Watch } from "./progress.js";
import type { Rollout } from "./rollout.js";
import type { Goal } from "./scenario/scenario.js";
import type { Stagger } from "./service/demand.js";
import { isBlind } from "./service/nominal.js";
import type { Course } from "./simulate.js";
import type { Solver } from "./stagger/glpk.js";
import { stagger } from "./stagger/stagger.js";

/** A policy to be compared: data alone, so that it crosses from the thread that plans to those that simulate. */
export type Contestant = Pick<ComparedPolicy, "name" | "kind" | "about" | "role" | "notes"> & {
  /** What the optimizer made; null: the policy steers by itself. */
  readonly planned: PlannedWaves | null;
};

export type PlannedWaves = {
  readonly stagger: Stagger;
  /** Start times to be built; null: every slot with a wave is one. */
  readonly starts: number | null;
};

export function contestantsOf(
  { settled: { scenario }, rollout }: Pick<Prepared, "settled" | "rollout">,
  solve: Solver,
  watch: Watch,
): readonly Contestant[] {
  return [...simple, ...optima(rollout, scenario.goal, solve, watch)];
}

const simple: readonly Contestant[] = [
  {
    name: "unmanaged",
    kind: "unmanaged",
    about: "Nobody plans: devices restart by their own habits.",
    role: "other",
    notes: [],
    planned: null,
  },
  {
    name: "big-bang",
    kind: "big-bang",
    about:
      "Everybody at the start of the first open interval after the update is ready, spread over two hours.",
    role: "other",
    notes: [],
    planned: null,
  },
];

const goals: readonly Goal[] = ["fastest", "flattest"];

/** That of the scenario's goal first. Where every capacity is unknown there is only one. */
function optima(rollout: Rollout, goal: Goal, solve: Solver, watch: Watch): readonly Contestant[] {
  const asked = isBlind(rollout.services)
    ? (["flattest"] as const)
    : [goal, ...goals.filter((other) => other !== goal)];
  return asked.map((each): Contestant => {
    const { stagger: planned, few } = stagger(rollout, each, solve, watch);
    return {
      name: `optimal, ${each}`,
      kind: "optimal",
      about: aboutOptimal[each],
      role: "optimum",
      notes: [],
      planned: { stagger: planned, starts: few === null ? null : few.starts.length },
    };
  });
}

const aboutOptimal: Readonly<Record<Goal, string>> = {
  fastest: "The plan of the optimizer: least exposure within every limit, window, freeze, ring and turn.",
  flattest:
    "The plan of the optimizer: least rise of load within every limit, window, freeze, ring and turn, then least exposure.",
};

export type SteeredCourse = { readonly course: Course; readonly notes: readonly string[] };

/** What the contestant does with the devices. */
export function courseOf(rollout: Rollout, { kind, planned }: Contestant): SteeredCourse {
  if (planned !== null) return { course: { kind: "planned", stagger: planned.stagger }, notes: [] };
  if (kind === "unmanaged") return { course: { kind: "unmanaged" }, notes: [] };
  return { course: { kind: "planned", stagger: firstNight(rollout) }, notes: [] };
}

/** The waves of a course; null: devices restart by themselves. */
export const staggerOf = (course: Course): Stagger | null =>
  course.kind === "planned" ? course.stagger : null;
