import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
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
    expect(Object.keys(found).join()).toBe(
      "filled,peers,limits,headroom,unpriced,more,unscheduled,groups,distances,cohort",
    );
    expect(found["limits"]).toContainEqual({
      level: "exposure",
      row: "limit",
      service: "desk",
      counts: "calls",
      from: "2026-08-17T07:00:00Z",
      to: "2026-08-17T07:15:00Z",
      price: expect.any(Number),
    });
    expect(found["distances"]).toContainEqual({
      service: "vdi",
      counts: "restarts",
      at: "2026-08-14T22:15:00Z",
      load: expect.closeTo(8 / 60, 3) as number,
      capacity: 10 / 60,
      clients: expect.any(Number) as number,
      state: "vulnerable",
      // 33.33 % / 50 % of 10 a minute.
      triggerProofLoad: expect.closeTo(0.1111, 4) as number,
      tipping: {
        unstableLoad: expect.any(Number) as number,
        collapsedLoad: expect.any(Number) as number,
        criticalBacklog: expect.any(Number) as number,
        // 60 s x 2 a minute / (50 % - 33.33 %)
        largestTrigger: expect.closeTo(12, 1) as number,
        longestSurge: expect.closeTo(106, 0) as number,
      },
      jitterWindow: expect.any(Number) as number,
      jitterWindowByChance: expect.any(Number) as number,
      everyoneTrying: "stuck",
      largestWave: { events: expect.any(Number) as number, isSurvived: false },
      events: expect.any(Number) as number,
      surge: 1.25,
      peers: null,
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

  describe("of a plan", () => {
    const [out, changed] = [path.join(folder, "out"), path.join(folder, "changed")];
    beforeAll(async () => {
      write(folder, { "small.yaml": scenario({ services: "{ login: { capacity: 9/h } }" }) });
      await call(["plan", "small.yaml", "--out", out], { cwd: folder });
      mkdirSync(changed);
      copyFileSync(path.join(out, "scenario.resolved.json"), path.join(changed, "scenario.resolved.json"));
      const text = readFileSync(path.join(out, "plan.json"), "utf8");
      write(changed, { "plan.json": text.replace(/"devices": ?1\b/, '"devices":2') });
    });
    const refused = async (argv: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await call(["explain", ...argv], { cwd: folder });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr;
    };

    test.each([["out"], ["out/plan.json"], ["out/scenario.resolved.json"]])(
      "%s is as of its scenario, word for word",
      async (target) => {
        const argv = ["--cohort", "Berlin/windows-office/broad"];
        const asked = await call(["explain", "small.yaml", ...argv], { cwd: folder });
        expect(asked.stdout).toContain("COHORT   Berlin/windows-office/broad");
        expect(await call(["explain", target, ...argv], { cwd: folder })).toEqual(asked);
      },
    );

    test("changed by hand is told from what the planner made", async () => {
      expect(await refused(["changed"])).toBe(
        "error changed/plan.json: planning its scenario again gives another plan: it was changed by hand, or made by another version [explain.other-plan]  run `second-tuesday check` on its folder, or explain changed/scenario.resolved.json\n1 problem.\n",
      );
    });

    test("beside another scenario is not explained by it", async () => {
      const other = path.join(folder, "other");
      mkdirSync(other);
      const text = readFileSync(path.join(out, "scenario.resolved.json"), "utf8");
      write(other, { "scenario.resolved.json": text.replaceAll("Berlin", "Bern") });
      copyFileSync(path.join(out, "plan.json"), path.join(other, "plan.json"));
      expect(await refused(["other/plan.json"])).toMatch(
        /^error other\/plan\.json: the plan was made for scenario [0-9a-f]{8}, this one is [0-9a-f]{8} \[check\.digest\] {2}explain the folder/,
      );
    });

    test("alone, or of an empty folder, says what is missing", async () => {
      mkdirSync(path.join(folder, "empty"));
      copyFileSync(path.join(out, "plan.json"), path.join(folder, "alone.json"));
      expect(await refused(["alone.json"])).toMatch(/^error scenario\.resolved\.json: no such file /);
      expect(await refused(["empty"])).toMatch(
        /^error empty\/scenario\.resolved\.json: no such file .*\nerror empty\/plan\.json: no such file .*\n2 problems\.\n$/,
      );
    });

    test("takes no option that would make another plan of it", async () => {
      expect(await refused(["out", "--goal", "flattest", "--window", "21:00-05:00"])).toBe(
        "error --goal: changes what is planned, and out/plan.json is a plan [option]  explain out/scenario.resolved.json to plan anew with it\n" +
          "error --window: changes what is planned, and out/plan.json is a plan [option]  leave it out\n2 problems.\n",
      );
    });
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
