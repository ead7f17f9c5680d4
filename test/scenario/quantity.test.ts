import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/problem.js";
import { parseName } from "../../src/scenario/name.js";
import { parseZoneName } from "../../src/scenario/zone-name.js";
import {
  dateText,
  durationText,
  momentText,
  parseDate,
  parseDuration,
  parseInstant,
  parseMoment,
  parseRate,
  parseReleaseDay,
  parseShare,
  rateText,
  releaseDayText,
  shareText,
} from "../../src/scenario/quantity.js";
import { duration, perSecond, share } from "../../src/units.js";

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
  return outcome.value;
};
const codeOf = (outcome: Outcome<unknown>): string | undefined =>
  outcome.ok ? undefined : outcome.problems[0]?.code;

const minutes = 60_000;

describe("durations", () => {
  test.each([
    ["90s", 1.5 * minutes, "1m30s"],
    ["15m", 15 * minutes, "15m"],
    ["2h", 120 * minutes, "2h"],
    ["7d", 7 * 24 * 60 * minutes, "7d"],
    ["1h30m", 90 * minutes, "1h30m"],
    ["1.5h", 90 * minutes, "1h30m"],
    ["0m", 0, "0s"],
    ["60m", 60 * minutes, "1h"],
    ["1d2h3m4s", 26 * 60 * minutes + 3 * minutes + 4_000, "1d2h3m4s"],
  ])("%s is %i ms and prints as %s", (text, ms, printed) => {
    expect(valueOf(parseDuration(text))).toBe(ms);
    expect(durationText(duration(ms))).toBe(printed);
  });

  test.each(["", "7", "-1h", "1e3s", "30m1h", "1h 30m", "7 days", "NaN", "Infinityd", "1h1h", "١h"])(
    "%j is refused",
    (text) => expect(codeOf(parseDuration(text))).toBe("duration.syntax"),
  );
  test.each(["0.5s", "3661d", "99999999999999d"])("%j is out of range", (text) => {
    expect(codeOf(parseDuration(text))).toBe("duration.range");
  });

  test("what is printed reads back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 86_400 }), (seconds) => {
        expect(valueOf(parseDuration(durationText(duration(seconds * 1_000))))).toBe(seconds * 1_000);
      }),
    );
  });
});

describe("rates", () => {
  test.each([
    ["40/s", 40, "40/s"],
    ["600/min", 10, "10/s"],
    ["900/h", 0.25, "900/h"],
    ["1/h", 1 / 3_600, "1/h"],
    ["90 / min", 1.5, "1.5/s"],
    ["0/s", 0, "0/s"],
    ["2.5e2/min", 250 / 60, "250/min"],
  ])("%s is %d a second and prints as %s", (text, value, printed) => {
    expect(valueOf(parseRate(text))).toBe(value);
    expect(rateText(perSecond(value))).toBe(printed);
  });

  test.each(["40", "40/sec", "-1/s", "1e309/s", "NaN/s", "Infinity/s", "/s", "40/s/s", "0x10/s"])(
    "%j is refused",
    (text) => expect(codeOf(parseRate(text))).toMatch(/^rate\./),
  );

  test("what is printed reads back", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
        expect(valueOf(parseRate(rateText(perSecond(value))))).toBe(value);
      }),
    );
  });
});

describe("shares", () => {
  test.each([
    ["40%", 0.4, "40%"],
    ["0.4", 0.4, "40%"],
    [0.4, 0.4, "40%"],
    ["12.5%", 0.125, "12.5%"],
    ["33.3%", 0.333, "33.3%"],
    ["7%", 0.07, "7%"],
    [1, 1, "100%"],
    [0, 0, "0%"],
    ["0.01%", 0.0001, "0.01%"],
  ])("%j is %d and prints as %s", (written, value, printed) => {
    expect(valueOf(parseShare(written))).toBe(value);
    expect(shareText(share(value))).toBe(printed);
  });

  test.each(["", "%", "-1%", "half", Number.NaN, Number.POSITIVE_INFINITY, -0.1])(
    "%j is refused",
    (written) => {
      expect(codeOf(parseShare(written))).toBe("share.syntax");
    },
  );

  test("40 without a per cent sign is asked about", () => {
    const outcome = parseShare(40);
    expect(!outcome.ok && outcome.problems[0]).toMatchObject({
      code: "share.range",
      hint: "did you mean 40%?",
    });
  });

  test("what is printed reads back", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(valueOf(parseShare(shareText(share(value))))).toBe(value);
      }),
    );
  });
});

