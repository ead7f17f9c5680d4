/**
 * The resolved scenario: the same question with every outside reference answered. Reading it again needs no other file and no
 * clock, and gives the same plan; its digest is what a plan says it was made for.
 */
import { createHash } from "node:crypto";
import { type FreezeSpan, freezeSpans } from "./calendar/freezes.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import type { Rollout } from "./rollout.js";
import { scenarioDocument } from "./scenario/read.js";
import type { Background, Freeze, Moment, Scenario, ServiceRequest } from "./scenario/scenario.js";
import type { Settled } from "./settle.js";
import { type Instant, type Interval, perSecond } from "./units.js";
import { horizon } from "./calendar/grid.js";
import { wallOf } from "./calendar/zone.js";

export type Resolved = {
  /** Text of scenario.resolved.json. */
  readonly text: string;
  /** sha256:<hex> of it. */
  readonly digest: string;
};

export function resolve(settled: Settled, rollout: Rollout): Outcome<Resolved> {
  const { scenario, release, placed, inputs } = settled;
  const freezes = resolvedFreezes(settled, { start: release.at, end: horizon(rollout.grid) });
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
  };
  const profiles = placed.fleet.cohorts.map(({ profile }) => profile);
  const document = {
    ...(scenarioDocument(plain, profiles) as object),
    ...(inputs.length === 0 ? {} : { inputs }),
  };
  const text = `${JSON.stringify(document, null, 2)}\n`;
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

/** Events of freeze calendars as spans: wall-clock ones stay so, for every site reads them on its own clock. */
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
    return read.map((span) => {
      const inZones = read.filter(({ from, to }) => from === span.from && to === span.to).length;
      return spanFreeze(freeze, span, inZones === zones.length);
    });
  });
  return problems.length > 0 ? failed(...problems) : done(distinct(freezes));
}

/** The same instant in every zone stays one; anything else was a wall-clock reading, which every site takes on its own clock. */
function spanFreeze({ sites, path }: Freeze, { from, to, zone }: ZonedSpan, isInstant: boolean): Freeze {
  const moment = (at: Instant): Moment =>
    isInstant ? { kind: "instant", at } : { kind: "wall", at: wallOf(at, zone) };
  return { kind: "span", from: moment(from), to: moment(to), sites, path };
}

type ZonedSpan = FreezeSpan & { readonly zone: string };

function distinct(freezes: readonly Freeze[]): readonly Freeze[] {
  return [...new Map(freezes.map((freeze) => [JSON.stringify(freeze), freeze])).values()];
}
