/** August 2007 (docs/skype-2007.md): the example does what Skype did, and what else would have happened. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SimulatedService, Simulation, Without } from "../../src/evaluate/simulation.js";
import { plan } from "../../src/pipeline.js";
import { type Course, simulate } from "../../src/simulate.js";
import { type Instant, instant } from "../../src/units.js";
import { preparedText, solver } from "../support/planning.js";

const example = readFileSync("examples/skype-2007.yaml", "utf8");
const at = (text: string): Instant => instant(Date.parse(text));
const never = at("2008-01-01T00:00Z");

type Told = { readonly skype: SimulatedService; readonly simulation: Simulation };
type World = { readonly without?: readonly Without[]; readonly fixAt?: Instant };

async function happening(
  world: World = {},
  text = example,
  course: Course = { kind: "unmanaged" },
): Promise<Told> {
  const whatIf = { without: new Set(world.without), fixAt: world.fixAt ?? null };
  const simulated = simulate(await preparedText(text, "skype-2007.yaml"), course, whatIf);
  if (!simulated.ok) throw new Error("the example cannot be simulated");
  return { skype: simulated.value.services[0] as SimulatedService, simulation: simulated.value };
}

/** Share of those who want to be signed in that is, at an instant. */
function online({ skype, simulation: { grid } }: Told, time: string): number {
  const m = Math.round((at(time) - grid.start) / grid.slot);
  return (skype.run.online[m] as number) / (skype.wanted?.[m] as number);
}

function least(told: Told, from: string, to: string): number {
  const { grid } = told.simulation;
  let lowest = 1;
  for (let t: number = at(from); t < at(to); t += grid.slot)
    lowest = Math.min(lowest, online(told, new Date(t).toISOString()));
  return lowest;
}
const [TUESDAY, SATURDAY] = ["2007-08-14T17:00Z", "2007-08-18T12:00Z"];

describe("restarts and the fault of the network, each alone and together", () => {
  test("neither alone brings the network below 0.8 of those who want it", async () => {
    for (const without of [["bug"], ["reboots"], ["bug", "reboots"]] as const)
      expect(least(await happening({ without }), TUESDAY, SATURDAY)).toBeGreaterThan(0.95);
  });

  test("together they do, on Thursday morning in Europe, and the mended network is back on Saturday", async () => {
    const told = await happening();
    expect(least(told, TUESDAY, "2007-08-15T22:00Z")).toBeGreaterThan(0.95);
    expect(new Date(told.skype.outage?.from ?? 0).toISOString()).toBe("2007-08-16T01:12:00.000Z");
    expect(least(told, "2007-08-16T00:00Z", "2007-08-17T00:00Z")).toBeLessThan(0.3);
    expect(online(told, SATURDAY)).toBeGreaterThan(0.95);
    expect(told.skype.recoveredAt).not.toBeNull();
  });

  test("it stays down where nobody mends it", async () => {
    const told = await happening({ fixAt: never });
    expect(online(told, SATURDAY)).toBeLessThan(0.6);
    expect(told.skype.recoveredAt).toBeNull();
    expect(told.skype.outage?.withoutTrigger).toBeNull();
  });

  test("the same at hours of which figures are known: about half on Thursday morning, about a tenth in the afternoon", async () => {
    const told = await happening();
    expect(online(told, "2007-08-15T14:00Z")).toBeCloseTo(1, 2);
    expect(online(told, "2007-08-16T05:00Z")).toBeCloseTo(0.52, 1);
    expect(online(told, "2007-08-16T14:00Z")).toBeCloseTo(0.16, 1);
    expect(online(told, "2007-08-17T16:00Z")).toBeLessThan(0.4);
  });

  test("clients are neither made nor lost, minute by minute", async () => {
    const { clients, run } = (await happening()).skype;
    for (let m = 0; m < run.online.length; m++) {
      const states = [run.online, run.rebooting, run.backlog, run.off].map((count) => count[m] as number);
      expect(Math.abs(states.reduce((sum, count) => sum + count) - clients)).toBeLessThan(1e-9 * clients);
      expect(Math.min(...states)).toBeGreaterThanOrEqual(-1e-9 * clients);
    }
  });
});

describe("how little it takes", () => {
  /** Of all PCs, the share that restarts at 03:00 or when it is next on; the rest of the 69 % is applied at shutdown. */
  const restarting = (share: number): string =>
    example.replace(
      "unmanaged: windows-2007",
      `unmanaged: { extends: windows-2007, apply: [
        { share: ${0.69 - share}, at: shutdown },
        { share: 31%, at: person, after: { exponential: { mean: 6h } }, hours: "07:00-23:00" },
        { share: ${share}, at: schedule, rrule: "FREQ=DAILY;BYHOUR=3;BYMINUTE=0", missed: 1m }] }`,
    );

  test("the critical share of such restarts is near 0.21", async () => {
    expect((await happening({}, restarting(0.3))).skype.outage?.from).toBe(at("2007-08-16T01:12Z"));
    expect(least(await happening({}, restarting(0.19)), TUESDAY, SATURDAY)).toBeGreaterThan(0.95);
    expect(least(await happening({}, restarting(0.23)), TUESDAY, SATURDAY)).toBeLessThan(0.3);
  });

  test("clients that try once and give up do not bring it down, nor do restarts where servers carry it all", async () => {
    const patient = example.replace(
      "preset: p2p-overlay",
      "preset: p2p-overlay\n    retries: { giveUp: 100% }",
    );
    const once = await happening({ fixAt: never }, patient);
    expect(once.skype.hoursOverCapacity).toBeLessThan(2);
    expect(once.skype.recoveredAt).not.toBeNull();
    // The same capacity, but of servers that stay.
    expect(least(await happening({ without: ["peers"] }), TUESDAY, SATURDAY)).toBeGreaterThan(0.95);
    const servers = await happening({ fixAt: never }, example.replace("1363/s", "2000/s"));
    expect(least(servers, TUESDAY, SATURDAY)).toBeGreaterThan(0.95);
  });
});

test("the planned stagger never uses more than nine tenths", async () => {
  const ready = await preparedText(example, "skype-2007.yaml");
  const { staggered, plan: made } = plan(ready, await solver(), () => undefined);
  expect(made.unscheduled).toEqual([]);
  const { skype } = await happening({ fixAt: never }, example, {
    kind: "planned",
    stagger: staggered.stagger,
  });
  expect(skype.peakUtilisation).toBeLessThan(0.9);
  expect(skype.failed).toBe(0);
});
