/** The shipped calendars against dates that others published; each list names where. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Calendar, readWholeCalendar } from "../../src/calendar/ical.js";
import { type ListedRelease, releasesBetween, resolveRelease } from "../../src/calendar/release.js";
import { day, instant, isoInstant } from "../../src/units.js";
import { coded } from "./calendars.js";
import { at as instantOf } from "./rules.js";

const ids = readdirSync("calendars")
  .filter((name) => name.endsWith(".ics"))
  .map((name) => name.slice(0, -".ics".length));
const textOf = (id: string): string => readFileSync(`calendars/${id}.ics`, "utf8");

function vendor(id: string): Calendar {
  const calendar = readWholeCalendar(textOf(id), id);
  if (!calendar.ok) throw new Error(calendar.problems.map(({ message }) => message).join("; "));
  return calendar.value;
}

/** Every release of these local dates, the last one included. */
function releases(id: string, from: string, to: string): readonly ListedRelease[] {
  const around = { start: instantOf(from), end: instant(instantOf(to) + 2 * day) };
  const listed = releasesBetween(vendor(id), around, null);
  if (!listed.ok) throw new Error(coded(listed.problems).join());
  return listed.value.filter(({ local }) => from <= local && local.slice(0, 10) <= to);
}

const dates = (id: string, from: string, to: string): string[] =>
  releases(id, from, to).map(({ local }) => local.slice(0, 10));
const words = (text: string): string[] => text.trim().split(/\s+/);

describe("every shipped calendar", () => {
  it("is here", () => {
    expect(ids.sort()).toEqual(
      words(`adobe android chrome cisco-ios firefox microsoft microsoft-hotpatch-baseline microsoft-out-of-band
        oracle-cpu oracle-cspu sap ubuntu-kernel`),
    );
  });

  describe.each(ids)("%s", (id) => {
    const text = textOf(id);
    const unfolded = text.replaceAll("\r\n ", "");
    const events = unfolded.split("BEGIN:VEVENT").slice(1);

    it("is read whole, on its own clock", () => {
      const calendar = readWholeCalendar(text, id);
      expect(calendar.ok ? [] : calendar.problems).toEqual([]);
      expect(vendor(id).events).toHaveLength(events.length);
      for (const event of vendor(id).events) expect(event.start.kind).toBe("zoned");
    });

    it("has lines of at most 75 octets that end in CRLF, and no other breaks", () => {
      expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
      const lines = text.slice(0, -2).split("\r\n");
      expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toEqual([]);
    });

    it("has a VTIMEZONE for every TZID", () => {
      const defined = new Set([...unfolded.matchAll(/^TZID:(.*)\r$/gm)].map(([, zone]) => zone));
      const meant = new Set([...unfolded.matchAll(/;TZID=([^:;]*)/g)].map(([, zone]) => zone));
      expect(meant).toEqual(defined);
      for (const event of events) expect(event).not.toMatch(/^(DTSTART|EXDATE|RDATE):/m);
    });

    it("says in every event what it is, after what source, and when that was checked", () => {
      for (const event of events) {
        expect(event).toMatch(/^SUMMARY:\S/m);
        expect(event).toMatch(/^COMMENT:.*(https?:\/\/|@mdn\/).*Checked 2026-11-22\.\r$/m);
      }
    });

    it("has uids of its own", () => {
      const uids = [...unfolded.matchAll(/^UID:(.*)\r$/gm)].map(([, uid]) => uid);
      expect(new Set(uids).size).toBe(events.length);
    });
  });
});

