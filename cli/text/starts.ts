/** Few start times as somebody builds them: when, spread over how long, which ring at which sites. */
import {
  counted,
  clockText,
  dayText,
  dayTime,
  devicesOf,
  type FewPrice,
  grouped,
  groupBy,
  instantOfIso,
  percent,
  percentAtMost,
  type Plan,
  type PlannedStart,
  span,
  type WallTime,
  wallOf,
} from "../../src/index.js";
import { truncate } from "./fit.js";
import { table } from "./table.js";
import { siteNames, type WaveFrame } from "./waves.js";

type StartRow = {
  readonly from: WallTime;
  readonly to: WallTime;
  readonly length: number;
  readonly ring: string;
  readonly starts: readonly PlannedStart[];
};

/** Sites of one ring that start at the same local time, for as long, are one row; rows in the order of local time. */
function startRows({ starts }: Plan): readonly StartRow[] {
  const rows = (starts ?? []).map((start): StartRow => {
    const [from, to] = [instantOfIso(start.start), instantOfIso(start.end)];
    return {
      from: wallOf(from, start.timezone),
      to: wallOf(to, start.timezone),
      length: to - from,
      ring: start.ring,
      starts: [start],
    };
  });
  return [...groupBy(rows, ({ from, length, ring }) => JSON.stringify([ring, from, length])).values()]
    .map((same): StartRow => ({ ...(same[0] as StartRow), starts: same.flatMap(({ starts: of }) => of) }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** "23:00", or "Fri 01:00" where a start ends on another day. */
const untilText = (from: WallTime, to: WallTime): string =>
  dayText(from) === dayText(to) ? clockText(to) : `${dayText(to).split(" ")[0]} ${clockText(to)}`;

export function startTable(plan: Plan, frame: WaveFrame): readonly string[] {
  const rows = startRows(plan);
  const sites = new Set(plan.cohorts.map(({ site }) => site)).size;
  const rest = rows.slice(frame.most).flatMap(({ starts }) => starts);
  const lines = table<StartRow>(
    [
      {
        title: "START, LOCAL",
        align: "left",
        keep: "always",
        cell: ({ from }) => dayTime(from),
      },
      { title: "UNTIL", align: "left", keep: 3, cell: ({ from, to }) => untilText(from, to) },
      { title: "SPREAD OVER", align: "left", keep: 2, cell: ({ length }) => span(length) },
      { title: "RING", align: "left", keep: "always", least: 8, cell: ({ ring }) => ring || "-" },
      {
        title: "SITES",
        align: "left",
        keep: "always",
        least: 10,
        cell: ({ starts }) => siteNames([...new Set(starts.map(({ site }) => site))], sites),
      },
      {
        title: "DEVICES",
        align: "right",
        keep: "always",
        cell: ({ starts }) => grouped(devicesOf(starts)),
      },
      { title: "STARTS", align: "right", keep: 1, cell: ({ starts }) => grouped(starts.length) },
    ],
    rows.slice(0, frame.most),
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
  if (rest.length === 0) return lines;
  const more = `${frame.glyphs.ellipsis} ${counted(rest.length, "more start")}, ${counted(devicesOf(rest), "device")} (waves.csv has all)`;
  return [...lines, truncate(more, frame.width, frame.glyphs.ellipsis)];
}

/** "52 start times instead of 246; exposure 1.4 % above the finest plan (2 % allowed)" */
export function fewText({ starts, finestStarts, exposure, rise, tolerance }: FewPrice): string {
  const cost = [...(rise === null ? [] : [`rise ${aboveText(rise)}`]), `exposure ${aboveText(exposure)}`];
  const allowed = `${percent(tolerance)} allowed`;
  return starts < finestStarts
    ? `${counted(starts, "start time")} instead of ${grouped(finestStarts)}; ${cost.join(" and ")} the finest plan (${allowed})`
    : `${counted(starts, "start time")}, as in the finest plan: no fewer were found that keep the goal (${allowed})`;
}

/** Half a unit of the last figure shown. */
const NOTHING = 5e-5;

const aboveText = (part: number): string =>
  Math.abs(part) < NOTHING ? "as in" : part > 0 ? `${percent(part)} above` : `${percent(-part)} below`;

/** What of the gap is the price of few starts; nothing where they cost nothing. */
export const fewProof = ({ finestGap, exposure }: FewPrice): readonly string[] =>
  exposure < NOTHING
    ? []
    : [
        `The finest plan's exposure is within ${percentAtMost(finestGap)} of that bound; the rest is the price of few start times.`,
      ];
