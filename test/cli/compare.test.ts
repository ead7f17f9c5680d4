import { beforeAll, describe, expect, test } from "vitest";
import { call, run, scenario, started, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();

beforeAll(() => {
  write(folder, {
    "small.yaml": scenario({
      fleet: "[ { site: Berlin, devices: 60 } ]",
      services: "{ login: { capacity: 1/min, headroom: 50% } }",
      deadline: "3d",
      more: "slot: 60m",
    }),
  });
});

describe("compare", () => {
  test("tells the policies asked for, in a world that is worse too, within the width", async () => {
    const { code, stdout, stderr } = await run(
      ["compare", "small.yaml", "--policies", "unmanaged,even,optimal fastest", "--what-if", "capacity=-25%"],
      { cwd: folder, env: { COLUMNS: "80" } },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^COMPARED {3}unnamed scenario {3}60 devices {3}times of Berlin\nNOBODY {3}With unmanaged /,
    );
    expect(stdout).toMatch(/^OPTIMUM {2}With the optimum /m);
    expect(stdout).toMatch(/^NEAREST {2}Of the simple policies even comes nearest/m);
    expect(stdout).toMatch(/^A {2}optimal fastest .*\nB {2}(?:even|unmanaged) .*\nC {2}(?:even|unmanaged) /m);
    expect(stdout).toMatch(/^WHAT IF {2}capacity=-25%$/m);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("interrupted tells what is done, and ends by the signal", async () => {
    // Fifteen thousand runs: no machine has done them by then.
    const child = started(["compare", "small.yaml", "--runs", "1000", "--json"], { cwd: folder });
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_, by) => resolve(by)));
    const interrupting = setTimeout(() => child.kill("SIGINT"), 3_000);
    const by = await ended;
    clearTimeout(interrupting);
    expect(by).toBe("SIGINT");
    // Where the machine is slow nothing may have begun by then.
    const told = stdout === "" ? null : (JSON.parse(stdout) as { readonly interrupted: unknown });
    if (told !== null) expect(told.interrupted).toMatchObject({ of: expect.any(Number) });
  });

  test.each([
    [["--policies", "evne"], /--policies: there is no policy "evne" \[option\] {2}.*even/],
    [["--policies", " , "], /--policies: names no policy/],
    [["--runs", "0"], /--runs: not a whole number from 1 to 1000/],
    [["--noise", "loud", "--runs", "2"], /--noise: there is no "loud"/],
    [["--runs", "2", "--noise", "none"], /--runs: without noise every run is the same/],
    [["--seed", "4"], /--seed: goes with --runs/],
    [["--csv", "--markdown"], /--markdown: --csv is given already/],
    [["--series"], /--series: goes with --json/],
    [["--sweep", "headroom"], /--sweep: .*headroom.* \[sweep\]/],
    [["--what-if", "rain=1"], /--what-if: .*rain=1.* \[what-if\]/],
    [["--what-if", "capacity.vpn=-25%", "--policies", "even"], /the scenario has no service "vpn"/],
  ])("refuses %j", async (argv, message) => {
    const { code, stdout, stderr } = await call(["compare", "small.yaml", ...argv], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
