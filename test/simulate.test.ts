/** What the plan promises by the slot, kept minute by minute; and how far from it noise and herds are. */
import { describe, expect, test } from "vitest";
import { chance } from "../src/evaluate/chance.js";
import { forecast } from "../src/evaluate/forecast.js";
import { noises } from "../src/evaluate/noise.js";
import type { Simulation } from "../src/evaluate/simulation.js";
import { plan, type Solved } from "../src/pipeline.js";
import type { Prepared } from "../src/prepared.js";
import { asPlanned, type Execution, type Simulator, simulatorOf } from "../src/simulate.js";
import { minute } from "../src/units.js";
import { total } from "./client/given.js";
import { forSeeds } from "./support/dice.js";
import { examples, preparedExample } from "./support/examples.js";
import { prepared, solver } from "./support/planning.js";
import { randomScenario } from "./support/scenarios.js";

type Told = { readonly solved: Solved; readonly simulator: Simulator };

async function planned(ready: Prepared): Promise<Told> {
  const solved = plan(ready, await solver(), () => undefined);
  const course = { kind: "planned", stagger: solved.staggered.stagger } as const;
  const simulator = simulatorOf(ready, course, { without: new Set(), fixAt: null });
  if (!simulator.ok) throw new Error("a plan cannot be simulated");
  return { solved, simulator: simulator.value };
}

const known = new Map<string, Promise<Told>>();
const ofExample = (example: string): Promise<Told> => {
  const told = known.get(example) ?? preparedExample(example).then(planned);
  known.set(example, told);
  return told;
};

/** Online, rebooting, waiting and off are all clients in every minute, to 1e-9 of them. */
function expectNobodyLost({ services }: Simulation): void {
  for (const { id, counts, clients, run } of services) {
    if (counts === "offline") continue;
    for (let m = 0; m < run.offered.length; m++) {
      const states = [run.online, run.rebooting, run.backlog, run.off].map((count) => count[m] as number);
      const lost = Math.abs(states.reduce((sum, count) => sum + count) - clients);
      if (lost > 1e-9 * clients || Math.min(...states) < -1e-9 * clients)
        expect.fail(`${id}, minute ${m}: ${states.join(" ")} of ${clients}`);
    }
  }
}

describe.each(examples)("the plan of %s", (example) => {
  test("is over capacity in no minute, and nothing fails", async () => {
    const { solved, simulator } = await ofExample(example);
    expect(solved.plan.unscheduled).toEqual([]);
    const simulation = simulator.run(asPlanned);
    for (const { id, run, failed, gaveUp, outage } of simulation.services) {
      const most = run.utilisation.reduce((highest, used) => Math.max(highest, used), 0);
      expect([id, most <= 1, failed, gaveUp, outage]).toEqual([id, true, 0, 0, null]);
    }
    expectNobodyLost(simulation);
  });

  test("loses nobody, whatever goes wrong", async () => {
    const { simulator } = await ofExample(example);
    expectNobodyLost(simulator.run({ ...asPlanned, herd: true, noise: noises.usual, random: chance(1) }));
  });
});

/** Highest offered load by capacity: as planned, with usual noise (the highest of five seeds), with every wave in a slot's first minute. */
const margins = {
  "contoso/scenario.yaml": {
    vpn: [0.533, 0.545, 0.786],
    vdi: [0.8, 0.998, 18.4],
    "plant-radius": [0.714, 0.786, 29.1],
    desk: [0.956, 0.966, 0.956],
    login: [0.153, 0.153, 0.153],
  },
  "skype-2007.yaml": { skype: [0.867, 0.953, 30.9] },
};

test.each(examples)("the margins of the plan of %s are those of docs/model.md", async (example) => {
  const { simulator } = await ofExample(example);
  const peaks = (execution: Partial<Execution>): readonly number[] =>
    simulator
      .figures({ ...asPlanned, ...execution })
      .map(({ peakUtilisation }) => peakUtilisation ?? Number.NaN);
  const [plain, herd] = [peaks({}), peaks({ herd: true })];
  const noisy = [1, 2, 3, 4, 5].map((seed) => peaks({ noise: noises.usual, random: chance(seed) }));
  const found = simulator.figures(asPlanned).map(({ id }, r) => {
    const most = Math.max(...noisy.map((run) => run[r] as number));
    return [id, [plain[r], most, herd[r]].map((used) => Number(used?.toPrecision(3)))];
  });
  expect(Object.fromEntries(found)).toEqual(margins[example as keyof typeof margins]);
});

test("where nothing fails, the mean over a slot is the forecast, in random scenarios", async () => {
  let compared = 0;
  await forSeeds([41, 46], async (dice) => {
    const { solved, simulator } = await planned(await prepared(randomScenario(dice)));
    const { rollout, staggered } = solved;
    const { loads } = forecast(rollout, staggered.stagger, staggered.unscheduled);
    const perSlot = rollout.grid.slot / minute;
    simulator.run(asPlanned).services.forEach(({ id, failed, run }, r) => {
      const load = loads[r] as Float64Array;
      if (failed > 0) return;
      compared += 1;
      load.forEach((expected, t) => {
        const mean = total(run.offered.subarray(t * perSlot, (t + 1) * perSlot)) / perSlot;
        if (Math.abs(mean - expected) > 1e-9 * Math.max(...load))
          expect.fail(`${id}, slot ${t}: ${mean} is not ${expected}`);
      });
    });
  });
  expect(compared).toBeGreaterThan(6);
});
