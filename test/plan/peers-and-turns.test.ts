/** A service of which devices that take turns are a part, and of which other devices are peers: both take of one capacity. */
import { expect, test } from "vitest";
import { filledServices } from "../../src/evaluate/filled.js";
import { forecast } from "../../src/evaluate/forecast.js";
import { planText } from "../../src/export/json.js";
import { headroomCosts } from "../../src/explain/limits.js";
import { servicesDuring } from "../../src/service/group.js";
import { copyOf, type Document, faultsOf, prepared, solver, staggering } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const solve = await solver();

/** One of four controllers is gone for two slots of half an hour; each of 60 laptops carries 1/h of 200/h while it is up. */
const both = (changes: Document = {}): Document => ({
  version: 1,
  timezone: "UTC",
  release: { at: release },
  slot: "30m",
  deadline: "2d",
  maxPerSlot: "100%",
  rings: [{ name: "all" }],
  window: "20:00-04:00",
  profile: "office",
  profiles: {
    server: { ...deltaProfile, lead: { fixed: "5m" }, offline: { fixed: "10m" }, signIn: [] },
    office: deltaProfile,
  },
  fleet: [
    ...["A", "B", "C", "D"].map((device) => ({
      site: "Berlin",
      profile: "server",
      ring: "all",
      group: "dc",
      device,
      devices: 1,
    })),
    { site: "Berlin", profile: "office", ring: "all", devices: 600 },
  ],
  order: { dc: { atOnce: 1, settle: "15m", capacityOf: "login" } },
  services: {
    login: {
      capacity: "200/h",
      headroom: "10%",
      background: { peak: "20/h", shape: "flat" },
      peers: { profiles: { office: "10%" }, each: "1/h", promotion: "30m", clients: 2, signInAgain: "50%" },
    },
  },
  ...changes,
});

const planned = async (document: Document) => {
  const { rollout, settled, resolved } = await prepared(document);
  return { ...staggering(rollout, settled.scenario.goal, solve, resolved.digest), resolved };
};

const HOUR = 3600;

test.each(["fastest", "flattest"])("%s: what a slot has is the capacity less both", async (goal) => {
  const { rollout, plan, staggered, resolved } = await planned(both({ goal }));
  expect(faultsOf(rollout, copyOf(plan))).toEqual([]);
  const [login] = plan.services;
  const lost = forecast(rollout, staggered.stagger, staggered.unscheduled).lost[0] as Float64Array;
  const servers = plan.waves.filter(({ cohort }) => cohort.includes("server"));
  expect(servers.map(({ devices }) => devices)).toEqual([1, 1, 1, 1]);
  const isGone = (t: number): boolean => servers.some(({ slot }) => slot <= t && t < slot + 2);
  const kinds = new Set<string>();
  for (const [t, value] of (login?.load ?? []).entries()) {
    const base = isGone(t) ? 150 : 200;
    const away = (lost[t] as number) * HOUR;
    kinds.add(`${base}, ${away > 0.1 ? "peers away" : "peers up"}`);
    expect((login?.capacity?.[t] ?? 0) * HOUR).toBeCloseTo(base - away, 9);
    expect((login?.limit?.[t] ?? 0) * HOUR).toBeCloseTo(0.9 * (base - away), 9);
    expect(value).toBeLessThanOrEqual((login?.limit?.[t] ?? 0) * (1 + 1e-9));
  }
  expect(kinds).toContain("150, peers away");
  expect(kinds).toContain("200, peers away");
  const again = await planned(JSON.parse(resolved.text) as Document);
  expect(planText({ ...again.plan, name: plan.name })).toBe(planText(plan));
  // All laptops are 60 peers of 1/h: a point of headroom is worth 1 % of 90/h or 140/h at least.
  const during = servicesDuring(rollout, staggered.stagger);
  const priced = plan.certificate.prices.flatMap((price) =>
    price.row === "limit" && price.level === "exposure" ? [price] : [],
  );
  const expected = priced.reduce(
    (sum, { slot, price }) => sum + (price * (isGone(slot) ? 90 : 140)) / 100 / HOUR,
    0,
  );
  const costs = headroomCosts({ services: during }, plan);
  expect(costs.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(expected, 9);
  if (goal === "fastest") expect(expected).toBeGreaterThan(0);
});

test("a device more, or a controller out of its turn, is found", async () => {
  const { rollout, plan } = await planned(both());
  const more = copyOf(plan);
  const [first, second] = more.waves.filter(({ cohort }) => cohort.includes("office")) as {
    devices: number;
  }[];
  if (first === undefined || second === undefined) throw new Error("the laptops have one wave");
  first.devices += 1;
  second.devices -= 1;
  expect(faultsOf(rollout, more).join("\n")).toContain("check.limit");
  for (const [key, value] of [
    ["capacity", 150 / HOUR],
    ["limit", 135 / HOUR],
  ] as const) {
    const draft = copyOf(plan);
    const slot = plan.waves[0]?.slot as number;
    const series = draft.services[0]?.[key] as number[];
    expect(series[slot]).not.toBeCloseTo(value, 9);
    series[slot] = value;
    expect(faultsOf(rollout, draft).join("\n")).toContain(`services[0].${key}[${slot}]`);
  }
});

test("what is left while a controller is gone may be full of background alone", async () => {
  const login = (both()["services"] as { login: Document }).login;
  const services = { login: { ...login, background: { peak: "140/h", shape: "flat" } } };
  const { rollout, plan, staggered } = await planned(both({ services }));
  expect(faultsOf(rollout, plan)).toEqual([]);
  const servers = plan.waves.filter(({ cohort }) => cohort.includes("server")).map(({ slot }) => slot);
  const during = { ...rollout, services: servicesDuring(rollout, staggered.stagger) };
  const [filled] = filledServices(during, staggered.usable, false);
  // A quarter of 200/h is gone; 90 % of 150/h are less than 140/h. Above 140 / 0.9 / 0.75 there would be room.
  expect(filled?.slots).toEqual(servers.flatMap((slot) => [slot, slot + 1]));
  expect((filled?.capacity ?? 0) * HOUR).toBeCloseTo(150, 9);
  expect((filled?.whole ?? 0) * HOUR).toBeCloseTo(200, 9);
  expect(filled?.wayOut?.headroom).toBeCloseTo(0.06, 12);
  expect((filled?.wayOut?.capacityAbove ?? 0) * HOUR).toBeCloseTo(140 / 0.9 / 0.75, 9);
  expect(filledServices(rollout, staggered.usable, false)).toEqual([]);
});
