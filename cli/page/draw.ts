/** Scales and outlines. The one door to d3-scale and d3-shape. */
import { scaleLinear, scaleLog } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";

export type Scale = {
  /** Where a value stands, in units of the drawing. */
  at(value: number): number;
  /** About so many round values. */
  ticks(about: number): readonly number[];
};

export type Range = readonly [from: number, to: number];

export const linear = (domain: Range, range: Range): Scale => scaled(scaleLinear(domain, range));

/** @param domain above 0 */
export const logarithmic = (domain: Range, range: Range): Scale => scaled(scaleLog(domain, range));

const scaled = (scale: { (value: number): number; ticks(about: number): number[] }): Scale => ({
  at: (value) => rounded(scale(value)),
  ticks: (about) => scale.ticks(about),
});

/** A tenth of a unit is finer than any screen. */
const DIGITS = 1;
export const rounded = (value: number): number => Number(value.toFixed(DIGITS));

/** x, y of the drawing. */
export type Point = readonly [x: number, y: number];

/** Of values that hold from their point to the next. */
export const steps = (points: readonly Point[]): string =>
  line<Point>(...xy).curve(curveStepAfter)(changes(points)) ?? "";

export const stepsDownTo = (points: readonly Point[], base: number): string =>
  area<Point>(xy[0], base, xy[1]).curve(curveStepAfter)(changes(points)) ?? "";

/** Points where the height stays as it was change nothing of steps, the last aside. */
const changes = (points: readonly Point[]): readonly Point[] =>
  points.filter(([, y], i) => i === 0 || i === points.length - 1 || y !== points[i - 1]?.[1]);

export const straight = (points: readonly Point[]): string => line<Point>(...xy)(points) ?? "";

const xy = [([x]: Point) => x, ([, y]: Point) => y] as const;
