/** A finding: what will go wrong with a calendar, when for the first time, and a way out. */
import type { Problem } from "../problem.js";
import type { Instant } from "../units.js";

export type Finding = Problem & {
  /** When it happens for the first time; null: at no particular time. */
  readonly first: Instant | null;
  /** Zone on whose clock `first` is told; null where nothing says which. */
  readonly zone: string | null;
};

/** A finding without its code, which is that of the lint that finds it. */
export type Found = Omit<Finding, "code">;

/** By date; what has none comes last. */
export const byDate = (a: Finding, b: Finding): number =>
  a.first === b.first ? 0 : (a.first ?? Number.POSITIVE_INFINITY) - (b.first ?? Number.POSITIVE_INFINITY);
