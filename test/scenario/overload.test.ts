/** What a service is when it is overloaded, as an admin writes it. */
import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/problem.js";
import { readScenario, type Scenario, scenarioDocument } from "../../src/scenario/index.js";

const document = (login: object) => ({
  version: 1,
  release: { at: "2026-08-11T17:00Z" },
  window: "21:00-05:00",
  fleet: [{ site: "Berlin", devices: 100 }],
  services: { login: { capacity: "100/s", ...login } },
});
const read = (login: object, overrides = {}) =>
  readScenario(JSON.stringify(document(login)), { file: "s.json" }, overrides);
const scenarioOf = (login: object, overrides = {}): Scenario => {
  const scenario = read(login, overrides);
  if (!scenario.ok) throw new Error(scenario.problems.map(problemLine).join("\n"));
  return scenario.value;
};
const serviceOf = (login: object) => scenarioOf(login).services.get("login");
const linesOf = (login: object, overrides = {}) => {
  const found = read(login, overrides);
  return found.ok ? [] : found.problems.map((problem) => problemLine(problem).replace(/^s.json:1:\d+ /, ""));
};
const assumed = (login: object) =>
  scenarioOf(login).assumptions.flatMap(({ setting, value, guess }) =>
    setting.startsWith("services.login.retries") ? [[setting.slice(23), value, guess]] : [],
  );

describe("retries", () => {
  test("are the preset's, or assumed, as far as they are not written", () => {
    expect(serviceOf({ preset: "voip-registrar", retries: { giveUp: "5%" } })?.retries).toEqual({
      backoff: { base: 45_000, cap: 1_350_000 },
      giveUp: 0.05,
      failureCost: 0.85,
    });
    expect(assumed({ preset: "voip-registrar", retries: { giveUp: "5%" } })).toEqual([
      ["backoff", "{ base: 45s, cap: 22m30s }", true],
      ["failureCost", "85%", true],
    ]);
    expect(assumed({ preset: "radius-802.1x", retries: { giveUp: 1, failureCost: 0 } })).toEqual([
      ["backoff", "60s", false],
    ]);
    expect(serviceOf({ retries: { backoff: { base: "30s", cap: "30m" } } })?.retries).toEqual({
      backoff: { base: 30_000, cap: 1_800_000 },
      giveUp: 0.1,
      failureCost: 0.5,
    });
  });

  test("of devices that may be offline at once are no number that a plan rests on", () =>
    expect(assumed({ counts: "offline", capacity: 30 })).toEqual([]));
});

describe("a fault of peers", () => {
  const peers = { profiles: { "windows-office": "1%" }, each: "0.1/s" };
  test("is read, and written as it was read; without `fixed` nobody mends it", () => {
    const bug = { shutDown: "2h", promotion: "24h", fixed: "2026-08-14T17:00:00Z" };
    const written = scenarioOf({ peers: { ...peers, bug } });
    expect(written.services.get("login")?.peers?.bug).toEqual({
      shutDown: 7_200_000,
      promotion: 86_400_000,
      fixed: { kind: "instant", at: Date.parse(bug.fixed) },
    });
    expect(scenarioDocument(written)).toMatchObject({
      services: { login: { peers: { bug: { ...bug, promotion: "1d" } } } },
    });
    const forGood = { shutDown: "2h", promotion: "24h" };
    expect(serviceOf({ peers: { ...peers, bug: forGood } })?.peers?.bug?.fixed).toBeNull();
  });

  test.each([
    [
      { shutDown: "2h" },
      'services.login.peers.bug.promotion: "promotion" is missing [key.missing]  write a duration such as 90s, 15m, 2h, 7d or 1h30m',
    ],
    [
      { shutDown: "2h", promotion: "24h", fixed: "2026-08-14T17:00" },
      'services.login.peers.bug.fixed: "2026-08-14T17:00" has no offset [time.offset]  write an instant with its offset such as 2026-08-11T17:00Z or 2026-08-11T19:00+02:00',
    ],
  ])("%j is wrong", (bug, line) => expect(linesOf({ peers: { ...peers, bug } })).toEqual([line]));
});

