import { describe, expect, it } from "vitest";
import { type Grid, gridFrom, slotOf } from "../../src/calendar/grid.js";
import {
  flatBackground,
  type LoadTrace,
  officeDayBackground,
  seriesBackground,
  traceBackground,
} from "../../src/service/background.js";
import { readTrace } from "../../src/service/trace.js";
import { type Duration, day, hour, instant, minute } from "../../src/units.js";
import { at, dice, gridOf, minutes } from "../client/given.js";

const gridAt = (from: string, to: string, slot: Duration): Grid => gridFrom(at(from), slot, at(to));
const five = gridAt("2026-08-11T00:00Z", "2026-08-18T00:00Z", minutes(5));

describe("an office day with a peak of 8/s", () => {
  const berlin = officeDayBackground(five, 8, "Europe/Berlin");
  const around = (local: string) => {
    const slot = slotOf(five, at(`${local}+02:00`));
    return ((berlin[slot - 1] as number) + (berlin[slot] as number)) / 2;
  };

  // Between two points the mean of the slots on both sides is the line itself.
  it.each([
    ["on Thursday at 3:00, half way from 0.05 to 0.10", "2026-08-13T03:00", 0.6],
    ["at 6:30, half way from 0.10 to 0.35", "2026-08-13T06:30", 1.8],
    ["at 12:00, half way from 0.35 to 0.45", "2026-08-13T12:00", 3.2],
    ["at 15:00, half way from 0.45 to 0.20", "2026-08-13T15:00", 2.6],
    ["at 21:30, half way from 0.10 to 0.05", "2026-08-13T21:30", 0.6],
    ["on Saturday at noon, a tenth", "2026-08-15T12:00", 0.32],
    ["on Sunday at noon, a tenth", "2026-08-16T12:00", 0.32],
    ["on Monday at noon, all of it again", "2026-08-17T12:00", 3.2],
  ])("carries %s", (_, local, expected) => expect(around(local)).toBeCloseTo(expected, 6));

  it("peaks at 8:30: the slot before it is just below, the slot after it falls faster", () => {
    const slot = slotOf(five, at("2026-08-13T08:30+02:00"));
    // From 8:00 to 8:30 it climbs by 0.1 in 30 min, from 8:30 to 9:30 it falls by 0.4 in 60 min.
    expect(berlin[slot - 1]).toBeCloseTo(8 * (1 - (0.1 * 2.5) / 30), 9);
    expect(berlin[slot]).toBeCloseTo(8 * (1 - (0.4 * 2.5) / 60), 9);
    expect(Math.max(...berlin)).toBe(berlin[slot]! > berlin[slot - 1]! ? berlin[slot] : berlin[slot - 1]);
  });

  it("is the mean over a slot of any length, and follows the clock of its zone", () => {
    const hourly = gridAt("2026-08-12T00:00Z", "2026-08-13T00:00Z", minutes(60));
    const load = officeDayBackground(hourly, 1, "Asia/Kathmandu");
    // 02:00Z is 7:45 there: 15 min from 0.7625 to 0.9, 30 min from 0.9 to 1, 15 min from 1 to 0.9.
    expect(load[2]).toBeCloseTo((15 * 0.83125 + 30 * 0.95 + 15 * 0.95) / 60, 9);
  });

  it("on the day the clocks change peaks at 8:30 by the new time", () => {
    const autumn = gridAt("2026-10-23T00:00Z", "2026-10-28T00:00Z", minutes(5));
    const load = officeDayBackground(autumn, 1, "Europe/Berlin");
    const peakOn = (date: string) => {
      const from = slotOf(autumn, at(`${date}T00:00Z`));
      const today = load.subarray(from, from + 288);
      return (today.indexOf(Math.max(...today)) * 5) / 60;
    };
    expect(Math.abs(peakOn("2026-10-23") - 6.5)).toBeLessThan(0.1);
    expect(Math.abs(peakOn("2026-10-26") - 7.5)).toBeLessThan(0.1);
  });
});

it("a flat background is its peak in every slot", () =>
  expect(new Set(flatBackground(gridOf(minutes(60)), 3))).toEqual(new Set([3])));

