/** What clients do after a release when nobody plans their restarts. */
import type { Duration, Share, WallTime } from "../units.js";
import type { Rule } from "./recurrence-rule.js";
import type { Delay, Presence } from "./scenario.js";

export type Habits = {
  /** Not offered before the release and this. */
  readonly defer: Duration;
  readonly detect: Detection;
  /** Detection to downloaded, then to ready for the restart: counted while the device is on. */
  readonly download: Delay;
  readonly install: Delay;
  /** Shares sum to 1. */
  readonly power: readonly PowerHabit[];
  /** Shares sum to 1. */
  readonly apply: readonly ApplyHabit[];
  /** Decision to restart, of restarts that no person asks for: installing at the last moment, countdown. */
  readonly lead: Delay;
  /** Restarts that no person asks for begin outside these hours only; null: at any time. */
  readonly activeHours: LocalHours | null;
  readonly deadline: RestartDeadline | null;
  /** What rings have of their own, by ring name. */
  readonly rings: ReadonlyMap<string, RingHabits>;
};

/** How a device finds out that there is an update. Due while the device is off, it comes when the device is next on. */
export type Detection =
  /** Again and again after a wait evenly between the two; the phase is random. */
  | { readonly kind: "poll"; readonly from: Duration; readonly to: Duration }
  /** At each occurrence of a rule in local time, `spread` later. */
  | ({ readonly kind: "rule"; readonly spread: Delay } & LocalRule);

/** Occurrences on the wall clock of a device's zone. */
export type LocalRule = {
  readonly rule: Rule;
  /** First wall-clock date the rule counts from. */
  readonly start: WallTime | null;
};

/** On at any time, or from each occurrence of a rule + spread, for `lasts`; a device keeps its own place in the spread. */
export type PowerHabit = { readonly share: Share; readonly on: "always" | Presence };

export type ApplyHabit =
  /** As the device is next switched off: no restart, no extra sign-in. */
  | { readonly share: Share; readonly at: "shutdown" }
  /** A person restarts it, `after` this time of being on (within `hours` only, where given). */
  | {
      readonly share: Share;
      readonly at: "person";
      readonly after: Delay;
      readonly hours: LocalHours | null;
    }
  /** At the next occurrence in local time; where the device is off then, `missed` after it is next on (null: not then). */
  | ({ readonly share: Share; readonly at: "schedule"; readonly missed: Duration | null } & LocalRule)
  /** By itself, `after` this time of being on outside the active hours. */
  | { readonly share: Share; readonly at: "automatic"; readonly after: Delay };

/** Since local midnight; an end at or before the start is on the next day. */
export type LocalHours = { readonly from: Duration; readonly to: Duration };

/** By when a restart comes inside active hours too: the later of `after` from the start of the clock, and ready + `grace`. */
export type RestartDeadline = {
  readonly after: Duration;
  readonly grace: Duration;
  /** What starts the clock: that the device finds the update (Windows 11 22H2 and later), or that it is offered (before). */
  readonly counts: "discovery" | "offer";
};

export type RingHabits = {
  readonly defer: Duration | null;
  readonly deadline: Duration | null;
  readonly grace: Duration | null;
};

/** The habits of one ring: its own values in the place of the common ones. */
export function habitsOf(habits: Habits, ring: string): Habits {
  const own = habits.rings.get(ring);
  if (own === undefined) return habits;
  const { deadline } = habits;
  return {
    ...habits,
    defer: own.defer ?? habits.defer,
    deadline:
      deadline === null
        ? null
        : { ...deadline, after: own.deadline ?? deadline.after, grace: own.grace ?? deadline.grace },
  };
}
