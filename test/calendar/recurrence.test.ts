import fc from "fast-check";
import rrule from "rrule";
import { describe, expect, it } from "vitest";
import { type ExpandOptions, occurrences } from "../../src/calendar/recurrence.js";
import type { Rule, Weekday } from "../../src/scenario/recurrence-rule.js";
import { day, isoWall, type WallTime, wallTime } from "../../src/units.js";
import { at, days, rule, wall } from "./rules.js";

function expand(what: Rule, start: string, from: string, to: string, options?: ExpandOptions): string[] {
  const outcome = occurrences(what, wall(start), { from: wall(from), to: wall(to) }, options);
  if (!outcome.ok) throw new Error(outcome.problems[0]?.code);
  return outcome.value.map((each) => isoWall(each).slice(0, 16));
}
function codeOf(what: Rule, start: string, to: string): string | undefined {
  const outcome = occurrences(what, wall(start), { from: wall(start), to: wall(to) });
  return outcome.ok ? undefined : outcome.problems[0]?.code;
}
const dates = (...args: Parameters<typeof expand>) => expand(...args).map((each) => each.slice(0, 10));

describe("a rule", () => {
  it("of second Tuesdays gives Patch Tuesdays", () => {
    const patchTuesday = rule("MONTHLY", { byDay: days("2TU") });
    expect(expand(patchTuesday, "2003-10-14T10:00", "2026-08-01", "2027-01-01")).toEqual([
      "2026-08-11T10:00",
      "2026-09-08T10:00",
      "2026-10-13T10:00",
      "2026-11-10T10:00",
      "2026-12-08T10:00",
    ]);
  });

  it("gives what lies in the half-open range", () => {
    const daily = rule("DAILY");
    expect(expand(daily, "2026-01-01T09:00", "2026-01-02T09:00", "2026-01-04T09:00")).toEqual([
      "2026-01-02T09:00",
      "2026-01-03T09:00",
    ]);
  });

  it("every other week keeps its weeks, however late one asks", () => {
    const fortnightly = rule("WEEKLY", { interval: 2, byDay: days("WE", "FR") });
    expect(dates(fortnightly, "2019-01-01", "2019-01-01", "2019-01-20")).toEqual([
      "2019-01-02",
      "2019-01-04",
      "2019-01-16",
      "2019-01-18",
    ]);
    // Monday 3 August 2026 is 396 weeks after Monday 31 December 2018.
    expect(dates(fortnightly, "2019-01-01", "2026-08-01", "2026-08-20")).toEqual([
      "2026-08-05",
      "2026-08-07",
      "2026-08-19",
    ]);
  });

  it("takes the weekday, day and time it does not name from its start", () => {
    expect(expand(rule("WEEKLY"), "2026-08-11T10:30", "2026-08-12", "2026-08-26")).toEqual([
      "2026-08-18T10:30",
      "2026-08-25T10:30",
    ]);
    expect(dates(rule("MONTHLY"), "2026-01-31", "2026-01-01", "2026-06-01")).toEqual([
      "2026-01-31",
      "2026-03-31",
      "2026-05-31",
    ]);
    expect(dates(rule("YEARLY"), "2024-02-29", "2024-01-01", "2033-01-01")).toEqual([
      "2024-02-29",
      "2028-02-29",
      "2032-02-29",
    ]);
    const week20 = rule("YEARLY", { byWeekNo: [20] });
    expect(dates(week20, "1997-05-12", "1997-01-01", "2000-01-01")).toEqual([
      "1997-05-12",
      "1998-05-11",
      "1999-05-17",
    ]);
  });

  it("counts from its start, not from the range", () => {
    const ten = rule("DAILY", { count: 10 });
    expect(dates(ten, "2026-01-01", "2026-01-09", "2026-02-01")).toEqual(["2026-01-09", "2026-01-10"]);
    expect(dates(ten, "2006-01-01", "2026-01-01", "2026-02-01")).toEqual([]);
  });

  it("joins plain and counted weekdays by or", () => {
    const mixed = rule("MONTHLY", { byDay: days("MO", "2TU") });
    expect(dates(mixed, "2026-08-01", "2026-08-01", "2026-09-01")).toEqual([
      "2026-08-03",
      "2026-08-10",
      "2026-08-11",
      "2026-08-17",
      "2026-08-24",
      "2026-08-31",
    ]);
  });

  it("that never matches ends with nothing", () => {
    const never = rule("DAILY", { interval: 2, byMonth: [2], byMonthDay: [30] });
    const begun = performance.now();
    expect(dates(never, "2026-01-01", "2026-01-01", "2036-01-01")).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(250);
  });

  it("with more than 10,000 occurrences in the range is refused", () => {
    const range = { from: wall("2026-01-01"), to: wall("2066-01-01") };
    const outcome = occurrences(rule("DAILY"), wall("2026-01-01"), range);
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: "rule.too-much" }] });
  });

  it("that never matches is answered or refused, whatever its frequency", () => {
    const begun = performance.now();
    expect(
      dates(rule("HOURLY", { interval: 24, byHour: [5] }), "2026-01-01", "2026-01-01", "2027-01-01"),
    ).toEqual([]);
    const seconds = rule("SECONDLY", { interval: 60, bySecond: [30] });
    expect(codeOf(seconds, "2026-01-01", "2036-01-01")).toBe("rule.too-much");
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it("that takes too much work to go through is refused", () => {
    const all = Array.from({ length: 60 }, (_, i) => i);
    const busy = rule("DAILY", { byMinute: all, bySecond: all, bySetPos: [1] });
    expect(codeOf(busy, "2026-01-01", "2027-01-01")).toBe("rule.too-much");
    expect(codeOf(rule("SECONDLY"), "2026-01-01", "2027-01-01")).toBe("rule.too-much");
    expect(
      codeOf(rule("DAILY", { count: 10_000, byMonth: [2], byMonthDay: [29] }), "1601-01-01", "9999-01-01"),
    ).toBe("rule.too-much");
  });

  it("is answered from centuries after its start, and a few of a frequent one at once", () => {
    expect(dates(rule("DAILY", { byHour: [9] }), "1601-01-01", "2026-01-01", "2026-01-02")).toEqual([
      "2026-01-01",
    ]);
    expect(dates(rule("DAILY", { count: 5 }), "1601-01-01", "2026-01-01", "2026-01-02")).toEqual([]);
    const five = rule("SECONDLY", { count: 5, byMonth: [8] });
    expect(expand(five, "2026-01-01T00:00", "2026-01-01", "2030-01-01")).toEqual(
      Array<string>(5).fill("2026-08-01T00:00"),
    );
  });
});

