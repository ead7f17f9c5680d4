import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnyRule, parseRule, ruleText } from "../../src/scenario/rule.js";
import { planningProblems, startNeededBy } from "../../src/scenario/rule-limits.js";

const read = (text: string) => {
  const rule = parseRule(text);
  if (!rule.ok) throw new Error(rule.problems.map(({ message }) => message).join("; "));
  return rule.value;
};
const messagesOf = (text: string): readonly string[] => {
  const rule = parseRule(text);
  return rule.ok ? [] : rule.problems.map(({ code, message }) => `${message} [${code}]`);
};

test("a rule reads into our own terms", () => {
  expect(
    read("RRULE:FREQ=MONTHLY;INTERVAL=2;UNTIL=20261231T235959Z;BYDAY=2TU,-1FR;BYHOUR=10;WKST=SU"),
  ).toEqual({
    freq: "MONTHLY",
    interval: 2,
    count: null,
    until: { kind: "instant", at: Date.UTC(2026, 11, 31, 23, 59, 59) },
    byMonth: [],
    byMonthDay: [],
    byYearDay: [],
    byWeekNo: [],
    byDay: [
      { weekday: 1, nth: 2 },
      { weekday: 4, nth: -1 },
    ],
    byHour: [10],
    byMinute: [],
    bySecond: [],
    bySetPos: [],
    weekStart: 6,
  });
});

test("UNTIL may be a date, a clock's reading or an instant", () => {
  expect(read("FREQ=DAILY;UNTIL=20261231").until).toEqual({ kind: "date", at: Date.UTC(2026, 11, 31) });
  expect(read("FREQ=DAILY;UNTIL=20261231T100000").until).toEqual({
    kind: "wall",
    at: Date.UTC(2026, 11, 31, 10),
  });
  expect(read("FREQ=DAILY;UNTIL=20261231T100000Z").until?.kind).toBe("instant");
});

describe("rules found in calendars are accepted and print back", () => {
  test.each([
    "FREQ=DAILY",
    "FREQ=DAILY;COUNT=1",
    "FREQ=DAILY;INTERVAL=2;COUNT=20",
    "FREQ=DAILY;BYMONTH=1,2,3,4,10,11,12;UNTIL=20141206T000000Z",
    "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40;COUNT=48",
    "FREQ=DAILY;BYMONTHDAY=-2,20;UNTIL=20250401",
    "FREQ=DAILY;INTERVAL=5;COUNT=5;BYMINUTE=0,10,20,30,40,50;BYSETPOS=-2,3",
    "FREQ=WEEKLY;UNTIL=20120730T065959Z",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=2TU,4TU",
    "FREQ=MONTHLY;COUNT=12",
    "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5",
    "FREQ=MONTHLY;INTERVAL=13;BYMONTH=5;COUNT=3",
    "FREQ=MONTHLY;BYDAY=1MO,3MO,1TU,2SA;BYHOUR=8,14,15;BYMINUTE=12,39;BYSETPOS=-21,-8,-5,1,3,4",
    "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-5",
    "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=3TU",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU;COUNT=3",
    "FREQ=YEARLY;BYDAY=20MO;COUNT=3",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;UNTIL=20170101T000000Z",
    "FREQ=YEARLY;BYWEEKNO=6;BYDAY=TU;WKST=TH",
    "FREQ=YEARLY;BYWEEKNO=-2,-1,1,2;BYDAY=TU",
    "FREQ=YEARLY;BYMONTH=1;BYWEEKNO=2;BYMONTHDAY=5",
    "FREQ=YEARLY;BYYEARDAY=366;COUNT=3",
    "FREQ=YEARLY;BYYEARDAY=-366",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=29;BYSETPOS=2,3;COUNT=4",
    "FREQ=YEARLY;BYYEARDAY=1,2,3,4,5,6,7;BYSETPOS=2,3",
    "FREQ=YEARLY;BYYEARDAY=-281,-280,-279,-278,-277,-276,-275;BYDAY=FR",
    "FREQ=YEARLY;INTERVAL=5;UNTIL=19850101T020000Z",
  ])("%s", (text) => {
    const rule = read(text);
    expect(new Set(ruleText(rule).split(";"))).toEqual(new Set(text.split(";")));
    expect(read(ruleText(rule))).toEqual(rule);
  });

  test("lower case, a plus sign, repetition and what is the default anyway", () => {
    expect(ruleText(read("rrule:freq=weekly;byday=+1mo".replace("+1", "")))).toBe("FREQ=WEEKLY;BYDAY=MO");
    expect(ruleText(read("FREQ=MONTHLY;BYDAY=+2TU,2TU;INTERVAL=1;WKST=MO"))).toBe("FREQ=MONTHLY;BYDAY=2TU");
    expect(ruleText(read("FREQ=DAILY;BYHOUR=16,9,16"))).toBe("FREQ=DAILY;BYHOUR=9,16");
  });
});

