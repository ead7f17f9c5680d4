import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { lintCommand } from "../../cli/commands/calendar-lint.js";
import { styleFor } from "../../cli/text/style.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { acts, temporaryFolder } from "../cli/command.js";
import { at, sound } from "./given.js";

const folder = temporaryFolder();

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function told(target: string, options: Record<string, string | boolean> = {}, width = 80) {
  let [stdout, stderr] = ["", ""];
  const world = {
    print: (text: string) => void (stdout += text),
    say: (text: string) => void (stderr += text),
    now: () => at("2026-08-01T00:00:00Z"),
    width,
    style: styleFor({ colour: false }),
    glyphs: glyphs.unicode,
    isTerminal: false,
    isWatched: false,
    watchedWidth: () => 100,
    terminal: () => null,
    input: () => process.stdin,
    env: {},
  };
  const code = await lintCommand(world, target, options);
  return { code, stdout, stderr };
}

const twoFaults = [
  "version: 1",
  "timezone: Europe/Berlin",
  "release: { calendar: microsoft, on: 2026-08, offset: 7d }",
  "fleet: [ { site: Berlin, devices: 100 } ]",
  "window:",
  "  - Mon-Fri 21:00-05:00",
  "  - { rrule: FREQ=MONTHLY;BYDAY=2SA;BYHOUR=22;BYMINUTE=0, lasts: 6h }",
  "deadline: 30d",
  "services: { login: { capacity: 4/s } }",
  "",
].join("\n");

describe("calendar lint", () => {
  test("says where, what, when first and the way out, and counts", async () => {
    const file = written("two.yaml", twoFaults);
    const { code, stdout, stderr } = await told(file);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toBe(
      [
        `${file}:7:5 windows[1] [weekday.drifts]`,
        '  the window "FREQ=MONTHLY;BYDAY=2SA;BYHOUR=22;BYMINUTE=0": the second Saturday',
        "  is not Patch Tuesday + 4 in 136 of the next 240 months, first Sat 8 Aug 2026",
        "  against Sat 15 Aug 2026.",
        "  First: Sat 8 Aug 2026 22:00 in Berlin.",
        "  Way out: write FREQ=MONTHLY;BYMONTHDAY=12,13,14,15,16,17,18;BYDAY=SA.",
        "",
        `${file}:3:46 release.offset [offset.beyond-tools]`,
        "  the rollout starts 7 days after the release, which cannot be said to AWS",
        "  maintenance windows (up to 6 days) and Azure maintenance configurations (up to",
        "  6 days).",
        "  First: Tue 18 Aug 2026 10:00 in Los Angeles.",
        "  Way out: hand such a tool the dates one by one, or choose a day within its",
        "  range.",
        "",
        "2 findings.",
        "",
      ].join("\n"),
    );
  });

  test("gives JSON with every place taken apart", async () => {
    const { code, stdout } = await told(written("two.yaml", twoFaults), { json: true });
    expect(code).toBe(3);
    const findings = JSON.parse(stdout) as Record<string, unknown>[];
    expect(
      findings.map(({ code, first, path, line, column }) => ({ code, first, path, line, column })),
    ).toEqual([
      { code: "weekday.drifts", first: "2026-08-08T20:00:00Z", path: "windows[1]", line: 7, column: 5 },
      {
        code: "offset.beyond-tools",
        first: "2026-08-18T17:00:00Z",
        path: "release.offset",
        line: 3,
        column: 46,
      },
    ]);
    expect(Object.keys(findings[0] ?? {})).toEqual(
      "code message hint first path file line column".split(" "),
    );
  });

  test("is silent on Contoso, on a sound scenario and on a bare inventory", async () => {
    const inventory = written(
      "fleet.csv",
      "device,site,timezone\nA1,Berlin,Europe/Berlin\nA2,Tokyo,Asia/Tokyo\n",
    );
    const answers = [
      await told("examples/contoso/scenario.yaml"),
      await told(written("sound.json", JSON.stringify(sound))),
      await told(inventory, { window: "Mon-Fri 21:00-05:00" }),
    ];
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(answers[2]?.stdout).toBe(
      "Nothing found: looked at windows, freezes, rings and services of 2 devices at 2\nsites, from the release on Tue 11 Aug 2026 to the deadline on Tue 18 Aug 2026.\n",
    );
  });

  test("names the option of a bare inventory", async () => {
    const inventory = written("fleet.csv", "device,site,timezone\nA1,Berlin,Europe/Berlin\n");
    const { stdout } = await told(inventory, { window: "Mon-Fri 21:00-08:30" });
    expect(stdout).toMatch(/^--window \[night\.into-presence\]\n/);
  });

  test("refuses what is no scenario and no calendar", async () => {
    expect(await told("nope")).toMatchObject({ code: 2, stdout: "" });
    expect(await told("nope.yaml")).toMatchObject({ code: 2, stdout: "" });
    expect(await told("microsoft", { from: "x", timezone: "Mars/Crater" })).toMatchObject({
      code: 2,
      stdout: "",
    });
  });

  test("lets nothing in a calendar act on the terminal", async () => {
    const event = "BEGIN:VEVENT\r\nDTSTART:20260811T170000Z\r\nSUMMARY:One \u202eno\r\nEND:VEVENT";
    const file = written(
      "own.ics",
      `BEGIN:VCALENDAR\r\nX-WR-CALNAME:x\u202ey\r\n${event}\r\nEND:VCALENDAR\r\n`,
    );
    for (const options of [{}, { json: true }]) {
      const { code, stdout } = await told(file, options);
      expect(code).toBe(3);
      expect(acts(stdout)).toBe(false);
    }
  });

  test.each([40, 80, 120])("stays within %i cells", async (width) => {
    const { stdout } = await told(written("two.yaml", twoFaults), {}, width);
    const body = stdout.split("\n").filter((line) => line.startsWith("  "));
    expect(body.every((line) => line.length <= width)).toBe(true);
  });
});
