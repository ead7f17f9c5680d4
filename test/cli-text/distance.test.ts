/** The last lines of a report, and the table of `explain`: how far the services are from collapse. */
import { beforeAll, describe, expect, test } from "vitest";
import { distanceLines, distanceTable } from "../../cli/text/distance.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { styleFor } from "../../cli/text/style.js";
import type { Solved } from "../../src/pipeline.js";
import { planned } from "../support/planning.js";
import { deltaProfile, release } from "../support/scenarios.js";

const frame = (width: number) => ({ width, style: styleFor({ colour: false }), glyphs: glyphs.unicode });
const retries = { backoff: "10s", giveUp: "10%", failureCost: "31%" };
const flat = (peak: string) => ({ background: { peak, shape: "flat" }, headroom: "20%" });

let solved: Solved;
beforeAll(async () => {
  solved = await planned({
    version: 1,
    timezone: "Europe/Berlin",
    release: { at: release },
    deadline: "24h",
    maxPerSlot: "100%",
    window: "21:00-01:00",
    rings: [{ name: "all" }],
    fleet: [{ site: "Berlin", profile: "plain", devices: 1_800 }],
    profiles: { plain: deltaProfile },
    services: {
      calm: { capacity: "100/s", ...flat("20/s"), retries },
      // 10 s x (100 - 90 - 2) / 0.21, less than the 1,800 of its wave; its limit is 92/s.
      tight: { capacity: "100/s", ...flat("90/s"), headroom: "8%", retries },
      // 10 s x (200 - 120 - 2) / 0.21
      wide: { capacity: "200/s", ...flat("120/s"), retries },
      // 1 h x (9 - 2) / 0.31, more than there are devices.
      small: {
        capacity: "9/s",
        headroom: "0%",
        retries: { ...retries, backoff: "1h", giveUp: "0%" },
      },
      over: { capacity: "10/s", ...flat("11/s"), sites: ["Berlin"], signIns: 0, retries },
    },
  });
});

test("each has a line at 120 columns, the worst first, and those that recover from anything share one", () => {
  expect(distanceLines(solved, frame(120))).toEqual([
    "COLLAPSE over is asked for more than it can do: 660/min of 600/min, Tue 11 19:00",
    "         tight survives 380 sign-ins at once, not its largest wave (1,800), Tue 11 21:00",
    "         wide survives 3,714 sign-ins at once, also its largest wave (1,800), Tue 11 21:00",
    "         small survives all its 1,800 clients at once, Tue 11 21:00, or 3 h 10 min at 125 % of its capacity",
    "         calm recovers from any backlog",
    "         distance to collapse, if that load went on (Berlin; see explain)",
  ]);
});

test("at 80 columns a line says what matters most", () => {
  expect(distanceLines(solved, frame(80))).toEqual([
    "COLLAPSE over is asked for more than it can do: 660/min of 600/min, Tue 11 19:00",
    "         tight survives 380 sign-ins at once, not its largest wave (1,800)",
    "         wide survives 3,714 sign-ins at once, also its largest wave (1,800)",
    "         small survives all its 1,800 clients at once, Tue 11 21:00",
    "         calm recovers from any backlog",
    "         distance to collapse, if that load went on (Berlin; see explain)",
  ]);
});

describe.each([44, 80, 120])("%i columns", (width) => {
  test("are not passed, and every service is named", () => {
    for (const lines of [
      distanceLines(solved, frame(width)),
      distanceTable(solved, solved.distances, frame(width)),
    ]) {
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      for (const service of ["calm", "tight", "wide", "small", "over"])
        expect(lines.join("\n")).toContain(service);
    }
  });
});

test("the table has all figures", () => {
  expect(distanceTable(solved, solved.distances, frame(120)).slice(2, -3)).toEqual([
    "SERVICE  WORST (Berlin)       LOAD    CAPACITY  SAFE BELOW  BACKLOG  AT ONCE   WAVE   125 % FOR     JITTER",
    // 10 % / 31 % of the capacity is safe; 1,800 / (80/s - 20/s) = 30 s.
    "calm     Tue 11 21:00    1,320/min   6,000/min   1,935/min      any      any  1,800         any      1 min",
    "tight    Tue 11 21:00    5,520/min   6,000/min   1,935/min      342      380  1,800         9 s     15 min",
    // 69 / 2.1 s x ln(128 / 50) = 30.9 s
    "wide     Tue 11 21:00    7,320/min  12,000/min   3,871/min    3,342    3,714  1,800        30 s      1 min",
    "small    Tue 11 21:00      120/min     540/min       0/min   81,290   81,290  1,800  3 h 10 min      4 min",
    "over     Tue 11 19:00      660/min     600/min     194/min     none     none      0        none  none fits",
  ]);
});

test("of many services those that are nearest to it have a line", () => {
  const [near] = solved.distances.filter(({ service }) => service === "tight");
  const many = { ...solved, distances: Array.from({ length: 12 }, () => near as NonNullable<typeof near>) };
  const lines = distanceLines(many, frame(120));
  expect(lines).toHaveLength(10);
  expect(lines[8]?.trim()).toBe("and 4 more (explain)");
});
