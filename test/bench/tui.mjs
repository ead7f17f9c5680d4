/**
 * The terminal's place, in a pseudo-terminal: from start to the first frame and to the plan, and from a key to the frame that shows it,
 * at rest and while a plan is being solved. The yardstick is Node itself saying hello in the same pseudo-terminal.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bigDocument } from "../support/big.mjs";
import { keys, seated } from "../support/seat.mjs";
import { instances } from "./instances.mjs";
import { median, tableText } from "./table.mjs";

const sizes = { "80x24": [80, 24], "120x40": [120, 40], "200x60": [200, 60] };
/** Two thousand cohorts, scrolled and filtered on a large terminal. */
const LONG = "scroll";
export const names = [...Object.keys(sizes), LONG];
export const byDefault = names;

const STARTS = 5;
const PRESSES = 40;

export async function measure(chosen, limitMs, talk) {
  const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-tui-"));
  const file = path.join(folder, "medium.json");
  writeFileSync(file, instances.medium("fastest"));
  try {
    const results = [];
    for (const name of chosen) {
      if (name === LONG) {
        talk("tui: scroll");
        results.push({ name, ...(await scrolled(folder)) });
        continue;
      }
      const [columns, rows] = sizes[name];
      talk(`tui: ${name}`);
      results.push({ name, ...(await measured(file, { columns, rows }, limitMs)) });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(file, size, limitMs) {
  const firsts = [];
  const bare = [];
  for (let i = 0; i < STARTS; i++) {
    const from = performance.now();
    spawnSync(process.execPath, ["-e", "console.log('hello')"]);
    bare.push(performance.now() - from);
    const seat = seated(["tui", file], size);
    firsts.push(await seat.timed(null, "[1 Overview]"));
    seat.kill("SIGKILL");
    await seat.ended;
  }
  const seat = seated(["tui", file], size);
  const planned = await Promise.race([
    seat.timed(null, "planned in").then((ms) => ms),
    new Promise((resolve) => setTimeout(() => resolve(null), limitMs)),
  ]);
  if (planned === null) {
    seat.kill("SIGKILL");
    return { bareMs: median(bare), firstMs: median(firsts), plannedMs: null };
  }
  const atRest = await pressed(seat);
  // Another goal keeps the thread busy for as long as this takes.
  seat.press("g", keys.down, keys.enter);
  await seat.until("planning", limitMs);
  const solving = await pressed(seat);
  const wasSolving = seat.text().includes("planning");
  seat.kill("SIGKILL");
  await seat.ended;
  return {
    bareMs: median(bare),
    firstMs: median(firsts),
    plannedMs: planned,
    atRest,
    solving: wasSolving ? solving : null,
  };
}

async function scrolled(folder) {
  const file = path.join(folder, "long.json");
  writeFileSync(file, JSON.stringify(bigDocument(2000)));
  const seat = seated(["tui", file], { columns: 200, rows: 60 });
  await seat.until("planned in", 300_000);
  seat.press("4");
  await seat.until("all together");
  const steps = [
    ...Array(PRESSES).fill(keys.down),
    ...Array(10).fill(keys.pageDown),
    ...["/", ..."site", keys.escape],
    ...["a", "a", "a", "a"],
  ];
  const times = [];
  for (const step of steps) {
    const before = seat.text();
    times.push(await seat.timed(step, (text) => text !== before));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  seat.kill("SIGKILL");
  await seat.ended;
  return {
    bareMs: null,
    firstMs: null,
    plannedMs: null,
    atRest: { medianMs: median(times), worstMs: Math.max(...times) },
  };
}

/** From screen to screen and back: every frame is another. */
async function pressed(seat) {
  const times = [];
  const screens = [
    ["3", "[3 Load]"],
    ["4", "[4 Schedule]"],
    ["2", "[2 Calendar]"],
    ["1", "[1 Overview]"],
  ];
  for (let i = 0; i < PRESSES; i++) {
    const [key, shown] = screens[i % screens.length];
    times.push(await seat.timed(key, shown));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return { medianMs: median(times), worstMs: Math.max(...times) };
}

const ms = (value) => (value === null || value === undefined ? "-" : `${value.toFixed(0)} ms`);

export function text(results) {
  const rows = results.map(({ name, bareMs, firstMs, plannedMs, atRest, solving }) => [
    name,
    ms(bareMs),
    ms(firstMs),
    firstMs === null ? "-" : (firstMs / bareMs).toFixed(1),
    ms(plannedMs),
    `${ms(atRest?.medianMs)} / ${ms(atRest?.worstMs)}`,
    `${ms(solving?.medianMs)} / ${ms(solving?.worstMs)}`,
  ]);
  return tableText(
    ["terminal", "node hello", "first frame", "ratio", "planned", "key to frame", "while solving"],
    rows,
    1,
  );
}
