/** Who, when and why as a document says it: what is read, what is refused and where, and that what is written back is the same. */
import { describe, expect, it } from "vitest";
import { readScenario, scenarioDocument } from "../../src/scenario/read.js";
import { least, problemsIn, scenarioOf } from "./who.js";

const everywhere = {
  site: null,
  profile: null,
  ring: null,
  group: null,
  timezone: null,
  tag: null,
  device: null,
};

describe("who", () => {
  it("is read from names or lists of names, of zones by any of their names", () => {
    const [freeze] = scenarioOf({
      freezes: [
        {
          on: "1 monthly",
          who: {
            site: "Berlin",
            profile: ["windows-office", "windows-laptop"],
            timezone: ["W. Europe Standard Time", "europe/london"],
            tag: " board room ",
            device: ["SRV-01"],
          },
        },
      ],
    }).freezes;
    expect(freeze?.who).toEqual({
      ...everywhere,
      site: ["Berlin"],
      profile: ["windows-office", "windows-laptop"],
      timezone: ["Europe/Berlin", "Europe/London"],
      tag: ["board room"],
      device: ["SRV-01"],
    });
  });

  it("may be `sites` for short, beside other keys", () => {
    const { freezes } = scenarioOf({
      freezes: [{ on: "1 monthly", sites: ["Berlin"] }],
      never: [{ during: "06:00-20:00", sites: ["Berlin"], who: { tag: "vip" } }],
    });
    expect(freezes.map(({ who }) => who)).toEqual([
      { ...everywhere, site: ["Berlin"] },
      { ...everywhere, site: ["Berlin"], tag: ["vip"] },
    ]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      "names nothing",
      { pins: [{ who: {}, at: "2026-08-13T22:00" }] },
      ["pins[0].who: the selector names nothing [who.nobody]"],
    ],
    [
      "is misspelt",
      { exclude: [{ who: { tags: "vip" }, reason: "x" }] },
      ['exclude[0].who.tags: unknown key "tags" [key.unknown]'],
    ],
    [
      "is a text",
      { exclude: [{ who: "vip", reason: "x" }] },
      ['exclude[0].who: expected keys with values, not "vip" [value.type]'],
    ],
    [
      "has a number for a name",
      { pins: [{ who: { device: 101 }, at: "2026-08-13T22:00" }] },
      ["pins[0].who.device: 101 cannot stand here [value.form]"],
    ],
    [
      "has an empty list",
      { freezes: [{ on: "1 monthly", who: { site: [] } }] },
      ["freezes[0].who.site: [] is out of range [value.range]"],
    ],
    [
      "has no such zone",
      { freezes: [{ on: "1 monthly", who: { timezone: "Berlin" } }] },
      ['freezes[0].who.timezone: "Berlin" is not an IANA or Windows time zone [zone.unknown]'],
    ],
    [
      "stands twice",
      { never: [{ on: "1 monthly", sites: ["A"], who: { site: "B" } }] },
      ["never[0].sites: the sites stand twice, in sites and in who [who.twice]"],
    ],
    [
      "is missing",
      { pins: [{ at: "2026-08-13T22:00" }], exclude: [{ reason: "x" }] },
      ['pins[0].who: "who" is missing [key.missing]', 'exclude[0].who: "who" is missing [key.missing]'],
    ],
    [
      "names what is not declared",
      {
        fleet: [{ site: "Berlin", ring: "pilot", devices: 10 }],
        rings: [{ name: "pilot" }],
        window: { during: "21:00-05:00", who: { site: "Berln" } },
        freezes: [{ on: "1 monthly", who: { ring: ["pilot", "broad"] } }],
        never: [{ on: "1 monthly", sites: ["Paris"] }],
        pins: [{ who: { profile: "windows-ofice" }, at: "2026-08-13T22:00" }],
      },
      [
        'window.who.site: there is no site "Berln" [site.unknown]',
        'freezes[0].who.ring[1]: there is no ring "broad" [ring.unknown]',
        'never[0].sites[0]: there is no site "Paris" [site.unknown]',
        'pins[0].who.profile: there is no profile "windows-ofice" [profile.unknown]',
      ],
    ],
    [
      "is of windows of a profile",
      {
        profiles: {
          office: {
            extends: "windows-office",
            windows: [{ during: "21:00-05:00", who: { profile: "nobody" } }],
          },
        },
      },
      ['profiles.office.windows[0].who.profile: there is no profile "nobody" [profile.unknown]'],
    ],
  ])("that %s is refused where it stands", (_, document, expected) => {
    expect(problemsIn(document).toSorted()).toEqual(expected.toSorted());
  });
});

