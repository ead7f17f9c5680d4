import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import {
  assumptionsOf,
  type Overrides,
  readScenario,
  type Scenario,
  scenarioJsonSchema,
  windowProblems,
} from "../../src/scenario/index.js";
import { everyone } from "../../src/scenario/selector.js";

const smallest = `version: 1
release: { calendar: microsoft, on: next }
fleet: { file: devices.csv }
window: Mon-Fri 21:00-05:00
deadline: 7d
services: { vpn: { preset: vpn-concentrator, capacity: unknown } }
`;

const whole = `version: 1
name: Contoso, August 2026
timezone: America/New_York                # for wall-clock values that belong to no site
release: { calendar: microsoft, on: 2026-08 }
slot: 15m                                 # 5m 10m 15m 20m 30m 60m
deadline: 7d
ready: 90%
goal: fastest
maxPerSlot: 12.5%
fleet: { file: ./fleet.csv, columns: { device: DeviceName } }
sites: { Berlin: { timezone: Europe/Berlin } }
profiles:
  office:
    extends: windows-office
    detect: { uniform: [0h, 22h] }
    download: { lognormal: { median: 40m, p95: 6h } }
    install: { fixed: 20m }
    windows: [ { rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=21;BYMINUTE=0", lasts: 8h } ]
    lead: { fixed: 0m }
    offline: { lognormal: { median: 4m, p95: 12m } }
    poweredOn: 100%
    presence: { rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0", spread: { uniform: [0m, 90m] }, lasts: 9h }
    signIn: [ { share: 100%, after: { uniform: [0m, 5m] }, services: [login] }, { share: 70%, at: presence, displaces: 80% } ]
    weight: 1
    early: 45%
    unmanaged:
      defer: 1d
      detect: { every: 22h, less: 20% }
      download: { lognormal: { median: 40m, p95: 6h } }
      install: { fixed: 0m }
      power: [ { share: 20%, on: always }, { share: 80%, on: { rrule: "FREQ=DAILY;BYHOUR=8", spread: { uniform: [0m, 90m] }, lasts: 9h } } ]
      apply:
        - { share: 39%, at: shutdown }
        - { share: 31%, at: person, after: { exponential: { mean: 6h } }, hours: 07:00-19:00 }
        - { share: 20%, at: schedule, rrule: "FREQ=DAILY;BYHOUR=3", missed: 1m }
        - { share: 10%, at: automatic, after: { fixed: 5m } }
      lead: { fixed: 15m }
      activeHours: 08:00-17:00
      deadline: { after: 7d, grace: 2d, counts: discovery }
      rings: { pilot: { defer: 0d, deadline: 1d, grace: 1d } }
rings: [ { name: pilot, share: 1%, soak: 24h }, { name: broad } ]
services:
  login:
    preset: active-directory
    capacity: 40/s
    headroom: 40%
    counts: signIns
    background: { peak: 8/s, shape: office-day, timezone: Europe/Berlin }
    sites: [ Berlin ]
    signIns: 1
    retries: { backoff: 10s, giveUp: 33%, failureCost: 60% }
    spareFor: 0
freezes: [ { calendar: ./quarter-end.ics }, { from: 2026-08-14T18:00, to: 2026-08-17T06:00, sites: [Berlin] } ]
waves: fine
`;

const linesOf = (text: string, overrides?: Overrides): readonly string[] => {
  const read = readScenario(text, { file: "s.yaml" }, overrides);
  return read.ok ? [] : read.problems.map(problemLine);
};
const scenarioOf = (text: string, overrides?: Overrides): Scenario => {
  const read = readScenario(text, { file: "s.yaml" }, overrides);
  if (!read.ok) throw new Error(read.problems.map(problemLine).join("\n"));
  return read.value;
};
const [minutes, hours] = [60_000, 3_600_000];

