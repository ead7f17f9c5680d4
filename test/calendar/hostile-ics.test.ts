/**
 * Hostile calendars, each by its id in test/hostile-cases.json, where what must happen is written down. Bounded time is part of
 * every case: rrule alone hangs for ever on most of them, or gives an empty calendar without a word.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { clockNotes } from "../../src/calendar/clock-notes.js";
import { eventSpans, readCalendar, readWholeCalendar } from "../../src/calendar/ical.js";
import type { Problem } from "../../src/problem.js";
import { planningProblems } from "../../src/scenario/rule-limits.js";
import { type Interval, isoInstant } from "../../src/units.js";
import { calendarOf, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

type HostileCase = { readonly id: string; readonly group: string; readonly expected: string };
const cases = JSON.parse(
  readFileSync(new URL("../hostile-cases.json", import.meta.url), "utf8"),
) as readonly HostileCase[];
const group = cases.filter((one) => one.group === "ics-import");

const year: Interval = { start: at("2026-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };
const midnight = "DTSTART:20260101T000000Z";
const event = (...lines: string[]) => ics(...vevent(...lines));

/** Problems of reading the calendar and of expanding it over a year; the starts it gives otherwise. */
function answer(text: string): { starts: readonly string[]; problems: readonly Problem[] } {
  const calendar = readCalendar(text, "freeze.ics");
  if (!calendar.ok) return { starts: [], problems: calendar.problems };
  const spans = calendar.value.events.map((each) => eventSpans(each, year, "UTC"));
  return {
    starts: spans.flatMap((some) =>
      some.ok ? some.value.map(({ interval }) => isoInstant(interval.start)) : [],
    ),
    problems: [...calendar.value.problems, ...spans.flatMap((some) => (some.ok ? [] : some.problems))],
  };
}

/** "event.bad-duration@4 "-PT1H" is no positive duration" */
const said = ({ code, message, place }: Problem): string => `${code}@${place?.line} ${message}`;
const saidOf = (text: string): readonly string[] => answer(text).problems.map(said);

const ruled = (rule: string): string => event(midnight, `RRULE:${rule}`);

const tests: Readonly<Record<string, () => void>> = {
  "ics-import-01": () => {
    const [secondly] = calendarOf(ruled("FREQ=SECONDLY")).events;
    expect(secondly?.rules.flatMap(planningProblems).map(({ code }) => code)).toEqual(["rule.sub-daily"]);
    expect(saidOf(ruled("FREQ=SECONDLY"))).toEqual([
      "rule.too-much@2 the recurrence rule gives more than 10000 occurrences",
    ]);
  },
  "ics-import-03": () => {
    expect(saidOf(ruled("FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30"))).toEqual([
      "rule.never@4 no day of any year satisfies BYMONTH and BYMONTHDAY",
    ]);
  },
  "ics-import-05": () => {
    const { starts, problems } = answer(ruled("FREQ=HOURLY;INTERVAL=24;BYHOUR=5"));
    expect([starts, problems]).toEqual([["2026-01-01T00:00:00Z"], []]);
  },
  "ics-import-07": () => {
    expect(saidOf(ruled("FREQ=DAILY;COUNT=99999999"))).toEqual(['rule.value@4 COUNT cannot be "99999999"']);
  },
  "ics-import-09": () => {
    expect(saidOf(ruled("FREQ=DAILY;INTERVAL=0"))).toEqual(['rule.value@4 INTERVAL cannot be "0"']);
  },
  "ics-import-11": () => {
    expect(saidOf(ruled("FREQ=DAILY;BYHOUR=25"))).toEqual(['rule.value@4 BYHOUR cannot be "25"']);
  },
  "ics-import-13": () => {
    expect(saidOf(ruled("FREQ=MONTHLY;BYDAY=99TU"))).toEqual(['rule.value@4 BYDAY cannot be "99TU"']);
  },
  "ics-import-15": () => {
    expect(saidOf(ruled("FREQ=FORTNIGHTLY"))).toEqual(['rule.value@4 FREQ cannot be "FORTNIGHTLY"']);
  },
  "ics-import-17": () => {
    expect(saidOf(ruled("FREQ=WEEKLY;BYDAY=MO;"))).toEqual(['rule.syntax@4 ";" has nothing after it']);
  },
  "ics-import-19": () => {
    expect(saidOf(ruled("FREQ=YEARLY;UNTIL=20200101"))).toEqual([
      "event.until-before-start@4 the rule's UNTIL is before DTSTART",
    ]);
  },
  "ics-import-21": () => {
    const [twice] = calendarOf(event("DTSTART;TZID=America/New_York:20261101T013000")).events;
    const spans = twice === undefined ? null : eventSpans(twice, year, "UTC");
    if (spans?.ok !== true) throw new Error("not read");
    expect(spans.value.map(({ interval }) => isoInstant(interval.start))).toEqual(["2026-11-01T05:30:00Z"]);
    expect(clockNotes(spans.value, "freeze.ics").map(said)).toEqual([
      "event.time-twice@2 clocks in America/New_York show 2026-11-01 01:30:00 twice; the first, 2026-11-01T05:30:00Z, is taken",
    ]);
  },
  "ics-import-23": () => {
    const zone = ["BEGIN:VTIMEZONE", "TZID:Here", "X-LIC-LOCATION:Europe/Berlin"];
    const standard = ["BEGIN:STANDARD", "DTSTART:16010101T000000", "RRULE:FREQ=SECONDLY", "END:STANDARD"];
    const text = ics(...zone, ...standard, "END:VTIMEZONE", ...vevent("DTSTART;TZID=Here:20260811T120000"));
    expect(answer(text)).toEqual({ starts: ["2026-08-11T10:00:00Z"], problems: [] });
  },
  "ics-import-25": () => {
    expect(saidOf("BEGIN:X\r\n".repeat(10_000))).toEqual([
      "ics.too-deep@9 components nested more than 8 deep",
      "ics.no-calendar@1 no BEGIN:VCALENDAR in the file",
    ]);
  },
  "ics-import-27": () => {
    expect(saidOf(event(midnight, "DTEND:20251231T230000Z"))).toEqual([
      "event.ends-before-start@4 the event ends before it starts",
    ]);
    expect(saidOf(event(midnight, "DURATION:-PT1H"))).toEqual([
      'event.bad-duration@4 "-PT1H" is no positive duration',
    ]);
  },
};

