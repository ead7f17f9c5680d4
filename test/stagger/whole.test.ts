import { describe, expect, test } from "vitest";
import { loadsOf } from "../../src/service/demand.js";
import type { Task } from "../../src/stagger/program.js";
import { wholeDevices, type WholeStagger } from "../../src/stagger/whole.js";
import { prepared } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

/** Ten devices, three slots, at most four of them a slot; two services that take so many sign-ins an hour. */
async function taskOf(login: number, vpn: number): Promise<Task> {
  const { rollout } = await prepared({
    version: 1,
    timezone: "UTC",
    release: { at: release },
    slot: "60m",
    deadline: "19h",
    maxPerSlot: "40%",
    fleet: [{ site: "here", profile: "office", ring: "all", devices: 10 }],
    rings: [{ name: "all" }],
    profiles: { office: { ...deltaProfile, window: "18:00-21:00" } },
    services: {
      login: { capacity: `${login}/h`, headroom: "0%" },
      vpn: { capacity: `${vpn}/h`, headroom: "0%" },
    },
  });
  return {
    slots: rollout.grid.slots,
    demands: rollout.demands,
    usable: [[0, 3]],
    services: rollout.services,
  };
}

function rounded(task: Task, fractional: readonly number[]): WholeStagger {
  const limits = task.services.map(({ limit }) => limit);
  const costs = task.demands.map(({ behaviour }) => behaviour.exposure);
  const whole = wholeDevices(task, [Float64Array.from(fractional)], { limits, costs });
  loadsOf(task, task.services, task.demands, whole.stagger).forEach((load, r) =>
    load.forEach((value, t) => expect(value).toBeLessThanOrEqual((limits[r]?.[t] as number) * (1 + 1e-9))),
  );
  return whole;
}

const shown = ({ stagger, unscheduled }: WholeStagger) => [
  [...(stagger[0] as Float64Array)],
  [...unscheduled],
];

describe("whole devices", () => {
  test("what the fractions leave is placed where there is room, earliest first", async () => {
    expect(shown(rounded(await taskOf(4, 4), [3.4, 3.3, 3.3]))).toEqual([[4, 4, 2], [0]]);
  });

  test("a count this close below a whole one is that one", async () => {
    expect(shown(rounded(await taskOf(4, 4), [3.9999999, 3.9999999, 2.0000002]))).toEqual([[4, 4, 2], [0]]);
  });

  test("what the solver's tolerance put above a limit is taken back, also where another service is just full", async () => {
    // The first service has no room for one more, the second is exceeded by one.
    expect(shown(rounded(await taskOf(4, 3), [4, 3, 3]))).toEqual([[3, 3, 3], [1]]);
    expect(shown(rounded(await taskOf(3, 4), [4, 3, 3]))).toEqual([[3, 3, 3], [1]]);
  });

  test("no more than the cohort and no more than its most in a slot, whatever the fractions say", async () => {
    expect(shown(rounded(await taskOf(9, 9), [4.3, 4.2, 4.1]))).toEqual([[4, 4, 2], [0]]);
  });

  test("devices for which there is no room are left out, none is lost", async () => {
    expect(shown(rounded(await taskOf(2.5, 9), [2.5, 2.5, 2.5]))).toEqual([[2, 2, 2], [4]]);
  });
});
