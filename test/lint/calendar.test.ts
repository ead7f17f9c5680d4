import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { driftsInCalendar } from "../../src/lint/nth-weekday.js";
import { calendarOf, ics, vevent } from "../calendar/calendars.js";
import { at, codesOf, findingsIn } from "./given.js";

const berlin = "DTSTART;TZID=Europe/Berlin";

describe("an .ics file on its own", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["a weekly night in UTC", ["DTSTART:20260105T210000Z", "DURATION:PT4H", "RRULE:FREQ=WEEKLY"], []],
    ["a birthday", ["DTSTART;VALUE=DATE:20260301", "RRULE:FREQ=YEARLY"], []],
    ["every day, all day", ["DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY"], []],
    [
      "every second Saturday night",
      [`${berlin}:20260110T220000`, "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=2SA"],
      ["weekday.drifts@2"],
    ],
    [
      "the second Saturday by its place",
      [`${berlin}:20260110T220000`, "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=SA;BYSETPOS=2"],
      ["weekday.drifts@2"],
    ],
    [
      "the Saturday after Patch Tuesday",
      [
        `${berlin}:20260117T220000`,
        "DURATION:PT1H",
        "RRULE:FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=12,13,14,15,16,17,18",
      ],
      [],
    ],
    [
      "every night",
      [`${berlin}:20260101T220000`, "DTEND;TZID=Europe/Berlin:20260102T060000", "RRULE:FREQ=DAILY"],
      ["clocks.across@2", "clocks.across@2"],
    ],
    [
      "half past two every Sunday",
      [`${berlin}:20260104T023000`, "DURATION:PT30M", "RRULE:FREQ=WEEKLY"],
      ["clocks.skipped@2", "clocks.twice@2"],
    ],
    ["one without a length", ["DTSTART:20260811T170000Z"], ["event.no-length@2"]],
    [
      "a series that has ended, beside one that goes on",
      [
        "DTSTART:20250101T210000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=MONTHLY;COUNT=3",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART:20260601T210000Z",
        "DURATION:PT1H",
      ],
      ["event.over@2"],
    ],
    ["nothing but last year", ["DTSTART:20250101T210000Z", "DURATION:PT1H"], ["event.over"]],
    ["what cannot be read", ["DTSTART:20261399T210000Z"], ["event.bad-date@3"]],
  ])("%s", async (_, lines, codes) => {
    const findings = await findingsIn(ics(...vevent(...lines)));
    const shown = findings.map(({ code, place }) =>
      place?.line === undefined ? code : `${code}@${place.line}`,
    );
    expect(shown).toEqual(codes);
  });

  test("tells the hours that a change of the clocks makes of a night", async () => {
    const findings = await findingsIn(
      ics(...vevent(`${berlin}:20260101T220000`, "DURATION:PT8H", "RRULE:FREQ=DAILY", "SUMMARY:Night")),
    );
    expect(findings.map(({ message }) => message)).toEqual([
      'the event "Night": on Sun 29 Mar 2026 clocks in Europe/Berlin go forward by 60 minutes while it is open, so it ends at 07:00; a tool that ends it at 06:00 has 60 minutes less',
      'the event "Night": on Sun 25 Oct 2026 clocks in Europe/Berlin go back by 60 minutes while it is open, so it ends at 05:00; a tool that ends it at 06:00 has 60 minutes more',
    ]);
  });

  // As known: of the first 240 months of Patch Tuesdays.
  test("counts 138 of 240 months in which the second Saturday is not Patch Tuesday + 4", () => {
    const read = (file: string) => calendarOf(readFileSync(file, "utf8"));
    const saturdays = ics(...vevent("DTSTART:20031011T220000", "RRULE:FREQ=MONTHLY;BYDAY=2SA"));
    const [found] = driftsInCalendar(
      calendarOf(saturdays),
      "Europe/Berlin",
      read("calendars/microsoft.ics"),
      at("2003-10-01T00:00:00Z"),
    );
    expect(found?.message).toContain("is not Patch Tuesday + 4 in 138 of the next 240 months");
  });

  test.each([
    ["2WE", 1],
    ["2TU", 0],
    ["3TU", 0],
    ["2MO", 1],
    ["3SA", 1],
    ["1SA", 0],
    ["4FR", 0],
    ["-1FR", 0],
  ])(
    "of BYDAY=%s there are %i findings: only the days around Patch Tuesday are taken for it",
    async (byDay, count) => {
      const event = vevent("DTSTART:20260101T220000", "DURATION:PT1H", `RRULE:FREQ=MONTHLY;BYDAY=${byDay}`);
      expect(
        codesOf(await findingsIn(ics(...event))).filter((code) => code === "weekday.drifts"),
      ).toHaveLength(count);
    },
  );

  test.each(readdirSync("calendars"))("of the shipped %s nothing is said", async (file) => {
    expect(await findingsIn(readFileSync(`calendars/${file}`, "utf8"), { isShipped: true })).toEqual([]);
  });
});
