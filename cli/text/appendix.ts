/** Lists on request: the numbers that are not the admin's own, the rows that were rejected. */
import { assumptionsOf, grouped, type Planned } from "../../src/index.js";
import { brokenLines, type ReportFrame } from "./report-frame.js";

/** Each as one would write it in the scenario, with its source below. */
export function assumptionLines(
  { settled, plan }: Planned,
  { width, style }: ReportFrame,
): readonly string[] {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  const guesses = used.filter(({ guess }) => guess).length;
  return [
    "",
    style.bold("ASSUMPTIONS"),
    ...brokenLines(
      `${used.length} numbers that are not yours, ${guesses} of them guesses; write your own into the scenario`,
      width,
      "",
    ),
    ...used.flatMap(({ setting, value, basis, guess }) => [
      ...brokenLines(`${setting}: ${value}`, width, "  "),
      ...brokenLines(basis, width, "      ").map(guess ? style.yellow : style.dim),
    ]),
  ];
}

export function rejectionLines({ settled }: Planned, { style, width }: ReportFrame): readonly string[] {
  const { rejections, rejected, rows } = settled.placed.fleet;
  const more = rejected - rejections.length;
  return [
    "",
    `${style.bold(grouped(rejected))} of ${grouped(rows)} rows rejected`,
    ...rejections.flatMap(({ line, reason }) => brokenLines(`line ${line}: ${reason}`, width, "  ")),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ];
}