describe("microsoft", () => {
  const from = "2016-04-01";
  const to = "2026-09-01";

  /** Counted by hand on UTC days, without a rule or a zone. */
  function secondTuesdays(): string[] {
    const found: string[] = [];
    for (let time = Date.parse(from); time < Date.parse(to); time += day) {
      const each = new Date(time);
      if (each.getUTCDay() === 2 && each.getUTCDate() >= 8 && each.getUTCDate() <= 14)
        found.push(each.toISOString().slice(0, 10));
    }
    return found;
  }

  /** Pacific daylight time: second Sunday of March to the first of November (Energy Policy Act of 2005). */
  function isDaylight(date: string): boolean {
    const sunday = (month: number, nth: number) => {
      const first = new Date(Date.UTC(Number(date.slice(0, 4)), month, 1)).getUTCDay();
      return 1 + ((7 - first) % 7) + 7 * (nth - 1);
    };
    const iso = (month: number, nth: number) =>
      new Date(Date.UTC(Number(date.slice(0, 4)), month, sunday(month, nth))).toISOString().slice(0, 10);
    return iso(2, 2) <= date && date < iso(10, 1);
  }

  it("from 2016-04-01 to 2026-09-01 is every second Tuesday but that of February 2017", () => {
    const expected = secondTuesdays().filter((date) => date !== "2017-02-14");
    expect(expected).toHaveLength(124);
    expect(dates("microsoft", from, to)).toEqual(expected);
  });

  it("is at 10:00 Pacific, in summer and in winter", () => {
    const all = releases("microsoft", from, to);
    expect(new Set(all.map(({ local }) => local.slice(10)))).toEqual(new Set(["T10:00:00"]));
    expect(new Set(all.map(({ timezone }) => timezone))).toEqual(new Set(["America/Los_Angeles"]));
    expect(all.map(({ at }) => isoInstant(at))).toEqual(
      all.map(({ local }) => `${local.slice(0, 10)}T${isDaylight(local.slice(0, 10)) ? 17 : 18}:00:00Z`),
    );
  });
});

describe("microsoft-out-of-band", () => {
  // As the COMMENT of each cites: bulletins MS08-067, MS10-046, MS14-021 with their dates of publication, the press for the rest.
  it("lists notable releases between the second Tuesdays", () => {
    const listed = dates("microsoft-out-of-band", "2008-01-01", "2026-11-22");
    expect(listed).toEqual(
      words(`2008-10-23 2010-08-02 2014-05-01 2014-11-18 2015-07-20 2017-05-12 2018-01-03 2019-09-23 2020-03-12 2021-03-02
        2021-07-06 2025-07-20 2025-10-23 2026-01-26 2026-04-21`),
    );
    const regular = new Set(dates("microsoft", "2008-01-01", "2026-11-22"));
    expect(listed.filter((date) => regular.has(date))).toEqual([]);
  });

  it("can be named by its month", () => {
    const on = { kind: "month", year: 2021, month: 7 } as const;
    const found = resolveRelease(
      { calendar: "", on, offset: 0, moved: [], cancelled: [], extra: [] },
      vendor("microsoft-out-of-band"),
      null,
      null,
    );
    expect(found.ok && found.value.summary).toBe("PrintNightmare, CVE-2021-34527: print spooler");
  });

  // "On March 2, 2021, at about 2:00 PM (Pacific Time)": Microsoft's notice, at iltpp.org.
  it("has Exchange's of March 2021 at the hour it came", () => {
    expect(releases("microsoft-out-of-band", "2021-03-01", "2021-03-31")[0]?.local).toBe(
      "2021-03-02T14:00:00",
    );
  });
});

describe("microsoft-hotpatch-baseline", () => {
  // Microsoft Learn, Update schedules: January, April, July, October. June 2026 (KB5094126): endpointweekly.com, 26 June 2026.
  it("has the restart months of 2025 to 2027, June 2026 among them", () => {
    expect(dates("microsoft-hotpatch-baseline", "2024-01-01", "2027-12-31")).toEqual(
      words(`2025-01-14 2025-04-08 2025-07-08 2025-10-14 2026-01-13 2026-04-14 2026-06-09 2026-07-14 2026-10-13
        2027-01-12 2027-04-13 2027-07-13 2027-10-12`),
    );
  });

  it("is a choice among the regular releases, to the minute", () => {
    const regular = new Set(releases("microsoft", "2025-01-01", "2030-12-31").map(({ at }) => at));
    const baselines = releases("microsoft-hotpatch-baseline", "2025-01-01", "2030-12-31");
    expect(baselines).toHaveLength(25);
    expect(baselines.filter(({ at }) => !regular.has(at))).toEqual([]);
  });
});

