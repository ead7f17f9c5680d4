/** The agendas of a rollout, site by site, and of a calendar. */
import type { AgendaEntry, AgendaKind, SiteAgenda } from "./calendar/agenda.js";
import { changeFreeze, freezeSpans, momentOf } from "./calendar/freezes.js";
import { slotStart } from "./calendar/grid.js";
import { type Calendar, eventSpans } from "./calendar/ical.js";
import { windowSpans } from "./calendar/windows.js";
import type { Cohort } from "./fleet/cohort.js";
import type { Rollout } from "./rollout.js";
import { durationText } from "./scenario/quantity.js";
import type { Freeze, Selector } from "./scenario/scenario.js";
import { done, failed, type Outcome } from "./problem.js";
import { fits } from "./scenario/selector.js";
import type { Settled } from "./settle.js";
import { day, type Instant, type Interval, instant } from "./units.js";

/**
 * One agenda for each site and zone of the fleet, by site bytewise, each in the order of time. Windows end with the deadline;
 * soaks are those of the earliest ring dates there can be: the true ones are the plan's.
 */
export function agendasOf(settled: Settled, rollout: Rollout): readonly SiteAgenda[] {
  const places = new Map<string, Cohort[]>();
  for (const cohort of settled.placed.fleet.cohorts) {
    const key = JSON.stringify([cohort.site, cohort.timezone]);
    places.set(key, [...(places.get(key) ?? []), cohort]);
  }
  const everywhere = [...datesOf(settled, rollout), ...soaksOf(rollout)];
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cohorts]) => {
      const { site, timezone } = cohorts[0] as Cohort;
      const place: Place = {
        site,
        timezone,
        cohorts,
        range: { start: rollout.release, end: rollout.deadline },
      };
      const own = [...windowsOf(settled, place), ...freezesOf(settled, place), ...pinsOf(settled, place)];
      return {
        site,
        timezone,
        entries: [...everywhere, ...own].sort((a, b) => a.start - b.start || a.end - b.end),
      };
    });
}

type Place = {
  readonly site: string;
  readonly timezone: string;
  readonly cohorts: readonly Cohort[];
  readonly range: Interval;
};

const at = (kind: AgendaKind, when: Instant, summary: string): AgendaEntry => ({
  kind,
  start: when,
  end: when,
  summary,
  sites: null,
});

/** Dates that are the same instant everywhere. */
function datesOf({ release, scenario }: Settled, rollout: Rollout): readonly AgendaEntry[] {
  const summary = release.summary ?? "release";
  const begins =
    release.released === release.at
      ? [at("release", release.at, summary)]
      : [at("event", release.released, summary), at("release", release.at, "rollout begins")];
  const opened = scenario.change === null ? null : changeFreeze(scenario.change, release.at);
  const change: readonly AgendaEntry[] =
    opened === null || opened.to <= opened.from
      ? []
      : [
          {
            kind: "change",
            start: opened.from,
            end: opened.to,
            summary: "waiting for the change",
            sites: null,
          },
        ];
  return [...begins, ...change, at("deadline", rollout.deadline, "every wave has ended")];
}

/** From the end of the first slot that a ring can have. */
function soaksOf({ demands, grid, rings, release, timezone }: Rollout): readonly AgendaEntry[] {
  const soaks: AgendaEntry[] = [];
  let opens = release;
  for (const ring of rings.slice(0, -1)) {
    if (ring.opens !== null) opens = instant(Math.max(opens, momentOf(ring.opens, timezone)));
    const firsts = demands
      .filter(({ cohort, isPinned }) => cohort.ring === ring.name && !isPinned)
      .flatMap(({ behaviour }) => behaviour.slots.find((slot) => slotStart(grid, slot) >= opens) ?? []);
    if (firsts.length === 0) continue;
    const start = slotStart(grid, Math.min(...firsts) + 1);
    opens = instant(start + ring.soak);
    if (ring.soak === 0) continue;
    const summary = `after ${ring.name}, ${durationText(ring.soak)}, at the earliest`;
    soaks.push({ kind: "soak", start, end: opens, summary, sites: null });
  }
  return soaks;
}

