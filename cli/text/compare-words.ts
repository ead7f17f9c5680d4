/** Figures of a comparison as an admin says them. */
import {
  type ComparedPolicy,
  type Comparison,
  dayTime,
  grouped,
  hour,
  instant,
  type Metric,
  span,
  type Spread,
  wallOf,
} from "../../src/index.js";
import { countText, utilisationText } from "./simulation-words.js";

/** In which times are told, and from when hours count. */
export type Times = Pick<Comparison, "zone" | "grid">;

/** Metrics whose hours lead from the release to a moment, which people know by its date. */
export const isMoment = ({ id }: Pick<Metric, "id">): boolean => /^timeTo\d+$/.test(id);

/** In an approver's words, where the short name needs them; by metric id. */
const heads: Readonly<Record<string, string>> = {
  lockedOut: "people who can't sign in",
  hoursOverLimit: "time over the limit",
  timeTo95: "95 % restarted by",
  restartsAtWork: "restarts in working hours",
  callsPerHour: "calls per hour at most",
  timeTo50: "50 % restarted by",
  timeTo90: "90 % restarted by",
  timeTo99: "99 % restarted by",
  timeTo100: "all restarted by",
};

/** As the head of a column; what is counted in hours of somebody says of whom. */
export const headOf = ({ id, name, unit }: Metric): string =>
  heads[id] ?? (/-hours$/.test(unit) ? `${name}, ${unit}` : name);

/** Of these metrics those that some policy has a figure of: without a service desk nobody calls. */
export const toldOf = (
  { policies }: Pick<Comparison, "policies">,
  metrics: readonly Metric[],
): readonly Metric[] =>
  metrics.filter((metric) => policies.some((policy) => valueOf(policy, metric) !== null));

/** What a policy is compared by: the median where there were runs, else the figure as planned. */
export const valueOf = ({ figures, spreads }: ComparedPolicy, { id }: Pick<Metric, "id">): number | null =>
  spreads?.[id]?.median ?? figures[id] ?? null;

/** "1,240 (1,100 to 1,400)": the median, and from 5 to 95 % of the runs where that reads differently. */
export function figureText(policy: ComparedPolicy, metric: Metric, times: Times): string {
  const spread = policy.spreads?.[metric.id] ?? null;
  const value = valueText(valueOf(policy, metric), metric, times);
  return spread === null ? value : `${value}${rangeText(spread, metric, times)}`;
}

function rangeText({ p5, p95 }: Spread, metric: Metric, times: Times): string {
  const [low, high] = [p5, p95].map((value) => valueText(value, metric, times));
  return low === high ? "" : ` (${low} to ${high})`;
}

/** Null: "never" of a moment, of which it is as Infinity, else "unknown". */
export function valueText(value: number | null, metric: Metric, times: Times): string {
  if (isMoment(metric)) return isReached(value) ? dayTime(momentOf(value, times)) : "never";
  return value === null ? "unknown" : amountText(value, metric);
}

/** Of a moment: does it come at all? */
export const isReached = (value: number | null): value is number => value !== null && Number.isFinite(value);

const momentOf = (hours: number, { grid, zone }: Times) => wallOf(instant(grid.start + hours * hour), zone);

export function amountText(value: number, { unit }: Pick<Metric, "unit">): string {
  if (unit === "share") return utilisationText(value);
  if (!Number.isFinite(value)) return "no end";
  if (unit === "hours") return value === 0 ? "0" : span(value * hour);
  const isFine = (unit === "per hour" || unit === "times") && value < MANY && !isWhole(value);
  return isFine ? grouped(value, 1) : countText(value);
}

/** Below, a tenth of a rate is worth telling. */
const MANY = 10;

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 0.05;
