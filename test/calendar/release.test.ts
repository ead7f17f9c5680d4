import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Calendar } from "../../src/calendar/ical.js";
import { releasesBetween, resolveRelease } from "../../src/calendar/release.js";
import type { ReleaseRequest } from "../../src/scenario/scenario.js";
import { day, type Instant, isoInstant } from "../../src/units.js";
import { calendarOf, coded, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

const file = readFileSync("calendars/microsoft.ics", "utf8");
const microsoft = calendarOf(file);

type On = Extract<ReleaseRequest, { on: unknown }>["on"];
const month = (year: number, m: number): On => ({ kind: "month", year, month: m });
const date = (year: number, m: number, d: number): On => ({ kind: "date", year, month: m, day: d });
const next: On = { kind: "next" };
const asIs = { offset: 0, moved: [], cancelled: [], extra: [] };

function resolve(
  on: On,
  calendar: Calendar = microsoft,
  now: Instant | null = null,
  zone: string | null = null,
) {
  const outcome = resolveRelease({ calendar: "microsoft", on, ...asIs }, calendar, now, zone);
  if (outcome.ok) return isoInstant(outcome.value.at);
  const [problem] = outcome.problems;
  return `${coded(outcome.problems).join()}: ${problem?.message}. ${problem?.hint}`;
}

describe("the shipped calendar of Microsoft's releases", () => {
  it.each([
    [2007, 8, "2007-08-14T17:00:00Z"],
    [2026, 3, "2026-03-10T17:00:00Z"],
    [2026, 8, "2026-08-11T17:00:00Z"],
    [2026, 11, "2026-11-10T18:00:00Z"],
    [2026, 12, "2026-12-08T18:00:00Z"],
    [2003, 10, "2003-10-14T17:00:00Z"],
  ])("in %i-%i is the second Tuesday at 10:00 Pacific", (year, m, expected) => {
    expect(resolve(month(year, m))).toBe(expected);
  });

  it("has none in February 2017, which was cancelled", () => {
    expect(resolve(month(2017, 2))).toBe(
      'release.none: no release in 2017-02 in "Microsoft security updates". the nearest: 2017-01-10, 2017-03-14',
    );
  });

  it("has every second Tuesday of 20 years but that one, at 10:00", () => {
    const years = { start: at("2007-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };
    const releases = releasesBetween(microsoft, years, null);
    const found = releases.ok ? releases.value.map(({ local }) => local) : [];
    const expected: string[] = [];
    for (let time = years.start as number; time < years.end; time += day) {
      const each = new Date(time);
      const isSecondTuesday = each.getUTCDay() === 2 && Math.ceil(each.getUTCDate() / 7) === 2;
      if (isSecondTuesday) expected.push(each.toISOString().replace("T00:00:00.000Z", "T10:00:00"));
    }
    expect(found).toEqual(expected.filter((local) => !local.startsWith("2017-02")));
    expect(found).toHaveLength(239);
  });

  it("is a proper file: CRLF, lines of 75 octets, no problems", () => {
    expect(microsoft.problems).toEqual([]);
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it("lists what a command prints", () => {
    const august = { start: at("2026-08-01T00:00:00Z"), end: at("2026-09-01T00:00:00Z") };
    expect(releasesBetween(microsoft, august, null)).toEqual({
      ok: true,
      value: [
        {
          at: at("2026-08-11T17:00:00Z"),
          local: "2026-08-11T10:00:00",
          timezone: "America/Los_Angeles",
          summary: "Microsoft security updates",
        },
      ],
    });
  });
});

describe("a release", () => {
  it("given as an instant is that instant", () => {
    const instant = at("2026-08-11T17:00:00Z");
    expect(resolveRelease({ at: instant }, null, null, null)).toEqual({
      ok: true,
      value: { at: instant, released: instant, zone: null, summary: null },
    });
  });

  it("by calendar has the calendar's zone and summary", () => {
    expect(
      resolveRelease({ calendar: "microsoft", on: month(2026, 8), ...asIs }, microsoft, null, null),
    ).toMatchObject({
      value: { zone: "America/Los_Angeles", summary: "Microsoft security updates" },
    });
  });

  it("by date is the one on that local date", () => {
    expect(resolve(date(2026, 8, 11))).toBe("2026-08-11T17:00:00Z");
    expect(resolve(date(2026, 8, 12))).toBe(
      'release.none: no release in 2026-08-12 in "Microsoft security updates". the nearest: 2026-08-11, 2026-09-08',
    );
  });

  it("in a month counts by its own clock: 1 August in Tokyo is July in UTC", () => {
    const tokyo = calendarOf(ics(...vevent("DTSTART;TZID=Asia/Tokyo:20260801T020000")));
    expect(resolve(month(2026, 8), tokyo)).toBe("2026-07-31T17:00:00Z");
    expect(resolve(month(2026, 7), tokyo)).toContain("the nearest: 2026-08-01");
  });

  it("next is the first at or after now", () => {
    expect(resolve(next, microsoft, at("2026-08-11T17:00:00Z"))).toBe("2026-08-11T17:00:00Z");
    expect(resolve(next, microsoft, at("2026-08-11T17:00:01Z"))).toBe("2026-09-08T17:00:00Z");
    expect(resolve(next, microsoft, at("1999-01-01T00:00:00Z"))).toBe("2003-10-14T17:00:00Z");
  });

  it("next without a now, or past the calendar's end, is refused", () => {
    expect(resolve(next)).toContain("release.no-now");
    const once = calendarOf(ics(...vevent("DTSTART:20260801T020000Z")));
    expect(resolve(next, once, at("2026-09-01T00:00:00Z"))).toContain("the nearest: 2026-08-01");
    expect(resolve(next, calendarOf(ics()), at("2026-09-01T00:00:00Z"))).toContain("has none near that");
  });

  it("that takes hours is over once it began", () => {
    const long = calendarOf(
      ics(...vevent("DTSTART:20260801T020000Z", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=2")),
    );
    expect(resolve(next, long, at("2026-08-01T03:00:00Z"))).toBe("2026-08-08T02:00:00Z");
  });

  it("at midnight belongs to the day and month that begin", () => {
    const september = calendarOf(ics(...vevent("DTSTART;TZID=Europe/Berlin:20260901T000000")));
    expect(resolve(month(2026, 9), september)).toBe("2026-08-31T22:00:00Z");
    expect(resolve(month(2026, 8), september)).toContain("the nearest: 2026-09-01");
    expect(resolve(date(2026, 8, 31), september)).toContain("the nearest: 2026-09-01");
  });

  it("that a month has twice is asked for by date, that a date has twice by instant", () => {
    const twice = ics(
      ...vevent("DTSTART;TZID=America/New_York:20260714T100000", "RRULE:FREQ=MONTHLY;BYDAY=2TU,4TU"),
      ...vevent("DTSTART;TZID=America/New_York:20260714T120000"),
    );
    const calendar = calendarOf(twice);
    expect(resolve(month(2026, 8), calendar)).toBe(
      'release.several: 2 releases in 2026-08 in "test.ics". name one by its date: 2026-08-11, 2026-08-25',
    );
    expect(resolve(date(2026, 7, 14), calendar)).toContain(
      "{ at: ... }: 2026-07-14T14:00:00Z, 2026-07-14T16:00:00Z",
    );
  });

  it("on a date alone is on the clock of the scenario's zone, and needs one", () => {
    const dates = calendarOf(ics(...vevent("DTSTART;VALUE=DATE:20260811")));
    expect(resolve(month(2026, 8), dates, null, "Asia/Tokyo")).toBe("2026-08-10T15:00:00Z");
    expect(resolve(month(2026, 8), dates)).toContain("release.no-zone: the release at test.ics:2");
  });
});
