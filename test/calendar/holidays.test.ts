import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { holidayCalendar } from "../../src/calendar/holidays.js";
import { eventSpans } from "../../src/calendar/spans.js";
import { problemLine } from "../../src/problem.js";
import { day, instant, isoInstant, isoWall } from "../../src/units.js";

const year = (of: number) => ({ from: of, to: of });

async function calendarOf(code: string, years = year(2026)) {
  const calendar = await holidayCalendar(code, years);
  if (!calendar.ok) throw new Error(calendar.problems.map(problemLine).join("\n"));
  return calendar.value;
}

/** "2026-12-25 Christmas Day", with the number of days where it is not one. */
async function listed(code: string, years = year(2026)): Promise<readonly string[]> {
  const { events } = await calendarOf(code, years);
  return events.map(({ start, length, summary }) => {
    if (start.kind !== "date" || length.kind !== "span" || length.time !== 0) throw new Error("not all-day");
    const lasts = length.days === 1 ? "" : ` (${length.days} days)`;
    return `${isoWall(start.at).slice(0, 10)} ${summary ?? ""}${lasts}`;
  });
}

async function problemOf(code: string, years = year(2026)): Promise<string> {
  const calendar = await holidayCalendar(code, years);
  return calendar.ok ? "found" : calendar.problems.map(problemLine).join("\n");
}

describe("the holidays of a place", () => {
  test("of Bavaria in 2026: no 15 August, which only some of its communities have", async () => {
    expect(await listed("DE-BY")).toEqual([
      "2026-01-01 New Year's Day",
      "2026-01-06 Epiphany",
      "2026-04-03 Good Friday",
      "2026-04-06 Easter Monday",
      "2026-05-01 Labour Day",
      "2026-05-14 Ascension Day",
      "2026-05-25 Whit Monday",
      "2026-06-04 Corpus Christi",
      "2026-10-03 National Holiday",
      "2026-11-01 All Saints' Day",
      "2026-12-24 Christmas Eve",
      "2026-12-25 Christmas Day",
      "2026-12-26 Boxing Day",
      "2026-12-31 New Year's Eve",
    ]);
  });

  // Art. 1 BayFTG: Assumption where more Catholics than Protestants live, the Peace Festival in the city of Augsburg.
  test.each([
    ["DE-BY-A", ["2026-08-08 Augsburg Peace Festival", "2026-08-15 Assumption"]],
    ["DE-BY-KATH", ["2026-08-15 Assumption"]],
    ["DE-BY-EVANG", []],
  ])("of the region %s are those of its state and its own", async (code, own) => {
    const ofState = await listed("DE-BY");
    expect((await listed(code)).filter((holiday) => !ofState.includes(holiday))).toEqual(own);
  });

  // opm.gov, federal holidays 2026: Independence Day is a Saturday, Friday 3 July is off instead.
  test("of the United States in 2026 hold Independence Day and the Friday before", async () => {
    const holidays = await listed("US");
    expect(holidays.slice(5, 7)).toEqual([
      "2026-07-03 Independence Day (substitute day)",
      "2026-07-04 Independence Day",
    ]);
    expect(holidays.at(-2)).toBe("2026-11-26 Thanksgiving Day");
  });

  test("are in the year in which they are taken: New Year's Day 2028 on the last day of 2027", async () => {
    expect((await listed("US", year(2027))).at(-1)).toBe("2027-12-31 New Year's Day (substitute day)");
  });

  // gov.uk/bank-holidays
  test("of England in 2026 are its eight bank holidays and Boxing Day itself", async () => {
    expect(await listed("GB-ENG")).toEqual([
      "2026-01-01 New Year's Day",
      "2026-04-03 Good Friday",
      "2026-04-06 Easter Monday",
      "2026-05-04 Early May bank holiday",
      "2026-05-25 Spring bank holiday",
      "2026-08-31 Summer bank holiday",
      "2026-12-25 Christmas Day",
      "2026-12-26 Boxing Day",
      "2026-12-28 Boxing Day (substitute day)",
    ]);
  });

  // Cabinet Office of Japan: 22 September 2026 is off because it lies between two holidays.
  test("of Japan in 2026 hold the days of the equinoxes and the day between two holidays", async () => {
    expect(await listed("JP")).toEqual(
      expect.arrayContaining([
        "2026-03-20 Spring Equinox Day",
        "2026-05-06 Constitution Day (substitute day)",
        "2026-09-21 Respect-for-the-Aged Day",
        "2026-09-22 Citizens' Holiday",
        "2026-09-23 Autumnal Equinox Day",
      ]),
    );
  });

  // The date string ends in "-0600": from six hours before the midnight at which the day begins.
  test("that begin at sunset are on the day after it", async () => {
    const holidays = await listed("IL", { from: 2026, to: 2028 });
    expect(holidays.filter((holiday) => holiday.includes("Yom Kippur"))).toEqual([
      "2026-09-21 Day of Atonement (Yom Kippur)",
      "2027-10-11 Day of Atonement (Yom Kippur)",
      "2028-09-30 Day of Atonement (Yom Kippur)",
    ]);
  });

  test.each([
    ["KR", "2027-02-07 Korean New Year (3 days)"],
    ["SG", "2028-01-26 Chinese New Year"],
    ["AE", "2027-03-09 End of Ramadan (Eid al-Fitr) (3 days)"],
    ["TR", "2026-03-20 End of Ramadan (Eid al-Fitr) (4 days)"],
  ])("of %s that move with the moon are there until 2028: %s", async (code, holiday) => {
    expect(await listed(code, { from: 2026, to: 2028 })).toContain(holiday);
  });

  test("of a part of the day take the whole of it", async () => {
    // In the data from 14:00.
    expect(await listed("DE-BY")).toContain("2026-12-24 Christmas Eve");
    const eve = (await calendarOf("DE-BY")).events.find(({ summary }) => summary === "Christmas Eve");
    const range = { start: instant(Date.UTC(2026, 11, 20)), end: instant(Date.UTC(2026, 11, 30)) };
    const spans = eve === undefined ? null : eventSpans(eve, range, "Europe/Berlin");
    expect(spans?.ok === true && spans.value.map(({ interval }) => isoInstant(interval.start))).toEqual([
      "2026-12-23T23:00:00Z",
    ]);
    expect(spans?.ok === true && spans.value.map(({ interval }) => interval.end - interval.start)).toEqual([
      day,
    ]);
  });

  test("are days of the wall clock also where the clocks change on them", async () => {
    // 23 and 25 hours.
    expect(await listed("DE-BB", year(2027))).toEqual(
      expect.arrayContaining(["2027-03-28 Easter Sunday", "2027-10-31 Reformation Day"]),
    );
  });

  test("on one date are one event with both names", async () => {
    expect(await listed("US-TX", year(2027))).toContain(
      "2027-12-24 Christmas Day (substitute day) / Christmas Eve",
    );
  });

  test("that began in the year before still count", async () => {
    expect((await listed("SZ", year(2027))).slice(0, 2)).toEqual([
      "2026-12-28 Incwala Festival (6 days)",
      "2027-01-01 New Year's Day",
    ]);
  });

  test("come by date, one event each, whatever the years", async () => {
    for (const code of ["DE-BY", "KR", "MY-01", "AE", "US-TX"]) {
      const dates = (await listed(code, { from: 2025, to: 2029 })).map((holiday) => holiday.slice(0, 10));
      expect(dates).toEqual([...new Set(dates)].sort());
    }
  });

  test("are the same for a code in lower case, and named as the library spells it", async () => {
    const calendar = await calendarOf("de-by");
    expect(calendar).toEqual(await calendarOf("DE-BY"));
    expect([calendar.name, calendar.file, calendar.problems]).toEqual([
      "holidays DE-BY",
      "holidays DE-BY",
      [],
    ]);
  });
});

