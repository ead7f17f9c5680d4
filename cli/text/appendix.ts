/** Lists on request: the numbers that are not the admin's own, the rows that were rejected. */
import { type Assumption, assumptionsOf, grouped, type Planned } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import type { ReportFrame } from "./report-frame.js";
import { table } from "./table.js";

export function assumptionLines({ settled, plan }: Planned, frame: ReportFrame): readonly string[] {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  return [
    "",
    ...table<Assumption>(
      [
        { title: "SETTING", align: "left", keep: "always", least: 16, cell: ({ setting }) => setting },
        { title: "VALUE", align: "left", keep: "always", least: 10, cell: ({ value }) => value },
        {
          title: "",
          align: "left",
          keep: "always",
          cell: ({ guess }) => (guess ? "guess" : ""),
          paint: () => frame.style.yellow,
        },
        { title: "BASIS", align: "left", keep: 1, least: 20, cell: ({ basis }) => basis },
      ],
      used,
      { ...frame, ellipsis: frame.glyphs.ellipsis },
    ),
  ];
}

export function rejectionLines({ settled }: Planned, { style }: ReportFrame): readonly string[] {
  const { rejections, rejected, rows } = settled.placed.fleet;
  const more = rejected - rejections.length;
  return [
    "",
    `${style.bold(grouped(rejected))} of ${grouped(rows)} rows rejected`,
    ...rejections.map(({ line, reason }) => `  line ${line}: ${cleanLine(reason)}`),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ];
}
