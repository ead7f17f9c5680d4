import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inlineFleet } from "../../src/fleet/inline.js";
import type { InlineDevices } from "../../src/scenario/scenario.js";
import { options, ring, sizes, valueOf } from "./given.js";

const entry = (site: string, devices: number, rest: Partial<InlineDevices> = {}): InlineDevices => ({
  device: null,
  site,
  profile: null,
  ring: null,
  group: null,
  timezone: null,
  tags: [],
  devices,
  ...rest,
});

describe("a fleet counted in the scenario", () => {
  test("is cut into rings by largest remainder over the whole fleet, ties by list order", () => {
    const { fleet, rings } = valueOf(inlineFleet([entry("HQ", 150), entry("Lab", 150)], options));
    expect(rings.map(({ name }) => name)).toEqual(["pilot", "broad"]);
    // 1 % of 300 is 3 pilots: 1.5 each, and the odd one goes to the first entry.
    expect(sizes(fleet)).toEqual([
      "HQ/office/broad 148",
      "HQ/office/pilot 2",
      "Lab/office/broad 149",
      "Lab/office/pilot 1",
    ]);
    expect(fleet).toMatchObject({ rows: 2, imported: 2, rejected: 0, rejections: [], notes: [] });
  });

  test("keeps the rings its entries name where rings have no shares", () => {
    const list = [entry("HQ", 5, { ring: "late" }), entry("HQ", 2, { ring: "early" })];
    const { fleet, rings } = valueOf(inlineFleet(list, { ...options, rings: [ring("early"), ring("late")] }));
    expect(sizes(fleet)).toEqual(["HQ/office/early 2", "HQ/office/late 5"]);
    expect(rings.map(({ name }) => name)).toEqual(["early", "late"]);
  });

  test("opens the rings its entries name smallest first where the scenario names none", () => {
    const list = [entry("HQ", 50, { ring: "late" }), entry("Lab", 2, { ring: "early" })];
    const { fleet, rings } = valueOf(inlineFleet(list, options));
    expect(rings.map(({ name }) => name)).toEqual(["early", "late"]);
    expect(fleet.notes).toEqual([
      'the scenario orders no rings: they open smallest first, each 24 h after the one before: "early", "late"',
    ]);
  });

  test("says that rings of its entries are passed over where the scenario cuts rings by share", () => {
    const { fleet } = valueOf(
      inlineFleet([entry("HQ", 4, { ring: "x" })], { ...options, rings: [ring("a", 0.5), ring("b")] }),
    );
    expect(sizes(fleet)).toEqual(["HQ/office/a 2", "HQ/office/b 2"]);
    expect(fleet.notes).toEqual(["the devices' own rings are passed over: the scenario cuts rings by share"]);
  });

  test("merges entries of one cohort and names groups and, where a site has several, zones", () => {
    const all = { ...options, rings: [ring("all")] };
    const list = [
      entry("HQ", 3),
      entry("HQ", 4, { profile: "office", timezone: "europe/berlin" }),
      entry("HQ", 1, { group: "SQL/1" }),
      entry("Lab", 1, { timezone: "Asia/Tokyo" }),
      entry("Lab", 2, { timezone: "UTC", group: "g" }),
      entry("", 5),
      entry("-", 6),
    ];
    expect(sizes(valueOf(inlineFleet(list, all)).fleet)).toEqual([
      "%2D/office/all 6",
      "-/office/all 5",
      "HQ/office/all 7",
      "HQ/office/all/SQL%2F1 1",
      "Lab/office/all/Asia%2FTokyo 1",
      "Lab/office/all/g/UTC 2",
    ]);
  });

  test("has all its problems told at once, each with its place", () => {
    const list = [
      entry("HQ", 0),
      entry("HQ", 1.5),
      entry("HQ", 1, { profile: "ofice" }),
      entry("HQ", 1, { timezone: "+05:30" }),
      entry("Lab", 1),
    ];
    const outcome = inlineFleet(list, { ...options, timezone: null });
    expect(
      outcome.ok ? [] : outcome.problems.map(({ place, message }) => `${place?.path}: ${message}`),
    ).toEqual([
      "fleet.devices[0].devices: not a number of devices",
      "fleet.devices[1].devices: not a number of devices",
      'fleet.devices[2].profile: unknown profile "ofice"; did you mean "office"?',
      'fleet.devices[3].timezone: time zone "+05:30" is a fixed offset, without daylight saving time; write a zone, such as Europe/Berlin',
      'fleet.devices[4].timezone: no time zone: none in the row, none under sites for "Lab", no default',
    ]);
  });

  test.each([
    ["no entries", [], null, "fleet.empty"],
    [
      "rings without shares and entries without rings",
      [entry("HQ", 1)],
      [ring("a"), ring("b")],
      "fleet.ring",
    ],
    [
      "an entry without ring among others with one",
      [entry("HQ", 1, { ring: "a" }), entry("HQ", 1)],
      null,
      "fleet.ring",
    ],
    ["more devices than can be counted", [entry("HQ", 2 ** 53 - 1), entry("HQ", 2)], null, "fleet.too-many"],
  ])("is refused with %s", (_, list, rings, code) => {
    const outcome = inlineFleet(list, { ...options, rings });
    expect(outcome.ok ? [] : outcome.problems.map((problem) => problem.code)).toEqual([code]);
  });

  test("loses no device, and each ring is within one device of its share", () => {
    const list = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(list, fc.double({ min: 0, max: 1, noNaN: true }), (counts, part) => {
        const rings = [ring("a", part), ring("b")];
        const entries = counts.map((devices, at) => entry(`S${at % 4}`, devices));
        const { fleet } = valueOf(inlineFleet(entries, { ...options, rings }));
        const all = counts.reduce((sum, devices) => sum + devices, 0);
        const inRing = (name: string): number =>
          fleet.cohorts
            .filter((cohort) => cohort.ring === name)
            .reduce((sum, { devices }) => sum + devices, 0);
        expect(inRing("a") + inRing("b")).toBe(all);
        expect(Math.abs(inRing("a") - part * all)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
