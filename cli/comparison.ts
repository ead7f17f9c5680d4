/** What `compare` is asked, and what comes of it: data alone. */
import {
  type Comparison,
  counted,
  grouped,
  type Metric,
  type NoiseName,
  type Problem,
} from "../src/index.js";

export type ComparisonAsked = {
  /** Names of the only policies to compare; null: all that the scenario knows. */
  readonly policies: readonly string[] | null;
  /** Runs with noise; 0: none. */
  readonly runs: number;
  /** The first run has this seed, each further one the next. */
  readonly seed: number;
  readonly noise: NoiseName;
  /** `KEY=RANGE` as given. */
  readonly sweep: string | null;
  /** Each as given. */
  readonly whatIf: readonly string[];
};

/** The same policies in another world. */
export type Variant = {
  /** What is other: "capacity -25 %". */
  readonly what: string;
  readonly comparison: Comparison;
};

export type ComparisonAnswer = {
  readonly comparison: Comparison;
  /** In the order of what was asked for. */
  readonly variants: readonly Variant[];
  readonly metrics: readonly Metric[];
  /** How the best policies stand up to a set of misfortunes; empty: not asked for. */
  readonly robustness: readonly string[];
  /** Where it was interrupted; null: it was not. */
  readonly interrupted: { readonly done: number; readonly of: number } | null;
  readonly notes: readonly Problem[];
};

export const interruptedText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  `interrupted: ${grouped(done)} of ${counted(of, "policy", "policies")} are done`;
