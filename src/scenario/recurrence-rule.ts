/** A recurrence rule after RFC 5545 3.3.10, in our own terms: read by rule.ts, expanded by calendar/recurrence.ts. */
import type { Instant, WallTime } from "../units.js";

/** 0 = Monday .. 6 = Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export type Rule = {
  readonly freq: "YEARLY" | "MONTHLY" | "WEEKLY" | "DAILY" | "HOURLY" | "MINUTELY" | "SECONDLY";
  readonly interval: number;
  readonly count: number | null;
  readonly until:
    | { readonly kind: "instant"; readonly at: Instant }
    | { readonly kind: "wall"; readonly at: WallTime }
    /** The whole of that day belongs to the rule. */
    | { readonly kind: "date"; readonly at: WallTime }
    | null;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byDay: readonly {
    readonly weekday: Weekday /** 0: every such weekday. */;
    readonly nth: number;
  }[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySecond: readonly number[];
  readonly bySetPos: readonly number[];
  readonly weekStart: Weekday;
};
