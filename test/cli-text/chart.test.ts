import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ChartFrame,
  type ChartSeries,
  bar,
  chartLegend,
  loadChart,
  sparkline,
} from "../../cli/text/chart.js";
import { widthOf } from "../../cli/text/fit.js";
import { type Glyphs, glyphs } from "../../cli/text/glyphs.js";
import { styleFor } from "../../cli/text/style.js";
import { wallOf } from "../../src/calendar/zone.js";
import { loadText, rateUnit } from "../../src/export/figures.js";
import { type Instant, duration, hour, instant, minute } from "../../src/units.js";
import { contoso, firstNight } from "../export/plan-fixture.js";

const plain = styleFor({ colour: false });
const berlin = (at: Instant) => wallOf(at, "Europe/Berlin");
/** 12 August in Berlin. */
const midnight = instant(Date.parse("2026-08-11T22:00:00Z"));

/** Hourly slots, no colour. */
function draw(
  series: Partial<ChartSeries> & Pick<ChartSeries, "load">,
  [width, height]: readonly [number, number],
  marks: Glyphs = glyphs.unicode,
  further: Partial<ChartFrame> = {},
) {
  const time = { start: midnight, slot: hour, slots: series.load.length, wallOf: berlin };
  const label = (load: number) => String(Math.round(load));
  return loadChart(
    { limit: null, ghost: null, ...series },
    { width, height, time, label, style: plain, glyphs: marks, ...further },
  );
}

const load = [1, 2, 4, 8, 6, 3, 0, 8, 5, 1, 1, 1];
const flat = (limit: number) => load.map(() => limit);

