/** What goes on while a plan is made, for whoever waits. */

/** What is being done: "trying a deadline of 8d", "planning point 3 of 12". */
export type Doing = {
  /** A verb: reading, dating, staggering, trying, seeking, planning. */
  readonly stage: string;
  /** What is read, dated or tried. */
  readonly detail?: string;
  /** How many are staggered. */
  readonly cohorts?: number;
  /** Which of how many, from 1. */
  readonly done?: number;
  readonly of?: number;
};

/** How far the optimizer is with one level; figures in the level's unit: devices, share, device-hours. */
export type Seen = {
  readonly level?: "unscheduled" | "rise" | "exposure" | undefined;
  /** Of the best fractional point so far. */
  readonly value?: number | undefined;
  /** No stagger's value is below it. */
  readonly bound?: number | undefined;
  /** (value - bound) / value, or the share of a capacity by which that point still exceeds a limit where this is more. */
  readonly gap?: number | undefined;
};

export type Progress = Doing & Seen;

/** Told what goes on; what it throws ends the planning. */
export type Watch = (progress: Progress) => void;

export const unwatched: Watch = () => undefined;

/** For what is done on behalf of something else: of what is told only the optimizer's own figures pass. */
export const within =
  (watch: Watch, doing: Doing) =>
  ({ level, value, bound, gap }: Seen): void =>
    watch({ ...doing, level, value, bound, gap });
