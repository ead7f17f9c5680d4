import { describe, expect, test } from "vitest";
import { acts, call, run, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const year = ["calendar", "microsoft", "--from", "2026-01-01", "--to", "2027-01-01"];

/** Second Tuesdays of 2026; 10:00 in Redmond is 18:00 UTC in winter and 17:00 in summer (from 8 March to 1 November). */
const tuesdays = [
  ["2026-01-13", "18"],
  ["2026-02-10", "18"],
  ["2026-03-10", "17"],
  ["2026-04-14", "17"],
  ["2026-05-12", "17"],
  ["2026-06-09", "17"],
  ["2026-07-14", "17"],
  ["2026-08-11", "17"],
  ["2026-09-08", "17"],
  ["2026-10-13", "17"],
  ["2026-11-10", "18"],
  ["2026-12-08", "18"],
] as const;

describe("calendar", () => {
  test.each(["UTC", "America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Apia"])(
    "gives Microsoft's releases of 2026 with TZ=%s",
    async (zone) => {
      const { code, stdout, stderr } = await run([...year, "--json"], { env: { TZ: zone } });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual(
        tuesdays.map(([date, utc]) => ({
          at: `${date}T${utc}:00:00Z`,
          local: `${date}T10:00:00`,
          timezone: "America/Los_Angeles",
          summary: "Microsoft security updates",
        })),
      );
    },
  );

  test("lists them for people", async () => {
    const { stdout } = await call([...year]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(13);
    expect(lines[8]).toBe(
      "2026-08-11 10:00  America/Los_Angeles  2026-08-11T17:00:00Z  Microsoft security updates",
    );
  });

  test("reads a file of one's own, and says which events it passes over", async () => {
    write(folder, {
      "own.ics": [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20260811T170000Z",
        "SUMMARY:One \u202eeno",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:2",
        "DTSTART:20261399T990000Z",
        "SUMMARY:Two \u001b]0;owned\u0007",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    });
    const { code, stdout, stderr } = await call(["calendar", "./own.ics", "--from", "2026-01-01"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(stdout).toContain("2026-08-11T17:00:00Z");
    expect(stdout).toContain("One \\u202eeno");
    expect(acts(stdout + stderr)).toBe(false);
    expect(stderr).toMatch(/^passed over \.\/own\.ics:\d+: /);
  });

  test("names every problem of its options at once", async () => {
    const { code, stdout, stderr } = await call([
      "calendar",
      "nope",
      "--from",
      "x",
      "--to",
      "y",
      "--timezone",
      "Mars/Crater",
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^error --from: "x" is no date and no instant /),
      expect.stringMatching(/^error --to: "y" is no date and no instant /),
      expect.stringMatching(/^error --timezone: "Mars\/Crater" is not an IANA time zone /),
      expect.stringMatching(/^error no calendar "nope" \[calendar\.unknown\] {2}shipped: .*\bmicrosoft\b/),
      "4 problems.",
    ]);
  });

  test("refuses a time that ends before it begins", async () => {
    const { code, stderr } = await call([
      "calendar",
      "microsoft",
      "--from",
      "2026-08-01",
      "--to",
      "2026-07-01",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("error --to: the end is not after the start [option]");
  });
});

describe("schema", () => {
  test.each(["scenario", "plan"])("of a %s is JSON Schema", async (name) => {
    const { code, stdout } = await call(["schema", name]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: expect.stringContaining("json-schema.org"),
      type: "object",
    });
  });

  test("of anything else is refused", async () => {
    expect(await call(["schema", "scenari"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: 'error schema: no schema "scenari" [option]  did you mean "scenario"?\n1 problem.\n',
    });
  });
});
