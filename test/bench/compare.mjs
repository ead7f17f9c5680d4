/** Policies compared on the built-in example, 12,000 devices: every policy there is, with runs of noise, on the threads that the command has. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { durationText } from "./table.mjs";

/** Runs by case: side by side they show that memory does not grow with them. */
const runsOf = { ten: 10, hundred: 100 };

export const names = Object.keys(runsOf);
export const byDefault = ["ten"];

export function measure(chosen, limitMs, talk) {
  return chosen.map((name) => {
    const runs = runsOf[name];
    talk(`compare: ${runs} runs`);
    try {
      const file = path.join(import.meta.dirname, "compare-case.mjs");
      const options = { encoding: "utf8", timeout: limitMs, maxBuffer: 2 ** 26 };
      return JSON.parse(execFileSync(process.execPath, [file, String(runs)], options));
    } catch (failure) {
      if (failure.code === "ETIMEDOUT") return { runs, limit: true };
      throw failure;
    }
  });
}

export const text = (results, limitMs) =>
  results
    .map(({ runs, limit, policies, devices, ms, megabytes }) =>
      limit === true
        ? `${runs} runs: more than ${durationText(limitMs)}`
        : `${policies} policies x ${runs} runs, ${devices} devices: ${durationText(ms)}, ${megabytes} MB`,
    )
    .join("\n");
