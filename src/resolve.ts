/**
 * The resolved scenario: the same question with every outside reference answered. Reading it again needs no other file and no
 * clock, and gives the same plan; its digest is what a plan says it was made for.
 */
import { createHash } from "node:crypto";
import { type FreezeSpan, freezeSpans } from "./calendar/freezes.js";
import type { Cohort } from "./fleet/cohort.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { LATEST_HORIZON } from "./assemble.js";
import type { Rollout } from "./rollout.js";
import { scenarioDocument } from "./scenario/read.js";
import type { Background, Freeze, Moment, Scenario, ServiceRequest } from "./scenario/scenario.js";
import type { Settled } from "./settle.js";
import { instant, type Interval, perSecond } from "./units.js";
import { wallOf } from "./calendar/zone.js";

export type Resolved = {
  /** Text of scenario.resolved.json. */
  readonly text: string;
  /** sha256:<hex> of it. */
  readonly digest: string;
};

export function resolve(settled: Settled, rollout: Rollout): Outcome<Resolved> {
  const { scenario, release, placed } = settled;
  const freezes = resolvedFreezes(settled, {
    start: release.at,
    end: instant(rollout.deadline + LATEST_HORIZON),
  });
  if (!freezes.ok) return freezes;
  const plain: Scenario = {
    ...scenario,
    release: { at: release.at },
    fleet: {
      devices: placed.fleet.cohorts.map(({ site, profile, ring, group, timezone, devices }) => ({
        site,
        profile,
        ring,
        group,
        timezone,
        devices,
      })),
    },
    rings: placed.rings.map((ring) => ({ ...ring, share: null })),
    services: new Map([...scenario.services].map(([id, service]) => [id, withoutFiles(service, rollout)])),
    freezes: freezes.value,
    inputs: [...scenario.inputs, ...settled.inputs],
  };
  const profiles = placed.fleet.cohorts.map(({ profile }) => profile);
  const text = `${JSON.stringify(scenarioDocument(plain, profiles), null, 2)}\n`;
  return done({ text, digest: digestOf(text) });
}

export const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

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
  { scenario, placed, calendars }: Settled,
  range: Interval,
): Outcome<readonly Freeze[]> {
  const zones = [...new Set(placed.fleet.cohorts.map(({ timezone }) => timezone))];
  const problems: Problem[] = [];
  const freezes = scenario.freezes.flatMap((freeze): readonly Freeze[] => {
    if (freeze.kind === "span") return [freeze];
    const perZone = zones.map((zone) => ({ zone, spans: freezeSpans(freeze, zone, range, calendars) }));
    problems.push(...perZone.flatMap(({ spans }) => (spans.ok ? [] : spans.problems)));
    const read = perZone.flatMap(({ zone, spans }) =>
      spans.ok ? spans.value.map((span) => ({ zone, ...span })) : [],
    );
    return spanFreezes(freeze, read, placed.fleet.cohorts);
  });
  return problems.length > 0 ? failed(...problems) : done(freezes);
}

type ZonedSpan = FreezeSpan & { readonly zone: string };

/**
 * A span of the same instants in every zone stays one of instants, one of the same wall-clock readings in every zone one of
 * those. Any other is said for the sites it concerns, as instants; where a site is in several zones, as the reading it was.
 */
function spanFreezes(
  { sites, path }: Freeze,
  spans: readonly ZonedSpan[],
  cohorts: readonly Cohort[],
): readonly Freeze[] {
  const zones = new Set(cohorts.map(({ timezone }) => timezone));
  const instants = ({ from, to }: ZonedSpan): Ends => ({
    from: { kind: "instant", at: from },
    to: { kind: "instant", at: to },
  });
  const readings = ({ from, to, zone }: ZonedSpan): Ends => ({
    from: { kind: "wall", at: wallOf(from, zone) },
    to: { kind: "wall", at: wallOf(to, zone) },
  });
  const everywhere = (ends: (span: ZonedSpan) => Ends): ((span: ZonedSpan) => boolean) => {
    const zonesOf = new Map<string, Set<string>>();
    for (const span of spans) {
      const text = JSON.stringify(ends(span));
      zonesOf.set(text, (zonesOf.get(text) ?? new Set()).add(span.zone));
    }
    return (span) => zonesOf.get(JSON.stringify(ends(span)))?.size === zones.size;
  };
  const [isOneSpan, isOneReading] = [everywhere(instants), everywhere(readings)];
  const freezes = spans.flatMap((span): Freeze[] => {
    if (isOneSpan(span)) return [{ kind: "span", ...instants(span), sites, path }];
    if (isOneReading(span)) return [{ kind: "span", ...readings(span), sites, path }];
    return sitesIn(span.zone, sites, cohorts).map(({ site, isInOneZone }) => ({
      kind: "span",
      ...(isInOneZone ? instants(span) : readings(span)),
      sites: [site],
      path,
    }));
  });
  return [...new Map(freezes.map((freeze) => [JSON.stringify(freeze), freeze])).values()];
}

type Ends = { readonly from: Moment; readonly to: Moment };

function sitesIn(
  zone: string,
  sites: Freeze["sites"],
  cohorts: readonly Cohort[],
): readonly { site: string; isInOneZone: boolean }[] {
  const zonesOf = new Map<string, Set<string>>();
  for (const { site, timezone } of cohorts) zonesOf.set(site, (zonesOf.get(site) ?? new Set()).add(timezone));
  return [...zonesOf].flatMap(([site, own]) =>
    own.has(zone) && (sites === null || sites.includes(site)) ? [{ site, isInOneZone: own.size === 1 }] : [],
  );
}
