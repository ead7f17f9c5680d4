/** A plan as the pipeline would give it: 3 sites, 2 rings, 3 services, 15 min slots over 8 days. Invented, consistent, deterministic. */
import { instantOf, wallOf } from "../../src/calendar/zone.js";
import type { Plan, PlannedCohort, ServiceForecast, Wave } from "../../src/plan/plan.js";
import { type Instant, day, hour, instant, isoInstant, minute, wallTime } from "../../src/units.js";

const slot = 15 * minute;
const slots = 768;
const release = instant(Date.parse("2026-08-11T17:00:00Z"));

type Cut = {
  site: string;
  zone: string;
  ring: string;
  devices: number;
  night: string;
  waves: readonly number[];
};

/** `night` is the local date on which the window of these waves begins (21:00); `waves` its devices slot by slot. */
const cuts: readonly Cut[] = [
  {
    site: "Berlin",
    zone: "Europe/Berlin",
    ring: "pilot",
    devices: 42,
    night: "2026-08-12",
    waves: [12, 12, 12, 6],
  },
  {
    site: "NYC",
    zone: "America/New_York",
    ring: "pilot",
    devices: 30,
    night: "2026-08-12",
    waves: [10, 10, 10],
  },
  { site: "Pune", zone: "Asia/Kolkata", ring: "pilot", devices: 17, night: "2026-08-12", waves: [6, 6, 5] },
  {
    site: "Berlin",
    zone: "Europe/Berlin",
    ring: "broad",
    devices: 4158,
    night: "2026-08-13",
    waves: even(4158, 18),
  },
  {
    site: "NYC",
    zone: "America/New_York",
    ring: "broad",
    devices: 2970,
    night: "2026-08-14",
    waves: even(2970, 24),
  },
  {
    site: "Pune",
    zone: "Asia/Kolkata",
    ring: "broad",
    devices: 1683,
    night: "2026-08-13",
    waves: even(1671, 12),
  },
];

function even(devices: number, waves: number): readonly number[] {
  return Array.from(
    { length: waves },
    (_, w) => Math.floor(((w + 1) * devices) / waves) - Math.floor((w * devices) / waves),
  );
}

const idOf = ({ site, ring }: Cut): string =>
  `${encodeURIComponent(site)}/office/${encodeURIComponent(ring)}`;
const startOf = (s: number): Instant => instant(release + s * slot);

const firstSlot = ({ night, zone }: Cut): number =>
  (instantOf(wallTime(Date.parse(`${night}T21:00:00Z`)), zone) - release) / slot;

function cohortOf(cut: Cut): PlannedCohort {
  const from = firstSlot(cut);
  const open = [0, 1].map((night): [number, number] => [from + night * 96, from + night * 96 + 32]);
  const { site, ring, zone: timezone, devices } = cut;
  return {
    id: idOf(cut),
    site,
    profile: "office",
    ring,
    group: null,
    timezone,
    tags: [],
    device: null,
    devices,
    open,
  };
}

const wavesOf = (cut: Cut): readonly Wave[] =>
  cut.waves.map((devices, w) => {
    const s = firstSlot(cut) + w;
    return {
      cohort: idOf(cut),
      slot: s,
      start: isoInstant(startOf(s)),
      end: isoInstant(startOf(s + 1)),
      devices,
    };
  });

/** Share of the day's peak by local time; weekends a tenth. */
function officeDay(at: Instant, zone: string): number {
  const wall = wallOf(at, zone);
  const hours = (wall % day) / hour;
  const weekend = [0, 6].includes(new Date(wall).getUTCDay()) ? 0.1 : 1;
  const shape =
    hours < 6 ? 0.08 : hours < 8.5 ? 0.1 + ((hours - 6) / 2.5) * 0.9 : Math.max(0.08, 1 - (hours - 8.5) / 8);
  return shape * weekend;
}

/** Sign-ins a second: each cohort's people come back the working morning after, over six slots from 8:00. */
function signIns(cuts: readonly Cut[], share: number): number[] {
  const load = new Array<number>(slots).fill(0);
  for (const cut of cuts) {
    const morning = cut.night === "2026-08-14" ? 59 * hour : 11 * hour;
    const from = firstSlot(cut) + morning / slot;
    const devices = cut.waves.reduce((sum, n) => sum + n, 0);
    [0.1, 0.22, 0.26, 0.2, 0.14, 0.08].forEach((part, k) => {
      load[from + k] = (load[from + k] ?? 0) + (devices * share * part) / 900;
    });
  }
  return load;
}

