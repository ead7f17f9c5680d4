/** Where the admin stands in the schedule. */
import type { Instant } from "../../../src/index.js";
import type { Field } from "../field.js";

export const sorts = ["first wave", "devices", "name", "exposure", "last wave"] as const;
export type Sort = (typeof sorts)[number];

export const folds = ["cohort", "site", "ring", "profile"] as const;
/** What a line stands for, until it is unfolded. */
export type Fold = (typeof folds)[number];

export const looks = ["heat map", "Gantt"] as const;
export type Look = (typeof looks)[number];

export type ScheduleView = {
  readonly sort: Sort;
  readonly fold: Fold;
  readonly look: Look;
  /** Words; each must be found. */
  readonly filter: string;
  /** While the filter is typed. */
  readonly typing: Field | null;
  /** Keys of groups whose cohorts are on show. */
  readonly opened: readonly string[];
  /** Key of the row; null: the first. */
  readonly marked: string | null;
  /** How often time was halved; 0: all of it. */
  readonly zoom: number;
  /** Where time begins on show; null: at its beginning. Instants, so that a plan in other slots keeps the place. */
  readonly from: Instant | null;
  /** The marked time; null: not moved yet. */
  readonly at: Instant | null;
  /** The cohort that is open, and the first line of it on show. */
  readonly cohort: { readonly id: string; readonly line: number } | null;
};

export const startView: ScheduleView = {
  sort: "first wave",
  fold: "cohort",
  look: "heat map",
  filter: "",
  typing: null,
  opened: [],
  marked: null,
  zoom: 0,
  from: null,
  at: null,
  cohort: null,
};
