/** How little a service's limit would have to be raised for every device to fit: the rise of that service alone, minimised. */
import type { Rollout } from "../rollout.js";
import type { Solver } from "./glpk.js";
import { buildProgram, type Task } from "./program.js";
import type { Staggered } from "./stagger.js";

/** Devices; fewer are the solver's tolerance. */
const NOBODY = 1e-6;

/** Limit in the service's unit, with every other limit and the ring dates kept; null where no limit of it would do. */
export function leastLimit(
  rollout: Rollout,
  { task: solved }: Staggered,
  service: number,
  solve: Solver,
): number | null {
  const services = solved.services.map((each, r) =>
    r === service
      ? { ...each, limit: new Float64Array(rollout.grid.slots).fill(Number.POSITIVE_INFINITY) }
      : each,
  );
  const task: Task = { ...solved, services, rising: service };
  const built = buildProgram(task, { name: "rise", unscheduledAtMost: null, riseAtMost: null });
  const solution = solve(built.program);
  const { capacity, background } = solved.services[service] ?? {
    capacity: null,
    background: new Float64Array(),
  };
  if (solution.status !== "optimal" || capacity === null || built.riseColumn === null) return null;
  const left = task.demands.reduce(
    (sum, { cohort }, c) =>
      sum + cohort.devices * (solution.values[built.unscheduledColumn[c] as number] as number),
    0,
  );
  if (left > NOBODY) return null;
  const base = background.reduce((high, value) => Math.max(high, value), 0) / capacity;
  return capacity * (base + (solution.values[built.riseColumn] as number) * (1 - base));
}