describe("a place without holidays is refused", () => {
  test.each([
    ["UK", "did you mean GB?"],
    ["Germany", "did you mean DE?"],
    ["DE-BX", "DE has BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH and 4 more"],
    ["DE-BY-X", "DE-BY has A, KATH, EVANG"],
    ["JP-13", "JP has no parts: write JP"],
    [
      "EX",
      "known: EC (Ecuador), EE (Estonia), EG (Egypt), EH (Western Sahara), ER (Eritrea), ES (Spain), ET (Ethiopia)",
    ],
    ["QX", "write a country or a part of one: DE, DE-BY, US-CA"],
    ["XX", "known: XK (Kosovo)"],
    ["", "write a country or a part of one: DE, DE-BY, US-CA"],
    ["DE.BY", "write a country or a part of one: DE, DE-BY, US-CA"],
    ["DE-", "write a country or a part of one: DE, DE-BY, US-CA"],
    ["DE-BY-A-B", "write a country or a part of one: DE, DE-BY, US-CA"],
    ["__proto__", "write a country or a part of one: DE, DE-BY, US-CA"],
  ])("%j: %s", async (code, hint) => {
    expect(await problemOf(code)).toBe(
      `no holidays are known for ${JSON.stringify(code)} [holidays.unknown]  ${hint}`,
    );
  });

  // The library answers with the holidays of the country alone.
  test.each(["DE-CONSTRUCTOR", "NZ-CAN-Timaru"])("%s", async (code) => {
    expect(await problemOf(code)).toContain("[holidays.unknown]");
  });

  test("also where the tables of the moon's calendars end", async () => {
    expect(await problemOf("AE", { from: 2076, to: 2077 })).toBe(
      'the holidays of "AE" are not known for all of 2076 to 2077 [holidays.years]  ' +
        "plan between 1970 and 2076, or give a freeze calendar (.ics)",
    );
    for (const of of [1970, 2076]) {
      const eids = (await listed("AE", year(of))).filter((holiday) => holiday.includes("Eid al-Fitr"));
      expect(eids.length).toBeGreaterThan(0);
    }
  });
});

describe("the host's zone", () => {
  const codes = ["DE-BY", "US-TX", "JP", "IL", "AE", "KR", "WS", "NZ"];
  const script = `
    import Holidays from "date-holidays";
    const listed = ${JSON.stringify(codes)}.map((code) => new Holidays(code).getHolidays(2026, "en")
      .map(({ date, start, end, name }) => [date, end.getTime() - start.getTime(), name]));
    process.stdout.write(JSON.stringify(listed));`;
  const inZone = (zone: string): string =>
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, TZ: zone },
      encoding: "utf8",
    });

  // Of what the door takes from the library; the door itself reads no Date but by getTime.
  test("changes nothing", { timeout: 30_000 }, () => {
    const utc = inZone("UTC");
    expect(utc.length).toBeGreaterThan(1_000);
    for (const zone of ["Pacific/Apia", "America/Los_Angeles"]) expect(inZone(zone)).toBe(utc);
  });
});
