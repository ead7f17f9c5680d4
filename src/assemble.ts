/** From scenario, release and fleet to the rollout: open hours, behaviour, horizon, services and demand of every cohort. */
import { changeFreeze, type FreezeSpan, freezeSpans, momentOf } from "./calendar/freezes.js";
import type { Calendar } from "./calendar/ical.js";
import { cutAtNoon, openHours } from "./calendar/windows.js";
import { type Grid, gridFrom, type SlotRange, slotOf, slotStart, slotsInside } from "./calendar/grid.js";
import { type Behaviour, behaviourOf, readyFrom, type Timing } from "./client/behaviour.js";
import { endOf } from "./client/delay.js";
import { massEnd, massOf, TAIL } from "./client/mass.js";
import { type NaturalRestarts, naturalRestarts } from "./client/natural.js";
import { type Morning, morningFrom, morningsOf } from "./client/presence.js";
import { type Readiness, readinessOf } from "./client/readiness.js";
import { fineStep, responseEnd } from "./client/response.js";
import type { Cohort } from "./fleet/cohort.js";
import type { PlacedFleet } from "./fleet/inline.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import type { ClosedReason, Rollout } from "./rollout.js";
import type { Freeze, Pin, Profile, Scenario, Selector, Window } from "./scenario/scenario.js";
import { fits } from "./scenario/selector.js";
import { windowsPath } from "./scenario/window.js";
import type { LoadTrace } from "./service/background.js";
import { type Behaving, type CohortDemand, demandsOf } from "./service/demand.js";
import { groupsOf } from "./service/group.js";
import { lossAlone, signInsAlone } from "./service/peers.js";
import { Rhythm } from "./service/rhythm.js";
import { restartCount, type Service, servicesOf } from "./service/service.js";
import { day, duration, type Instant, type Interval, instant } from "./units.js";
import { remembered } from "./remembered.js";
import { pathText } from "./scenario/place.js";

export type Surroundings = {
  readonly scenario: Scenario;
  readonly release: Instant;
  readonly placed: PlacedFleet;
  /** Calendars of freezes and windows by the path the scenario gives. */
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
  const naturals = collected(cohorts.map((cohort) => settings.natural(cohort, grid.value)));
  if (!naturals.ok) return naturals;
  const behaviours = new Map<Opening, Map<NaturalRestarts | null, Behaviour>>();
  const behaving = cohorts.map((cohort, c): Behaving => {
    const opening = opened.value[c] as Opening;
    const { key, profile, intervals, mornings, pinned } = opening;
    const rhythm = remembered(rhythms, key, () => new Rhythm(profile, mornings, grid.value));
    const readiness = settings.readiness(profile);
    const natural = naturals.value[c] as NaturalRestarts | null;
    const alike = remembered(behaviours, opening, () => new Map<NaturalRestarts | null, Behaviour>());
    const behaviour = remembered(alike, natural, () =>
      behaviourOf(profile, timing, readiness, intervals, mornings, pinned ?? intervals, natural),
    );
    return { cohort, rhythm, behaviour, isPinned: pinned !== null };
  });
  const demandsOn = (on: readonly Service[]) => demandsOf(behaving, on, scenario.maxPerSlot);
  const demands = demandsOn(services.value);
  const closed = cohorts.map((_, c) =>
    closedBecause(timing, settings, opened.value[c] as Opening, demands[c] as CohortDemand),
  );
  // A ring nobody is in neither opens nor soaks.
  const rings = placed.rings.filter(({ name }) => cohorts.some(({ ring }) => ring === name));
  return done({
    release,
    deadline,
    grid: grid.value,
    demands,
    rhythms: behaving.map(({ rhythm }) => rhythm),
    closed,
    services: services.value,
    excluded: placed.fleet.excluded,
    waves: scenario.waves,
    restarts: demandsOn([restartCount(grid.value)]),
    groups: groupsOf({
      scenario,
      cohorts,
      others: placed.fleet.excluded.map(({ cohort }) => cohort),
      services: services.value,
      rings,
    }),
    rings,
    apart: services.value.every(({ peers }) => peers === null)
      ? null
      : {
          signIns: demandsOn(services.value.map(signInsAlone)),
          lost: demandsOn(services.value.map(lossAlone)),
        },
    timezone: scenario.timezone ?? "UTC",
  });
}

/** What a cohort's profile, zone and site settle before the horizon is known. */
type Opening = {
  /** Same profile, zone and holidays: same rhythm. */
  readonly key: string;
  readonly profile: Profile;
  /** Open hours to the deadline as slots, cut at local noon. */
  readonly intervals: readonly SlotRange[];
  /** Whether there are open hours after the deadline. */
  readonly opensLater: boolean;
  readonly mornings: readonly Morning[];
  /** The slot that the admin fixed for the cohort's wave; null: any of the intervals. */
  readonly pinned: readonly SlotRange[] | null;
};

