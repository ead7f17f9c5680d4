/** Words that an explanation says again and again. */
import {
  grouped,
  type LoadUnit,
  type Plan,
  type ServiceForecast,
  startOfSlot,
  wallOf,
  wallSpan,
} from "../../src/index.js";

/** Three figures of a value that is a bound: "at most" is rounded up, "at least" down. */
export const figureAtMost = (value: number): string => figure(value, Math.ceil);
export const figureAtLeast = (value: number): string => figure(value, Math.floor);

function figure(value: number, round: (value: number) => number): string {
  if (!(value > 0)) return "0";
  const step = Math.min(1, 10 ** (Math.floor(Math.log10(value)) - 2));
  const rounded = round(Number((value / step).toPrecision(12))) * step;
  return rounded >= 100 ? grouped(rounded) : `${Number(rounded.toPrecision(3))}`;
}

/** As `figureAtMost` and `figureAtLeast`, of a share: tenths of a percent. */
export const percentNotOver = (part: number): string => `${Math.ceil(part * 1000 - 1e-9) / 10} %`;
export const percentNotUnder = (part: number): string => `${Math.floor(part * 1000 + 1e-9) / 10} %`;

export const spanText = (plan: Plan, from: number, to: number, zone: string): string =>
  wallSpan(wallOf(startOfSlot(plan, from), zone), wallOf(startOfSlot(plan, to), zone));

const everyWords: Readonly<Record<string, string>> = {
  "/s": " a second",
  "/min": " a minute",
  "/h": " an hour",
};
export const eventWords = {
  signIns: "sign-in",
  restarts: "restart",
  calls: "call",
  offline: "device offline",
};

/** "sign-in a minute" */
export const unitWords = ({ counts }: ServiceForecast, { suffix }: LoadUnit): string =>
  eventWords[counts] + (everyWords[suffix] ?? "");
