import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { call, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const out = path.join(folder, "plan");
const file = path.join(folder, "scenario.yaml");
write(folder, {
  "scenario.yaml": scenario(),
  "other.yaml": scenario({ deadline: "8d" }),
  "not.json": "nonsense",
  "another-format.json": '{ "format": "somebody/else@3" }',
});

beforeAll(async () => {
  expect(await run(["plan", file, "--out", out])).toMatchObject({ code: 0 });
}, 60_000);

type Draft = { waves: { devices: number }[]; scenarioDigest: string };

/** The plan with one thing changed, as a file of its own. */
function forged(name: string, change: (plan: Draft) => void): string {
  const plan = JSON.parse(readFileSync(path.join(out, "plan.json"), "utf8")) as Draft;
  change(plan);
  write(folder, { [name]: JSON.stringify(plan) });
  return path.join(folder, name);
}

describe("check", () => {
  test("passes a plan as it was written", async () => {
    const { code, stdout, stderr } = await run(["check", out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^PASSED {3}100 devices, \d+ waves, 1 service: every device once,/);
  });

  test("passes it against the scenario it came from, whatever the day", async () => {
    const { code, stdout } = await run(["check", file, path.join(out, "plan.json"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ ok: true, problems: [] });
  });

  test("fails a plan with a device too many, says so first, and names the plan's file", async () => {
    const plan = forged("more.json", ({ waves: [wave] }) => (wave as { devices: number }).devices++);
    const { code, stdout } = await call(["check", file, plan]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^FAILED {2}\d+ deviations?: do not roll this plan out, plan again\n/);
    for (const line of stdout.trimEnd().split("\n").slice(1)) expect(line).toContain(`  ${plan} `);
  });

  test("fails another scenario's plan", async () => {
    const { code, stdout } = await call([
      "check",
      path.join(folder, "other.yaml"),
      path.join(out, "plan.json"),
    ]);
    expect(code).toBe(2);
    expect(stdout).toContain("[check.digest]");
  });

  test.each([
    ["a folder without a plan", () => [folder], ["no such file", "no such file"]],
    ["a scenario alone", () => [file], ["a scenario or a plan alone cannot be checked"]],
    [
      "a plan beside a folder",
      () => [out, path.join(out, "plan.json")],
      ["is a folder with a plan of its own"],
    ],
    ["nothing that exists", () => [path.join(folder, "nope")], ["no such file"]],
    ["a plan that is not JSON", () => [file, path.join(folder, "not.json")], ["not JSON"]],
    ["a folder for a plan", () => [file, folder], ["a directory, but a file is needed"]],
  ])("refuses %s", async (_, argv, messages) => {
    const { code, stdout, stderr } = await call(["check", ...argv()]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(messages.length + 1);
    for (const [i, message] of messages.entries()) expect(lines[i]).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("refuses a plan of another format", async () => {
    const { code, stderr } = await call(["check", file, path.join(folder, "another-format.json")]);
    expect(code).toBe(2);
    expect(stderr).toContain("another-format.json format: ");
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("export", () => {
  const targets = [
    ["csv", /^cohort,site,ring,start_utc,start_local,timezone,devices,minutes\n/],
    ["json", /^\{\n {2}"format": "second-tuesday\/plan@1"/],
    ["ics", /^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/],
    ["markdown", /^# /],
  ] as const;

  test.each(targets)("to %s is what the file holds and what the screen gets", async (target, form) => {
    const copy = path.join(folder, `copy.${target}`);
    const [printed, written] = [
      await call(["export", out, "--to", target]),
      await call(["export", path.join(out, "plan.json"), "--to", target, "--out", copy]),
    ];
    expect([printed.code, written.code]).toEqual([0, 0]);
    expect(printed.stdout).toMatch(form);
    expect(readFileSync(copy, "utf8")).toBe(printed.stdout);
    expect(written.stdout).toBe("");
    if (target === "json") expect(printed.stdout).toBe(readFileSync(path.join(out, "plan.json"), "utf8"));
    if (target === "csv") expect(printed.stdout).toBe(readFileSync(path.join(out, "waves.csv"), "utf8"));
    expect(written.stderr).toContain(`wrote ${copy}\n`);
  });

  test.each([
    ["no target", [], "--to: say which target [option]  one of csv, json, ics, markdown"],
    ["an unknown target", ["--to", "cvs"], '--to: no target "cvs" [option]  did you mean "csv"?'],
  ])("refuses %s", async (_, argv, line) => {
    const { code, stderr } = await call(["export", out, ...argv]);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
  });

  // A rename over a device takes it from everybody: found with /dev/null. A link to it keeps a failing test from doing so.
  test("never writes over what is no regular file", async () => {
    const device = path.join(folder, "device");
    symlinkSync("/dev/null", device);
    for (const target of [device, out]) {
      const { code, stderr } = await call(["export", out, "--to", "csv", "--out", target]);
      expect(code).toBe(2);
      expect(stderr).toContain("[file.not-written]");
    }
    expect(lstatSync(device).isSymbolicLink()).toBe(true);
  });
});
