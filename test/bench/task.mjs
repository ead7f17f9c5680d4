/** What every case of the benchmark needs: a scenario prepared without files, and the programs that all solvers get. */
import { prepare } from "../../dist/src/index.js";
import { riseAllowed } from "../../dist/src/service/rise.js";
import { buildProgram } from "../../dist/src/stagger/program.js";

const inputs = {
  shippedCalendars: [],
  shippedCalendar: async () => null,
  open: async () => ({ ok: false, problems: [] }),
};

export async function prepared(text, overrides = {}) {
  const outcome = await prepare({ text, file: "bench.json", overrides, now: null, inputs });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** The whole rollout as one task: with one ring every position is open. */
export const wholeTask = ({ grid, demands, services }) => ({
  slots: grid.slots,
  demands,
  usable: demands.map(({ behaviour }) => [0, behaviour.slots.length]),
  services,
});

/**
 * The goal's levels one after another on the full model, as a user of `--write-lp` would solve them. Nobody is left out of these
 * instances, so the objective alone is the level's value. `solve` gets a built program and gives its objective.
 */
export async function solveLevels(task, goal, solve) {
  const at = async (level) => {
    const start = performance.now();
    const built = buildProgram(task, level);
    const { cost, rowLower, value } = built.program;
    const buildMs = performance.now() - start;
    const { objective, ...times } = await solve(built);
    const size = { columns: cost.length, rows: rowLower.length, nonzeros: value.length };
    return { name: level.name, relaxed: objective * built.unit, size, times: { buildMs, ...times } };
  };
  const exposure = { name: "exposure", unscheduledAtMost: null, riseAtMost: null };
  if (goal === "fastest") return [await at(exposure)];
  const rise = await at({ ...exposure, name: "rise" });
  return [rise, await at({ ...exposure, unscheduledAtMost: 0, riseAtMost: riseAllowed(rise.relaxed) })];
}

export const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);

/** Wall time, and this process's own work: on a busy machine the two are far apart. */
export const timed = async (work) => {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1_000, value };
};
