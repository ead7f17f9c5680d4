/** Names of sites, profiles, rings, groups, services and zones. */
import { done, failed, type Outcome } from "../problem.js";
import { nearest } from "./nearest.js";
import { quoted } from "./place.js";

// Control characters, lone surrogates, line separators, and the marks that reverse the order text is shown in.
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const longest = 200;

/** Names that look the same are the same: NFC, without space around them. */
export const normalName = (text: string): string => text.normalize("NFC").trim();

export function parseName(text: string): Outcome<string> {
  const name = normalName(text);
  if (name === "") return failed({ code: "name.empty", message: "a name is empty", hint: "write a name" });
  if (name.length > longest)
    return failed({
      code: "name.long",
      message: `${quoted(name)} is longer than ${longest} characters`,
      hint: "shorten it",
    });
  if (unfit.test(name))
    return failed({
      code: "name.character",
      message: `${quoted(name)} holds a control character`,
      hint: "take it out",
    });
  return done(name);
}

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

/** An IANA zone this machine's Intl knows; the calendar stage owns what happens in it. */
export function parseZoneName(text: string): Outcome<string> {
  const name = text.trim();
  // Node 24 takes +05:30 for a zone, Node 20 does not: refused everywhere, also because such a zone has no summer.
  const isZone = /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name) && isKnownZone(name);
  if (!isZone)
    return failed({
      code: "zone.unknown",
      message: `${quoted(text)} is not an IANA time zone`,
      hint: zoneHint(name),
    });
  return done(listedZones().find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name);
}

const listedZones = (): readonly string[] => [...Intl.supportedValuesOf("timeZone"), ...unlisted];

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
