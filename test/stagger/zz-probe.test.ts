import { test } from "vitest";
import { Dice } from "../support/dice.js";
import { copyOf, faultsOf, planned } from "../support/planning.js";
import { randomScenario } from "../support/scenarios.js";
import { appendFileSync, writeFileSync } from "node:fs";
test("probe", async () => {
  writeFileSync("/tmp/probe.log", "");
  const log = (s: string) => appendFileSync("/tmp/probe.log", s + "\n");
  const [a, b] = (process.env.SEEDS ?? "1,60").split(",").map(Number) as [number, number];
  for (let seed = a; seed <= b; seed++) {
    const doc = randomScenario(new Dice(seed));
    const t = performance.now();
    try {
      const p = await planned(doc);
      const ms = performance.now() - t;
      const f = faultsOf(p.rollout, copyOf(p.plan));
      const l = p.plan.certificate.levels.map(({ name, value, relaxed, bound, gap }) => `${name} v${value.toPrecision(8)} r${relaxed.toPrecision(10)} b${bound.toPrecision(10)} g${gap.toExponential(1)} d${((relaxed - bound) / Math.max(1e-9, Math.abs(relaxed))).toExponential(1)}`).join(" | ");
      log(`${seed} ${ms.toFixed(0)}ms ${p.plan.goal} dev ${p.plan.cohorts.reduce((s, c) => s + c.devices, 0)} slots ${p.plan.grid.slots} unsch ${p.plan.unscheduled.map((u) => `${u.devices}${u.reason}`).join()} ${p.plan.certificate.status} ${l}${f.length ? "\n   FAULT " + f.slice(0, 3).join("\n   FAULT ") : ""}`);
    } catch (e) { log(`${seed} THROW ${(e as Error).message.slice(0, 300)}`); }
  }
}, 600_000);
