import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agendaKinds, agendaMarks } from "../../cli/text/agenda-marks.js";
import { widthOf } from "../../cli/text/fit.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { type MonthFrame, monthGrids } from "../../cli/text/month.js";
import { styleFor } from "../../cli/text/style.js";
import type { AgendaEntry, SiteAgenda } from "../../src/calendar/agenda.js";
import { day, hour, instant } from "../../src/units.js";
import { agendaOf, berlinWall, entry, night, summer, summerRange } from "./agenda-fixture.js";

const frame = (width: number, more: Partial<MonthFrame> = {}): MonthFrame => ({
  width,
  style: styleFor({ colour: false }),
  glyphs: glyphs.unicode,
  ...more,
});

const inDays = (from: string, to: string) => ({ from: berlinWall(from), to: berlinWall(to) });
const wholeWeek = inDays("2026-08-10", "2026-08-17");
const drawn = (entries: readonly AgendaEntry[], range = wholeWeek, width = 40) =>
  monthGrids(agendaOf(...entries), range, frame(width));

describe("a month", () => {
  test.each([40, 80, 120])("at %d columns is as it was read by eye", async (width) => {
    const lines = monthGrids(summer, summerRange, frame(width));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/month-${width}.txt`);
  });

  test("in ASCII and with weeks from Sunday is as it was read by eye", async () => {
    const lines = monthGrids(summer, summerRange, frame(80, { glyphs: glyphs.ascii, weekStart: "sunday" }));
    for (const line of lines) expect(line).toMatch(/^[ -~]*$/);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/month-ascii.txt");
  });

  test("says the same with colours as without", () => {
    const coloured = monthGrids(summer, summerRange, frame(80, { style: styleFor({ colour: true }) }));
    const plain = coloured.map((line) => line.replace(/\u001b\[\d+m/g, "").trimEnd());
    expect(plain).toEqual(monthGrids(summer, summerRange, frame(80)));
    expect(plain).not.toEqual(coloured);
  });

  test("has the weeks that hold a day in range, and its other days as dots", () => {
    expect(drawn([], inDays("2026-08-12", "2026-08-19"))).toEqual([
      "August 2026",
      "Mon  Tue  Wed  Thu  Fri  Sat  Sun",
      " ·    ·   12   13   14   15   16",
      "17   18    ·    ·    ·    ·    ·",
      "",
      "· not shown",
    ]);
  });

  test("of which nothing is marked and nothing left out has no legend", () => {
    expect(drawn([])).toEqual([
      "August 2026",
      "Mon  Tue  Wed  Thu  Fri  Sat  Sun",
      "10   11   12   13   14   15   16",
    ]);
  });

  test("ends where the range does: midnight belongs to the day before", () => {
    expect(drawn([], inDays("2026-08-31", "2026-09-01"))).toEqual([
      "August 2026",
      "Mon  Tue  Wed  Thu  Fri  Sat  Sun",
      "31",
    ]);
  });

  test("stands beside the next one, across a new year too, their weeks at one height", () => {
    const turn = [entry("freeze", "2026-12-28", "2027-01-02")];
    expect(drawn(turn, inDays("2026-12-28", "2027-01-11"), 80)).toEqual([
      "December 2026                        January 2027",
      "Mon  Tue  Wed  Thu  Fri  Sat  Sun    Mon  Tue  Wed  Thu  Fri  Sat  Sun",
      "28   29   30   31                                         1    2    3",
      "F    F    F    F                                         F",
      "                                      4    5    6    7    8    9   10",
      "",
      "F freeze",
    ]);
  });
});

describe("a mark", () => {
  test("of a window is on the evening it starts, not on the morning it ends", () => {
    expect(drawn([night("2026-08-11"), night("2026-08-14")]).slice(2)).toEqual([
      "10   11   12   13   14   15   16",
      "     ▒▒▒▒           ▒▒▒▒",
      "",
      "▒ window",
    ]);
  });

  test("of a window over days is on each of its nights", () => {
    const weekend = entry("window", "2026-08-14T18:00", "2026-08-17T06:00");
    const range = inDays("2026-08-10", "2026-08-24");
    expect(drawn([weekend], range).slice(2, 5)).toEqual([
      "10   11   12   13   14   15   16",
      "                    ▒▒▒▒ ▒▒▒▒ ▒▒▒▒",
      "17   18   19   20   21   22   23",
    ]);
  });

  test("of a window until midnight is on that day", () => {
    expect(drawn([entry("window", "2026-08-15", "2026-08-17")])[3]).toBe(
      "                         ▒▒▒▒ ▒▒▒▒",
    );
  });

  test("of a freeze is on every day it touches, and not on that at whose start it ends", () => {
    expect(drawn([entry("freeze", "2026-08-11T23:00", "2026-08-13T01:00")])[3]).toBe("     F    F    F");
    expect(drawn([entry("freeze", "2026-08-11", "2026-08-13")])[3]).toBe("     F    F");
  });

  test("of an instant at midnight is on the day that begins", () => {
    expect(drawn([entry("deadline", "2026-08-12")])[3]).toBe("          D");
  });

  test("is by the agenda's own clock", () => {
    const late = entry("release", "2026-08-11T19:00");
    const lines = monthGrids({ ...agendaOf(late), timezone: "Asia/Tokyo" }, wholeWeek, frame(40));
    expect(lines[3]).toBe("          R");
  });

  test("is never hidden by others: more than a line holds go on below", () => {
    const everything = agendaKinds
      .filter((kind) => kind !== "window")
      .map((kind) => entry(kind, "2026-08-12T08:00", "2026-08-12T09:00"));
    expect(drawn([...everything, night("2026-08-12")]).slice(2, 7)).toEqual([
      "10   11   12   13   14   15   16",
      "          RDCS",
      "          PFH•",
      "          ▒▒▒▒",
      "",
    ]);
  });
});

/** A week of August and the next, in quarters of a day; some before and after the range. */
const entries: fc.Arbitrary<AgendaEntry> = fc
  .record({
    kind: fc.constantFrom(...agendaKinds),
    from: fc.integer({ min: -8, max: 70 }),
    quarters: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ kind, from, quarters }) => {
    const start = instant(Date.UTC(2026, 7, 24) + from * 6 * hour);
    return { kind, start, end: instant(start + quarters * 6 * hour), summary: kind, sites: null };
  });

const utc = (list: readonly AgendaEntry[]): SiteAgenda => ({ site: null, timezone: "UTC", entries: list });
const fortnight = inDays("2026-08-24", "2026-09-07");

describe("every grid", () => {
  test("shows each entry that starts in range, on its day and in the legend", () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(24, 40, 80), (one, width) => {
        fc.pre(one.start >= fortnight.from && one.start < fortnight.to);
        const lines = monthGrids(utc([one]), fortnight, frame(width));
        const sign = agendaMarks[one.kind].sign(glyphs.unicode);
        const number = String(new Date(one.start).getUTCDate());
        const below = lines.flatMap((line, l) =>
          [...line.matchAll(/\d+/g)]
            .filter((found) => found[0] === number && !/[a-z]/.test(line))
            .map(({ index }) => lines[l + 1]?.slice(Math.max(0, index - 1), index + 2) ?? ""),
        );
        expect(below.some((text) => text.includes(sign))).toBe(true);
        expect(lines.at(-1)).toContain(`${sign} ${agendaMarks[one.kind].words}`);
      }),
    );
  });

  test("is no wider than its frame, and without blanks at the ends of lines", () => {
    fc.assert(
      fc.property(
        fc.array(entries, { maxLength: 30 }),
        fc.constantFrom(20, 24, 40, 60, 80, 120, 160),
        fc.constantFrom(...Object.values(glyphs)),
        fc.integer({ min: 1, max: 150 }),
        (list, width, marks, length) => {
          const range = {
            from: fortnight.from,
            to: berlinWall("2026-08-24") + length * day,
          } as typeof fortnight;
          for (const line of monthGrids(utc(list), range, frame(width, { glyphs: marks }))) {
            expect(widthOf(line)).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
    );
  });

  test("shows every day of its range once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 200 }), (start, length) => {
        const from = berlinWall("2026-01-01") + start * day;
        const range = { from, to: from + length * day } as typeof fortnight;
        const numbers = monthGrids(utc([]), range, frame(120))
          .filter((line) => !/[a-z]/i.test(line))
          .flatMap((line) => line.match(/\d+/g) ?? []);
        expect(numbers).toHaveLength(length);
      }),
    );
  });
});
