/** The checker by mutation: hundreds of single edits of valid plans, the digest left alone, every one reported. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { Dice } from "../support/dice.js";
import { copyOf, type Document, faultsOf, staggeredOnly, type Staggering } from "../support/planning.js";
import { release } from "../support/scenarios.js";

type Mutable<T> = T extends string | number | null ? T : { -readonly [K in keyof T]: Mutable<T[K]> };
type Draft = Mutable<Plan>;
type Of<List extends readonly unknown[]> = List[number];
/** Changes the draft in place; false where this plan has nothing to change so. */
type Edit = (draft: Draft, dice: Dice) => boolean;

const some = <T>(list: readonly T[], dice: Dice): T | undefined =>
  list.length === 0 ? undefined : list[dice.whole(0, list.length - 1)];

const ofWave =
  (change: (wave: Of<Draft["waves"]>, draft: Draft, dice: Dice) => boolean | void): Edit =>
  (draft, dice) => {
    const wave = some(draft.waves, dice);
    return wave !== undefined && change(wave, draft, dice) !== false;
  };
const ofService =
  (change: (service: Of<Draft["services"]>, dice: Dice) => boolean | void): Edit =>
  (draft, dice) => {
    const service = some(draft.services, dice);
    return service !== undefined && change(service, dice) !== false;
  };
const ofLevel =
  (change: (level: Of<Draft["certificate"]["levels"]>, dice: Dice) => boolean | void): Edit =>
  (draft, dice) => {
    const level = some(draft.certificate.levels, dice);
    return level !== undefined && change(level, dice) !== false;
  };
const ofCohort =
  (change: (cohort: Of<Draft["cohorts"]>, dice: Dice) => boolean | void): Edit =>
  (draft, dice) => {
    const cohort = some(draft.cohorts, dice);
    return cohort !== undefined && change(cohort, dice) !== false;
  };

const later = (text: string, minutes: number): string =>
  new Date(Date.parse(text) + minutes * 60_000).toISOString().replace(".000", "");

function scale(series: number[], dice: Dice, factor: number): boolean {
  const slot = dice.whole(0, series.length - 1);
  if ((series[slot] as number) < 1e-8) return false;
  series[slot] = (series[slot] as number) * factor;
  return true;
}

