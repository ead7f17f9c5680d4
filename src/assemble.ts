/** From scenario, release and fleet to the rollout: open hours, behaviour, horizon, services and demand of every cohort. */
import { freezeSpans } from "./calendar/freezes.js";
import type { Calendar } from "./calendar/ical.js";
import { cutAtNoon, openHours } from "./calendar/windows.js";
import { type Grid, gridFrom, type SlotRange, slotStart, slotsInside } from "./calendar/grid.js";
import { behaviourOf, readyFrom, type Timing } from "./client/behaviour.js";
import { endOf } from "./client/delay.js";
import { massEnd, massOf, TAIL } from "./client/mass.js";
import { type Morning, morningFrom, morningsOf } from "./client/presence.js";
import { type Readiness, readinessOf } from "./client/readiness.js";
import { fineStep, responseEnd } from "./client/response.js";
import type { Cohort } from "./fleet/cohort.js";
import type { PlacedFleet } from "./fleet/inline.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import type { ClosedReason, Rollout } from "./rollout.js";
import type { Profile, Scenario } from "./scenario/scenario.js";
import type { LoadTrace } from "./service/background.js";
import { type CohortDemand, demandOf } from "./service/demand.js";
import { Rhythm } from "./service/rhythm.js";
import { restartCount, type Service, servicesOf } from "./service/service.js";
import { day, duration, type Instant, type Interval, instant } from "./units.js";

export type Surroundings = {
  readonly scenario: Scenario;
  readonly release: Instant;
  readonly placed: PlacedFleet;
  /** Freeze calendars by the path the scenario gives. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Measured loads by the path the scenario gives. */
  readonly traces: ReadonlyMap<string, LoadTrace>;
};

/** Sign-ins this long after the deadline mean a presence rule that hardly ever comes. */
export const LATEST_HORIZON = duration(21 * day);
/** The horizon is at least this long after the deadline. */
const SHORTEST_AFTERMATH = day;

export function assemble(around: Surroundings): Outcome<Rollout> {
  const { scenario, release, placed } = around;
  const { cohorts } = placed.fleet;
  const deadline = instant(release + scenario.deadline);
  const settings = new Settings(around, { start: release, end: deadline });
  const opened = collected(cohorts.map((cohort) => settings.opening(cohort)));
  if (!opened.ok) return opened;
  const grid = horizonGrid(around, deadline, settings, opened.value);
  if (!grid.ok) return grid;
  const services = servicesOf(scenario.services.values(), {
    grid: grid.value,
    cohorts,
    timezone: scenario.timezone,
    traces: around.traces,
  });
  if (!services.ok) return services;
  const timing: Timing = { grid: grid.value, release, deadline, ready: scenario.ready };
  const rhythms = new Map<string, Rhythm>();
  const behaving = cohorts.map((cohort, c) => {
    const { key, profile, intervals, mornings } = opened.value[c] as Opening;
    const rhythm = remembered(rhythms, key, () => new Rhythm(profile, mornings, grid.value));
    return {
      cohort,
      rhythm,
      behaviour: behaviourOf(profile, timing, settings.readiness(profile), intervals, mornings),
    };
  });
  const demandsOn = (on: readonly Service[]): readonly CohortDemand[] =>
    behaving.map(({ cohort, rhythm, behaviour }) =>
      demandOf(cohort, behaviour, rhythm, on, scenario.maxPerSlot),
    );
  const demands = demandsOn(services.value);
  const closed = cohorts.map((_, c) =>
    closedBecause(timing, settings, opened.value[c] as Opening, demands[c] as CohortDemand),
  );
  return done({
    release,
    deadline,
    grid: grid.value,
    demands,
    closed,
    services: services.value,
    restarts: demandsOn([restartCount(grid.value)]),
    // A ring nobody is in neither opens nor soaks.
    rings: placed.rings.filter(({ name }) => cohorts.some(({ ring }) => ring === name)),
    timezone: scenario.timezone ?? "UTC",
  });
}

/** What a cohort's profile, zone and site settle before the horizon is known. */
type Opening = {
  /** Same profile and zone: same rhythm. */
  readonly key: string;
  readonly profile: Profile;
  /** Open hours to the deadline as slots, cut at local noon. */
  readonly intervals: readonly SlotRange[];
  /** Whether there are open hours after the deadline. */
  readonly opensLater: boolean;
  readonly mornings: readonly Morning[];
};

/** Remembers what cohorts share: open hours by profile, zone and site; mornings by profile and zone; readiness by profile. */
class Settings {
  readonly #around: Surroundings;
  readonly #span: Interval;
  readonly #grid: Grid;
  /** The slots that come after the deadline. */
  readonly #gridAfter: Grid;
  readonly #openings = new Map<string, Outcome<Opening>>();
  readonly #mornings = new Map<string, Outcome<readonly Morning[]>>();
  readonly #readiness = new Map<string, Readiness>();

  constructor(around: Surroundings, span: Interval) {
    this.#around = around;
    this.#span = span;
    this.#grid = gridFrom(span.start, around.scenario.slot, span.end);
    this.#gridAfter = gridFrom(span.end, around.scenario.slot, instant(span.end + LATEST_HORIZON));
  }