describe("a rule that would hang, mislead or never happen is refused, and the part named", () => {
  test.each([
    ["FREQ=SECONDLY", "FREQ=SECONDLY is below DAILY [rule.sub-daily]"],
    ["FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", "FREQ=MINUTELY is below DAILY [rule.sub-daily]"],
    ["FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "FREQ=HOURLY is below DAILY [rule.sub-daily]"],
    ["FREQ=HOURLY;BYDAY=2TU", "BYDAY cannot count weekdays with FREQ=HOURLY [rule.ordinal]"],
    ["FREQ=MINUTELY;BYWEEKNO=2", "BYWEEKNO cannot stand with FREQ=MINUTELY [rule.partner]"],
    [
      "FREQ=HOURLY;BYHOUR=1,2,3;BYMINUTE=0,30;BYSETPOS=3",
      "BYSETPOS=3 never happens: there are at most 2 to choose from [rule.never]",
    ],
    ["FREQ=FORTNIGHTLY", 'FREQ cannot be "FORTNIGHTLY" [rule.value]'],
    ["FREQ=DAILY;INTERVAL=-1", 'INTERVAL cannot be "-1" [rule.value]'],
    ["FREQ=DAILY;INTERVAL=.007", 'INTERVAL cannot be ".007" [rule.value]'],
    ["FREQ=DAILY;INTERVAL=0", 'INTERVAL cannot be "0" [rule.value]'],
    ["FREQ=DAILY;INTERVAL=1001", 'INTERVAL cannot be "1001" [rule.value]'],
    ["FREQ=DAILY;COUNT=99999999", 'COUNT cannot be "99999999" [rule.value]'],
    ["FREQ=DAILY;COUNT=abc", 'COUNT cannot be "ABC" [rule.value]'],
    ["FREQ=DAILY;COUNT=0", 'COUNT cannot be "0" [rule.value]'],
    ["FREQ=DAILY;COUNT=3;UNTIL=20261231", "COUNT and UNTIL stand together [rule.end]"],
    ["FREQ=DAILY;UNTIL=20260230", 'UNTIL cannot be "20260230" [rule.value]'],
    ["FREQ=DAILY;UNTIL=16010101T000000", 'UNTIL cannot be "16010101T000000" [rule.value]'],
    ["FREQ=DAILY;UNTIL=2026-12-31", 'UNTIL cannot be "2026-12-31" [rule.value]'],
    ["FREQ=DAILY;BYHOUR=25", 'BYHOUR cannot be "25" [rule.value]'],
    ["FREQ=DAILY;BYHOUR=24", 'BYHOUR cannot be "24" [rule.value]'],
    ["FREQ=DAILY;BYMINUTE=61", 'BYMINUTE cannot be "61" [rule.value]'],
    ["FREQ=DAILY;BYSECOND=60", 'BYSECOND cannot be "60" [rule.value]'],
    ["FREQ=DAILY;BYHOUR=-1", 'BYHOUR cannot be "-1" [rule.value]'],
    ["FREQ=DAILY;BYHOUR=", 'BYHOUR cannot be "" [rule.value]'],
    ["FREQ=DAILY;BYHOUR=1,,2", 'BYHOUR cannot be "1,,2" [rule.value]'],
    ["FREQ=YEARLY;BYMONTH=13", 'BYMONTH cannot be "13" [rule.value]'],
    ["FREQ=YEARLY;BYMONTH=0", 'BYMONTH cannot be "0" [rule.value]'],
    ["FREQ=MONTHLY;BYMONTHDAY=32", 'BYMONTHDAY cannot be "32" [rule.value]'],
    ["FREQ=MONTHLY;BYMONTHDAY=0", 'BYMONTHDAY cannot be "0" [rule.value]'],
    ["FREQ=YEARLY;BYYEARDAY=367", 'BYYEARDAY cannot be "367" [rule.value]'],
    ["FREQ=YEARLY;BYWEEKNO=54", 'BYWEEKNO cannot be "54" [rule.value]'],
    ["FREQ=MONTHLY;BYDAY=0TU", 'BYDAY cannot be "0TU" [rule.value]'],
    ["FREQ=MONTHLY;BYDAY=99TU", 'BYDAY cannot be "99TU" [rule.value]'],
    ["FREQ=MONTHLY;BYDAY=XX", 'BYDAY cannot be "XX" [rule.value]'],
    ["FREQ=MONTHLY;BYDAY=6TU", "BYDAY: no month has a 6th weekday [rule.ordinal]"],
    ["FREQ=YEARLY;BYMONTH=3;BYDAY=6TU", "BYDAY: no month has a 6th weekday [rule.ordinal]"],
    ["FREQ=WEEKLY;BYDAY=2TU", "BYDAY cannot count weekdays with FREQ=WEEKLY [rule.ordinal]"],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY cannot count weekdays beside BYWEEKNO [rule.ordinal]"],
    ["FREQ=MONTHLY;BYWEEKNO=20", "BYWEEKNO cannot stand with FREQ=MONTHLY [rule.partner]"],
    ["FREQ=DAILY;BYYEARDAY=20", "BYYEARDAY cannot stand with FREQ=DAILY [rule.partner]"],
    ["FREQ=WEEKLY;BYMONTHDAY=13", "BYMONTHDAY cannot stand with FREQ=WEEKLY [rule.partner]"],
    ["FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS stands without another BY part [rule.partner]"],
    [
      "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40",
      "BYHOUR x BYMINUTE x BYSECOND gives 25 times a day, more than 24 [rule.times]",
    ],
    [
      "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=40",
      "BYSETPOS=40 never happens: there are at most 5 to choose from [rule.never]",
    ],
    [
      "FREQ=MONTHLY;BYMONTHDAY=20,31;BYSETPOS=-3",
      "BYSETPOS=-3 never happens: there are at most 2 to choose from [rule.never]",
    ],
    [
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
      "no day of any year satisfies BYMONTH and BYMONTHDAY [rule.never]",
    ],
    [
      "FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30",
      "no day of any year satisfies BYMONTH and BYMONTHDAY [rule.never]",
    ],
    [
      "FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
      "no day of any year satisfies BYMONTH and BYMONTHDAY [rule.never]",
    ],
    ["FREQ=YEARLY;BYMONTH=1;BYWEEKNO=20", "no day of any year satisfies BYMONTH and BYWEEKNO [rule.never]"],
    [
      "FREQ=YEARLY;BYMONTH=3;BYYEARDAY=366",
      "no day of any year satisfies BYMONTH and BYYEARDAY [rule.never]",
    ],
    [
      "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
      "no day of any year satisfies BYMONTHDAY and BYDAY [rule.never]",
    ],
    // Week 1 holds 4 January, so week 2 never does.
    [
      "FREQ=YEARLY;BYMONTH=1;BYWEEKNO=2;BYMONTHDAY=4",
      "no day of any year satisfies BYMONTH and BYWEEKNO and BYMONTHDAY [rule.never]",
    ],
    ["FREQ=WEEKLY;BYDAY=MO;", '";" has nothing after it [rule.syntax]'],
    ["FREQ=WEEKLY; BYDAY=MO", '" BYDAY=MO" is not of the form KEY=VALUE [rule.syntax]'],
    ["FREQ=WEEKLY;BYDAY", '"BYDAY" is not of the form KEY=VALUE [rule.syntax]'],
    ["FREQ=WEEKLY;BYDAY=MO=TU", '"BYDAY=MO=TU" is not of the form KEY=VALUE [rule.syntax]'],
    ["FREQ=WEEKLY;FREQ=DAILY", "FREQ stands twice [rule.twice]"],
    ["FREQ=MONTHLY;RSCALE=GREGORIAN", '"RSCALE" is not a known part of a rule [rule.part]'],
    ["FREQ=MONTHLY;X-NOTE=1", '"X-NOTE" is not a known part of a rule [rule.part]'],
    ["FREQ=MONTHLY;toString=1", '"TOSTRING" is not a known part of a rule [rule.part]'],
    ["BYDAY=MO", '"BYDAY=MO" has no FREQ [rule.syntax]'],
    ["", '"" is not a recurrence rule [rule.syntax]'],
    [
      "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY",
      '"DTSTART:20260101T000000Z\\nRRULE:FREQ=DAILY" is not of the form KEY=VALUE [rule.syntax]',
    ],
  ])("%s", (text, message) => {
    expect(messagesOf(text)[0]).toBe(message);
  });

  test("all that is wrong comes at once", () => {
    expect(messagesOf("FREQ=FORTNIGHTLY;INTERVAL=0;BYHOUR=25;FOO=1")).toHaveLength(4);
  });
});

describe("a calendar's rule may be below DAILY, and of more times a day than planning takes", () => {
  test.each([
    ["FREQ=HOURLY;INTERVAL=3;BYHOUR=9,12,15", ["rule.sub-daily"]],
    ["FREQ=MINUTELY;INTERVAL=90;COUNT=4;BYYEARDAY=-1,1", ["rule.sub-daily"]],
    ["FREQ=SECONDLY;BYSECOND=0;BYSETPOS=1", ["rule.sub-daily"]],
    ["FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", ["rule.times"]],
    ["FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", []],
    // The fourth from the end is in no week of two, but the last is.
    ["FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=-4,-1", []],
  ])("%s", (text, expected) => {
    const rule = parseAnyRule(text);
    if (!rule.ok) throw new Error(rule.problems[0]?.message);
    expect(ruleText(rule.value)).toBe(text);
    expect(planningProblems(rule.value).map(({ code }) => code)).toEqual(expected);
    expect(parseRule(text).ok).toBe(expected.length === 0);
  });
});

test("any text is answered, quickly and without a throw", () => {
  const part = fc.constantFrom(
    "FREQ=",
    "DAILY",
    "YEARLY",
    ";",
    "BYDAY=",
    "2TU",
    ",",
    "-1",
    "BYSETPOS=",
    "COUNT=",
    "9",
    "=",
    "UNTIL=",
    "T",
  );
  fc.assert(fc.property(fc.array(part, { maxLength: 12 }), (parts) => void parseRule(parts.join(""))));
});

describe("a first date is needed", () => {
  test.each([
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "INTERVAL=2"],
    ["FREQ=DAILY;COUNT=5", "COUNT=5"],
    ["FREQ=WEEKLY", "FREQ=WEEKLY without a day"],
    ["FREQ=MONTHLY;BYHOUR=3", "FREQ=MONTHLY without a day"],
    ["FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY without a day"],
    ["FREQ=DAILY;BYHOUR=21", null],
    ["FREQ=WEEKLY;BYDAY=MO", null],
    ["FREQ=MONTHLY;BYDAY=2TU", null],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", null],
  ])("by %s: %s", (text, why) => {
    expect(startNeededBy(read(text))).toBe(why);
  });
});