describe("the smallest scenario", () => {
  const scenario = scenarioOf(smallest);

  test("takes the defaults", () => {
    expect(scenario).toMatchObject({
      name: null,
      timezone: null,
      release: { calendar: "microsoft", on: { kind: "next" } },
      slot: 15 * minutes,
      deadline: 7 * 24 * hours,
      ready: 0.9,
      goal: "fastest",
      maxPerSlot: 0.125,
      fleet: { file: "devices.csv", columns: new Map() },
      defaultProfile: "windows-office",
      rings: null,
      freezes: [],
    });
  });

  test("takes what the service preset says, and never a capacity", () => {
    expect(scenario.services.get("vpn")).toEqual({
      id: "vpn",
      preset: "vpn-concentrator",
      capacity: null,
      headroom: 0.4,
      counts: "signIns",
      background: { kind: "none" },
      sites: null,
      perSite: false,
      signIns: 1,
      peers: null,
      retries: { backoff: { base: 30_000, cap: 30_000 }, giveUp: 0.2, failureCost: 0.7 },
      spareFor: 0,
    });
  });

  test("knows every preset profile, with the window of the scenario", () => {
    expect([...scenario.profiles.keys()]).toEqual([
      "windows-office",
      "windows-laptop",
      "windows-kiosk",
      "windows-server",
      "linux-server",
    ]);
    for (const { windows } of scenario.profiles.values())
      expect(windows).toMatchObject([{ text: "Mon-Fri 21:00-05:00", lasts: 8 * hours }]);
  });
});

describe("the whole scenario", () => {
  const scenario = scenarioOf(whole);

  test("reads to the letter", () => {
    expect(scenario).toMatchObject({
      name: "Contoso, August 2026",
      timezone: "America/New_York",
      release: { calendar: "microsoft", on: { kind: "month", year: 2026, month: 8 } },
      fleet: { file: "./fleet.csv", columns: new Map([["device", "DeviceName"]]) },
      sites: new Map([["Berlin", { timezone: "Europe/Berlin", holidays: null }]]),
      defaultProfile: "office",
      rings: [
        { name: "pilot", share: 0.01, soak: 24 * hours, opens: null },
        { name: "broad", share: null, soak: 0, opens: null },
      ],
      freezes: [
        { kind: "calendar", file: "./quarter-end.ics", who: null, path: "freezes[0]" },
        {
          kind: "span",
          from: { kind: "wall", at: Date.UTC(2026, 7, 14, 18) },
          to: { kind: "wall", at: Date.UTC(2026, 7, 17, 6) },
          who: { ...everyone, site: ["Berlin"] },
          path: "freezes[1]",
        },
      ],
    });
    expect(scenario.services.get("login")).toEqual({
      id: "login",
      preset: "active-directory",
      capacity: 40,
      headroom: 0.4,
      counts: "signIns",
      background: { kind: "shape", shape: "office-day", peak: 8, timezone: "Europe/Berlin" },
      sites: ["Berlin"],
      perSite: false,
      signIns: 1,
      peers: null,
      retries: { backoff: { base: 10_000, cap: 10_000 }, giveUp: 0.33, failureCost: 0.6 },
      spareFor: 0,
    });
  });

  test("has the profile as written, over its preset", () => {
    expect(scenario.profiles.get("office")).toMatchObject({
      name: "office",
      detect: { kind: "uniform", from: 0, to: 22 * hours },
      download: { kind: "lognormal", median: 40 * minutes, p95: 6 * hours },
      lead: { kind: "fixed", value: 0 },
      poweredOn: 1,
      presence: { start: null, spread: { kind: "uniform", from: 0, to: 90 * minutes }, lasts: 9 * hours },
      signIn: [
        {
          share: 1,
          at: "boot",
          after: { kind: "uniform", from: 0, to: 5 * minutes },
          displaces: 0,
          services: ["login"],
        },
        { share: 0.7, at: "presence", after: { kind: "fixed", value: 0 }, displaces: 0.8, services: null },
      ],
      weight: 1,
      early: 0.45,
      unmanaged: {
        defer: 24 * hours,
        detect: { kind: "poll", from: 63_360_000, to: 22 * hours },
        download: { kind: "lognormal", median: 40 * minutes, p95: 6 * hours },
        install: { kind: "fixed", value: 0 },
        power: [
          { share: 0.2, on: "always" },
          {
            share: 0.8,
            on: {
              rule: expect.objectContaining({ freq: "DAILY", byHour: [8] }) as unknown,
              start: null,
              spread: { kind: "uniform", from: 0, to: 90 * minutes },
              lasts: 9 * hours,
            },
          },
        ],
        apply: [
          { share: 0.39, at: "shutdown" },
          {
            share: 0.31,
            at: "person",
            after: { kind: "exponential", mean: 6 * hours },
            hours: { from: 7 * hours, to: 19 * hours },
          },
          {
            share: 0.2,
            at: "schedule",
            rule: expect.objectContaining({ freq: "DAILY", byHour: [3] }) as unknown,
            start: null,
            missed: minutes,
          },
          { share: 0.1, at: "automatic", after: { kind: "fixed", value: 5 * minutes } },
        ],
        lead: { kind: "fixed", value: 15 * minutes },
        activeHours: { from: 8 * hours, to: 17 * hours },
        deadline: { after: 7 * 24 * hours, grace: 2 * 24 * hours, counts: "discovery" },
        rings: new Map([["pilot", { defer: 0, deadline: 24 * hours, grace: 24 * hours }]]),
      },
    });
  });

  test("rests on no number that is not the admin's", () => {
    expect(assumptionsOf(scenario, ["office"]).map(({ setting }) => setting)).toEqual([]);
  });
});

