/** The waves, one of them marked. */
import { counted, devicesOf, grouped, type Plan, wallOf } from "../../../src/index.js";
import { table } from "../../text/table.js";
import { nightSpan, siteNames, waveLines, type WaveRow, waveRows } from "../../text/waves.js";
import { onShow } from "../list.js";
import type { Scene } from "../scene.js";
import type { OverviewView, Part, PartFrame } from "./part.js";

const rowsOfPlan = new WeakMap<Plan, readonly WaveRow[]>();

/** A night, ring and time of sites each; sorting them takes too long for every frame. */
export function wavesOf(plan: Plan): readonly WaveRow[] {
  const rows = rowsOfPlan.get(plan) ?? waveRows(plan, wallOf, "site");
  rowsOfPlan.set(plan, rows);
  return rows;
}

export function wavesPart({ planned }: Scene, view: OverviewView, frame: PartFrame): Part {
  const { plan } = planned;
  const rows = wavesOf(plan);
  const about = `${counted(rows.length, "row")}, ${counted(devicesOf(rows), "device")}`;
  return {
    name: "waves",
    title: "Waves, site-local",
    right: plan.starts === null ? about : `${about}, ${grouped(plan.starts.length)} starts`,
    least: 2,
    most: Math.max(1, rows.length + 1),
    draw: ({ height, width }) =>
      rows.length === 0
        ? [" no device has a wave"]
        : markedLines(plan, rows, view, { ...frame, width, height }),
  };
}

function markedLines(
  plan: Plan,
  rows: readonly WaveRow[],
  view: OverviewView,
  frame: PartFrame & { readonly height: number },
): readonly string[] {
  const { width, height, style, glyphs } = frame;
  const at = Math.min(view.at, rows.length - 1);
  const titles = height > 3 ? 1 : 0;
  const [from, to] = onShow(rows.length, at, Math.max(1, height - titles));
  const shown = rows.slice(from, to);
  const inner = { width: width - 3, style, glyphs };
  const [head = "", ...lines] =
    titles === 0 ? ["", ...shortLines(plan, shown, inner)] : waveLines(plan, shown, inner);
  const marked = lines.map((line, i) =>
    from + i === at ? style.bold(`${glyphs.mark} `) + line : `  ${line}`,
  );
  return titles === 0 ? marked : [`  ${head}`, ...marked];
}

/** Without titles every figure says what it is. */
function shortLines(
  plan: Plan,
  rows: readonly WaveRow[],
  { width, style, glyphs }: PartFrame,
): readonly string[] {
  const siteCount = new Set(plan.cohorts.map(({ site }) => site)).size;
  return table<WaveRow>(
    [
      { title: "", align: "left", keep: "always", cell: ({ from, to }) => nightSpan(from, to) },
      { title: "", align: "left", keep: "always", least: 8, cell: ({ ring }) => ring },
      {
        title: "",
        align: "left",
        keep: "always",
        least: 10,
        cell: ({ sites }) => siteNames(sites, siteCount),
      },
      { title: "", align: "right", keep: "always", cell: ({ devices }) => counted(devices, "device") },
    ],
    rows,
    { width, style, ellipsis: glyphs.ellipsis },
  ).slice(1);
}
