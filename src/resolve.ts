/**
 * The resolved scenario: the same question with every outside reference answered. Reading it again needs no other file and no
 * clock, and gives the same plan; its digest is what a plan says it was made for.
 */
import { createHash } from "node:crypto";
import { freezeSpans } from "./calendar/freezes.js";
import { windowSpans } from "./calendar/windows.js";
import type { Cohort } from "./fleet/cohort.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { LATEST_HORIZON } from "./assemble.js";
import type { Rollout } from "./rollout.js";
import { scenarioDocument } from "./scenario/read.js";
import type {
  Background,
  Freeze,
  Moment,
  Profile,
  Ring,
  Scenario,
  Selector,
  ServiceRequest,
  Site,
  Window,
} from "./scenario/scenario.js";
import { profilePresets } from "./scenario/presets/profiles.js";
import { everyone, fits, selectorsOf } from "./scenario/selector.js";
import type { Settled } from "./settle.js";
import { day, duration, type Instant, instant, type Interval, perSecond } from "./units.js";
import { instantOf, wallOf } from "./calendar/zone.js";

export type Resolved = {
  /** Text of scenario.resolved.json. */
  readonly text: string;
  /** sha256:<hex> of it. */
  readonly digest: string;
};

export function resolve(settled: Settled, rollout: Rollout): Outcome<Resolved> {
  const { scenario, release, placed } = settled;
  const range = { start: release.at, end: instant(rollout.deadline + LATEST_HORIZON) };
  const all = [...placed.fleet.cohorts, ...placed.fleet.excluded.map(({ cohort }) => cohort)];
  const freezes = resolvedFreezes(settled, all, range);
  const profiles = resolvedProfiles(settled, all, range);
  if (!freezes.ok) return freezes;
  if (!profiles.ok) return profiles;
  const plain: Scenario = {
    ...scenario,
    release: { at: release.at },
    fleet: {
      devices: all.map(({ device, site, profile, ring, group, timezone, tags, devices }) => ({
        device,
        site,
        profile,
        ring,
        group,
        timezone,
        tags,
        devices,
      })),
    },
    sites: new Map([...scenario.sites].filter(([, { timezone }]) => timezone !== null)),
    rings: placed.rings.map((ring) => ({ ...ring, share: null })),
    profiles: withOwnRings(keptProfiles(profiles.value, all), placed.rings),
    services: new Map([...scenario.services].map(([id, service]) => [id, withoutFiles(service, rollout)])),
    freezes: freezes.value,
    inputs: [...scenario.inputs, ...settled.inputs],
  };
  const text = `${JSON.stringify(scenarioDocument(withIdleNames(plain, all), plain.profiles.keys()), null, 2)}\n`;
  return done({ text, digest: digestOf(text) });
}

export const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/**
 * Presets that nobody has are left out, unless their windows ask for tags or devices: cohorts that are told apart by those are,
 * whoever asks.
 */
function keptProfiles(profiles: Scenario["profiles"], cohorts: readonly Cohort[]): Scenario["profiles"] {
  const used = new Set(cohorts.map(({ profile }) => profile));
  const asks = ({ windows }: Profile): boolean =>
    windows.some(({ who }) => who !== null && (who.tag !== null || who.device !== null));
  const isKept = ([name, profile]: readonly [string, Profile]): boolean =>
    used.has(name) || !Object.hasOwn(profilePresets, name) || asks(profile);
  return new Map([...profiles].filter(isKept));
}

/** Habits of rings that a preset has and this fleet has not are left out. */
function withOwnRings(profiles: Scenario["profiles"], rings: readonly Ring[]): Scenario["profiles"] {
  const isOwn = ([name]: readonly [string, unknown]): boolean => rings.some((ring) => ring.name === name);
  return new Map(
    [...profiles].map(([name, profile]) => {
      const { unmanaged } = profile;
      return [
        name,
        { ...profile, unmanaged: { ...unmanaged, rings: new Map([...unmanaged.rings].filter(isOwn)) } },
      ];
    }),
  );
}

/** With the sites and rings that only selectors name: they concern nobody, and reading again must know them. */
function withIdleNames(scenario: Scenario, cohorts: readonly Cohort[]): Scenario {
  const selectors = selectorsOf(scenario).map(({ who }) => who);
  const idle = (named: readonly string[], known: readonly string[]): readonly string[] =>
    [...new Set(named)].filter((name) => !known.includes(name));
  const sites = idle(
    selectors.flatMap(({ site }) => site ?? []),
    cohorts.map(({ site }) => site),
  );
  const rings = scenario.rings ?? [];
  const others = idle(
    selectors.flatMap(({ ring }) => ring ?? []),
    rings.map(({ name }) => name),
  );
  return {
    ...scenario,
    sites: new Map([...sites.map((name) => [name, nowhere] as const), ...scenario.sites]),
    rings: [...rings, ...others.map((name) => ({ name, share: null, soak: duration(0), opens: null }))],
  };
}

const nowhere: Site = { timezone: null, holidays: null };