describe("wrong input is told with its code and a way out", () => {
  const points = (...online: unknown[]) => ({ background: { online, session: "1h" } });
  test.each([
    [
      { retries: { backoff: { base: "1h", cap: "1m" } } },
      "services.login.retries.backoff: the wait cannot grow from 1h to 1m [retries.backoff]  write the shorter wait as base",
    ],
    [
      { retries: { backoff: 10 } },
      "services.login.retries.backoff: 10 cannot stand here [value.form]  write a mean wait such as 10s, or one that grows: { base: 30s, cap: 30m }",
    ],
    [
      { retries: { backoff: "0s" } },
      'services.login.retries.backoff: "0s" is out of range [value.range]  from 1s to 366d',
    ],
    [
      { retries: { giveUp: "120%" } },
      'services.login.retries.giveUp: "120%" is more than the whole [share.range]  write a share such as 40% or 0.4',
    ],
    [
      { retries: { giveup: "20%" } },
      'services.login.retries.giveup: unknown key "giveup" [key.unknown]  did you mean "giveUp"?',
    ],
    [
      { retries: "none" },
      'services.login.retries: expected keys with values, not "none" [value.type]  write retries: { backoff: 10s, giveUp: 33%, failureCost: 60% }',
    ],
    [{ spareFor: -1 }, "services.login.spareFor: -1 is out of range [value.range]  at least 0"],
    [
      { headroom: "much" },
      'services.login.headroom: "much" is not a share [share.syntax]  write a share such as 40% or 0.4',
    ],
    [
      { headroom: ["20%"] },
      'services.login.headroom: ["20%"] cannot stand here [value.form]  write a share such as 40%, or auto',
    ],
    [
      { capacity: "unknown", headroom: "auto" },
      "services.login.headroom: the safe load is a part of the capacity, and that is unknown [headroom.capacity]  write a share such as 40%",
    ],
    [
      { capacity: "unknown", spareFor: 5 },
      "services.login.spareFor: the safe load is a part of the capacity, and that is unknown [spareFor.capacity]  write the capacity, or leave spareFor out",
    ],
    [
      { capacity: 30, counts: "offline", headroom: "auto" },
      "services.login.headroom: what may be offline at once is a number of devices, and nothing is turned away and tries again [headroom.counts]  write a share such as 40%",
    ],
    [
      { capacity: 30, counts: "offline", spareFor: 5 },
      "services.login.spareFor: what may be offline at once is a number of devices, and nothing is turned away and tries again [spareFor.counts]  leave spareFor out",
    ],
    [
      { background: { online: "home", session: "1h" } },
      'services.login.background.online: "home" cannot stand here [value.form]  write home-day, office-hours, or points by local time: [[0h, 30%], [14h30m, 100%]]',
    ],
    [
      { background: { online: "home-day" } },
      'services.login.background.session: "session" is missing [key.missing]  write a duration such as 90s, 15m, 2h, 7d or 1h30m',
    ],
    [
      points(["9h", "50%"], ["9h", "60%"]),
      "services.login.background.online: the points do not ascend [background.online]  write home-day, office-hours, or points by local time: [[0h, 30%], [14h30m, 100%]]",
    ],
    [
      points(["0h", "50%"], ["24h", "60%"]),
      "services.login.background.online: a point is not before 24h, when the next day begins [background.online]  write home-day, office-hours, or points by local time: [[0h, 30%], [14h30m, 100%]]",
    ],
    [
      { counts: "restarts", background: { online: "home-day", session: "1h" } },
      "services.login.background: sessions begin with sign-ins, and this service counts restarts [background.counts]  write counts: signIns, or another background",
    ],
  ])("%j", (login, line) => expect(linesOf(login)).toEqual([line]));

  test("of the option --headroom as well", () => {
    expect(scenarioOf({}, { headroom: "auto" }).services.get("login")?.headroom).toBe("auto");
    expect(linesOf({ capacity: "unknown" }, { headroom: "auto" })).toEqual([
      "--headroom: the safe load is a part of the capacity, and that is unknown [headroom.capacity]  write a share such as 40%",
    ]);
  });

  test("`spareFor: 0` spares nothing, whatever is known", () =>
    expect(serviceOf({ capacity: "unknown", spareFor: 0 })?.spareFor).toBe(0));
});
