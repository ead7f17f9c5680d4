/** How time grows with cohorts, with slots and with devices, which must cost the solver nothing; fastest, one ring, `stagger` alone. */
import { growing } from "./instances.mjs";
import { inProcess } from "./process.mjs";
import { countText, durationText, tableText } from "./table.mjs";

export const names = Object.keys(growing);
export const byDefault = names;

export async function measure(chosen, limitMs, talk) {
  const results = [];
  for (const by of chosen) {
    const steps = [];
    for (const name of growing[by]) {
      talk(`growth with ${by}: ${name}`);
      const seconds = String(limitMs / 1_000);
      steps.push({
        name,
        ...(await inProcess("solver-case.mjs", [name, "fastest", "ours", seconds], limitMs)),
      });
    }
    results.push({ by, steps, power: powerOf(steps) });
  }
  return results;
}

/** p where time grows as size to the p, between the first and the last size; null where one did not finish. */
function powerOf(steps) {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first.ms === undefined || last.ms === undefined) return null;
  return Math.log(last.ms / first.ms) / Math.log(sizeOf(last.name) / sizeOf(first.name));
}

/** `48 cohorts` */
const sizeOf = (name) => Number(name.split(" ")[0]);

export function text(results, limitMs) {
  const rows = results.flatMap(({ by, steps, power }) =>
    steps.map(({ name, ms, limit, failed, solved, left, levels, megabytes }, i) => [
      name,
      solved ? countText(solved.nonzeros) : null,
      ms === undefined ? (limit ? `> ${limitMs / 1_000} s` : failed) : durationText(ms),
      solved ? durationText(solved.ms) : null,
      megabytes,
      left ?? null,
      levels === undefined ? null : levels.at(-1).gap.toExponential(1),
      i < steps.length - 1 ? "" : power === null ? "-" : `${by}^${power.toFixed(2)}`,
    ]),
  );
  const heads = ["", "nonzeros", "ours", "solver", "MB", "left", "gap of plan", "grows as"];
  return tableText(heads, rows, 1);
}
