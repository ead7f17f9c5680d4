/** A comparison as Markdown, for a ticket: the verdict and the table. */
import { type Comparison, counted, grouped, inert, markdownTable, type Metric } from "../src/index.js";
import { type ComparisonTold, interruptedText } from "./comparison.js";
import { robustnessText } from "./text/compare-robust.js";
import { FEW, type Row, rowsOf } from "./text/compare-rows.js";
import { fateText } from "./text/compare-table.js";
import { verdict } from "./text/compare-verdict.js";
import { figureText, headOf, toldOf } from "./text/compare-words.js";

/** @param all every policy and every figure */
export function comparisonMarkdown(answer: ComparisonTold, { all }: { readonly all: boolean }): string {
  const { comparison, metrics, variants, robustness, interrupted } = answer;
  const rows = rowsOf(comparison, metrics);
  const names = new Set((all ? rows : rows.slice(0, FEW)).map(({ policy }) => policy.name));
  const told = toldOf(comparison, metrics).filter(({ isFirst }) => all || isFirst);
  const worldLines = (world: Comparison): readonly string[] =>
    tableLines(
      rowsOf(world, metrics).filter(({ policy }) => names.has(policy.name)),
      told,
      world,
    );
  const sections = [
    [`# Policies compared: ${inert(comparison.name ?? "unnamed scenario")}`],
    interrupted === null ? [] : [`**${interruptedText(interrupted)}**`],
    verdict(comparison, rows, metrics).map(({ text }) => `- ${inert(text)}`),
    worldLines(comparison),
    [footText(comparison, rows.length - names.size)],
    ...variants.flatMap(({ what, comparison: world }) => [[`## What if: ${inert(what)}`], worldLines(world)]),
    robustness.map((each) => `- ${inert(robustnessText(each))}`),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const tableLines = (
  rows: readonly Row[],
  metrics: readonly Metric[],
  comparison: Comparison,
): readonly string[] =>
  markdownTable<Row>(
    [
      { title: "Policy", align: "left", cell: ({ policy }) => inert(policy.name) },
      ...metrics.map((metric) => ({
        title: inert(capitalised(headOf(metric))),
        align: "right" as const,
        cell: ({ policy, best }: Row) => {
          const text = inert(figureText(policy, metric, comparison));
          return best.has(metric.id) ? `**${text}**` : text;
        },
      })),
      { title: "Services", align: "left", cell: ({ policy }) => fateText(policy) },
      { title: "Left out", align: "right", cell: ({ policy }) => grouped(Math.round(policy.leftOut)) },
    ],
    rows,
  );

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function footText({ zone, runs, seed, policies }: Comparison, more: number): string {
  const sentences = [
    `Times of ${inert(zone)}; bold: the best of ${counted(policies.length, "policy", "policies")}`,
    ...(runs === 0
      ? []
      : [
          `median of ${grouped(runs)} runs with noise (5 to 95 % of them), seed ${seed} to ${seed + runs - 1}`,
        ]),
    ...(more > 0 ? [`${grouped(more)} more with --all`] : []),
  ];
  return `${sentences.join("; ")}.`;
}
