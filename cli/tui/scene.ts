/** What screens read: the plan on show, what is known besides, and where the admin stands. Data alone. */
import type {
  CohortExplanation,
  Comparison,
  Explanation,
  Frontier,
  Instant,
  Metric,
  Planned,
  Problem,
  Progress,
  SiteAgenda,
} from "../../src/index.js";
import type { SimulationAnswer } from "../simulation.js";
import type { About } from "../solving/opened.js";
import type { ScreenName } from "./screen-names.js";

export type Scene = {
  /** While a new one is solved: the one before. */
  readonly planned: Planned;
  /** That of the scenario as it was last saved; the same as `planned` where nothing was changed. */
  readonly saved: Planned;
  /** A change is being solved: what is on show is the plan before it. */
  readonly isOld: boolean;
  readonly facts: Facts;
  /** On show. */
  readonly screen: ScreenName;
  /** What was changed since the scenario was saved, oldest first. */
  readonly changes: readonly string[];
  /** In which times that belong to no site are told. */
  readonly zone: string;
  readonly now: Instant;
  /** Whom Load and Simulate hold against the plan; null: unmanaged. */
  readonly rival: string | null;
  /** The scenario as it would be saved now. */
  readonly text: string;
  /** The scenario's path as it was given. */
  readonly file: string;
};

/** What the thread has been asked besides the plan. */
export type Facts = {
  readonly agenda: Fact<readonly SiteAgenda[]>;
  readonly explanation: Fact<Explanation>;
  readonly frontier: Fact<Frontier>;
  readonly comparison: Fact<Compared>;
  /** By rival ("" unmanaged): the plan, and against it the rival. */
  readonly simulations: ReadonlyMap<string, Fact<SimulationAnswer>>;
  /** By cohort id: why it does not restart earlier. */
  readonly cohorts: ReadonlyMap<string, Fact<CohortExplanation>>;
};

export type Compared = { readonly comparison: Comparison; readonly metrics: readonly Metric[] };

export type Fact<T> =
  | { readonly state: "unknown" }
  | { readonly state: "asked"; readonly progress: Progress | null }
  | { readonly state: "known"; readonly value: T }
  | { readonly state: "failed"; readonly problems: readonly Problem[] };

export const unknown = { state: "unknown" } as const;

export const noFacts: Facts = {
  agenda: unknown,
  explanation: unknown,
  frontier: unknown,
  comparison: unknown,
  simulations: new Map(),
  cohorts: new Map(),
};

/** What a screen would like to know. */
export type Wish = About | { readonly topic: "comparison" };

/** The plan, and against it `rival`. */
export const simulationOf = ({ facts }: Scene, rival: string | null): Fact<SimulationAnswer> =>
  facts.simulations.get(rival ?? "") ?? unknown;
