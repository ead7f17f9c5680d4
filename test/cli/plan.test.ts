import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { call, contentsOf, contoso, run, type Run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const now = "2026-08-01T00:00:00Z";

describe("plan of the built-in example", () => {
  const places = [
    { name: "as it is", env: {} },
    { name: "TZ=America/Los_Angeles", env: { TZ: "America/Los_Angeles" } },
    { name: "TZ=Australia/Lord_Howe", env: { TZ: "Australia/Lord_Howe" } },
    {
      name: "TZ=Pacific/Apia LANG=tr_TR.UTF-8",
      env: { TZ: "Pacific/Apia", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    },
  ];
  let runs: readonly Run[];
  const outs = places.map((_, p) => path.join(folder, `contoso-${p}`));

  beforeAll(async () => {
    runs = [];
    for (const p of places.keys())
      runs = [
        ...runs,
        await run(["plan", contoso, "--out", outs[p] as string], { env: places[p]?.env ?? {} }),
      ];
  }, 120_000);

  test("fits, exits 0 and reports in the order people ask", () => {
    const { code, stdout } = runs[0] as Run;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FITS {3}Contoso, August 2026 {3}goal fastest {3}scenario [0-9a-f]{8}\n/);
    const order = [
      "FITS",
      "Release",
      "Fleet",
      "SERVICE",
      "all in one night",
      "SITE-LOCAL TIME",
      "DONE",
      "LEFT OUT",
      "LATE",
      "GUESSES",
      "PROOF",
    ];
    const found = order.map((word) => stdout.indexOf(word));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect(stdout).toContain("Release  Tue 11 Aug 19:00 Berlin, 17:00 UTC.");
  });

  test("says on standard error what was written and what comes next", () => {
    expect((runs[0] as Run).stderr).toBe(
      `wrote plan.json, scenario.resolved.json, waves.csv, plan.ics, devices.csv to ${outs[0]}\n` +
        `next  second-tuesday check ${outs[0]}\n      second-tuesday export ${outs[0]} --to markdown > change.md\n`,
    );
  });

  test.each(places.slice(1).map(({ name }, p) => ({ name, p: p + 1 })))(
    "writes the same bytes $name",
    ({ p }) => {
      const [first, other] = [contentsOf(outs[0] as string), contentsOf(outs[p] as string)];
      expect(Object.keys(other)).toEqual([
        "devices.csv",
        "plan.ics",
        "plan.json",
        "scenario.resolved.json",
        "waves.csv",
      ]);
      for (const [name, bytes] of Object.entries(first)) expect(other[name] === bytes, name).toBe(true);
      expect(runs[p]?.stdout).toBe(runs[0]?.stdout);
    },
  );

  test("gives every device of the inventory a restart", () => {
    const { "devices.csv": devices = "", "plan.json": plan = "" } = contentsOf(outs[0] as string);
    const cohorts = (JSON.parse(plan) as { cohorts: { devices: number }[] }).cohorts;
    const all = cohorts.reduce((sum, cohort) => sum + cohort.devices, 0);
    expect(devices.trimEnd().split("\n")).toHaveLength(all + 1);
  });

  test("passes its check, from the folder and from the scenario", async () => {
    const checked = await run(["check", outs[0] as string]);
    expect(checked).toMatchObject({ code: 0, stderr: "" });
    expect(checked.stdout).toMatch(/^PASSED {3}12,210 devices, /);
    expect(await run(["check", contoso, path.join(outs[0] as string, "plan.json")])).toMatchObject({
      code: 0,
    });
  });
});

describe("plan", () => {
  const file = path.join(folder, "small.yaml");
  write(folder, { "small.yaml": scenario() });

  test("prints plan.json, and only that, with --json", async () => {
    const { code, stdout } = await call(["plan", file, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "second-tuesday/plan@1",
      goal: "fastest",
      release: "2026-08-11T17:00:00Z",
      deadline: "2026-08-18T17:00:00Z",
    });
  });

  test("lets options take the place of the scenario's keys", async () => {
    const { stdout } = await call([
      "plan",
      file,
      "--json",
      "--goal",
      "flattest",
      "--headroom",
      "50%",
      "--deadline",
      "5d",
      "--slot",
      "30m",
    ]);
    const plan = JSON.parse(stdout) as { services: { limit: number[] }[] };
    expect(plan).toMatchObject({
      goal: "flattest",
      deadline: "2026-08-16T17:00:00Z",
      grid: { slotMinutes: 30 },
    });
    expect(plan.services[0]?.limit[0]).toBe(2);
  });

  test("counts `next` from --now", async () => {
    write(folder, { "next.yaml": scenario({ release: "{ calendar: microsoft, on: next }" }) });
    const at = async (given: string) =>
      (
        JSON.parse(
          (await call(["plan", path.join(folder, "next.yaml"), "--json", "--now", given])).stdout,
        ) as { release: string }
      ).release;
    expect(await at("2026-08-11T16:59:59Z")).toBe("2026-08-11T17:00:00Z");
    expect(await at("2026-08-12")).toBe("2026-09-08T17:00:00Z");
  });

  test("tells every number that is not the admin's own, whole and with its source, with --assumptions", async () => {
    const { stdout } = await call(["plan", file, "--assumptions"]);
    expect(stdout).toContain(
      "\n  profiles.windows-office.offline: { lognormal: { median: 4m, p95: 12m } }\n",
    );
    expect(stdout).toContain(
      "\n      assumption: a restart that finishes an update takes 3 to 10 min, now and then longer\n",
    );
  });

  test("writes one linear program a level with --write-lp", async () => {
    const lp = path.join(folder, "lp");
    const { code, stderr } = await call(["plan", file, "--write-lp", lp]);
    expect(code).toBe(0);
    const programs = contentsOf(lp);
    expect(Object.keys(programs).length).toBeGreaterThan(0);
    expect(stderr).toBe(`wrote ${Object.keys(programs).join(", ")} to ${lp}\n`);
    for (const [name, text] of Object.entries(programs)) {
      expect(name).toMatch(/^\d-(?:unscheduled|rise|exposure)\.lp$/);
      expect(text).toMatch(/minimi[sz]e/i);
      expect(text).toMatch(/\bend\s*$/i);
    }
  });

  test("says what a plan would need where no capacity is known", async () => {
    write(folder, { "unknown.yaml": scenario({ services: "{ login: { capacity: unknown } }" }) });
    const { code, stdout } = await call(["plan", path.join(folder, "unknown.yaml")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NEEDS [\d.]+\/(?:min|h) {3}unnamed scenario/);
    expect(stdout).toMatch(
      /\nNeeds {4}this plan needs [\d.]+ sign-ins an? (?:minute|hour) on login at worst:/,
    );
    expect(stdout).toMatch(/\nlogin +unknown +not given /);
  });

  test("speaks of one device in the singular", async () => {
    write(folder, { "one.yaml": scenario({ fleet: "[ { site: Berlin, devices: 1 } ]" }) });
    const { code, stdout } = await call(["plan", path.join(folder, "one.yaml")]);
    expect(code).toBe(0);
    expect(stdout).toContain("\nFleet    1 device in 1 cohort\n");
    expect(stdout).not.toMatch(/\b1 devices\b|\b1 cohorts\b|\b1 waves\b/);
  });

  describe("of a capacity that cannot carry the fleet", () => {
    const tight = path.join(folder, "tight.yaml");
    let planned: Run;
    beforeAll(async () => {
      write(folder, {
        "tight.yaml": scenario({
          fleet: "[ { site: Berlin, devices: 4000 } ]",
          deadline: "3d",
          services: "{ login: { capacity: 4/min } }",
        }),
      });
      planned = await call(["plan", tight, "--out", path.join(folder, "tight")]);
    });

    test("exits 3, with how many, why, and a way out", () => {
      expect(planned.code).toBe(3);
      expect(planned.stdout).toMatch(/^DOES NOT FIT {3}[\d,]+ of 4,000 devices have no wave {3}/);
      expect(planned.stdout).toMatch(/\nLEFT OUT [\d,]+ devices\n {9}[\d,]+ capacity: login /);
      expect(planned.stdout).toMatch(/\nWAY OUT {2}[\d.]+\/(?:min|s) more /);
      expect(planned.stdout).toMatch(/\nDONE {5}\d+ % [A-Z][a-z]{2} \d+ \d\d:\d\d, and then no more /);
      expect(planned.stdout).not.toContain("never");
    });

    test("writes the plan all the same, and it passes its check", async () => {
      expect(await call(["check", path.join(folder, "tight")])).toMatchObject({ code: 0 });
    });
  });

  test.each([
    [
      "a deadline before anything is staged",
      {
        deadline: "2d",
        more: "slot: 60m\nprofiles: { windows-office: { extends: windows-office, detect: { fixed: 60h } } }",
      },
      /readiness/,
    ],
    [
      "a window that never opens before the deadline",
      { window: "Sat 10:00-12:00", deadline: "2d", more: "slot: 60m" },
      /windows|deadline/,
    ],
    [
      "a freeze over everything",
      { more: "slot: 60m\nfreezes: [ { from: 2026-08-01T00:00, to: 2026-09-30T00:00 } ]" },
      /windows/,
    ],
  ])("exits 3 at %s", async (what, changes, reason) => {
    const name = `${what}.yaml`;
    write(folder, { [name]: scenario(changes) });
    const { code, stdout } = await call(["plan", path.join(folder, name)]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^DOES NOT FIT {3}100 of 100 devices have no wave/);
    expect(stdout).toMatch(/\nLEFT OUT 100 devices\n/);
    expect(/LEFT OUT[^]*?(?=WAY OUT)/.exec(stdout)?.[0]).toMatch(reason);
    expect(stdout).toContain("\nDONE     never: no device has a wave\n");
  });
});

describe("plan of a bare inventory", () => {
  write(folder, {
    "fleet.csv":
      "Device name,Office,tz,Password\npc1,HQ,Europe/Berlin,hunter2\npc2,HQ,Europe/Berlin,hunter2\npc3,Pune,Asia/Kolkata,hunter2\npc4,Pune,Nowhere/Land,hunter2\n,HQ,Europe/Berlin,hunter2\n",
  });
  const file = path.join(folder, "fleet.csv");
  const window = ["--window", "21:00-05:00", "--now", now];

  test("needs no scenario, and loses no row", async () => {
    const { code, stdout } = await call(["plan", file, ...window, "--capacity", "40/s", "--deadline", "7d"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FITS {3}fleet\.csv /);
    expect(stdout).toContain("\nFleet    5 rows = 3 devices in ");
    expect(stdout).toContain(" + 2 rejected (--rows)\n");
    expect(stdout).toContain('\n         columns passed over: "Password"\n');
  });

  test("lists the rejected rows with their lines with --rows", async () => {
    const { stdout } = await call(["plan", file, ...window, "--rows"]);
    expect(stdout).toContain("\n2 of 5 rows rejected\n");
    expect(stdout).toMatch(/\n {2}line 5: .*"Nowhere\/Land"/);
    expect(stdout).toContain("\n  line 6: no device name\n");
  });

  test("never shows or writes what stands in columns it has no use for", async () => {
    const out = path.join(folder, "secret");
    const { stdout, stderr } = await call(["plan", file, ...window, "--rows", "--assumptions", "--out", out]);
    expect(stdout + stderr + JSON.stringify(contentsOf(out))).not.toContain("hunter2");
  });

  test("takes the profile and the zone from options", async () => {
    write(folder, { "names.csv": "device\npc1\npc2\n" });
    const argv = [
      "plan",
      path.join(folder, "names.csv"),
      ...window,
      "--profile",
      "windows-server",
      "--timezone",
      "Asia/Tokyo",
      "--json",
    ];
    const plan = JSON.parse((await call(argv)).stdout) as { cohorts: object[] };
    expect(plan.cohorts[0]).toMatchObject({ profile: "windows-server", timezone: "Asia/Tokyo" });
  });

  test("reads it where it lies, wherever the command is run", async () => {
    const { code } = await call(["plan", path.relative("/", file), ...window], { cwd: "/" });
    expect(code).toBe(0);
    expect(existsSync(file) && readFileSync(file, "utf8").startsWith("Device name")).toBe(true);
  });
});
