/** Rollouts and calendars to look through: a scenario in which nothing is wrong, and changes of it. */
import { readFile } from "node:fs/promises";
import { readCalendar } from "../../src/calendar/ical.js";
import type { Finding } from "../../src/lint/finding.js";
import { lint, lintCalendar } from "../../src/lint/lint.js";
import { prepare } from "../../src/pipeline.js";
import { done, failed, problemLine } from "../../src/problem.js";
import type { Inputs } from "../../src/inputs.js";
import { releaseCalendar } from "../../src/settle.js";
import { day, instant } from "../../src/units.js";
import type { Document } from "../support/planning.js";

export const at = (iso: string) => instant(Date.parse(iso));

/** A kiosk: staged within hours, no person, no countdown. */
const kiosk = {
  detect: { uniform: ["0h", "4h"] },
  download: { fixed: "10m" },
  install: { fixed: "20m" },
  lead: { fixed: "5m" },
  offline: { fixed: "5m" },
  signIn: [{ share: "100%", at: "boot", after: { fixed: "1m" } }],
};

/** Released on Tuesday, 11 August 2026, 10:00 in Redmond: 19:00 in Berlin, 02:00 on Wednesday in Tokyo. */
export const sound: Document = {
  version: 1,
  timezone: "Europe/Berlin",
  release: { calendar: "microsoft", on: "2026-08" },
  deadline: "7d",
  fleet: [
    { site: "Berlin", devices: 200 },
    { site: "Tokyo", devices: 100, timezone: "Asia/Tokyo" },
  ],
  profile: "kiosk",
  profiles: { kiosk },
  window: "Mon-Fri 22:00-05:00",
  services: { login: { capacity: "4/s" } },
  rings: [{ name: "pilot", share: "10%", soak: "24h" }, { name: "broad" }],
};

/** With other settings of the kiosk; where it has windows of its own, beside a till that is open for an hour a week. */
export const withKiosk = (changes: Document, windows?: readonly unknown[]): Document => ({
  profiles:
    windows === undefined
      ? { kiosk: { ...kiosk, ...changes } }
      : { kiosk: { ...kiosk, ...changes, windows }, till: { ...kiosk, window: "Thu 22:00-23:00" } },
});

const inputsOf = (files: Readonly<Record<string, string>>): Inputs => ({
  shippedCalendars: ["microsoft", "microsoft-hotpatch-baseline"],
  shippedCalendar: (id) => readFile(`calendars/${id}.ics`, "utf8").catch(() => null),
  open: (path) => {
    const text = files[path];
    if (text === undefined) return Promise.resolve(failed({ code: "file.none", message: path }));
    return Promise.resolve(done(bytes(text)));
  },
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

export async function findingsOf(
  document: Document,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Finding[]> {
  const inputs = inputsOf(files);
  const now = at("2026-08-01T00:00:00Z");
  const prepared = await prepare({
    text: JSON.stringify(document),
    file: "scenario.json",
    overrides: {},
    now,
    inputs,
  });
  if (!prepared.ok) throw new Error(prepared.problems.map(problemLine).join("\n"));
  const { release } = prepared.value.settled.scenario;
  return lint(prepared.value, {
    releases: "at" in release ? null : await shipped(release.calendar, inputs),
    hotpatchBaselines: await shipped("microsoft-hotpatch-baseline", inputs),
  });
}

async function shipped(id: string, inputs: Inputs) {
  const calendar = await releaseCalendar(id, inputs);
  return calendar.ok ? calendar.value : null;
}

/** Of an .ics file on its own, in the year from 1 January 2026. */
export async function findingsIn(text: string, { zone = "Europe/Berlin", isShipped = false } = {}) {
  const calendar = readCalendar(text, "own.ics");
  if (!calendar.ok) throw new Error(calendar.problems.map(problemLine).join("\n"));
  const start = at("2026-01-01T00:00:00Z");
  const range = { start, end: instant(start + 366 * day) };
  const releases = await shipped("microsoft", inputsOf({}));
  return lintCalendar({ calendar: calendar.value, range, zone, releases }, isShipped);
}

export const codesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);
