/**
 * Names of time zones: IANA's, and Windows' own ("W. Europe Standard Time"), which inventories and Outlook write. The one door to
 * windows-iana, the table of Unicode CLDR. Fixed offsets are refused: such a zone has no summer.
 */
import { findIana } from "windows-iana";
import { done, failed, type Outcome } from "../problem.js";
import { nearest } from "./nearest.js";
import { quoted } from "./place.js";

/** A fleet has few zones; a column of nonsense must not be kept. */
const mostRemembered = 1_000;
const remembered = new Map<string, string | null>();

/** The IANA zone of that name in IANA's spelling, for a Windows name the zone of its main territory; null: none. */
export function zoneName(text: string): string | null {
  const name = text.trim();
  let zone = remembered.get(name);
  if (zone === undefined) {
    zone = ianaName(name) ?? windowsZone(name);
    if (remembered.size < mostRemembered) remembered.set(name, zone);
  }
  return zone;
}

export function parseZoneName(text: string): Outcome<string> {
  const zone = zoneName(text);
  if (zone !== null) return done(zone);
  return failed({
    code: "zone.unknown",
    message: `${quoted(text)} is not an IANA or Windows time zone`,
    hint: zoneHint(text.trim()),
  });
}

// Node 24 takes +05:30 for a zone, Node 20 does not: only names are zones, everywhere.
const ianaName = (name: string): string | null =>
  /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name) && isKnownZone(name)
    ? (listedZones().find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name)
    : null;

const windowsZone = (name: string): string | null => findIana(name).find(isKnownZone) ?? null;

// Intl.supportedValuesOf lacks these (Node 20 and 24), though Intl knows them.
const unlisted = [
  "UTC",
  "Etc/UTC",
  "Asia/Kolkata",
  "Europe/Kyiv",
  "Asia/Ho_Chi_Minh",
  "US/Pacific",
  "US/Eastern",
];

const listedZones = (): readonly string[] => [...Intl.supportedValuesOf("timeZone"), ...unlisted];

/** By the city that a place is called after, "Berlin" or "New York office"; null: of none. A guess: there are several Londons. */
export function zoneOfPlace(place: string): string | null {
  const words = wordsOf(place);
  return cities().find(([city]) => words === city || words.startsWith(`${city} `))?.[1] ?? null;
}

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

let citiesRead: readonly (readonly [string, string])[] | null = null;
/** Cities with their zones, the longest names first. */
const cities = (): readonly (readonly [string, string])[] =>
  (citiesRead ??= listedZones()
    .filter((zone) => zone.includes("/") && !/^(?:Etc|US)\//.test(zone))
    .map((zone) => [wordsOf(zone.slice(zone.lastIndexOf("/") + 1)), zone] as const)
    .sort(([a, one], [b, other]) => b.length - a.length || (one < other ? -1 : 1)));

function zoneHint(name: string): string {
  const zones = listedZones();
  const lastPart = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1);
  // People write the city: "Berlin", "New York".
  const wanted = lastPart(name.replaceAll(" ", "_")).toLowerCase();
  const near =
    zones.find((zone) => lastPart(zone).toLowerCase() === wanted) ??
    nearest(name.replaceAll(" ", "_"), zones);
  return near === undefined ? "write a zone such as Europe/Berlin" : `did you mean ${quoted(near)}?`;
}

function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
