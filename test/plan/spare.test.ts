/** Plans under the safe load of a service: what is to be survived, and what chance does inside a minute. */
import { describe, expect, test } from "vitest";
import { filledServices } from "../../src/evaluate/filled.js";
import { readScenario } from "../../src/scenario/index.js";
import { problemLine } from "../../src/problem.js";
import { uncrowdedLoad } from "../../src/service/safe-load.js";
import { problemsOf, rolloutOf } from "../service/prepared.js";
import { Dice } from "../support/dice.js";
import { withOverload } from "../support/overloaded.mjs";
import { type Document, faultsOf, prepared, staggeredOnly } from "../support/planning.js";
import { deltaProfile, randomScenario, release } from "../support/scenarios.js";

const retries = { backoff: "10s", giveUp: "0%", failureCost: "50%" };
const night = (login: Document): Document => ({
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: release },
  slot: "15m",
  deadline: "24h",
  maxPerSlot: "100%",
  window: "21:00-01:00",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", profile: "plain", devices: 9_000 }],
  profiles: { plain: deltaProfile },
  services: { login: { headroom: "0%", capacity: "1/s", retries, ...login } },
});

describe("spareFor", () => {
  test("keeps the plan under the load that survives so many at once, and check agrees", async () => {
    // c = 1/s - 8 x 50 % / 10 s = 0.6/s: 540 a slot.
    const { plan, rollout } = await staggeredOnly(night({ spareFor: 8 }));
    const [login] = plan.services;
    expect(Math.max(...(login?.load ?? []))).toBeCloseTo(0.6, 9);
    expect(login?.limit?.every((limit) => limit <= 0.6 + 1e-12)).toBe(true);
    expect(rollout.services[0]).toMatchObject({ headroomFor: "spare", spareFor: 8, capacity: 1 });
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("asks for nothing where the headroom is more than enough, or clients give up soon enough", async () => {
    for (const login of [
      { spareFor: 8, headroom: "50%" },
      { spareFor: 1e9, headroom: "50%", retries: { ...retries, giveUp: "60%" } },
      // b = 30 % / 50 % of the capacity, whatever comes.
      { spareFor: 1e9, headroom: "50%", retries: { ...retries, giveUp: "30%" } },
    ])
      expect((await prepared(night(login))).rollout.services[0]).toMatchObject({
        headroom: 0.5,
        headroomFor: "asked",
      });
  });

  test("that no load survives is a problem that names the most there can be, and that many are none", async () => {
    const tooMany = await problemsOf(night({ spareFor: 20 }));
    expect(tooMany.map(problemLine)).toEqual([
      "scenario.json:1:323 services.login.spareFor: no load survives 20 at once: their retries alone keep 1/s busy [spareFor.too-many]  write 19 at most, or give more capacity or a longer backoff",
    ]);
    expect(await problemsOf(night({ spareFor: 19 }))).toEqual([]);
  });

  test("of a service with peers charges what is lost at the safe load's share", async () => {
    const peers = { profiles: { plain: "1%" }, each: "0.001/s", clients: 1 };
    const { plan, rollout } = await staggeredOnly(night({ spareFor: 8, peers }));
    expect(rollout.services[0]?.peers?.charge).toBeCloseTo(0.6, 12);
    expect(faultsOf(rollout, plan)).toEqual([]);
  });

  test("that fills a service is no headroom that one could lower", async () => {
    const rollout = await rolloutOf(night({ spareFor: 8, background: { peak: "0.7/s", shape: "flat" } }));
    const [filled] = filledServices(
      rollout,
      rollout.demands.map(({ behaviour }) => [0, behaviour.slots.length] as const),
      false,
    );
    expect(filled).toMatchObject({ sparedFor: 8, wayOut: { headroom: null } });
  });
});

describe("headroom: auto", () => {
  test("leaves room for chance inside a minute, or for what is to be survived where that needs more", async () => {
    const [chance, spare] = await Promise.all(
      [{}, { spareFor: 8 }].map(async (some) => prepared(night({ headroom: "auto", ...some }))),
    );
    expect(chance?.rollout.services[0]?.headroom).toBe(1 - uncrowdedLoad(1));
    expect(chance?.rollout.services[0]?.headroomFor).toBe("chance");
    expect(spare?.rollout.services[0]?.limit?.[0]).toBeCloseTo(0.6, 12);
  });
});

describe("a resolved scenario with all of it", () => {
  test("gives the same rollout and itself again", async () => {
    const roll = new Dice(17);
    for (let seed = 0; seed < 12; seed++) {
      const document = withOverload(randomScenario(roll, { devices: () => 300 }), roll, 1);
      const first = await prepared(document);
      const text = first.resolved.text;
      const second = await prepared(JSON.parse(text) as Document);
      expect(second.resolved.text).toBe(text);
      const loads = ({ rollout }: typeof first) =>
        rollout.services.map(({ background, limit, sessions, headroom }) => ({
          background,
          limit,
          sessions,
          headroom,
        }));
      expect(loads(second)).toEqual(loads(first));
      expect(readScenario(text).ok).toBe(true);
    }
  });
});
