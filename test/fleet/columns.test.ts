import { describe, expect, test } from "vitest";
import { columnsOf } from "../../src/fleet/columns.js";
import { onlyProblem, valueOf } from "./given.js";

const columns = (header: string, chosen: Record<string, string> = {}) =>
  columnsOf({ line: 1, cells: header.split(",") }, new Map(Object.entries(chosen)), "fleet.csv");
/** `{ device: 0 }` */
const found = (header: string, chosen: Record<string, string> = {}) =>
  Object.fromEntries(valueOf(columns(header, chosen)).of);

describe("columns are found by their header", () => {
  test.each([
    [
      "device,site,profile,ring,group,timezone",
      { device: 0, site: 1, profile: 2, ring: 3, group: 4, timezone: 5 },
    ],
    ["Device Name,TIME ZONE,Office Location", { device: 0, timezone: 1, site: 2 }],
    ["Computer_Name,tz,Cluster", { device: 0, timezone: 1, group: 2 }],
    ["DNSHostName,DistinguishedName,Enabled", { device: 0 }],
    ["ID,Asset Name,Asset Tag,Location,Model", { device: 1, site: 3 }],
    ["hostname,site,city,country,timezone,uplink,kind,retired", { device: 0, site: 1, timezone: 4 }],
    ["\ufeffname,site", { device: 0, site: 1 }],
    // Where a column is called as the field is, others are something else.
    ["device,hostname,location,site", { device: 0, site: 3 }],
  ])("%s", (header, expected) => {
    expect(found(header)).toEqual(expected);
  });

  test("the scenario's choice goes before any guess", () => {
    expect(found("name,Rack,site,Name of the PC", { device: "name of the pc", site: "Rack" })).toEqual({
      device: 3,
      site: 1,
    });
    expect(found("device,site", { device: "site" })).toEqual({ device: 1 });
  });

  test("headers that say nothing to us are passed over, whatever they are called", () => {
    expect(valueOf(columns("name,__proto__,constructor.prototype.x,toString,")).passedOver).toEqual([
      "__proto__",
      "constructor.prototype.x",
      "toString",
    ]);
  });
});

describe("columns that cannot be told are a problem with a way out", () => {
  test.each([
    ["name,name", {}, "inventory.several-columns", "rename all but one"],
    [
      "Name,DNSHostName",
      {},
      "inventory.several-columns",
      "choose one in the scenario: columns: { device: Name }",
    ],
    [
      "site,PC no,Device-Name",
      { device: "PC", site: "sit" },
      "inventory.unknown-column",
      'did you mean "site"?',
    ],
    ["alpha,beta", { device: "gamma" }, "inventory.unknown-column", 'the columns are "alpha", "beta"'],
    [
      "PC,site",
      {},
      "inventory.no-device-column",
      'say which in the scenario, columns: { device: ... }; the columns are "PC", "site"',
    ],
    [
      "name,os",
      { zone: "os" },
      "inventory.unknown-field",
      "known: device, site, profile, ring, group, timezone, tags, devices",
    ],
  ])("%s with %j", (header, chosen, code, hint) => {
    const outcome = columns(header, chosen);
    expect(outcome.ok ? [] : outcome.problems).toContainEqual(expect.objectContaining({ code, hint }));
  });

  test("all at once, on the header's line", () => {
    const outcome = columns("name,host,site,location,office", { ring: "wave" });
    expect(outcome.ok ? [] : outcome.problems.map(({ code, place }) => `${place?.line} ${code}`)).toEqual([
      "1 inventory.unknown-column",
      "1 inventory.several-columns",
    ]);
  });

  test("with control characters shown, not sent to the terminal", () => {
    expect(onlyProblem(columns("\u001b]52;c;x\u0007,site")).hint).toContain('"\\u001b]52;c;x\\u0007"');
  });
});
