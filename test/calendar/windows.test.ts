import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FreezeSpan } from "../../src/calendar/freezes.js";
import { union, without } from "../../src/calendar/interval.js";
import { cutAtNoon, openHours } from "../../src/calendar/windows.js";
import { instantOf, wallOf } from "../../src/calendar/zone.js";
import type { Rule } from "../../src/scenario/recurrence-rule.js";
import type { RuleWindow, Window } from "../../src/scenario/scenario.js";
import {
  day,
  duration,
  hour,
  type Interval,
  instant,
  isoInstant,
  isoWall,
  minute,
  wallTime,
} from "../../src/units.js";
import { at, days, rule, wall } from "./rules.js";

/** `nightly(21, 8, "MO", "TU")`: from 21:00 for 8 hours. */
const nightly = (from: number, hours: number, ...on: readonly string[]): Window & RuleWindow => ({
  kind: "rule",
  rule: rule("WEEKLY", { byDay: days(...on), byHour: [Math.floor(from)], byMinute: [(from % 1) * 60] }),
  start: null,
  lasts: duration(hours * hour),
  text: "nights",
  who: null,
});
const workweek = nightly(21, 8, "MO", "TU", "WE", "TH", "FR");

const between = (from: string, to: string): Interval => ({ start: at(from), end: at(to) });

/** No window of these tests refers to a release or a calendar. */
const nothingElse = { release: instant(0), calendars: new Map() };

function open(
  windows: readonly Window[],
  zone: string,
  range: Interval,
  freezes: readonly FreezeSpan[] = [],
): readonly Interval[] {
  const outcome = openHours({ windows, freezes, zone, range, ...nothingElse });
  if (!outcome.ok) throw new Error(outcome.problems[0]?.code);
  return outcome.value;
}

const utc = (intervals: readonly Interval[]) =>
  intervals.map(({ start, end }) => `${isoInstant(start).slice(0, 16)} ${isoInstant(end).slice(0, 16)}`);
const local = (intervals: readonly Interval[], zone: string) =>
  intervals.map(({ start, end }) =>
    [start, end].map((each) => isoWall(wallOf(each, zone)).slice(5, 16)).join(" "),
  );
const hours = (intervals: readonly Interval[]) => intervals.map(({ start, end }) => (end - start) / hour);

describe("open hours", () => {
  it("of a night from Friday end on Saturday, and Saturday night stays shut", () => {
    const week = between("2026-08-13T10:00:00Z", "2026-08-18T10:00:00Z");
    expect(local(open([workweek], "Europe/Berlin", week), "Europe/Berlin")).toEqual([
      "08-13T21:00 08-14T05:00",
      "08-14T21:00 08-15T05:00",
      "08-17T21:00 08-18T05:00",
    ]);
  });

  it("begin in the middle of a window that began before the range, and end with the range", () => {
    const range = between("2026-08-14T01:00:00Z", "2026-08-14T20:00:00Z");
    expect(utc(open([workweek], "Europe/Berlin", range))).toEqual([
      "2026-08-14T01:00 2026-08-14T03:00",
      "2026-08-14T19:00 2026-08-14T20:00",
    ]);
  });

  it("follow the wall clock of their zone", () => {
    const range = between("2026-08-11T00:00:00Z", "2026-08-12T00:00:00Z");
    expect(utc(open([nightly(2, 1, "TU")], "Asia/Tokyo", range))).toEqual([]);
    expect(utc(open([nightly(2, 1, "WE")], "Asia/Tokyo", range))).toEqual([
      "2026-08-11T17:00 2026-08-11T18:00",
    ]);
  });

  it("of windows that overlap or touch are one", () => {
    const windows = [nightly(20, 2, "TU"), nightly(22, 2, "TU"), nightly(23, 3, "TU"), nightly(4, 1, "WE")];
    const range = between("2026-08-11T00:00:00Z", "2026-08-13T00:00:00Z");
    expect(utc(open(windows, "UTC", range))).toEqual([
      "2026-08-11T20:00 2026-08-12T02:00",
      "2026-08-12T04:00 2026-08-12T05:00",
    ]);
  });

  // kured's window 23:59-00:01, whose second day is not named (kured issue 204: it never opened).
  it("of two minutes around midnight open on the day they start", () => {
    const sliver = { ...nightly(23, 0, "TU"), lasts: duration(2 * minute) };
    const window = { ...sliver, rule: { ...sliver.rule, byMinute: [59] } };
    const week = between("2026-08-10T00:00:00Z", "2026-08-17T00:00:00Z");
    expect(utc(open([window], "UTC", week))).toEqual(["2026-08-11T23:59 2026-08-12T00:01"]);
  });

  it("of every other week keep to the window's start date", () => {
    const fortnightly = { ...nightly(22, 2, "SA"), start: wall("2026-08-08") };
    const window = { ...fortnightly, rule: { ...fortnightly.rule, interval: 2 } };
    const month = between("2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z");
    expect(utc(open([window], "UTC", month)).map((text) => text.slice(0, 10))).toEqual([
      "2026-08-08",
      "2026-08-22",
    ]);
  });

  it("of every other week without a start are the same whenever one asks", () => {
    const plain = nightly(22, 2, "SA");
    const window = { ...plain, rule: { ...plain.rule, interval: 2 } };
    const starts = (from: string, to: string) => utc(open([window], "UTC", between(from, to)));
    const whole = starts("2026-08-01T00:00:00Z", "2026-10-01T00:00:00Z");
    expect(whole.slice(-2)).toEqual(starts("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"));
  });

  it("of a rule until an instant end with it on the zone's clock", () => {
    const until = { kind: "instant", at: at("2026-08-12T12:00:00Z") } as const;
    const window = { ...workweek, rule: { ...workweek.rule, until } };
    const week = between("2026-08-10T00:00:00Z", "2026-08-15T00:00:00Z");
    // 21:00 on the 12th is at 12:00Z in Tokyo.
    expect(open([window], "Asia/Tokyo", week)).toHaveLength(3);
    expect(open([window], "UTC", week)).toHaveLength(2);
  });

  it("of a rule that counts from nowhere, or expands without end, are refused by the window's text", () => {
    const range = between("2026-08-01T00:00:00Z", "2026-08-02T00:00:00Z");
    const all = Array.from({ length: 60 }, (_, i) => i);
    const bad = [rule("DAILY", { count: 3 }), rule("DAILY", { byMinute: all, bySecond: all })].map(
      (each): Window => ({ ...workweek, rule: each }),
    );
    const outcome = openHours({ windows: bad, freezes: [], zone: "UTC", range, ...nothingElse });
    expect(outcome.ok ? [] : outcome.problems.map(({ code }) => code)).toEqual([
      "window.no-start",
      "rule.too-much",
    ]);
    expect(outcome.ok ? "" : outcome.problems[0]?.message).toContain("nights");
  });
});