/** The smallest scenario with some lines replaced or added, by key. */
function changed(changes: Readonly<Record<string, string>>): string {
  const lines = new Map(
    smallest
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  for (const [key, value] of Object.entries(changes)) lines.set(key, value);
  return [...lines].map(([key, value]) => `${key}: ${value}\n`).join("");
}
const inline = "[ { site: Berlin, devices: 10 } ]";
const service = (text: string) => ({ services: `{ vpn: { capacity: 40/s, ${text} } }` });
const office = (text: string) => ({ profiles: `{ office: { extends: windows-office, ${text} } }` });

describe("wrong input is told with its place, its code and a way out", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "a version to come",
      { version: "2" },
      "s.yaml:1:1 version: 2 is not 1 [value.choice]  write version: 1",
    ],
    [
      "a misspelt key",
      { gaol: "fastest" },
      's.yaml:7:1 gaol: unknown key "gaol" [key.unknown]  did you mean "goal"?',
    ],
    [
      "a misspelt key inside",
      service("hedroom: 20%"),
      's.yaml:6:36 services.vpn.hedroom: unknown key "hedroom" [key.unknown]  did you mean "headroom"?',
    ],
    [
      "toString as a key",
      { toString: "1" },
      's.yaml:7:1 toString: unknown key "toString" [key.unknown]  known: $schema, version, name, timezone, release, slot, deadline, ready, goal, maxPerSlot, waves, fleet, ...',
    ],
    [
      "a choice",
      { goal: "flatest" },
      's.yaml:7:1 goal: "flatest" is not one of fastest flattest [value.choice]  did you mean "flattest"?',
    ],
    [
      "a slot that does not divide the hour",
      { slot: "7m" },
      's.yaml:7:1 slot: a slot cannot be "7m" long [slot.length]  one of 5m 10m 15m 20m 30m 60m',
    ],
    [
      "a deadline without unit",
      { deadline: "7" },
      "s.yaml:5:1 deadline: expected a text, not 7 [value.type]  write a duration such as 90s, 15m, 2h, 7d or 1h30m",
    ],
    [
      "a deadline of nothing",
      { deadline: "0d" },
      's.yaml:5:1 deadline: "0d" is out of range [value.range]  from 1m to 90d',
    ],
    [
      "a deadline beyond 90 days",
      { deadline: "91d" },
      's.yaml:5:1 deadline: "91d" is out of range [value.range]  from 1m to 90d',
    ],
    [
      "ready 90",
      { ready: "90" },
      "s.yaml:7:1 ready: 90 is more than the whole [share.range]  did you mean 90%?",
    ],
    [
      "maxPerSlot of nothing",
      { maxPerSlot: "0%" },
      "s.yaml:7:1 maxPerSlot: a share of nothing leaves nothing to plan [value.form]",
    ],
    [
      "a zone by its city",
      { timezone: "Berlin" },
      's.yaml:7:1 timezone: "Berlin" is not an IANA or Windows time zone [zone.unknown]  did you mean "Europe/Berlin"?',
    ],
    [
      "a fixed offset as zone",
      { timezone: '"+05:30"' },
      's.yaml:7:1 timezone: "+05:30" is not an IANA or Windows time zone [zone.unknown]  write a zone such as Europe/Berlin',
    ],
    [
      "a release without its day",
      { release: "{ calendar: microsoft }" },
      's.yaml:2:1 release.on: "on" is missing [key.missing]  write next, a month such as 2026-08 or a local date such as 2026-08-11',
    ],
    [
      "a release as a text",
      { release: "next" },
      's.yaml:2:1 release: "next" cannot stand here [value.form]  write { calendar: microsoft, on: next } or { at: 2026-08-11T17:00Z }',
    ],
    [
      "a release without offset",
      { release: "{ at: 2026-08-11T17:00 }" },
      's.yaml:2:12 release.at: "2026-08-11T17:00" has no offset [time.offset]  write an instant with its offset such as 2026-08-11T17:00Z or 2026-08-11T19:00+02:00',
    ],
    [
      "a 30th of February",
      { release: "{ calendar: microsoft, on: 2026-02-30 }" },
      's.yaml:2:33 release.on: "2026-02-30" is not a month or a date of the years 1970 to 9999 [date.range]  write next, a month such as 2026-08 or a local date such as 2026-08-11',
    ],
    [
      "half a device",
      { fleet: "[ { site: A, devices: 0.5 } ]" },
      "s.yaml:3:21 fleet[0].devices: expected a whole number, not 0.5 [value.type]  write a whole number",
    ],
    [
      "no device",
      { fleet: "{ devices: [] }" },
      "s.yaml:3:10 fleet.devices: [] is out of range [value.range]  at least 1 entries",
    ],
    [
      "a site by number",
      { fleet: "[ { site: 101, devices: 5 } ]" },
      "s.yaml:3:12 fleet[0].site: expected a text, not 101 [value.type]  write a name; quote it where it is a number",
    ],
    [
      "more than a billion devices",
      { fleet: "[ { site: A, devices: 1000000000 }, { site: B, devices: 1 } ]" },
      "s.yaml:3:1 fleet: the fleet has 1000000001 devices, more than 1000000000 [fleet.too-large]  plan a part of it",
    ],
    [
      "an unknown column",
      { fleet: "{ file: f.csv, columns: { host: Name } }" },
      's.yaml:3:34 fleet.columns.host: unknown key "host" [key.unknown]  known: device, site, profile, ring, group, timezone, tags',
    ],
    [
      "a window of no length",
      { window: "21:00-21:00" },
      's.yaml:4:1 window: "21:00-21:00" starts and ends at the same time: for a whole day write 00:00-24:00 [window.syntax]  write Mon-Fri 21:00-05:00, 21:00-05:00 (every day), Sat,Sun 22:00-04:00 or { rrule: ..., lasts: 8h }',
    ],
    [
      "the second of two windows",
      { window: "[ 21:00-05:00, nights ]" },
      's.yaml:4:24 window[1]: "nights" is not a window [window.syntax]  write Mon-Fri 21:00-05:00, 21:00-05:00 (every day), Sat,Sun 22:00-04:00 or { rrule: ..., lasts: 8h }',
    ],
    [
      "a rule with its hour wrong",
      { windows: '[ { rrule: "FREQ=DAILY;BYHOUR=25", lasts: 8h } ]' },
      's.yaml:7:14 windows[0].rrule: BYHOUR cannot be "25" [rule.value]  write hours from 0 to 23',
    ],
    [
      "every second week without a first",
      { windows: "[ { rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=MO, lasts: 8h } ]" },
      "s.yaml:7:12 windows[0]: the rule needs a first date, because of INTERVAL=2 [rule.start]  add start: 2026-01-05",
    ],
    [
      "a window without end",
      { windows: "[ { rrule: FREQ=DAILY } ]" },
      's.yaml:7:12 windows[0].lasts: "lasts" is missing [key.missing]  write a duration such as 90s, 15m, 2h, 7d or 1h30m',
    ],
    ["no services", { services: "{}" }, "s.yaml:6:1 services: there is no service to protect [value.form]"],
    [
      "a service without capacity",
      { services: "{ vpn: {} }" },
      's.yaml:6:13 services.vpn.capacity: "capacity" is missing [key.missing]  write capacity: unknown where nobody knows it',
    ],
    [
      "capacity 0 (config-05)",
      { services: "{ vpn: { capacity: 0/s } }" },
      's.yaml:6:20 services.vpn.capacity: a capacity of "0/s" lets nothing through [capacity.none]  write a rate such as 40/s, 600/min or 900/h, or unknown',
    ],
    [
      "capacity 1e-12 (config-05)",
      { services: "{ vpn: { capacity: 1e-12/s } }" },
      's.yaml:6:20 services.vpn.capacity: a capacity of "1e-12/s" lets nothing through [capacity.none]  write a rate such as 40/s, 600/min or 900/h, or unknown',
    ],
    [
      "capacity 1e18 (config-05)",
      { services: "{ vpn: { capacity: 1e18/s } }" },
      's.yaml:6:20 services.vpn.capacity: "1e18/s" is more than a billion a second [rate.range]  write a rate such as 40/s, 600/min or 900/h, or unknown',
    ],
    [
      "capacity without unit",
      { services: "{ vpn: { capacity: 40 } }" },
      "s.yaml:6:20 services.vpn.capacity: the capacity 40 has no unit [capacity.unit]  did you mean 40/s or 40/min?",
    ],
    [
      "capacity .inf",
      { services: "{ vpn: { capacity: .inf } }" },
      "s.yaml:6:20 services.vpn.capacity: Infinity cannot stand here [value.form]  write a rate such as 40/s, 600/min or 900/h, or unknown",
    ],
    [
      "a rate of offline devices",
      service("counts: offline"),
      "s.yaml:6:20 services.vpn.capacity: a service that counts offline devices can carry a number of them, not a rate [capacity.unit]  write a number such as 300",
    ],
    [
      "headroom for everything",
      service("headroom: 100%"),
      "s.yaml:6:36 services.vpn.headroom: a headroom of 100% leaves nothing to plan with [headroom.whole]  write less, such as 20%",
    ],
    [
      "a preset that is none",
      service("preset: vpn"),
      's.yaml:6:36 services.vpn.preset: "vpn" is not one of vpn-concentrator vdi-broker radius-802.1x active-directory voip-registrar p2p-overlay service-desk [value.choice]  did you mean "vpn-concentrator"?',
    ],
    [
      "a shape that is none",
      service("background: { peak: 8/s, shape: office }"),
      's.yaml:6:61 services.vpn.background.shape: "office" is not one of flat office-day [value.choice]  did you mean "office-day"?',
    ],
    [
      "a background by number",
      service("background: 8"),
      "s.yaml:6:36 services.vpn.background: 8 cannot stand here [value.form]  write { peak: 8/s, shape: office-day }, { peak: 8/s, shape: flat }, { online: home-day, session: 2h }, { csv: load.csv } or none",
    ],
    [
      "a negative factor",
      service("signIns: -1"),
      "s.yaml:6:36 services.vpn.signIns: -1 is out of range [value.range]  at least 0",
    ],
    [
      "a factor of an unknown profile",
      service("signIns: { ofice: 1 }"),
      's.yaml:6:47 services.vpn.signIns.ofice: there is no profile "ofice" [profile.unknown]  known: windows-office, windows-laptop, windows-kiosk, windows-server, linux-server',
    ],
    [
      "sign-ins at an unknown service",
      office("signIn: [ { share: 1, services: [vpm] } ]"),
      's.yaml:7:81 profiles.office.signIn[0].services[0]: there is no service "vpm" [service.unknown]  did you mean "vpn"?',
    ],
    [
      "an unknown preset",
      { profiles: "{ office: { extends: windows-ofice } }" },
      's.yaml:7:23 profiles.office.extends: "windows-ofice" is not one of windows-office windows-laptop windows-kiosk windows-server linux-server [value.choice]  did you mean "windows-office"?',
    ],
    [
      "an unknown default profile",
      { profile: "windows-ofice" },
      's.yaml:7:1 profile: there is no profile "windows-ofice" [profile.unknown]  did you mean "windows-office"?',
    ],
    [
      "a delay that is none",
      office("install: 20m"),
      's.yaml:7:48 profiles.office.install: "20m" cannot stand here [value.form]  write { fixed: 20m }, { uniform: [0h, 22h] }, { exponential: { mean: 1h } }, { lognormal: { median: 40m, p95: 6h } } or { points: [[0m, 10%], [1h, 100%]] }',
    ],
    [
      "a share of sign-ins below nothing",
      office("signIn: [ { share: -1 } ]"),
      "s.yaml:7:60 profiles.office.signIn[0].share: -1 is out of range [value.range]  at least 0",
    ],
    [
      "laptops at night without anybody",
      { profiles: "{ kiosk: { extends: windows-kiosk, poweredOn: 55% } }" },
      "s.yaml:7:46 profiles.kiosk.poweredOn: devices that are off restart when a person is there, and the profile has no presence [profile.presence]  add presence, or extend a preset that has one: windows-office or windows-laptop",
    ],
    [
      "people who are never there",
      office("presence: none"),
      "s.yaml:7:13 profiles.office.signIn: sign-ins wait for a person, and the profile has no presence [profile.presence]  add presence, or extend a preset that has one: windows-office or windows-laptop",
    ],
    [
      "two rings of one name",
      { rings: "[ { name: a, share: 1% }, { name: a } ]" },
      's.yaml:7:36 rings[1].name: the ring "a" stands twice [ring.twice]  give each its own name',
    ],
    [
      "a ring without share among others",
      { rings: "[ { name: a }, { name: b, share: 1% } ]" },
      "s.yaml:7:10 rings[0]: the ring has no share, though others have [ring.share]  only the last ring may go without",
    ],
    [
      "shares beyond the whole",
      { rings: "[ { name: a, share: 60% }, { name: b, share: 50% } ]" },
      "s.yaml:7:35 rings[1]: the rings' shares sum to more than 100% [ring.share]  lower one of them",
    ],
    [
      "shares that leave devices over",
      { rings: "[ { name: a, share: 60% }, { name: b, share: 30% } ]" },
      "s.yaml:7:35 rings[1]: the rings' shares sum to less than 100% [ring.share]  leave out the last ring's share: it takes the rest",
    ],
    [
      "a freeze that ends first",
      { freezes: "[ { from: 2026-08-17T06:00, to: 2026-08-14T18:00 } ]" },
      "s.yaml:7:38 freezes[0].to: the freeze ends before it begins [freeze.order]  swap from and to",
    ],
    [
      "a freeze by date",
      { freezes: "[ { from: 2026-12-24, to: 2027-01-02T06:00 } ]" },
      's.yaml:7:14 freezes[0].from: "2026-12-24" is not a date and time [time.syntax]  write 2026-08-14T18:00 (local to each site), or with an offset 2026-08-14T18:00+02:00',
    ],
    [
      "a freeze at an unknown site",
      { fleet: inline, freezes: "[ { calendar: x.ics, sites: [Berln] } ]" },
      's.yaml:7:39 freezes[0].sites[0]: there is no site "Berln" [site.unknown]  did you mean "Berlin"?',
    ],
    [
      "a ring of a device that is none",
      { fleet: "[ { site: A, devices: 1, ring: piolt } ]", rings: "[ { name: pilot } ]" },
      's.yaml:3:33 fleet[0].ring: there is no ring "piolt" [ring.unknown]  did you mean "pilot"?',
    ],
    [
      "a control character in a name",
      { sites: '{ "a\\u0007": { timezone: UTC } }' },
      's.yaml:7:10 sites["a\\u0007"]: "a\\u0007" holds a control character [name.character]  take it out',
    ],
    [
      "one name in two Unicode forms",
      { sites: '{ "Caf\u00e9": { timezone: UTC }, "Cafe\u0301": { timezone: UTC } }' },
      's.yaml:7:37 sites["Cafe\u0301"]: the name "Caf\u00e9" stands twice [name.twice]  give each its own name',
    ],
    [
      "a part of a sign-in to spare for",
      service("spareFor: 1.5"),
      "s.yaml:6:36 services.vpn.spareFor: expected a whole number, not 1.5 [value.type]  write a whole number such as 5000",
    ],
  ])("%s", (_, changes, line) => {
    expect(linesOf(changed(changes))).toEqual([line]);
  });

  test.each<[string, string, string]>([
    ["uniform backwards", "{ uniform: [22h, 0h] }", "uniform begins after its end"],
    ["a p95 below the median", "{ lognormal: { median: 6h, p95: 40m } }", "the p95 is not above the median"],
    ["points that descend", "{ points: [[1h, 50%], [30m, 100%]] }", "the points do not ascend"],
    ["points that end early", "{ points: [[0m, 10%], [1h, 90%]] }", "the last point's share is not 100%"],
  ])("%s", (_, delay, message) => {
    const [line, ...more] = linesOf(changed(office(`detect: ${delay}`)));
    expect(line).toContain(`s.yaml:7:48 profiles.office.detect: ${message} [delay.order]`);
    expect(more).toEqual([]);
  });

  test("a profile without preset says what it has not", () => {
    const lines = linesOf(changed({ profiles: "{ till: { install: { fixed: 20m } } }" }));
    expect(lines.map((line) => line.slice(0, line.indexOf("]") + 1))).toEqual([
      's.yaml:7:13 profiles.till.detect: "detect" is missing [key.missing]',
      's.yaml:7:13 profiles.till.download: "download" is missing [key.missing]',
      's.yaml:7:13 profiles.till.offline: "offline" is missing [key.missing]',
      's.yaml:7:13 profiles.till.signIn: "signIn" is missing [key.missing]',
    ]);
    expect(lines[0]).toContain("add it, or extend a preset: extends: windows-office");
  });

  test("of the forms a value may have, the one that was meant is spoken of", () => {
    const lines = linesOf(changed({ freezes: "[ { from: Friday, to: Monday } ]" }));
    expect(lines.map((line) => line.split("  ")[0])).toEqual([
      's.yaml:7:14 freezes[0].from: "Friday" is not a date and time [time.syntax]',
      's.yaml:7:28 freezes[0].to: "Monday" is not a date and time [time.syntax]',
    ]);
  });

  test("all problems come at once, in the document's order", () => {
    const lines = linesOf(`version: 1
release: { calendar: microsoft, on: soon }
fleet: [ { site: Berlin, devices: 0, profile: ofice } ]
slot: 7m
profiles: { office: { extends: windows-office, signIn: [ { share: 1, services: [logn] } ] } }
services: { login: { capacity: 40, sites: [Bonn] } }
`);
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "s.yaml:2:33 release.on",
      "s.yaml:3:26 fleet[0].devices",
      "s.yaml:3:38 fleet[0].profile",
      "s.yaml:4:1 slot",
      "s.yaml:5:81 profiles.office.signIn[0].services[0]",
      "s.yaml:6:22 services.login.capacity",
      "s.yaml:6:44 services.login.sites[0]",
    ]);
  });

  test.each(["- a\n- b\n", "just words\n", "42\n"])("%j is no scenario", (text) => {
    expect(linesOf(text)[0]).toMatch(/^s\.yaml:1:1: expected keys with values, not .* \[value\.type\]$/);
  });

  test("an empty mapping lacks what has no default", () => {
    expect(linesOf("{}").map((line) => line.split(": ")[0])).toEqual([
      "s.yaml:1:1 version",
      "s.yaml:1:1 release",
      "s.yaml:1:1 fleet",
      "s.yaml:1:1 services",
    ]);
  });
});

