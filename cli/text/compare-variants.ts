/** What another world changes: the figures that read otherwise in it, beside what they are in this one. */
import type { ComparedPolicy, Metric } from "../../src/index.js";
import type { ToldVariant } from "../comparison.js";
import { cleanLine } from "./clean.js";
import type { Row } from "./compare-rows.js";
import { type CompareFrame, fateText, shortName } from "./compare-table.js";
import { headOf, valueOf, valueText } from "./compare-words.js";
import { listText } from "./compare-verdict.js";
import { widthOf } from "./fit.js";
import { brokenLines } from "./report-frame.js";
import { table } from "./table.js";

type Change = { readonly what: string; readonly before: string; readonly now: string };
type Line = Change & { readonly who: string };

/** @param rows policies as they are in this world */
export function variantLines(
  { what, comparison }: ToldVariant,
  rows: readonly Row[],
  metrics: readonly Metric[],
  frame: CompareFrame,
): readonly string[] {
  const changed = rows.map((row) => {
    const other = comparison.policies.find(({ name }) => name === row.policy.name);
    return { row, changes: other === undefined ? null : changesOf(row.policy, other, metrics, frame) };
  });
  const same = changed.flatMap(({ row, changes }) =>
    changes?.length === 0 ? [shortName(row.policy, frame)] : [],
  );
  const missing = changed.flatMap(({ row, changes }) =>
    changes === null ? [shortName(row.policy, frame)] : [],
  );
  const lines = changed.flatMap(({ row, changes }) =>
    (changes ?? []).map((change, i): Line => ({
      ...change,
      who: i === 0 ? `${row.letter}  ${shortName(row.policy, frame)}` : "",
    })),
  );
  return [
    ...brokenLines(`WHAT IF  ${cleanLine(what)}`, frame.width, "").map(frame.style.bold),
    ...(lines.length === 0 ? [] : changeTable(lines, frame)),
    ...(same.length === 0 ? [] : brokenLines(`unchanged: ${listText(same)}`, frame.width, "")),
    ...(missing.length === 0 ? [] : brokenLines(`not simulated: ${listText(missing)}`, frame.width, "")),
  ];
}

const changeTable = (lines: readonly Line[], frame: CompareFrame): readonly string[] =>
  table<Line>(
    [
      { title: "POLICY", align: "left", keep: "always", least: LEAST_NAME, cell: ({ who }) => who },
      {
        title: "",
        align: "left",
        keep: "always",
        least: Math.min(LEAST_WHAT, Math.max(...lines.map(({ what }) => widthOf(what)))),
        cell: ({ what }) => what,
      },
      { title: "BEFORE", align: "right", keep: 1, cell: ({ before }) => before },
      { title: "NOW", align: "right", keep: "always", cell: ({ now }) => now, paint: () => frame.style.bold },
    ],
    lines,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );

const [LEAST_NAME, LEAST_WHAT] = [8, 17] as const;

/** Figures that read otherwise, and services that no longer hold. */
function changesOf(
  before: ComparedPolicy,
  now: ComparedPolicy,
  metrics: readonly Metric[],
  frame: CompareFrame,
): readonly Change[] {
  const figures = metrics.map((metric) => ({
    what: headOf(metric),
    before: valueText(valueOf(before, metric), metric, frame),
    now: valueText(valueOf(now, metric), metric, frame),
  }));
  const fates = { what: "services", before: fateText(before), now: fateText(now) };
  return [...figures, fates].filter((change) => change.before !== change.now);
}
