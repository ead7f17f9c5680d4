/** Random scenarios with selectors, pins, freezes that recur, exclusions and calendars, each with its own reading of the clock. */
import { instantOf, wallOf } from "../../src/calendar/zone.js";
import { day, hour, type Instant, instant, isoWall, minute, wallTime } from "../../src/units.js";
import type { Dice } from "./dice.js";
import type { Document } from "./planning.js";
import { randomScenario } from "./scenarios.js";

/** Of whom the tests ask; a cohort of a plan is one. */
export type Device = {
  readonly site: string;
  readonly profile: string;
  readonly ring: string;
  readonly timezone: string;
  readonly tags: readonly string[];
  readonly device: string | null;
};

/** What stands in the document, and what it means, said otherwise than in the code under test. */
export type Said = {
  readonly form: Document | string;
  readonly concerns: (device: Device) => boolean;
  readonly holds: (at: Instant, zone: string) => boolean;
};

export type Selected = {
  readonly document: Document;
  readonly files: Readonly<Record<string, string>>;
  /** By profile. */
  readonly windows: ReadonlyMap<string, readonly Said[]>;
  readonly freezes: readonly Said[];
  readonly pins: readonly Pick<Said, "concerns" | "holds">[];
  readonly devices: number;
};

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const weekdayOf = (date: number): string => weekdays[(((date + 3) % 7) + 7) % 7] as string;
const dateOf = (at: Instant, zone: string): number => Math.floor(wallOf(at, zone) / day);
const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
const iso = (wall: number): string => isoWall(wallTime(wall)).slice(0, 16);

/** Names that stand in the scenario. */
type Names = {
  readonly profiles: readonly string[];
  readonly rings: readonly string[];
  readonly sites: readonly string[];
};

function someone(dice: Dice, names: Names): { who: Document; concerns: Said["concerns"] } {
  const timezone = dice.pick(["Europe/Berlin", "Asia/Kolkata"]);
  const [site, profile, ring] = [dice.pick(names.sites), dice.pick(names.profiles), dice.pick(names.rings)];
  const tag = dice.pick(["vip", "old stock"]);
  return dice.pick<{ who: Document; concerns: Said["concerns"] }>([
    { who: { tag }, concerns: ({ tags }) => tags.includes(tag) },
    { who: { tag: ["vip", "dmz"] }, concerns: ({ tags }) => tags.includes("vip") || tags.includes("dmz") },
    { who: { device: "srv-1" }, concerns: ({ device }) => device === "SRV-1" },
    {
      who: { device: ["SRV-2", "Srv-1"] },
      concerns: ({ device }) => device === "SRV-1" || device === "srv-2",
    },
    { who: { timezone }, concerns: (each) => each.timezone === timezone },
    {
      who: { site, tag },
      concerns: (each) => each.site === site && each.tags.includes(tag),
    },
    { who: { profile: [profile], ring }, concerns: (each) => each.profile === profile && each.ring === ring },
  ]);
}

const concerning = (
  dice: Dice,
  names: Names,
  share: number,
): { who?: Document; concerns: Said["concerns"] } =>
  dice.chance(share) ? someone(dice, names) : { concerns: () => true };

/** From `from` on each of these days for `length` minutes of real time. */
const nightly =
  (isDay: (date: number, zone: string) => boolean, from: number, length: number): Said["holds"] =>
  (at, zone) =>
    [-2, -1, 0].some((back) => {
      const date = dateOf(at, zone) + back;
      const start = instantOf(wallTime(date * day + from * minute), zone);
      return isDay(date, zone) && start <= at && at < start + length * minute;
    });

function window(dice: Dice, names: Names, release: Instant): Said {
  const { who, concerns } = concerning(dice, names, 0.4);
  const [from, length] = [30 * dice.whole(0, 47), 30 * dice.whole(4, 24)];
  const on = dice.pick([["Mon", "Tue", "Wed", "Thu", "Fri"], ["Wed", "Sat", "Sun"], weekdays]);
  const after = dice.whole(0, 3);
  const days = dice.whole(1, 3);
  const date = Math.floor(release / day) + dice.whole(0, 3);
  const start = date * day + from * minute;
  const said = (form: Document, holds: Said["holds"]): Said => ({
    form: { ...form, ...(who === undefined ? {} : { who }) },
    concerns,
    holds,
  });
  return dice.pick<() => Said>([
    () =>
      said(
        { during: `${on.join(",")} ${clock(from)}-${clock((from + length) % 1440)}` },
        nightly((each) => on.includes(weekdayOf(each)), from, length),
      ),
    () =>
      said(
        { afterRelease: `${after}d`, at: clock(from), lasts: `${length}m`, days },
        nightly(
          (each, zone) => {
            const since = each - dateOf(release, zone);
            return after <= since && since < after + days;
          },
          from,
          length,
        ),
      ),
    () =>
      said(
        { from: iso(start), to: iso(start + 9 * hour) },
        (at, zone) =>
          instantOf(wallTime(start), zone) <= at && at < instantOf(wallTime(start + 9 * hour), zone),
      ),
    () =>
      said(
        { from: `${iso(start)}Z`, to: `${iso(start + 9 * hour)}Z` },
        (at) => start <= at && at < start + 9 * hour,
      ),
    // The calendar below.
    () =>
      said(
        { calendar: "./nights.ics" },
        nightly(() => true, 22 * 60, 240),
      ),
  ])();
}

