/** The policies of a comparison as they are told: in which order, by which letter, and which of them is best at what. */
import type { ComparedPolicy, Comparison, Metric } from "../../src/index.js";
import { isMoment, isReached, valueOf, valueText } from "./compare-words.js";

export type Row = {
  /** By which the picture and the sentences name it. */
  readonly letter: string;
  readonly policy: ComparedPolicy;
  /** Ids of the metrics in which no policy is better and some are worse. */
  readonly best: ReadonlySet<string>;
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Policies told unless all are asked for. */
export const FEW = 5;

/**
 * Today first, then the optimum, then the others by the first metrics, the first of them counting most, those that another policy
 * dominates last.
 */
export function rowsOf(comparison: Comparison, metrics: readonly Metric[]): readonly Row[] {
  const best = bestOf(comparison, metrics);
  return inOrder(
    comparison,
    metrics.filter(({ isFirst }) => isFirst),
  ).map((policy, i) => ({
    letter: LETTERS[i] ?? "",
    policy,
    best: new Set(metrics.flatMap(({ id }, m) => (best[m]?.has(policy) === true ? [id] : []))),
  }));
}

const roles = ["today", "optimum", "other"] as const;

function inOrder(comparison: Comparison, metrics: readonly Metric[]): readonly ComparedPolicy[] {
  const placeOf = (policy: ComparedPolicy): readonly number[] => [
    roles.indexOf(policy.role),
    policy.role === "other" && policy.dominatedBy !== null ? 1 : 0,
    ...(policy.role === "other" ? worseness(policy, comparison, metrics) : []),
  ];
  return comparison.policies
    .map((policy) => ({ policy, place: placeOf(policy) }))
    .sort(({ place: a }, { place: b }) => firstDifference(a, b))
    .map(({ policy }) => policy);
}

/** Lower is better, and what comes first counts most: does every overload end, is every device restarted, the metrics. */
function worseness(
  policy: ComparedPolicy,
  comparison: Comparison,
  metrics: readonly Metric[],
): readonly number[] {
  return [
    policy.fates.includes("failing") ? 1 : 0,
    policy.leftOut >= LEFT * comparison.devices ? 1 : 0,
    ...metrics.map((metric) => placeAmong(policy, metric, comparison)),
  ];
}

/** Share of the devices from which on those left out are more than a remainder. */
const LEFT = 0.05;

/** How many are better in what can be read: figures that read alike are alike. */
function placeAmong(policy: ComparedPolicy, metric: Metric, comparison: Comparison): number {
  const [own, text] = [valueOf(policy, metric), valueText(valueOf(policy, metric), metric, comparison)];
  return comparison.policies.filter((other) => {
    const value = valueOf(other, metric);
    return isBetter(value, own, metric) && valueText(value, metric, comparison) !== text;
  }).length;
}

/** Null is worse than any value. */
function isBetter(value: number | null, than: number | null, { better }: Metric): boolean {
  if (value === null || than === null) return value !== null && than === null;
  return better === "less" ? value < than : value > than;
}

const firstDifference = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;

/**
 * By metric the policies that read best; nobody where all read alike. Only who does the work can win: a policy that leaves devices
 * out, or never gets as far as others, would win by doing nothing.
 */
function bestOf(comparison: Comparison, metrics: readonly Metric[]): readonly ReadonlySet<ComparedPolicy>[] {
  const { policies, devices } = comparison;
  const first = metrics.filter(({ isFirst }) => isFirst);
  const isThere = (policy: ComparedPolicy, metric: Metric): boolean =>
    isMoment(metric) ? isReached(valueOf(policy, metric)) : valueOf(policy, metric) !== null;
  const reached = first.filter((metric) => policies.some((policy) => isThere(policy, metric)));
  const runners = policies.filter(
    (policy) => policy.leftOut < LEFT * devices && reached.every((metric) => isThere(policy, metric)),
  );
  return metrics.map((metric) => {
    const texts = new Set(policies.map((policy) => valueText(valueOf(policy, metric), metric, comparison)));
    const known = runners.filter((policy) => valueOf(policy, metric) !== null);
    if (texts.size < 2 || known.length === 0) return new Set();
    const winner = known.reduce((best, next) =>
      isBetter(valueOf(next, metric), valueOf(best, metric), metric) ? next : best,
    );
    const text = valueText(valueOf(winner, metric), metric, comparison);
    return new Set(known.filter((policy) => valueText(valueOf(policy, metric), metric, comparison) === text));
  });
}
