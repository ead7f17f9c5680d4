import { describe, expect, test } from "vitest";
import { acts, call, contoso, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();

describe("explain", () => {
  test("says of contoso what limits it, what was tried, and why a cohort waits", async () => {
    const argv = ["explain", contoso, "--cohort", "Berlin/laptop/b"];
    const { code, stdout, stderr } = await run(argv, { env: { COLUMNS: "100" } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("WHY   Contoso, August 2026");
    expect(stdout).toMatch(/^desk +Mon 17 09:00-09:15 +1 +call an hour +[\d,]+ device-hours$/m);
    expect(stdout).toMatch(/HEADROOM one point more would cost at least: desk/);
    expect(stdout).toMatch(
      /NO LIMIT these hold nothing up: vpn \(never over [\d.]+ % of its limit\), login /,
    );
    expect(stdout).toMatch(/TRIED {4}every window from 1 h earlier: a device is exposed [\d.]+ h/);
    expect(stdout).toContain("a deadline of 8d: no gain");
    expect(stdout).toContain("COHORT   Berlin/laptop/broad, 1,406 devices; times below are of Berlin");
    expect(stdout).toMatch(/^ {2}Tue 11 21:00-Wed 12 05:00: not ready, /m);
    expect(stdout).toMatch(/^ {2}Wed 12 21:00-Thu 13 05:00: ring broad opens Fri 14 05:45$/m);
  });

  test.each([40, 100])("no line is wider than %i columns", async (columns) => {
    const argv = ["explain", contoso, "--cohort", "Berlin/laptop/b", "--goal", "flattest"];
    const { stdout } = await call(argv, { env: { COLUMNS: `${columns}` } });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test("--json has the same, in instants", async () => {
    const { code, stdout } = await call(["explain", contoso, "--json", "--cohort", "Berlin/laptop/broad"]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(found)).toEqual([
      "limits",
      "headroom",
      "unpriced",
      "more",
      "unscheduled",
      "groups",
      "cohort",
    ]);
    expect(found["limits"]).toContainEqual({
      level: "exposure",
      row: "limit",
      service: "desk",
      counts: "calls",
      from: "2026-08-17T07:00:00Z",
      to: "2026-08-17T07:15:00Z",
      price: expect.any(Number),
    });
    expect(found["cohort"]).toMatchObject({
      cohort: { id: "Berlin/laptop/broad" },
      first: "2026-08-12T19:00:00Z",
      ring: { name: "broad" },
    });
  });

  test("where devices are left out it says why, and ends with 3", async () => {
    write(folder, { "tight.yaml": scenario({ services: "{ login: { capacity: 1/h } }", deadline: "7d" }) });
    const { code, stdout } = await call(["explain", "tight.yaml"], { cwd: folder });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Not every device finds room\./m);
    expect(stdout).toMatch(/LEFT OUT \d+ devices?, (capacity|deadline): /);
  });

  test("takes a bare inventory", async () => {
    write(folder, { "fleet.csv": "device,site\nA,Berlin\nB,Berlin\n" });
    const argv = ["explain", "fleet.csv", "--window", "21:00-05:00", "--timezone", "Europe/Berlin"];
    const { code, stdout } = await call([...argv, "--capacity", "40/s"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("No limit of a service makes any device wait.");
  });

  test.each([
    [
      "Berlin/ofice/broad",
      /--cohort: there is no cohort "Berlin\/ofice\/broad" .* did you mean "Berlin\/office\/broad"\?/,
    ],
    ["Berlin", /--cohort: \d+ cohorts begin with "Berlin" .* one of: Berlin\//],
    ["\u001b[31m", /--cohort: there is no cohort /],
  ])("refuses the cohort %j", async (asked, message) => {
    const { code, stdout, stderr } = await call(["explain", contoso, "--cohort", asked]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(acts(stderr)).toBe(false);
  });

  test("refuses a scenario that is wrong", async () => {
    const { code, stderr } = await call(["explain", "none.yaml"], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error none\.yaml: /);
  });
});
