/** What `simulate` is asked, and what the thread answers: data alone. */
import type { Instant, NoiseName, Problem, RunFigures, Simulation, Without } from "../src/index.js";

export type SimulationAsked = {
  /** optimal, unmanaged, today, or the name of a policy; null: the plan, and unmanaged beside it. */
  readonly policy: string | null;
  /** A plan.json, or the folder it is in; null: what the planner makes of the scenario. */
  readonly planFile: string | null;
  readonly without: readonly Without[];
  readonly fixAt: Instant | null;
  readonly noise: NoiseName;
  readonly herd: boolean;
  /** The first run has this seed, each further one the next. */
  readonly seed: number;
  readonly runs: number;
  /** Id of the only service to tell of; null: all. */
  readonly service: string | null;
};

/** The plan as it is carried out without mishaps, and what happens when nobody plans. */
export const withoutMishaps: SimulationAsked = {
  policy: null,
  planFile: null,
  without: [],
  fixAt: null,
  noise: "none",
  herd: false,
  seed: 1,
  runs: 1,
  service: null,
};

/** One policy, simulated. */
export type Told = {
  readonly policy: string;
  /** Of the first run. */
  readonly simulation: Simulation;
  /** At least one. */
  readonly runs: readonly RunFigures[];
  /** Devices without a wave: nobody restarts them. */
  readonly unscheduled: number;
};

export type SimulationAnswer = {
  readonly scene: Scene;
  readonly told: Told;
  /** What happens when nobody plans; null: not asked for. */
  readonly against: Told | null;
};

/** What is told whatever the policy. */
export type Scene = {
  readonly name: string | null;
  /** In which times are told. */
  readonly zone: string;
  /** Length of a slot of the scenario, in milliseconds. */
  readonly slot: number;
  /** By id of a service whose peers have a fault: when it is mended, if it is. */
  readonly mended: ReadonlyMap<string, Instant>;
  readonly notes: readonly Problem[];
  readonly asked: SimulationAsked;
};
