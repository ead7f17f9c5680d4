/**
 * A second solver: the programs of `--write-lp`, solved by native glpsol, give the values that the plan's certificate states.
 * Run by CI after a build, where glpsol comes from Debian's glpk-utils: node test/stagger/glpsol.check.mjs
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSolver, plan, prepare } from "../../dist/src/index.js";
import { dice } from "../support/random-scenario.mjs";
import { withPeers } from "../support/peered.mjs";

/** Relative. */
const TOLERANCE = 1e-6;

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"];
const profiles = ["windows-office", "windows-laptop", "windows-kiosk", "windows-server"];

const threeRings = [
  { name: "pilot", share: "2%", soak: "12h" },
  { name: "early", share: "20%", soak: "4h" },
  { name: "broad" },
];

/** Small fleets of one to three sites, then middling ones of eight. */
const SMALL = 24;
const MIDDLING = 4;
/** Then the first of them again, with clients that are a part of the capacity. */
const PEERED = 8;

/** Domain controllers that take turns and are the login service, beside whatever the fleet is. */
const controllers = (k) => ({
  fleet: Array.from({ length: 1 + (k % 3) }, () => ({
    site: "S0",
    profile: "windows-server",
    group: "dc",
    timezone: zones[0],
    devices: 2 + (k % 4),
  })),
  order: { dc: { atOnce: 1 + (k % 2), settle: "30m", ...(k % 4 < 2 ? { capacityOf: "login" } : {}) } },
});

/** Scenarios of every kind: both goals, one to three rings, groups, presence and power, freezes, three counts, loose and tight. */
function scenario(k) {
  const isSmall = k < SMALL;
  const sites = isSmall ? 1 + (k % 3) : 8;
  const devices = isSmall ? [60, 700, 9_000][k % 3] : 60_000;
  const fleet = Array.from({ length: sites }, (_, s) =>
    profiles.slice(0, 2 + ((k + s) % 3)).map((profile, p) => ({
      site: `S${s}`,
      profile,
      timezone: zones[s % zones.length],
      devices: Math.max(1, Math.round((devices * (3 + ((k + s + p) % 5))) / (sites * 12))),
    })),
  ).flat();
  const groups = k % 3 === 2 || k % 8 === 0 ? controllers(k) : null;
  const perHour = (devices / (k % 2 === 0 ? 14 : 6)).toPrecision(3);
  return {
    version: 1,
    timezone: "UTC",
    release: { at: "2026-08-11T17:00:00Z" },
    deadline: k % 4 === 0 ? "3d" : "6d",
    slot: !isSmall ? "60m" : k % 5 === 0 ? "15m" : "30m",
    goal: k % 2 === 0 ? "fastest" : "flattest",
    window: "21:00-05:00",
    fleet: [...fleet, ...(groups?.fleet ?? [])],
    ...(groups === null ? {} : { order: groups.order }),
    ...(k % 3 === 0 ? { rings: [{ name: "all" }] } : k % 6 === 1 ? { rings: threeRings } : {}),
    services: {
      login: {
        capacity: `${perHour}/h`,
        headroom: "20%",
        background: { peak: `${(perHour / 5).toPrecision(3)}/h`, shape: "office-day" },
      },
      other: {
        capacity: `${(perHour / 2).toPrecision(3)}/h`,
        headroom: "0%",
        counts: ["restarts", "calls", "signIns"][k % 3],
        signIns: 0.4,
      },
    },
    ...(k % 4 === 1 ? { freezes: [{ from: "2026-08-13T12:00:00Z", to: "2026-08-14T12:00:00Z" }] } : {}),
  };
}

const inputs = {
  shippedCalendars: [],
  shippedCalendar: async () => null,
  open: async () => ({ ok: false, problems: [] }),
};

function glpsolValue(folder, name, text) {
  const [file, answer] = [path.join(folder, `${name}.lp`), path.join(folder, `${name}.txt`)];
  writeFileSync(file, text);
  // As behind our door: with its presolver or its scaling GLPK calls points optimal that are 1e-4 off, and more.
  execFileSync("glpsol", ["--nopresol", "--noscale", "--std", "--lp", file, "-o", answer], {
    stdio: "ignore",
  });
  const report = readFileSync(answer, "utf8");
  const found = /Objective: +z = (\S+)/.exec(report);
  return /Status: +OPTIMAL/.test(report) ? Number(found?.[1]) : Number.NaN;
}

if (spawnSync("glpsol", ["--version"]).status !== 0) {
  console.error("glpsol is not on the PATH: apt-get install glpk-utils");
  process.exit(1);
}
const solve = await openSolver();
const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-glpsol-"));
let [passed, failed] = [0, 0];
/** Peers are of profiles by name: here of the presets'. */
const peered = (k) =>
  withPeers(
    { ...scenario(k), profiles: Object.fromEntries(profiles.map((name) => [name, { extends: name }])) },
    dice(k + 1),
    1,
  );
for (let k = 0; k < SMALL + MIDDLING + PEERED; k++) {
  const isPeered = k >= SMALL + MIDDLING;
  const document = isPeered ? peered(k - SMALL - MIDDLING) : scenario(k);
  const prepared = await prepare({
    text: JSON.stringify(document),
    file: "case.json",
    overrides: {},
    now: null,
    inputs,
  });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
  const { staggered } = plan(prepared.value, solve, () => undefined);
  for (const { name, text, relaxed: stated, unit } of staggered.programTexts()) {
    const found = glpsolValue(folder, `${k}-${name}`, text) * unit;
    const isSame = Math.abs(found - stated) <= TOLERANCE * Math.max(1e-3, Math.abs(stated));
    if (isSame) passed += 1;
    else failed += 1;
    console.log(
      `${isSame ? "same" : "DIFFERENT"}  scenario ${k}${isPeered ? " (peers)" : ""}, ${name}: ours ${stated}, glpsol ${found}`,
    );
  }
}
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
