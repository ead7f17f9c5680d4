import { execFile } from "node:child_process";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../cli/commands/commands.js";
import { widthOf } from "../../cli/text/fit.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { acts, call, contoso, main, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const file = path.join(folder, "scenario.yaml");
write(folder, {
  "scenario.yaml": scenario({
    services: "{ login: { capacity: 4/min }, a-service-with-a-very-long-name-indeed: { capacity: unknown } }",
    fleet:
      "[ { site: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, devices: 3000 }, { site: 日本, devices: 1, timezone: Asia/Tokyo } ]",
    deadline: "3d",
    more: "slot: 60m",
  }),
});

const shell = (command: string) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile("bash", ["-c", `set -o pipefail; ${command}`], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

describe("help", () => {
  test.each([[[]], [["--help"]], [["help"]]])(
    "of %j lists every command, with examples and exit codes",
    async (argv) => {
      const { code, stdout, stderr } = await call(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      for (const { name, summary } of commands)
        expect(stdout.replace(/\s+/g, " ")).toContain(`${name} ${summary}`);
      expect(stdout).toContain("\nExamples:\n  $ second-tuesday plan scenario.yaml");
      expect(stdout).toContain(
        "Exit codes: 0 done, 1 bug, 2 wrong input, 3 planned but devices are unscheduled.",
      );
    },
  );

  test.each(commands.map(({ name }) => name))(
    "of %s shows its options and examples, in the terminal's width",
    async (name) => {
      const { code, stdout } = await call([name, "--help"], { env: { COLUMNS: "60" } });
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: second-tuesday ${name} `));
      expect(stdout).toMatch(new RegExp(`\\nExamples:\\n {2}\\$ second-tuesday ${name} `));
      const [described = ""] = stdout.split("\nExamples:");
      // The usage line is to be copied, not read.
      for (const line of described.split("\n").slice(1)) expect(widthOf(line)).toBeLessThanOrEqual(60);
      expect((await call(["help", name], { env: { COLUMNS: "60" } })).stdout).toBe(stdout);
    },
  );

  test("--version is the package's", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });

  // Both must answer at once: no solver, no schema library, no calendar.
  test("--help and --version load none of the planner", async () => {
    for (const argument of ["--help", "--version"]) {
      const { stdout, stderr } = await shell(
        `NODE_DEBUG=esm node ${main} ${argument} 2>&1 >/dev/null | grep -oE '/(node_modules|dist)/[^ ?"]+\\.m?js' | sort -u`,
      );
      expect(stderr).toBe("");
      expect(stdout).not.toMatch(/glpk|zod|rrule|ical|yaml|dist\/src/);
    }
  });
});

describe("a wrong call", () => {
  test.each([
    [["plna"], "unknown command 'plna'\n(Did you mean plan?)"],
    [["plan"], "missing required argument 'scenario'"],
    [["plan", "--bogus"], "unknown option '--bogus'"],
    [["plan", "a.yaml", "b.yaml"], "too many arguments for 'plan'"],
    [["plan", "a.yaml", "--out"], "option '-o, --out <dir>' argument missing"],
    [["--bogus"], "unknown option '--bogus'"],
    [["\u001b]0;owned\u0007"], "unknown command '\\u001b]0;owned\\u0007'"],
  ])("%j exits 2 and points to --help", async (argv, message) => {
    const { code, stdout, stderr } = await call(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr).toContain("(--help shows what there is)");
    expect(acts(stderr)).toBe(false);
  });
});

describe("the report", () => {
  test.each([40, 60, 80, 100, 120, 160])("at %d columns has no line that is wider", async (width) => {
    for (const scenarioFile of [file, ...(width === 60 ? [contoso] : [])]) {
      const { stdout } = await call(["plan", scenarioFile, "--assumptions"], {
        env: { COLUMNS: `${width}` },
      });
      for (const line of stdout.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(width);
      expect(stdout).toMatch(/^DOES NOT FIT|^FITS/);
    }
  });

  test("has no escape codes when piped, nor with NO_COLOR; colours never carry the meaning", async () => {
    const [piped, coloured, both] = [
      await run(["plan", file]),
      await run(["plan", file], { env: { FORCE_COLOR: "1" } }),
      await run(["plan", file], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }),
    ];
    expect(acts(piped.stdout)).toBe(false);
    expect(piped.stderr).toBe("");
    expect(both.stdout).toBe(piped.stdout);
    expect(coloured.stdout).toContain("\u001b[31m");
    expect(coloured.stdout.replace(/\u001b\[\d+m/g, "")).toBe(piped.stdout);
  });

  test("ends quietly where the reader went away, with the code of the answer", async () => {
    expect(await shell(`node ${main} plan ${file} | true`)).toEqual({ code: 3, stdout: "", stderr: "" });
    expect(await shell(`node ${main} plan nope.yaml 2>&1 | true`)).toMatchObject({ code: 2, stderr: "" });
  });

  test("says so where the result cannot be written", async () => {
    expect(await shell(`node ${main} schema plan > /dev/full`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the result cannot be written"),
    });
  });
});

describe("hostile names", () => {
  // A NUL makes the whole file binary; a quoted cell may hold the others.
  const names = terminalInjections.filter(
    (name) => !name.includes("\u0000") && !/[\ud800-\udbff](?![\udc00-\udfff])/.test(name),
  );
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = names.flatMap((name, n) => [
    `${cell(name)},HQ,Europe/Berlin,x`,
    `pc${n},${cell(name)},Europe/Berlin,x`,
    `qc${n},HQ,${cell(name)},x`,
  ]);
  write(folder, {
    "hostile.csv": `device,site,timezone,${cell(names[0] as string)}\nfine,HQ,Europe/Berlin,x\n${rows.join("\n")}\n`,
    "hostile.yaml": scenario({
      more: `name: ${JSON.stringify(names[0])}\n${names.map((name) => `${JSON.stringify(name)}: 1`).join("\n")}`,
    }),
    "titled.yaml": scenario({ more: `name: ${JSON.stringify("\u001b]0;owned\u0007 August")}` }),
  });

  test.each([[[]], [["--json"]], [["--rows", "--assumptions"]]])(
    "in an inventory never act on a terminal, with %j",
    async (argv) => {
      const { code, stdout, stderr } = await call([
        "plan",
        path.join(folder, "hostile.csv"),
        "--window",
        "21:00-05:00",
        "--now",
        "2026-08-01",
        ...argv,
      ]);
      expect(code).toBe(0);
      expect(acts(stdout)).toBe(false);
      expect(acts(stderr)).toBe(false);
      if (argv.includes("--json")) JSON.parse(stdout);
    },
  );

  test("of files never act on a terminal", async () => {
    for (const name of names.filter((text) => !text.includes("/"))) {
      for (const argv of [
        ["plan", name],
        ["check", name],
        ["calendar", `./${name}`],
        ["export", name, "--to", name],
      ]) {
        const { code, stdout, stderr } = await call(argv, { cwd: folder });
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(acts(stderr), JSON.stringify(argv)).toBe(false);
      }
    }
  });

  test.each(["hostile.yaml", "titled.yaml"])("in %s neither", async (name) => {
    const { stdout, stderr } = await call(["plan", path.join(folder, name)]);
    expect(acts(stdout)).toBe(false);
    expect(acts(stderr)).toBe(false);
  });
});
