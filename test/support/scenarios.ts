/** Scenarios for tests: plain ones by hand, and random ones of every kind from a seed. */
import type { Dice } from "./dice.js";
import type { Document } from "./planning.js";

/** Tuesday. */
export const release = "2026-08-11T17:00:00Z";

const at = (hours: number): string =>
  new Date(Date.parse(release) + hours * 3_600_000).toISOString().replace(".000", "");

/** Staged and back at once, one sign-in in the very slot of the wave: what each slot carries is what was put there. */
export const deltaProfile = {
  detect: { fixed: "0m" },
  download: { fixed: "0m" },
  install: { fixed: "0m" },
  lead: { fixed: "0m" },
  offline: { fixed: "0m" },
  signIn: [{ share: "100%", at: "boot", after: { fixed: "0m" } }],
};

const delays = (dice: Dice, longest: number): Document =>
  dice.pick<() => Document>([
    () => ({ fixed: `${dice.whole(0, longest)}m` }),
    () => ({ uniform: ["0m", `${dice.whole(1, longest)}m`] }),
    () => ({ exponential: { mean: `${dice.whole(1, Math.max(1, Math.floor(longest / 3)))}m` } }),
    () => {
      const median = dice.whole(1, Math.max(1, Math.floor(longest / 4)));
      return { lognormal: { median: `${median}m`, p95: `${median * dice.whole(2, 4)}m` } };
    },
  ])();

const presences = [
  {
    rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
    spread: { uniform: ["0m", "90m"] },
    lasts: "9h",
  },
  { rrule: "FREQ=DAILY;BYHOUR=6;BYMINUTE=30", spread: { fixed: "10m" }, lasts: "30m" },
  { rrule: "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", spread: { exponential: { mean: "20m" } }, lasts: "4h" },
];

const windows = ["21:00-05:00", "Mon-Fri 22:00-04:00", "01:00-05:00", "Wed-Thu 20:00-02:00", "00:00-24:00"];

function profile(dice: Dice): Document {
  const waits = dice.chance(0.5);
  const signIn: Document[] = [{ share: dice.whole(2, 15) / 10, at: "boot", after: delays(dice, 20) }];
  if (waits) signIn.push({ share: "70%", at: "presence", displaces: "50%", after: delays(dice, 10) });
  return {
    detect: delays(dice, 600),
    download: delays(dice, 120),
    install: { fixed: "20m" },
    lead: delays(dice, 30),
    offline: delays(dice, 40),
    poweredOn: waits ? dice.pick(["100%", "80%", "45%", "0%"]) : "100%",
    ...(waits ? { presence: dice.pick(presences) } : {}),
    signIn,
    weight: dice.pick([1, 1, 1, 3, 0.2]),
    window: dice.pick(windows),
  };
}

function service(dice: Dice, devices: number, load: number): Document {
  const counts = dice.pick(["signIns", "signIns", "signIns", "restarts", "offline", "calls"]);
  // So that a fleet takes some `load` hours of all that the service carries.
  const perSecond = Math.max(1e-4, devices / (load * 3_600));
  const carries = counts === "offline" ? Math.max(2, Math.ceil(devices / load)) : perSecond;
  const capacity = dice.chance(0.1)
    ? "unknown"
    : counts === "offline"
      ? carries
      : `${Number((carries * 3600).toPrecision(4))}/h`;
  const background = dice.pick(["none", "flat", "office-day"]);
  const peak = `${Number((perSecond * 3600 * dice.between(0.05, 0.7)).toPrecision(3))}/h`;
  return {
    capacity,
    counts,
    headroom: dice.pick(["0%", "20%", "40%"]),
    background:
      background === "none" || counts === "offline"
        ? "none"
        : { peak, shape: background, timezone: "Europe/Berlin" },
    signIns: counts === "calls" ? 0.5 : 1,
    ...(dice.chance(0.3) ? { per: "site" } : {}),
  };
}

export type Kind = {
  readonly goal?: "fastest" | "flattest";
  /** Devices of an entry of the fleet. */
  readonly devices?: (dice: Dice) => number;
  readonly waves?: unknown;
  /** Hours of the service's whole capacity that the fleet needs. */
  readonly load?: (dice: Dice) => number;
};

const someDevices = (dice: Dice): number =>
  dice.pick([() => dice.whole(1, 8), () => dice.whole(20, 400), () => dice.whole(500, 20_000)])();

/** A random scenario: up to three sites, two profiles, two services, rings, freezes; some overloaded. */
export function randomScenario(
  dice: Dice,
  { goal, waves, devices = someDevices, load = (d) => d.pick([2, 6, 12, 40]) }: Kind = {},
): Document {
  const sites = ["Berlin", "NYC", "Pune"].slice(0, dice.whole(1, 3));
  const zones: Readonly<Record<string, string>> = {
    Berlin: "Europe/Berlin",
    NYC: "America/New_York",
    Pune: "Asia/Kolkata",
  };
  const profiles = ["a", "b"].slice(0, dice.whole(1, 2));
  const rings = dice.pick([["only"], ["pilot", "broad"], ["pilot", "broad"]]);
  const fleet = Array.from({ length: dice.whole(1, 4) }, () => ({
    site: dice.pick(sites),
    profile: dice.pick(profiles),
    ring: dice.pick(rings),
    devices: devices(dice),
  }));
  const size = fleet.reduce((sum, entry) => sum + entry.devices, 0);
  const isDated = rings.length > 1 && dice.chance(0.3);
  return {
    version: 1,
    timezone: "UTC",
    release: { at: release },
    slot: dice.pick(["30m", "60m"]),
    deadline: dice.pick(["36h", "2d", "3d", "5d"]),
    ready: dice.pick(["90%", "60%", "99%"]),
    goal: goal ?? dice.pick(["fastest", "flattest"]),
    maxPerSlot: dice.pick(["12.5%", "30%", "100%", "5%"]),
    ...(waves === undefined ? {} : { waves }),
    fleet,
    sites: Object.fromEntries(sites.map((site) => [site, { timezone: zones[site] }])),
    profiles: Object.fromEntries(profiles.map((name) => [name, profile(dice)])),
    rings: rings.map((name, k) => ({
      name,
      soak: dice.pick(["0h", "4h", "12h"]),
      ...(isDated && k > 0 ? { opens: at(dice.whole(12, 30)) } : {}),
    })),
    services: Object.fromEntries(
      ["login", "vpn"].slice(0, dice.whole(1, 2)).map((id) => [id, service(dice, size, load(dice))]),
    ),
    ...(dice.chance(0.3) ? { freezes: [{ from: at(dice.whole(10, 30)), to: at(dice.whole(31, 40)) }] } : {}),
  };
}
