/** One task from fractions to whole devices. */
import type { Goal } from "../scenario/scenario.js";
import { pricedWaves } from "../service/demand.js";
import type { Service } from "../service/service.js";
import type { Solver } from "./glpk.js";
import { type Optimum, optimum } from "./optimum.js";
import { backgroundPeaks, type Task } from "./program.js";
import { wholeDevices, type WholeStagger } from "./whole.js";

export type TaskResult = WholeStagger & { readonly optimum: Optimum };

export function staggerTask(task: Task, goal: Goal, solve: Solver): TaskResult {
  const best = optimum(task, goal, solve);
  const last = best.levels[best.levels.length - 1];
  if (last === undefined) throw new Error("an optimum has at least one level");
  const prices = last.limitPrices.map((limit, r) => limit.map((price, t) => price + (last.risePrices[r]?.[t] ?? 0)));
  const costs = task.demands.map((demand) => {
    const priced = pricedWaves(demand, prices);
    return demand.behaviour.exposure.map((exposure, p) => exposure + (priced[p] as number));
  });
  const limits = task.services.map(({ limit }) => limit);
  const risen = best.riseAtMost === null ? limits : limitsAtRise(task.services, best.riseAtMost);
  const whole = wholeDevices(task, best.stagger, { limits: risen, costs });
  return { ...whole, optimum: best };
}

/** What a service may carry when the rise is held: never above its limit. */
export function limitsAtRise(services: readonly Service[], rise: number): readonly (Float64Array | null)[] {
  const peaks = backgroundPeaks(services);
  return services.map(({ capacity, limit }, r) => {
    const peak = peaks[r] ?? null;
    if (capacity === null || limit === null || peak === null || peak >= 1) return limit;
    return limit.map((most) => Math.min(most, capacity * (peak + rise * (1 - peak))));
  });
}
