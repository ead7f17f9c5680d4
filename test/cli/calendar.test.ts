import { describe, expect, test } from "vitest";
import { acts, call, run, scenario, temporaryFolder, write } from "./command.js";

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

describe("calendar of a scenario", () => {
  const rollout = scenario({
    window: "[ Mon-Fri 21:00-05:00, { afterRelease: 4d, at: '10:00', lasts: 4h } ]",
    more: "sites: { Berlin: { holidays: DE-BY-A } }\nchange: { notice: 1d }\nnever: [ { on: 17 monthly } ]",
  });

  test("draws the month and lists what is on it", async () => {
    write(folder, { "rollout.yaml": rollout });
    const { code, stdout, stderr } = await call(["calendar", "rollout.yaml"], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // The deadline is at noon on Tuesday 18; the change waits from Tuesday 19:00 to Wednesday 19:00.
    expect(stdout).toBe(`unnamed scenario

Berlin   Europe/Berlin
August 2026
Mon  Tue  Wed  Thu  Fri  Sat  Sun
 ·   11   12   13   14   15   16
     RC▒▒ CS▒▒ S▒▒▒ ▒▒▒▒ H▒▒▒
17   18    ·    ·    ·    ·    ·
F▒▒▒ D

▒ window  R release  D deadline  C change approval  S soak  F freeze  H holiday  · not shown

   WHEN                                 WHAT             SUMMARY
R  Tue 11 Aug 19:00                     release          Microsoft security updates
C  Tue 11 Aug 19:00 - Wed 12 Aug 19:00  change approval  waiting for the change
▒  11 Aug - 17 Aug Mon-Fri 21:00-05:00  window           open, 5 nights
S  Wed 12 Aug 21:15 - Thu 13 Aug 21:15  soak             after pilot, 1d, at the earliest
H  Sat 15 Aug                           holiday          Assumption
▒  Sat 15 Aug 10:00-14:00               window           open
F  Mon 17 Aug                           freeze           17 monthly
D  Tue 18 Aug 19:00                     deadline         every wave has ended
`);
  });

  test("gives an agenda a site as JSON, and all of them as one calendar", async () => {
    write(folder, { "rollout.yaml": rollout });
    const json = await call(["calendar", "rollout.yaml", "--json"], { cwd: folder });
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        site: "Berlin",
        timezone: "Europe/Berlin",
        entries: expect.arrayContaining([
          {
            kind: "holiday",
            start: "2026-08-14T22:00:00Z",
            end: "2026-08-15T22:00:00Z",
            localStart: "2026-08-15T00:00:00",
            localEnd: "2026-08-16T00:00:00",
            summary: "Assumption",
          },
        ]),
      },
    ]);
    const ics = await call(["calendar", "rollout.yaml", "--ics"], { cwd: folder });
    write(folder, { "rollout.ics": ics.stdout });
    const back = await call(
      ["calendar", "rollout.ics", "--from", "2026-08-01", "--to", "2026-09-01", "--json"],
      { cwd: folder },
    );
    const listed = JSON.parse(back.stdout) as { at: string; summary: string }[];
    expect(listed.filter(({ summary }) => summary.startsWith("window")).map(({ at }) => at)).toEqual(
      ["11T19", "12T19", "13T19", "14T19", "15T08", "17T19"].map((at) => `2026-08-${at}:00:00Z`),
    );
  });

  test("is the same bytes whatever the zone of the machine", async () => {
    write(folder, { "rollout.yaml": rollout });
    const asked = ["--json", "--ics"].map((form) =>
      Promise.all(
        ["UTC", "Pacific/Apia", "America/Los_Angeles"].map((TZ) =>
          run(["calendar", "rollout.yaml", form], { cwd: folder, env: { TZ } }),
        ),
      ),
    );
    for (const runs of await Promise.all(asked))
      expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  test("of a site that is not in the fleet is refused with the nearest name", async () => {
    write(folder, { "rollout.yaml": rollout });
    const { code, stderr } = await call(["calendar", "rollout.yaml", "--site", "Berln"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('--site: there is no site "Berln" [option]  did you mean "Berlin"?');
  });

  test("draws the months of a shipped calendar", async () => {
    const { stdout } = await call([
      "calendar",
      "microsoft",
      "--grid",
      "--from",
      "2026-08-01",
      "--to",
      "2026-09-01",
    ]);
    expect(stdout).toContain("10   11   12   13   14   15   16\n     R\n");
  });

  test.each([
    [["lint"], "nothing is named to look through"],
    [["microsoft", "sap"], "only `calendar lint` takes a second name"],
    [["rollout.yaml", "--from", "2026-09-01", "--to", "2026-08-01"], "the end is not after the start"],
  ])("%j is refused", async (argv, why) => {
    write(folder, { "rollout.yaml": rollout });
    const { code, stderr } = await call(["calendar", ...argv], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});
