import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { call, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const short = { deadline: "3d", more: "slot: 60m\npolicies: { even: { kind: even } }" };

describe("report", () => {
  test("writes one page that names no place it was written to, and ends as plan does", async () => {
    write(folder, { "small.yaml": scenario(short) });
    const first = await run(["report", "small.yaml", "--out", "a/report.html", "--points", "0"], {
      cwd: folder,
    });
    expect(first).toMatchObject({ stdout: "", stderr: "wrote a/report.html\n" });
    const page = readFileSync(path.join(folder, "a/report.html"), "utf8");
    expect(page).toContain("<code>second-tuesday report small.yaml --points 0</code>");
    expect(page).toContain(readFileSync(path.join(folder, "small.yaml"), "utf8").split("\n")[1] ?? "-");
    const again = await call(["report", "small.yaml", "--points", "0"], { cwd: folder });
    expect(again.code).toBe(first.code);
    expect(again.stdout).toBe(page);
  });

  test("tells all that is wrong at once, and writes nothing", async () => {
    write(folder, { "wrong.yaml": scenario({ deadline: "soon" }) });
    const { code, stdout, stderr } = await call(["report", "wrong.yaml", "--points", "2", "--out", ""], {
      cwd: folder,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--points: not 0 and not a whole number from 3 to 60 [option]");
    expect(stderr).toContain("--out: no file is named [option]");
    expect(stderr).toContain("deadline");
    expect(stderr).toContain("nothing was written");
  });
});
