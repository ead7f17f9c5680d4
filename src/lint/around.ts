/** What the lints look at: a prepared rollout, and its windows as the devices of the fleet meet them. */
import { freezeSpans } from "../calendar/freezes.js";
import type { Calendar } from "../calendar/ical.js";
import type { ResolvedRelease } from "../calendar/release.js";
import { windowSpans } from "../calendar/windows.js";
import { instantOf, wallOf } from "../calendar/zone.js";
import type { Cohort } from "../fleet/cohort.js";
import type { PlacedFleet } from "../fleet/inline.js";
import type { Outcome, Problem } from "../problem.js";
import type { Rollout } from "../rollout.js";
import type { Profile, ReleaseWindow, Scenario, Window } from "../scenario/scenario.js";
import { fits } from "../scenario/selector.js";
import { windowsPath } from "../scenario/window.js";
import { day, type Instant, instant, type Interval, type WallTime, wallTime } from "../units.js";

/** What `prepare` gives, as far as the lints need it. */
export type LintSubject = {
  readonly settled: {
    readonly scenario: Scenario;
    readonly release: ResolvedRelease;
    readonly placed: PlacedFleet;
    readonly calendars: ReadonlyMap<string, Calendar>;
    readonly notes: readonly Problem[];
  };
  readonly rollout: Rollout;
};

/** Calendars that say more about the release than its date; null: not known, and nothing is found by it. */
export type ReleaseCalendars = {
  /** The one that the release is of. */
  readonly releases: Calendar | null;
  /** Months in which hotpatched devices restart. */
  readonly hotpatchBaselines: Calendar | null;
};

export type Around = ReleaseCalendars & {
  readonly scenario: Scenario;
  readonly release: ResolvedRelease;
  readonly rollout: Rollout;
  readonly cohorts: readonly Cohort[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Release to deadline. */
  readonly range: Interval;
  readonly windows: readonly WindowUse[];
};

/** A window and who restarts in it. */
export type WindowUse = {
  readonly window: Window;
  /** In the scenario: `windows[0]`, `profiles.office.windows[1]`. */
  readonly path: string;
  /** Those whose devices may restart in it. */
  readonly profiles: readonly Profile[];
  readonly cohorts: readonly Cohort[];
};

export function aroundOf({ settled, rollout }: LintSubject, calendars: ReleaseCalendars): Around {
  const { scenario, placed } = settled;
  const { cohorts } = placed.fleet;
  return {
    ...calendars,
    scenario,
    release: settled.release,
    rollout,
    cohorts,
    calendars: settled.calendars,
    range: { start: rollout.release, end: rollout.deadline },
    windows: windowUses(scenario, cohorts),
  };
}

/** The windows of profiles that have devices; one that profiles share is there once. */
function windowUses({ profiles }: Scenario, cohorts: readonly Cohort[]): readonly WindowUse[] {
  const uses = new Map<Window, WindowUse>();
  for (const profile of profiles.values()) {
    const own = cohorts.filter((cohort) => cohort.profile === profile.name);
    if (own.length === 0) continue;
    profile.windows.forEach((window, i) => {
      const known = uses.get(window);
      uses.set(window, {
        window,
        path: `${windowsPath(profiles, profile.name)}[${i}]`,
        profiles: [...(known?.profiles ?? []), profile],
        cohorts: [...(known?.cohorts ?? []), ...own.filter((cohort) => fits(window.who, cohort))],
      });
    });
  }
  return [...uses.values()];
}

/** What is read on one clock. */
export type ZoneGroup = { readonly zone: string; readonly cohorts: readonly Cohort[] };

export function byZone(cohorts: readonly Cohort[]): readonly ZoneGroup[] {
  const zones = new Map<string, Cohort[]>();
  for (const cohort of cohorts) {
    const group = zones.get(cohort.timezone);
    if (group === undefined) zones.set(cohort.timezone, [cohort]);
    else group.push(cohort);
  }
  return [...zones].map(([zone, group]) => ({ zone, cohorts: group }));
}

/** What a rule too rich to be expanded over this time gives, is no finding. */
export const orNone = <T>(outcome: Outcome<readonly T[]>): readonly T[] => (outcome.ok ? outcome.value : []);

export const overlaps = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end;

/** The times at which a window is open in a zone that reach into `range`, whole, by start. */
export const openTimes = (
  window: Window,
  zone: string,
  range: Interval,
  { release, calendars }: Pick<Around, "release" | "calendars">,
): readonly Interval[] =>
  orNone(windowSpans(window, range, { zone, release: release.at, calendars }))
    .filter((span) => overlaps(span, range))
    .sort((a, b) => a.start - b.start);

/** When the nights of a window after the release begin on the clock of `zone`: windows.ts opens them so. */
export function nightsAfterRelease(
  { after, at, nights }: ReleaseWindow,
  zone: string,
  release: Instant,
): readonly WallTime[] {
  const date = Math.floor(wallOf(release, zone) / day) + after;
  return Array.from({ length: nights }, (_, night) => wallTime((date + night) * day + at));
}

/** The start of the first of them. */
export const firstNight = (window: ReleaseWindow, zone: string, release: Instant): Instant =>
  instantOf(nightsAfterRelease(window, zone, release)[0] as WallTime, zone);

/** Whether freezes keep all of these devices from restarting at that time. */
export const areFrozen = (
  cohorts: readonly Cohort[],
  at: Instant,
  { scenario, calendars }: Pick<Around, "scenario" | "calendars">,
): boolean =>
  cohorts.every((cohort) =>
    scenario.freezes.some((freeze) => {
      const then = { start: at, end: instant(at + 1) };
      const spans = fits(freeze.who, cohort)
        ? orNone(freezeSpans(freeze, cohort.timezone, then, calendars))
        : [];
      return spans.some(({ from, to }) => from <= at && at < to);
    }),
  );

/** The earliest of those given; null: there is none. */
export function earliest<T extends { readonly at: Instant }>(times: Iterable<T>): T | null {
  let first: T | null = null;
  for (const time of times) if (first === null || time.at < first.at) first = time;
  return first;
}
