/** Months in which hotpatched devices need no restart: planning one is harmless, and in vain. */
import { releasesBetween } from "../calendar/release.js";
import { wallOf } from "../calendar/zone.js";
import { pathText } from "../scenario/place.js";
import { day, instant } from "../units.js";
import type { Around } from "./around.js";
import type { Found } from "./finding.js";
import { countWords, monthWords } from "./words.js";

/** What release.ts calls the releases that a scenario adds: those may need a restart in any month. */
const outOfBand = "out of band";

export function hotpatchWithoutRestart(around: Around): readonly Found[] {
  const { scenario, release, cohorts } = around;
  const isMicrosofts = !("at" in scenario.release) && scenario.release.calendar === "microsoft";
  if (!isMicrosofts || release.summary === outOfBand || isBaseline(around)) return [];
  const profiles = new Map<string, number>();
  for (const { profile, devices } of cohorts)
    if (scenario.profiles.get(profile)?.hotpatch === true)
      profiles.set(profile, (profiles.get(profile) ?? 0) + devices);
  const zone = release.zone ?? "UTC";
  return [...profiles].map(([profile, devices]) => ({
    message: `profile "${profile}" (${countWords(devices, "device")}) is hotpatched, and ${monthWords(wallOf(release.released, zone))} is no baseline: Windows itself needs no restart, .NET, drivers and firmware may`,
    hint: `leave them out: exclude: [{ who: { profile: ${profile} }, reason: hotpatch month }]`,
    place: { path: pathText(["profiles", profile, "hotpatch"]) },
    first: release.released,
    zone,
  }));
}

/** Also where the baselines are not known, or not yet. */
function isBaseline({ hotpatchBaselines, release }: Around): boolean {
  if (hotpatchBaselines === null) return true;
  const zone = release.zone ?? "UTC";
  const { released } = release;
  const month = monthWords(wallOf(released, zone));
  const baselines = releasesBetween(
    hotpatchBaselines,
    { start: instant(0), end: instant(released + 31 * day) },
    zone,
  );
  if (!baselines.ok || !baselines.value.some(({ at }) => at <= released)) return true;
  return baselines.value.some(({ at }) => monthWords(wallOf(at, zone)) === month);
}
