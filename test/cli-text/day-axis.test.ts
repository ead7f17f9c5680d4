import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAxis } from "../../cli/text/day-axis.js";
import { wallOf } from "../../src/calendar/zone.js";
import { hour, instant } from "../../src/units.js";

const week = (start: string, zone: string) => ({
  start: instant(Date.parse(start)),
  slot: hour,
  slots: 7 * 24,
  wallOf: (at: Parameters<typeof wallOf>[0]) => wallOf(at, zone),
});

test.each([
  [70, "Wed 12────Thu 13────Fri 14────Sat 15────Sun 16────Mon 17────Tue 18────"],
  [35, "12───13───14───15───16───17───18───"],
  [12, "────────────"],
])("%d columns of a week have as much of the days as fits", (columns, axis) => {
  expect(dayAxis(week("2026-08-11T22:00:00Z", "Europe/Berlin"), columns, "─")).toBe(axis);
});

test("days begin at local midnight, on the days of a clock change too", () => {
  // 25 October has 25 hours in Berlin, so the 26th begins at slot 49 of 168.
  const axis = dayAxis(week("2026-10-23T22:00:00Z", "Europe/Berlin"), 168, "─");
  expect(axis.indexOf("Sun 25")).toBe(24);
  expect(axis.indexOf("Mon 26")).toBe(49);
});

test("the axis is as wide as asked", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (columns) => {
      expect(dayAxis(week("2026-08-11T17:00:00Z", "Asia/Kolkata"), columns, "-")).toHaveLength(columns);
    }),
  );
});
