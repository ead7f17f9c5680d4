import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventSpans, readCalendar, readWholeCalendar } from "../../src/calendar/ical.js";
import { hour, type Interval, isoInstant } from "../../src/units.js";
import { calendarOf, coded, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

const in2026: Interval = { start: at("2026-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };

/** "2026-08-11T17:00 +2h" of every span of every event, on a site's clock in Berlin. */
function spans(text: string, range = in2026, siteZone = "Europe/Berlin"): string[] {
  const outcomes = calendarOf(text).events.map((event) => eventSpans(event, range, siteZone));
  return outcomes.flatMap((outcome) => {
    if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
    return outcome.value.map(
      ({ interval: { start, end } }) => `${isoInstant(start).slice(0, 16)} +${(end - start) / hour}h`,
    );
  });
}
const problemsOf = (text: string): string[] => {
  const outcome = readCalendar(text, "test.ics");
  return coded(outcome.ok ? outcome.value.problems : outcome.problems);
};
const event = (...lines: string[]) => ics(...vevent(...lines));

describe("an event's time", () => {
  it.each([
    ["in UTC", ["DTSTART:20260811T170000Z", "DURATION:PT2H"], "2026-08-11T17:00 +2h"],
    ["with a zone", ["DTSTART;TZID=Asia/Tokyo:20260811T170000", "DURATION:PT90M"], "2026-08-11T08:00 +1.5h"],
    [
      "without one is the site's",
      ["DTSTART:20260811T170000", "DTEND:20260811T180000"],
      "2026-08-11T15:00 +1h",
    ],
    ["as a date is the site's whole day", ["DTSTART;VALUE=DATE:20260811"], "2026-08-10T22:00 +24h"],
    [
      "as dates ends before the last",
      ["DTSTART;VALUE=DATE:20260811", "DTEND;VALUE=DATE:20260813"],
      "2026-08-10T22:00 +48h",
    ],
    [
      "as one date twice is that day",
      ["DTSTART;VALUE=DATE:20260811", "DTEND;VALUE=DATE:20260811"],
      "2026-08-10T22:00 +24h",
    ],
    [
      "as a date in spring is 23 hours",
      ["DTSTART;VALUE=DATE:20260329", "DURATION:P1D"],
      "2026-03-28T23:00 +23h",
    ],
    [
      "with end in another zone",
      ["DTSTART:20260811T170000Z", "DTEND;TZID=Asia/Tokyo:20260812T030000"],
      "2026-08-11T17:00 +1h",
    ],
    [
      "that comes twice is the first",
      ["DTSTART;TZID=America/New_York:20261101T013000"],
      "2026-11-01T05:30 +0h",
    ],
    ["that is skipped is later", ["DTSTART;TZID=America/New_York:20260308T023000"], "2026-03-08T07:30 +0h"],
    ["with a quoted zone", ['DTSTART;X-A="b:c;d";TZID="Asia/Tokyo":20260811T170000'], "2026-08-11T08:00 +0h"],
    [
      "with a path before its zone",
      ["DTSTART;TZID=/mozilla.org/20050126_1/Asia/Tokyo:20260811T170000"],
      "2026-08-11T08:00 +0h",
    ],
    ["in lower case", ["dtstart;tzid=Asia/Tokyo:20260811T170000"], "2026-08-11T08:00 +0h"],
  ])("%s", (_, lines, expected) => {
    expect(problemsOf(event(...lines))).toEqual([]);
    expect(spans(event(...lines))).toEqual([expected]);
  });

  it("in a zone that its VTIMEZONE locates is read there, and the VTIMEZONE's own rules are not", () => {
    const zone = ["BEGIN:VTIMEZONE", "TZID:W. Europe", "X-LIC-LOCATION:Europe/Berlin"];
    const hostile = ["BEGIN:STANDARD", "DTSTART:16010101T000000", "RRULE:FREQ=SECONDLY", "END:STANDARD"];
    const text = ics(
      ...zone,
      ...hostile,
      "END:VTIMEZONE",
      ...vevent("DTSTART;TZID=W. Europe:20260811T120000"),
    );
    expect(spans(text)).toEqual(["2026-08-11T10:00 +0h"]);
  });

  it("keeps its real length over a change where it has an end, its days where it has a duration", () => {
    const weekly = "RRULE:FREQ=WEEKLY;COUNT=2";
    const start = "DTSTART;TZID=Europe/Berlin:20260321T180000";
    const byEnd = ["DTEND;TZID=Europe/Berlin:20260322T180000", weekly];
    expect(spans(event(start, ...byEnd))).toEqual(["2026-03-21T17:00 +24h", "2026-03-28T17:00 +24h"]);
    expect(spans(event(start, "DURATION:P1D", weekly))).toEqual([
      "2026-03-21T17:00 +24h",
      "2026-03-28T17:00 +23h",
    ]);
  });
});

describe("a recurring event", () => {
  const daily = ["DTSTART;TZID=Europe/Berlin:20260810T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"];

  it("loses its EXDATEs, written in any zone or as a date, and gains its RDATEs", () => {
    const text = event(
      ...daily,
      "EXDATE:20260811T070000Z",
      "EXDATE;VALUE=DATE:20260812,20260901",
      "RDATE;TZID=Asia/Tokyo:20260820T090000",
      "RDATE;VALUE=PERIOD:20260821T000000Z/PT3H,20260822T000000Z/20260822T040000Z",
    );
    expect(spans(text)).toEqual([
      "2026-08-10T07:00 +1h",
      "2026-08-13T07:00 +1h",
      "2026-08-20T00:00 +1h",
      "2026-08-21T00:00 +3h",
      "2026-08-22T00:00 +4h",
    ]);
  });

  it("gives way to the events that replace or cancel one occurrence", () => {
    const moved = ["RECURRENCE-ID;TZID=Europe/Berlin:20260811T090000", "DTSTART:20260811T150000Z"];
    const gone = ["RECURRENCE-ID:20260812T070000Z", "DTSTART:20260812T070000Z", "STATUS:CANCELLED"];
    const text = ics(
      ...vevent("UID:a", ...daily),
      ...vevent("UID:a", ...moved),
      ...vevent("UID:a", ...gone),
      ...vevent("UID:b", "DTSTART:20260901T000000Z", "STATUS:CANCELLED"),
    );
    expect(spans(text)).toEqual(["2026-08-10T07:00 +1h", "2026-08-13T07:00 +1h", "2026-08-11T15:00 +0h"]);
  });

  it("gives way to a longer occurrence at the same time", () => {
    const longer = ["RECURRENCE-ID:20260813T070000Z", "DTSTART:20260813T070000Z", "DURATION:PT5H"];
    const range = { start: at("2026-08-13T00:00:00Z"), end: at("2026-08-14T00:00:00Z") };
    expect(spans(ics(...vevent("UID:a", ...daily), ...vevent("UID:a", ...longer)), range)).toEqual([
      "2026-08-13T07:00 +5h",
    ]);
  });

  it("counts its start though the rule does not match it", () => {
    expect(spans(event("DTSTART:20260810T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2"))).toEqual([
      "2026-08-10T09:00 +0h",
      "2026-08-11T09:00 +0h",
    ]);
  });

  it("with two rules has the dates of either, each once", () => {
    const rules = ["RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;INTERVAL=14;COUNT=2"];
    expect(spans(event("DTSTART:20260810T090000Z", ...rules))).toEqual([
      "2026-08-10T09:00 +0h",
      "2026-08-17T09:00 +0h",
      "2026-08-24T09:00 +0h",
    ]);
  });

  it("may recur by the hour and many times a day", () => {
    const hourly = "RRULE:FREQ=HOURLY;INTERVAL=8;COUNT=3";
    expect(spans(event("DTSTART:20260810T090000Z", hourly))).toEqual([
      "2026-08-10T09:00 +0h",
      "2026-08-10T17:00 +0h",
      "2026-08-11T01:00 +0h",
    ]);
    const every = Array.from({ length: 60 }, (_, i) => i).join(",");
    expect(
      spans(event("DTSTART:20260810T090000Z", `RRULE:FREQ=DAILY;BYMINUTE=${every};COUNT=90`)),
    ).toHaveLength(90);
  });

  it("of dates ignores hours, which dates have none of", () => {
    const text = event("DTSTART;VALUE=DATE:20260810", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9,17");
    expect(spans(text)).toEqual(["2026-08-09T22:00 +24h", "2026-08-10T22:00 +24h"]);
  });

  it("has RDATEs as Google writes those of birthdays", () => {
    const text = event("DTSTART;VALUE=DATE:20261210", "RRULE:FREQ=DAILY;COUNT=1", "RDATE:20260310Z");
    expect(spans(text)).toEqual(["2026-03-09T23:00 +24h", "2026-12-09T23:00 +24h"]);
  });

  it("compares UNTIL with its instants where the clocks are set back", () => {
    // 1:45 comes at 5:45Z and again at 6:45Z; UNTIL is the second 1:30.
    const start = "DTSTART;TZID=America/New_York:20261031T014500";
    expect(spans(event(start, "RRULE:FREQ=DAILY;UNTIL=20261101T063000Z"))).toEqual([
      "2026-10-31T05:45 +0h",
      "2026-11-01T05:45 +0h",
    ]);
  });

  it("reads UNTIL in UTC on its own clock", () => {
    const until = (utc: string) =>
      spans(event("DTSTART;TZID=America/Los_Angeles:20260106T100000", `RRULE:FREQ=DAILY;UNTIL=${utc}`));
    expect(until("20260108T180000Z").at(-1)).toBe("2026-01-08T18:00 +0h");
    expect(until("20260108T170000Z").at(-1)).toBe("2026-01-07T18:00 +0h");
  });

  it("that began long before the range, or reaches into it, counts", () => {
    const quarterEnd = ["DTSTART:20030325T000000Z", "DURATION:P10D", "RRULE:FREQ=MONTHLY;INTERVAL=3"];
    const range = { start: at("2026-07-01T00:00:00Z"), end: at("2026-09-25T00:00:00Z") };
    expect(spans(event(...quarterEnd), range)).toEqual(["2026-06-25T00:00 +240h"]);
    const after = { ...range, start: at("2026-07-05T00:00:00Z") };
    expect(spans(event(...quarterEnd), after)).toEqual([]);
  });
});

describe("a calendar's text", () => {
  const text = ics(
    "X-WR-CALNAME:Quarter ends\\, all sites",
    ...vevent("DTSTART:20260811T170000Z", "SUMMARY:a\\, b"),
  );

  it("may have a byte order mark, bare line feeds, blank lines, folded lines and several calendars", () => {
    const folded = text.replace("20260811T170000Z", "2026081\r\n 1T1700\r\n\t00Z");
    const variants = [
      `\uFEFF${text}`,
      text.replaceAll("\r\n", "\n"),
      folded,
      text.replaceAll("\r\n", "\r\n\r\n"),
    ];
    for (const variant of variants) {
      expect(problemsOf(variant)).toEqual([]);
      expect(spans(variant)).toEqual(["2026-08-11T17:00 +0h"]);
    }
    expect(spans(text + text)).toHaveLength(2);
  });

  it("names the calendar, else its file does; a summary is unescaped", () => {
    expect(calendarOf(text).name).toBe("Quarter ends, all sites");
    expect(calendarOf(text).events[0]?.summary).toBe("a, b");
    expect(calendarOf(ics()).name).toBe("test.ics");
  });

  it("with one broken event keeps the others, and says where", () => {
    const good = vevent("DTSTART:20260811T170000Z");
    const mixed = ics(...good, ...vevent("SUMMARY:x", "DTSTART:20261301T000000Z"), ...good);
    expect(spans(mixed)).toHaveLength(2);
    expect(problemsOf(mixed)).toEqual(["event.bad-date@7"]);
    expect(readWholeCalendar(mixed, "test.ics")).toMatchObject({
      ok: false,
      problems: [{ place: { line: 7 } }],
    });
    expect(readWholeCalendar(text, "test.ics").ok).toBe(true);
  });

  it("counts lines as the file does, folded or not", () => {
    expect(problemsOf(event("SUMMARY:a", " b", " c", "DTSTART:never"))).toEqual(["event.bad-date@6"]);
  });

  it("without an END loses the component that lacks it, not the ones around it", () => {
    const open = ["BEGIN:VEVENT", "DTSTART:20260811T170000Z"];
    const good = vevent("DTSTART:20260812T170000Z");
    expect(problemsOf(ics(...open, ...good))).toEqual(["ics.no-end@2"]);
    expect(spans(ics(...open, ...good))).toEqual(["2026-08-12T17:00 +0h"]);
    const torn = ics(...good, ...open).replace("END:VCALENDAR\r\n", "");
    expect(spans(torn)).toEqual(["2026-08-12T17:00 +0h"]);
    expect(problemsOf(torn)).toEqual(["ics.no-end@1", "ics.no-end@5"]);
    expect(problemsOf(ics("END:VEVENT"))).toEqual(["ics.stray-end@2"]);
  });

  it("with thousands of faults names the first thousand and counts the rest", () => {
    const bad = vevent("DTSTART:never");
    const one = problemsOf(ics(...Array<string[]>(1_500).fill(bad).flat()));
    expect([one.length, one[0], one.at(-1)]).toEqual([1_001, "event.bad-date@3", "ics.too-broken"]);
    const torn = problemsOf(event("RDATE;X:1\r\n".repeat(200_000)));
    expect([torn.length, torn[0], torn.at(-1)]).toEqual([1_000, "event.bad-line@3", "event.bad-line@1002"]);
  });

  it("with thousands of events of one UID, each replaced thousands of times, is refused", () => {
    const one = ["UID:a", "DTSTART:20260811T170000Z"];
    const master = vevent(...one);
    const moved = vevent(...one, "RECURRENCE-ID:20260811T170000Z");
    const events = [...Array<string[]>(2_000).fill(master), ...Array<string[]>(2_000).fill(moved)].flat();
    expect(problemsOf(ics(...events))).toEqual(["ics.too-many"]);
  });

  it.each([
    ["no calendar", "hello", ["ics.stray-line@1", "ics.no-calendar@1"]],
    ["nothing", "", ["ics.no-calendar@1"]],
    ["an event outside a calendar", vevent("DTSTART:20260811T170000Z").join("\n"), ["ics.no-calendar@1"]],
    [
      "millions of lines",
      "BEGIN:VCALENDAR\n" + "X:\n".repeat(500_000),
      ["ics.too-large@500001", "ics.no-calendar@1"],
    ],
    ["lines that do not belong", "X\n".repeat(2_000), ["ics.too-broken@1000", "ics.no-calendar@1"]],
    ["10 MB and more", "x".repeat(10_000_001), ["ics.too-large@1", "ics.no-calendar@1"]],
    ["too many events", event("DTSTART:20260811T170000Z").repeat(20_001), ["ics.too-many"]],
  ])("of %s is refused", (_, broken, expected) => {
    expect(problemsOf(broken)).toEqual(expected);
  });

  it("of any kind gives a calendar or problems, and never throws", () => {
    const parts = [
      "DTSTART",
      ":",
      ";TZID=",
      "Europe/Berlin",
      "20260811",
      "T170000",
      "Z",
      "RRULE:FREQ=DAILY",
      ";",
      ",",
      '"',
      "=",
      "\n ",
      "\r",
      "\n",
      "BEGIN:VEVENT\n",
      "END:VEVENT\n",
      "DURATION:P1D",
      "-",
      "__proto__",
      "\\",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (some) => {
        const outcome = readCalendar(ics("BEGIN:VEVENT", some.join(""), "END:VEVENT"), "test.ics");
        if (outcome.ok)
          for (const each of outcome.value.events)
            expect(typeof eventSpans(each, in2026, "UTC").ok).toBe("boolean");
      }),
      { numRuns: 200 },
    );
  });
});

describe("an event is refused with its line", () => {
  const start = "DTSTART:20260811T170000Z";
  it.each([
    ["without a start", ["SUMMARY:x"], "event.no-start@2"],
    ["with two starts", [start, start], "event.repeated@4"],
    ["with a bad rule beside a good one", [start, "RRULE:FREQ=DAILY", "RRULE:FREQ=X"], "rule.value@5"],
    [
      "with 10,001 dates",
      [start, `RDATE:${"20260811T170000Z,".repeat(10_000)}20260811T170000Z`],
      "event.dates@4",
    ],
    [
      "with a line that is all parameters",
      [`DTSTART${";X=1".repeat(2_000)}:20260811T170000Z`],
      "event.bad-line@3",
    ],
    ["with eleven rules", [start, ...Array<string>(11).fill("RRULE:FREQ=DAILY")], "event.rules@14"],
    [
      "with a date that recurs by the hour",
      ["DTSTART;VALUE=DATE:20260811", "RRULE:FREQ=HOURLY"],
      "event.hours-of-date@4",
    ],
    ["that ends before it starts", [start, "DTEND:20260811T160000Z"], "event.ends-before-start@4"],
    [
      "with dates in the wrong order",
      ["DTSTART;VALUE=DATE:20260811", "DTEND;VALUE=DATE:20260810"],
      "event.ends-before-start@4",
    ],
    ["with a negative duration", [start, "DURATION:-PT1H"], "event.bad-duration@4"],
    ["with a duration of nothing", [start, "DURATION:P"], "event.bad-duration@4"],
    ["with a duration and an end", [start, "DTEND:20260811T180000Z", "DURATION:PT1H"], "event.two-lengths@5"],
    ["with an end of another kind", [start, "DTEND;VALUE=DATE:20260812"], "event.mixed-end@4"],
    ["with an end on another clock", [start, "DTEND:20260811T180000"], "event.mixed-end@4"],
    ["in an unknown zone", ["DTSTART;TZID=Nowhere Standard Time:20260811T100000"], "event.unknown-zone@3"],
    ["at an offset", ["DTSTART:20260811T100000+0200"], "event.bad-date@3"],
    ["on a day that is not", ["DTSTART:20260230T100000Z"], "event.bad-date@3"],
    ["at a time that is not", ["DTSTART:20260811T250000Z"], "event.bad-date@3"],
    ["in the year 1599", ["DTSTART:15990811T100000Z"], "event.bad-date@3"],
    ["with a bad EXDATE", [start, "EXDATE:20260811T170000Z,soon"], "event.bad-date@4"],
    ["with a bad RDATE", [start, "RDATE;VALUE=PERIOD:20260811T170000Z/soon"], "event.bad-duration@4"],
    ["with EXRULE", [start, "EXRULE:FREQ=DAILY"], "event.exrule@4"],
    [
      "for this and future dates",
      [start, "RECURRENCE-ID;RANGE=THISANDFUTURE:20260811T170000Z"],
      "event.range@4",
    ],
    ["with a line torn at the zone", ["DTSTART;TZID:20260811T170000Z"], "event.bad-line@3"],
    ["with an unclosed quote", ['DTSTART;TZID="Asia/Tokyo:20260811T170000'], "event.bad-line@3"],
    ["with a bare carriage return", ["DTSTART:20260811T170000Z\rRRULE:FREQ=DAILY"], "event.bad-line@3"],
    [
      "with a rule over before it starts",
      ["DTSTART:20260101T000000Z", "RRULE:FREQ=YEARLY;UNTIL=20200101"],
      "event.until-before-start@4",
    ],
  ])("%s", (_, lines, expected) => {
    expect(problemsOf(event(...lines))).toEqual([expected]);
  });
});
