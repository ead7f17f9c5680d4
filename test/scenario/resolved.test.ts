import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import { readScenario, type Scenario, scenarioDocument } from "../../src/scenario/index.js";

const read = (document: unknown): Scenario => {
  const scenario = readScenario(JSON.stringify(document));
  if (!scenario.ok) throw new Error(scenario.problems.map(problemLine).join("\n"));
  return scenario.value;
};

/** A resolved document rests on no assumption any more, and its windows are rules whatever their form was. */
const essence = (scenario: Scenario) => ({
  ...scenario,
  assumptions: [],
  profiles: new Map(
    [...scenario.profiles].map(([name, profile]) => [
      name,
      { ...profile, windows: profile.windows.map((window) => ({ ...window, text: "" })) },
    ]),
  ),
});

const seconds = fc.integer({ min: 0, max: 200_000 });
const time = seconds.map((count) => `${count}s`);
const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
);
const someShare = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const moment = fc.constantFrom("2026-08-14T18:00", "2026-08-14T18:00:30+02:00", "2026-08-14T18:00Z");
const name = fc.constantFrom("Berlin", "St. Gallen", "0101", "a/b", 'Zürich "HB"', "toString", "日本");

const delay = fc.oneof(
  time.map((fixed) => ({ fixed })),
  fc.tuple(seconds, seconds).map(([from, more]) => ({ uniform: [`${from}s`, `${from + more}s`] })),
  seconds.map((mean) => ({ exponential: { mean: `${mean + 1}s` } })),
  fc
    .tuple(seconds, seconds)
    .map(([median, more]) => ({ lognormal: { median: `${median + 1}s`, p95: `${median + more + 2}s` } })),
  fc.tuple(seconds, share).map(([at, part]) => ({
    points: [
      [`${at}s`, part],
      [`${at + 60}s`, "100%"],
    ],
  })),
);
const window = fc.constantFrom(
  "Mon-Fri 21:00-05:00",
  "00:00-24:00",
  { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", lasts: "30h", start: "2026-01-03" },
  { rrule: "FREQ=MONTHLY;BYDAY=-1SU;UNTIL=20271231", lasts: "8h" },
);
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((some) => (some === undefined ? {} : { [key]: some }));
const merged = (...parts: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Readonly<Record<string, unknown>>);

const profile = merged(
  fc.constantFrom({ extends: "windows-office" }, { extends: "windows-laptop" }),
  ...["detect", "download", "install", "lead", "offline"].map((key) => optional(key, delay)),
  optional("poweredOn", share),
  optional("windows", fc.array(window, { maxLength: 3 })),
  optional("window", window),
  optional(
    "signIn",
    fc.array(
      merged(
        fc.oneof(share, fc.constant(1.5)).map((value) => ({ share: value })),
        optional("at", fc.constantFrom("boot", "presence")),
        optional("after", delay),
        optional("displaces", share),
        optional("services", fc.constant(["login"])),
      ),
      { maxLength: 3 },
    ),
  ),
  optional("weight", fc.double({ min: 0, max: 10, noNaN: true })),
);

const background = fc.oneof(
  fc.constant("none"),
  fc.constant({ csv: "load.csv" }),
  fc.constant({ peak: "7/min", shape: "office-day", timezone: "Europe/Berlin" }),
  fc.constant({ peak: "0.1/s", shape: "flat" }),
  fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 5 }).map((perSecond) => ({
    start: "2026-08-11T17:00:00Z",
    every: "15m",
    perSecond,
  })),
);
const sessions = fc.oneof(
  fc.constant({ online: "home-day", session: "5h30m" }),
  fc.tuple(share, share).map(([night, noon]) => ({
    online: [
      ["0h", night],
      ["12h", noon],
    ],
    session: "90m",
  })),
);
const signIns = merged(
  fc.double({ min: 1e-5, max: 1e6, noNaN: true }).map((rate) => ({ capacity: `${rate}/s` })),
  optional("headroom", fc.constant("auto")),
  optional("spareFor", fc.integer({ min: 0, max: 1e9 })),
  optional("background", sessions),
);
const service = merged(
  fc.oneof(
    fc.constantFrom(
      { capacity: "unknown" },
      { capacity: 300, counts: "offline" },
      { capacity: "900/h", counts: "calls" },
    ),
    signIns,
  ),
  fc.constantFrom({}, { preset: "vpn-concentrator" }),
  optional(
    "retries",
    merged(
      optional(
        "backoff",
        fc.oneof(
          seconds.map((wait) => `${wait + 1}s`),
          fc
            .tuple(seconds, seconds)
            .map(([base, more]) => ({ base: `${base + 1}s`, cap: `${base + 1 + more}s` })),
        ),
      ),
      optional("giveUp", share),
      optional("failureCost", share),
    ),
  ),
  optional("headroom", fc.double({ min: 0, max: 0.99, noNaN: true })),
  optional("background", background),
  fc.constantFrom({}, { per: "site" }),
  fc.constantFrom({}, { signIns: 2 }, { signIns: { office: 1, "windows-kiosk": 0.25 } }),
);

