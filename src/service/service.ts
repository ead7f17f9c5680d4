/** A service as it meets restarts: what it can carry, what it carries anyway, and what the plan may add, slot by slot. */
import type { Grid } from "../calendar/grid.js";
import type { Cohort } from "../fleet/cohort.js";
import { done, failed, type Outcome, type Problem } from "../problem.js";
import type { Background, Counts, OnlineShape, Retries, ServiceRequest } from "../scenario/scenario.js";
import { suggestion } from "../scenario/nearest.js";
import { type Duration, minute, share } from "../units.js";
import {
  flatBackground,
  type LoadTrace,
  officeDayBackground,
  seriesBackground,
  traceBackground,
} from "./background.js";
import { type Headroom, headroomOf } from "./headroom.js";
import { peersOf, type ServicePeers } from "./peers.js";
import { sessionsOf } from "./sessions.js";

export type Service = {
  /** The scenario's id; with `per: site` id/site. */
  readonly id: string;
  readonly counts: Counts;
  /** Share of the capacity that is left unused, for whatever reason. */
  readonly headroom: number;
  /** What sets the headroom. */
  readonly headroomFor: Headroom["for"];
  /** Headroom below which `spareFor` would not be survived; 0 where nothing is spared. */
  readonly leastHeadroom: number;
  /** Sign-ins that may come at once, besides the load, and are survived at the limit; 0: none asked for. */
  readonly spareFor: number;
  /** Per second (`offline`: devices), when nothing of it is gone and every peer is up; null: unknown. */
  readonly capacity: number | null;
  /**
   * The same in each slot, less what devices of groups take along that it consists of, and less the peers of people who are not
   * signed in at that hour; all of it where left out.
   */
  readonly capacityBySlot?: Float64Array;
  /** max(capacity of the slot x (1 - headroom), background), every peer up; null where the capacity is unknown. */
  readonly limit: Float64Array | null;
  readonly background: Float64Array;
  /** null: every site. */
  readonly sites: ReadonlySet<string> | null;
  /** Events on this service for each one of a device of that profile. */
  readonly factor: (profile: string) => number;
  /** The scenario's own id, which a profile's `signIn.services` names. */
  readonly requestId: string;
  /** Clients that are a part of the capacity; null: none. */
  readonly peers: ServicePeers | null;
  /** Counts an update that is applied as the device is switched off like one that restarts it. */
  readonly shutdowns?: true;
  /** What clients do when it turns them away. */
  readonly retries: Retries;
  /** The people who are signed in by the clock; null where the background is not one of sessions. */
  readonly sessions: ServiceSessions | null;
};

export type ServiceSessions = {
  /** Clients signed in at an ordinary moment, the mean over each slot. */
  readonly wanted: Float64Array;
  /** Clients that may ever be signed in. */
  readonly clients: number;
  readonly online: OnlineShape;
  /** Mean length of a session. */
  readonly length: Duration;
};

/** A load may exceed its limit by this share: sums of many small numbers are no more exact. */
export const LIMIT_TOLERANCE = 1e-9;

/** Not a service of anybody's: counts restarts per second, so that "done when" comes from the same pictures as the loads. */
export const restartCount = (grid: Grid): Service => ({
  id: "restarts",
  requestId: "restarts",
  counts: "restarts",
  headroom: 0,
  headroomFor: "asked",
  leastHeadroom: 0,
  spareFor: 0,
  capacity: null,
  limit: null,
  background: new Float64Array(grid.slots),
  sites: null,
  factor: () => 1,
  peers: null,
  retries: { backoff: { base: minute, cap: minute }, giveUp: share(1), failureCost: share(0) },
  sessions: null,
  shutdowns: true,
});

export type ServiceSurroundings = {
  readonly grid: Grid;
  readonly cohorts: readonly Cohort[];
  /** Zone of a background that names none and whose sites do not agree. */
  readonly timezone: string | null;
  /** Measured loads by the path the scenario gives. */
  readonly traces: ReadonlyMap<string, LoadTrace>;
};

export const serves = ({ sites }: Service, cohort: Cohort): boolean =>
  sites === null || sites.has(cohort.site);

export function servicesOf(
  requests: Iterable<ServiceRequest>,
  around: ServiceSurroundings,
): Outcome<readonly Service[]> {
  const services: Service[] = [];
  const problems: Problem[] = [];
  for (const request of requests) {
    problems.push(...fitProblems(request, around.cohorts));
    // A measured load is one for all instances: its gaps are filled on one clock.
    const traceZone = zoneOf(request.sites === null ? null : new Set(request.sites), around) ?? "UTC";
    for (const [id, sites] of instances(request, around.cohorts)) {
      const made = serviceOf(request, id, sites, traceZone, around);
      if (made.ok) services.push(made.value);
      else problems.push(...made.problems);
    }
  }
  return problems.length === 0 ? done(services) : failed(...problems);
}

function instances(
  request: ServiceRequest,
  cohorts: readonly Cohort[],
): readonly (readonly [string, ReadonlySet<string> | null])[] {
  if (!request.perSite) return [[request.id, request.sites === null ? null : new Set(request.sites)]];
  const sites = request.sites ?? [...new Set(cohorts.map(({ site }) => site))].sort();
  return sites.map((site) => [`${request.id}/${site}`, new Set([site])]);
}

