/** Inventories meant to do harm, or that do it by accident. Ids: the collection of hostile cases this project is measured by. */
import { describe, expect, test } from "vitest";
import { readInventory } from "../../src/fleet/inventory.js";
import { fleetOf, onlyProblem, options, read, reasons, ring, sizes } from "./given.js";

const whole = { rings: [ring("all")] };

describe("a hostile inventory", () => {
  test("csv-import-01: a __proto__ column is passed over and pollutes nothing", async () => {
    const fleet = await fleetOf('name,__proto__\npc1,{"polluted":1}\n', whole);
    expect(sizes(fleet)).toEqual(["-/office/all 1"]);
    expect(fleet.notes).toEqual(['columns passed over: "__proto__"']);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("csv-import-03: a constructor.prototype column is passed over", async () => {
    const fleet = await fleetOf("name,constructor.prototype.x\npc1,1\n", whole);
    expect(fleet.notes).toEqual(['columns passed over: "constructor.prototype.x"']);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("csv-import-05: columns called like methods are columns like any other", async () => {
    const fleet = await fleetOf("name,toString,hasOwnProperty,valueOf\npc1,1,2,3\n", whole);
    expect(fleet.imported).toBe(1);
    expect(fleet.notes).toEqual(['columns passed over: "toString", "hasOwnProperty", "valueOf"']);
  });

  test("csv-import-07: a site may be called __proto__", async () => {
    expect(sizes(await fleetOf("name,site\npc1,__proto__\npc2,__proto__\n", whole))).toEqual([
      "__proto__/office/all 2",
    ]);
  });

  test("csv-import-09: UTF-16 is decoded", async () => {
    const bytes = Buffer.from("\ufeffname\tsite\r\npc1\tKöln\r\n", "utf16le");
    expect(bytes.subarray(0, 6).toString("hex")).toBe("fffe6e006100");
    expect(sizes(await fleetOf(bytes, whole))).toEqual(["K%C3%B6ln/office/all 1"]);
  });

  test("csv-import-11: semicolons are recognised", async () => {
    expect(sizes(await fleetOf("name;site\npc1;HQ\n", whole))).toEqual(["HQ/office/all 1"]);
  });

  test("csv-import-13: Excel's sep= line is honoured", async () => {
    expect(sizes(await fleetOf("sep=;\nname;site\npc1;HQ\n", whole))).toEqual(["HQ/office/all 1"]);
  });

  test("csv-import-15: of a file with an unterminated quote nothing is imported", async () => {
    const problem = onlyProblem(await read('name,site\n"pc1,HQ\npc2,HQ\n', whole));
    expect(problem).toMatchObject({ code: "csv.unterminated-quote", place: { file: "fleet.csv", line: 2 } });
  });

  test("csv-import-17: one header twice is refused", async () => {
    const problem = onlyProblem(await read("name,name\npc1,pc2\n", whole));
    expect(problem.message).toBe('columns 1 ("name") and 2 ("name") may all be the device');
  });

  test("csv-import-19: an empty file has no header", async () => {
    expect(onlyProblem(await read("", whole)).message).toBe("the file is empty: it has no header");
  });

  test("csv-import-21: empty and blank names are rejected with their lines", async () => {
    const fleet = await fleetOf("name,site\n,HQ\n   ,HQ\npc1,HQ\n", whole);
    expect(reasons(fleet)).toEqual(["2: no device name", "3: no device name"]);
    const problem = onlyProblem(await read("name,site\n,HQ\n   ,HQ\n", whole));
    expect(problem).toMatchObject({
      code: "inventory.empty",
      message: "none of the 2 rows names a usable device",
      hint: "the first: no device name",
      place: { line: 2 },
    });
  });

  test("csv-import-23: names that look alike in NFC and NFD are one name", async () => {
    const fleet = await fleetOf("name,site\nPC\u0301A,HQ\nP\u0106A,HQ\n", whole);
    expect(sizes(fleet)).toEqual(["HQ/office/all 1"]);
    expect(reasons(fleet)).toEqual([
      '3: "P\u0106A" is on line 2 already (names compare without case, in NFC)',
    ]);
  });

  test("csv-import-25: a count beside a name is refused, and so is one too large to be exact", async () => {
    expect(onlyProblem(await read("name,count\nhq,9007199254740993\n", whole)).hint).toBe(
      'the first: the row names one device but counts "9007199254740993"; remove or rename one of the two columns',
    );
    expect(onlyProblem(await read("site,count\nhq,9007199254740993\n", whole)).hint).toBe(
      'the first: not a number of devices: "9007199254740993"',
    );
  });

  test("csv-import-27: a Windows zone is mapped, offsets are refused with the reason, a fixed zone is noted", async () => {
    const fleet = await fleetOf(
      "name,tz\nhq,EST\nhq2,W. Europe Standard Time\nhq3,GMT+5\nhq4,+05:30\n",
      whole,
    );
    expect(fleet.cohorts.map(({ timezone }) => timezone)).toEqual(["EST", "Europe/Berlin"]);
    expect(fleet.notes).toEqual(["time zone EST is a fixed offset, without daylight saving time"]);
    expect(reasons(fleet)).toEqual([
      '4: time zone "GMT+5" is a fixed offset, without daylight saving time; write a zone, such as Europe/Berlin',
      '5: time zone "+05:30" is a fixed offset, without daylight saving time; write a zone, such as Europe/Berlin',
    ]);
  });

  test("csv-import-29: a long inventory is read as it comes, not kept", async () => {
    let ahead = 0;
    let most = 0;
    async function* long(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("name,site\n");
      for (let at = 0; at < 40; at++) {
        most = Math.max(most, ++ahead);
        yield Buffer.from(Array.from({ length: 1000 }, (_, row) => `pc${at * 1000 + row},HQ\n`).join(""));
        ahead = 0;
      }
    }
    const outcome = await readInventory(long(), { ...options, ...whole });
    expect(outcome.ok && outcome.value.fleet).toMatchObject({ rows: 40_000, imported: 40_000 });
    expect(most).toBe(1);
  });

  test("csv-import-31: archives are refused, never unpacked", async () => {
    for (const head of [
      [0x50, 0x4b, 3, 4],
      [0x1f, 0x8b, 8, 0],
    ])
      expect(onlyProblem(await read(Uint8Array.from([...head, 9, 9, 9, 9]), whole)).code).toBe("csv.binary");
  });

  test("csv-import-33: an endless file of zeros stops at the first block", async () => {
    let blocks = 0;
    async function* zeros(): AsyncGenerator<Uint8Array> {
      for (; blocks < 1000; blocks++) yield new Uint8Array(65_536);
    }
    expect(onlyProblem(await readInventory(zeros(), { ...options, ...whole })).code).toBe("csv.binary");
    expect(blocks).toBeLessThan(3);
  });

  test("names with control, bidi or zero-width characters are rejected, and shown harmlessly", async () => {
    const names = ["pc\u001b[2J", "pc\u202egpj", "pc\u200b1", `x${"y".repeat(255)}`];
    const fleet = await fleetOf(`name\n${names.join("\n")}\npc1\n`, whole);
    expect(fleet).toMatchObject({ rows: 5, imported: 1, rejected: 4 });
    expect(reasons(fleet).slice(0, 3)).toEqual([
      '2: control or invisible character in the device name "pc\\u001b[2J"',
      '3: control or invisible character in the device name "pc\\u202egpj"',
      '4: control or invisible character in the device name "pc\\u200b1"',
    ]);
    expect(reasons(fleet)[3]).toMatch(/^5: device name longer than 255 characters: "xyyy.*\.\.\.$/);
  });
});
