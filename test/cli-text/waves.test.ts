import { describe, expect, test } from "vitest";
import { widthOf } from "../../cli/text/fit.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { styleFor } from "../../cli/text/style.js";
import { waveRows, waveTable } from "../../cli/text/waves.js";
import { wallOf } from "../../src/calendar/zone.js";
import type { Plan } from "../../src/plan/plan.js";
import { contoso, renamed } from "../export/plan-fixture.js";
import { terminalInjections } from "./hostile-terminal.js";

const frame = (width: number, most = 24) => ({
  width,
  most,
  style: styleFor({ colour: false }),
  glyphs: glyphs.unicode,
  wallOf,
});

/** Nine sites in one zone, two rings, each ring in one night. */
const nine: Plan = {
  ...contoso,
  cohorts: Array.from({ length: 9 }, (_, s) =>
    ["pilot", "broad"].map((ring) => ({
      id: `S${s}/office/${ring}`,
      site: `S${s}`,
      profile: "office",
      ring,
      group: null,
      timezone: "Europe/Berlin",
      tags: [],
      device: null,
      devices: 10,
      open: [],
    })),
  ).flat(),
  waves: ["pilot", "broad"].flatMap((ring, r) =>
    Array.from({ length: 9 }, (_, s) => ({
      cohort: `S${s}/office/${ring}`,
      slot: 104 + 96 * r,
      start: r === 0 ? "2026-08-12T19:00:00Z" : "2026-08-13T19:00:00Z",
      end: r === 0 ? "2026-08-12T19:15:00Z" : "2026-08-13T19:15:00Z",
      devices: 10,
    })),
  ),
};

describe("the table of waves", () => {
  test("puts sites that take the same local time in one row, and all of them by number", () => {
    expect(waveTable(nine, frame(60))).toEqual([
      "SITE-LOCAL TIME     RING   SITES  DEVICES  STARTS",
      "Wed 12 21:00-21:15  pilot  all 9       90       1",
      "Thu 13 21:00-21:15  broad  all 9       90       1",
    ]);
  });

  test.each(["site", "night"] as const)("loses no device between the rows by %s", (by) => {
    const planned = contoso.waves.reduce((sum, { devices }) => sum + devices, 0);
    expect(waveRows(contoso, wallOf, by).reduce((sum, { devices }) => sum + devices, 0)).toBe(planned);
  });

  test("begins a row with every night: nothing is said of the hours between", () => {
    const twoNights: Plan = {
      ...nine,
      waves: nine.waves.map((wave, w) =>
        w % 2 === 0 ? wave : { ...wave, start: "2026-08-14T22:00:00Z", end: "2026-08-14T22:15:00Z" },
      ),
    };
    expect(waveTable(twoNights, frame(70)).map((line) => line.slice(0, 25))).toEqual([
      "SITE-LOCAL TIME     RING ",
      "Wed 12 21:00-21:15  pilot",
      "Thu 13 21:00-21:15  broad",
      "Sat 15 00:00-00:15  pilot",
      "Sat 15 00:00-00:15  broad",
    ]);
  });

  test("takes the sites of a night together where a row each would be too many", () => {
    expect(waveTable(contoso, frame(80, 4))).toEqual([
      "SITE-LOCAL TIME         RING   SITES         DEVICES  STARTS",
      "Wed 12 21:00-22:00      pilot  all 3              89       4",
      "Thu 13 21:00-Fri 01:30  broad  Pune, Berlin    5,829      18",
      "Fri 14 21:00-Sat 03:00  broad  NYC             2,970      24",
    ]);
  });

  test("says how many rows it leaves out", () => {
    const lines = waveTable(contoso, frame(80, 2));
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe("… 1 more row, 2,970 devices");
  });

  test("never lets a long list of sites cost the times", () => {
    const long = renamed("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch");
    for (const line of waveTable(long, frame(60)).slice(1)) expect(line).toMatch(/^\w{3} \d\d \d\d:\d\d-\S/);
  });

  test.each([60, 80, 100, 120])("at %d columns is as it was read by eye", async (width) => {
    const lines = waveTable(contoso, frame(width));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/waves-${width}.txt`);
  });

  test.each(terminalInjections)("with a site named %j stays a table of 80 columns", (name) => {
    const lines = waveTable(renamed(name), frame(80));
    expect(lines).toHaveLength(6);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(widthOf(line)).toBeLessThanOrEqual(80);
    }
  });
});