function serviceOf(
  request: ServiceRequest,
  id: string,
  sites: ReadonlySet<string> | null,
  traceZone: string,
  around: ServiceSurroundings,
): Outcome<Service> {
  const zone = request.background.kind === "csv" ? traceZone : zoneOf(sites, around);
  const served = around.cohorts.filter(({ site }) => sites === null || sites.has(site));
  const factor = factorOf(request);
  const anyway =
    request.background.kind === "sessions"
      ? done(signedIn(request.background, served, factor, around.grid))
      : carried(request.background, zone, around, `services.${request.id}.background`);
  const chosen = headroomOf(request);
  if (!anyway.ok) return anyway;
  if (!chosen.ok) return chosen;
  const { capacity, retries } = request;
  const { headroom } = chosen.value;
  const peers = peersOf(request, headroom, id, served);
  if (!peers.ok) return peers;
  const bySlot = peersByTheClock(capacity, anyway.value, peers.value);
  const allowed = (t: number): number => (bySlot?.[t] ?? capacity ?? 0) * (1 - headroom);
  return done({
    id,
    counts: request.counts,
    headroom,
    headroomFor: chosen.value.for,
    leastHeadroom: chosen.value.least,
    spareFor: request.spareFor,
    capacity,
    ...(bySlot === null ? {} : { capacityBySlot: bySlot }),
    limit: capacity === null ? null : anyway.value.background.map((value, t) => Math.max(allowed(t), value)),
    ...anyway.value,
    sites,
    factor,
    requestId: request.id,
    peers: peers.value,
    retries,
  });
}

/** The zone that all the sites share, else the scenario's. */
function zoneOf(
  sites: ReadonlySet<string> | null,
  { cohorts, timezone }: ServiceSurroundings,
): string | null {
  const zones = new Set(
    cohorts.filter(({ site }) => sites === null || sites.has(site)).map((cohort) => cohort.timezone),
  );
  return zones.size === 1 ? ([...zones][0] as string) : timezone;
}

function factorOf({ signIns }: ServiceRequest): (profile: string) => number {
  return typeof signIns === "number" ? () => signIns : (profile) => signIns.get(profile) ?? 0;
}

type Anyway = Pick<Service, "background" | "sessions">;

/** Peers of people who are signed in by the clock carry only while these are: capacity by slot; null: it is always the same. */
function peersByTheClock(
  capacity: number | null,
  { sessions }: Anyway,
  peers: ServicePeers | null,
): Float64Array | null {
  if (capacity === null || sessions === null || peers === null) return null;
  return sessions.wanted.map((clients) => capacity - peers.worth * (1 - clients / sessions.clients));
}

/** What people put on it who are signed in by the clock: of each zone the devices, times the service's factor for their profile. */
function signedIn(
  sessions: Extract<Background, { kind: "sessions" }>,
  cohorts: readonly Cohort[],
  factor: (profile: string) => number,
  grid: Grid,
): Anyway {
  const clients = new Map<string, number>();
  for (const { timezone, profile, devices } of cohorts)
    clients.set(timezone, (clients.get(timezone) ?? 0) + devices * factor(profile));
  const { wanted, signIns } = sessionsOf(grid, sessions, clients);
  const all = [...clients.values()].reduce((sum, count) => sum + count, 0);
  return {
    background: signIns,
    sessions: { wanted, clients: all, online: sessions.online, length: sessions.session },
  };
}

function carried(
  background: Exclude<Background, { kind: "sessions" }>,
  zone: string | null,
  around: ServiceSurroundings,
  path: string,
): Outcome<Anyway> {
  const made = backgroundOf(background, zone, around, path);
  return made.ok ? done({ background: made.value, sessions: null }) : made;
}

function backgroundOf(
  background: Exclude<Background, { kind: "sessions" }>,
  zone: string | null,
  { grid, traces }: ServiceSurroundings,
  path: string,
): Outcome<Float64Array> {
  switch (background.kind) {
    case "none":
      return done(new Float64Array(grid.slots));
    case "series":
      return seriesBackground(grid, background, path);
    case "csv": {
      const trace = traces.get(background.file);
      if (trace === undefined) throw new Error(`the load trace ${background.file} was not read`);
      return traceBackground(grid, trace, zone ?? "UTC", path);
    }
    case "shape": {
      if (background.shape === "flat") return done(flatBackground(grid, background.peak));
      const at = background.timezone ?? zone;
      return at === null ? failed(noZone(path)) : done(officeDayBackground(grid, background.peak, at));
    }
  }
}

const noZone = (path: string): Problem => ({
  code: "background.no-timezone",
  message: "an office-day background needs a timezone, and the service's sites are in several",
  hint: "add `timezone:` to the background or to the scenario",
  place: { path },
});

/** What the scenario says of the service and the fleet does not bear out. */
function fitProblems(request: ServiceRequest, cohorts: readonly Cohort[]): readonly Problem[] {
  const sites = [...new Set(cohorts.map(({ site }) => site))];
  const strangers = (request.sites ?? []).filter((site) => !sites.includes(site));
  const profiles = [...new Set(cohorts.map(({ profile }) => profile))].sort();
  const { signIns } = request;
  const unnamed = typeof signIns === "number" ? [] : profiles.filter((profile) => !signIns.has(profile));
  return [
    ...strangers.map((site): Problem => ({
      code: "service.unknown-site",
      message: `no device of the fleet is at site "${site}"`,
      hint: suggestion(site, sites),
      place: { path: `services.${request.id}.sites` },
    })),
    ...unnamed.map((profile): Problem => ({
      code: "service.sign-ins-incomplete",
      message: `signIns names profiles one by one but leaves out "${profile}"`,
      hint: `add ${profile}: 1, or 0 if its devices do not use this service`,
      place: { path: `services.${request.id}.signIns` },
    })),
  ];
}
