import { describe, expect, it } from "vitest";
import { morningFrom } from "../../src/client/presence.js";
import { isoInstant } from "../../src/units.js";
import { at, days, hours, mornings, office, rule } from "./given.js";

const starts = (...found: Parameters<typeof mornings>) =>
  mornings(...found).map(({ start }) => isoInstant(start).slice(5, 16));

describe("mornings", () => {
  it("leave out the weekend, and start by the wall clock on both sides of a change", () =>
    // Germany's clocks go back on Sunday, 25 October 2026.
    expect(starts(office, "Europe/Berlin", "2026-10-22T00:00Z", "2026-10-27T12:00Z")).toEqual([
      "10-22T06:00",
      "10-23T06:00",
      "10-26T07:00",
      "10-27T07:00",
    ]));

  it.each([
    // Clocks go forward on Sunday, 8 March 2026.
    ["America/New_York", "2026-03-06T00:00Z", "2026-03-10T00:00Z", ["03-06T13:00", "03-09T12:00"]],
    ["Asia/Kathmandu", "2026-08-11T17:00Z", "2026-08-13T17:00Z", ["08-12T02:15", "08-13T02:15"]],
    ["Australia/Lord_Howe", "2026-10-02T00:00Z", "2026-10-05T00:00Z", ["10-04T21:00"]],
    ["Pacific/Apia", "2026-08-13T00:00Z", "2026-08-18T00:00Z", ["08-13T19:00", "08-16T19:00", "08-17T19:00"]],
  ])("in %s", (zone, from, to, expected) => expect(starts(office, zone, from, to)).toEqual(expected));

  it("that a skipped hour brings together are one", () => {
    const early = { ...office, rule: rule("DAILY", { byHour: [2, 3], byMinute: [30] }) };
    expect(starts(early, "America/New_York", "2026-03-07T12:00Z", "2026-03-08T12:00Z")).toEqual([
      "03-08T07:30",
    ]);
  });

  it("end with a rule's UNTIL, an instant, on the zone's clock", () => {
    const until = { kind: "instant", at: at("2026-08-12T02:15:00Z") } as const;
    const ending = { ...office, rule: rule("DAILY", { byHour: [8], byMinute: [0], until }) };
    expect(starts(ending, "Asia/Kathmandu", "2026-08-11T00:00Z", "2026-08-20T00:00Z")).toEqual([
      "08-11T02:15",
      "08-12T02:15",
    ]);
  });

  it("count from the release only", () =>
    expect(starts(office, "UTC", "2026-08-12T08:00Z", "2026-08-13T08:00Z")).toEqual(["08-12T08:00"]));
});

it("the first morning at or after an instant", () => {
  const week = mornings(office, "UTC", "2026-08-12T00:00Z", "2026-08-18T00:00Z");
  expect(
    ["08-12T08:00", "08-12T08:01", "08-14T09:00", "08-17T08:00", "08-17T08:01"].map((time) =>
      morningFrom(week, at(`2026-${time}Z`)),
    ),
  ).toEqual([0, 1, 3, 3, 4]);
});

it("a rule that hardly ever comes has no mornings", () => {
  const never = { ...office, rule: rule("YEARLY", { byMonth: [2], byMonthDay: [30] }), lasts: hours(9) };
  expect(mornings(never, "UTC", "2026-08-11T00:00Z", "2026-09-11T00:00Z")).toEqual([]);
  expect(days("MO")).toEqual([{ weekday: 0, nth: 0 }]);
});
