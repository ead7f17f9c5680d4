/** Releases that a scenario moves, cancels, adds or waits after; on the clock of the calendar. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveRelease } from "../../src/calendar/release.js";
import type { Outcome } from "../../src/problem.js";
import { parseReleaseDate, parseReleaseDay, parseReleaseMoment } from "../../src/scenario/quantity.js";
import { isoInstant } from "../../src/units.js";
import { calendarOf, ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

/** Second Tuesdays, 10:00 in Los Angeles. */
const microsoft = calendarOf(readFileSync("calendars/microsoft.ics", "utf8"));

type Written = {
  readonly on?: string;
  readonly offset?: number;
  readonly moved?: Readonly<Record<string, string>>;
  readonly cancelled?: readonly string[];
  readonly extra?: readonly string[];
};

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
};

/** When the rollout begins, or `path code: message` of each problem. */
function begins(
  { on = "next", offset = 0, moved = {}, cancelled = [], extra = [] }: Written,
  now = "2026-08-01T00:00:00Z",
  calendar = microsoft,
): string {
  const outcome = resolveRelease(
    {
      calendar: "microsoft",
      on: valueOf(parseReleaseDay(on)),
      offset,
      moved: Object.entries(moved).map(([from, to]) => ({
        from: valueOf(parseReleaseDate(from)),
        to: valueOf(parseReleaseMoment(to)),
      })),
      cancelled: cancelled.map((text) => valueOf(parseReleaseDate(text))),
      extra: extra.map((text) => valueOf(parseReleaseMoment(text))),
    },
    calendar,
    at(now),
    "Europe/Berlin",
  );
  if (outcome.ok) return isoInstant(outcome.value.at);
  return outcome.problems.map(({ code, message, place }) => `${place?.path} ${code}: ${message}`).join("; ");
}

describe("a release moved", () => {
  it.each<[string, Written, string]>([
    ["to a date keeps its time of day", { moved: { "2026-08": "2026-08-12" } }, "2026-08-12T17:00:00Z"],
    [
      "named by its date, the same",
      { on: "2026-08", moved: { "2026-08-11": "2026-08-12" } },
      "2026-08-12T17:00:00Z",
    ],
    [
      "to a date and time is then, on the calendar's clock",
      { moved: { "2026-08": "2026-08-13T08:30" } },
      "2026-08-13T15:30:00Z",
    ],
    ["to an instant is at it", { moved: { "2026-08": "2026-08-13T08:30Z" } }, "2026-08-13T08:30:00Z"],
    [
      "over the end of summer time keeps its time of day",
      { on: "2026-11", moved: { "2026-10": "2026-12-01", "2026-11": "2026-11-30" } },
      "2026-11-30T18:00:00Z",
    ],
    [
      "into an hour that clocks skip comes when the hour is over",
      { on: "2026-03", moved: { "2026-03": "2026-03-08T02:30" } },
      "2026-03-08T10:30:00Z",
    ],
    [
      "into the next month is that month's",
      { on: "2026-09-01", moved: { "2026-08": "2026-09-01" } },
      "2026-09-01T17:00:00Z",
    ],
    [
      "onto the old date of another that is moved too",
      { on: "2026-09", moved: { "2026-08": "2026-09-08", "2026-09": "2026-10-01" } },
      "2026-09-08T17:00:00Z",
    ],
  ])("%s", (_, written, expected) => {
    expect(begins(written)).toBe(expected);
  });

  it("is no longer where it was", () => {
    const moved = { "2026-08": "2026-09-01" };
    expect(begins({ on: "2026-08", moved })).toBe(
      'release release.none: no release in 2026-08 in "Microsoft security updates"',
    );
    expect(begins({ on: "2026-08-11", moved })).toContain("no release in 2026-08-11");
    expect(begins({ on: "2026-09", moved })).toContain("release.several: 2 releases in 2026-09");
    expect(begins({ moved })).toBe("2026-09-01T17:00:00Z");
  });
});