describe("a measured load", () => {
  const quarter = gridAt("2026-08-12T00:00Z", "2026-08-12T01:00Z", minutes(15));
  const trace = (...rows: readonly (readonly [string, number])[]): LoadTrace => ({
    times: rows.map(([time]) => at(time)),
    perSecond: rows.map(([, value]) => value),
  });
  const means = (grid: Grid, given: LoadTrace, zone = "UTC") => {
    const load = traceBackground(grid, given, zone, "services.login.background");
    if (!load.ok) throw new Error(load.problems[0]?.message);
    return [...load.value];
  };

  it("inside the horizon is the rows as they are, weighted by time", () =>
    expect(
      means(
        quarter,
        trace(
          ["2026-08-11T23:00Z", 2],
          ["2026-08-12T00:15Z", 4],
          ["2026-08-12T00:20Z", 7],
          ["2026-08-12T00:45Z", 1],
          ["2026-08-12T01:00Z", 0],
        ),
      ),
    ).toEqual([2, 6, 7, 1]));

  /** Each hour of two weeks before the release: the first week 1 at night, the second 3; 10 and 20 at 8:00 local time. */
  const fortnight = (zone: "+02:00" | "Z") => {
    const start = at(`2026-07-27T00:00${zone}`);
    const rows = Array.from({ length: 14 * 24 }, (_, i) => {
      const week = i < 7 * 24 ? 1 : 2;
      return [start + i * hour, i % 24 === 8 ? 10 * week : 2 * week - 1] as const;
    });
    return {
      times: [...rows.map(([time]) => instant(time)), instant(start + 14 * day)],
      perSecond: [...rows.map(([, value]) => value), 0],
    };
  };

  it("outside is the mean of the same weekday and local time", () => {
    const hourly = gridAt("2026-08-11T22:00Z", "2026-08-12T22:00Z", minutes(60));
    const load = means(hourly, fortnight("+02:00"), "Europe/Berlin");
    expect(load[8]).toBe(15);
    expect(load.filter((value) => value === 2)).toHaveLength(23);
  });

  it("after a change of the clocks follows them: 8:00 stays 8:00", () => {
    const winter = gridAt("2026-11-02T00:00Z", "2026-11-03T00:00Z", minutes(60));
    const load = means(winter, fortnight("+02:00"), "Europe/Berlin");
    expect(load.indexOf(15)).toBe(7);
  });

  it("of less than a week is a problem that names the first slot without data", () => {
    const hourly = gridAt("2026-08-11T22:00Z", "2026-08-12T22:00Z", minutes(60));
    const short = trace(["2026-08-11T20:00Z", 1], ["2026-08-12T00:00Z", 1], ["2026-08-12T04:00Z", 0]);
    const load = traceBackground(hourly, short, "UTC", "services.login.background");
    expect(load).toMatchObject({
      ok: false,
      problems: [
        {
          code: "background.no-data",
          message: "18 slots have no measured load, the first at 2026-08-12T04:00:00Z",
          place: { path: "services.login.background" },
        },
      ],
    });
  });

  it("as a series on the plan's own slots comes back to the last bit", () => {
    const grid = gridOf(minutes(15));
    const roll = dice(3);
    const perSecond = Array.from({ length: grid.slots }, () => roll() * 13.7);
    const load = seriesBackground(grid, { start: grid.start, every: grid.slot, perSecond }, "x");
    expect(load.ok && [...load.value]).toEqual(perSecond);
  });

  it("as a series of half slots is their mean", () => {
    const series = { start: quarter.start, every: 7.5 * minute, perSecond: [1, 3, 5, 5, 0, 1, 2, 4] };
    const load = seriesBackground(quarter, series, "x");
    expect(load.ok && [...load.value]).toEqual([2, 5, 0.5, 3]);
  });
});

describe("a load trace in a file", () => {
  const parsed = async (text: string) => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
    }
    return readTrace(chunks(), "load.csv");
  };

  it("has the columns time and perSecond; the last row lasts as long as the one before", async () => {
    const trace = await parsed(
      "Time,per_second\n2026-08-03T08:00:00Z,3.5\n2026-08-03T10:00:00+02:00,4\n".replace(
        "10:00:00",
        "10:30:00",
      ),
    );
    expect(trace).toEqual({
      ok: true,
      value: {
        times: ["08:00", "08:30", "09:00"].map((time) => at(`2026-08-03T${time}Z`)),
        perSecond: [3.5, 4, 0],
      },
    });
  });

  it.each([
    ["no such columns", "when,load\n2026-08-03T08:00Z,1\n", "load.columns"],
    ["one row", "time,perSecond\n2026-08-03T08:00Z,1\n", "load.too-short"],
    ["no rows", "time,perSecond\n", "load.too-short"],
    ["nothing", "", "csv.no-header"],
    ["a load below none", "time,perSecond\n2026-08-03T08:00Z,-1\n2026-08-03T09:00Z,1\n", "load.bad-row"],
    ["a load left out", "time,perSecond\n2026-08-03T08:00Z,\n2026-08-03T09:00Z,1\n", "load.bad-row"],
    ["times that go back", "time,perSecond\n2026-08-03T08:00Z,1\n2026-08-03T07:00Z,1\n", "load.bad-row"],
    ["a local time", "time,perSecond\n2026-08-03T08:00,1\n2026-08-03T09:00Z,1\n", "load.bad-row"],
  ])("with %s is a problem", async (_, text, code) => {
    const trace = await parsed(text);
    expect(trace.ok ? [] : trace.problems.map((problem) => problem.code)).toContain(code);
  });
});