describe("a window's length is real time", () => {
  // [zone, night of the change (range), local reading]
  it.each([
    [
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      "03-28T22:00 03-29T06:00",
      "spring, an hour shorter on the clock",
    ],
    ["Europe/Berlin", "2026-10-24T12:00:00Z", "10-24T22:00 10-25T04:00", "autumn"],
    ["America/New_York", "2026-03-07T18:00:00Z", "03-07T22:00 03-08T06:00", "spring"],
    ["America/New_York", "2026-10-31T18:00:00Z", "10-31T22:00 11-01T04:00", "autumn"],
    ["Australia/Lord_Howe", "2026-10-03T06:00:00Z", "10-03T22:00 10-04T05:30", "spring, by half an hour"],
    ["Australia/Lord_Howe", "2026-04-04T06:00:00Z", "04-04T22:00 04-05T04:30", "autumn, by half an hour"],
  ])("in %s on %s", (zone, from, expected) => {
    const range = { start: at(from), end: instant(at(from) + day) };
    const intervals = open([nightly(22, 7, "SA")], zone, range);
    expect(local(intervals, zone)).toEqual([expected]);
    expect(hours(intervals)).toEqual([7]);
  });

  it("also where the start itself is skipped, or comes twice", () => {
    const start = nightly(2.5, 1, "SU");
    const gap = open([start], "Europe/Berlin", between("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"));
    expect(local(gap, "Europe/Berlin")).toEqual(["03-29T03:30 03-29T04:30"]);
    const fold = open([start], "Europe/Berlin", between("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"));
    expect(utc(fold)).toEqual(["2026-10-25T00:30 2026-10-25T01:30"]);
  });
});

describe("a freeze", () => {
  const range = between("2026-08-13T10:00:00Z", "2026-08-15T10:00:00Z");
  const freeze = (from: string, to: string): FreezeSpan => ({ from: at(from), to: at(to), summary: null });
  const nights = (...freezes: FreezeSpan[]) => utc(open([workweek], "UTC", range, freezes));

  it("cuts a piece out of the open hours", () => {
    expect(nights(freeze("2026-08-13T23:00:00Z", "2026-08-14T01:00:00Z"))).toEqual([
      "2026-08-13T21:00 2026-08-13T23:00",
      "2026-08-14T01:00 2026-08-14T05:00",
      "2026-08-14T21:00 2026-08-15T05:00",
    ]);
  });

  it("takes whole nights, and what it covers at either end", () => {
    expect(nights(freeze("2026-08-13T21:00:00Z", "2026-08-14T22:00:00Z"))).toEqual([
      "2026-08-14T22:00 2026-08-15T05:00",
    ]);
    expect(nights(freeze("2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z"))).toEqual([]);
  });

  it("that ends as the night begins cuts nothing, and freezes may overlap", () => {
    expect(nights(freeze("2026-08-13T12:00:00Z", "2026-08-13T21:00:00Z"))).toHaveLength(2);
    expect(
      nights(
        freeze("2026-08-14T00:00:00Z", "2026-08-14T02:00:00Z"),
        freeze("2026-08-13T21:00:00Z", "2026-08-14T01:00:00Z"),
      ),
    ).toEqual(["2026-08-14T02:00 2026-08-14T05:00", "2026-08-14T21:00 2026-08-15T05:00"]);
  });
});