/** The windows of the site's profiles; the same span of several is one entry that names them. */
function windowsOf({ scenario, calendars, release }: Settled, place: Place): readonly AgendaEntry[] {
  const names = new Map<string, Set<string>>();
  const profiles = new Set(place.cohorts.map(({ profile }) => profile));
  for (const name of profiles) {
    const windows = scenario.profiles.get(name)?.windows ?? [];
    for (const window of windows.filter(({ who }) =>
      place.cohorts.some((cohort) => concerns(who, cohort, name)),
    )) {
      const spans = windowSpans(window, place.range, {
        zone: place.timezone,
        release: release.at,
        calendars,
      });
      // The rollout was assembled from the same windows, so they can be expanded.
      if (!spans.ok) throw new Error(`window ${window.text} cannot be expanded`);
      for (const span of spans.value.filter((each) => reaches(each, place.range))) {
        const key = JSON.stringify([span.start, span.end]);
        names.set(key, (names.get(key) ?? new Set()).add(name));
      }
    }
  }
  return [...names].map(([key, of]): AgendaEntry => {
    const [start = 0, end = 0] = JSON.parse(key) as number[];
    const summary = of.size === profiles.size ? "open" : `open for ${[...of].join(", ")}`;
    return { kind: "window", start: instant(start), end: instant(end), summary, sites: [place.site] };
  });
}

const concerns = (who: Selector | null, cohort: Cohort, profile: string): boolean =>
  cohort.profile === profile && fits(who, cohort);

const reaches = ({ start, end }: Interval, range: Interval): boolean =>
  start < range.end && range.start < end;

function freezesOf({ scenario, calendars }: Settled, place: Place): readonly AgendaEntry[] {
  const { site, timezone, cohorts } = place;
  const range = { start: place.range.start, end: instant(place.range.end + day) };
  return scenario.freezes
    .filter(({ who }) => cohorts.some((cohort) => fits(who, cohort)))
    .flatMap((freeze) => {
      const spans = freezeSpans(freeze, timezone, range, calendars);
      if (!spans.ok) throw new Error(`freeze ${freeze.path} cannot be expanded`);
      return spans.value
        .filter(({ from, to }) => from < range.end && range.start < to)
        .map(({ from, to, summary }): AgendaEntry => ({
          kind: freeze.away ? "holiday" : "freeze",
          start: from,
          end: to,
          summary: freezeText(freeze, summary),
          sites: [site],
        }));
    });
}

function freezeText({ who, path }: Freeze, summary: string | null): string {
  const others = who === null ? "" : selectorText({ ...who, site: null });
  const what = summary ?? `closed by ${path}`;
  return others === "" ? what : `${what}, for ${others}`;
}

function pinsOf({ scenario }: Settled, { site, timezone, cohorts }: Place): readonly AgendaEntry[] {
  return scenario.pins
    .filter(({ who }) => cohorts.some((cohort) => fits(who, cohort)))
    .map(({ who, at: moment }) => ({
      ...at("pin", momentOf(moment, timezone), selectorText(who)),
      sites: [site],
    }));
}

/** "profile office, tag vip or lab" */
export const selectorText = (who: Selector): string =>
  Object.entries(who)
    .flatMap(([key, names]: [string, readonly string[] | null]) =>
      names === null ? [] : [`${key} ${names.join(" or ")}`],
    )
    .join(", ");

/** The events of a calendar that reach into `range`; `kind` is what they are. Dates and floating times are read in `timezone`. */
export function calendarAgenda(
  calendar: Calendar,
  range: Interval,
  timezone: string,
  kind: AgendaKind,
): Outcome<SiteAgenda> {
  const entries: AgendaEntry[] = [];
  for (const event of calendar.events) {
    const spans = eventSpans(event, range, timezone);
    if (!spans.ok)
      return failed(
        ...spans.problems.map((problem) => ({
          ...problem,
          place: { ...problem.place, file: calendar.file },
        })),
      );
    for (const { interval, summary } of spans.value)
      entries.push({ kind, ...interval, summary: summary ?? "", sites: null });
  }
  return done({ site: null, timezone, entries: entries.sort((a, b) => a.start - b.start || a.end - b.end) });
}
