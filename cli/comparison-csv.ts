/** A comparison as a table for spreadsheets: a row a policy and world, a column a metric. */
import { type Comparison, csvRow, type Metric, type Spread } from "../src/index.js";
import type { ComparisonTold } from "./comparison.js";
import { known } from "./comparison-json.js";
import { fateText } from "./text/compare-table.js";
import { valueOf } from "./text/compare-words.js";

export function comparisonCsv({ comparison, variants, metrics }: ComparisonTold): string {
  const isNoisy = comparison.runs > 0;
  const columns = metrics.flatMap(({ id }) => (isNoisy ? [id, `${id}_p5`, `${id}_p95`] : [id]));
  const worlds = [{ what: "", comparison }, ...variants];
  return [
    csvRow(["variant", "policy", "kind", "role", "services", "left_out", "dominated_by", ...columns]),
    ...worlds.flatMap((world) => worldRows(world.what, world.comparison, metrics, isNoisy)),
  ].join("");
}

const worldRows = (
  what: string,
  { policies }: Comparison,
  metrics: readonly Metric[],
  isNoisy: boolean,
): readonly string[] =>
  policies.map((policy) =>
    csvRow([
      what,
      policy.name,
      policy.kind,
      policy.role,
      fateText(policy),
      known(policy.leftOut) ?? "",
      policy.dominatedBy ?? "",
      ...metrics.flatMap((metric) => [
        known(valueOf(policy, metric)) ?? "",
        ...(isNoisy ? rangeCells(policy.spreads?.[metric.id] ?? null) : []),
      ]),
    ]),
  );

const rangeCells = (spread: Spread | null): readonly (number | string)[] =>
  spread === null ? ["", ""] : [known(spread.p5) ?? "", known(spread.p95) ?? ""];
