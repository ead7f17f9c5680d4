import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAxis, timeAxis } from "../../cli/text/day-axis.js";
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

test.each([
  [168, 80, "Wed 12─────Thu 13──────Fri 14─────Sat 15──────Sun 16─────Mon 17──────Tue 18─────"],
  [48, 72, "Wed 12───06:00────12:00────18:00────Thu 13───06:00────12:00────18:00────"],
  [12, 60, "Wed 12────02:00─────04:00─────06:00─────08:00─────10:00─────"],
])("%d hours on %d columns have the hours that find room", (slots, columns, axis) => {
  const time = { ...week("2026-08-11T22:00:00Z", "Europe/Berlin"), slots };
  expect(timeAxis(time, columns, "─")).toBe(axis);
});

test("hours are those of the local clock, on the days of a clock change too", () => {
  const time = { ...week("2026-10-24T22:00:00Z", "Europe/Berlin"), slots: 8 };
  expect(timeAxis(time, 80, "─")).toBe(
    "Sun 25────01:00─────02:00───────────────03:00─────04:00─────05:00─────06:00─────",
  );
});
