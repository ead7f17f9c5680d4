/** From the document in full, its texts now quantities, to the scenario and back. */
import { duration, perSecond, share } from "../units.js";
import type { Capacity } from "./capacity.js";
import type { Written, WrittenProfile, WrittenService } from "./schema.js";
import type {
  Delay,
  Freeze,
  GroupOrder,
  Peers,
  PeersBug,
  Presence,
  Profile,
  ReleaseRequest,
  Ring,
  Scenario,
  Selector,
  ServiceRequest,
  SignIn,
  Window,
} from "./scenario.js";
import type { WrittenFreeze } from "./schema-calendar.js";
import type { WrittenOrder } from "./schema-order.js";
import type { Policy } from "./policy.js";
import { ruleText } from "./rule.js";
import { everyone } from "./selector.js";
import { usualPolicy } from "./usual-policies.js";

type Windowed = Pick<WrittenProfile, "window" | "windows">;

export function buildScenario(written: Written): Omit<Scenario, "assumptions"> {
  const shared = windowsOf(written) ?? [];
  return {
    name: written.name ?? null,
    timezone: written.timezone ?? null,
    release: buildRelease(written.release),
    slot: written.slot,
    deadline: written.deadline,
    ready: written.ready,
    goal: written.goal,
    maxPerSlot: written.maxPerSlot,
    waves: written.waves,
    fleet: written.fleet,
    sites: mapped(written.sites ?? new Map<string, never>(), (_, { timezone, holidays }) => ({
      timezone: timezone ?? null,
      holidays: holidays ?? null,
    })),
    profiles: mapped(written.profiles, (name, profile) => buildProfile(name, profile, shared)),
    defaultProfile: written.profile,
    rings: written.rings?.map(buildRing) ?? null,
    services: mapped(written.services, buildService),
    freezes: [
      ...(written.freezes ?? []).map((freeze, index) => buildFreeze(freeze, `freezes[${index}]`)),
      ...(written.never ?? []).map((freeze, index) => buildFreeze(freeze, `never[${index}]`)),
    ],
    pins: (written.pins ?? []).map((pin, index) => ({ ...pin, path: `pins[${index}]` })),
    exclude: (written.exclude ?? []).map((exclusion, index) => ({ ...exclusion, path: `exclude[${index}]` })),
    change: buildChange(written.change),
    order: mapped(written.order ?? new Map<string, never>(), (_, order) => buildOrder(order)),
    policies: written.policies ?? new Map<string, never>(),
    today: buildToday(written),
    inputs: written.inputs ?? [],
  };
}

const mapped = <From, To>(
  map: ReadonlyMap<string, From>,
  change: (name: string, value: From) => To,
): ReadonlyMap<string, To> => new Map([...map].map(([name, value]) => [name, change(name, value)]));

/** Null where none is given; an empty list is given, and means never. */
function windowsOf({ window, windows }: Windowed): readonly Window[] | null {
  if (window === undefined && windows === undefined) return null;
  return [window ?? [], windows ?? []].flat();
}

function buildProfile(name: string, written: WrittenProfile, shared: readonly Window[]): Profile {
  const { detect, download, install, lead, offline, poweredOn, weight, unmanaged, early } = written;
  return {
    name,
    detect,
    download,
    install,
    windows: windowsOf(written) ?? shared,
    lead,
    offline,
    poweredOn,
    presence: buildPresence(written.presence),
    signIn: written.signIn.map(buildSignIn),
    hotpatch: written.hotpatch ?? false,
    weight,
    unmanaged,
    early,
  };
}

function buildPresence(written: WrittenProfile["presence"]): Presence | null {
  if (written === undefined || written === "none") return null;
  const { rrule, start, spread, lasts } = written;
  return { rule: rrule, start: start ?? null, spread, lasts };
}

const atOnce: Delay = { kind: "fixed", value: duration(0) };

const buildSignIn = (written: WrittenProfile["signIn"][number]): SignIn => ({
  share: written.share,
  at: written.at ?? "boot",
  after: written.after ?? atOnce,
  displaces: written.displaces ?? share(0),
  services: written.services ?? null,
});

const buildRing = (written: NonNullable<Written["rings"]>[number]): Ring => ({
  name: written.name,
  share: written.share ?? null,
  soak: written.soak ?? duration(0),
  opens: written.opens ?? null,
});