/**
 * Remembers what cohorts share: open hours by profile, zone and the freezes, windows and pins that concern them; mornings by
 * profile, zone and holidays; readiness by profile.
 */
class Settings {
  readonly #around: Surroundings;
  readonly #span: Interval;
  readonly #grid: Grid;
  /** The slots that come after the deadline. */
  readonly #gridAfter: Grid;
  readonly #openings = new Map<string, Outcome<Opening>>();
  readonly #mornings = new Map<string, Outcome<readonly Morning[]>>();
  readonly #readiness = new Map<string, Readiness>();
  readonly #naturals = new Map<string, Outcome<NaturalRestarts | null>>();

  constructor(around: Surroundings, span: Interval) {
    this.#around = around;
    this.#span = span;
    this.#grid = gridFrom(span.start, around.scenario.slot, span.end);
    this.#gridAfter = gridFrom(span.end, around.scenario.slot, instant(span.end + LATEST_HORIZON));
  }

  opening(cohort: Cohort): Outcome<Opening> {
    const { profile: name, timezone } = cohort;
    const profile = this.#profile(name);
    const { freezes, pins } = this.#around.scenario;
    const concerned = (some: readonly { readonly who: Selector | null }[]): readonly boolean[] =>
      some.map(({ who }) => fits(who, cohort));
    const [byFreeze, byWindow, byPin] = [concerned(freezes), concerned(profile.windows), concerned(pins)];
    const key = [byFreeze, byWindow, byPin].map((each) => each.map(Number).join(""));
    return remembered(this.#openings, JSON.stringify([name, timezone, ...key]), () =>
      this.#openingOf(profile, timezone, {
        freezes: freezes.filter((_, i) => byFreeze[i]),
        windows: profile.windows.filter((_, i) => byWindow[i]),
        pins: pins.filter((_, i) => byPin[i]),
      }),
    );
  }

  #openingOf(profile: Profile, timezone: string, concerning: Concerning): Outcome<Opening> {
    const away = concerning.freezes.filter((freeze) => freeze.away);
    const { freezes } = this.#around.scenario;
    const key = JSON.stringify([profile.name, timezone, away.map((freeze) => freezes.indexOf(freeze))]);
    const hours = this.#openHours(profile, concerning, timezone, this.#span);
    const later = this.#openHours(profile, concerning, timezone, {
      start: this.#span.end,
      end: instant(this.#span.end + LATEST_HORIZON),
    });
    const mornings = remembered(this.#mornings, key, () => this.#morningsOf(profile, timezone, away));
    const pinned = this.#pinned(concerning, timezone);
    if (!hours.ok) return hours;
    if (!later.ok) return later;
    if (!mornings.ok) return mornings;
    if (!pinned.ok) return pinned;
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
      pinned: pinned.value,
    });
  }

  readiness(profile: Profile): Readiness {
    return remembered(this.#readiness, profile.name, () =>
      readinessOf(profile, duration(this.#span.end - this.#span.start)),
    );
  }

  /** Own restarts up to the deadline, by slots of the grid; null where no device of the profile is early. */
  natural({ profile: name, ring, timezone }: Cohort, grid: Grid): Outcome<NaturalRestarts | null> {
    const { unmanaged, early } = this.#profile(name);
    if (early === 0) return done(null);
    const own = unmanaged.rings.has(ring) ? ring : null;
    return remembered(this.#naturals, JSON.stringify([name, timezone, own]), () => {
      const upTo = { ...grid, slots: Math.min(grid.slots, this.#grid.slots) };
      const around = { release: this.#around.release, zone: timezone, grid: upTo };
      const found = naturalRestarts(unmanaged, ring, around);
      if (found.ok) return found;
      const place = { path: pathText(["profiles", name, "unmanaged"]) };
      return failed(...found.problems.map((problem) => ({ ...problem, place })));
    });
  }

  #profile(name: string): Profile {
    const profile = this.#around.scenario.profiles.get(name);
    if (profile === undefined) throw new Error(`no profile ${name}`);
    return profile;
  }

  #openHours(
    { name }: Profile,
    { windows, freezes }: Concerning,
    zone: string,
    range: Interval,
  ): Outcome<readonly Interval[]> {
    const frozen = this.#frozen(freezes, zone, range);
    if (!frozen.ok) return frozen;
    const { scenario, release, calendars } = this.#around;
    const hours = openHours({ windows, freezes: frozen.value, zone, range, release, calendars });
    if (hours.ok) return hours;
    const path = windowsPath(scenario.profiles, name);
    return failed(...hours.problems.map((problem) => ({ ...problem, place: problem.place ?? { path } })));
  }

  #frozen(freezes: readonly Freeze[], zone: string, range: Interval): Outcome<readonly FreezeSpan[]> {
    const spans = collected(
      freezes.map((freeze) => freezeSpans(freeze, zone, range, this.#around.calendars)),
    );
    if (!spans.ok) return spans;
    const { scenario, release } = this.#around;
    const change = scenario.change === null ? [] : [changeFreeze(scenario.change, release)];
    return done([...change, ...spans.value.flat()]);
  }

  /** The one slot that the pins fix; they must agree, and no freeze may forbid it. */
  #pinned({ pins, freezes }: Concerning, zone: string): Outcome<readonly SlotRange[] | null> {
    const [first, ...others] = pins;
    if (first === undefined) return done(null);
    const slot = slotOf(this.#grid, momentOf(first.at, zone));
    const other = others.find(({ at }) => slotOf(this.#grid, momentOf(at, zone)) !== slot);
    if (other !== undefined)
      return failed(pinProblem(other, "twice", `fixed at another time by ${first.path}`));
    const start = slotStart(this.#grid, slot);
    if (start < this.#span.start || slotStart(this.#grid, slot + 1) > this.#span.end)
      return failed(pinProblem(first, "range", "not between the release and the deadline"));
    const span = { start, end: slotStart(this.#grid, slot + 1) };
    const frozen = this.#frozen(freezes, zone, span);
    if (!frozen.ok) return frozen;
    const cut = frozen.value.find(({ from, to }) => from < span.end && span.start < to);
    if (cut !== undefined)
      return failed(
        pinProblem(first, "frozen", `in a freeze${cut.summary === null ? "" : ` (${cut.summary})`}`),
      );
    return done([[slot, slot + 1]]);
  }

  /** From the release on, nobody comes on a morning in a freeze during which people are away. */
  #morningsOf({ presence }: Profile, zone: string, away: readonly Freeze[]): Outcome<readonly Morning[]> {
    if (presence === null) return done([]);
    const { start, end } = this.#span;
    const last = instant(end + LATEST_HORIZON);
    const mornings = morningsOf(presence, zone, {
      start: instant(start - presence.lasts - endOf(presence.spread, TAIL) - 2 * day),
      end: last,
    });
    const holidays = collected(
      away.map((freeze) => freezeSpans(freeze, zone, { start, end: last }, this.#around.calendars)),
    );
    if (!mornings.ok) return mornings;
    if (!holidays.ok) return holidays;
    const isAway = ({ start: at }: Morning): boolean =>
      at >= start && holidays.value.flat().some(({ from, to }) => from <= at && at < to);
    return done(mornings.value.filter((morning) => !isAway(morning)));
  }
}

/** What of the scenario concerns a cohort. */
type Concerning = {
  readonly windows: readonly Window[];
  readonly freezes: readonly Freeze[];
  readonly pins: readonly Pin[];
};

const pinProblem = ({ path }: Pin, code: string, why: string): Problem => ({
  code: `pin.${code}`,
  message: `the pinned time is ${why}`,
  hint: "change the pin, or take it out",
  place: { path: `${path}.at` },
});

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
    const settled = settledBy(grid, opening, longestPromotion(scenario, opening.profile));
    if (settled === null || settled > deadline + LATEST_HORIZON)
      problems.set(opening.profile.name, presenceTooRare(opening));
    else end = Math.max(end, settled);
  }
  return problems.size > 0
    ? failed(...problems.values())
    : done(gridFrom(release, scenario.slot, instant(end)));
}

/** Of the profile's devices that are peers of some service. */
const longestPromotion = ({ services }: Scenario, { name }: Profile): number =>
  [...services.values()].reduce(
    (longest, { peers }) => (peers?.profiles.has(name) ? Math.max(longest, peers.promotion) : longest),
    0,
  );

/** @param promotion milliseconds after a device is back until a peer's part of the capacity is */
function settledBy(
  grid: Grid,
  { profile, intervals, mornings, pinned }: Opening,
  promotion: number,
): number | null {
  const ends = [...intervals, ...(pinned ?? [])].map(([, end]) => end);
  if (ends.length === 0) return 0;
  const back = slotStart(grid, Math.max(...ends) - 1) + responseEnd(profile, grid.slot);
  const { presence } = profile;
  if (presence === null) return back + promotion;
  const morning = mornings[morningFrom(mornings, back)];
  const step = fineStep(grid.slot);
  const afters = profile.signIn.map(({ after }) => massEnd(massOf(after, step)));
  const rest =
    massEnd(massOf(presence.spread, step)) +
    massEnd(massOf(profile.offline, step)) +
    Math.max(promotion, ...afters);
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
  if ((opening.pinned ?? opening.intervals).length > 0) return "readiness";
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