describe("a frequency below DAILY", () => {
  const times = (what: Rule, start: string, to = "2027-01-01") =>
    expand(what, start, start, to).map((each) => each.slice(5));

  it("counts its INTERVAL on the clock from the start, past the ends of days", () => {
    expect(times(rule("HOURLY", { interval: 7, count: 5 }), "2026-08-11T09:30")).toEqual([
      "08-11T09:30",
      "08-11T16:30",
      "08-11T23:30",
      "08-12T06:30",
      "08-12T13:30",
    ]);
    expect(times(rule("MINUTELY", { interval: 500, count: 4 }), "2026-08-11T09:30")).toEqual([
      "08-11T09:30",
      "08-11T17:50",
      "08-12T02:10",
      "08-12T10:30",
    ]);
    expect(times(rule("SECONDLY", { interval: 1000, count: 3, byMonth: [8] }), "2026-07-31T23:50")).toEqual([
      "08-01T00:06",
      "08-01T00:23",
      "08-01T00:40",
    ]);
  });

  it("takes parts of longer units as limits, and of shorter ones as what each period has", () => {
    const hourly = rule("HOURLY", { interval: 5, byHour: [3, 8, 14], byMinute: [5, 45], count: 5 });
    // Every fifth hour from 3:00: 3, 8, 13, 18, 23, 4, 9, 14.
    expect(times(hourly, "2026-08-11T03:30")).toEqual([
      "08-11T03:45",
      "08-11T08:05",
      "08-11T08:45",
      "08-12T14:05",
      "08-12T14:45",
    ]);
    const minutely = rule("MINUTELY", { byHour: [9], byMinute: [15, 59], byDay: days("TU"), count: 3 });
    expect(times(minutely, "2026-08-11T09:30")).toEqual(["08-11T09:59", "08-18T09:15", "08-18T09:59"]);
    const lastHour = rule("HOURLY", { byYearDay: [-1], byHour: [23], count: 1 });
    expect(times(lastHour, "2026-08-11T09:30")).toEqual(["12-31T23:30"]);
  });

  it("has its BYSETPOS within the hour or minute", () => {
    const parts = { interval: 3, byMinute: [0, 10, 20, 30, 40], bySetPos: [-1, 2], count: 4 };
    expect(times(rule("HOURLY", parts), "2026-08-11T21:15")).toEqual([
      "08-11T21:40",
      "08-12T00:10",
      "08-12T00:40",
      "08-12T03:10",
    ]);
  });

  it("takes the lists of a part in any order", () => {
    const seconds = rule("SECONDLY", { bySecond: [40, 20, 20], byMinute: [31, 30], count: 4 });
    const outcome = occurrences(seconds, wall("2026-08-11T09:30:30"), {
      from: wall("2026-01-01"),
      to: wall("2027-01-01"),
    });
    expect(outcome.ok && outcome.value.map((each) => isoWall(each).slice(14))).toEqual([
      "30:40",
      "31:20",
      "31:40",
      "30:20",
    ]);
  });
});

