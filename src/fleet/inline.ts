/** The fleet of a scenario that counts its devices itself. */
import { type Outcome, type Problem, done, failed } from "../problem.js";
import type { InlineDevices, Ring } from "../scenario/scenario.js";
import type { Cohort, Fleet } from "./cohort.js";
import { type Part, cohortsOf } from "./cohorts.js";
import { listed } from "./columns.js";
import { quoted } from "../scenario/place.js";
import { deviceKey } from "../scenario/selector.js";
import { type FleetOptions, type Placement, named, placementOf } from "./placement.js";
import { type RingRule, foundRings, largestRemainder, ringRule } from "./ring.js";

/** A fleet and its rings, in the order in which they open. */
export type PlacedFleet = { readonly fleet: Fleet; readonly rings: readonly Ring[] };

/** Devices placed but not yet in a ring, where rings are cut from the whole fleet. */
export type Counted = { readonly placement: Placement; readonly devices: number };

/** A row here is an entry of the list; none is rejected, a wrong one is a problem. */
export function inlineFleet(list: readonly InlineDevices[], options: FleetOptions): Outcome<PlacedFleet> {
  const rule = ringRule(
    options.rings,
    list.some(({ ring }) => ring !== null),
  );
  if (rule === null) return failed(noRings);
  const problems: Problem[] = [];
  const counted: Counted[] = [];
  for (const [at, entry] of list.entries()) {
    const placement = placementIn(entry, options, rule);
    if ("reason" in placement) problems.push(wrongEntry(at, placement.field, placement.reason));
    else if (!isCount(entry.devices)) problems.push(wrongEntry(at, "devices", "not a number of devices"));
    else counted.push({ placement, devices: entry.devices });
  }
  problems.push(...namedTwice(list));
  const all = counted.reduce((sum, { devices }) => sum + devices, 0);
  if (!Number.isSafeInteger(all)) problems.push(tooMany);
  if (problems.length === 0 && list.length === 0) problems.push(noDevices);
  if (problems.length > 0) return failed(...problems);
  const cohorts = cohortsOf(inRings(counted, rule));
  const notes = rule.kind === "cut" && list.some(({ ring }) => ring !== null) ? [ringsCut] : [];
  const fleet = {
    cohorts,
    excluded: [],
    rows: list.length,
    imported: list.length,
    rejected: 0,
    rejections: [],
  };
  return done({
    fleet: { ...fleet, notes: [...notes, ...ringNotes(rule, cohorts)] },
    rings: ringsOf(rule, cohorts),
  });
}

/** Each ring's size is cut from the whole fleet and then from each entry, by largest remainder, ties by list order. */
export function inRings(counted: readonly Counted[], rule: RingRule): readonly Part[] {
  if (rule.kind !== "cut")
    return counted.map(({ placement, devices }) => partOf(placement, placement.ring, devices));
  const left = counted.map(({ devices }) => devices);
  const all = left.reduce((sum, devices) => sum + devices, 0);
  const sizes = largestRemainder(
    all,
    rule.shares.map((share) => Math.round(share * 2 ** 48)),
  );
  return rule.rings.flatMap(({ name }, ring) => {
    const cut = largestRemainder(sizes[ring] ?? 0, left);
    return counted.map(({ placement }, at) => {
      const devices = cut[at] ?? 0;
      left[at] = (left[at] ?? 0) - devices;
      return partOf(placement, name, devices);
    });
  });
}

const partOf = (placement: Placement, ring: string | null, devices: number): Part => ({
  ...placement,
  ring: ring ?? "",
  devices,
});

export const ringsOf = (rule: RingRule, cohorts: readonly Cohort[]): readonly Ring[] =>
  rule.kind === "found" ? foundRings(cohorts) : rule.rings;

export function ringNotes(rule: RingRule, cohorts: readonly Cohort[]): readonly string[] {
  if (rule.kind !== "found") return [];
  const names = foundRings(cohorts).map(({ name }) => name);
  return [
    `the scenario orders no rings: they open smallest first, each 24 h after the one before: ${listed(names)}`,
  ];
}

function namedTwice(list: readonly InlineDevices[]): readonly Problem[] {
  const met = new Map<string, number>();
  return list.flatMap(({ device }, at) => {
    if (device === null) return [];
    const before = met.get(deviceKey(device));
    met.set(deviceKey(device), before ?? at);
    const reason = `${quoted(device)} is in fleet.devices[${before}] already (names compare without case)`;
    return before === undefined ? [] : [wrongEntry(at, "device", reason)];
  });
}

const isCount = (devices: number): boolean => Number.isSafeInteger(devices) && devices > 0;

function placementIn(
  entry: InlineDevices,
  options: FleetOptions,
  rule: RingRule,
): ReturnType<typeof placementOf> {
  const { device, site, profile, ring, group, timezone, tags } = entry;
  const written = {
    site,
    profile: profile ?? "",
    ring: ring ?? "",
    group: group ?? "",
    timezone: timezone ?? "",
    tags: tags.join(";"),
  };
  const placement = placementOf(written, options, rule);
  return device === null || "reason" in placement ? placement : named(placement, device, options.marks);
}

const wrongEntry = (at: number, field: string, reason: string): Problem => ({
  code: `fleet.${field}`,
  message: reason,
  place: { path: `fleet.devices[${at}].${field}` },
});

const ringsCut = "the devices' own rings are passed over: the scenario cuts rings by share";

const noRings: Problem = {
  code: "fleet.ring",
  message: "the rings have no shares, and no devices name their ring",
  hint: "give the rings shares, or the devices a ring each",
  place: { path: "rings" },
};

const noDevices: Problem = {
  code: "fleet.empty",
  message: "the fleet has no devices",
  place: { path: "fleet" },
};

export const tooMany: Problem = {
  code: "fleet.too-many",
  message: `more than ${Number.MAX_SAFE_INTEGER} devices`,
  place: { path: "fleet" },
};
