/** Whole clients beside the fluid, on the same wave of restarts: node twin-case.mjs CLIENTS; tells its parent the processor's times. */
import { chance } from "../../dist/src/evaluate/chance.js";
import { simulateFluid } from "../../dist/src/evaluate/fluid.js";
import { simulateTwin } from "../../dist/src/evaluate/twin.js";
import { megabytes, timed } from "./task.mjs";

const clients = Number(process.argv[2]);
const cells = 3_600;
const constant = (value) => new Float64Array(cells).fill(value);
const restarts = (0.4 * clients) / 20;
/** One hour in seconds: 40 % of the clients restart within 20 s. */
const wave = (backoff) => ({
  cell: 1_000,
  clients,
  online: 0.9 * clients,
  capacity: constant(0.01 * clients),
  retries: { backoff, giveUp: 0.1, failureCost: 0.3 },
  ordinary: { kind: "renewals", perSecond: constant(0.004 * clients) },
  leaving: constant(0).fill(restarts, 20, 40),
  returning: constant(0).fill(restarts, 80, 100),
  peers: null,
});

const RUNS = 20;
const repeated = (work) =>
  timed(() => {
    for (let i = 0; i < RUNS; i++) work(i);
  });
process.send("begin");
const fluid = await repeated(() => simulateFluid(wave({ base: 20_000, cap: 20_000 })));
const twin = await repeated((seed) => simulateTwin(wave(20_000), chance(seed)));
process.send({ fluidMs: fluid.cpuMs / RUNS, twinMs: twin.cpuMs / RUNS, megabytes: megabytes() });