describe("a release cancelled", () => {
  it("is passed over by next, and is none of its month", () => {
    expect(begins({ cancelled: ["2026-08"] })).toBe("2026-09-08T17:00:00Z");
    expect(begins({ cancelled: ["2026-08-11", "2026-09"] })).toBe("2026-10-13T17:00:00Z");
    expect(begins({ on: "2026-08", cancelled: ["2026-08"] })).toContain("release.none");
    expect(begins({ on: "2026-10", cancelled: ["2026-08"] })).toBe("2026-10-13T17:00:00Z");
  });

  it("and cancelled all of them, next is none", () => {
    const two = calendarOf(
      ics(...vevent("DTSTART;TZID=Europe/Berlin:20260811T100000", "RRULE:FREQ=WEEKLY;COUNT=2")),
    );
    expect(begins({ cancelled: ["2026-08-11", "2026-08-18"] }, "2026-08-01T00:00:00Z", two)).toBe(
      'release release.none: no release after 2026-08-01T00:00:00Z in "test.ics"',
    );
    expect(begins({ cancelled: ["2026-08-11"] }, "2026-08-01T00:00:00Z", two)).toBe("2026-08-18T08:00:00Z");
  });

  it("may make room for one out of band", () => {
    const extra = ["2026-08-11T10:00"];
    expect(begins({ on: "2026-08", cancelled: ["2026-08"], extra })).toBe("2026-08-11T17:00:00Z");
  });
});

describe("a release out of band", () => {
  it.each<[string, Written, string]>([
    ["is a release", { on: "2026-08-20", extra: ["2026-08-20T09:15"] }, "2026-08-20T16:15:00Z"],
    [
      "on a date has the usual time of day",
      { on: "2026-08-20", extra: ["2026-08-20"] },
      "2026-08-20T17:00:00Z",
    ],
    ["on a date in winter has it too", { on: "2026-11-20", extra: ["2026-11-20"] }, "2026-11-20T18:00:00Z"],
    ["may be an instant", { on: "2026-08-20", extra: ["2026-08-20T09:15+02:00"] }, "2026-08-20T07:15:00Z"],
    [
      "at an instant is on the calendar's date, not on UTC's",
      { on: "2026-08-19", extra: ["2026-08-20T02:00Z"] },
      "2026-08-20T02:00:00Z",
    ],
    ["comes next where it is the next", { extra: ["2026-08-03"] }, "2026-08-03T17:00:00Z"],
    [
      "on the day of another is told from it by nobody",
      { on: "2026-08-11", extra: ["2026-08-11T12:00"] },
      'release release.several: 2 releases in 2026-08-11 in "Microsoft security updates"',
    ],
  ])("%s", (_, written, expected) => {
    expect(begins(written)).toBe(expected);
  });

  it("needs a calendar whose zone and time of day it can have", () => {
    expect(begins({ extra: ["2026-08-20"] }, "2026-08-01T00:00:00Z", calendarOf(ics()))).toContain(
      "release.extra[0] release.no-pattern",
    );
  });
});

