/** A scenario with very many cohorts, as its document: what long lists are tried with. */

const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Tokyo",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Australia/Sydney",
];
const profiles = ["office", "laptop", "desk", "kiosk"];
const RINGS = 2;
/** Devices of a cohort, in turn: sizes that no two neighbours share. */
const sizes = [1200, 90, 640, 310, 45, 2100, 180];

/**
 * Cohorts of one zone and profile look alike, so the program stays small; slots are coarse, and a cohort needs at least sixteen of
 * them.
 *
 * @param cohorts a multiple of eight: sites by four profiles by two rings
 */
export function bigDocument(cohorts) {
  const sites = Array.from(
    { length: cohorts / profiles.length / RINGS },
    (_, s) => `Site-${String(s).padStart(3, "0")}`,
  );
  const fleet = sites.flatMap((site, s) =>
    profiles.map((profile, p) => ({
      site,
      profile,
      timezone: zones[s % zones.length],
      devices: sizes[(s * profiles.length + p) % sizes.length],
    })),
  );
  const devices = fleet.reduce((sum, entry) => sum + entry.devices, 0);
  return {
    version: 1,
    name: `${cohorts} cohorts`,
    timezone: "Europe/Berlin",
    release: { at: "2026-08-11T17:00:00Z" },
    slot: "60m",
    deadline: "9d",
    maxPerSlot: "6.5%",
    window: "21:00-05:00",
    profiles: {
      office: { extends: "windows-office" },
      laptop: { extends: "windows-laptop" },
      desk: { extends: "windows-office", download: { lognormal: { median: "20m", p95: "2h" } } },
      kiosk: { extends: "windows-kiosk" },
    },
    rings: [{ name: "early", share: "20%", soak: "24h" }, { name: "broad" }],
    fleet,
    services: {
      login: {
        preset: "active-directory",
        capacity: `${Math.round(devices / 4)}/h`,
        background: { peak: `${Math.round(devices / 50)}/h`, shape: "office-day" },
      },
    },
  };
}
