/** Windows and freezes that are counted, spelt or listed otherwise than by a weekly rule. */
import { describe, expect, it } from "vitest";
import { type FreezeSpan, freezeSpans } from "../../src/calendar/freezes.js";
import { openHours } from "../../src/calendar/windows.js";
import { wallOf } from "../../src/calendar/zone.js";
import type { Freeze, Window } from "../../src/scenario/scenario.js";
import { day, duration, hour, type Interval, instant, isoWall, minute } from "../../src/units.js";
import { scenarioOf } from "../scenario/who.js";
import { Dice, forSeeds } from "../support/dice.js";
import { calendarOf, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

/** The windows of a document's `window`. */
const windowsOf = (window: unknown): readonly Window[] =>
  scenarioOf({ window }).profiles.get("windows-office")?.windows ?? [];
const freezeOf = (freeze: object): Freeze => scenarioOf({ freezes: [freeze] }).freezes[0] as Freeze;

const nights = calendarOf(
  ics(
    ...vevent("DTSTART;VALUE=DATE:20260815", "DTEND;VALUE=DATE:20260816"),
    ...vevent("DTSTART:20260818T220000", "DURATION:PT6H", "RRULE:FREQ=WEEKLY;COUNT=2"),
    ...vevent("DTSTART:20260820T200000Z", "DTEND:20260820T210000Z"),
    ...vevent("DTSTART:tomorrow"),
    ...vevent("DTSTART:20260821T200000Z"),
  ),
);

const weeks = (from: string, count: number): Interval => ({
  start: at(from),
  end: instant(at(from) + count * 7 * day),
});
const onClock = (zone: string, intervals: readonly Interval[]): readonly string[] =>
  intervals.map(({ start, end }) =>
    [start, end].map((each) => isoWall(wallOf(each, zone)).slice(5, 16)).join(" "),
  );

function open(window: unknown, zone: string, release: string, frozen: readonly FreezeSpan[] = []) {
  const hours = openHours({
    windows: windowsOf(window),
    freezes: frozen,
    zone,
    range: weeks(release, 14),
    release: at(release),
    calendars: new Map([["./nights.ics", nights]]),
  });
  return hours.ok
    ? onClock(zone, hours.value)
    : hours.problems.map(({ code, message }) => `${code}: ${message}`);
}

describe("a window after the release", () => {
  const fourth = { afterRelease: "4d", at: "22:00", lasts: "6h" };

  it.each<[string, string, string, object, readonly string[]]>([
    ["Europe/Berlin", "2026-08-11T17:00Z", "counts from Tuesday", fourth, ["08-15T22:00 08-16T04:00"]],
    [
      "Asia/Tokyo",
      "2026-08-11T17:00Z",
      "counts from Wednesday, which it is there",
      fourth,
      ["08-16T22:00 08-17T04:00"],
    ],
    [
      "Pacific/Honolulu",
      "2026-08-12T05:00Z",
      "counts from Tuesday, which it still is there",
      fourth,
      ["08-15T22:00 08-16T04:00"],
    ],
    [
      "Europe/Berlin",
      "2026-08-11T17:00Z",
      "of no days is on the same evening, and what is left of it counts",
      { afterRelease: 0, at: "18:30", lasts: "2h" },
      ["08-11T19:00 08-11T20:30"],
    ],
    [
      "Europe/Berlin",
      "2026-08-11T17:00Z",
      "of no days may be over before the release",
      { afterRelease: "0d", at: "12:00", lasts: "2h" },
      [],
    ],
    [
      "Europe/Berlin",
      "2026-08-29T17:00Z",
      "on several days goes over the end of the month",
      { ...fourth, afterRelease: "1d", days: 3 },
      ["08-30T22:00 08-31T04:00", "08-31T22:00 09-01T04:00", "09-01T22:00 09-02T04:00"],
    ],
    [
      "America/New_York",
      "2026-12-08T18:00Z",
      "goes over the end of the year",
      { ...fourth, afterRelease: "23d", days: "2d" },
      ["12-31T22:00 01-01T04:00", "01-01T22:00 01-02T04:00"],
    ],
    [
      "America/Los_Angeles",
      "2026-03-04T18:00Z",
      "at a time that clocks skip begins when that hour is over, and lasts as long",
      { afterRelease: "4d", at: "02:30", lasts: "2h" },
      ["03-08T03:30 03-08T05:30"],
    ],
    [
      "Australia/Lord_Howe",
      "2026-10-02T18:00Z",
      "on Lord Howe, whose clocks skip half an hour",
      { afterRelease: "1d", at: "02:10", lasts: "2h" },
      ["10-04T02:40 10-04T04:40"],
    ],
    [
      "Europe/Berlin",
      "2026-10-21T17:00Z",
      "through the hour that comes twice lasts six hours of real time",
      fourth,
      ["10-25T22:00 10-26T04:00"],
    ],
    [
      "Europe/Berlin",
      "2026-10-21T17:00Z",
      "begins at the first of two readings",
      { afterRelease: "4d", at: "02:30", lasts: "1h" },
      ["10-25T02:30 10-25T02:30"],
    ],
    [
      "Pacific/Apia",
      "2011-12-28T18:00Z",
      "on the day that Apia skipped is on the day after it",
      { afterRelease: "2d", at: "10:00", lasts: "1h" },
      ["12-31T10:00 12-31T11:00"],
    ],
    [
      "Europe/Berlin",
      "2026-08-11T17:00Z",
      "of a whole day meets the next",
      { afterRelease: 1, at: "00:00", lasts: "24h", days: 2 },
      ["08-12T00:00 08-14T00:00"],
    ],
    [
      "Europe/Berlin",
      "2026-08-11T17:00Z",
      "ninety days later",
      { ...fourth, afterRelease: "90d" },
      ["11-09T22:00 11-10T04:00"],
    ],
  ])("in %s, %s: %s", (zone, release, _, window, expected) => {
    expect(open(window, zone, release)).toEqual(expected);
  });
});

describe("windows of a calendar", () => {
  it.each<[string, unknown]>([
    ["by its path", "./nights.ics"],
    ["as such", { calendar: "./nights.ics" }],
  ])(
    "%s: dates and floating times on the clock of the site, and nothing of events that cannot be read",
    (_, window) => {
      expect(open(window, "Asia/Tokyo", "2026-08-11T17:00Z")).toEqual([
        "08-15T00:00 08-16T00:00",
        "08-18T22:00 08-19T04:00",
        "08-21T05:00 08-21T06:00",
        "08-25T22:00 08-26T04:00",
      ]);
    },
  );

  it("are cut by freezes of the same calendar, which leave nothing", () => {
    const whole = calendarOf(ics(...vevent("DTSTART:20260818T220000", "DURATION:PT6H")));
    const freeze = freezeOf({ calendar: "./nights.ics" });
    const frozen = freezeSpans(
      freeze,
      "Asia/Tokyo",
      weeks("2026-08-11T17:00Z", 2),
      new Map([["./nights.ics", whole]]),
    );
    const window = { from: "2026-08-18T20:00", to: "2026-08-19T06:00" };
    expect(open(window, "Asia/Tokyo", "2026-08-11T17:00Z", frozen.ok ? frozen.value : [])).toEqual([
      "08-18T20:00 08-18T22:00",
      "08-19T04:00 08-19T06:00",
    ]);
  });
});

describe("a window from one time to another", () => {
  it("is on the clock of the site, or at instants", () => {
    const wall = { from: "2026-08-13T22:00", to: "2026-08-14T04:00" };
    expect(open(wall, "Asia/Tokyo", "2026-08-11T17:00Z")).toEqual(["08-13T22:00 08-14T04:00"]);
    const instants = { from: "2026-08-13T22:00Z", to: "2026-08-14T04:00+02:00" };
    expect(open(instants, "Asia/Tokyo", "2026-08-11T17:00Z")).toEqual(["08-14T07:00 08-14T11:00"]);
  });

  it("that ends before it begins on some site's clock is refused there", () => {
    const mixed = { from: "2026-08-13T22:00", to: "2026-08-13T20:00Z" };
    expect(open(mixed, "Asia/Tokyo", "2026-08-11T17:00Z")).toEqual(["08-13T22:00 08-14T05:00"]);
    expect(open(mixed, "America/New_York", "2026-08-11T17:00Z")).toEqual([
      'window.ends-before-start: window "2026-08-13T22:00:00 to 2026-08-13T20:00:00Z": it ends no later than it starts, on the clocks of America/New_York',
    ]);
  });
});

const frozen = (freeze: object, zone: string, range: Interval): readonly Interval[] => {
  const spans = freezeSpans(freezeOf(freeze), zone, range, new Map());
  if (!spans.ok) throw new Error(JSON.stringify(spans.problems));
  return spans.value.map(({ from, to }) => ({ start: from, end: to }));
};

describe("a freeze that recurs", () => {
  it.each<[string, object, string, string, readonly string[]]>([
    [
      "on days of the month",
      { on: "30..31 monthly" },
      "Europe/Berlin",
      "2026-08-25T00:00Z",
      ["08-30T00:00 08-31T00:00", "08-31T00:00 09-01T00:00"],
    ],
    ["on the last day", { on: "-1 monthly" }, "Asia/Tokyo", "2026-08-25T00:00Z", ["08-31T00:00 09-01T00:00"]],
    [
      "on dates of the year, over its end",
      { on: "12-24..01-02 yearly" },
      "America/New_York",
      "2026-12-29T00:00Z",
      ["12-24T00:00 01-03T00:00"],
    ],
    [
      "on a day of 25 hours, all of it",
      { on: "2026-10-25" },
      "Europe/Berlin",
      "2026-10-20T00:00Z",
      ["10-25T00:00 10-26T00:00"],
    ],
    [
      "at hours of the day, until that hour on the wall clock, when clocks go back",
      { during: "Sat 20:00-06:00" },
      "Europe/Berlin",
      "2026-10-20T00:00Z",
      ["10-24T20:00 10-25T06:00"],
    ],
    [
      "and when they go forward",
      { during: "Sat 20:00-06:00" },
      "Europe/Berlin",
      "2026-03-25T00:00Z",
      ["03-28T20:00 03-29T06:00"],
    ],
    [
      "from a time that clocks skip: from the first that they show",
      { during: "Sun 02:30-06:00" },
      "Europe/Berlin",
      "2026-03-25T00:00Z",
      ["03-29T03:00 03-29T06:00"],
    ],
    [
      "until a time that they skip",
      { during: "Sat 22:00-02:30" },
      "Europe/Berlin",
      "2026-03-25T00:00Z",
      ["03-28T22:00 03-29T03:00"],
    ],
    [
      "at times that they all skip: not at all",
      { during: "Sun 02:10-02:50" },
      "Europe/Berlin",
      "2026-03-25T00:00Z",
      [],
    ],
    [
      "at times that come twice: both times",
      { during: "Sun 02:10-02:50" },
      "Europe/Berlin",
      "2026-10-20T00:00Z",
      ["10-25T02:10 10-25T02:50", "10-25T02:10 10-25T02:50"],
    ],
    [
      "by a rule, on the wall clock too",
      { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=18;BYMINUTE=0", lasts: "60h", start: "2026-08-07" },
      "Europe/Berlin",
      "2026-10-14T00:00Z",
      ["10-16T18:00 10-19T06:00"],
    ],
  ])("%s", (_, freeze, zone, from, expected) => {
    expect(onClock(zone, frozen(freeze, zone, weeks(from, 1)))).toEqual(expected);
  });

  it("is in force whenever the wall clock says so, and at no other time", async () => {
    await forSeeds([1, 40], (dice: Dice) => {
      const [zone, change] = dice.pick([
        ["Europe/Berlin", "2026-03-29T01:00Z"],
        ["Europe/Berlin", "2026-10-25T01:00Z"],
        ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
        ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
        ["America/Havana", "2026-11-01T05:00Z"],
        ["America/Santiago", "2026-09-06T04:00Z"],
        ["Pacific/Apia", "2011-12-30T10:00Z"],
      ] as const);
      const clock = () => [dice.whole(0, 23), dice.pick([0, 10, 30, 45])] as const;
      const [[h1, m1], [h2, m2]] = [clock(), clock()];
      const [from, to] = [h1 * 60 + m1, h2 * 60 + m2];
      if (from === to) return;
      const text = [from, to]
        .map((each) => [each / 60, each % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":"))
        .join("-");
      const range = { start: instant(at(change) - 2 * day), end: instant(at(change) + 2 * day) };
      const spans = frozen({ during: text }, zone, range);
      for (let t = range.start; t < range.end; t = instant(t + 5 * minute)) {
        const reading = (((wallOf(t, zone) % day) + day) % day) / minute;
        const says = from < to ? from <= reading && reading < to : reading >= from || reading < to;
        const isIn = spans.some(({ start, end }) => start <= t && t < end);
        if (isIn !== says) throw new Error(`${text} ${zone} ${isoWall(wallOf(t, zone))}: ${isIn}`);
      }
    });
  });

  it("has a length in the minutes of the clock: a day of 25 hours is frozen for 25", () => {
    const [night] = frozen({ on: "2026-10-25" }, "Europe/Berlin", weeks("2026-10-20T00:00Z", 1));
    expect((night as Interval).end - (night as Interval).start).toBe(duration(25 * hour));
  });
});