describe("adobe", () => {
  // CSO, July 2026: second Tuesday; from 14 July also the fourth. June 30, a fifth Tuesday, was out of sequence.
  it("doubles its day in July 2026, without a day twice or none", () => {
    expect(dates("adobe", "2026-04-01", "2026-12-31")).toEqual(
      words(`2026-04-14 2026-05-12 2026-06-09 2026-07-14 2026-07-28 2026-08-11 2026-08-25 2026-09-08 2026-09-22
        2026-10-13 2026-10-27 2026-11-10 2026-11-24 2026-12-08 2026-12-22`),
    );
  });

  // Computerworld, December 2012: Flash, seven Microsoft updates and Chrome on one day.
  it("begins on the first Patch Tuesday of Flash", () => {
    expect(dates("adobe", "2012-01-01", "2013-01-31")).toEqual(["2012-12-11", "2013-01-08"]);
  });
});

describe("oracle-cpu", () => {
  it.each([
    // oracle.com, Critical Patch Updates and Security Alerts (2009); petefinnigan.com, 2009-09-04: moved from October 13.
    [
      "2009-01-01",
      "2010-07-31",
      "2009-01-13 2009-04-14 2009-07-14 2009-10-20 2010-01-12 2010-04-13 2010-07-13",
    ],
    // blogs.oracle.com/ebstech, July 2016: "the next four".
    ["2016-07-01", "2017-07-31", "2016-07-19 2016-10-18 2017-01-17 2017-04-18 2017-07-18"],
    // nanubalu-ram.blogspot.com, January 2018, after oracle.com: "the next four".
    ["2018-01-01", "2018-12-31", "2018-01-16 2018-04-17 2018-07-17 2018-10-16"],
    // Oracle's notice of July 2020 with "the next four": across the change from the second rule to the third.
    ["2020-07-01", "2021-07-31", "2020-07-14 2020-10-20 2021-01-19 2021-04-20 2021-07-20"],
    // heug.org, 2023-05-02: "released on April 18, 2023".
    ["2023-04-01", "2023-04-30", "2023-04-18"],
    // punitoracledba.blogspot.com, 2026-05-19, and oracle.com/security-alerts/cpufaq.html: third Tuesdays.
    ["2026-01-01", "2027-01-31", "2026-01-20 2026-04-21 2026-07-21 2026-10-20 2027-01-19"],
  ])("from %s to %s is as published", (from, to, published) => {
    expect(dates("oracle-cpu", from, to)).toEqual(words(published));
  });

  it("has four a year under each of its three rules", () => {
    for (let year = 2005; year < 2040; year += 1) {
      const months = dates("oracle-cpu", `${year}-01-01`, `${year}-12-31`).map((date) => date.slice(5, 7));
      expect(months).toEqual(["01", "04", "07", "10"]);
    }
  });

  // oracle.com/security-alerts/cpufaq.html: "at around 1 p.m. Pacific Time".
  it("is at 13:00 Pacific", () => {
    expect(releases("oracle-cpu", "2026-01-01", "2026-04-30").map(({ at }) => isoInstant(at))).toEqual([
      "2026-01-20T21:00:00Z",
      "2026-04-21T20:00:00Z",
    ]);
  });
});

describe("oracle-cspu", () => {
  // cyberuptive.com, after oracle.com/security-alerts: the operating calendar for 2026.
  it("begins on a Thursday, then fills the months without a quarterly update", () => {
    expect(dates("oracle-cspu", "2026-01-01", "2027-03-31")).toEqual(
      words("2026-05-28 2026-06-16 2026-08-18 2026-09-15 2026-11-17 2026-12-15 2027-02-16 2027-03-16"),
    );
  });
});

