/** Cohorts from parts: devices counted by site, profile, ring, group, zone and what selectors ask for. */
import type { Cohort } from "./cohort.js";

/** A cohort without its id, or a part of one. */
export type Part = Omit<Cohort, "id">;

/** Equal for parts of one cohort. Names hold no control characters, so nothing else is equal. */
export const keyOfPart = (part: Omit<Part, "devices">): string => {
  const { site, profile, ring, group, timezone, tags, device } = part;
  return [site, profile, ring, group ?? "", timezone, tags.join("\n"), device ?? ""].join("\0");
};

/** Merged, and by id bytewise. */
export function cohortsOf(parts: Iterable<Part>): readonly Cohort[] {
  const merged = new Map<string, Part>();
  for (const part of parts) {
    if (part.devices === 0) continue;
    const key = keyOfPart(part);
    merged.set(key, { ...part, devices: part.devices + (merged.get(key)?.devices ?? 0) });
  }
  const zones = zonesBySite(merged.values());
  return [...merged.values()]
    .map((part) => ({ id: idOf(part, (zones.get(part.site)?.size ?? 0) > 1), ...part }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function zonesBySite(parts: Iterable<Part>): ReadonlyMap<string, ReadonlySet<string>> {
  const zones = new Map<string, Set<string>>();
  for (const { site, timezone } of parts) zones.set(site, (zones.get(site) ?? new Set()).add(timezone));
  return zones;
}

function idOf(part: Part, siteHasZones: boolean): string {
  const { site, profile, ring, group, timezone, tags, device } = part;
  const fields = [site, profile, ring].map(encoded);
  if (group !== null) fields.push(encoded(group));
  if (siteHasZones) fields.push(encoded(timezone));
  // Neither + nor = is in an encoded name.
  fields.push(...tags.map((tag) => `+${encoded(tag)}`));
  if (device !== null) fields.push(`=${encoded(device)}`);
  return fields.join("/");
}

// "-" stands for an empty field, so a field that is "-" is written otherwise.
const encoded = (field: string): string =>
  field === "" ? "-" : field === "-" ? "%2D" : encodeURIComponent(field);
