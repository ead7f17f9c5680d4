/** The answer (docs/formats.md): waves, forecast and certificate. Field for field what `plan.json` holds. */
import type { SlotRange } from "../calendar/grid.js";
import type { Counts, Goal } from "../scenario/scenario.js";

export type Plan = {
  readonly format: "second-tuesday/plan@1";
  readonly name: string | null;
  readonly policy: string;
  readonly goal: Goal;
  /** sha256:<hex> of scenario.resolved.json. */
  readonly scenarioDigest: string;
  /** ISO instants, as everywhere below. */
  readonly release: string;
  readonly deadline: string;
  readonly grid: { readonly start: string; readonly slotMinutes: number; readonly slots: number };
  /** In the order in which they open; waves of a ring lie between the two. Rings without devices are left out. */
  readonly rings: readonly { readonly name: string; readonly opens: string; readonly closes: string }[];
  /** Whose devices take turns, by name: their waves came first, and the proof takes them as given. */
  readonly groups: readonly string[];
  readonly cohorts: readonly PlannedCohort[];
  /** By slot, then cohort id. */
  readonly waves: readonly Wave[];
  /** What somebody must build; the waves follow from it. By slot, then place and ring. Null: any slot is a start of its own. */
  readonly starts: readonly PlannedStart[] | null;
  readonly unscheduled: readonly Unscheduled[];
  /** Left out by the scenario, by cohort; neither in `cohorts` nor in any sum. */
  readonly excluded: readonly {
    readonly cohort: string;
    readonly devices: number;
    readonly reason: string;
  }[];
  /** Devices whose update is not staged by their last interval: expected value. */
  readonly expectedLate: number;
  readonly services: readonly ServiceForecast[];
  readonly certificate: Certificate;
};

export type PlannedCohort = {
  readonly id: string;
  readonly site: string;
  readonly profile: string;
  readonly ring: string;
  readonly group: string | null;
  readonly timezone: string;
  /** That some selector of the scenario asks for. */
  readonly tags: readonly string[];
  /** The one device, where some selector names it. */
  readonly device: string | null;
  readonly devices: number;
  /** Half-open slot ranges, readiness and rings applied. */
  readonly open: readonly SlotRange[];
};

export type Wave = {
  readonly cohort: string;
  readonly slot: number;
  readonly start: string;
  readonly end: string;
  readonly devices: number;
};

/** Devices of one site and ring that begin at one time; the tool spreads their restarts evenly until `end`. */
export type PlannedStart = {
  readonly site: string;
  readonly timezone: string;
  readonly ring: string;
  /** Half-open. */
  readonly slots: SlotRange;
  readonly start: string;
  readonly end: string;
  readonly devices: number;
  /** In the order of the plan's cohorts. */
  readonly cohorts: readonly { readonly cohort: string; readonly devices: number }[];
};

/** In the order in which they are asked: the first that alone explains it is the reason. */
export const unscheduledReasons = [
  "windows",
  "readiness",
  "deadline",
  "group",
  "capacity",
  "rounding",
] as const;

export type Unscheduled = {
  readonly cohort: string;
  readonly devices: number;
  readonly reason: (typeof unscheduledReasons)[number];
  /** What limits, and an honest way out, found by solving again. */
  readonly detail: string;
};

export type ServiceForecast = {
  readonly id: string;
  readonly counts: Counts;
  /** Per second (for `counts: offline` devices), one value a slot; null: unknown. */
  readonly capacity: readonly number[] | null;
  readonly limit: readonly number[] | null;
  readonly background: readonly number[];
  readonly load: readonly number[];
  /** Where utilisation (load where the capacity is unknown) is highest. `utilisation` null: capacity unknown. */
  readonly peak: { readonly slot: number; readonly load: number; readonly utilisation: number | null };
};

export type Certificate = {
  /** proven: every gap <= 1e-6; bounded: a valid bound with its gap; stopped: a limit of work was reached first. */
  readonly status: "proven" | "bounded" | "stopped";
  readonly levels: readonly Level[];
  readonly prices: readonly Price[];
};

export type Level = {
  readonly name: "unscheduled" | "rise" | "exposure";
  readonly unit: "devices" | "share" | "device-hours";
  /** Of this whole-device plan. */
  readonly value: number;
  /** Of the best fractional point found. */
  readonly relaxed: number;
  /** No plan in which the earlier levels are at this plan's values does better. */
  readonly bound: number;
  /** (value - bound) / max(|value|, 1e-9), never negative. */
  readonly gap: number;
};

/** Price of one row: units of the level per unit of the row (per second of a service's limit; device; share of rise). */
export type Price =
  | {
      readonly level: Level["name"];
      readonly row: "limit" | "rise";
      readonly service: string;
      readonly slot: number;
      readonly price: number;
    }
  /** Of holding an earlier level at the plan's value. */
  | {
      readonly level: Level["name"];
      readonly row: "held";
      readonly held: "unscheduled";
      readonly price: number;
    };