describe("windows and freezes", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "after the release, all that is wrong at once",
      { window: { afterRelease: "4h", at: "24:00", lasts: "6", days: 0 } },
      [
        'window.afterRelease: "4h" is no number of days [days.syntax]',
        'window.at: "24:00" is a time that no clock shows [clock.syntax]',
        'window.lasts: "6" is not a duration [duration.syntax]',
        "window.days: at least 1d [value.form]",
      ],
    ],
    [
      "after too many days",
      { window: [{ afterRelease: "91d", at: "22:00", lasts: "6h" }] },
      ['window[0].afterRelease: "91d" is out of range [value.range]'],
    ],
    [
      "with a key of another form",
      { window: { during: "21:00-05:00", lasts: "6h" } },
      ['window.lasts: unknown key "lasts" [key.unknown]'],
    ],
    [
      "by a rule that needs a first date",
      { window: { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;BYHOUR=22;BYMINUTE=0", lasts: "6h" } },
      ["window: the rule needs a first date, because of INTERVAL=2 [rule.start]"],
    ],
    [
      "from later to earlier",
      { window: { from: "2026-08-13T22:00", to: "2026-08-13T22:00" } },
      ["window.to: the window ends before it begins [freeze.order]"],
    ],
    [
      "of no known shape",
      { window: { never: true }, freezes: [12] },
      [
        'window.never: unknown key "never" [key.unknown]',
        'window.during: "during" is missing [key.missing]',
        "freezes[0]: 12 cannot stand here [value.form]",
      ],
    ],
    [
      "as bare texts that are no path",
      { never: ["Mon-Fri 06:00-20:00", "DE-BY"] },
      [
        'never[0]: "Mon-Fri 06:00-20:00" is no path of an .ics file [freeze.path]',
        'never[1]: "DE-BY" is no path of an .ics file [freeze.path]',
      ],
    ],
    [
      "on days that are none",
      { never: [{ on: "32 monthly" }, { during: "Mon-Fry 06:00-20:00" }] },
      [
        'never[0].on: "32 monthly" names days that no month has [dates.syntax]',
        'never[1].during: "Mon-Fry 06:00-20:00" names days that are not weekdays [window.syntax]',
      ],
    ],
  ])("%s, are refused where they stand", (_, document, expected) => {
    expect(problemsIn(document).toSorted()).toEqual(expected.toSorted());
  });
});

describe("what else is refused", () => {
  it.each<[string, object, readonly string[]]>([
    ["an empty change", { change: {} }, ["change: the change says nothing [change.empty]"]],
    [
      "an approval without its offset",
      { change: { approved: "2026-08-12T09:00" } },
      ['change.approved: "2026-08-12T09:00" has no offset [time.offset]'],
    ],
    [
      "a pin at a time of day",
      { pins: [{ who: { tag: "vip" }, at: "22:00" }] },
      ['pins[0].at: "22:00" is not a date and time [time.syntax]'],
    ],
    [
      "an exclusion without a reason",
      { exclude: [{ who: { tag: "vip" } }] },
      ['exclude[0].reason: "reason" is missing [key.missing]'],
    ],
    [
      "changes of no release",
      {
        release: {
          calendar: "microsoft",
          on: "2026-08",
          offset: "-1d",
          moved: { August: "2026-08-12" },
          cancelled: ["2026-13"],
          extra: ["20 August"],
        },
      },
      [
        'release.offset: "-1d" is no number of days [days.syntax]',
        'release.moved.August: "August" is not a month or a date of the years 1970 to 9999 [date.syntax]',
        'release.cancelled[0]: "2026-13" is not a month or a date of the years 1970 to 9999 [date.range]',
        'release.extra[0]: "20 August" is not a date and time [time.syntax]',
      ],
    ],
    [
      "a release moved to no time",
      { release: { calendar: "microsoft", on: "2026-08", moved: { "2026-08": "noon" } } },
      ['release.moved["2026-08"]: "noon" is not a date and time [time.syntax]'],
    ],
    [
      "an entry that names one device and counts two",
      { fleet: [{ device: "PC-1", devices: 2 }] },
      ["fleet[0].devices: an entry that names its device is one device [fleet.one-device]"],
    ],
    [
      "a tag with a separator in it",
      { fleet: [{ tags: ["a,b"], devices: 2 }] },
      ["fleet[0].tags[0]: a tag has no comma, semicolon or bar [value.form]"],
    ],
  ])("%s", (_, document, expected) => {
    expect(problemsIn(document).toSorted()).toEqual(expected.toSorted());
  });
});

