import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arriving, rowsOf } from "./given.js";
import { csvRows } from "../../src/fleet/csv.js";

const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};

describe("a CSV file is read as rows with the line on which each starts", () => {
  const two = ["1: name|site", "2: pc1|HQ"];
  test.each([
    ["lines ending in LF", "name,site\npc1,HQ\n", two],
    ["no line end after the last row", "name,site\npc1,HQ", two],
    ["lines ending in CRLF", "name,site\r\npc1,HQ\r\n", two],
    ["lines ending in CR, as old Macs wrote", "name,site\rpc1,HQ\r", two],
    ["a byte order mark", "\ufeffname,site\npc1,HQ\n", two],
    ["semicolons, as Excel writes in Europe", "name;site\npc1;HQ\n", two],
    ["tabs", "name\tsite\npc1\tHQ\n", two],
    ["bars", "name|site\npc1|HQ\n", two],
    ["quoted cells", '"name","site"\n"pc1","HQ"\n', two],
    ["a quoted last cell without line end", 'name,site\npc1,"HQ"', two],
    ["spaces after a closing quote", '"name" ,site\npc1,"HQ"  \n', two],
    ["blank lines, which are no rows", "\n\nname,site\n\n\npc1,HQ\n\n", ["3: name|site", "6: pc1|HQ"]],
    ["Excel's sep= line", "sep=;\nname;site\npc1;HQ\n", ["2: name|site", "3: pc1|HQ"]],
    ["a sep= line with another character", "sep=^\nname^site\npc1^HQ\n", ["2: name|site", "3: pc1|HQ"]],
    [
      "PowerShell's #TYPE line",
      '#TYPE System.String\n"name","site"\n"pc1","HQ"\n',
      ["2: name|site", "3: pc1|HQ"],
    ],
    ["delimiters and doubled quotes inside quotes", 'a,b\n"x, ""y""",z\n', ["1: a|b", '2: x, "y"|z']],
    ["a quoted header with other delimiters in it", '"a;b;c",d\n1,2\n', ["1: a;b;c|d", "2: 1|2"]],
    ["line ends inside quotes", 'a,b\n"x\r\ny",z\nu,v\n', ["1: a|b", "2: x\ny|z", "4: u|v"]],
    ["a quote in the middle of a cell", 'a,b\n15" screen,x\n', ["1: a|b", '2: 15" screen|x']],
    ["rows of other lengths, as they are", "a,b\n1\n1,2,3\n", ["1: a|b", "2: 1", "3: 1|2|3"]],
    ["one column", "name\npc1\n", ["1: name", "2: pc1"]],
    ["a byte order mark in the middle, kept for the reader of cells", "a\n\ufeffb\n", ["1: a", "2: \ufeffb"]],
  ])("with %s", async (_, text, expected) => {
    expect(await rowsOf(text)).toEqual(expected);
    for (let block = 8; block < 24; block++) expect(await rowsOf(text, block)).toEqual(expected);
  });

  test("in UTF-16, little and big endian", async () => {
    expect(await rowsOf(utf16("name\tsite\r\npc1\tKöln\r\n"))).toEqual(["1: name|site", "2: pc1|Köln"]);
    expect(await rowsOf(utf16("name,site\npc1,東京 🗼\n", true))).toEqual(["1: name|site", "2: pc1|東京 🗼"]);
  });
});

