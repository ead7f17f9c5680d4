import { describe, expect, test } from "vitest";
import { call, contoso, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
type Point = {
  readonly rise: number;
  readonly exposure: number;
  readonly bound: number;
  readonly goal: string;
};

describe("frontier", () => {
  test("of contoso: twelve proven points, from the least rise to the fastest, the knee marked", async () => {
    const { code, stdout, stderr } = await run(["frontier", contoso], { env: { COLUMNS: "100" } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("FRONTIER   Contoso, August 2026");
    const rows = stdout.split("\n").filter((line) => /^ *[\d.]+ % .*0\.0\d+ %/.test(line));
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatch(/least rise$/);
    expect(rows.at(-1)).toMatch(/fastest$/);
    expect(rows.filter((row) => row.endsWith("knee"))).toHaveLength(1);
    expect(stdout).toMatch(/knee \d+\.\d % +\d+\.\d %$/m);
  });

  test.each([60, 80, 120])("fits %i columns", async (columns) => {
    const { stdout } = await call(["frontier", contoso, "--points", "3"], { env: { COLUMNS: `${columns}` } });
    expect(stdout).toContain("█");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test("--json has each point with its proof", async () => {
    const { code, stdout } = await call(["frontier", contoso, "--points", "4", "--json"]);
    expect(code).toBe(0);
    const { points, knee } = JSON.parse(stdout) as { points: readonly Point[]; knee: number };
    expect(points.map(({ goal }) => goal)).toEqual(["flattest", "fastest", "fastest", "fastest"]);
    expect([1, 2]).toContain(knee);
    for (const { exposure, bound } of points) expect(exposure / bound - 1).toBeLessThan(1e-3);
    points.slice(1).forEach(({ exposure }, i) => expect(exposure).toBeLessThan(points[i]?.exposure ?? 0));
  });

  test("shows devices that are left out, and ends with 3", async () => {
    write(folder, { "tight.yaml": scenario({ services: "{ login: { capacity: 3/h } }", deadline: "2d" }) });
    const { code, stdout } = await call(["frontier", "tight.yaml", "--points", "3"], { cwd: folder });
    expect(code).toBe(3);
    expect(stdout).toContain("LEFT OUT");
    expect(stdout).toMatch(/devices are left out/);
  });

  test("refuses a fleet without a known capacity, with a way out", async () => {
    write(folder, { "blind.yaml": scenario({ services: "{ login: { capacity: unknown } }" }) });
    const { code, stdout, stderr } = await call(["frontier", "blind.yaml"], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/services: no service has a known capacity .*\[frontier\.no-capacity\] {2}give /);
  });

  test.each(["0", "2", "61", "-5", "many", "1e1", "7.5"])("refuses --points %s", async (points) => {
    const { code, stderr } = await call(["frontier", contoso, `--points=${points}`]);
    expect(code).toBe(2);
    expect(stderr).toContain("--points: not a whole number from 3 to 60 [option]");
  });
});