describe("names that cannot be checked yet are left for later", () => {
  test("sites, where the fleet is in a file", () => {
    expect(linesOf(changed(service("sites: [Bonn]")))).toEqual([]);
  });
  test("rings, where the scenario names none", () => {
    expect(linesOf(changed({ fleet: "[ { site: A, ring: early, devices: 1 } ]" }))).toEqual([]);
  });
});

describe("overrides", () => {
  test("take the place of what the document says", () => {
    const scenario = scenarioOf(smallest, { goal: "flattest", deadline: "9d", slot: "30m", headroom: "30%" });
    expect(scenario).toMatchObject({ goal: "flattest", deadline: 9 * 24 * hours, slot: 30 * minutes });
    expect(scenario.services.get("vpn")?.headroom).toBe(0.3);
    expect(scenario.assumptions.map(({ setting }) => setting)).not.toContain("services.vpn.headroom");
  });

  test("are told by the option they come from, once", () => {
    const two = changed({ services: "{ a: { capacity: 1/s }, b: { capacity: 1/s } }" });
    expect(linesOf(two, { headroom: "30 percent", deadline: "soon" })).toEqual([
      '--deadline: "soon" is not a duration [duration.syntax]  write a duration such as 90s, 15m, 2h, 7d or 1h30m',
      '--headroom: "30 percent" is not a share [share.syntax]  write a share such as 40% or 0.4',
    ]);
  });
});

