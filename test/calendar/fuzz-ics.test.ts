/**
 * Damaged calendars: real ones and hand-made ones with bytes, lines and properties changed, and bytes that were never a calendar.
 * Whatever comes in is read or refused, each event is expanded over a year or refused, nothing throws, and nothing takes long.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { clockNotes } from "../../src/calendar/clock-notes.js";
import { eventSpans, readCalendar, readWholeCalendar } from "../../src/calendar/ical.js";
import type { Interval } from "../../src/units.js";
import { ics, vevent } from "./calendars.js";
import { at } from "./rules.js";

const folder = path.resolve(import.meta.dirname, "../../calendars");
const vendors = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));

const zone = [
  "BEGIN:VTIMEZONE",
  "TZID:Somewhere",
  "X-LIC-LOCATION:America/New_York",
  "BEGIN:STANDARD",
  "DTSTART:16010101T000000",
  "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
  "TZOFFSETFROM:-0400",
  "TZOFFSETTO:-0500",
  "END:STANDARD",
  "END:VTIMEZONE",
];
const handMade = [
  ics(
    "X-WR-CALNAME:Quarter ends\\, all",
    ...zone,
    ...vevent(
      "UID:a",
      "DTSTART;TZID=Somewhere:20260131T013000",
      "DTEND;TZID=Somewhere:20260131T033000",
      "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=1,13;BYSETPOS=-1,1;WKST=SU",
      "RRULE:FREQ=HOURLY;INTERVAL=7;BYMINUTE=0,30;COUNT=50",
      "RDATE;VALUE=PERIOD:20260401T000000Z/PT3H,20260402T000000Z/20260402T040000Z",
      "EXDATE;TZID=Asia/Tokyo:20260201T093000",
      "EXDATE;VALUE=DATE:20260228,20260331",
      "SUMMARY:a folded",
      "  line\\, with \\;signs",
      "BEGIN:VALARM",
      "TRIGGER:-PT15M",
      "END:VALARM",
    ),
    ...vevent("UID:a", "RECURRENCE-ID:20260430T173000Z", "DTSTART:20260501T000000Z", "DURATION:P1DT2H"),
    ...vevent("UID:a", "RECURRENCE-ID:20260531T173000Z", "DTSTART:20260601T000000Z", "STATUS:CANCELLED"),
  ),
  ics(...vevent("DTSTART;VALUE=DATE:20260324", "DTEND;VALUE=DATE:20260403", "RRULE:FREQ=MONTHLY;INTERVAL=3")),
  ics(...vevent("DTSTART:20260101T000000Z", "RRULE:FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO,SU;UNTIL=20300101")),
];
const texts = fc.constantFrom(...vendors, ...handMade);

/** Pieces that mean something at the wrong place. */
const pieces = fc.constantFrom(
  ...'BEGIN:VEVENT END:VEVENT END:VCALENDAR BEGIN:X DTSTART DTEND:20260101 RDATE: EXRULE:FREQ=DAILY ; , : = " \\ T Z - 0 9'.split(
    " ",
  ),
  ..."FREQ=SECONDLY FREQ=HOURLY ;INTERVAL=999 ;COUNT=9999 ;BYSETPOS=-1 ;BYHOUR=0,1,2 ;BYYEARDAY=-1 ;TZID=UTC".split(
    " ",
  ),
  ..."00010101T000000Z 99991231T235959Z 16010101 20260230 P99999W PT0S -P1D RANGE=THISANDFUTURE".split(" "),
  "\r\n",
  "\n ",
  "\t",
  "\0",
  "\uFEFF",
  "\u2028",
  "é",
  "😀",
  "__proto__",
);
/** Of the text: evenly, since fast-check's liking for the ends would mostly break the first line. */
const place = fc.noBias(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));

type Damage = (text: string) => string;
const cut = (text: string, where: number, length: number, put: string): string => {
  const from = Math.floor(where * text.length);
  return text.slice(0, from) + put + text.slice(from + length);
};
const onLines = (text: string, change: (lines: string[]) => string[]): string =>
  change(text.split(/\r?\n/)).join("\r\n");