describe("a rule of many times a day", () => {
  it("picks the first and the last of a month by BYSETPOS", () => {
    const quarter = Array.from({ length: 15 }, (_, i) => i + 1);
    const parts = {
      byMonthDay: quarter,
      byHour: quarter,
      byMinute: quarter,
      bySecond: quarter,
      bySetPos: [1, -1],
    };
    expect(expand(rule("MONTHLY", { ...parts, count: 4 }), "2026-02-01", "2026-02-01", "2027-01-01")).toEqual(
      ["2026-02-01T01:01", "2026-02-15T15:15", "2026-03-01T01:01", "2026-03-15T15:15"],
    );
  });
});

describe("BYSETPOS", () => {
  it("beyond the set picks nothing: the fifth Tuesday from the end is in long months only", () => {
    const fifthLast = rule("MONTHLY", { byDay: days("TU"), bySetPos: [-5] });
    expect(dates(fifthLast, "2026-01-01", "2026-01-01", "2027-01-01")).toEqual([
      "2026-03-03",
      "2026-06-02",
      "2026-09-01",
      "2026-12-01",
    ]);
  });

  it("counts the whole of a first week that the start divides", () => {
    // From Wednesday the 23rd; the week's first is Monday the 21st. rrule alone takes Friday the 25th for the second.
    const weekly = rule("WEEKLY", { byDay: days("MO", "WE", "FR"), bySetPos: [2, 1], count: 3 });
    expect(dates(weekly, "2024-10-23", "2024-10-01", "2025-01-01")).toEqual([
      "2024-10-23",
      "2024-10-28",
      "2024-10-30",
    ]);
  });

  it("counts a week across the end of a month as one", () => {
    const lastWorkday = rule("WEEKLY", { byDay: days("MO", "FR"), bySetPos: [-1] });
    expect(dates(lastWorkday, "2026-07-01", "2026-07-27", "2026-08-08")).toEqual([
      "2026-07-31",
      "2026-08-07",
    ]);
    expect(dates(lastWorkday, "2026-06-29", "2026-08-31", "2026-09-05")).toEqual(["2026-09-04"]);
    expect(dates(lastWorkday, "2026-06-29", "2026-08-31", "2026-08-31T12:00")).toEqual([]);
    const saturdays = rule("WEEKLY", { byDay: days("MO", "SA"), bySetPos: [2] });
    expect(dates(saturdays, "2026-06-29", "2026-08-01", "2026-08-02")).toEqual(["2026-08-01"]);
  });

  it("takes times of a day in their order", () => {
    const minutes = rule("DAILY", {
      interval: 5,
      byMinute: [50, 40, 30, 20, 10, 0],
      bySetPos: [-2, 3],
      count: 5,
    });
    expect(expand(minutes, "2024-10-23T15:40", "2024-10-01", "2025-01-01")).toEqual([
      "2024-10-23T15:40",
      "2024-10-28T15:20",
      "2024-10-28T15:40",
      "2024-11-02T15:20",
      "2024-11-02T15:40",
    ]);
  });
});

describe("UNTIL", () => {
  const until = (kind: "instant" | "wall" | "date", iso: string): Partial<Rule> => ({
    until: kind === "instant" ? { kind, at: at(iso) } : { kind, at: wall(iso) },
  });
  const daily = (parts: Partial<Rule>, zone: string) =>
    dates(rule("DAILY", parts), "2026-01-06T10:00", "2026-01-01", "2026-02-01", { zone });

  it("in UTC is read on the wall clock of the zone, and is inclusive", () => {
    expect(daily(until("instant", "2026-01-08T17:00:00Z"), "America/Los_Angeles").at(-1)).toBe("2026-01-07");
    expect(daily(until("instant", "2026-01-08T18:00:00Z"), "America/Los_Angeles").at(-1)).toBe("2026-01-08");
    expect(daily(until("instant", "2026-01-08T01:00:00Z"), "Asia/Tokyo").at(-1)).toBe("2026-01-08");
  });

  it("as a date covers that day, as a wall-clock time ends at it", () => {
    expect(daily(until("date", "2026-01-08"), "UTC").at(-1)).toBe("2026-01-08");
    expect(daily(until("wall", "2026-01-08T09:59"), "UTC").at(-1)).toBe("2026-01-07");
  });
});

