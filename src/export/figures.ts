/** Figures as people read them; the same in every locale, so that a report does not depend on who writes it. */
import { type Duration, type WallTime, day, hour, minute } from "../units.js";

/** "12,412" */
export function grouped(value: number, decimals = 0): string {
  const [whole = "", part] = Math.abs(value).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** "60 %", "9.8 %", "0.04 %": two figures, and 100 % only of the whole. */
export function percent(part: number): string {
  const value = part * 100;
  if (value === 0) return "0 %";
  if (value < 0.01) return "< 0.01 %";
  if (value < 1) return `${Number(value.toPrecision(1))} %`;
  if (value < 10) return `${Number(value.toPrecision(2))} %`;
  if (value > 99 && value < 100) return `${Math.floor(value * 10) / 10} %`;
  return `${grouped(value)} %`;
}

/** As `percent`, rounded up: for "at most". */
export function percentAtMost(part: number): string {
  const value = part * 100;
  if (value <= 0) return "0 %";
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return `${Number((Math.ceil(value / step - 1e-9) * step).toPrecision(2))} %`;
}

/** "40 min", "1 h 15 min", "16 h", "3.7 days" */
export function span(length: Duration | number): string {
  const minutes = Math.round(length / minute);
  if (length > 0 && minutes === 0) return "< 1 min";
  if (minutes < 60) return `${minutes} min`;
  if (length < 10 * hour && minutes % 60 !== 0) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  if (length < 2 * day) return `${Math.round(minutes / 60)} h`;
  return `${Number((length / day).toFixed(1))} days`;
}

/** What a load is told in: `factor` times its value per second, then `suffix`. */
export type LoadUnit = { readonly suffix: string; readonly factor: number };

/** The unit in which `highest` (per second) has two to five digits. */
export function rateUnit(highest: number): LoadUnit {
  if (highest * 60 >= 10_000) return { suffix: "/s", factor: 1 };
  return highest * 60 >= 2 ? { suffix: "/min", factor: 60 } : { suffix: "/h", factor: 3600 };
}

/** A load without its unit: "84", "1,320", "2.5", "< 0.1". */
export function loadFigure(load: number, { factor }: LoadUnit): string {
  const value = load * factor;
  if (value > 0 && value < 0.05) return "< 0.1";
  return grouped(value, value < 9.95 && Math.abs(value - Math.round(value)) >= 0.05 ? 1 : 0);
}

/** "84/min" */
export const loadText = (load: number, unit: LoadUnit): string => loadFigure(load, unit) + unit.suffix;

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = "January February March April May June July August September October November December".split(
  " ",
);

/** "08:40" */
export const clockText = (at: WallTime): string => new Date(at).toISOString().slice(11, 16);
/** "Fri 14" */
export const dayText = (at: WallTime): string =>
  `${weekdays[new Date(at).getUTCDay()]} ${new Date(at).getUTCDate()}`;
/** "Fri 14 08:40" */
export const dayTime = (at: WallTime): string => `${dayText(at)} ${clockText(at)}`;
/** "Fri 14 Aug 2026" */
export const dateText = (at: WallTime): string =>
  `${dayText(at)} ${months[new Date(at).getUTCMonth()]?.slice(0, 3)} ${new Date(at).getUTCFullYear()}`;
/** "August 2026" */
export const monthText = (at: WallTime): string =>
  `${months[new Date(at).getUTCMonth()]} ${new Date(at).getUTCFullYear()}`;
/** "Fri 14 Aug 2026 08:40" */
export const dateTimeText = (at: WallTime): string => `${dateText(at)} ${clockText(at)}`;
/** "Wed 12 21:00-23:00", "Thu 13 23:00-Fri 14 03:00" */
export const wallSpan = (from: WallTime, to: WallTime): string =>
  `${dayTime(from)}-${dayText(from) === dayText(to) ? clockText(to) : dayTime(to)}`;
