import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { acts, call, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
/** Too many at once where nobody plans, and room enough for a plan. */
const small = scenario({
  fleet: "[ { site: Berlin, devices: 200 } ]",
  services: "{ login: { capacity: 1/min, headroom: 50% } }",
  deadline: "4d",
});

type Series = readonly number[];
type Json = {
  readonly policy: string;
  readonly time: readonly string[];
  readonly services: readonly {
    readonly id: string;
    readonly offered: Series;
    readonly goodput: Series;
    readonly capacity: Series | null;
    readonly backlog: Series;
    readonly online: Series;
    readonly peakUtilisation: number | null;
  }[];
  readonly clients: { readonly online: Series; readonly rebooting: Series };
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly against: Json | null;
};

/** JSON has no Infinity and no NaN: they would be null. */
const isWhole = (series: Series): boolean => series.every((value) => typeof value === "number" && value >= 0);

async function json(argv: readonly string[]): Promise<Json> {
  const { code, stdout, stderr } = await call(["simulate", ...argv, "--json"], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Json;
}

beforeAll(async () => {
  write(folder, {
    "small.yaml": small,
    "blind.yaml": scenario({ services: "{ login: { capacity: unknown } }", deadline: "4d" }),
  });
  await call(["plan", "small.yaml", "--out", "out"], { cwd: folder });
});

describe("simulate", () => {
  test("tells the plan and what happens when nobody plans side by side, and what to do next", async () => {
    const { code, stdout, stderr } = await run(["simulate", "small.yaml"], {
      cwd: folder,
      env: { COLUMNS: "80" },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^HOLDS {3}unnamed scenario {3}times of Berlin\nWith the plan no service is over/);
    expect(stdout).toMatch(/^SERVICE +PLAN +NOBODY PLANS$/m);
    expect(stdout).toMatch(/^WITH THE PLAN\n\nlogin, sign-ins an hour/m);
    expect(stdout).toMatch(/^CALM {5}login: never over [\d.]+ % of its capacity/m);
    expect(stdout).toMatch(/^WHEN NOBODY PLANS\n\nlogin, sign-ins an hour/m);
    expect(stdout).toMatch(/^BEGINS .* met a capacity of /m);
    expect(stderr).toBe("next  second-tuesday simulate small.yaml --noise usual --runs 100\n");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("a folder stands for its plan, and a plan simulates as it was made", async () => {
    const made = await call(["simulate", "small.yaml", "--policy", "optimal"], { cwd: folder });
    expect(made.stdout).toMatch(/^HOLDS/);
    expect((await call(["simulate", "out", "--policy", "optimal"], { cwd: folder })).stdout).toBe(
      made.stdout,
    );
    expect((await call(["simulate", "small.yaml", "--plan", "out"], { cwd: folder })).stdout).toBe(
      made.stdout,
    );
  });

  test("another policy by its name, and nothing beside it", async () => {
    const { code, stdout } = await call(["simulate", "small.yaml", "--policy", "random-delay"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^With the policy random-delay /m);
    expect(stdout).not.toContain("NOBODY PLANS");
  });

  test("--json has series in slots of any length, and the same of nobody's plan", async () => {
    const found = await json(["small.yaml", "--every", "1h"]);
    expect(Object.keys(found).join()).toBe("policy,unscheduled,time,services,clients,metrics,asked,against");
    expect([found.policy, found.against?.policy]).toEqual(["optimal", "unmanaged"]);
    expect(found.time.slice(0, 2)).toEqual(["2026-08-11T17:00:00Z", "2026-08-11T18:00:00Z"]);
    for (const { services, time, clients } of [found, found.against as Json]) {
      for (const { offered, goodput, capacity, backlog, online } of services)
        for (const series of [offered, goodput, capacity ?? [], backlog, online]) {
          expect(series).toHaveLength(time.length);
          expect(isWhole(series)).toBe(true);
        }
      expect(clients.online.map((online, t) => online + (clients.rebooting[t] ?? 0))[5]).toBeCloseTo(200, 3);
    }
    expect(found.metrics).toMatchObject({ failed: 0, hoursOverCapacity: 0, recovered: null });
    expect(found.against?.metrics["hoursOverCapacity"]).toBeGreaterThan(0);
  });

  test("minutes add up to slots, and an unknown capacity is null", async () => {
    const argv = ["blind.yaml", "--policy", "unmanaged"];
    const [minutes, slots] = [await json([...argv, "--every", "1m"]), await json(argv)];
    expect(minutes.time).toHaveLength(15 * slots.time.length);
    const [fine, coarse] = [minutes.services[0], slots.services[0]];
    expect([fine?.capacity, fine?.peakUtilisation]).toEqual([null, null]);
    const mean = (t: number): number =>
      (fine?.offered ?? []).slice(15 * t, 15 * t + 15).reduce((sum, value) => sum + value, 0) / 15;
    coarse?.offered.forEach((value, t) => expect(value).toBeCloseTo(mean(t), 6));
  });

  test("without reboots nobody restarts, and nothing is planned", async () => {
    const found = await json(["small.yaml", "--without", "reboots"]);
    expect([found.policy, found.against]).toEqual(["unmanaged", null]);
    expect(Math.max(...found.clients.rebooting)).toBe(0);
  });

  describe("refuses", () => {
    const refused = async (...argv: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await call(["simulate", ...argv], { cwd: folder });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(acts(stderr)).toBe(false);
      return stderr;
    };

    test.each<readonly [readonly string[], string]>([
      [["--policy", "optimum"], '--policy: there is no "optimum" [option]  did you mean "optimal"?'],
      [["--policy", "optimal", "--plan", "out"], "--policy: --plan says already what is simulated"],
      [["--without", "bugs"], '--without: there is no "bugs" to take out [option]  did you mean "bug"?'],
      [["--without", "bug"], "--without bug: no service of the scenario has a fault of its peers"],
      [["--without", "peers"], "--without peers: no service of the scenario has peers"],
      [["--fix-at", "soon"], '--fix-at: "soon" is no date and no instant'],
      [["--fix-at", "2026-08-14"], "--fix-at: no service of the scenario has a fault of its peers"],
      [["--noise", "some"], '--noise: there is no "some" [option]  known: none, usual'],
      [["--runs", "3"], "--runs: without noise every run is the same [option]  add --noise usual"],
      [["--runs", "0"], "--runs: not a whole number from 1 to 1000"],
      [["--seed", "x"], "--seed: not a whole number from 0 to 4294967295"],
      [["--policy", "unmanaged", "--herd"], "--herd: is of a plan that is carried out"],
      [["--policy", "autopatch-2022", "--herd"], "--herd: is of waves that are carried out"],
      [
        ["--service", "logni"],
        '--service: the scenario has no service "logni" [option]  did you mean "login"?',
      ],
      [["--every", "90s", "--json"], "--every: not a length in whole minutes, up to a day"],
      [["--every", "1h"], "--every: goes with --json"],
      [["--plan", "none.json"], "none.json: no such file"],
      [["--plan", "out", "--headroom", "30%"], "the plan was made for scenario "],
    ])("%j", async (argv, message) => {
      expect(await refused("small.yaml", ...argv)).toContain(message);
    });

    test("everything at once", async () => {
      const stderr = await refused("none.yaml", "--without", "a", "--without", "b", "--runs", "x");
      expect(stderr).toMatch(/--without: there is no "a".*\n.*--without: there is no "b"/);
      expect(stderr).toContain("none.yaml: no such file");
      expect(stderr).toMatch(/\n4 problems\.\n$/);
    });

    test("options that would plan anew where a plan is there", async () => {
      expect(await refused("out", "--goal", "flattest")).toContain(
        "--goal: changes what is planned, and out/plan.json is a plan [option]  simulate out/scenario.resolved.json to plan anew with it",
      );
    });

    test("a plan whose waves are where nobody may restart, or whose devices nobody has", async () => {
      const changed = path.join(folder, "changed");
      mkdirSync(changed);
      copyFileSync(
        path.join(folder, "out/scenario.resolved.json"),
        path.join(changed, "scenario.resolved.json"),
      );
      const text = readFileSync(path.join(folder, "out/plan.json"), "utf8");
      const plan = JSON.parse(text) as { waves: { slot: number; devices: number; cohort: string }[] };
      const [first, second] = plan.waves;
      if (first === undefined || second === undefined) throw new Error("fixture");
      first.slot = 0;
      second.cohort = "Bern/nobody";
      write(changed, { "plan.json": JSON.stringify(plan) });
      const stderr = await refused("changed");
      expect(stderr).toMatch(
        /changed\/plan\.json waves\[0\]\.slot: should be a slot open to .*, is 0 \[check\.open-hours\]/,
      );
      expect(stderr).toContain(
        "waves[1].cohort: should be a cohort of the fleet, is Bern/nobody [check.waves]",
      );
      plan.waves = JSON.parse(text).waves as typeof plan.waves;
      (plan.waves[0] as typeof first).devices = 5_000;
      write(changed, { "plan.json": JSON.stringify(plan) });
      expect(await refused("changed")).toMatch(
        /should be at most \d+ devices in waves, is 5\d{3} \[check\.conservation\]/,
      );
    });
  });
});