describe("a start that its rule does not match", () => {
  const tuesdays = rule("WEEKLY", { byDay: days("TU"), count: 3 });

  it("is no occurrence of a window", () => {
    expect(dates(tuesdays, "2026-08-10", "2026-08-01", "2026-10-01")).toEqual([
      "2026-08-11",
      "2026-08-18",
      "2026-08-25",
    ]);
  });

  it("is the first of an event, and one of its count", () => {
    const options = { startCounts: true };
    expect(dates(tuesdays, "2026-08-10", "2026-08-01", "2026-10-01", options)).toEqual([
      "2026-08-10",
      "2026-08-11",
      "2026-08-18",
    ]);
    expect(dates(tuesdays, "2026-08-11", "2026-08-01", "2026-10-01", options)).toHaveLength(3);
    expect(dates(tuesdays, "2026-08-10", "2026-08-11", "2026-10-01", options)).toHaveLength(2);
  });
});

const list = (min: number, max: number) =>
  fc.uniqueArray(
    fc.integer({ min, max }).filter((n) => n !== 0),
    { maxLength: 3 },
  );
const freqs = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"] as const;

const rules: fc.Arbitrary<Rule> = fc
  .record({
    freq: fc.constantFrom(...freqs),
    interval: fc.integer({ min: 1, max: 5 }),
    byMonth: fc.oneof(fc.constant([]), list(1, 12)),
    byMonthDay: fc.oneof(fc.constant([]), list(-31, 31)),
    byDay: fc
      .uniqueArray(fc.constantFrom("MO", "TU", "WE", "SU"), { maxLength: 2 })
      .map((names) => days(...names)),
    nth: fc.integer({ min: -4, max: 4 }),
    byHour: fc.constantFrom([], [3, 21]),
    weekStart: fc.constantFrom<Weekday>(0, 6, 3),
  })
  .map(({ freq, byDay, nth, ...parts }) =>
    rule(freq, {
      ...parts,
      byDay: freq === "MONTHLY" || freq === "YEARLY" ? byDay.map(({ weekday }) => ({ weekday, nth })) : byDay,
    }),
  );
const starts = fc.integer({ min: 0, max: 800 }).map((n) => wallTime(wall("2024-01-01T10:20") + n * day));

/** rrule itself, walking from the start: right where no BYSETPOS is involved, and bounded here since `to` is near. */
function plain(what: Rule, start: WallTime, to: WallTime): number[] {
  const orNull = (list: readonly number[]) => (list.length === 0 ? null : [...list]);
  const whole = new rrule.RRule({
    freq: rrule.RRule[what.freq],
    interval: what.interval,
    dtstart: new Date(start),
    wkst: what.weekStart,
    bymonth: orNull(what.byMonth),
    bymonthday: orNull(what.byMonthDay),
    byhour: orNull(what.byHour),
    byweekday:
      what.byDay.length === 0
        ? null
        : what.byDay.map(({ weekday, nth }) => new rrule.Weekday(weekday, ...(nth === 0 ? [] : [nth]))),
    until: new Date(to - 1),
    // A match beyond `to` ends the walk: without one rrule goes on to the year 9999.
  });
  return whole.all().map((date) => date.getTime());
}

describe("expansion", () => {
  it("agrees with rrule walking all the way from the start", () => {
    fc.assert(
      fc.property(rules, starts, (what, start) => {
        const to = wallTime(start + 1500 * day);
        const ours = occurrences(what, start, { from: start, to });
        // Rules that hardly ever match keep rrule walking for seconds.
        fc.pre(ours.ok && ours.value.length > 3);
        expect(ours).toEqual({ ok: true, value: plain(what, start, to) });
      }),
      { numRuns: 150 },
    );
  });

  it("from a late date gives the tail of the expansion from the start", () => {
    const setPos = fc.constantFrom([], [1], [-1], [2, -2]);
    const late = fc.integer({ min: 0, max: 900 });
    fc.assert(
      fc.property(rules, starts, setPos, late, (parts, start, bySetPos, offset) => {
        const what = { ...parts, bySetPos };
        const from = wallTime(start + offset * day);
        const to = wallTime(from + 300 * day);
        const all = occurrences(what, start, { from: start, to });
        const tail = all.ok && all.value.filter((each) => each >= from);
        expect(occurrences(what, start, { from, to })).toEqual({ ok: true, value: tail });
      }),
      { numRuns: 150 },
    );
  });

  it("with a count gives the first so many of the expansion without", () => {
    fc.assert(
      fc.property(rules, starts, fc.integer({ min: 1, max: 30 }), (what, start, count) => {
        const range = { from: start, to: wallTime(start + 800 * day) };
        const all = occurrences(what, start, range);
        const some = occurrences({ ...what, count }, start, range);
        expect(some).toEqual({ ok: true, value: all.ok && all.value.slice(0, count) });
      }),
    );
  });
});
