/** What `compare` tells: data alone. */
import { type Comparison, counted, grouped, type Metric } from "../src/index.js";

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
  /** How the best policies stand up to a set of misfortunes; empty: not asked for. */
  readonly robustness: readonly string[];
  /** Where it was interrupted; null: it was not. */
  readonly interrupted: { readonly done: number; readonly of: number } | null;
};

export const interruptedText = ({ done, of }: { readonly done: number; readonly of: number }): string =>
  `interrupted: ${grouped(done)} of ${counted(of, "policy", "policies")} are done`;
