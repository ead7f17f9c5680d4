/** `--waves few` of the built command: the report, the files, and what is wrong with a wish. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { contoso, run, type Run, temporaryFolder } from "./command.js";

const out = path.join(temporaryFolder(), "few");

describe("plan --waves few", () => {
  let planned: Run;
  beforeAll(async () => {
    planned = await run(["plan", contoso, "--waves", "few", "--out", out], { env: { COLUMNS: "80" } });
  }, 60_000);

  test("lists what is to be built and says what it costs, no line wider than 80 columns", () => {
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(/^START, LOCAL +UNTIL +SPREAD OVER +RING +SITES +DEVICES +STARTS$/m);
    const [, starts, finest] =
      /^STARTS +(\d+) start times instead of (\d+); exposure/m.exec(planned.stdout) ??
      expect.fail("no starts");
    expect(Number(starts)).toBeLessThan(0.3 * Number(finest));
    expect(planned.stdout.replaceAll(/\s+/g, " ")).toContain("the rest is the price of few start times.");
    for (const line of planned.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("writes a plan that check passes, and one event a start", async () => {
    const starts = (JSON.parse(readFileSync(path.join(out, "plan.json"), "utf8")) as { starts: unknown[] })
      .starts;
    const events = readFileSync(path.join(out, "plan.ics"), "utf8").match(/^BEGIN:VEVENT/gm);
    expect(events).toHaveLength(starts.length);
    expect((await run(["check", out])).stdout).toMatch(/^PASSED/);
  });

  test("is planned again from what it resolved, with the same starts", async () => {
    const again = await run(["plan", path.join(out, "scenario.resolved.json"), "--json"]);
    expect(again.stdout).toBe(readFileSync(path.join(out, "plan.json"), "utf8"));
  });
});

test("what --waves cannot be is said with a way out", async () => {
  const { code, stderr } = await run(["plan", contoso, "--waves", "many"]);
  expect(code).toBe(2);
  expect(stderr).toContain(
    '--waves: "many" cannot stand here [value.form]  write fine, few, or { few: 2%, spread: 2h }',
  );
});
