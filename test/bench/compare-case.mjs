/** One comparison of the built-in example, in a process of its own: `node compare-case.mjs RUNS`. */
import { comparisons } from "../../dist/cli/solving/comparing.js";
import { asItIs } from "../../dist/src/index.js";

const runs = Number(process.argv[2]);
const world = { now: () => Date.now(), isWatched: false, say: () => undefined };
const start = performance.now();
const { answer } = await comparisons(world, {
  file: "examples/contoso/scenario.yaml",
  options: { now: "2026-08-01" },
  isSound: true,
  asked: { runs, seed: 1, noise: "usual" },
  policies: null,
  variants: [asItIs],
  isRobustnessAsked: false,
});
if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
const [{ comparison }] = answer.value.variants;
console.log(
  JSON.stringify({
    runs,
    policies: comparison.policies.length,
    devices: comparison.devices,
    ms: performance.now() - start,
    // Of the process at its largest, threads included.
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
process.exit(0);