function buildService(id: string, written: WrittenService): ServiceRequest {
  const { capacity, headroom, counts, background, signIns } = written;
  return {
    id,
    preset: written.preset ?? null,
    capacity: capacity === null ? null : capacity.kind === "rate" ? capacity.perSecond : capacity.devices,
    headroom,
    counts,
    background,
    sites: written.sites ?? null,
    perSite: written.per === "site",
    signIns,
    peers: written.peers === undefined ? null : buildPeers(written.peers),
    retries: written.retries,
    spareFor: written.spareFor ?? 0,
  };
}

const buildPeers = ({ bug, ...peers }: NonNullable<WrittenService["peers"]>): Peers => ({
  ...peers,
  bug: bug === undefined ? null : { ...bug, fixed: bug.fixed ?? null },
});

function buildRelease(written: Written["release"]): ReleaseRequest {
  if ("at" in written) return written;
  const { calendar, on, offset, moved, cancelled, extra } = written;
  return {
    calendar,
    on,
    offset: offset ?? 0,
    moved: moved ?? [],
    cancelled: cancelled ?? [],
    extra: extra ?? [],
  };
}

function buildFreeze(written: WrittenFreeze, path: string): Freeze {
  if (typeof written === "string")
    return { kind: "calendar", file: written.trim(), who: null, away: false, path };
  const { sites } = written;
  const who = sites === undefined ? (written.who ?? null) : { ...(written.who ?? everyone), site: sites };
  const common = { who, away: written.away ?? false, path };
  if ("calendar" in written) return { kind: "calendar", file: written.calendar, ...common };
  if ("from" in written) return { kind: "span", from: written.from, to: written.to, ...common };
  if ("during" in written) return { ...written.during, ...common };
  if ("on" in written)
    return written.on.kind === "span"
      ? { ...written.on, ...common }
      : { ...written.on, start: null, ...common };
  const { rrule, start, lasts } = written;
  return { kind: "rule", rule: rrule, start: start ?? null, lasts, text: ruleText(rrule), ...common };
}

function buildChange(written: Written["change"]): Scenario["change"] {
  if (written === undefined) return null;
  return { notice: written.notice ?? duration(0), approved: written.approved ?? null };
}

const buildOrder = ({ atOnce, perSite, settle, sequence, last, capacityOf }: WrittenOrder): GroupOrder => ({
  atOnce,
  perSite,
  settle,
  sequence: sequence ?? [],
  last: last ?? [],
  capacityOf: capacityOf ?? null,
});

function buildToday({ today, policies }: Written): Policy | null {
  if (typeof today !== "string") return today ?? null;
  const named = policies?.get(today) ?? usualPolicy(today);
  if (named === null) throw new Error(`no policy ${today}`);
  return named;
}

/** `profiles`: those to write; every one where left out. */
export function writtenScenario(scenario: Scenario, profiles?: Iterable<string>): Written {
  const wanted = new Set(profiles ?? scenario.profiles.keys()).add(scenario.defaultProfile);
  const { name, timezone, slot, deadline, ready, goal, maxPerSlot, waves, fleet, sites, rings } = scenario;
  return {
    version: 1,
    ...given({ name, timezone }),
    release: writtenRelease(scenario.release),
    slot,
    deadline,
    ready,
    goal,
    maxPerSlot,
    waves,
    fleet,
    ...(sites.size === 0 ? {} : { sites: mapped(sites, (_, site) => given(site)) }),
    profile: scenario.defaultProfile,
    profiles: new Map(
      [...scenario.profiles]
        .filter(([name]) => wanted.has(name))
        .map(([name, profile]) => [name, writtenProfile(profile)]),
    ),
    ...(rings === null ? {} : { rings: rings.map(writtenRing) }),
    services: mapped(scenario.services, (_, service) => writtenService(service)),
    ...listed("freezes", scenario.freezes.map(writtenFreeze)),
    ...listed(
      "pins",
      scenario.pins.map(({ who, at }) => ({ who, at })),
    ),
    ...listed(
      "exclude",
      scenario.exclude.map(({ who, reason }) => ({ who, reason })),
    ),
    ...(scenario.order.size === 0
      ? {}
      : { order: mapped(scenario.order, (_, order) => writtenOrder(order)) }),
    ...(scenario.policies.size === 0 ? {} : { policies: scenario.policies }),
    ...given({ today: scenario.today }),
    ...given({ change: scenario.change === null ? null : given(scenario.change) }),
    ...(scenario.inputs.length === 0 ? {} : { inputs: [...scenario.inputs] }),
  };
}

