import { describe, expect, it } from "vitest";
import { parseDates } from "../../src/scenario/dates.js";
import { durationText, momentText } from "../../src/scenario/quantity.js";
import { ruleText } from "../../src/scenario/rule.js";

/** `FREQ=MONTHLY;... for 1d`, a span as `from to`, or the problem. */
function dates(text: string): string {
  const outcome = parseDates(text);
  if (!outcome.ok) return outcome.problems.map(({ code, message }) => `${code}: ${message}`).join();
  const { value } = outcome;
  return value.kind === "span"
    ? `${momentText(value.from)} ${momentText(value.to)}`
    : `${ruleText(value.rule).replace(";BYHOUR=0;BYMINUTE=0;BYSECOND=0", "")} for ${durationText(value.lasts)}`;
}

describe("whole days in short form", () => {
  it.each([
    ["25..27 monthly", "FREQ=MONTHLY;BYMONTHDAY=25,26,27 for 1d"],
    ["25 monthly", "FREQ=MONTHLY;BYMONTHDAY=25 for 1d"],
    ["-3..-1 monthly", "FREQ=MONTHLY;BYMONTHDAY=-3,-2,-1 for 1d"],
    ["1..2, 15, -1 monthly", "FREQ=MONTHLY;BYMONTHDAY=-1,1,2,15 for 1d"],
    ["1,1..2,2 monthly", "FREQ=MONTHLY;BYMONTHDAY=1,2 for 1d"],
    ["31 monthly", "FREQ=MONTHLY;BYMONTHDAY=31 for 1d"],
    ["2nd Tue monthly", "FREQ=MONTHLY;BYDAY=2TU for 1d"],
    ["second tuesday MONTHLY", "FREQ=MONTHLY;BYDAY=2TU for 1d"],
    ["last Fri monthly", "FREQ=MONTHLY;BYDAY=-1FR for 1d"],
    ["5th sunday monthly", "FREQ=MONTHLY;BYDAY=5SU for 1d"],
    ["last monthly", "FREQ=MONTHLY;BYMONTHDAY=-1 for 1d"],
    ["last day monthly", "FREQ=MONTHLY;BYMONTHDAY=-1 for 1d"],
    ["Sat,Sun weekly", "FREQ=WEEKLY;BYDAY=SA,SU for 1d"],
    ["Fri-Mon weekly", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU for 1d"],
    ["Fri..Mon weekly", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU for 1d"],
    ["Mon-Sun weekly", "FREQ=DAILY for 1d"],
    ["12-24..12-26 yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24 for 3d"],
    ["12-24..01-02 yearly", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24 for 10d"],
    ["10-03 yearly", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3 for 1d"],
    ["02-29 yearly", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 for 1d"],
    ["03-01..12-31 yearly", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1 for 306d"],
    ["2026-12-24..2027-01-02", "2026-12-24T00:00:00 2027-01-03T00:00:00"],
    ["2026-12-31", "2026-12-31T00:00:00 2027-01-01T00:00:00"],
    ["  2028-02-28 .. 2028-02-29 ", "2028-02-28T00:00:00 2028-03-01T00:00:00"],
  ])("%j", (text, expected) => {
    expect(dates(text)).toBe(expected);
  });

  it.each([
    ["", "are no dates"],
    ["monthly", "are no dates"],
    ["25", "are no dates"],
    ["25..27", "are no dates"],
    ["0 monthly", "names days that no month has"],
    ["32 monthly", "names days that no month has"],
    ["27..25 monthly", "names days that no month has"],
    ["-1..-3 monthly", "names days that no month has"],
    ["-3..3 monthly", "names days that no month has"],
    ["25.5 monthly", "names days that no month has"],
    ["6th Tue monthly", "names days that no month has"],
    ["0th Tue monthly", "names days that no month has"],
    ["2nd Tu monthly", "names days that no month has"],
    ["25..26..27 monthly", "names days that no month has"],
    ["Samstag weekly", "names days that are not weekdays"],
    ["25 weekly", "names days that are not weekdays"],
    ["Mon-Wed-Fri weekly", "names days that are not weekdays"],
    ["13-01 yearly", "is no day of the year, month first"],
    ["24-12..26-12 yearly", "is no day of the year, month first"],
    ["02-30 yearly", "is no day of the year, month first"],
    ["12-24..12-25..12-26 yearly", "is no day of the year, month first"],
    ["2026-02-29", "are no dates"],
    ["2026-12-24..12-26", "are no dates"],
    ["2026-12-24T10:00..2026-12-25", "are no dates"],
    ["2027-01-02..2026-12-24", "ends before it begins, on 2026-12-24"],
    ["1 monthly ".repeat(40), "are no dates"],
  ])("refuses %j", (text, why) => {
    expect(dates(text)).toContain("dates.syntax: ");
    expect(dates(text)).toContain(why);
  });

  // 1 March is the day after 28 February in one year and two days after in another; "02-29.." would freeze in leap years only.
  it.each(["02-28..03-01 yearly", "02-01..02-29 yearly", "02-29..03-02 yearly", "12-01..03-01 yearly"])(
    "refuses %j, which is not every year the same",
    (text) => {
      expect(dates(text)).toContain("split it there");
    },
  );
});
