/** What `compare` tells: data alone. */
import { type Comparison, counted, grouped, type Metric, type Robustness } from "../src/index.js";

/** The same policies in another world. */
export type ToldVariant = {
  /** What is other: "capacity -25 %". */
  readonly what: string;
  readonly comparison: Comparison;
};

export type ComparisonTold = {
  readonly comparison: Comparison;
  /** In the order of what was asked for. */
  readonly variants: readonly ToldVariant[];
  readonly metrics: readonly Metric[];
  /** How the optimum and the best simple policy stand a set of worse worlds; empty: not asked for. */
  readonly robustness: readonly Robustness[];
  /** Where it was interrupted; null: it was not. */
  readonly interrupted: { readonly done: number; readonly of: number } | null;
};

export const interruptedText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  `interrupted: ${grouped(done)} of ${counted(of, "policy", "policies")} are done`;
