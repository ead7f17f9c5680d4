import { expect, it } from "vitest";
import { clockNotes } from "../../src/calendar/clock-notes.js";
import { eventSpans } from "../../src/calendar/ical.js";
import { calendarOf, coded, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

const in2026 = { start: at("2026-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };

function notesOf(...lines: string[]) {
  const [event] = calendarOf(ics(...vevent(...lines))).events;
  const spans = event === undefined ? null : eventSpans(event, in2026, "Europe/Berlin");
  if (spans?.ok !== true) throw new Error("not read");
  return clockNotes(spans.value, "releases.ics");
}

it("a time that the clocks show twice is noted with the instant taken, and how to mean the other", () => {
  expect(notesOf("DTSTART;TZID=America/New_York:20261101T013000")).toEqual([
    {
      code: "event.time-twice",
      message:
        "clocks in America/New_York show 2026-11-01 01:30:00 twice; the first, 2026-11-01T05:30:00Z, is taken",
      hint: "if the second is meant, write it in UTC: 2026-11-01T06:30:00Z",
      place: { file: "releases.ics", line: 2 },
    },
  ]);
});

it("a time that the clocks skip is noted with the later time taken", () => {
  expect(notesOf("DTSTART;TZID=America/New_York:20260308T023000")).toEqual([
    {
      code: "event.time-skipped",
      message:
        "clocks in America/New_York skip 2026-03-08 02:30:00; 03:30:00 (2026-03-08T07:30:00Z) is taken",
      hint: "write a time that the clocks show",
      place: { file: "releases.ics", line: 2 },
    },
  ]);
});

it.each([
  ["every night at half past two, on the site's clock", ["DTSTART:20260101T023000", "RRULE:FREQ=DAILY"], 2],
  ["every day at noon", ["DTSTART;TZID=Europe/Berlin:20260101T120000", "RRULE:FREQ=DAILY"], 0],
  ["every hour in UTC", ["DTSTART:20260301T003000Z", "RRULE:FREQ=HOURLY;COUNT=9000"], 0],
  ["half an hour that Lord Howe repeats", ["DTSTART;TZID=Australia/Lord_Howe:20260405T014500"], 1],
  ["just after what it repeats", ["DTSTART;TZID=Australia/Lord_Howe:20260405T020000"], 0],
  ["a date whose midnight Beirut skips", ["DTSTART;VALUE=DATE;TZID=Asia/Beirut:20260329"], 0],
  ["midnight in Beirut when it is skipped", ["DTSTART;TZID=Asia/Beirut:20260329T000000"], 1],
])("%s", (_, lines, count) => {
  expect(notesOf(...lines)).toHaveLength(count);
});

it("both kinds come in the order of the year", () => {
  const codes = coded(notesOf("DTSTART:20260101T023000", "RRULE:FREQ=DAILY"));
  expect(codes).toEqual(["event.time-skipped@2", "event.time-twice@2"]);
});
