import { describe, expect, it } from "vitest";
import { freezeSpans } from "../../src/calendar/freezes.js";
import type { Freeze, Moment } from "../../src/scenario/scenario.js";
import { isoInstant } from "../../src/units.js";
import { calendarOf, coded, ics, vevent } from "./calendars.js";
import { at, wall } from "./rules.js";

const august = { start: at("2026-08-01T00:00:00Z"), end: at("2026-09-01T00:00:00Z") };
const onWall = (local: string): Moment => ({ kind: "wall", at: wall(local) });
const span = (from: Moment, to: Moment): Freeze => ({
  kind: "span",
  from,
  to,
  who: null,
  away: false,
  path: "freezes[0]",
});

function frozen(freeze: Freeze, zone: string, text = ics()): string[] {
  const outcome = freezeSpans(freeze, zone, august, new Map([["f.ics", calendarOf(text)]]));
  if (!outcome.ok) return coded(outcome.problems);
  return outcome.value.map(
    ({ from, to }) => `${isoInstant(from).slice(0, 16)} ${isoInstant(to).slice(0, 16)}`,
  );
}

describe("a freeze", () => {
  it("without an offset is on the clock of each site", () => {
    const weekend = span(onWall("2026-08-14T18:00"), onWall("2026-08-17T06:00"));
    expect(frozen(weekend, "Europe/Berlin")).toEqual(["2026-08-14T16:00 2026-08-17T04:00"]);
    expect(frozen(weekend, "Asia/Tokyo")).toEqual(["2026-08-14T09:00 2026-08-16T21:00"]);
  });

  it("may end at an instant", () => {
    const until = span(onWall("2026-08-14T18:00"), { kind: "instant", at: at("2026-08-15T00:00:00Z") });
    expect(frozen(until, "Europe/Berlin")).toEqual(["2026-08-14T16:00 2026-08-15T00:00"]);
  });

  it("that ends no later than it starts is refused", () => {
    const none = span(onWall("2026-08-14T18:00"), onWall("2026-08-14T18:00"));
    expect(frozen(none, "UTC")).toEqual(["freeze.ends-before-start"]);
  });
});

describe("a freeze calendar", () => {
  const freeze: Freeze = { kind: "calendar", file: "f.ics", who: null, away: false, path: "freezes[1]" };
  const days = ["DTSTART;VALUE=DATE:20260811", "DTEND;VALUE=DATE:20260813"];

  it("freezes its events, dates on the clock of the site, and what reaches into the range", () => {
    const long = vevent("DTSTART:20260730T000000Z", "DURATION:P3D");
    expect(frozen(freeze, "Asia/Tokyo", ics(...vevent(...days), ...long))).toEqual([
      "2026-08-10T15:00 2026-08-12T15:00",
      "2026-07-30T00:00 2026-08-02T00:00",
    ]);
  });

  it("with one event that cannot be read stops the run", () => {
    const text = ics(...vevent(...days), ...vevent("DTSTART:tomorrow"));
    expect(frozen(freeze, "UTC", text)).toEqual(["event.bad-date@7"]);
  });

  it("with an event of no length, or of too many dates, stops the run", () => {
    expect(frozen(freeze, "UTC", ics(...vevent("DTSTART:20260811T000000Z")))).toEqual(["freeze.no-length@2"]);
    const busy = vevent("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=MINUTELY");
    expect(frozen(freeze, "UTC", ics(...busy))).toEqual(["rule.sub-daily@2"]);
  });

  it("that nobody loaded is a bug", () => {
    expect(() => freezeSpans(freeze, "UTC", august, new Map())).toThrow("f.ics");
  });
});