const damages: fc.Arbitrary<Damage> = fc.oneof(
  // Bytes: one replaced, some lost, the rest torn off.
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(
    ([where, byte]) =>
      (text: string) =>
        cut(text, where, 1, String.fromCharCode(byte)),
  ),
  fc.tuple(place, fc.nat(40)).map(
    ([where, length]) =>
      (text: string) =>
        cut(text, where, length, ""),
  ),
  place.map((where) => (text: string) => text.slice(0, Math.ceil(where * text.length))),
  fc.tuple(place, pieces).map(
    ([where, piece]) =>
      (text: string) =>
        cut(text, where, 0, piece),
  ),
  // Lines: one lost, one doubled, one moved to where another is.
  fc.tuple(place, place, fc.constantFrom(0, 1), fc.constantFrom(0, 1, 2)).map(
    ([from, to, lost, put]) =>
      (text: string) =>
        onLines(text, (lines) => {
          const [line = ""] = lines.splice(Math.floor(from * lines.length), lost);
          lines.splice(Math.floor(to * lines.length), 0, ...Array<string>(put).fill(line));
          return lines;
        }),
  ),
  // Properties: another value, a piece more in the value.
  fc
    .tuple(place, fc.constantFrom("RRULE", "DTSTART", "DTEND", "RDATE", "EXDATE", "DURATION", "UID"), pieces)
    .map(
      ([where, name, piece]) =>
        (text: string) =>
          onLines(text, (lines) =>
            lines.map((line) => (line.startsWith(name) ? cut(line, where, 0, piece) : line)),
          ),
    ),
);

const year: Interval = { start: at("2026-01-01T00:00:00Z"), end: at("2027-01-01T00:00:00Z") };

/** Reads and expands; how many events that gave. */
function survives(text: string): number {
  const began = performance.now();
  const whole = readWholeCalendar(text, "fuzz.ics");
  const calendar = readCalendar(text, "fuzz.ics");
  if (whole.ok) expect(calendar.ok && calendar.value.problems.length).toBe(0);
  if (!calendar.ok) expect(calendar.problems.length).toBeGreaterThan(0);
  const events = calendar.ok ? calendar.value.events : [];
  for (const event of events) {
    const spans = eventSpans(event, year, "Europe/Berlin");
    if (spans.ok) expect(Array.isArray(clockNotes(spans.value, "fuzz.ics"))).toBe(true);
    else expect(spans.problems.map(({ code }) => code)).toEqual(["rule.too-much"]);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
  return events.length;
}

it("a damaged calendar is read or refused", () => {
  let events = 0;
  const damaged = fc.tuple(texts, fc.array(damages, { minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(damaged, ([text, some]) => {
      events += survives(some.reduce((damagedText, damage) => damage(damagedText), text));
    }),
    { numRuns: 8_000, seed: 20260811 },
  );
  // Most survive a few faults, or nothing would be tested but the refusals.
  expect(events).toBeGreaterThan(3_000);
});

it("an event of properties and values thrown together is read or refused", () => {
  const names = fc.constantFrom(
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "UID",
    "STATUS",
  );
  const parameters = fc.constantFrom("", ";VALUE=DATE", ";TZID=Asia/Tokyo", ";TZID=Nowhere", ';TZID="', ";X");
  const values = fc.oneof(
    pieces,
    fc.constantFrom("20260811", "20260811T100000", "20260811T100000Z", "FREQ=DAILY", "P1D"),
  );
  const line = fc
    .tuple(names, parameters, fc.array(values, { minLength: 1, maxLength: 4 }))
    .map(([name, parameter, some]) => `${name}${parameter}:${some.join("")}`);
  const start = fc.constantFrom(
    "DTSTART:20260101T000000Z",
    "DTSTART;TZID=Europe/Dublin:20260329T013000",
    "DTSTART;VALUE=DATE:20260301",
  );
  fc.assert(
    fc.property(start, fc.array(line, { maxLength: 6 }), (first, lines) => {
      survives(ics(...vevent(first, ...lines)));
    }),
    { numRuns: 15_000, seed: 20260811 },
  );
});

it("any bytes are read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (bytes, isFramed) => {
      const text = new TextDecoder().decode(bytes);
      survives(isFramed ? ics(...vevent("DTSTART:20260101T000000Z", text)) : text);
    }),
    { numRuns: 5_000, seed: 20260811 },
  );
});