function freeze(dice: Dice, names: Names, release: Instant): Said {
  const { who, concerns } = concerning(dice, names, 0.7);
  const date = Math.floor(release / day) + dice.whole(0, 4);
  const dayOfMonth = new Date(date * day).getUTCDate();
  const [from, to] = [60 * dice.whole(0, 11), 60 * dice.whole(12, 23)];
  const said = (form: Document, holds: Said["holds"]): Said => ({
    form: { ...form, ...(who === undefined ? {} : { who }) },
    concerns,
    holds,
  });
  const time = (at: Instant, zone: string): number => (wallOf(at, zone) % day) / minute;
  return dice.pick<() => Said>([
    () =>
      said(
        { on: `${dayOfMonth} monthly` },
        (at, zone) => new Date(wallOf(at, zone)).getUTCDate() === dayOfMonth,
      ),
    () => said({ on: iso(date * day).slice(0, 10) }, (at, zone) => dateOf(at, zone) === date),
    () =>
      said(
        { during: `${clock(from)}-${clock(to)}` },
        (at, zone) => from <= time(at, zone) && time(at, zone) < to,
      ),
    () =>
      said(
        { during: `Fri,Sat ${clock(to)}-${clock(from)}` },
        (at, zone) =>
          (["Fri", "Sat"].includes(weekdayOf(dateOf(at, zone))) && time(at, zone) >= to) ||
          (["Fri", "Sat"].includes(weekdayOf(dateOf(at, zone) - 1)) && time(at, zone) < from),
      ),
    () =>
      said(
        { from: iso(date * day + 6 * hour), to: `${iso(date * day + 60 * hour)}Z` },
        (at, zone) => instantOf(wallTime(date * day + 6 * hour), zone) <= at && at < date * day + 60 * hour,
      ),
    () =>
      said(
        { calendar: "./two-hours.ics" },
        nightly(() => true, 30, 120),
      ),
    () => said({ calendar: "./nothing.ics" }, () => false),
  ])();
}

const ics = (...lines: readonly string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const daily = (start: string, length: string): readonly string[] => [
  "BEGIN:VEVENT",
  `DTSTART:${start}`,
  `DURATION:${length}`,
  "RRULE:FREQ=DAILY",
  "END:VEVENT",
];
const files = {
  "./nights.ics": ics(...daily("20260701T220000", "PT4H")),
  "./two-hours.ics": ics(...daily("20260701T003000", "PT2H")),
  "./nothing.ics": ics(),
};

const some = <T>(dice: Dice, most: number, make: () => T): readonly T[] =>
  Array.from({ length: dice.whole(0, most) }, make);

export function selectedScenario(dice: Dice): Selected {
  const plain = randomScenario(dice, { devices: (each) => each.whole(1, 300) });
  // The second has Berlin's clocks go back before the deadline.
  const release = instant(Date.parse(dice.pick(["2026-08-11T17:00:00Z", "2026-10-20T17:00:00Z"])));
  const entries = plain["fleet"] as readonly Document[];
  const [first = {}] = entries;
  const fleet: readonly Document[] = [
    ...entries.map((entry) => ({
      ...entry,
      tags: ["vip", "dmz", "old stock"].filter(() => dice.chance(0.4)),
    })),
    { ...first, device: "SRV-1", devices: 1, tags: ["dmz"] },
    { ...first, device: "srv-2", devices: 1 },
  ];
  const profiles = Object.entries(plain["profiles"] as Readonly<Record<string, Document>>);
  const names: Names = {
    profiles: profiles.map(([name]) => name),
    rings: (plain["rings"] as readonly { readonly name: string }[]).map(({ name }) => name),
    sites: entries.map(({ site }) => String(site)),
  };
  const windows = new Map(
    profiles.map(([name]) => [
      name,
      [window(dice, names, release), ...some(dice, 2, () => window(dice, names, release))],
    ]),
  );
  const freezes = some(dice, 3, () => freeze(dice, names, release));
  const pins = some(dice, 2, () => {
    const { who, concerns } = someone(dice, names);
    const wall = Math.floor(release / day) * day + dice.whole(24, 60) * hour + 17 * minute;
    const slot = Number.parseInt(String(plain["slot"]), 10) * minute;
    const holds: Said["holds"] = (at, zone) =>
      Math.floor(instantOf(wallTime(wall), zone) / slot) * slot === at;
    return { form: { who, at: iso(wall) }, concerns, holds };
  });
  const half = Math.floor(freezes.length / 2);
  const document: Document = {
    ...plain,
    release: { at: new Date(release).toISOString() },
    fleet,
    profiles: Object.fromEntries(
      profiles.map(([name, profile]) => [
        name,
        { ...profile, window: windows.get(name)?.map(({ form }) => form) ?? [] },
      ]),
    ),
    freezes: freezes.slice(0, half).map(({ form }) => form),
    never: freezes.slice(half).map(({ form }) => form),
    pins: pins.map(({ form }) => form),
    exclude: dice.chance(0.4) ? [{ who: someone(dice, names).who, reason: "left out" }] : [],
    ...(dice.chance(0.3) ? { change: { notice: "20h" } } : {}),
  };
  const devices = fleet.reduce((sum, { devices }) => sum + Number(devices), 0);
  return { document, files, windows, freezes, pins, devices };
}