const listed = <Key extends string, T>(key: Key, list: readonly T[]) =>
  (list.length === 0 ? {} : { [key]: [...list] }) as { [K in Key]?: T[] };

/** Without what is null: a document leaves that out. */
const given = <Entries extends object>(
  entries: Entries,
): { [Key in keyof Entries]?: NonNullable<Entries[Key]> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null)) as never;

function writtenRelease(release: ReleaseRequest): Written["release"] {
  if ("at" in release) return release;
  const { calendar, on, offset, moved, cancelled, extra } = release;
  return {
    calendar,
    on,
    ...(offset === 0 ? {} : { offset }),
    ...(moved.length === 0 ? {} : { moved }),
    ...listed("cancelled", cancelled),
    ...listed("extra", extra),
  };
}

function writtenProfile(profile: Profile): WrittenProfile {
  const { detect, download, install, windows, lead, offline, poweredOn, presence, weight } = profile;
  const { unmanaged, early } = profile;
  return {
    detect,
    download,
    install,
    windows: [...windows],
    lead,
    offline,
    poweredOn,
    presence: presence === null ? "none" : writtenPresence(presence),
    signIn: profile.signIn.map(writtenSignIn),
    ...(profile.hotpatch ? { hotpatch: true } : {}),
    weight,
    unmanaged,
    early,
  };
}

const writtenPresence = ({ rule, start, spread, lasts }: Presence) => ({
  rrule: rule,
  ...given({ start }),
  spread,
  lasts,
});

const writtenSignIn = ({ share, at, after, displaces, services }: SignIn) => ({
  share,
  at,
  after,
  displaces,
  ...given({ services: services === null ? null : [...services] }),
});

const writtenRing = ({ name, share, soak, opens }: Ring) => ({
  name,
  ...given({ share }),
  soak,
  ...given({ opens }),
});

function writtenService(service: ServiceRequest): WrittenService {
  const { preset, headroom, counts, background, sites, perSite, signIns, peers, retries, spareFor } = service;
  return {
    ...given({ preset }),
    capacity: writtenCapacity(service),
    headroom,
    counts,
    background,
    ...given({ sites: sites === null ? null : [...sites] }),
    ...(perSite ? { per: "site" as const } : {}),
    signIns,
    ...given({ peers: peers === null ? null : writtenPeers(peers) }),
    retries,
    ...(spareFor === 0 ? {} : { spareFor }),
  };
}

const writtenPeers = ({ bug, ...peers }: Peers) => ({
  ...peers,
  ...given({ bug: bug === null ? null : writtenBug(bug) }),
});

const writtenBug = ({ fixed, ...bug }: PeersBug) => ({ ...bug, ...given({ fixed }) });

function writtenCapacity({ capacity, counts }: ServiceRequest): Capacity {
  if (capacity === null) return null;
  if (counts === "offline") return { kind: "devices", devices: capacity };
  return { kind: "rate", perSecond: perSecond(capacity) };
}

const writtenOrder = ({ atOnce, perSite, settle, sequence, last, capacityOf }: GroupOrder): WrittenOrder => ({
  atOnce,
  perSite,
  settle,
  ...listed("sequence", sequence),
  ...listed("last", last),
  ...given({ capacityOf }),
});

function writtenFreeze(freeze: Freeze): WrittenFreeze {
  const who = { ...concerned(freeze.who), ...(freeze.away ? { away: true } : {}) };
  switch (freeze.kind) {
    case "calendar":
      return { calendar: freeze.file, ...who };
    case "span":
      return { from: freeze.from, to: freeze.to, ...who };
    case "rule": {
      const { rule, start, lasts } = freeze;
      return { rrule: rule, ...given({ start }), lasts, ...who };
    }
  }
}

/** Sites alone stand as such. */
function concerned(who: Selector | null): { who?: Selector; sites?: string[] } {
  if (who === null) return {};
  const isOfSites = Object.entries(who).every(([key, list]) => (key === "site") === (list !== null));
  return isOfSites ? { sites: [...(who.site ?? [])] } : { who };
}
