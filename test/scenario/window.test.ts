import { describe, expect, test } from "vitest";
import { ruleText } from "../../src/scenario/rule.js";
import { parseWindow, writtenWindow } from "../../src/scenario/window.js";

const hours = 3_600_000;

describe("a window in short form", () => {
  test.each([
    ["Mon-Fri 21:00-05:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=21;BYMINUTE=0", 8],
    ["21:00-05:00", "FREQ=DAILY;BYHOUR=21;BYMINUTE=0", 8],
    ["Sat,Sun 22:00-04:00", "FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=22;BYMINUTE=0", 6],
    ["Fri-Mon 00:00-24:00", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU;BYHOUR=0;BYMINUTE=0", 24],
    ["Mon-Sun 01:30-04:00", "FREQ=DAILY;BYHOUR=1;BYMINUTE=30", 2.5],
    ["Mon-Wed,Fri 9:00-10:15", "FREQ=WEEKLY;BYDAY=MO,TU,WE,FR;BYHOUR=9;BYMINUTE=0", 1.25],
    ["sunday 23:00-02:00", "FREQ=WEEKLY;BYDAY=SU;BYHOUR=23;BYMINUTE=0", 3],
    ["Mon\u2013Fri 21:00 \u2013 05:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=21;BYMINUTE=0", 8],
    ["22:00-24:00", "FREQ=DAILY;BYHOUR=22;BYMINUTE=0", 2],
    ["23:59-00:01", "FREQ=DAILY;BYHOUR=23;BYMINUTE=59", 2 / 60],
  ])("%s", (text, rule, lasts) => {
    const window = parseWindow(text);
    if (!window.ok) throw new Error(window.problems[0]?.message);
    expect(ruleText(window.value.rule)).toBe(rule);
    expect(window.value.lasts).toBe(lasts * hours);
    expect(window.value).toMatchObject({ text, start: null });
  });

  test.each([
    ["21:00-21:00", "starts and ends at the same time"],
    ["00:00-00:00", "starts and ends at the same time"],
    ["24:00-05:00", "a time that no clock shows"],
    ["21:00-24:01", "a time that no clock shows"],
    ["25:00-05:00", "a time that no clock shows"],
    ["21:60-05:00", "a time that no clock shows"],
    ["Mo-Fr 21:00-05:00", "days that are not weekdays"],
    ["Mon-Fri-Sun 21:00-05:00", "days that are not weekdays"],
    ["Mon, 21:00-05:00", "days that are not weekdays"],
    ["Mon-Fri", "is not a window"],
    ["", "is not a window"],
    ["21-05", "is not a window"],
    ["Mon-Fri 9pm-5am", "is not a window"],
    [`${"Mon,".repeat(100_000)}Tue 21:00-05:00`, "is not a window"],
  ])("%.30s is refused", (text, why) => {
    const window = parseWindow(text);
    expect(!window.ok && window.problems[0]).toMatchObject({ code: "window.syntax" });
    expect(!window.ok && window.problems[0]?.message).toContain(why);
  });
});

test("a window is written back as a rule with its length", () => {
  const window = parseWindow("Mon 21:00-05:00");
  expect(window.ok && writtenWindow({ ...window.value, who: null })).toMatchObject({ lasts: 8 * hours });
  expect(window.ok && Object.keys(writtenWindow({ ...window.value, who: null }))).toEqual(["rrule", "lasts"]);
});
