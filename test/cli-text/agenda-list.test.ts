import { describe, expect, test } from "vitest";
import { agendaList } from "../../cli/text/agenda-list.js";
import { widthOf } from "../../cli/text/fit.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { styleFor } from "../../cli/text/style.js";
import type { AgendaEntry } from "../../src/calendar/agenda.js";
import { agendaOf, berlinWall, entry, night, nights, summer, summerRange } from "./agenda-fixture.js";
import { terminalInjections } from "./hostile-terminal.js";

const frame = (width: number) => ({ width, style: styleFor({ colour: false }), glyphs: glyphs.unicode });

const year = { from: berlinWall("2026-01-01"), to: berlinWall("2028-01-01") };
const rows = (...entries: readonly AgendaEntry[]) =>
  agendaList(agendaOf(...entries), year, frame(100)).slice(1);

describe("the list", () => {
  test.each([40, 60, 80, 120])("at %d columns is as it was read by eye", async (width) => {
    const lines = agendaList(summer, summerRange, frame(width));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/agenda-${width}.txt`);
  });

  test("holds what reaches into the range, however early it began", () => {
    const lines = agendaList(
      agendaOf(
        entry("freeze", "2026-08-01", "2026-08-11", "over before"),
        entry("freeze", "2026-08-01", "2026-08-12", "reaches in"),
        entry("deadline", "2026-08-11", "2026-08-11", "at its start"),
        entry("release", "2026-08-12", "2026-08-12", "at its end"),
      ),
      { from: berlinWall("2026-08-11"), to: berlinWall("2026-08-12") },
      frame(80),
    );
    expect(lines.slice(1).map((line) => line.replace(/.* {2}/, ""))).toEqual(["reaches in", "at its start"]);
  });

  test("of nothing says so", () => {
    expect(agendaList(agendaOf(), year, frame(80))).toEqual(["nothing in that time"]);
  });

  test.each([
    ["an instant", entry("release", "2026-08-11T19:00"), "R  Tue 11 Aug 19:00"],
    ["hours of a day", entry("change", "2026-08-13T10:00", "2026-08-13T11:00"), "C  Thu 13 Aug 10:00-11:00"],
    ["a night", night("2026-08-14"), "▒  Fri 14 Aug 21:00 - Sat 15 Aug 05:00"],
    ["a whole day", entry("holiday", "2026-08-15", "2026-08-16"), "H  Sat 15 Aug"],
    ["whole days", entry("freeze", "2026-12-24", "2026-12-28"), "F  Thu 24 Dec - Sun 27 Dec"],
    [
      "days over a new year",
      entry("freeze", "2026-12-31", "2027-01-02"),
      "F  Thu 31 Dec 2026 - Fri 1 Jan 2027",
    ],
    // 23 hours.
    ["a day on which clocks change", entry("freeze", "2026-03-29", "2026-03-30"), "F  Sun 29 Mar"],
  ])("tells %s as people do", (_, one, when) => {
    expect(rows(one)[0]?.startsWith(`${when}  `)).toBe(true);
  });

  test.each(terminalInjections)("with %j for a summary stays a table", (summary) => {
    const lines = agendaList(agendaOf(entry("event", "2026-08-11", "2026-08-12", summary)), year, frame(80));
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(widthOf(line)).toBeLessThanOrEqual(80);
    }
  });
});

describe("windows at the same hours", () => {
  test("on days in a row are one row", () => {
    expect(rows(...nights("2026-08-10", "2026-08-14"))).toEqual([
      "▒  Mon 10 Aug - Fri 14 Aug 21:00-05:00  window  laptops at night, 5 nights",
    ]);
  });

  test("on the workdays of weeks are one row that says so", () => {
    expect(rows(...nights("2026-08-10", "2026-09-11"))).toEqual([
      "▒  10 Aug - 11 Sep Mon-Fri 21:00-05:00  window  laptops at night, 25 nights",
    ]);
  });

  test("on one day of each week, and on two, are one row", () => {
    const on = (...dates: readonly string[]) => rows(...dates.map((date) => night(`2026-08-${date}`)));
    expect(on("08", "15", "22")[0]).toContain("8 Aug - 22 Aug Sat 21:00-05:00");
    expect(on("11", "13", "18", "20")[0]).toContain("11 Aug - 20 Aug Tue, Thu 21:00-05:00");
  });

  test("are two rows where a night is left out: no row tells of a night that is not", () => {
    const some = nights("2026-08-10", "2026-08-21").filter((_, n) => n !== 3);
    expect(rows(...some).map((row) => row.slice(3, 40))).toEqual([
      "Mon 10 Aug - Wed 12 Aug 21:00-05:00  ",
      "14 Aug - 21 Aug Mon-Fri 21:00-05:00  ",
    ]);
  });

  test("are as many rows as there are hours and summaries", () => {
    const two = [
      night("2026-08-10"),
      night("2026-08-11", "22:00"),
      night("2026-08-12", "21:00", "05:00", "servers"),
    ];
    expect(rows(...two)).toHaveLength(3);
  });

  test("of the day are told in days", () => {
    const noons = ["10", "11"].map((date) =>
      entry("window", `2026-08-${date}T12:00`, `2026-08-${date}T14:00`, "kiosks"),
    );
    expect(rows(...noons)).toEqual(["▒  Mon 10 Aug - Tue 11 Aug 12:00-14:00  window  kiosks, 2 days"]);
  });

  test("in the order of files, or given twice, are the same row", () => {
    const some = nights("2026-08-10", "2026-08-14");
    expect(rows(...some.toReversed(), ...some)).toEqual(rows(...some));
  });

  // Berlin, 29 March 2026: the night is an hour shorter, the hours on the clock are the same.
  test("over a change of the clocks stay one row", () => {
    expect(rows(night("2026-03-27"), night("2026-03-28"), night("2026-03-29"))).toHaveLength(1);
  });
});