describe("profiles", () => {
  test("take the window of the scenario only where they have none", () => {
    const scenario = scenarioOf(
      changed({
        profiles:
          "{ till: { extends: windows-kiosk, window: 02:00-04:00 }, office: { extends: windows-office } }",
      }),
    );
    expect(scenario.profiles.get("till")?.windows.map(({ text }) => text)).toEqual(["02:00-04:00"]);
    expect(scenario.profiles.get("office")?.windows.map(({ text }) => text)).toEqual(["Mon-Fri 21:00-05:00"]);
  });

  test("window and windows add up", () => {
    const scenario = scenarioOf(changed({ windows: "[ Sat 00:00-24:00 ]" }));
    expect(scenario.profiles.get("windows-office")?.windows).toHaveLength(2);
  });

  test("named like a preset change that preset", () => {
    const scenario = scenarioOf(changed({ profiles: "{ windows-laptop: { poweredOn: 30% } }" }));
    expect(scenario.defaultProfile).toBe("windows-laptop");
    expect(scenario.profiles.get("windows-laptop")).toMatchObject({
      poweredOn: 0.3,
      install: { kind: "fixed" },
    });
  });

  test("without any window are a problem only where they are used", () => {
    const scenario = scenarioOf(smallest.replace("window: Mon-Fri 21:00-05:00\n", ""));
    expect(windowProblems(scenario, []).map(problemLine)).toEqual([]);
    expect(windowProblems(scenario, ["windows-office", "windows-office"]).map(problemLine)).toEqual([
      'profiles.windows-office.windows: profile "windows-office" has no window [profile.no-window]  write window: Mon-Fri 21:00-05:00 at the top, or in the profile',
    ]);
  });

  test("the default one is the one named, the only one, or the commonest", () => {
    const two = { profiles: "{ a: { extends: windows-kiosk }, b: { extends: windows-kiosk } }" };
    expect(scenarioOf(changed({ ...two, profile: "b" })).defaultProfile).toBe("b");
    expect(scenarioOf(changed(two)).defaultProfile).toBe("windows-office");
    expect(scenarioOf(changed({ profiles: "{ a: { extends: windows-kiosk } }" })).defaultProfile).toBe("a");
  });
});