function service(
  id: string,
  capacity: number | null,
  headroom: number,
  peak: number,
  share: number,
): ServiceForecast {
  const background = Array.from({ length: slots }, (_, s) => peak * officeDay(startOf(s), "Europe/Berlin"));
  const added = signIns(cuts, share);
  const load = background.map((value, s) => round(value + (added[s] ?? 0)));
  const busiest = load.indexOf(Math.max(...load));
  return {
    id,
    counts: "signIns",
    capacity: capacity === null ? null : new Array<number>(slots).fill(capacity),
    limit:
      capacity === null ? null : background.map((value) => Math.max(round(capacity * (1 - headroom)), value)),
    background: background.map(round),
    load,
    peak: {
      slot: busiest,
      load: load[busiest] ?? 0,
      utilisation: capacity === null ? null : round((load[busiest] ?? 0) / capacity),
    },
  };
}

const round = (value: number): number => Number(value.toFixed(6));

const waves = cuts.flatMap(wavesOf).sort((a, b) => a.slot - b.slot || (a.cohort < b.cohort ? -1 : 1));

export const contoso: Plan = {
  format: "second-tuesday/plan@1",
  name: "Contoso, August 2026",
  policy: "optimal",
  goal: "fastest",
  scenarioDigest: "sha256:91c2e4b8a7d6f5031829465768a9bacbdcedfe0f1122334455667788990011aa",
  release: isoInstant(release),
  deadline: isoInstant(instant(release + 7 * day)),
  grid: { start: isoInstant(release), slotMinutes: 15, slots },
  rings: [
    { name: "pilot", opens: isoInstant(release), closes: "2026-08-13T02:00:00Z" },
    { name: "broad", opens: "2026-08-13T15:00:00Z", closes: isoInstant(instant(release + 7 * day)) },
  ],
  groups: [],
  cohorts: cuts.map(cohortOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
  waves,
  unscheduled: [
    {
      cohort: "Pune/office/broad",
      devices: 12,
      reason: "capacity",
      detail: "login carries no more before the deadline; 1 day more plans them all",
    },
  ],
  starts: null,
  excluded: [],
  expectedLate: 12.4,
  services: [
    service("login", 6, 0.4, 1.1, 0.7),
    service("vpn", 1.5, 0.3, 0.7, 0.25),
    service("desk", null, 0.2, 0.004, 0.01),
  ],
  certificate: {
    status: "bounded",
    levels: [
      { name: "unscheduled", unit: "devices", value: 12, relaxed: 12, bound: 12, gap: 0 },
      {
        name: "exposure",
        unit: "device-hours",
        value: 512402.5,
        relaxed: 512345.3,
        bound: 512238.5,
        gap: 3.2e-4,
      },
    ],
    prices: [
      { level: "exposure", row: "limit", service: "login", slot: 255, price: -12.5 },
      { level: "exposure", row: "held", held: "unscheduled", price: 190.25 },
    ],
  },
};

/** The same plan with `name` for the site Berlin, its ring broad and the plan itself. */
export function renamed(name: string): Plan {
  const id = (old: string) =>
    old === "Berlin/office/broad"
      ? `${encodeURIComponent(name.replace(/\p{Cs}/gu, "\ufffd"))}/office/broad`
      : old;
  return {
    ...contoso,
    name,
    cohorts: contoso.cohorts.map((cohort) =>
      cohort.id === "Berlin/office/broad" ? { ...cohort, id: id(cohort.id), site: name, ring: name } : cohort,
    ),
    waves: contoso.waves.map((wave) => ({ ...wave, cohort: id(wave.cohort) })),
  };
}

/** `of` per second in each slot where everything went in the first night: for the chart's ghost. */
export const firstNight = (of: ServiceForecast, share: number): readonly number[] => {
  const added = signIns(
    cuts.map((cut) => ({ ...cut, night: "2026-08-12" })),
    share,
  );
  return of.background.map((value, s) => value + (added[s] ?? 0));
};
