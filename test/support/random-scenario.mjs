/** Random scenarios of every kind from a seed, as documents, for checks that run outside vitest. */
import { withEarly } from "./early.mjs";
import { withOverload } from "./overloaded.mjs";
import { withPeers } from "./peered.mjs";

const release = "2026-08-11T17:00:00Z";
const at = (hours) => new Date(Date.parse(release) + hours * 3_600_000).toISOString().replace(".000", "");
/** Without offset: on the clock of each site. */
const localAt = (hours) => at(hours).slice(0, 16);

/** mulberry32: the same numbers on every machine. */
export function dice(seed) {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least, most) => least + Math.floor(next() * (most - least + 1));
  const pick = (options) => options[whole(0, options.length - 1)];
  return { whole, pick, chance: (share) => next() < share };
}

const places = {
  Berlin: { timezone: "Europe/Berlin", holidays: "DE-BY" },
  NYC: { timezone: "America/New_York" },
  Pune: { timezone: "Asia/Kolkata" },
  Apia: { timezone: "Pacific/Apia" },
  London: { timezone: "GMT Standard Time", holidays: "GB" },
};

function delay(roll, longest) {
  const median = roll.whole(1, Math.max(1, Math.floor(longest / 4)));
  return roll.pick([
    { fixed: `${roll.whole(0, longest)}m` },
    { uniform: ["0m", `${roll.whole(1, longest)}m`] },
    { exponential: { mean: `${roll.whole(1, Math.max(1, Math.floor(longest / 3)))}m` } },
    { lognormal: { median: `${median}m`, p95: `${median * roll.whole(2, 4)}m` } },
    { points: [["0m", "20%"], [`${longest}m`, "100%"]] }, // prettier-ignore
  ]);
}

const presences = [
  {
    rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
    spread: { uniform: ["0m", "90m"] },
    lasts: "9h",
  },
  { rrule: "FREQ=DAILY;BYHOUR=6;BYMINUTE=30", spread: { fixed: "10m" }, lasts: "30m" },
  { rrule: "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", spread: { exponential: { mean: "20m" } }, lasts: "4h" },
];

const windows = [
  "21:00-05:00",
  "Mon-Fri 22:00-04:00",
  "01:00-05:00",
  "Wed-Thu 20:00-02:00",
  "00:00-24:00",
  { afterRelease: "1d", at: "20:00", lasts: "6h", days: 3 },
  { rrule: "FREQ=DAILY;BYHOUR=2,14", lasts: "90m" },
];

/** Of a preset, or every number its own. */
function profile(roll) {
  if (roll.chance(0.25))
    return { extends: roll.pick(["windows-office", "windows-laptop", "windows-kiosk", "windows-server"]) };
  const waits = roll.chance(0.5);
  const signIn = [{ share: roll.whole(2, 15) / 10, at: "boot", after: delay(roll, 20) }];
  if (waits) signIn.push({ share: "70%", at: "presence", displaces: "50%", after: delay(roll, 10) });
  return {
    detect: delay(roll, 600),
    download: delay(roll, 120),
    install: { fixed: "20m" },
    lead: delay(roll, 30),
    offline: delay(roll, 40),
    poweredOn: waits ? roll.pick(["100%", "80%", "45%", "0%"]) : "100%",
    ...(waits ? { presence: roll.pick(presences) } : {}),
    signIn,
    weight: roll.pick([1, 1, 1, 3, 0.2]),
    ...(roll.chance(0.5) ? { window: roll.pick(windows) } : {}),
  };
}

