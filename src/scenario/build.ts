/** From the document in full, its texts now quantities, to the scenario and back. */
import { duration, perSecond, share } from "../units.js";
import type { Capacity } from "./capacity.js";
import type { Written, WrittenProfile, WrittenService } from "./schema.js";
import type {
  Delay,
  Freeze,
  Presence,
  Profile,
  Ring,
  Scenario,
  ServiceRequest,
  SignIn,
  WindowRule,
} from "./scenario.js";

type Windowed = Pick<WrittenProfile, "window" | "windows">;

export function buildScenario(written: Written): Omit<Scenario, "assumptions"> {
  const shared = windowsOf(written) ?? [];
  return {
    name: written.name ?? null,
    timezone: written.timezone ?? null,
    release: written.release,
    slot: written.slot,
    deadline: written.deadline,
    ready: written.ready,
    goal: written.goal,
    maxPerSlot: written.maxPerSlot,
    fleet: written.fleet,
    sites: written.sites ?? new Map(),
    profiles: mapped(written.profiles, (name, profile) => buildProfile(name, profile, shared)),
    defaultProfile: written.profile,
    rings: written.rings?.map(buildRing) ?? null,
    services: mapped(written.services, buildService),
    freezes: (written.freezes ?? []).map(buildFreeze),
    inputs: written.inputs ?? [],
  };
}

const mapped = <From, To>(
  map: ReadonlyMap<string, From>,
  change: (name: string, value: From) => To,
): ReadonlyMap<string, To> => new Map([...map].map(([name, value]) => [name, change(name, value)]));

/** Null where none is given; an empty list is given, and means never. */
function windowsOf({ window, windows }: Windowed): readonly WindowRule[] | null {
  if (window === undefined && windows === undefined) return null;
  return [window ?? [], windows ?? []].flat();
}

function buildProfile(name: string, written: WrittenProfile, shared: readonly WindowRule[]): Profile {
  const { detect, download, install, lead, offline, poweredOn, weight } = written;
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
    weight,
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
  };
}

function buildFreeze(written: NonNullable<Written["freezes"]>[number], index: number): Freeze {
  const where = { sites: written.sites ?? null, path: `freezes[${index}]` };
  if ("calendar" in written) return { kind: "calendar", file: written.calendar, ...where };
  return { kind: "span", from: written.from, to: written.to, ...where };
}

/** `profiles`: those to write; every one where left out. */
export function writtenScenario(scenario: Scenario, profiles?: Iterable<string>): Written {
  const wanted = new Set(profiles ?? scenario.profiles.keys()).add(scenario.defaultProfile);
  const { name, timezone, release, slot, deadline, ready, goal, maxPerSlot, fleet, sites, rings } = scenario;
  return {
    version: 1,
    ...given({ name, timezone }),
    release,
    slot,
    deadline,
    ready,
    goal,
    maxPerSlot,
    fleet,
    ...(sites.size === 0 ? {} : { sites }),
    profile: scenario.defaultProfile,
    profiles: new Map(
      [...scenario.profiles]
        .filter(([name]) => wanted.has(name))
        .map(([name, profile]) => [name, writtenProfile(profile)]),
    ),
    ...(rings === null ? {} : { rings: rings.map(writtenRing) }),
    services: mapped(scenario.services, (_, service) => writtenService(service)),
    ...(scenario.freezes.length === 0 ? {} : { freezes: scenario.freezes.map(writtenFreeze) }),
    ...(scenario.inputs.length === 0 ? {} : { inputs: [...scenario.inputs] }),
  };
}

/** Without what is null: a document leaves that out. */
const given = <Entries extends object>(
  entries: Entries,
): { [Key in keyof Entries]?: NonNullable<Entries[Key]> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null)) as never;

function writtenProfile(profile: Profile): WrittenProfile {
  const { detect, download, install, windows, lead, offline, poweredOn, presence, weight } = profile;
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
    weight,
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
  const { preset, headroom, counts, background, sites, perSite, signIns } = service;
  return {
    ...given({ preset }),
    capacity: writtenCapacity(service),
    headroom,
    counts,
    background,
    ...given({ sites: sites === null ? null : [...sites] }),
    ...(perSite ? { per: "site" as const } : {}),
    signIns,
  };
}

function writtenCapacity({ capacity, counts }: ServiceRequest): Capacity {
  if (capacity === null) return null;
  if (counts === "offline") return { kind: "devices", devices: capacity };
  return { kind: "rate", perSecond: perSecond(capacity) };
}

function writtenFreeze(freeze: Freeze): NonNullable<Written["freezes"]>[number] {
  const sites = given({ sites: freeze.sites === null ? null : [...freeze.sites] });
  return freeze.kind === "calendar"
    ? { calendar: freeze.file, ...sites }
    : { from: freeze.from, to: freeze.to, ...sites };
}
