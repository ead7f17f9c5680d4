import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { widthOf } from "../../cli/text/fit.js";
import { styleFor } from "../../cli/text/style.js";
import { type Column, table } from "../../cli/text/table.js";
import { terminalInjections } from "./hostile-terminal.js";

type Row = { readonly site: string; readonly devices: string; readonly note: string };

const columns: readonly Column<Row>[] = [
  { title: "SITE", align: "left", keep: "always", least: 6, cell: ({ site }) => site },
  { title: "DEVICES", align: "right", keep: 2, cell: ({ devices }) => devices },
  { title: "NOTE", align: "left", keep: 1, least: 10, cell: ({ note }) => note },
];
const rows: readonly Row[] = [
  { site: "Berlin headquarters", devices: "4,200", note: "whatever text this is" },
  { site: "日本支社", devices: "12", note: "short" },
];
const style = styleFor({ colour: false });

describe("a table", () => {
  test("with room shows everything, figures to the right", () => {
    expect(table(columns, rows, { width: 60, style })).toEqual([
      "SITE                 DEVICES  NOTE",
      "Berlin headquarters    4,200  whatever text this is",
      "日本支社                  12  short",
    ]);
  });

  test("a title of several lines ends on the line of the others", () => {
    const tall = columns.map((column) =>
      column.title === "NOTE" ? { ...column, title: "A LONG\nNOTE" } : column,
    );
    expect(table(tall, rows.slice(1), { width: 60, style })).toEqual([
      "                   A LONG",
      "SITE      DEVICES  NOTE",
      "日本支社       12  short",
    ]);
  });

  test("with less room shrinks the columns that may shrink", () => {
    expect(table(columns, rows, { width: 40, style })).toEqual([
      "SITE            DEVICES  NOTE",
      "Berlin headqu…    4,200  whatever text …",
      "日本支社             12  short",
    ]);
  });

  test("with too little room drops the least important column", () => {
    expect(table(columns, rows, { width: 24, style })).toEqual([
      "SITE             DEVICES",
      "Berlin headqua…    4,200",
      "日本支社              12",
    ]);
  });

  test("paints cells without moving them", () => {
    const red: readonly Column<Row>[] = [
      {
        title: "SITE",
        align: "left",
        keep: "always",
        cell: ({ site }) => site,
        paint: () => styleFor({ colour: true }).red,
      },
      { title: "DEVICES", align: "right", keep: 2, cell: ({ devices }) => devices },
    ];
    expect(table(red, rows, { width: 60, style })[2]).toBe(`\u001b[31m日本支社\u001b[39m${" ".repeat(18)}12`);
  });

  test.each(terminalInjections)("with the name %j stays a table", (site) => {
    const lines = table(columns, [{ site, devices: "1", note: site }], { width: 80, style });
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(widthOf(line)).toBeLessThanOrEqual(80);
    }
  });

  test("is never wider than asked", () => {
    const row = fc.record({ site: fc.string({ unit: "binary" }), devices: fc.string(), note: fc.string() });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 6, max: 100 }), (some, width) => {
        for (const line of table(columns, some, { width, style }))
          expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
