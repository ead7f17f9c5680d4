/**
 * Seeded instances of the solver's benchmark, as JSON text. By size: cohorts x slots to the deadline x services. One ring, so that the
 * program is one; sites in real zones with windows of their own, and delays by group of sites, so that hardly two cohorts are
 * alike. The capacities are the least with which nobody is left out (found one service at a time, by a linear program) divided by 0.6 to
 * 0.8: the fleet needs so much of what each can carry. Those of xl are scaled up from a smaller fleet over the same 28 days.
 */
import { dice } from "./cases.mjs";

const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Tokyo",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Australia/Sydney",
  "Europe/London",
  "America/Los_Angeles",
  "Africa/Johannesburg",
];
const kinds = ["office", "laptop", "kiosk", "server"];
/** Groups of sites with delays and working hours of their own. */
const GROUPS = 5;

/** Clients of a group of sites; `hours` from release until the last has asked for the update. */
function profile(kind, group, hours) {
  const isAttended = kind === "office" || kind === "laptop";
  return {
    extends: `windows-${kind}`,
    detect: { uniform: ["0h", `${hours - (hours * group) / (4 * GROUPS)}h`] },
    download: { lognormal: { median: `${15 + 6 * group}m`, p95: `${90 + 30 * group}m` } },
    offline: { lognormal: { median: `${3 + group}m`, p95: `${10 + 3 * group}m` } },
    ...(kind === "laptop" ? { poweredOn: `${50 + 5 * group}%` } : {}),
    ...(isAttended
      ? {
          presence: {
            rrule: `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=${7 + (group % 3)};BYMINUTE=${15 * (group % 4)}`,
            spread: { uniform: ["0m", `${60 + 15 * group}m`] },
            lasts: "9h",
          },
        }
      : {}),
  };
}

/** A window a site: 3 to 5 h of some nights; where there is but one night, 6 to 8 h of it. */
function nightly(roll, days) {
  const [start, length] = days > 1 ? [80 + roll(0, 15), roll(12, 20)] : [88 + roll(0, 7), roll(24, 32)];
  const nights = days > 1 ? ["Mon-Fri", "Mon-Thu", "Tue-Sat", "Mon,Wed,Thu,Fri"][roll(0, 3)] : "Mon-Fri";
  return `${nights} ${clock(start)}-${clock(start + length)}`;
}

/** 96 quarters of an hour are a day. */
const clock = (quarter) =>
  `${String(Math.floor(quarter / 4) % 24).padStart(2, "0")}:${String(15 * (quarter % 4)).padStart(2, "0")}`;

/** The services in their order: everybody's logins, a broker that counts restarts, a desk, then VPNs of parts of the sites. */
function servicesOf(count, sites, capacities) {
  const every = (n, rest) => sites.filter((_, s) => s % n === rest);
  const vpns = count - 3;
  const all = [
    ["login", { headroom: "20%" }],
    ["broker", { counts: "restarts", headroom: "10%", sites: every(2, 0) }],
    ["desk", { preset: "service-desk" }],
    ...Array.from({ length: Math.max(0, vpns) }, (_, v) => [
      `vpn-${v}`,
      { headroom: "30%", sites: every(vpns, v) },
    ]),
  ];
  return Object.fromEntries(
    all.slice(0, count).map(([id, service], r) => [
      id,
      {
        ...service,
        capacity: `${capacities[r]}/h`,
        background: { peak: `${capacities[r] / 4}/h`, shape: "office-day" },
      },
    ]),
  );
}

/** `capacities` are per hour, in the order of the services. */
function instance({ cohorts, days, slot = "15m", devices, capacities, goal, seed = 7 }) {
  const roll = dice(seed);
  const sites = Array.from({ length: Math.ceil(cohorts / kinds.length) }, (_, s) => `S${s}`);
  const parts = sites
    .flatMap((site, s) =>
      kinds.map((kind) => ({ site, profile: `${kind}-${s % GROUPS}`, weight: roll(20, 200) })),
    )
    .slice(0, cohorts);
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const hours = days > 1 ? 22 : 1;
  return JSON.stringify({
    version: 1,
    name: `${cohorts} cohorts, ${days} d in slots of ${slot}, ${capacities.length} services, ${goal}`,
    timezone: "UTC",
    release: { at: "2026-10-13T17:00:00Z" },
    slot,
    deadline: `${days}d`,
    goal,
    rings: [{ name: "all" }],
    sites: Object.fromEntries(sites.map((site, s) => [site, { timezone: zones[s % zones.length] }])),
    profiles: Object.fromEntries(
      Array.from({ length: GROUPS }, (_, group) =>
        kinds.map((kind) => [`${kind}-${group}`, profile(kind, group, hours)]),
      ).flat(),
    ),
    windows: sites.map((site) => ({ during: nightly(roll, days), who: { site } })),
    fleet: parts.map(({ weight, ...part }) => ({
      ...part,
      devices: Math.max(1, Math.round((devices * weight) / all)),
    })),
    services: servicesOf(capacities.length, sites, capacities),
  });
}

const vpns = [
  1700, 1950, 1800, 2100, 1750, 2000, 1850, 1900, 1700, 2050, 1800, 1950, 1750, 2100, 1850, 2000, 1900,
];
const sizes = {
  small: { cohorts: 20, days: 1, devices: 20_000, capacities: [2300] },
  medium: { cohorts: 100, days: 7, devices: 200_000, capacities: [3780, 1940, 57.5] },
  large: {
    cohorts: 500,
    days: 7,
    devices: 1_500_000,
    capacities: [25_700, 10_700, 416, 4220, 5010, 5300, 3500, 4970, 5930, 5350],
  },
  xl: { cohorts: 2_000, days: 28, devices: 6_000_000, capacities: [27_000, 18_500, 274, ...vpns] },
};

/** With services that carry so much more: full on the first nights only, as where a week is long enough. */
const roomy = (size, by) => ({
  ...size,
  capacities: size.capacities.map((capacity) => Number((by * capacity).toPrecision(4))),
});
const roomySizes = Object.fromEntries(
  ["medium", "large"].map((name) => [`roomy ${name}`, roomy(sizes[name], 2)]),
);

const ROOM = 2.5;
/** Like medium, with room enough that few sites do as well; capacities go with the devices. */
function grown({ cohorts = 24, slot, devices = 48_000 }) {
  const capacities = sizes.medium.capacities.map((capacity) =>
    Number(((ROOM * capacity * devices) / sizes.medium.devices).toPrecision(4)),
  );
  return { cohorts, days: 7, slot, devices, capacities };
}

const growth = {
  cohorts: [24, 48, 96].map((cohorts) => [
    `${cohorts} cohorts`,
    grown({ cohorts, devices: 2_000 * cohorts }),
  ]),
  slots: [30, 15, 10].map((minutes) => [`${(7 * 24 * 60) / minutes} slots`, grown({ slot: `${minutes}m` })]),
  devices: [10_000, 10_000_000].map((devices) => [`${devices} devices`, grown({ devices })]),
};

/** Names of the instances by what grows, smallest first. */
export const growing = Object.fromEntries(
  Object.entries(growth).map(([by, steps]) => [by, steps.map(([name]) => name)]),
);

/** By name: the document for a goal. */
export const instances = Object.fromEntries(
  [...Object.entries(sizes), ...Object.entries(roomySizes), ...Object.values(growth).flat()].map(
    ([name, size]) => [name, (goal) => instance({ ...size, goal })],
  ),
);
