import { describe, expect, it } from "vitest";
import type { Selector } from "../../src/scenario/scenario.js";
import { everyone, fits, marksOf, type Selectable, selectorsOf } from "../../src/scenario/selector.js";
import { scenarioOf } from "./who.js";

const berlin: Selectable = {
  site: "Berlin",
  profile: "office",
  ring: "broad",
  group: null,
  timezone: "Europe/Berlin",
  tags: ["dmz", "vip"],
  device: null,
};
const server: Selectable = { ...berlin, profile: "server", group: "dc", tags: [], device: "SRV-01" };
const who = (parts: Partial<Selector>): Selector => ({ ...everyone, ...parts });

describe("a selector", () => {
  it.each<[string, Partial<Selector> | null, readonly [cohort: boolean, server: boolean]]>([
    ["of nobody in particular", null, [true, true]],
    ["of a site", { site: ["Berlin"] }, [true, true]],
    ["of another site", { site: ["London"] }, [false, false]],
    ["of one of several sites", { site: ["London", "Berlin"] }, [true, true]],
    ["of a profile", { profile: ["server"] }, [false, true]],
    ["of a ring", { ring: ["broad", "pilot"] }, [true, true]],
    ["of a group: no group is none of them", { group: ["dc"] }, [false, true]],
    ["of a zone", { timezone: ["Asia/Tokyo", "Europe/Berlin"] }, [true, true]],
    ["of a tag", { tag: ["vip"] }, [true, false]],
    ["of any of several tags", { tag: ["kiosk", "dmz"] }, [true, false]],
    ["of a tag in another case, which is another tag", { tag: ["VIP"] }, [false, false]],
    ["of a device, in any case", { device: ["srv-01"] }, [false, true]],
    ["of another device", { device: ["srv-02"] }, [false, false]],
    ["of a site and a profile: both", { site: ["Berlin"], profile: ["office"] }, [true, false]],
    ["of a site and a profile: not one alone", { site: ["London"], profile: ["office"] }, [false, false]],
    ["of a group and a device", { group: ["dc"], device: ["SRV-01", "x"] }, [false, true]],
  ])("%s", (_, parts, expected) => {
    const selector = parts === null ? null : who(parts);
    expect([fits(selector, berlin), fits(selector, server)]).toEqual(expected);
  });
});

describe("all selectors of a scenario", () => {
  it("stand where the admin wrote them; windows of the scenario are one list, not one for each preset", () => {
    const scenario = scenarioOf({
      window: [{ during: "20:00-04:00", who: { tag: "vip" } }],
      profiles: {
        office: { extends: "windows-office" },
        "back office": {
          extends: "windows-office",
          windows: [{ during: "20:00-04:00", who: { device: "PC-1" } }],
        },
      },
      profile: "office",
      freezes: [{ on: "1 monthly", who: { group: "dc" } }, { on: "2 monthly" }],
      never: [{ on: "3 monthly", sites: ["Berlin"] }],
      pins: [{ who: { device: "pc-2" }, at: "2026-08-13T22:00" }],
      exclude: [{ who: { tag: ["old", "vip"] }, reason: "replaced" }],
    });
    const found = selectorsOf(scenario).map(({ path, who }) => {
      const given = Object.entries(who).filter(([, list]) => list !== null);
      return `${path} ${given.map(([key, list]) => `${key}=${list?.join()}`).join(" ")}`;
    });
    expect(found.sort()).toEqual([
      "exclude[0] tag=old,vip",
      "freezes[0] group=dc",
      "never[0] site=Berlin",
      "pins[0] device=pc-2",
      'profiles["back office"].windows device=PC-1',
      "windows tag=vip",
    ]);
    const { tags, devices } = marksOf(scenario);
    expect([...tags].sort()).toEqual(["old", "vip"]);
    expect([...devices].sort()).toEqual(["pc-1", "pc-2"]);
  });
});
