import { describe, expect, it } from "vitest";
import { slotOf } from "../../src/calendar/grid.js";
import { problemsOf, rolloutOf } from "./prepared.js";
import { at, total } from "../client/given.js";

const two = [
  { site: "Berlin", devices: 600, timezone: "Europe/Berlin" },
  { site: "NYC", devices: 400, timezone: "America/New_York", profile: "windows-kiosk" },
];

describe("limits", () => {
  it("are the capacity less headroom, and the background where it is more", async () => {
    const { services, grid } = await rolloutOf({
      services: {
        login: { capacity: "10/s", headroom: "40%", background: { peak: "8/s", shape: "office-day" } },
      },
    });
    const [login] = services;
    const peak = slotOf(grid, at("2026-08-12T08:30+02:00"));
    const night = slotOf(grid, at("2026-08-12T03:00+02:00"));
    // 8:30 to 8:45 falls from 8 to 7.2; at night 0.6 of 6.
    expect(login?.background[peak]).toBeCloseTo(7.6, 9);
    expect(login?.limit?.[peak]).toBeCloseTo(7.6, 9);
    expect(login?.limit?.[night]).toBeCloseTo(6, 9);
  });

  it("are unknown where the capacity is", async () => {
    const { services } = await rolloutOf({ services: { login: { capacity: "unknown" } } });
    expect(services[0]).toMatchObject({ capacity: null, limit: null });
  });
});

describe("instances", () => {
  it("per site: one of each site, each with the full capacity, the background on the site's own clock", async () => {
    const { services, demands, grid } = await rolloutOf({
      fleet: two,
      services: {
        radius: { capacity: "5/s", per: "site", background: { peak: "1/s", shape: "office-day" } },
      },
    });
    expect(services.map(({ id, requestId, capacity }) => [id, requestId, capacity])).toEqual([
      ["radius/Berlin", "radius", 5],
      ["radius/NYC", "radius", 5],
    ]);
    expect(demands.map(({ cohort, loads }) => [cohort.site, loads.map(({ service }) => service)])).toEqual([
      ["Berlin", [0]],
      ["NYC", [1]],
    ]);
    const slot = slotOf(grid, at("2026-08-12T12:00Z"));
    // 14:00 in Berlin, a little past 0.45 - 0.0625; 8:00 in New York, 0.9 and rising.
    expect(services[0]?.background[slot]).toBeCloseTo(0.45 - (0.25 * 67.5) / 240, 9);
    expect(services[1]?.background[slot]).toBeCloseTo(0.925, 9);
  });

  it("with sites: other sites put nothing on it", async () => {
    const { demands } = await rolloutOf({
      fleet: two,
      services: { dc: { capacity: "5/s", sites: ["NYC"] } },
    });
    expect(demands.map(({ loads }) => loads.length)).toEqual([0, 1]);
  });
});

describe("problems", () => {
  it("a site without devices", async () =>
    expect(
      await problemsOf(
        { fleet: { file: "fleet.csv" }, services: { login: { capacity: "5/s", sites: ["Berlim"] } } },
        { "fleet.csv": "device,site\npc-1,Berlin\npc-2,Berlin\n" },
      ),
    ).toMatchObject([
      {
        code: "service.unknown-site",
        hint: expect.stringContaining("Berlin"),
        place: { path: "services.login.sites" },
      },
    ]));

  it("factors that leave out a profile of the fleet", async () =>
    expect(
      await problemsOf({
        fleet: two,
        services: { login: { capacity: "5/s", signIns: { "windows-kiosk": 1 } } },
      }),
    ).toMatchObject([
      { code: "service.sign-ins-incomplete", message: expect.stringContaining('"windows-office"') },
    ]));

  it("an office day over several zones without a zone of its own", async () =>
    expect(
      await problemsOf({
        fleet: two,
        timezone: undefined,
        services: { login: { capacity: "5/s", background: { peak: "1/s", shape: "office-day" } } },
      }),
    ).toMatchObject([{ code: "background.no-timezone" }]));
});

describe("factors", () => {
  it("by profile multiply what its devices do; none puts nothing on it", async () => {
    const { demands } = await rolloutOf({
      fleet: two,
      services: {
        one: { capacity: "5/s", counts: "restarts" },
        some: {
          capacity: "5/s",
          counts: "restarts",
          signIns: { "windows-office": 0.25, "windows-kiosk": 0 },
        },
      },
    });
    const [berlin, nyc] = demands;
    const [one, some] = berlin?.loads.map(({ direct }) => total(direct[0]?.mass ?? [])) as [number, number];
    expect(one).toBeCloseTo(1 / 900, 12);
    expect(some).toBeCloseTo(0.25 / 900, 12);
    expect(nyc?.loads.map(({ service }) => service)).toEqual([0]);
  });
});
