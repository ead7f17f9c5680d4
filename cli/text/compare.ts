/** The report of `compare`: the verdict first, then the policies side by side, a picture, and the other worlds. */
import { type Comparison, counted, grouped, type Metric } from "../../src/index.js";
import { type ComparisonTold, interruptedText } from "../comparison.js";
import { cleanLine } from "./clean.js";
import { comparePicture } from "./compare-picture.js";
import { robustnessText } from "./compare-robust.js";
import { FEW, type Row, rowsOf } from "./compare-rows.js";
import { BEST, type CompareFrame, policyTable, shortName } from "./compare-table.js";
import { variantLines } from "./compare-variants.js";
import { toldOf } from "./compare-words.js";
import { listText, verdict } from "./compare-verdict.js";
import { truncate, widthOf } from "./fit.js";
import { brokenLines, inSections, placeOfZone, type ReportFrame, wrapped } from "./report-frame.js";

/** @param all every policy and every figure */
export function comparisonReport(
  answer: ComparisonTold,
  { all }: { readonly all: boolean },
  drawnIn: ReportFrame,
): readonly string[] {
  const { comparison, metrics, variants, robustness } = answer;
  const frame: CompareFrame = { ...drawnIn, zone: comparison.zone, grid: comparison.grid };
  const rows = rowsOf(comparison, metrics);
  const told = all ? rows : rows.slice(0, FEW);
  const known = toldOf(comparison, metrics);
  const first = known.filter(({ isFirst }) => isFirst);
  return inSections([
    [
      ...headLines(answer, frame),
      ...verdict(comparison, rows, metrics).flatMap(({ label, text }) => wrapped(label, text, frame)),
    ],
    told.length === 0
      ? []
      : [...policyTable(told, first, frame), ...footLines(told, rows, comparison, frame)],
    ...(all
      ? otherTables(
          told,
          known.filter(({ isFirst }) => !isFirst),
          frame,
        )
      : []),
    comparePicture(comparison, told, frame),
    ...variants.map((variant) => variantLines(variant, told, first, frame)),
    robustness.flatMap((each, i) => wrapped(i === 0 ? "ROBUST" : "", robustnessText(each), frame)),
    told.flatMap(({ policy }) =>
      policy.notes.flatMap((note) => wrapped("NOTE", `${policy.name}: ${note}`, frame)),
    ),
    all ? told.flatMap((row) => aboutLines(row, frame)) : [],
  ]);
}

function headLines({ comparison, interrupted }: ComparisonTold, frame: CompareFrame): readonly string[] {
  const { style, width, glyphs } = frame;
  const { name, devices, zone } = comparison;
  const parts = [
    truncate(cleanLine(name ?? "unnamed scenario"), width - widthOf(HEAD) - 3, glyphs.ellipsis),
    counted(devices, "device"),
    `times of ${placeOfZone(zone)}`,
  ];
  const line = `${HEAD}   ${parts.join("   ")}`;
  return [
    ...(widthOf(line) <= width
      ? [style.bold(HEAD) + line.slice(HEAD.length)]
      : [`${style.bold(HEAD)}   ${parts[0] ?? ""}`, parts.slice(1).join("   ")]),
    ...(interrupted === null ? [] : brokenLines(interruptedText(interrupted), width, "").map(style.yellow)),
  ];
}

const HEAD = "COMPARED";

/** What the marks mean, who is dominated by whom, and what is not shown. */
function footLines(
  told: readonly Row[],
  rows: readonly Row[],
  { runs, seed }: Comparison,
  { style, width }: CompareFrame,
): readonly string[] {
  const dominated = told.flatMap((row) => {
    const by = row.policy.dominatedBy;
    const other = rows.find(({ policy }) => policy.name === by);
    return by === null ? [] : [`${row.letter} by ${other?.letter ?? by}`];
  });
  const sentences = [
    ...(told.some(({ best }) => best.size > 0)
      ? [`${BEST} the best of ${counted(rows.length, "policy", "policies")}`]
      : []),
    ...(runs === 0
      ? []
      : [
          `median of ${grouped(runs)} runs with noise (5 to 95 % of them), seed ${seed} to ${seed + runs - 1}`,
        ]),
    ...(dominated.length === 0
      ? []
      : [`no better in any of these figures and worse in one: ${listText(dominated)}`]),
    ...(told.length < rows.length
      ? [`--all shows ${counted(rows.length - told.length, "more", "more")}`]
      : []),
  ];
  return sentences.length === 0 ? [] : brokenLines(sentences.join("; "), width, "").map(style.dim);
}

/** As many figures side by side as there are first ones. */
function otherTables(
  rows: readonly Row[],
  metrics: readonly Metric[],
  frame: CompareFrame,
): readonly (readonly string[])[] {
  const tables = Array.from({ length: Math.ceil(metrics.length / FEW) }, (_, i) =>
    metrics.slice(i * FEW, (i + 1) * FEW),
  );
  return tables.map((some) => policyTable(rows, some, frame, []));
}

const aboutLines = ({ letter, policy }: Row, frame: CompareFrame): readonly string[] =>
  wrapped(letter, `${shortName(policy, frame)} (${policy.kind}): ${policy.about}`, frame);