/** Half an hour of all that the service carries is light, 40 h are too much for most windows, 400 h for any. */
function service(roll, devices, sites) {
  const hours = roll.pick([0.5, 1, 1, 2, 4, 8, 40, 400]);
  const counts = roll.pick(["signIns", "signIns", "signIns", "restarts", "offline", "calls"]);
  const perHour = Math.max(0.4, devices / hours);
  const carries =
    counts === "offline" ? Math.max(2, Math.ceil(perHour)) : `${Number(perHour.toPrecision(4))}/h`;
  const background = counts === "offline" ? "none" : roll.pick(["none", "flat", "office-day"]);
  const peak = `${Number(((perHour * roll.whole(5, 70)) / 100).toPrecision(3))}/h`;
  return {
    capacity: roll.chance(0.1) ? "unknown" : carries,
    counts,
    headroom: roll.pick(["0%", "20%", "40%"]),
    background: background === "none" ? "none" : { peak, shape: background, timezone: "Europe/Berlin" },
    signIns: counts === "calls" ? 0.5 : 1,
    ...(roll.chance(0.3) ? { per: "site" } : {}),
    ...(roll.chance(0.2) ? { sites: [roll.pick(sites)] } : {}),
  };
}

function freeze(roll, sites) {
  const from = roll.whole(10, 60);
  return {
    ...roll.pick([
      { from: at(from), to: at(from + roll.whole(1, 20)) },
      { from: localAt(from), to: localAt(from + roll.whole(1, 20)) },
      { during: "Mon-Fri 06:00-20:00" },
      { on: "13..14 monthly" },
      { rrule: "FREQ=DAILY;BYHOUR=12", lasts: "2h" },
    ]),
    ...(roll.chance(0.5) ? { who: someone(roll, sites) } : {}),
    ...(roll.chance(0.3) ? { away: true } : {}),
  };
}

const someone = (roll, sites) =>
  roll.pick([
    { site: roll.pick(sites) },
    { profile: "a" },
    { tag: "vip" },
    { site: sites, tag: ["vip", "lab"] },
    { device: "srv-01" },
    { timezone: "Europe/Berlin" },
  ]);

/** Rings that the fleet's entries name (by pick), or with shares, or none, which is pilot and broad. */
function rings(roll) {
  const soak = () => roll.pick(["0h", "4h", "12h"]);
  const names = roll.pick([["only"], ["pilot", "broad"], ["pilot", "broad", "late"]]);
  const opens = (k) => (k > 0 && roll.chance(0.3) ? { opens: at(12 * k + roll.whole(0, 12)) } : {});
  return roll.pick([
    { names, rings: names.map((name, k) => ({ name, soak: soak(), ...opens(k) })) },
    { names: null, rings: [{ name: "first", share: "20%", soak: soak() }, { name: "rest" }] },
    { names: null, rings: null },
  ]);
}

/** Domain controllers by name, beside whatever groups the fleet has; in one scenario of three. */
function controllers(roll, fleet, ring) {
  if (!roll.chance(0.35)) return;
  const [{ site, profile }] = fleet;
  for (let i = 1; i <= roll.whole(1, 4); i++)
    fleet.push({ site, profile, ...ring(), group: "dc", device: `DC-${i}`, devices: 1 });
  const other = roll.pick(fleet);
  if (roll.chance(0.5))
    fleet.push({
      site: other.site,
      profile: other.profile,
      ...ring(),
      group: "dc",
      devices: roll.whole(1, 9),
    });
}

/** How the devices of the fleet's groups take turns. */
function order(roll, fleet, services) {
  const groups = new Set(fleet.flatMap(({ group }) => group ?? []));
  const turns = (group) => {
    const own = fleet.filter((entry) => entry.group === group);
    const names = own.flatMap(({ device }) => device ?? []);
    const first = roll.pick([names[0], { site: own[0].site }, undefined]);
    const last = names.length > 1 && typeof first === "string" ? names[1] : undefined;
    return {
      atOnce: roll.pick([1, 1, 2, 7, "10%", "25%", "50%"]),
      perSite: roll.chance(0.7),
      settle: roll.pick(["0m", "30m", "3h"]),
      ...(first === undefined ? {} : { sequence: [first] }),
      ...(last === undefined ? {} : { last: [last.toLowerCase()] }),
      ...(roll.chance(0.5) ? { capacityOf: roll.pick(services) } : {}),
    };
  };
  return groups.size === 0
    ? {}
    : { order: Object.fromEntries([...groups].map((group) => [group, turns(group)])) };
}

