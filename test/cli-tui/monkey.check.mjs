/**
 * Random keys, seeded, for MINUTES (10 unless given): `npm run check:monkey`. The place must not end, must answer to the end, must keep
 * its frame, and must not grow: the memory of the last third of the time is held against that of the second.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dice } from "../bench/cases.mjs";
import { keys, seated } from "../support/seat.mjs";

const minutes = Number(process.env.MINUTES ?? 10);
const seed = Number(process.env.SEED ?? 1);
/** The rest of a plan's memory comes and goes with what the collector finds worth its while. */
const MOST_GROWTH = 1.35;

const scenario = `version: 1 # a small rollout
name: Monkey
release: { at: 2026-08-11T17:00:00Z }
timezone: Europe/Berlin
fleet:
  - { site: Berlin, devices: 300 }
  - { site: Pune, devices: 100, timezone: Asia/Kolkata, profile: windows-laptop }
  - { site: NYC, devices: 200, timezone: America/New_York, profile: windows-server }
window: Mon-Fri 21:00-05:00
deadline: 7d
rings: [{ name: pilot, share: 2%, soak: 24h }, { name: broad }]
freezes:
  - { from: 2026-08-13T18:00, to: 2026-08-14T06:00, sites: [Pune] }
services:
  vpn: { preset: vpn-concentrator, capacity: 60/min } # one box
  login: { preset: active-directory, capacity: 5/s, background: { peak: 1/s, shape: office-day } }
`;

const special = Object.values(keys).filter((key) => key !== keys.ctrlC);
// No q: it would leave. No slash but after a letter: no path that is typed begins with one.
const plain = [..."123456789123456789abcdefghijklmnoprstuvwxyzDSU[]+-<>,.?: 0"];
const rolls = [special, special, plain, plain, plain];

const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-monkey-"));
const file = path.join(folder, "monkey.yaml");
writeFileSync(file, scenario);
const roll = dice(seed);
const one = (from) => from[roll(0, from.length - 1)];
const seat = seated(["tui", "monkey.yaml", "--now", "2026-08-12T05:42:00Z"], {
  columns: 100,
  rows: 30,
  cwd: folder,
});
let isOver = false;
void seat.ended.then((end) => (isOver = end));

const memory = () => {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${seat.pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
};

const fail = (why) => {
  process.stdout.write(`${why}, seed ${seed}, after ${pressed} keys\n${seat.text()}\n`);
  process.exit(1);
};

let pressed = 0;
const samples = [];
await seat.until("planned in");
const end = Date.now() + minutes * 60_000;
let size = [100, 30];
while (Date.now() < end && !isOver) {
  const burst = roll(1, 6);
  for (let i = 0; i < burst; i++, pressed++) seat.press(one(one(rolls)));
  if (roll(0, 19) === 0)
    seat.press(...one(["/ber", "/", "9d", "50%", "2026-08-14T06:00", "35/min"]).replace(/^\//, "x/"));
  if (roll(0, 199) === 0) {
    size = one([
      [80, 24],
      [100, 30],
      [120, 40],
      [200, 60],
      [60, 20],
    ]);
    seat.resize(...size);
  }
  if (pressed % 400 < burst) samples.push(memory());
  await new Promise((resolve) => setTimeout(resolve, roll(5, 60)));
}
if (isOver !== false) fail(`it ended by itself: ${JSON.stringify(isOver)}`);

seat.resize(100, 30);
for (let i = 0; i < 4; i++) {
  seat.press(keys.escape);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
await seat.until(/\[\d \w+\]/, 30_000).catch(() => fail("it answers no more"));
seat.press("?");
await seat.until(/Keys|\?/, 30_000).catch(() => fail("it answers no more"));
if (!/q quit|back/.test(seat.text())) fail("its frame is gone");

const third = Math.floor(samples.length / 3);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [middle, last] = [median(samples.slice(third, 2 * third)), median(samples.slice(2 * third))];
seat.kill("SIGKILL");
await seat.ended;
rmSync(folder, { recursive: true, force: true });
const told = `${minutes} min, seed ${seed}: ${pressed} keys; memory ${middle?.toFixed(0)} MiB, then ${last?.toFixed(0)} MiB`;
if (minutes >= 3 && last > middle * MOST_GROWTH) {
  process.stdout.write(`it grows: ${told}\n`);
  process.exit(1);
}
process.stdout.write(`${told}\n`);