describe("sap", () => {
  // community.sap.com: "On 11th of October 2016, SAP Security Patch Day"; support.sap.com: June 11, 2019.
  it("is on the days SAP names", () => {
    expect(dates("sap", "2016-10-01", "2016-10-31")).toEqual(["2016-10-11"]);
    expect(dates("sap", "2019-06-01", "2019-06-30")).toEqual(["2019-06-11"]);
    expect(dates("sap", "2010-01-01", "2010-10-31")).toEqual(["2010-09-14", "2010-10-12"]);
  });

  it("has Microsoft's days, February 2017 too, on Walldorf's clock", () => {
    const both = dates("sap", "2016-04-01", "2026-09-01").filter((date) => date !== "2017-02-14");
    expect(both).toEqual(dates("microsoft", "2016-04-01", "2026-09-01"));
    expect(releases("sap", "2026-01-01", "2026-01-31")[0]?.timezone).toBe("Europe/Berlin");
  });
});

describe("cisco-ios", () => {
  it.each([
    // The Register, 2008-03-06: "starting on 26 March"; cisco-sa-20080924-l2tp: the bundle of September 24, 2008.
    ["2008-01-01", "2008-12-31", "2008-03-26 2008-09-24"],
    // cisco-sa-20090325-udp: the bundle of March 25, 2009; blogs.cisco.com, September 23, 2009.
    ["2009-01-01", "2009-12-31", "2009-03-25 2009-09-23"],
    // blogs.cisco.com, March 2013: T-7 and counting, "as March 27, 2013 approaches".
    ["2013-03-01", "2013-03-31", "2013-03-27"],
    // AV26-281 (Canadian Centre for Cyber Security): the bundle of March 2026, the last; first and third Wednesdays from July.
    [
      "2026-01-01",
      "2026-09-30",
      "2026-03-25 2026-07-01 2026-07-15 2026-08-05 2026-08-19 2026-09-02 2026-09-16",
    ],
  ])("from %s to %s is as published", (from, to, published) => {
    expect(dates("cisco-ios", from, to)).toEqual(words(published));
  });

  // cisco-sa-20080924-l2tp: "For Public Release 2008 September 24 16:00 UTC (GMT)".
  it("is at 16:00 UTC", () => {
    expect(releases("cisco-ios", "2008-09-01", "2008-09-30").map(({ at }) => isoInstant(at))).toEqual([
      "2008-09-24T16:00:00Z",
    ]);
  });
});

describe("android", () => {
  it.each([
    // ascii.jp, 2024: Google published on September 3, the day after Labor Day.
    ["2024-09-01", "2024-09-30", "2024-09-03"],
    // toolmintx.in: "published on May 4, 2026".
    ["2026-05-01", "2026-05-31", "2026-05-04"],
    // First Mondays of a wall calendar, September the day after: nominal.
    ["2026-07-01", "2026-12-31", "2026-07-06 2026-08-03 2026-09-08 2026-10-05 2026-11-02 2026-12-07"],
  ])("from %s to %s", (from, to, published) => {
    expect(dates("android", from, to)).toEqual(words(published));
  });

  it("has one a month", () => {
    const months = dates("android", "2025-01-01", "2034-12-31").map((date) => date.slice(0, 7));
    expect(new Set(months).size).toBe(120);
    expect(months).toHaveLength(120);
  });
});