  opening({ profile: name, timezone, site }: Cohort): Outcome<Opening> {
    const key = JSON.stringify([name, timezone]);
    return remembered(this.#openings, JSON.stringify([name, timezone, site]), () => {
      const profile = this.#profile(name);
      const hours = this.#openHours(profile, timezone, site, this.#span);
      const later = this.#openHours(profile, timezone, site, {
        start: this.#span.end,
        end: instant(this.#span.end + LATEST_HORIZON),
      });
      const mornings = remembered(this.#mornings, key, () => this.#morningsOf(profile, timezone));
      if (!hours.ok) return hours;
      if (!later.ok) return later;
      if (!mornings.ok) return mornings;
      const intervals = nightly(
        this.#grid,
        slotsInside(this.#grid, hours.value),
        noonSlots(this.#grid, timezone),
      );
      return done({
        key,
        profile,
        intervals,
        opensLater: slotsInside(this.#gridAfter, later.value).length > 0,
        mornings: mornings.value,
      });
    });
  }

  readiness(profile: Profile): Readiness {
    return remembered(this.#readiness, profile.name, () =>
      readinessOf(profile, duration(this.#span.end - this.#span.start)),
    );
  }

  #profile(name: string): Profile {
    const profile = this.#around.scenario.profiles.get(name);
    if (profile === undefined) throw new Error(`no profile ${name}`);
    return profile;
  }

  #openHours(profile: Profile, zone: string, site: string, range: Interval): Outcome<readonly Interval[]> {
    const spans = collected(
      this.#around.scenario.freezes
        .filter(({ sites }) => sites === null || sites.includes(site))
        .map((freeze) => freezeSpans(freeze, zone, range, this.#around.calendars)),
    );
    if (!spans.ok) return spans;
    return openHours({ windows: profile.windows, freezes: spans.value.flat(), zone, range });
  }

  #morningsOf({ presence }: Profile, zone: string): Outcome<readonly Morning[]> {
    if (presence === null) return done([]);
    const { start, end } = this.#span;
    return morningsOf(presence, zone, {
      start: instant(start - presence.lasts - endOf(presence.spread, TAIL) - 2 * day),
      end: instant(end + LATEST_HORIZON),
    });
  }
}

/** First slot at or after each local noon. */
function noonSlots(grid: Grid, zone: string): readonly number[] {
  const whole = { start: grid.start, end: slotStart(grid, grid.slots) };
  return cutAtNoon([whole], zone)
    .slice(1)
    .map(({ start }) => Math.ceil((start - grid.start) / grid.slot));
}

/** Ranges cut at the noons, so that an interval belongs to one night. */
function nightly(grid: Grid, ranges: readonly SlotRange[], noons: readonly number[]): readonly SlotRange[] {
  return ranges.flatMap(([from, to]) => {
    const cuts = noons.filter((noon) => from < noon && noon < to);
    const starts = [from, ...cuts];
    return starts.map((start, i): SlotRange => [start, cuts[i] ?? to]);
  });
}

/** The grid to the first slot edge by which everything any wave causes has happened, and at least a day past the deadline. */
function horizonGrid(
  { scenario, release }: Surroundings,
  deadline: Instant,
  settings: Settings,
  openings: readonly Opening[],
): Outcome<Grid> {
  const grid = gridFrom(release, scenario.slot, deadline);
  let end = deadline + SHORTEST_AFTERMATH;
  const problems = new Map<string, Problem>();
  for (const opening of new Set(openings)) {
    const settled = settledBy(grid, opening);
    if (settled === null || settled > deadline + LATEST_HORIZON)
      problems.set(opening.profile.name, presenceTooRare(opening));
    else end = Math.max(end, settled);
  }
  return problems.size > 0
    ? failed(...problems.values())
    : done(gridFrom(release, scenario.slot, instant(end)));
}

function settledBy(grid: Grid, { profile, intervals, mornings }: Opening): number | null {
  const last = intervals.at(-1);
  if (last === undefined) return 0;
  const back = slotStart(grid, last[1] - 1) + responseEnd(profile, grid.slot);
  const { presence } = profile;
  if (presence === null) return back;
  const morning = mornings[morningFrom(mornings, back)];
  const step = fineStep(grid.slot);
  const afters = profile.signIn.map(({ after }) => massEnd(massOf(after, step)));
  const rest =
    massEnd(massOf(presence.spread, step)) + massEnd(massOf(profile.offline, step)) + Math.max(0, ...afters);
  return morning === undefined ? null : morning.start + rest + 2 * step;
}

const presenceTooRare = ({ profile }: Opening): Problem => ({
  code: "presence.too-rare",
  message: `people of profile "${profile.name}" are not present within 21 days after the deadline, so their sign-ins cannot be counted`,
  hint: "correct the presence rule of the profile",
  place: { path: `profiles.${profile.name}.presence` },
});

/** Why no wave of a cohort is possible, whatever the services carry: the first cause that alone explains it. */
function closedBecause(
  timing: Timing,
  settings: Settings,
  opening: Opening,
  { behaviour }: CohortDemand,
): ClosedReason | null {
  if (behaviour.slots.length > 0) return null;
  if (opening.intervals.length > 0) return "readiness";
  if (!opening.opensLater) return "windows";
  return readyFrom(timing, settings.readiness(opening.profile)) === Number.POSITIVE_INFINITY
    ? "readiness"
    : "deadline";
}

function collected<T>(outcomes: readonly Outcome<T>[]): Outcome<readonly T[]> {
  const problems = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
  if (problems.length > 0)
    return failed(...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values());
  return done(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}

function remembered<V>(memory: Map<string, V>, key: string, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