describe("each change concerns one release, and each release is changed once", () => {
  it.each<[string, Written, string]>([
    [
      "none in that month",
      { moved: { "2017-02": "2017-02-15" }, cancelled: ["2026-08-12"] },
      'release.moved["2017-02"] release.none: no release in 2017-02 in "Microsoft security updates"; ' +
        'release.cancelled[0] release.none: no release in 2026-08-12 in "Microsoft security updates"',
    ],
    [
      "moved and cancelled",
      { moved: { "2026-08": "2026-08-12" }, cancelled: ["2026-08-11"] },
      'release.cancelled[0] release.changed-twice: that release is changed by release.moved["2026-08"] already',
    ],
    [
      "moved twice",
      { moved: { "2026-08": "2026-08-12", "2026-08-11": "2026-08-13" } },
      'release.moved["2026-08-11"] release.changed-twice: that release is changed by release.moved["2026-08"] already',
    ],
    [
      "cancelled twice",
      { cancelled: ["2026-08", "2026-08"] },
      "release.cancelled[1] release.changed-twice: that release is changed by release.cancelled[0] already",
    ],
    [
      "moved onto another",
      { moved: { "2026-08": "2026-09-08" } },
      'release.moved["2026-08"] release.twice: another release is at 2026-09-08T10:00:00 already',
    ],
    [
      "out of band at the time of another",
      { extra: ["2026-08-11"] },
      "release.extra[0] release.twice: another release is at 2026-08-11T10:00:00 already",
    ],
    [
      "twice out of band at the same time",
      { extra: ["2026-08-20", "2026-08-20T17:00Z"] },
      "release.extra[0] release.twice: another release is at 2026-08-20T10:00:00 already; " +
        "release.extra[1] release.twice: another release is at 2026-08-20T10:00:00 already",
    ],
  ])("%s", (_, written, expected) => {
    expect(begins(written)).toBe(expected);
  });

  it("two in one month are named by their dates", () => {
    const twice = calendarOf(
      ics(...vevent("DTSTART;TZID=America/New_York:20260714T100000", "RRULE:FREQ=MONTHLY;BYDAY=2TU,4TU")),
    );
    expect(begins({ cancelled: ["2026-08"] }, "2026-08-01T00:00:00Z", twice)).toContain(
      "release.cancelled[0] release.several",
    );
    expect(begins({ cancelled: ["2026-08-11"] }, "2026-08-01T00:00:00Z", twice)).toBe("2026-08-25T14:00:00Z");
  });
});

describe("an offset", () => {
  it.each<[string, string, number, string]>([
    ["of no days", "2026-08", 0, "2026-08-11T17:00:00Z"],
    ["over the end of a month", "2026-08", 21, "2026-09-01T17:00:00Z"],
    ["over the end of a year", "2026-12", 25, "2027-01-02T18:00:00Z"],
    ["over the end of summer time has the same time of day", "2026-10", 20, "2026-11-02T18:00:00Z"],
    ["over its beginning", "2027-03", 10, "2027-03-19T17:00:00Z"],
    ["of ninety days", "2026-08", 90, "2026-11-09T18:00:00Z"],
  ])("%s", (_, on, offset, expected) => {
    expect(begins({ on, offset })).toBe(expected);
  });

  it("into an hour that clocks skip begins when the hour is over", () => {
    const early = calendarOf(ics(...vevent("DTSTART;TZID=Europe/Berlin:20260327T023000")));
    expect(begins({ on: "2026-03", offset: 2 }, "2026-03-01T00:00:00Z", early)).toBe("2026-03-29T01:30:00Z");
  });

  it("counts dates where a zone skipped one: two days after 29 December 2011 in Apia", () => {
    const apia = calendarOf(ics(...vevent("DTSTART;TZID=Pacific/Apia:20111229T100000")));
    expect(begins({ on: "2011-12", offset: 2 }, "2011-12-01T00:00:00Z", apia)).toBe("2011-12-30T20:00:00Z");
  });

  it("after a moved release counts from its new date", () => {
    expect(begins({ on: "2026-08", offset: 4, moved: { "2026-08": "2026-08-12" } })).toBe(
      "2026-08-16T17:00:00Z",
    );
  });

  // The release of 11 August is past, but its rollout is not.
  it.each([
    ["2026-08-11T17:00:01Z", "2026-08-15T17:00:00Z"],
    ["2026-08-15T17:00:00Z", "2026-08-15T17:00:00Z"],
    ["2026-08-15T17:00:01Z", "2026-09-12T17:00:00Z"],
  ])("of four days makes the next rollout at %s the one at %s", (now, expected) => {
    expect(begins({ offset: 4 }, now)).toBe(expected);
  });

  it("of ninety days makes it that of a release three months ago", () => {
    expect(begins({ offset: 90 }, "2026-08-01T00:00:00Z")).toBe("2026-08-10T17:00:00Z");
  });
});
