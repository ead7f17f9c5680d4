/** The thread that solves: watched, stopped at any moment, and its failures told as before. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Progress } from "../../src/progress.js";
import { main, run, scenario, started, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
/** Every site has a service of its own: nothing merges, and the least rise of so many takes minutes. */
const sites = Array.from({ length: 150 }, (_, i) => `{ site: S${i}, devices: ${200 + ((i * 37) % 400)} }`);
write(folder, {
  "small.yaml": scenario(),
  "huge.yaml": scenario({
    fleet: `[ ${sites.join(", ")} ]`,
    deadline: "9d",
    services:
      "{ login: { per: site, capacity: 10/min, background: { peak: 2/min, shape: office-day } }, vpn: { capacity: 150/min } }",
    more: "goal: flattest\nslot: 10m",
  }),
  "list.yaml": scenario({
    fleet: `[ ${Array.from({ length: 40_000 }, (_, i) => `{ site: S${i}, devices: 9 }`).join(", ")} ]`,
  }),
});
const [small, huge] = [path.join(folder, "small.yaml"), path.join(folder, "huge.yaml")];

const solving = async () =>
  (await import(
    path.resolve("dist/cli/solving/solving.js")
  )) as typeof import("../../cli/solving/solving.js");
const question = (file: string) => ({ file, options: {}, now: Date.UTC(2026, 7, 1), isSound: true });

describe("a question to the thread", () => {
  test("is dropped at once when its signal aborts, in the middle of a program; the next has a fresh thread", async () => {
    const { ask } = await solving();
    const stop = new AbortController();
    const told: Progress[] = [];
    let [aborted, toldBefore] = [0, 0];
    const watch = (progress: Progress): void => {
      told.push(progress);
      if (progress.stage === "reading" || progress.level === undefined || aborted > 0) return;
      [aborted, toldBefore] = [performance.now(), told.length];
      stop.abort();
    };
    await expect(ask("plan", question(huge), { watch, signal: stop.signal })).rejects.toThrow(/aborted/);
    // Generous: it is a few milliseconds where the machine is idle; the plan itself takes minutes.
    expect(performance.now() - aborted).toBeLessThan(5_000);
    expect(told.length).toBe(toldBefore);
    const idle = { watch: () => undefined, signal: new AbortController().signal };
    const next = await ask("plan", question(small), idle);
    expect(next.ok && next.value.planned.plan.cohorts.length).toBe(2);
  });

  test("aborted before it is asked is not asked", async () => {
    const { ask } = await solving();
    const idle = { watch: () => undefined, signal: AbortSignal.abort() };
    await expect(ask("plan", question(small), idle)).rejects.toThrow(/aborted/);
  });

  test("with a fault of ours in it throws what the thread threw, with the thread's own stack", async () => {
    const { ask } = await solving();
    const wrong = { ...question(small), file: 7 as unknown as string };
    const idle = { watch: () => undefined, signal: new AbortController().signal };
    const fault = await ask("plan", wrong, idle).then(
      () => null,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(TypeError);
    expect((fault as Error).stack).toMatch(/solving\/thread\.js/);
  });

  test("that is wrong already is only read", async () => {
    const { ask } = await solving();
    const told: Progress[] = [];
    const watched = {
      watch: (progress: Progress) => void told.push(progress),
      signal: new AbortController().signal,
    };
    expect(await ask("plan", { ...question(small), isSound: false }, watched)).toEqual({
      ok: false,
      problems: [],
    });
    const missing = { ...question(path.join(folder, "none.yaml")), isSound: false };
    expect(await ask("plan", missing, watched)).toMatchObject({
      ok: false,
      problems: [{ code: "file.unreadable" }],
    });
    expect(told).toEqual([]);
  });
});

describe("an interruption while it solves", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s ends the process with it; nothing is said or written",
    async (signal) => {
      const child = started(["plan", huge, "--out", path.join(folder, signal)]);
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const ended = once(child, "close");
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(child.exitCode).toBe(null);
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(output).toBe("");
      expect(existsSync(path.join(folder, signal))).toBe(false);
    },
  );

  test("by Ctrl-C in a terminal takes the line of progress away", async () => {
    const command = `trap : INT; stty cols 44; node ${main} plan ${huge} --out typed; echo "code $?"`;
    const terminal = spawn("script", ["-qec", command, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], TERM: "xterm", NO_COLOR: "1" },
    });
    let screen = "";
    let isTyped = false;
    terminal.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      if (isTyped || !screen.includes("staggering 300 cohorts")) return;
      isTyped = true;
      terminal.stdin.write("\u0003");
    });
    await once(terminal, "close");
    const drawn = screen.split("\r\u001b[K");
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.at(-1)).toBe("code 130\r\n");
    expect(drawn[0]).toBe("");
    for (const line of drawn.slice(1, -2))
      expect(line).toMatch(/^(?:reading|staggering|dating) .* · \d+\.\d s$/);
    for (const line of drawn.slice(1, -1)) expect(line.length).toBeLessThan(44 + "^C".length);
    expect(readdirSync(folder).sort()).toEqual(["huge.yaml", "list.yaml", "small.yaml"]);
  });
});

test("a plan too large for the memory there is says what to do, and is no bug", async () => {
  const { code, stdout, stderr } = await run(["plan", path.join(folder, "list.yaml")], {
    env: { NODE_OPTIONS: "--max-old-space-size=30" },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^error the plan needs more memory than the \d+ MB that Node may use: allow more with NODE_OPTIONS=--max-old-space-size=\d+, or plan fewer sites at a time\n$/,
  );
});