const edits: Readonly<Record<string, Edit>> = {
  "a device more in a wave": ofWave((wave) => void (wave.devices += 1)),
  "a device fewer in a wave": ofWave((wave) => void (wave.devices -= 1)),
  "a device moved to another wave": (draft, dice) => {
    const [from, to] = [some(draft.waves, dice), some(draft.waves, dice)];
    if (from === undefined || to === undefined || from === to) return false;
    from.devices -= 1;
    to.devices += 1;
    return true;
  },
  "a wave dropped": (draft, dice) => {
    const waves = draft.waves;
    return waves.length > 0 && waves.splice(dice.whole(0, waves.length - 1), 1).length === 1;
  },
  "a wave twice": (draft, dice) => {
    const waves = draft.waves;
    const k = dice.whole(0, Math.max(0, waves.length - 1));
    return waves.length > 0 && waves.splice(k, 0, waves[k] as (typeof waves)[number]).length === 0;
  },
  "a wave an hour later, in slot and times": ofWave((wave, draft) => {
    wave.slot += 60 / draft.grid.slotMinutes;
    wave.start = later(wave.start, 60);
    wave.end = later(wave.end, 60);
    draft.waves.sort((a, b) => a.slot - b.slot || (a.cohort < b.cohort ? -1 : 1));
  }),
  "a wave one slot earlier, in slot and times": ofWave((wave, draft) => {
    wave.slot -= 1;
    wave.start = later(wave.start, -draft.grid.slotMinutes);
    wave.end = later(wave.end, -draft.grid.slotMinutes);
    draft.waves.sort((a, b) => a.slot - b.slot || (a.cohort < b.cohort ? -1 : 1));
  }),
  "a wave's start alone": ofWave((wave) => void (wave.start = later(wave.start, 1))),
  "a wave's end alone": ofWave((wave) => void (wave.end = later(wave.end, 15))),
  "a wave of another cohort": ofWave((wave, draft, dice) => {
    const other = some(
      draft.cohorts.filter(({ id }) => id !== wave.cohort),
      dice,
    );
    if (other === undefined) return false;
    wave.cohort = other.id;
    return true;
  }),
  "a wave of nobody": ofWave((wave) => void (wave.cohort = "nobody")),
  "half a device": ofWave((wave) => void (wave.devices += 0.5)),
  "an unscheduled device more": (draft, dice) => {
    const entry = some(draft.unscheduled, dice);
    if (entry !== undefined) entry.devices += 1;
    return entry !== undefined;
  },
  "an unscheduled device invented": (draft) => {
    const cohort = draft.cohorts[0] as Of<Draft["cohorts"]>;
    draft.unscheduled.unshift({ cohort: cohort.id, devices: 1, reason: "rounding", detail: "" });
    return true;
  },
  "another reason": (draft, dice) => {
    const entry = some(draft.unscheduled, dice);
    if (entry !== undefined) entry.reason = entry.reason === "windows" ? "deadline" : "windows";
    return entry !== undefined;
  },
  "unscheduled forgotten": (draft) => draft.unscheduled.splice(0).length > 0,
  "more late": (draft) => Boolean((draft.expectedLate += 0.5)),
  "a load": ofService(({ load }, dice) => scale(load, dice, 1.001)),
  "a background": ofService(({ background }, dice) => scale(background, dice, 1.001)),
  "a limit": ofService((service, dice) => {
    if (service.limit === null) return false;
    return scale(service.limit, dice, 1.01);
  }),
  "a capacity": ofService((service, dice) => {
    if (service.capacity === null) return false;
    return scale(service.capacity, dice, 1.01);
  }),
  "a service without its limits": ofService((service) => {
    if (service.limit === null) return false;
    service.limit = null;
    return true;
  }),
  "another slot for the peak": ofService((service) => {
    const other = service.load.findIndex((value: number) => value < service.peak.load * 0.99);
    if (other < 0) return false;
    service.peak.slot = other;
    return true;
  }),
  "a lower peak": ofService((service) => void (service.peak.load *= 0.9)),
  "a lower utilisation": ofService((service) => {
    if (service.peak.utilisation === null) return false;
    service.peak.utilisation *= 0.9;
    return true;
  }),
  "what a service counts": ofService(
    (service) => void (service.counts = service.counts === "calls" ? "restarts" : "calls"),
  ),
  "a service's name": ofService((service) => void (service.id += "x")),
  "a service dropped": (draft) => draft.services.splice(0, 1).length === 1,
  "a level's value": ofLevel((level) => void (level.value += 1)),
  "a level's bound": ofLevel((level) => void (level.bound += 0.01 * Math.max(1, level.bound))),
  "a level's gap": ofLevel((level) => void (level.gap = level.gap === 0 ? 0.01 : 0)),
  "a level's unit": ofLevel((level) => void (level.unit = level.unit === "share" ? "devices" : "share")),
  "a level's relaxed value": ofLevel((level) => void (level.relaxed += 0.01 * Math.max(1, level.relaxed))),
  "a level dropped": (draft) => draft.certificate.levels.splice(0, 1).length === 1,
  "the status": (draft) =>
    Boolean((draft.certificate.status = draft.certificate.status === "proven" ? "bounded" : "proven")),
  "a status of stopped": (draft) => Boolean((draft.certificate.status = "stopped")),
  "a price up": (draft, dice) => {
    const entry = some(draft.certificate.prices, dice);
    if (entry !== undefined) entry.price *= 1.5;
    return entry !== undefined;
  },
  "a price down": (draft, dice) => {
    const entry = some(draft.certificate.prices, dice);
    if (entry !== undefined) entry.price *= 0.5;
    return entry !== undefined;
  },
  "a price dropped": (draft, dice) => {
    const prices = draft.certificate.prices;
    return prices.length > 0 && prices.splice(dice.whole(0, prices.length - 1), 1).length === 1;
  },
  "a price twice": (draft) => {
    const prices = draft.certificate.prices;
    return prices.length > 0 && prices.push(prices[0] as (typeof prices)[number]) > 0;
  },
  "a price below nothing": (draft, dice) => {
    const entry = some(draft.certificate.prices, dice);
    if (entry !== undefined) entry.price = -entry.price;
    return entry !== undefined;
  },
  "a cohort's devices": ofCohort((cohort) => void (cohort.devices += 1)),
  "a cohort's zone": ofCohort((cohort) => void (cohort.timezone = "Asia/Tokyo")),
  "a cohort's ring": ofCohort((cohort) => void (cohort.ring += "x")),
  "a cohort's tags": ofCohort((cohort) => void (cohort.tags = [...cohort.tags, "zz"])),
  "a cohort's device": ofCohort((cohort) => void (cohort.device = cohort.device === null ? "PC-1" : null)),
  "an excluded device more": (draft, dice) => {
    const entry = some(draft.excluded, dice);
    if (entry !== undefined) entry.devices += 1;
    return entry !== undefined;
  },
  "another reason for leaving out": (draft, dice) => {
    const entry = some(draft.excluded, dice);
    if (entry !== undefined) entry.reason += "!";
    return entry !== undefined;
  },
  "excluded forgotten": (draft) => draft.excluded.splice(0).length > 0,
  "a cohort excluded": (draft) =>
    draft.excluded.push({ cohort: (draft.cohorts[0] as Of<Draft["cohorts"]>).id, devices: 1, reason: "" }) >
    0,
  "a cohort's open slots": ofCohort((cohort) => {
    const range = cohort.open[0];
    if (range !== undefined) range[0] -= 1;
    return range !== undefined;
  }),
  "a ring opening earlier": (draft) => {
    const ring = draft.rings[1];
    if (ring !== undefined) ring.opens = later(ring.opens, -24 * 60);
    return ring !== undefined;
  },
  "a ring closing after the deadline": (draft) => {
    const ring = draft.rings.at(-1) as Of<Draft["rings"]>;
    ring.closes = later(ring.closes, 60);
    return true;
  },
  "a ring's name": (draft) => Boolean(((draft.rings[0] as Of<Draft["rings"]>).name += "x")),
  "the release": (draft) => Boolean((draft.release = later(draft.release, 60))),
  "the deadline": (draft) => Boolean((draft.deadline = later(draft.deadline, 60))),
  "the grid's start": (draft) => Boolean((draft.grid.start = later(draft.grid.start, 15))),
  "the grid's length": (draft) => Boolean((draft.grid.slots += 1)),
  "the slot's length": (draft) => Boolean((draft.grid.slotMinutes *= 2)),
  "the goal": (draft) => Boolean((draft.goal = draft.goal === "fastest" ? "flattest" : "fastest")),
};

