import { describe, expect, test } from "vitest";
import { loadChart } from "../../cli/page/load-chart.js";
import { textOfMarkup } from "../../cli/page/markup.js";
import { duration, hour, instant } from "../../src/units.js";

const start = instant(Date.parse("2026-08-11T18:00:00Z"));
const grid = { start, slot: duration(6 * hour), slots: 4 };
const frame = { zone: "UTC", place: "UTC", from: start, to: instant(start + 24 * hour) };
const per = (minute: readonly number[]) => minute.map((value) => value / 60);

const chart = (against: readonly number[]) =>
  textOfMarkup(
    loadChart(
      {
        id: "load-0",
        title: "login: sign-ins a minute",
        description: "Four slots.",
        service: {
          id: "login",
          counts: "signIns",
          capacity: per([60, 60, 60, 60]),
          limit: per([40, 40, 40, 40]),
          background: per([5, 5, 5, 5]),
          load: per([5, 40, 20, 5]),
          peak: { slot: 1, load: 40 / 60, utilisation: 2 / 3 },
        },
        unit: { suffix: "/min", factor: 60 },
        grid,
        deadline: instant(start + 18 * hour),
        against: per(against),
      },
      frame,
    ),
  );

describe("the chart of a load", () => {
  test("is as it was read by eye", async () => {
    await expect(`${chart([5, 50, 5, 5])}\n`).toMatchFileSnapshot("golden/load-chart.svg.txt");
  });

  test("says how far a line goes that leaves it", () => {
    expect(chart([5, 5, 900, 5])).toContain("900/min, out of the picture");
    expect(chart([5, 50, 5, 5])).not.toContain("out of the picture");
  });
});
