import { expect, test } from "vitest";
import {
  grouped,
  loadText,
  percent,
  percentAtMost,
  rateUnit,
  span,
  wallSpan,
} from "../../src/export/figures.js";
import { day, hour, minute, wallTime } from "../../src/units.js";

test.each([
  [0, 0, "0"],
  [999, 0, "999"],
  [12412, 0, "12,412"],
  [1234567.891, 2, "1,234,567.89"],
  [-12412, 0, "-12,412"],
  [-0.2, 0, "0"],
])("%d with %d decimals reads %s", (value, decimals, text) => {
  expect(grouped(value, decimals)).toBe(text);
});

test.each([
  [0, "0 %"],
  [0.00004, "< 0.01 %"],
  [0.0004, "0.04 %"],
  [0.0125, "1.3 %"],
  [0.598, "60 %"],
  [0.9997, "99.9 %"],
  [1, "100 %"],
  [12.5, "1,250 %"],
])("the share %d reads %s", (part, text) => {
  expect(percent(part)).toBe(text);
});

test.each([
  [0, "0 %"],
  [3.2e-4, "0.032 %"],
  [3.21e-4, "0.033 %"],
  [0.5, "50 %"],
  [0.501, "51 %"],
])("at most %d reads %s", (part, text) => {
  expect(percentAtMost(part)).toBe(text);
});

test.each([
  [0, "0 min"],
  [20_000, "< 1 min"],
  [40 * minute, "40 min"],
  [75 * minute, "1 h 15 min"],
  [16 * hour, "16 h"],
  [47.9 * hour, "48 h"],
  [3.7 * day, "3.7 days"],
  [7 * day, "7 days"],
])("%d ms reads %s", (length, text) => {
  expect(span(length)).toBe(text);
});

test.each([
  [22, "1,320/min"],
  [1.4, "84/min"],
  [0.011, "40/h"],
  [0.0007, "2.5/h"],
  [200, "200/s"],
])("%d a second reads %s", (load, text) => {
  expect(loadText(load, rateUnit(load))).toBe(text);
});

test("a span of wall-clock times names its second day only where it is another", () => {
  const at = (iso: string) => wallTime(Date.parse(`${iso}Z`));
  expect(wallSpan(at("2026-08-12T21:00"), at("2026-08-12T23:00"))).toBe("Wed 12 21:00-23:00");
  expect(wallSpan(at("2026-08-13T23:00"), at("2026-08-14T03:00"))).toBe("Thu 13 23:00-Fri 14 03:00");
});
