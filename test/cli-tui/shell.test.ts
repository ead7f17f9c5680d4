/** The shell in a real pseudo-terminal: it comes up, can be driven, and leaves the terminal as it was. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/command.js";
import { keys, type Options, type Seat, seated } from "./pty.js";

const small = `# A small rollout.
version: 1
name: Small # short
release: { at: 2026-08-11T17:00:00Z }
timezone: Europe/Berlin
fleet:
  - { site: Berlin, devices: 300 }
  - { site: Pune, devices: 100, timezone: Asia/Kolkata }
window: Mon-Fri 21:00-05:00
deadline: 7d
services:
  vpn: { preset: vpn-concentrator, capacity: 60/min } # one box
`;

const folder = temporaryFolder();
const file = path.join(folder, "small.yaml");
writeFileSync(file, small);

const opened = async (options: Options = {}, argv: readonly string[] = []): Promise<Seat> => {
  const seat = seated(["tui", file, "--now", "2026-08-12T05:42:00Z", ...argv], options);
  await seat.until("planned in");
  return seat;
};

const left = async (seat: Seat) => {
  const end = await seat.ended;
  return { ...end, buffer: seat.buffer(), cursor: seat.written().lastIndexOf("\u001b[?25h") };
};

describe("ways out leave the usual buffer and the cursor", () => {
  test("q", async () => {
    const seat = await opened();
    expect(seat.buffer()).toBe("alternate");
    seat.press("q");
    const { exitCode, buffer, cursor } = await left(seat);
    expect([exitCode, buffer]).toEqual([0, "normal"]);
    expect(cursor).toBeGreaterThan(seat.written().lastIndexOf("\u001b[?25l"));
  });

  test("Ctrl-C", async () => {
    const seat = await opened();
    seat.press(keys.ctrlC);
    expect((await left(seat)).buffer).toBe("normal");
    expect((await seat.ended).exitCode).toBe(0);
  });

  test.each([
    ["SIGTERM", 15],
    ["SIGINT", 2],
    ["SIGHUP", 1],
  ])("%s ends it by that very signal", async (signal, number) => {
    const seat = await opened();
    seat.kill(signal);
    const { buffer, signal: by } = await left(seat);
    expect([buffer, by]).toEqual(["normal", number]);
  });

  test("a signal while the scenario is still being read", async () => {
    const seat = seated(["tui", file]);
    await seat.until("reading");
    seat.kill("SIGTERM");
    const { buffer, signal } = await left(seat);
    expect([buffer, signal]).toEqual(["normal", 15]);
  });

  test("something thrown is told where it can be read", async () => {
    const thrower = path.join(folder, "thrower.mjs");
    writeFileSync(
      thrower,
      'import { isMainThread } from "node:worker_threads";\nif (isMainThread) process.on("SIGUSR2", () => { throw new Error("a planted bug"); });\n',
    );
    const seat = await opened({ env: { NODE_OPTIONS: `--import ${thrower}` } });
    seat.kill("SIGUSR2");
    const { exitCode, buffer } = await left(seat);
    expect([exitCode, buffer]).toEqual([1, "normal"]);
    expect(seat.text()).toContain("a planted bug");
  });

  test("a scenario that cannot be planned is told as `plan` tells it", async () => {
    const wrong = path.join(folder, "wrong.yaml");
    writeFileSync(wrong, small.replace("deadline: 7d", "deadlin: 7d"));
    const seat = seated(["tui", wrong], { columns: 120 });
    const { exitCode, buffer } = await left(seat);
    expect([exitCode, buffer]).toEqual([2, "normal"]);
    expect(seat.text()).toContain("deadline");
    expect(seat.text()).toContain("wrong.yaml:10");
  });
});

describe("the frame", () => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])("%d x %d: header, body and footer fill all rows but the last", async (columns, rows) => {
    const seat = await opened({ columns, rows });
    // A large frame arrives in parts.
    await seat.until((text) => (text.split("\n")[rows - 2] ?? "") !== "");
    const seen = seat.rows();
    expect(seen[0]).toMatch(/^ Small {3}release Tue 11 Aug 19:00/);
    expect(seen[1]).toContain("[1 Overview]");
    expect(seen[rows - 2]).toMatch(/q quit$/);
    expect(seen[rows - 1]).toBe("");
    for (const screen of "123456789") {
      seat.press(screen);
      await seat.until((text) => {
        const lines = text.split("\n");
        const isWhole = /^ Small/.test(lines[0] ?? "") && /q quit$/.test(lines[rows - 2] ?? "");
        return isWhole && (lines[1]?.includes(`[${screen} `) ?? false) && lines[rows - 1] === "";
      });
    }
    seat.press("q");
    expect((await left(seat)).buffer).toBe("normal");
  });

  test("a terminal that shrinks and grows is drawn anew; too small says so kindly", async () => {
    const seat = await opened({ columns: 120, rows: 40 });
    seat.resize(80, 24);
    await seat.until((text) => /^ Small[^]*q quit\n$/.test(text));
    seat.resize(60, 12);
    await seat.until("needs 80 x 24 cells");
    expect(seat.text()).toContain("60 x 12");
    seat.resize(100, 30);
    await seat.until((text) => /^ Small[^]*q quit\n$/.test(text));
    expect(seat.text().match(/q quit/g)).toHaveLength(1);
  });

  test("sent to the background where no shell would bring it back, it comes back by itself", async () => {
    const seat = await opened();
    seat.press("\u001a");
    await seat.until(() => seat.written().split("\u001b[?1049h").length === 3);
    await seat.until(/^ Small[^]*q quit\n$/);
    seat.press("3");
    await seat.until("[3 Load]");
  });

  test("help lists every key, and the palette finds one by its name", async () => {
    const seat = await opened({ columns: 120, rows: 40 });
    seat.press("?");
    await seat.until("On Overview");
    seat.press(keys.pageDown);
    await seat.until("take the last change back");
    seat.press(keys.escape);
    await seat.until((text) => !text.includes("take the last change back"));
    seat.press(":", ..."frontier");
    await seat.until("go to frontier");
    seat.press(keys.enter);
    await seat.until("[8 Frontier]");
  });

  test("without colours no colour is written", async () => {
    const seat = await opened({ env: { NO_COLOR: "1" } });

    expect(seat.written()).not.toMatch(/\u001b\[(?:3[0-7]|38;5;\d+)m/);
    seat.press("q");
    await seat.ended;
  });
});

describe("where nobody can look", () => {
  test.each([
    ["in CI", { CI: "true" }],
    ["in a terminal that can't be drawn on", { TERM: "dumb" }],
  ])("%s it prints the plan and ends", async (_, env) => {
    const seat = seated(["tui", file], { env, columns: 110, rows: 60 });
    const { exitCode, buffer } = await left(seat);
    expect([exitCode, buffer]).toEqual([0, "normal"]);
    expect(seat.written()).not.toContain("\u001b[?1049h");
    expect(seat.text()).toContain("FITS   Small");
  });
});

test("what the file holds is not touched by looking", async () => {
  const seat = await opened();
  seat.press("q");
  await seat.ended;
  expect(readFileSync(file, "utf8")).toBe(small);
});