// @mdn/browser-compat-data 8.1.9 (2026-11-12), browsers.chrome and browsers.firefox: release_date of every version from 109.
describe("chrome", () => {
  it("has the date of every version from 109 to 159", () => {
    const published = words(`
      2023-01-10 2023-02-07 2023-03-07 2023-04-04 2023-05-02 2023-05-30 2023-07-18 2023-08-15 2023-09-12 2023-10-10
      2023-10-31 2023-12-05 2024-01-23 2024-02-20 2024-03-19 2024-04-16 2024-05-14 2024-06-11 2024-07-23 2024-08-20
      2024-09-17 2024-10-15 2024-11-12 2025-01-14 2025-02-04 2025-03-04 2025-04-01 2025-04-29 2025-05-27 2025-06-24
      2025-08-05 2025-09-02 2025-09-30 2025-10-28 2025-12-02 2026-01-13 2026-02-10 2026-03-10 2026-04-07 2026-05-05
      2026-06-02 2026-06-30 2026-07-28 2026-08-25 2026-09-08 2026-09-22 2026-10-06 2026-10-20 2026-11-03 2026-11-17
      2026-12-08`);
    expect(published).toHaveLength(159 - 108);
    expect(dates("chrome", "2020-01-01", "2026-12-31")).toEqual(published);
  });

  it("goes on every two weeks, nominally, after the turn of the year", () => {
    expect(dates("chrome", "2026-12-09", "2027-02-10")).toEqual(words("2027-01-05 2027-01-19 2027-02-02"));
  });
});

describe("firefox", () => {
  it("has the date of every version from 109 to 163", () => {
    const published = words(`
      2023-01-17 2023-02-14 2023-03-14 2023-04-11 2023-05-09 2023-06-06 2023-07-04 2023-08-01 2023-08-29 2023-09-26
      2023-10-24 2023-11-21 2023-12-19 2024-01-23 2024-02-20 2024-03-19 2024-04-16 2024-05-14 2024-06-11 2024-07-09
      2024-08-06 2024-09-03 2024-10-01 2024-10-29 2024-11-26 2025-01-07 2025-02-04 2025-03-04 2025-04-01 2025-04-29
      2025-05-27 2025-06-24 2025-07-22 2025-08-19 2025-09-16 2025-10-14 2025-11-11 2025-12-09 2026-01-13 2026-02-24
      2026-03-24 2026-04-21 2026-05-19 2026-06-16 2026-07-21 2026-08-18 2026-09-01 2026-09-15 2026-09-29 2026-10-13
      2026-10-27 2026-11-10 2026-11-24 2026-12-08 2027-01-12`);
    expect(published).toHaveLength(163 - 108);
    expect(dates("firefox", "2020-01-01", "2027-01-15")).toEqual(published);
  });
});

describe("ubuntu-kernel", () => {
  // lists.ubuntu.com/archives/kernel-team/2017-October/087863.html: "30-Oct Release to -updates", the next "20-Nov".
  it("counts its three weeks from two releases of 2017", () => {
    expect(dates("ubuntu-kernel", "2017-01-01", "2017-12-31")).toEqual(
      words("2017-10-30 2017-11-20 2017-12-11"),
    );
  });

  // discourse.ubuntu.com/t/37478: four weeks, and two for urgent fixes, since August 2023. The dates are nominal.
  it("goes over to four weeks and their midpoints in August 2023", () => {
    const listed = releases("ubuntu-kernel", "2023-07-01", "2023-11-15");
    expect(listed.map(({ local, summary }) => `${local.slice(0, 10)} ${summary}`)).toEqual([
      "2023-07-10 Ubuntu kernel stable update",
      "2023-07-31 Ubuntu kernel stable update",
      "2023-09-04 Ubuntu kernel stable update (4)",
      "2023-09-18 Ubuntu kernel critical fixes (/2)",
      "2023-10-02 Ubuntu kernel stable update (4)",
      "2023-10-16 Ubuntu kernel critical fixes (/2)",
      "2023-10-30 Ubuntu kernel stable update (4)",
      "2023-11-13 Ubuntu kernel critical fixes (/2)",
    ]);
  });

  // omgubuntu.co.uk, August 2024: no stable release updates during September.
  it("has none in September 2024", () => {
    expect(dates("ubuntu-kernel", "2024-09-01", "2024-09-30")).toEqual([]);
    expect(dates("ubuntu-kernel", "2024-08-01", "2024-10-31")).toEqual(
      words("2024-08-05 2024-08-19 2024-10-14 2024-10-28"),
    );
  });
});