describe("what is no CSV file is one problem with its line", () => {
  const bad = (text: string, ...bytes: number[]): Uint8Array =>
    Buffer.concat([Buffer.from(text), Buffer.from(bytes)]);
  test.each([
    ["empty", "", "csv.no-header", undefined],
    ["blank", "\n\r\n\n", "csv.no-header", undefined],
    ["nothing but a byte order mark", "\ufeff", "csv.no-header", undefined],
    ["a zip archive", bad("PK", 3, 4, 20, 0), "csv.binary", undefined],
    ["gzip", bad("", 0x1f, 0x8b, 8, 0), "csv.binary", undefined],
    ["NUL bytes", "name,site\npc1,\0HQ\n", "csv.binary", 2],
    ["UTF-16 without its mark", Buffer.from("name,site\n", "utf16le"), "csv.binary", 1],
    ["Latin-1", bad("name,site\npc1,HQ\npc2,K", 0xf6, 0x6c, 0x6e, 10), "csv.encoding", 3],
    ["UTF-8 cut off", bad("name\npc1\npc", 0xc3), "csv.encoding", 3],
    ["UTF-16 cut off", Buffer.concat([utf16("name\npc1"), Buffer.from([65])]), "csv.encoding", 2],
    ["a quote never closed", 'name,site\npc0,HQ\n"pc1,HQ\npc2,HQ\n', "csv.unterminated-quote", 3],
    ["a quote never closed in a later line of its row", 'a,b\n"x\ny","z\n', "csv.unterminated-quote", 3],
    ["a quote never closed in the header", 'name,"site\npc1,HQ\n', "csv.unterminated-quote", 1],
    ["a quote closed too early", 'name,site\n"pc1" x,HQ\npc2,HQ\n', "csv.stray-quote", 2],
    ["quotes that would swallow a row", 'name,site\n"pc1,HQ\n"pc2",HQ\n', "csv.stray-quote", 3],
    ["a line over 1 MB", `name,site\npc1,HQ\n${"x".repeat(1_200_000)}\n`, "csv.record-too-long", 3],
    ["a header over 1 MB", "x".repeat(1_200_000), "csv.record-too-long", 1],
  ])("%s", async (_, content, code, line) => {
    const problem = await rowsOf(content);
    expect("code" in problem ? [problem.code, problem.place?.line] : problem).toEqual([code, line]);
  });

  test("a line of 200 MB is given up after the first", async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("name,site\n");
      for (; asked < 200; asked++) yield new Uint8Array(1 << 20).fill(65);
    }
    for await (const batch of csvRows(endless(), "fleet.csv"))
      if (!batch.ok)
        expect(batch.problems[0]).toMatchObject({ code: "csv.record-too-long", place: { line: 2 } });
    expect(asked).toBeLessThan(4);
  });
});

/** Rows by the book, a character at a time: a second method. `null` where a quote is wrong. */
function readSlowly(text: string): readonly string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.endsWith("\n") || text === "" ? text : `${text}\n`;
  while (at < source.length) {
    let cell = "";
    if (source[at] === '"') {
      for (at++; source[at] !== '"' || source[at + 1] === '"'; at++) {
        if (at >= source.length) return null;
        cell += source[at];
        if (source[at] === '"') at++;
      }
      for (at++; source[at] === " "; at++);
      if (source[at] !== "," && source[at] !== "\n") return null;
    } else for (; source[at] !== "," && source[at] !== "\n"; at++) cell += source[at];
    row.push(cell);
    if (source[at++] === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}

// The header keeps the delimiter a comma.
const header = "a,b,c";
const messyText = fc
  .array(fc.constantFrom(",", "\n", '"', '""', " ", "x", "é", "\u{1f5fc}", '"x"', '"\n"'), { maxLength: 40 })
  .map((parts) => `${header}\n${parts.join("")}`);

describe("laws", () => {
  test("rows are those of a reader that goes by the book", async () => {
    await fc.assert(
      fc.asyncProperty(messyText, async (text) => {
        const rows = await rowsOf(text);
        const expected = readSlowly(text);
        if (expected === null) expect(rows).toHaveProperty("code");
        else
          expect(Array.isArray(rows) ? rows.map((row: string) => row.replace(/^\d+: /, "")) : rows).toEqual(
            expected.map((cells) => cells.join("|")),
          );
      }),
      { numRuns: 1500 },
    );
  });

  test("where the file is cut while it is read changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(messyText, fc.integer({ min: 8, max: 40 }), async (text, block) => {
        expect(await rowsOf(text, block)).toEqual(await rowsOf(text));
      }),
      { numRuns: 800 },
    );
  });

  test("the line of a row is the number of line ends before it, plus one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("x", '"y\nz"', '"\n\n"', ""), { minLength: 1 }),
        async (cells) => {
          let line = 2;
          const expected: number[] = [];
          for (const cell of cells) {
            if (cell !== "") expected.push(line);
            line += cell.split("\n").length;
          }
          const rows = await rowsOf(["name", ...cells].join("\n"), 16);
          expect(Array.isArray(rows) && rows.slice(1).map((row: string) => Number.parseInt(row, 10))).toEqual(
            expected,
          );
        },
      ),
    );
  });

  test("any bytes end in rows or in one problem, however they arrive", async () => {
    const heard = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
      const batches: unknown[] = [];
      for await (const batch of csvRows(chunks, "fleet.csv")) batches.push(batch);
      return JSON.stringify(batches);
    };
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      messyText.map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 20 }), async (content, size) => {
        expect(await heard(arriving(content, size))).toBe(await heard(arriving(content)));
      }),
      { numRuns: 500 },
    );
  });
});
