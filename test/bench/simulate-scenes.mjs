/** What the benchmark simulates: the examples, a small fleet in many zones, and one fleet that grows in one way after another. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { dice } from "./cases.mjs";

const examples = path.resolve(import.meta.dirname, "../../examples");
const release = { at: "2026-08-11T17:00:00Z" };
const everyZone = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"));
/** So many zones from all over the world. */
const zones = (count) =>
  Array.from({ length: count }, (_, i) => everyZone[Math.floor((i * everyZone.length) / count)]);

/** Three or four servers at each of 351 sites in 61 zones: as large as a network that measures the internet. */
function manyZones() {
  const roll = dice(7);
  const fleet = Array.from({ length: 351 }, (_, s) => ({
    site: `S${s}`,
    profile: "linux-server",
    timezone: zones(61)[s % 61],
    devices: roll(3, 4),
  }));
  return JSON.stringify({
    version: 1,
    name: "61 zones",
    timezone: "UTC",
    release,
    window: "22:00-05:00",
    fleet,
    services: {
      login: { preset: "active-directory", capacity: "2/s", background: { peak: "0.2/s", shape: "flat" } },
      deploy: { counts: "restarts", capacity: "30/min" },
    },
  });
}

const kinds = ["windows-office", "windows-laptop", "windows-kiosk"];

/** By default 24 cohorts in 8 zones, seven days and what follows, two services. */
function growing({ devices = 12_000, days = 7, services = 2, cohorts = 24 }) {
  const parts = cohorts / kinds.length;
  const fleet = zones(parts).flatMap((timezone, s) =>
    kinds.map((profile) => ({ site: `S${s}`, profile, timezone, devices: Math.round(devices / cohorts) })),
  );
  const service = (_, r) => [
    `login-${r}`,
    {
      preset: "active-directory",
      capacity: `${devices / (400 + r)}/s`,
      background: { peak: `${devices / 4_000}/s`, shape: "office-day" },
    },
  ];
  return JSON.stringify({
    version: 1,
    name: "growing",
    timezone: "UTC",
    release,
    window: "Mon-Fri 21:00-05:00",
    deadline: `${days}d`,
    rings: [{ name: "all" }],
    fleet,
    services: Object.fromEntries(Array.from({ length: services }, service)),
  });
}

const sizes = {
  devices: [12_000, 1_200_000, 120_000_000],
  days: [7, 14, 28],
  services: [2, 4, 8],
  cohorts: [24, 48, 96],
};

/** Names of the scenes by what grows, smallest first. */
export const growths = Object.fromEntries(
  Object.entries(sizes).map(([by, all]) => [by, all.map((size) => `${size} ${by}`)]),
);

/** By name: the text, and where its files are. */
export const scenes = {
  contoso: () => ({
    text: readFileSync(path.join(examples, "contoso/scenario.yaml"), "utf8"),
    in: path.join(examples, "contoso"),
  }),
  skype: () => ({ text: readFileSync(path.join(examples, "skype-2007.yaml"), "utf8"), in: examples }),
  zones: () => ({ text: manyZones(), in: examples }),
  ...Object.fromEntries(
    Object.entries(sizes).flatMap(([by, all]) =>
      all.map((size) => [`${size} ${by}`, () => ({ text: growing({ [by]: size }), in: examples })]),
    ),
  ),
};