it("a document with everything, written back and read again, is the same scenario and the same document", () => {
  const document = {
    ...least,
    release: {
      calendar: "microsoft",
      on: "2026-08",
      offset: "4d",
      moved: { "2026-08": "2026-08-12", "2026-09-08": "2026-09-09T11:30" },
      cancelled: ["2026-10"],
      extra: ["2026-08-20T10:00", "2026-08-21", "2026-08-22T10:00:00Z"],
    },
    sites: { Berlin: { holidays: "DE-BY" }, London: { timezone: "Europe/London", holidays: "./uk.ics" } },
    window: [
      "Mon-Fri 21:00-05:00",
      "./nights.ics",
      { during: "Sat,Sun 10:00-12:00", who: { tag: "vip" } },
      { afterRelease: "4d", at: "22:00", lasts: "6h", days: 3, who: { ring: ["pilot"], site: ["Berlin"] } },
      { calendar: "./maintenance.ics", who: { group: "dc" } },
      { from: "2026-08-13T22:00", to: "2026-08-14T04:00:00Z" },
      {
        rrule: "FREQ=DAILY;BYHOUR=1;BYMINUTE=30",
        lasts: "90m",
        start: "2026-08-01",
        who: { device: "PC-1" },
      },
    ],
    freezes: [
      "./quarter-end.ics",
      { calendar: "US-CA", who: { timezone: "America/Los_Angeles" } },
      { from: "2026-08-14T18:00", to: "2026-08-17T06:00", sites: ["Berlin"] },
    ],
    never: [
      { on: "25..27 monthly", who: { profile: "windows-server" } },
      { on: "2026-12-24..2027-01-02", away: true },
      { during: "Mon-Fri 06:00-20:00", sites: ["Berlin"], who: { tag: "vip" } },
      { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=12;BYMINUTE=0", lasts: "3d", start: "2026-08-07" },
    ],
    pins: [{ who: { device: ["SRV-01", "SRV-02"] }, at: "2026-08-15T03:00" }],
    exclude: [{ who: { tag: "old", site: "London" }, reason: "replaced in September" }],
    change: { notice: "2d", approved: "2026-08-12T09:00:00Z" },
  };
  const first = scenarioOf(document);
  const text = JSON.stringify(scenarioDocument(first));
  const second = readScenario(text);
  if (!second.ok) throw new Error(JSON.stringify(second.problems));
  expect(JSON.stringify(scenarioDocument(second.value))).toBe(text);
  expect(second.value.release).toEqual(first.release);
  expect(second.value.pins).toEqual(first.pins);
  expect(second.value.exclude).toEqual(first.exclude);
  expect(second.value.change).toEqual(first.change);
  // What is short becomes its rule, and what is `never` a freeze; whom and when it concerns stays.
  const meant = (scenario: typeof first) => ({
    freezes: scenario.freezes.map((freeze) => ({ ...freeze, path: "", text: "" })),
    windows: scenario.profiles.get("windows-office")?.windows.map((window) => ({ ...window, text: "" })),
  });
  expect(meant(second.value)).toEqual(meant(first));
});