describe("times", () => {
  test.each([
    ["2026-08-11T17:00:00Z", "2026-08-11T17:00:00Z"],
    ["2026-08-11T19:00+02:00", "2026-08-11T17:00:00Z"],
    ["2026-08-11 12:30-04:30", "2026-08-11T17:00:00Z"],
    ["2026-08-11T17:00:00.000Z", "2026-08-11T17:00:00Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
    ["1970-01-01T00:00Z", "1970-01-01T00:00:00Z"],
  ])("%s is the instant %s", (text, instant) => {
    expect(momentText({ kind: "instant", at: valueOf(parseInstant(text)) })).toBe(instant);
  });

  test("without an offset a time is a clock's reading", () => {
    expect(valueOf(parseMoment("2026-08-14T18:00"))).toEqual({ kind: "wall", at: Date.UTC(2026, 7, 14, 18) });
    expect(codeOf(parseInstant("2026-08-14T18:00"))).toBe("time.offset");
  });

  test.each([
    ["2026-02-30T10:00Z", "date.range"],
    ["2100-02-29T10:00Z", "date.range"],
    ["2026-13-01T10:00Z", "date.range"],
    ["2026-08-11T24:00Z", "date.range"],
    ["2026-08-11T10:60Z", "date.range"],
    ["2026-08-11T23:59:60Z", "date.range"],
    ["1969-12-31T23:00Z", "date.range"],
    ["1970-01-01T00:00+01:00", "date.range"],
    ["9999-12-31T23:59-01:00", "date.range"],
    ["2026-08-11T10:00+15:00", "time.syntax"],
    ["2026-08-11", "time.syntax"],
    ["11/08/2026 10:00", "time.syntax"],
    ["2026-08-11T10:00 Europe/Berlin", "time.syntax"],
    ["2026-08-11T10:00:00.5Z", "time.syntax"],
  ])("%s is refused as %s", (text, code) => {
    expect(codeOf(parseInstant(text))).toBe(code);
  });

  test.each([
    ["2028-02-29", true],
    ["2026-02-29", false],
    ["2100-02-29", false],
    ["9999-12-31", true],
    ["0026-01-01", false],
    ["2026-1-1", false],
  ])("%s is a date: %s", (text, isDate) => {
    const parsed = parseDate(text);
    expect(parsed.ok).toBe(isDate);
    if (parsed.ok) expect(dateText(parsed.value)).toBe(text);
  });

  test.each([
    ["next", { kind: "next" }],
    ["2026-08", { kind: "month", year: 2026, month: 8 }],
    ["2026-08-11", { kind: "date", year: 2026, month: 8, day: 11 }],
  ])("the release day %s reads and prints", (text, day) => {
    const parsed = valueOf(parseReleaseDay(text));
    expect(parsed).toEqual(day);
    expect(releaseDayText(parsed)).toBe(text);
  });

  test.each(["2026", "2026-00", "2026-13", "Next", "", "2026-02-30"])(
    "the release day %j is refused",
    (text) => {
      expect(parseReleaseDay(text).ok).toBe(false);
    },
  );
});

describe("names", () => {
  test("are NFC, without space around them", () => {
    expect(valueOf(parseName(" Cafe\u0301 "))).toBe("Caf\u00e9");
  });

  test.each([
    ["  ", "name.empty"],
    ["x".repeat(201), "name.long"],
    ["a\u0007b", "name.character"],
    ["a\nb", "name.character"],
    ["\ud800", "name.character"],
    ["txt.\u202Eexe", "name.character"],
  ])("%j is refused as %s", (text, code) => {
    expect(codeOf(parseName(text))).toBe(code);
  });
});

describe("zones", () => {
  test.each([
    "Europe/Berlin",
    "UTC",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "America/Argentina/Buenos_Aires",
    "EST5EDT",
  ])("%s is one", (zone) => expect(valueOf(parseZoneName(zone))).toBe(zone));

  test("letter case is mended", () => {
    expect(valueOf(parseZoneName("europe/berlin"))).toBe("Europe/Berlin");
  });

  test.each([
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["Pacific Standard Time", "America/Los_Angeles"],
    ["India Standard Time", "Asia/Calcutta"],
    ["AUS Eastern Standard Time", "Australia/Sydney"],
  ])("the Windows name %s means %s", (name, zone) => {
    expect(valueOf(parseZoneName(name))).toBe(zone);
  });

  test.each([
    ["", "write a zone such as Europe/Berlin"],
    ["+05:30", "write a zone such as Europe/Berlin"],
    ["Berlin", 'did you mean "Europe/Berlin"?'],
    ["New York", 'did you mean "America/New_York"?'],
    ["Europe/Berlinn", 'did you mean "Europe/Berlin"?'],
  ])("%j is none; %s", (zone, hint) => {
    const outcome = parseZoneName(zone);
    expect(!outcome.ok && outcome.problems[0]).toMatchObject({ code: "zone.unknown", hint });
  });
});