/** Up to five sites, two profiles, three services; some need far more than there is, some are one device. */
export function randomScenario(seed) {
  // Dice of their own: peers, readiness for an overload and early devices change nothing else of a scenario.
  const peered = withPeers(scenarioOf(dice(seed)), dice(seed + 0x5eed), 0.25);
  const overloaded = withOverload(peered, dice(seed + 0x10ad), 0.3);
  return withEarly(overloaded, dice(seed + 0xea51), 0.2);
}

function scenarioOf(roll) {
  const sites = Object.keys(places).slice(0, roll.whole(1, 5));
  const profiles = ["a", "b"].slice(0, roll.whole(1, 2));
  const ringed = rings(roll);
  const size = roll.pick([[1, 1], [1, 8], [20, 400], [500, 20_000], [50_000, 1_000_000]]); // prettier-ignore
  const ring = () => (ringed.names === null ? {} : { ring: roll.pick(ringed.names) });
  const fleet = Array.from({ length: roll.whole(1, 5) }, () => ({
    site: roll.pick(sites),
    profile: roll.pick(profiles),
    ...ring(),
    devices: roll.whole(...size),
    ...(roll.chance(0.2) ? { tags: roll.pick([["vip"], ["lab"], ["vip", "lab"]]) } : {}),
    ...(roll.chance(0.2) ? { group: roll.pick(["dc", "sql"]) } : {}),
  }));
  if (roll.chance(0.3)) fleet.push({ site: sites[0], profile: "a", ...ring(), device: "SRV-01", devices: 1 });
  const devices = fleet.reduce((sum, entry) => sum + entry.devices, 0);
  const some = (share, make) => (roll.chance(share) ? make() : {});
  const scenario = {
    version: 1,
    timezone: "UTC",
    release: roll.pick([{ at: release }, { calendar: "microsoft", on: "2026-08" }]),
    slot: roll.pick(["15m", "30m", "30m", "60m", "60m"]),
    deadline: roll.pick(["36h", "2d", "3d", "5d", "6d"]),
    ready: roll.pick(["90%", "60%", "99%"]),
    goal: roll.pick(["fastest", "flattest"]),
    maxPerSlot: roll.pick(["12.5%", "30%", "100%", "5%"]),
    ...(roll.chance(0.3) ? { waves: roll.pick(["few", { few: "10%", spread: "4h" }, { few: "0.5%" }]) } : {}),
    window: roll.pick(windows),
    fleet,
    sites: Object.fromEntries(sites.map((site) => [site, places[site]])),
    profiles: Object.fromEntries(profiles.map((name) => [name, profile(roll)])),
    ...(ringed.rings === null ? {} : { rings: ringed.rings }),
    services: Object.fromEntries(
      ["login", "vpn", "desk"]
        .slice(0, roll.whole(1, 3))
        .map((id) => [id, service(roll, devices, [fleet[0].site])]),
    ),
    ...some(0.35, () => ({ freezes: Array.from({ length: roll.whole(1, 2) }, () => freeze(roll, sites)) })),
    ...some(0.15, () => ({ pins: [{ who: someone(roll, sites), at: at(roll.whole(6, 34)) }] })),
    ...some(0.1, () => ({
      exclude: [{ who: roll.pick([{ tag: "lab" }, { device: "srv-01" }]), reason: "test lab" }],
    })),
    ...some(0.1, () => ({ change: { notice: `${roll.whole(1, 20)}h` } })),
  };
  controllers(roll, fleet, ring);
  return { ...scenario, ...some(0.8, () => order(roll, fleet, Object.keys(scenario.services))) };
}
