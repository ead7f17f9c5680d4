import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { dataText, folded } from "../../src/export/content-line.js";
import { ics } from "../../src/export/ics.js";
import type { Plan } from "../../src/plan/plan.js";
import { calendarInjections } from "./hostile-names.js";
import { contoso, renamed } from "./plan-fixture.js";

/** Events with their times by the zones the file itself brings. */
function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  for (const zone of calendar.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      location: event.location,
      properties: component.getAllProperties().map(({ name }) => name),
      start: event.startDate.toUnixTime() * 1000,
      end: event.endDate.toUnixTime() * 1000,
    };
  });
  ICAL.TimezoneService.reset();
  return { calendar, events };
}

const properties = [
  "uid",
  "dtstamp",
  "dtstart",
  "dtend",
  "summary",
  "location",
  "description",
  "categories",
  "transp",
];

const octets = (line: string): number => Buffer.byteLength(line, "utf8");

describe("plan.ics", () => {
  test("parsed back has one event a wave at the plan's instants", () => {
    const { events } = parsed(ics.write(contoso));
    expect(events.map(({ start, end }) => [start, end])).toEqual(
      contoso.waves.map(({ start, end }) => [Date.parse(start), Date.parse(end)]),
    );
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(contoso.waves.length);
    expect(events[0]?.summary).toBe("Restart wave: 6 devices, Pune office pilot");
  });

  test("brings a VTIMEZONE for each zone it names", () => {
    const text = ics.write(contoso);
    const named = new Set([...text.matchAll(/DTSTART;TZID=([^:]+):/g)].map(([, zone]) => zone));
    const brought = [...text.matchAll(/^TZID:(.+)\r$/gm)].map(([, zone]) => zone);
    expect(brought).toEqual([...named].sort());
  });

  test("has the same bytes each time", () => {
    expect(ics.write(contoso)).toBe(ics.write(structuredClone(contoso)));
  });

  test.each(calendarInjections)("a site, ring and plan named %j adds no property and no event", (name) => {
    const plan = renamed(name);
    const { calendar, events } = parsed(ics.write(plan));
    expect(events).toHaveLength(plan.waves.length);
    for (const event of events) expect(event.properties).toEqual(properties);
    const plain = name.replace(/[\p{Cc}\u2028]/gu, "");
    expect(events.map(({ location }) => location)).toContain(plain);
    expect(calendar.getAllProperties().map(({ name }) => name)).toEqual([
      "version",
      "prodid",
      "calscale",
      "method",
      "x-wr-calname",
    ]);
    for (const line of ics.write(plan).split("\r\n")) {
      expect(octets(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
    }
  });

  test("waves around a clock change keep their instants, both passes of the repeated hour included", () => {
    // Europe/Berlin, 25 October 2026: 03:00 CEST becomes 02:00 CET at 01:00Z.
    const starts = [
      "2026-10-24T23:45:00Z",
      "2026-10-25T00:15:00Z",
      "2026-10-25T01:15:00Z",
      "2026-10-25T02:15:00Z",
    ];
    const text = ics.write(autumn(starts));
    expect(text.match(/^DTSTART.*(?=\r$)/gm)?.slice(-4)).toEqual([
      "DTSTART;TZID=Europe/Berlin:20261025T014500",
      "DTSTART:20261025T001500Z",
      "DTSTART:20261025T011500Z",
      "DTSTART;TZID=Europe/Berlin:20261025T031500",
    ]);
    expect(parsed(text).events.map(({ start }) => start)).toEqual(starts.map((start) => Date.parse(start)));
  });
});

function autumn(starts: readonly string[]): Plan {
  const waves = starts.map((start, slot) => ({
    cohort: "Berlin/office/broad",
    slot,
    start,
    end: new Date(Date.parse(start) + 15 * 60_000).toISOString(),
    devices: 1,
  }));
  const grid = { start: "2026-10-20T17:00:00Z", slotMinutes: 15, slots: 768 };
  return { ...contoso, release: grid.start, grid, waves };
}

describe("folding", () => {
  test("no physical line is over 75 octets, and unfolding gives the line back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const line = dataText(text);
        const physical = folded(line).split("\r\n");
        expect(physical.at(-1)).toBe("");
        for (const part of physical) expect(octets(part)).toBeLessThanOrEqual(75);
        expect(folded(line).slice(0, -2).replaceAll("\r\n ", "")).toBe(line);
      }),
    );
  });

  test("never cuts a code point, and fills a line to its last octet", () => {
    expect(folded("a".repeat(76))).toBe(`${"a".repeat(75)}\r\n a\r\n`);
    expect(folded(`${"a".repeat(74)}é`)).toBe(`${"a".repeat(74)}\r\n é\r\n`);
    expect(folded(`${"a".repeat(73)}é`)).toBe(`${"a".repeat(73)}é\r\n`);
  });
});

test("TEXT escaped is read back as it was, without its control characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // In angle brackets, because ical.js trims a line's end.
      const source = `BEGIN:VEVENT\r\n${folded(`SUMMARY:<${dataText(text)}>`)}END:VEVENT\r\n`;
      const event = new ICAL.Component(ICAL.parse(source) as unknown[]);
      const back = String(event.getFirstPropertyValue("summary")).slice(1, -1);
      expect(back).toBe(text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ""));
    }),
  );
});