describe("the cut at noon", () => {
  it("divides what spans local noon, and leaves nights whole", () => {
    const weekend = [between("2026-08-14T20:00:00Z", "2026-08-16T12:00:00Z")];
    expect(local(cutAtNoon(weekend, "Europe/Berlin"), "Europe/Berlin")).toEqual([
      "08-14T22:00 08-15T12:00",
      "08-15T12:00 08-16T12:00",
      "08-16T12:00 08-16T14:00",
    ]);
    const night = [between("2026-08-14T19:00:00Z", "2026-08-15T03:00:00Z")];
    expect(cutAtNoon(night, "Europe/Berlin")).toEqual(night);
  });

  it("does not cut at an edge, nor twice where a zone skips a day", () => {
    const afternoon = [between("2026-08-14T10:00:00Z", "2026-08-15T10:00:00Z")];
    expect(cutAtNoon(afternoon, "Europe/Berlin")).toEqual(afternoon);
    // Apia had no 30 December 2011.
    const apia = [between("2011-12-29T20:00:00Z", "2012-01-01T05:00:00Z")];
    expect(local(cutAtNoon(apia, "Pacific/Apia"), "Pacific/Apia")).toEqual([
      "12-29T10:00 12-29T12:00",
      "12-29T12:00 12-31T12:00",
      "12-31T12:00 01-01T12:00",
      "01-01T12:00 01-01T19:00",
    ]);
  });
});

const minutes = fc.integer({ min: 0, max: 10_000 });
const spans = fc.array(
  fc.tuple(minutes, minutes).map(([a, b]): Interval => ({ start: instant(a), end: instant(b) })),
  { maxLength: 8 },
);
const holds = (intervals: readonly Interval[], t: number) =>
  intervals.some(({ start, end }) => start <= t && t < end);

describe("sets of intervals", () => {
  it("hold after union and cut exactly the instants they should, in order and apart", () => {
    fc.assert(
      fc.property(spans, spans, fc.array(minutes), (some, cuts, probes) => {
        const left = without(union(some), union(cuts));
        for (const t of probes) expect(holds(left, t)).toBe(holds(some, t) && !holds(cuts, t));
        for (const [i, { start, end }] of left.entries()) {
          expect(start).toBeLessThan(end);
          if (i > 0) expect(start).toBeGreaterThan((left[i - 1] as Interval).end);
        }
      }),
    );
  });
});

describe("open hours, whatever the windows,", () => {
  const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");
  const windows = fc.array(
    fc
      .record({
        from: fc.integer({ min: 0, max: 47 }),
        length: fc.integer({ min: 1, max: 60 }),
        on: fc.uniqueArray(fc.constantFrom("MO", "TU", "FR", "SU"), { minLength: 1 }),
      })
      .map(({ from, length, on }) => nightly(from / 2, length / 2, ...on)),
    { minLength: 1, maxLength: 3 },
  );
  const start = fc
    .integer({ min: 0, max: 365 * 24 })
    .map((n) => instant(at("2026-01-01T00:00:00Z") + n * hour));

  it("are those of a minute-by-minute reading of the clock", () => {
    fc.assert(
      fc.property(windows, zones, start, (some, zone, from) => {
        const range = { start: from, end: instant(from + 3 * day) };
        const found = open(some, zone, range);
        for (let t = range.start; t < range.end; t = instant(t + 15 * minute))
          expect(holds(found, t)).toBe(some.some((window) => isIn(window, t, zone)));
      }),
      { numRuns: 30 },
    );
  });

  /** Looks at each of the last days' starts. */
  function isIn(
    { rule: { byDay, byHour, byMinute }, lasts }: { rule: Rule; lasts: number },
    t: number,
    zone: string,
  ) {
    const today = Math.floor(wallOf(instant(t), zone) / day);
    return [today - 2, today - 1, today].some((date) => {
      const begins = instantOf(
        wallTime(date * day + (byHour[0] ?? 0) * hour + (byMinute[0] ?? 0) * minute),
        zone,
      );
      return byDay.some(({ weekday }) => weekday === (date + 3) % 7) && begins <= t && t < begins + lasts;
    });
  }

  it("cut at noon hold the same time", () => {
    fc.assert(
      fc.property(windows, zones, start, (some, zone, from) => {
        const found = open(some, zone, { start: from, end: instant(from + 5 * day) });
        const cut = cutAtNoon(found, zone);
        expect(union(cut)).toEqual(found);
        for (const interval of cut) expect(interval.end - interval.start).toBeLessThanOrEqual(25 * hour);
      }),
    );
  });
});