/** A measured load becomes its values on the plan's own slots. */
function withoutFiles(service: ServiceRequest, { services, grid }: Rollout): ServiceRequest {
  if (service.background.kind !== "csv") return service;
  const values = services.find(({ requestId }) => requestId === service.id)?.background ?? new Float64Array();
  const background: Background = {
    kind: "series",
    start: grid.start,
    every: grid.slot,
    perSecond: [...values].map(perSecond),
  };
  return { ...service, background };
}

/** Events of freeze calendars as spans. */
function resolvedFreezes(
  { scenario, calendars }: Settled,
  cohorts: readonly Cohort[],
  range: Interval,
): Outcome<readonly Freeze[]> {
  const problems: Problem[] = [];
  const freezes = scenario.freezes.flatMap((freeze): readonly Freeze[] => {
    if (freeze.kind !== "calendar") return [freeze];
    const { who, away, path } = freeze;
    const zones = zonesConcerned(who, cohorts);
    const read = zones.flatMap((zone) => {
      const spans = freezeSpans(freeze, zone, range, calendars);
      if (!spans.ok) problems.push(...spans.problems);
      return spans.ok ? spans.value.map(({ from, to }) => ({ zone, start: from, end: to })) : [];
    });
    return plainSpans(read, who, zones, range.end).map((span) => ({ kind: "span", ...span, away, path }));
  });
  return problems.length > 0 ? failed(...problems) : done(freezes);
}

/** Profiles with events of window calendars as spans. */
function resolvedProfiles(
  { scenario, calendars, release }: Settled,
  cohorts: readonly Cohort[],
  range: Interval,
): Outcome<Scenario["profiles"]> {
  const problems: Problem[] = [];
  const spansOf = (window: Window, own: readonly Cohort[]): readonly Window[] => {
    if (window.kind !== "calendar") return [window];
    const { who, text } = window;
    const zones = zonesConcerned(who, own);
    const read = zones.flatMap((zone) => {
      const spans = windowSpans(window, range, { zone, release: release.at, calendars });
      if (!spans.ok) problems.push(...spans.problems);
      return spans.ok ? spans.value.map((span) => ({ zone, ...span })) : [];
    });
    return plainSpans(read, who, zones, range.end).map((span) => ({ kind: "span", ...span, text }));
  };
  const profiles = [...scenario.profiles].map(([name, profile]): [string, Profile] => {
    const own = cohorts.filter((cohort) => cohort.profile === name);
    return [name, { ...profile, windows: profile.windows.flatMap((window) => spansOf(window, own)) }];
  });
  return problems.length > 0 ? failed(...problems) : done(new Map(profiles));
}

/** Where nobody is concerned every zone, so that what cannot be read is found out. */
function zonesConcerned(who: Selector | null, cohorts: readonly Cohort[]): readonly string[] {
  const concerned = cohorts.filter((cohort) => fits(who, cohort));
  const zones = (concerned.length > 0 ? concerned : cohorts).map(({ timezone }) => timezone);
  return [...new Set(zones)];
}

type ZonedSpan = Interval & { readonly zone: string };
type PlainSpan = { readonly from: Moment; readonly to: Moment; readonly who: Selector | null };

/**
 * A span of the same instants in every zone stays one of instants, one of the same wall-clock readings in every zone one of
 * those. Any other is said for its zone, as instants. Where there is none, one from `never` on stands for it: that there is a
 * window, and whom it concerns, is still said.
 */
function plainSpans(
  spans: readonly ZonedSpan[],
  who: Selector | null,
  zones: readonly string[],
  never: Instant,
): readonly PlainSpan[] {
  if (spans.length === 0) return [{ ...instants({ start: never, end: instant(never + day) }), who }];
  const [isOneSpan, isOneReading] = [
    everywhere(zones, spans, instants),
    everywhere(zones, spans.filter(readsBack), readings),
  ];
  const plain = spans.flatMap((span): PlainSpan[] => {
    if (isOneSpan(span)) return [{ ...instants(span), who }];
    if (isOneReading(span)) return [{ ...readings(span), who }];
    return [{ ...instants(span), who: { ...(who ?? everyone), timezone: [span.zone] } }];
  });
  return [...new Map(plain.map((each) => [JSON.stringify(each), each])).values()];
}

type Ends = Pick<PlainSpan, "from" | "to">;

const instants = ({ start, end }: Interval): Ends => ({
  from: { kind: "instant", at: start },
  to: { kind: "instant", at: end },
});

const readings = ({ start, end, zone }: ZonedSpan): Ends => ({
  from: { kind: "wall", at: wallOf(start, zone) },
  to: { kind: "wall", at: wallOf(end, zone) },
});

/** Whether a span has its like, with the same ends, in every zone. */
function everywhere(
  zones: readonly string[],
  spans: readonly ZonedSpan[],
  ends: (span: ZonedSpan) => Ends,
): (span: ZonedSpan) => boolean {
  const found = new Map<string, Set<string>>();
  for (const span of spans) {
    const text = JSON.stringify(ends(span));
    found.set(text, (found.get(text) ?? new Set()).add(span.zone));
  }
  return (span) => found.get(JSON.stringify(ends(span)))?.size === zones.length;
}

/** Of a reading that comes twice the first is meant, so a second one cannot be said as a reading. */
const readsBack = ({ start, end, zone }: ZonedSpan): boolean =>
  [start, end].every((at) => instantOf(wallOf(at, zone), zone) === at);
