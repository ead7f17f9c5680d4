/** Seeded scenarios of the benchmark, as JSON text. */

/** Park-Miller: the same numbers on every machine. */
export function dice(seed) {
  let state = seed;
  return (from, to) => {
    state = (state * 48_271) % 2_147_483_647;
    return from + (state % (to - from + 1));
  };
}

const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Tokyo",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Australia/Sydney",
];
const profiles = ["windows-office", "windows-laptop", "windows-kiosk"];

/** `sites` sites in real zones, three profiles each, `devices` in all, two services that bind. */
function fleetScenario({ sites, devices, goal, capacity, seed = 7 }) {
  const roll = dice(seed);
  const parts = Array.from({ length: sites }, (_, s) =>
    profiles.map((profile) => ({
      site: `S${s}`,
      profile,
      timezone: zones[s % zones.length],
      weight: roll(50, 150),
    })),
  ).flat();
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const fleet = parts.map(({ weight, ...part }) => ({
    ...part,
    devices: Math.max(1, Math.round((devices * weight) / all)),
  }));
  const background = { peak: `${capacity / 8}/s`, shape: "office-day" };
  return JSON.stringify({
    version: 1,
    name: `${sites} sites, ${devices} devices, ${goal}`,
    timezone: "UTC",
    release: { at: "2026-12-08T18:00:00Z" },
    window: "Mon-Fri 21:00-05:00",
    deadline: "7d",
    goal,
    fleet,
    services: {
      vpn: { preset: "vpn-concentrator", capacity: `${capacity}/s`, background },
      login: { preset: "active-directory", capacity: `${capacity * 2}/s`, background },
    },
  });
}

export const cases = {
  "12,000 devices, 27 cohorts x 2 rings, fastest": fleetScenario({
    sites: 9,
    devices: 12_000,
    goal: "fastest",
    capacity: 0.6,
  }),
  "100,000 devices, 30 cohorts x 2 rings, fastest": fleetScenario({
    sites: 10,
    devices: 100_000,
    goal: "fastest",
    capacity: 4.4,
  }),
  "100,000 devices, 30 cohorts x 2 rings, flattest": fleetScenario({
    sites: 10,
    devices: 100_000,
    goal: "flattest",
    capacity: 4.4,
  }),
  "10,000,000 devices, 30 cohorts x 2 rings, fastest": fleetScenario({
    sites: 10,
    devices: 10_000_000,
    goal: "fastest",
    capacity: 440,
  }),
  "100,000 devices, 180 cohorts x 2 rings, fastest": fleetScenario({
    sites: 60,
    devices: 100_000,
    goal: "fastest",
    capacity: 4.4,
  }),
};
