/** What a row says of its devices, checked: where they are and what kind of client they are. */
import type { Scenario } from "../scenario/scenario.js";
import { cellText, detached, faultOfName } from "./cell.js";
import { zoneName } from "../scenario/zone-name.js";
import { suggestion } from "../scenario/nearest.js";
import { deviceKey, type Marks } from "../scenario/selector.js";
import { quoted } from "../scenario/place.js";
import type { RingRule } from "./ring.js";

/** What the scenario says that a row may leave out. */
export type FleetOptions = Pick<Scenario, "rings" | "sites" | "timezone" | "defaultProfile"> & {
  readonly profiles: ReadonlyMap<string, unknown>;
  /** What selectors ask for; what nobody asks for does not tell devices apart. */
  readonly marks: Marks;
};

/** As written; "" where nothing is. */
export type Written = {
  readonly site: string;
  readonly profile: string;
  readonly ring: string;
  readonly group: string;
  readonly timezone: string;
  /** Separated by commas, semicolons or bars. */
  readonly tags: string;
};

export type Placement = {
  readonly site: string;
  readonly profile: string;
  /** null: cut from the whole fleet. */
  readonly ring: string | null;
  readonly group: string | null;
  readonly timezone: string;
  readonly tags: readonly string[];
  readonly device: string | null;
};

export type Fault = { readonly field: keyof Written; readonly reason: string };

export function placementOf(written: Written, options: FleetOptions, rule: RingRule): Placement | Fault {
  const site = detached(cellText(written.site));
  const group = detached(cellText(written.group));
  const profile = detached(cellText(written.profile)) || options.defaultProfile;
  const ring = rule.kind === "cut" ? null : detached(cellText(written.ring));
  const timezone =
    detached(cellText(written.timezone)) || (options.sites.get(site)?.timezone ?? options.timezone ?? "");
  const fault =
    faultIn({ site, group, profile, ring: ring ?? "", timezone }) ??
    faultOfZone(timezone, site) ??
    faultOfProfile(profile, options) ??
    faultOfRing(ring, rule);
  if (fault !== null) return fault;
  const tags = usedTags(written.tags, options.marks);
  return {
    site,
    profile,
    ring,
    group: group || null,
    timezone: zoneName(timezone) ?? timezone,
    tags,
    device: null,
  };
}

/** Tags that selectors ask for, bytewise. */
const usedTags = (written: string, { tags }: Marks): readonly string[] =>
  tags.size === 0
    ? []
    : [...new Set(written.split(/[,;|]/).map(cellText))]
        .filter((tag) => tags.has(tag))
        .map(detached)
        .sort();

/** A device that a selector names is a cohort of its own. */
export const named = (placement: Placement, device: string, { devices }: Marks): Placement =>
  devices.size > 0 && devices.has(deviceKey(device)) ? { ...placement, device: detached(device) } : placement;

function faultIn(written: Omit<Written, "tags">): Fault | null {
  for (const field of ["site", "group", "profile", "ring", "timezone"] as const) {
    const reason = faultOfName(written[field], field);
    if (reason !== null) return { field, reason };
  }
  return null;
}

function faultOfZone(timezone: string, site: string): Fault | null {
  const field = "timezone";
  const bySite = site === "" ? "" : `, none under sites for ${quoted(site)}`;
  if (timezone === "") return { field, reason: `no time zone: none in the row${bySite}, no default` };
  if (zoneName(timezone) !== null) return null;
  const kind = /^(?:utc|gmt)?[+-]/i.test(timezone)
    ? "a fixed offset, without daylight saving time; write a zone, such as Europe/Berlin"
    : "no IANA or Windows time zone, such as Europe/Berlin";
  return { field, reason: `time zone ${quoted(timezone)} is ${kind}` };
}

function faultOfProfile(profile: string, { profiles }: FleetOptions): Fault | null {
  if (profiles.has(profile)) return null;
  return {
    field: "profile",
    reason: `unknown profile ${quoted(profile)}; ${suggestion(profile, profiles.keys())}`,
  };
}

function faultOfRing(ring: string | null, rule: RingRule): Fault | null {
  if (ring === null) return null;
  if (ring === "") return { field: "ring", reason: "no ring" };
  if (rule.kind !== "named" || rule.rings.some(({ name }) => name === ring)) return null;
  const names = rule.rings.map(({ name }) => name);
  return { field: "ring", reason: `unknown ring ${quoted(ring)}; ${suggestion(ring, names)}` };
}