const fleet = fc.oneof(
  fc.constant({ file: "fleet.csv", columns: { device: "Name", site: "Office" } }),
  fc.constant({ file: "fleet.csv" }),
  fc.array(
    merged(
      name.map((site) => ({ site })),
      fc.integer({ min: 1, max: 100_000 }).map((devices) => ({ devices })),
      optional("group", name),
      fc.constantFrom({}, { profile: "office" }, { timezone: "Asia/Kolkata" }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
);

const document = merged(
  fc.constant({ version: 1 }),
  fc.constantFrom(
    { release: { calendar: "microsoft", on: "next" } },
    { release: { calendar: "a.ics", on: "2026-08" } },
    { release: { calendar: "a.ics", on: "2026-08-11" } },
    { release: { at: "2026-08-11T19:00+02:00" } },
  ),
  fleet.map((value) => ({ fleet: value })),
  optional("name", fc.constant("Contoso")),
  optional("timezone", fc.constant("America/New_York")),
  optional("slot", fc.constantFrom("5m", "20m", "1h", "60m")),
  optional("deadline", fc.constantFrom("1m", "9d", "1d12h")),
  optional("ready", someShare),
  optional("goal", fc.constantFrom("fastest", "flattest")),
  optional("maxPerSlot", someShare),
  optional(
    "waves",
    fc.constantFrom("few", "fine", { few: "3%" }, { spread: "4h" }, { few: "1%", spread: "30m" }),
  ),
  optional("sites", fc.dictionary(name, fc.constant({ timezone: "Europe/Berlin" }), { maxKeys: 3 })),
  profile.map((office) => ({ profiles: { office } })),
  optional("window", fc.oneof(window, fc.array(window, { maxLength: 2 }))),
  optional(
    "rings",
    fc.tuple(someShare, time, moment).map(([part, soak, opens]) => [
      { name: "pilot", share: part, soak },
      { name: "rest", opens },
    ]),
  ),
  service.map((login) => ({ services: { login } })),
  optional(
    "freezes",
    fc.constant([{ calendar: "x.ics" }, { from: "2026-08-14T18:00", to: "2026-08-17T06:00Z" }]),
  ),
);

describe("a scenario written as a document", () => {
  test("reads back as the same scenario", () => {
    fc.assert(
      fc.property(document, (written) => {
        const scenario = read(written);
        const again = read(scenarioDocument(scenario));
        expect(essence(again)).toEqual(essence(scenario));
        expect(scenarioDocument(again)).toEqual(scenarioDocument(scenario));
      }),
      { numRuns: 60 },
    );
  });

  const small = {
    version: 1,
    release: { calendar: "microsoft", on: "next" },
    fleet: { file: "devices.csv" },
    window: "Mon-Fri 21:00-05:00",
    services: { vpn: { preset: "vpn-concentrator", capacity: "unknown" } },
  };

  test("rests on no assumption", () => {
    expect(read(scenarioDocument(read(small))).assumptions).toEqual([]);
  });

  test("may leave out profiles that no device has", () => {
    const resolved = scenarioDocument(read(small), ["linux-server"]) as { profiles: object };
    expect(Object.keys(resolved.profiles)).toEqual(["windows-office", "linux-server"]);
  });

  test("says everything in words an admin could have written", () => {
    expect(scenarioDocument(read(small), [])).toEqual({
      version: 1,
      release: { calendar: "microsoft", on: "next" },
      slot: "15m",
      deadline: "7d",
      ready: "90%",
      waves: "fine",
      goal: "fastest",
      maxPerSlot: "12.5%",
      fleet: { file: "devices.csv" },
      profile: "windows-office",
      profiles: {
        "windows-office": {
          detect: { uniform: ["0s", "22h"] },
          download: { lognormal: { median: "40m", p95: "6h" } },
          install: { fixed: "20m" },
          windows: [{ rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=21;BYMINUTE=0", lasts: "8h" }],
          lead: { fixed: "15m" },
          offline: { lognormal: { median: "4m", p95: "12m" } },
          poweredOn: "100%",
          presence: {
            rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
            spread: { uniform: ["0s", "1h30m"] },
            lasts: "9h",
          },
          signIn: [
            { share: 1, at: "boot", after: { uniform: ["0s", "5m"] }, displaces: "0%" },
            { share: 0.7, at: "presence", after: { fixed: "0s" }, displaces: "80%" },
          ],
          weight: 1,
          unmanaged: {
            defer: "0s",
            detect: { every: "17h36m", more: "4h24m" },
            download: { lognormal: { median: "30m", p95: "4h" } },
            install: { fixed: "0s" },
            power: [
              { share: "20%", on: "always" },
              {
                share: "80%",
                on: {
                  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
                  spread: { uniform: ["0s", "1h30m"] },
                  lasts: "9h",
                },
              },
            ],
            apply: [
              { share: "39%", at: "shutdown" },
              { share: "31%", at: "person", after: { exponential: { mean: "6h" } }, hours: "07:00-19:00" },
              { share: "30%", at: "schedule", rrule: "FREQ=DAILY;BYHOUR=3;BYMINUTE=0", missed: "1m" },
            ],
            lead: { fixed: "15m" },
            activeHours: "none",
            deadline: "none",
            rings: {},
          },
          early: "0%",
        },
      },
      services: {
        vpn: {
          preset: "vpn-concentrator",
          capacity: "unknown",
          headroom: "40%",
          counts: "signIns",
          background: "none",
          signIns: 1,
          retries: { backoff: "30s", giveUp: "20%", failureCost: "70%" },
        },
      },
    });
  });

  test("and with inputs added is still a scenario", () => {
    const resolved = scenarioDocument(read(small)) as object;
    expect(read({ ...resolved, inputs: [{ path: "devices.csv", sha256: "0".repeat(64) }] }).name).toBeNull();
  });
});
