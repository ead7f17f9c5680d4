/** How long a changed setting takes to be planned again, from the rows and columns that mattered before. */
import { inProcess } from "./process.mjs";
import { durationText, gapText, tableText } from "./table.mjs";

const goals = ["fastest", "flattest"];
export const names = ["small", "medium", "large"];
export const byDefault = ["small", "medium"];

export async function measure(chosen, limitMs, talk) {
  const found = [];
  for (const name of chosen) {
    for (const goal of goals) {
      talk(`steps of ${name}, ${goal}`);
      // Four solves in one process.
      found.push({ name, goal, ...(await inProcess("steps-case.mjs", [name, goal], 4 * limitMs)) });
    }
  }
  return found;
}

export function text(results, limitMs) {
  const rows = results.flatMap(({ name, goal, results: steps, limit, failed }) =>
    steps === undefined
      ? [[name, goal, "all", limit ? `> ${(4 * limitMs) / 1_000} s` : failed, ...Array(6).fill(null)]]
      : steps.map(({ step, prepareMs, ms, cpuMs, proofMs, searched, gap, left }) => [
          name,
          goal,
          step,
          durationText(ms),
          durationText(cpuMs),
          durationText(proofMs),
          durationText(prepareMs),
          gapText(searched),
          gapText(gap),
          left,
        ]),
  );
  return tableText(
    ["", "goal", "step", "stagger", "cpu", "proof", "prepare", "relaxed - bound", "gap", "left"],
    rows,
    3,
  );
}
