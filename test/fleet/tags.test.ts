/** Tags and single devices tell cohorts apart, but only those that some selector asks for. */
import { describe, expect, it } from "vitest";
import { inlineFleet } from "../../src/fleet/inline.js";
import type { InlineDevices } from "../../src/scenario/scenario.js";
import type { Marks } from "../../src/scenario/selector.js";
import { Dice, forSeeds } from "../support/dice.js";
import { fleetOf, options, ring, sizes, valueOf } from "./given.js";

const asking = (tags: readonly string[], devices: readonly string[] = []): { readonly marks: Marks } => ({
  marks: { tags: new Set(tags), devices: new Set(devices.map((name) => name.toLowerCase())) },
});
const oneRing = { rings: [ring("all")] };

const csv = [
  "device,site,tags",
  'PC-1,HQ,"vip, board room"',
  "pc-2,HQ,VIP;dmz",
  "pc-3,HQ, dmz | vip ",
  "pc-4,HQ,",
  "pc-5,HQ,;;|",
  'pc-6,HQ,"Vorstand, Zu\u0308rich"',
].join("\n");

describe("tags of an inventory", () => {
  it("that nobody asks for tell nothing apart", async () => {
    expect(sizes(await fleetOf(csv, oneRing))).toEqual(["HQ/office/all 6"]);
    expect(sizes(await fleetOf(csv, { ...oneRing, ...asking(["kiosk"]) }))).toEqual(["HQ/office/all 6"]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    [
      "comma, semicolon or bar, space around them left out, case told apart",
      ["vip"],
      ["HQ/office/all 4", "HQ/office/all/+vip 2"],
    ],
    [
      "several asked for stand in one order, however they are written",
      ["vip", "dmz"],
      ["HQ/office/all 3", "HQ/office/all/+dmz 1", "HQ/office/all/+dmz/+vip 1", "HQ/office/all/+vip 1"],
    ],
    ["with a space inside", ["board room"], ["HQ/office/all 5", "HQ/office/all/+board%20room 1"]],
    ["in any Unicode form", ["Zürich"], ["HQ/office/all 5", "HQ/office/all/+Z%C3%BCrich 1"]],
    ["of nothing are none", [""], ["HQ/office/all 6"]],
  ])("%s", async (_, tags, expected) => {
    expect(sizes(await fleetOf(csv, { ...oneRing, ...asking(tags) }))).toEqual(expected);
  });

  it("may be a column of another name, and of rows that count devices", async () => {
    const counted = "site,labels,count\nHQ,vip,3\nHQ,dmz,4\nHQ,vip;dmz,5\n";
    expect(sizes(await fleetOf(counted, { ...oneRing, ...asking(["vip"]) }))).toEqual([
      "HQ/office/all 4",
      "HQ/office/all/+vip 8",
    ]);
    const chosen = { columns: new Map([["tags", "Notes"]]), ...oneRing, ...asking(["vip"]) };
    expect(sizes(await fleetOf("device,tags,Notes\npc-1,vip,\npc-2,,vip\n", chosen))).toEqual([
      "-/office/all 1",
      "-/office/all/+vip 1",
    ]);
  });

  it("leave each device in its ring", async () => {
    const many = Array.from({ length: 500 }, (_, i) => `pc-${i},HQ,${i % 3 === 0 ? "vip" : ""}`);
    const file = ["device,site,tags", ...many].join("\n");
    const ringsOf = async (marks: object): Promise<ReadonlyMap<string, number>> => {
      const { cohorts } = await fleetOf(file, marks);
      const sums = new Map<string, number>();
      for (const cohort of cohorts) sums.set(cohort.ring, (sums.get(cohort.ring) ?? 0) + cohort.devices);
      return sums;
    };
    expect(await ringsOf(asking(["vip"], ["pc-7"]))).toEqual(await ringsOf({}));
  });
});

describe("a device that some selector names", () => {
  it("is a cohort of its own, found in any case and spelt as in the inventory", async () => {
    expect(sizes(await fleetOf(csv, { ...oneRing, ...asking(["vip"], ["pc-1", "PC-4"]) }))).toEqual([
      "HQ/office/all 3",
      "HQ/office/all/+vip 1",
      "HQ/office/all/+vip/=PC-1 1",
      "HQ/office/all/=pc-4 1",
    ]);
  });

  it("is not found where rows count devices", async () => {
    const counted = "site,count\nHQ,3\n";
    expect(sizes(await fleetOf(counted, { ...oneRing, ...asking([], ["HQ"]) }))).toEqual(["HQ/office/all 3"]);
  });

  it("keeps signs of the id's own out of it", async () => {
    const odd = 'device,site,tags\n"+a/=b",HQ,"+x/y"\n';
    const [cohort] = (await fleetOf(odd, { ...oneRing, ...asking(["+x/y"], ["+A/=B"]) })).cohorts;
    expect(cohort?.id).toBe("HQ/office/all/+%2Bx%2Fy/=%2Ba%2F%3Db");
    expect(cohort).toMatchObject({ tags: ["+x/y"], device: "+a/=b" });
  });
});

describe("an inline fleet", () => {
  const entry = (parts: Partial<InlineDevices>): InlineDevices => ({
    device: null,
    site: "HQ",
    profile: null,
    ring: null,
    group: null,
    timezone: null,
    tags: [],
    devices: 10,
    ...parts,
  });
  const list = [
    entry({ tags: ["vip", "dmz"] }),
    entry({ tags: ["board room"], devices: 5 }),
    entry({ device: "SRV-1", devices: 1 }),
    entry({}),
  ];
  const place = (changes: object) => inlineFleet(list, { ...options, ...oneRing, ...changes });

  it("is told apart the same way", () => {
    expect(sizes(valueOf(place({})).fleet)).toEqual(["HQ/office/all 26"]);
    expect(sizes(valueOf(place(asking(["dmz", "board room"], ["srv-1"]))).fleet)).toEqual([
      "HQ/office/all 10",
      "HQ/office/all/+board%20room 5",
      "HQ/office/all/+dmz 10",
      "HQ/office/all/=SRV-1 1",
    ]);
  });

  it("that names a device twice is refused, in whatever case", () => {
    const twice = [...list, entry({ device: "srv-1", devices: 1, site: "Lab" })];
    const outcome = inlineFleet(twice, { ...options, ...oneRing });
    expect(outcome.ok ? [] : outcome.problems).toMatchObject([
      {
        code: "fleet.device",
        message: '"srv-1" is in fleet.devices[2] already (names compare without case)',
        place: { path: "fleet.devices[4].device" },
      },
    ]);
  });
});

it("the order of rows changes nothing, whatever is asked for", async () => {
  await forSeeds([1, 20], async (dice: Dice) => {
    const tags = ["vip", "dmz", "old", "a b"];
    const rows = Array.from({ length: dice.whole(1, 60) }, (_, i) => {
      const own = tags.filter(() => dice.chance(0.4));
      return `pc-${i},${dice.pick(["HQ", "Lab"])},"${dice.shuffled(own).join(dice.pick([",", ";", " | "]))}"`;
    });
    const asked = asking(tags.slice(0, dice.whole(0, 4)), ["PC-0", "pc-3"].slice(0, dice.whole(0, 2)));
    const inOrder = async (some: readonly string[]) =>
      sizes(await fleetOf(["device,site,tags", ...some].join("\n"), asked));
    const sorted = await inOrder(rows);
    expect(await inOrder(dice.shuffled(rows))).toEqual(sorted);
    const devices = sorted.map((text) => Number(text.split(" ").at(-1)));
    expect(devices.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  });
});