describe("assumptions", () => {
  const scenario = scenarioOf(smallest);

  test("name what the admin did not give, of used profiles only", () => {
    const settings = assumptionsOf(scenario, ["windows-kiosk"]).map(({ setting }) => setting);
    expect(settings).toEqual([
      "slot",
      "ready",
      "goal",
      "waves",
      "maxPerSlot",
      "profile",
      "profiles.windows-kiosk.detect",
      "profiles.windows-kiosk.download",
      "profiles.windows-kiosk.install",
      "profiles.windows-kiosk.lead",
      "profiles.windows-kiosk.offline",
      "profiles.windows-kiosk.poweredOn",
      "profiles.windows-kiosk.signIn",
      "profiles.windows-kiosk.early",
      "services.vpn.counts",
      "services.vpn.headroom",
      "services.vpn.signIns",
      "services.vpn.background",
      "services.vpn.retries.backoff",
      "services.vpn.retries.giveUp",
      "services.vpn.retries.failureCost",
    ]);
  });

  test("name the tolerance and the spread of few start times, as far as the admin did not give them", () => {
    const [alone, some] = [
      scenarioOf(changed({ waves: "few" })),
      scenarioOf(changed({ waves: "{ few: 1% }" })),
    ];
    expect(alone.waves).toEqual({ kind: "few", tolerance: 0.02, spread: 2 * hours });
    expect(some.waves).toEqual({ kind: "few", tolerance: 0.01, spread: 2 * hours });
    const ofWaves = ({ assumptions }: Scenario) =>
      assumptions.flatMap(({ setting }) => (setting.startsWith("waves") ? [setting] : []));
    expect([ofWaves(scenario), ofWaves(alone), ofWaves(some)]).toEqual([
      ["waves"],
      ["waves.few", "waves.spread"],
      ["waves.spread"],
    ]);
  });

  test("show the value as one would write it, with its source", () => {
    expect(scenario.assumptions.find(({ setting }) => setting === "profiles.windows-office.detect")).toEqual({
      setting: "profiles.windows-office.detect",
      value: "{ uniform: [ 0h, 22h ] }",
      basis: "Group Policy settings for WSUS, learn.microsoft.com: a client asks every 22 h; read 2026-11",
      guess: false,
    });
  });

  test("keep apart profiles whose names begin alike", () => {
    const dotted = scenarioOf(
      changed({ profiles: "{ a: { extends: windows-kiosk }, a.b: { extends: windows-kiosk } }" }),
    );
    const settings = assumptionsOf(dotted, ["a"]).map(({ setting }) => setting);
    expect(settings.filter((setting) => setting.startsWith("profiles"))).toContain("profiles.a.detect");
    expect(settings.join(" ")).not.toContain("a.b");
  });
});

test("the JSON Schema wants what has no default, and tells what keys mean", () => {
  const schema = scenarioJsonSchema() as {
    required: readonly string[];
    additionalProperties: boolean;
    properties: Readonly<Record<string, { description?: string }>>;
  };
  expect(schema.required).toEqual(["version", "release", "fleet", "services"]);
  expect(schema.additionalProperties).toBe(false);
  for (const [key, { description }] of Object.entries(schema.properties))
    expect(description, key).toBeTruthy();
});