describe("the load chart", () => {
  test("draws load in eighths under an unbroken line where the limit holds", () => {
    expect(draw({ load, limit: flat(8) }, [15, 4])).toEqual([
      "8 │┈┈┈┈┈┈┈┈┈┈┈┈",
      "  │   █▄  █▂   ",
      "  │▂▄███▆ ██▂▂▂",
      "0 └Wed 12──────",
    ]);
  });

  test("breaks the line where a load is over the limit by however little", () => {
    expect(draw({ load: [8, 8.0000001, 4, 8 + 1e-12], limit: [8, 8, 8, 8] }, [19, 3])[0]).toBe(
      "8 │┈┈┈┈▁▁▁▁┈┈┈┈┈┈┈┈",
    );
  });

  test("lets a load rise with a limit that rises, without breaking its line", () => {
    expect(draw({ load: [4, 12, 4], limit: [8, 12, 8] }, [16, 4])).toEqual([
      "  │     ┈┈┈┈    ",
      "8 │┈┈┈┈┈▄▄▄▄┈┈┈┈",
      "  │▄▄▄▄▄████▄▄▄▄",
      "0 └Wed 12───────",
    ]);
  });

  test("draws what would happen otherwise behind the load and over the limit", () => {
    expect(draw({ load, limit: flat(4), ghost: load.map((value) => value + 2) }, [16, 6])).toEqual([
      "10 │   ░   ░    ",
      "   │   █░  █░   ",
      " 4 │┈┈░██░┈█▄┈┈┈",
      "   │░░███▄ ██░░░",
      "   │▄█████░██▄▄▄",
      " 0 └Wed 12──────",
    ]);
  });

  test("says the same in ASCII", () => {
    expect(
      draw({ load, limit: flat(4), ghost: load.map((value) => value + 2) }, [16, 6], glyphs.ascii),
    ).toEqual([
      "10 |   '   '    ",
      "   |   #'  #'   ",
      " 4 |--'##'-#.---",
      "   |''###. ##'''",
      "   |.#####'##...",
      " 0 +Wed 12------",
    ]);
  });

  test("gives up its axis where it would be most of the picture", () => {
    expect(draw({ load }, [8, 3])).toEqual(["  █▄ █  ", "▂███ █▂▂", "Wed 12──"]);
  });

  test("tells what is there anyway from what comes on top, and the capacity from the limit", () => {
    const background = [1, 2, 4, 4, 4, 3, 0, 0, 1, 1, 1, 1];
    const series = { load, background, limit: flat(8), capacity: flat(10) };
    expect(draw(series, [16, 6])).toEqual([
      "10 │════════════",
      " 8 │┈┈┈┈┈┈┈┈┈┈┈┈",
      "   │   █▂  █    ",
      "   │  ▒▒▒  █▇   ",
      "   │▒▒▒▒▒▒ █▒▒▒▒",
      " 0 └Wed 12──────",
    ]);
  });

  test("marks the column that is pointed at, and moves or drops a label that is in its way", () => {
    const axisAt = (cursor: number) => draw({ load }, [19, 3], glyphs.unicode, { cursor }).at(-1);
    expect(axisAt(9)).toBe("0 └Wed 12──────▲───");
    expect(axisAt(2)).toBe("0 └───▲Wed 12──────");
    expect(draw({ load, limit: flat(10) }, [15, 4], glyphs.unicode, { cursor: 6 })).toEqual([
      "10 │┈┈┈┈┈┈┈┈┈┈┈",
      " 8 │   ▅▂ │▅   ",
      "   │▂▄▇██▅│██▂▂",
      " 0 └Wed 12▲────",
    ]);
  });

  test("warns above what is over its limit, at the top where that is full", () => {
    expect(draw({ load, limit: flat(6) }, [15, 5], glyphs.unicode, { warns: true })).toEqual([
      "6 │┈┈┈!┈┈┈!┈┈┈┈",
      "  │   ██  █▄   ",
      "  │  ███▄ ██   ",
      "  │▄█████ ██▄▄▄",
      "0 └Wed 12──────",
    ]);
  });

  test("in braille has two columns and four steps a cell, every second dot for what is there anyway", () => {
    const background = [1, 2, 4, 4, 4, 3, 0, 0, 1, 1, 1, 1];
    expect(draw({ load, background, limit: flat(8) }, [12, 4], glyphs.unicode, { ink: "braille" })).toEqual([
      "┈┈┈┈┈┈┈┈┈┈┈┈",
      "   ⣿⣤  ⣿⣀   ",
      "⡀⡠⡪⡪⡪⡢ ⣿⡿⡀⡀⡀",
      "Wed 12──────",
    ]);
  });

  test("of nothing is empty", () => {
    expect(draw({ load: [0, 0] }, [15, 3])).toEqual([
      "  │            ",
      "  │            ",
      "0 └Wed 12──────",
    ]);
  });

  test.each([60, 80, 100, 120])("of a whole plan at %d columns is as it was read by eye", async (width) => {
    const [, vpn] = contoso.services;
    if (vpn === undefined) throw new Error("fixture");
    const time = {
      start: instant(Date.parse(contoso.grid.start)),
      slot: duration(15 * minute),
      slots: contoso.grid.slots,
      wallOf: berlin,
    };
    const label = (value: number) => loadText(value, rateUnit(vpn.peak.load));
    const series = { load: vpn.load, limit: vpn.limit, ghost: firstNight(vpn, 0.7) };
    const lines = [
      chartLegend({ load: "plan", ghost: "all in the first night", limit: "limit" }, glyphs.unicode, plain),
      ...loadChart(series, { width, height: 9, time, label, style: plain, glyphs: glyphs.unicode }),
    ];
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/chart-${width}.txt`);
  });
});

const loads = fc.array(
  fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 10_000),
  { minLength: 1, maxLength: 300 },
);
const sizes = fc.tuple(fc.integer({ min: 12, max: 140 }), fc.integer({ min: 3, max: 20 }));

/** The columns of the drawn area, without labels and days. */
const area = (lines: readonly string[]): readonly (readonly string[])[] =>
  lines.slice(0, -1).map((line) => [...(line.split("│")[1] ?? line)]);

describe("laws of the load chart", () => {
  test("every line is as wide as asked, every chart as high, in colour or not", () => {
    fc.assert(
      fc.property(
        loads,
        fc.double({ min: 0, max: 100, noNaN: true }),
        sizes,
        (values, limit, [width, height]) => {
          const lines = draw({ load: values, limit: values.map(() => limit), ghost: values }, [
            width,
            height,
          ]);
          expect(lines).toHaveLength(height);
          for (const line of lines) expect(widthOf(line)).toBe(width);
        },
      ),
    );
  });

  test("the line is broken exactly if some slot is over the limit, however many share a column", () => {
    fc.assert(
      fc.property(loads, fc.double({ min: 1, max: 100, noNaN: true }), sizes, (values, limit, size) => {
        const drawn = area(draw({ load: values, limit: values.map(() => limit) }, size));
        const line = drawn.find((row) => row.includes("┈"));
        const over = values.some((value) => value > limit * (1 + 1e-9));
        const whole = line?.every((cell) => cell === "┈") ?? false;
        expect(whole).toBe(!over);
      }),
    );
  });

  test("the highest load reaches the top of the area, however narrow", () => {
    fc.assert(
      fc.property(loads, sizes, (values, size) => {
        fc.pre(Math.max(...values) > 0);
        expect(area(draw({ load: values }, size))[0]).toContain("█");
      }),
    );
  });
});

describe("the sparkline", () => {
  test("is one line with every peak in it, and marks what is over its top", () => {
    expect(sparkline([0, 0, 0, 8, 0, 0, 1, 0, 4, 0, 9, 0], 6, 8, glyphs.unicode)).toBe(" █ ▁▄!");
    expect(sparkline([0, 4, 8], 3, 8, glyphs.ascii)).toBe(" .#");
  });

  test("is as wide as asked and shows the maximum", () => {
    fc.assert(
      fc.property(loads, fc.integer({ min: 1, max: 100 }), (values, width) => {
        const line = sparkline(values, width, Math.max(...values), glyphs.unicode);
        expect(widthOf(line)).toBe(width);
        if (Math.max(...values) > 0) expect(line).toContain("█");
      }),
    );
  });
});

test.each([
  [0, ""],
  [0.001, "▏"],
  [45, "█████"],
  [50, "█████▋"],
  [90, "██████████"],
  [200, "██████████"],
])("a bar of %d in 90 over ten cells is %s", (value, drawn) => {
  expect(bar(value, 90, 10, glyphs.unicode)).toBe(drawn);
});