const base: Document = {
  version: 1,
  timezone: "UTC",
  release: { at: release },
  deadline: "5d",
  slot: "30m",
  window: "21:00-05:00",
  sites: { Berlin: { timezone: "Europe/Berlin" }, NYC: { timezone: "America/New_York" } },
  fleet: [
    { site: "Berlin", profile: "windows-office", devices: 900 },
    { site: "NYC", profile: "windows-laptop", devices: 700 },
    { site: "NYC", profile: "windows-kiosk", devices: 90 },
  ],
};
const services = (vpn: string, login: string): Document => ({
  services: {
    vpn: { capacity: vpn, headroom: "20%", background: { peak: "6/h", shape: "office-day" } },
    login: { capacity: login, headroom: "20%" },
  },
});

const peers = {
  profiles: { "windows-office": "2%", "windows-kiosk": "5%" },
  each: "5/h",
  promotion: "40m",
  clients: 8,
};

const scenarios: Readonly<Record<string, Document>> = {
  "fastest, limits that bind": { ...base, ...services("150/h", "140/h") },
  flattest: { ...base, ...services("150/h", "160/h"), goal: "flattest" },
  "overloaded, most unscheduled": { ...base, ...services("20/h", "140/h"), deadline: "4d" },
  "one capacity unknown": { ...base, ...services("150/h", "unknown") },
  "pinned, tagged and excluded": {
    ...base,
    ...services("150/h", "140/h"),
    fleet: [
      { site: "Berlin", profile: "windows-office", devices: 600, tags: ["vip"] },
      { site: "Berlin", profile: "windows-office", devices: 300 },
      { site: "NYC", profile: "windows-laptop", devices: 500 },
      { site: "NYC", profile: "windows-kiosk", devices: 90, tags: ["old"] },
      { site: "NYC", profile: "windows-kiosk", device: "KIOSK-1", devices: 1 },
    ],
    pins: [{ who: { device: "kiosk-1" }, at: "2026-08-14T12:00" }],
    exclude: [{ who: { tag: "old" }, reason: "replaced" }],
    never: [{ on: "13 monthly", who: { tag: "vip" } }],
  },
  "clients that are capacity": {
    ...base,
    services: {
      vpn: { capacity: "150/h", headroom: "20%", background: { peak: "6/h", shape: "office-day" } },
      login: { capacity: "160/h", headroom: "20%", peers },
    },
  },
  "clients that are capacity, flattest": {
    ...base,
    services: { login: { capacity: "160/h", headroom: "20%", peers } },
    goal: "flattest",
  },
  "devices that restart early": {
    ...base,
    ...services("150/h", "140/h"),
    profiles: {
      "windows-office": { extends: "windows-office", early: "45%" },
      "windows-laptop": { extends: "windows-laptop", early: "30%", unmanaged: "windows-11-intune" },
    },
  },
  "no capacity known": { ...base, ...services("unknown", "unknown") },
};

/** Times each edit is made, at different places. */
const TRIES = 4;

describe.each(Object.entries(scenarios))("a plan, %s", (_, document) => {
  let staggering: Staggering;
  beforeAll(async () => {
    staggering = await staggeredOnly(document);
  });

  test("passes as it is", () => {
    expect(faultsOf(staggering.rollout, copyOf(staggering.plan))).toEqual([]);
  });

  test.each(Object.entries(edits))("is refused with one edit: %s", (name, edit) => {
    for (let seed = 1; seed <= TRIES; seed++) {
      const draft = copyOf(staggering.plan) as Draft;
      if (!edit(draft, new Dice(seed))) continue;
      const found = faultsOf(staggering.rollout, draft as Plan);
      expect(found, `${name}, seed ${seed}`).not.toEqual([]);
    }
  });
});
