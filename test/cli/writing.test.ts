import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { contentsOf, run, scenario, started, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const devices = Array.from({ length: 400_000 }, (_, d) => `a-device-with-a-rather-long-name-${d}`);
write(folder, {
  "large.csv": `device\n${devices.join("\n")}\n`,
  "small.yaml": scenario(),
});
const argv = [
  "plan",
  path.join(folder, "large.csv"),
  "--window",
  "21:00-05:00",
  "--timezone",
  "Europe/Berlin",
  "--capacity",
  "900/s",
  "--now",
  "2026-08-01",
];

/** Interrupts while devices.csv is being streamed. */
async function interrupted(out: string, signal: NodeJS.Signals) {
  const child = started([...argv, "--out", out]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const isWriting = (): boolean =>
    existsSync(out) &&
    readdirSync(out).some((name) => name.startsWith(".devices.csv.") && name.endsWith(".tmp"));
  while (child.exitCode === null && !isWriting()) await setTimeout(5);
  child.kill(signal);
  const [code, endedBy] = await ended;
  return { code, endedBy, stderr };
}

describe("an interruption while files are written", () => {
  test("removes what is unfinished, the new folders too", async () => {
    const found = await interrupted(path.join(folder, "new", "below"), "SIGINT");
    expect(found).toEqual({ code: null, endedBy: "SIGINT", stderr: "interrupted, nothing was written.\n" });
    expect(existsSync(path.join(folder, "new"))).toBe(false);
  });

  test("leaves the plan that was there before, byte for byte", async () => {
    const out = path.join(folder, "kept");
    mkdirSync(out);
    write(out, { "note.txt": "mine" });
    expect(await run(["plan", path.join(folder, "small.yaml"), "--out", out])).toMatchObject({ code: 0 });
    const before = contentsOf(out);
    expect(await interrupted(out, "SIGTERM")).toMatchObject({ endedBy: "SIGTERM" });
    expect(contentsOf(out)).toEqual(before);
  });
});

describe("plan --out", () => {
  test("makes folders, replaces an older plan and leaves no temporary file", async () => {
    const out = path.join(folder, "a", "b", "it's");
    const first = await run(["plan", path.join(folder, "small.yaml"), "--out", out]);
    const second = await run(["plan", path.join(folder, "small.yaml"), "--out", out]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(readdirSync(out).sort()).toEqual(["plan.ics", "plan.json", "scenario.resolved.json", "waves.csv"]);
    expect(first.stderr).toContain(`next  second-tuesday check '${out.replace("'", "'\\''")}'\n`);
    for (const name of readdirSync(out)) expect(statSync(path.join(out, name)).size).toBeGreaterThan(100);
  });
});
