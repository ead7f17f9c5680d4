/** The policies of a comparison in the order the admin asks for, and which of their figures are on show. */
import type { Metric } from "../../../src/index.js";
import { type Row, rowsOf } from "../../text/compare-rows.js";
import { toldOf, valueOf } from "../../text/compare-words.js";
import type { Compared } from "../scene.js";

/** What is made of a comparison once, however often it is drawn. */
type Told = {
  /** In the usual order: today, the optimum, the others by their merit. */
  readonly rows: readonly Row[];
  /** That some policy has a figure of. */
  readonly metrics: readonly Metric[];
};

const remembered = new WeakMap<Compared["comparison"], Told>();

export function toldBy({ comparison, metrics }: Compared): Told {
  const known = remembered.get(comparison);
  if (known !== undefined) return known;
  const told = { rows: rowsOf(comparison, metrics), metrics: toldOf(comparison, metrics) };
  remembered.set(comparison, told);
  return told;
}

export type Asked = {
  /** Id of the metric that orders the rows, the best first; null: the usual order. */
  readonly by: string | null;
  /** Every figure instead of the five that convince who must approve. */
  readonly all: boolean;
};

export const metricsOnShow = ({ metrics }: Told, { all }: Pick<Asked, "all">): readonly Metric[] =>
  all ? metrics : metrics.filter(({ isFirst }) => isFirst);

/** A metric that is not on show orders nothing. */
export const orderingMetric = (told: Told, { by, all }: Asked): Metric | null =>
  metricsOnShow(told, { all }).find(({ id }) => id === by) ?? null;

export function rowsInOrder(told: Told, asked: Asked): readonly Row[] {
  const metric = orderingMetric(told, asked);
  if (metric === null) return told.rows;
  const badness = ({ policy }: Row): number => {
    const value = valueOf(policy, metric);
    if (value === null) return Number.POSITIVE_INFINITY;
    return metric.better === "less" ? value : -value;
  };
  // Of equals, and of those that are unknown or never get there, the usual order stays.
  return [...told.rows].sort((a, b) => (badness(a) === badness(b) ? 0 : badness(a) - badness(b)));
}

/** The metric `steps` further on; before the first and after the last is the usual order. */
export function nextOrder(told: Told, asked: Asked, steps: 1 | -1): string | null {
  const ids = [null, ...metricsOnShow(told, asked).map(({ id }) => id)];
  const at = ids.indexOf(orderingMetric(told, asked)?.id ?? null);
  return ids[(at + steps + ids.length) % ids.length] ?? null;
}
