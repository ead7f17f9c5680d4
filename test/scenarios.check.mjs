/**
 * A thousand random scenarios, each planned and held against its check: `npm run check:scenarios`, with `-- --seeds 17..20` some of
 * them. Two processes share the work. Ways out are not searched for, since they plan again and again. A fault prints its seed and
 * its scenario, the rest goes on, and the exit code is 1.
 */
import { fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { checkPlan, openSolver, planText, prepare, readPlan } from "../dist/src/index.js";
import { forecast } from "../dist/src/evaluate/forecast.js";
import { buildPlan } from "../dist/src/plan/build.js";
import { stagger } from "../dist/src/stagger/stagger.js";
import { randomScenario } from "./support/random-scenario.mjs";

const PROCESSES = 2;
/** What a scenario may take before its process is ended and it counts as a fault. */
const PATIENCE_MS = 60_000;

const inputs = {
  shippedCalendars: ["microsoft"],
  shippedCalendar: (id) => readFile(new URL(`../calendars/${id}.ics`, import.meta.url), "utf8"),
  open: async () => ({ ok: false, problems: [] }),
};

/** @returns a word for the kind of plan, for the count at the end, and what is wrong with it (null: nothing) */
async function outcomeOf(seed, solve) {
  const text = JSON.stringify(randomScenario(seed));
  const prepared = await prepare({ text, file: "scenario.json", overrides: {}, now: null, inputs });
  if (!prepared.ok) return { kind: `refused: ${prepared.problems[0].code}`, fault: null };
  const { rollout, settled, resolved } = prepared.value;
  const staggered = stagger(rollout, settled.scenario.goal, solve);
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const heading = { name: null, policy: "optimal", scenarioDigest: resolved.digest };
  const plan = buildPlan(heading, rollout, staggered, foreseen, (reason) => reason);
  const read = readPlan(planText(plan), "plan.json");
  const checked = read.ok ? checkPlan(rollout, read.value) : read;
  const left = plan.unscheduled.length > 0 ? "some left out" : "all scheduled";
  return {
    kind: `${plan.goal}, ${left}, ${plan.certificate.status}`,
    fault: checked.ok ? null : checked.problems.map(({ code, message }) => `${code}: ${message}`).join("; "),
  };
}

/** The other side of `fork`: a seed comes in, its outcome goes out. */
async function work() {
  const solve = await openSolver();
  process.on("message", async (seed) => {
    const start = performance.now();
    const outcome = await outcomeOf(seed, solve).catch((failure) => ({
      kind: "thrown",
      fault: failure.stack,
    }));
    process.send({ seed, ms: performance.now() - start, ...outcome });
  });
  process.send("ready");
}

/** Hands out seeds to one process until none is left; a process that hangs or dies gets a successor. */
function labour(seeds, report) {
  return new Promise((resolve) => {
    const next = () => {
      const child = fork(import.meta.filename, ["--work"], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      let [seed, timer] = [undefined, undefined];
      const give = () => {
        clearTimeout(timer);
        seed = seeds.shift();
        if (seed === undefined) return void child.disconnect();
        timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
        child.send(seed);
      };
      child.on("message", (message) => {
        if (message !== "ready") report(message);
        give();
      });
      child.on("exit", (code, signal) => {
        clearTimeout(timer);
        if (seed === undefined) return void resolve();
        const fault =
          signal === "SIGKILL" ? `not planned in ${PATIENCE_MS / 1_000} s` : `ended with ${signal ?? code}`;
        report({ seed, ms: PATIENCE_MS, kind: "stuck", fault });
        next();
      });
    };
    next();
  });
}

/** `--seeds 17..20`, or `--seeds 17`. */
function seedsIn(words) {
  const place = words.indexOf("--seeds");
  const range = place === -1 ? "1..1000" : (words[place + 1] ?? "");
  const found = /^(\d+)(?:\.\.(\d+))?$/.exec(range);
  if (found === null) throw new Error(`--seeds 17..20, not "${range}"`);
  const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

async function main() {
  const seeds = seedsIn(process.argv.slice(2));
  const count = seeds.length;
  const start = performance.now();
  const [kinds, faulty, slowest] = [new Map(), [], { seed: 0, ms: 0 }];
  const report = ({ seed, ms, kind, fault }) => {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (ms > slowest.ms) Object.assign(slowest, { seed, ms });
    if (fault === null) return;
    faulty.push(seed);
    console.log(`seed ${seed}: ${fault}\n${JSON.stringify(randomScenario(seed))}\n`);
  };
  await Promise.all(Array.from({ length: PROCESSES }, () => labour(seeds, report)));
  for (const [kind, many] of [...kinds].sort()) console.log(`${String(many).padStart(5)}  ${kind}`);
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(
    `${count} scenarios in ${seconds} s, slowest seed ${slowest.seed} (${Math.round(slowest.ms)} ms)`,
  );
  console.log(
    faulty.length === 0
      ? "every plan passes its check"
      : `FAILED: seeds ${faulty.sort((a, b) => a - b).join(", ")}`,
  );
  process.exitCode = faulty.length === 0 ? 0 : 1;
}

await (process.argv.includes("--work") ? work() : main());