it("every case of the file has its test here, and every test its case", () => {
  expect(Object.keys(tests)).toEqual(group.map(({ id }) => id));
});

it.each(Object.entries(tests))("%s is answered as its case says, within 2 s", (id, test) => {
  expect(group.find((one) => one.id === id)?.expected).toMatch(/./);
  const began = performance.now();
  test();
  expect(performance.now() - began).toBeLessThan(2_000);
});

it.each([
  ["INTERVAL=-1", "FREQ=DAILY;INTERVAL=-1"],
  ["a COUNT in letters", "FREQ=DAILY;COUNT=abc"],
  ["nothing", ""],
  [
    "a MINUTELY rule of every second",
    `FREQ=MINUTELY;BYSECOND=${Array.from({ length: 60 }, (_, i) => i).join(",")}`,
  ],
])("a rule of %s is refused by name or for its work, and a freeze calendar with it", (_, rule) => {
  expect(saidOf(ruled(rule)).join()).toMatch(/^rule\./);
});

it("a whole file is refused for one event that cannot be read", () => {
  expect(readWholeCalendar(event(midnight) + ruled("FREQ=DAILY;BYHOUR=25"), "freeze.ics").ok).toBe(false);
});

it.each([
  ["one line of 9 MB", event(midnight, `RDATE:${"20260101T000000Z,".repeat(529_000)}20260101T000000Z`)],
  ["one quote of 9 MB", event(midnight, `SUMMARY;X="${"a".repeat(9_000_000)}`)],
  ["one parameter after another", event(midnight, `SUMMARY${";X=1".repeat(2_000_000)}:a`)],
  ["backslashes", event(midnight, `SUMMARY:${"\\".repeat(9_000_000)}`)],
  ["folds", event(midnight, `SUMMARY:a${"\r\n b".repeat(490_000)}`)],
  ["line ends", "\n".repeat(9_999_999)],
  ["colons", ":\n".repeat(4_999_999)],
  ["names", `${event(midnight)}${"A".repeat(9_000_000)}`],
])("9 MB of %s are read or refused within 2 s", (_, text) => {
  const began = performance.now();
  expect(Array.isArray(answer(text).problems)).toBe(true);
  expect(performance.now() - began).toBeLessThan(2_000);
});
