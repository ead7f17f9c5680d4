/** What a comparison of policies tells: data alone, so that it crosses from the threads that simulate to the one that draws. */
import type { Grid } from "../calendar/grid.js";
import type { Counts } from "../scenario/scenario.js";
import type { Spread } from "./simulated-figures.js";

/** A figure by which policies are compared; the table of them is `metrics.ts`. */
export type Metric = {
  readonly id: string;
  /** As the head of a column, short. */
  readonly name: string;
  readonly unit:
    | "share"
    | "hours"
    | "device-hours"
    | "user-hours"
    | "person-hours"
    | "devices"
    | "people"
    | "times"
    | "count"
    | "per hour";
  readonly better: "less" | "more";
  /** One sentence; where a figure of others is behind it, its source. */
  readonly definition: string;
  /** Among the five that convince who must approve. */
  readonly isFirst: boolean;
};

export type Comparison = {
  readonly name: string | null;
  /** Zone in which times are told. */
  readonly zone: string;
  /** The scenario's own slots; all arrays below have one value each of them. */
  readonly grid: Grid;
  readonly devices: number;
  readonly services: readonly ComparedService[];
  /** By the scenario's order, `today` first where there is one. */
  readonly policies: readonly ComparedPolicy[];
  /** Runs with noise behind every spread, and the seed of the first; 0: none. */
  readonly runs: number;
  readonly seed: number;
  /** False: it was interrupted, and the policies not yet simulated are missing. */
  readonly isWhole: boolean;
};

export type ComparedService = {
  readonly id: string;
  readonly counts: Counts;
  /** By slot; null: unknown. */
  readonly capacity: Float64Array | null;
  readonly limit: Float64Array | null;
  readonly background: Float64Array;
};

export type ComparedPolicy = {
  readonly name: string;
  readonly kind: string;
  /** What it does, in a sentence, and which products behave so. */
  readonly about: string;
  readonly role: "today" | "optimum" | "other";
  /** By metric id, as planned and without noise; null: unknown; Infinity: never, or without end. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Over the noisy runs; null: none was asked for. */
  readonly spreads: Readonly<Record<string, Spread | null>> | null;
  /** By service: what is offered, the mean over each slot. */
  readonly offered: readonly Float64Array[];
  /** By service: did every overload end? */
  readonly fates: readonly ("calm" | "recovered" | "failing")[];
  /** Devices restarted by the end of each slot. */
  readonly restarted: Float64Array;
  /** Devices that it leaves without a restart by the horizon. */
  readonly leftOut: number;
  /** Name of a policy that is no worse in any of the first five figures, better in one, and leaves out no more; null: there is none. */
  readonly dominatedBy: string | null;
  /** What cannot be carried out as meant. */
  readonly notes: readonly string[];
};
