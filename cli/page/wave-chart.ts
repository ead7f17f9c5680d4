/** The waves by site and ring over time: pale where restarts may begin, full where they do, the higher the more devices. */
import {
  counted,
  devicesOf,
  groupBy,
  type Instant,
  instantOfIso,
  type Plan,
  type PlannedCohort,
  startOfSlot,
  wallOf,
  wallSpan,
  type Wave,
} from "../../src/index.js";
import { dayLines, picture, WIDTH } from "./chart.js";
import { linear, rounded, type Scale } from "./draw.js";
import type { PageFrame } from "./frame.js";
import { type Markup, markup } from "./markup.js";

/** The cohorts of one site and ring. */
type Row = {
  readonly site: string;
  readonly ring: string;
  readonly timezone: string;
  readonly devices: number;
  /** Half-open slots in which some of them may begin. */
  readonly open: readonly (readonly [number, number])[];
  /** Devices by slot, in runs of slots that follow each other. */
  readonly runs: readonly Run[];
};

type Run = { readonly from: number; readonly devices: readonly number[] };

/** Rows at most: those of the sites with most devices. */
const MOST_ROWS = 60;
const [LEFT, TOP, ROW, GAP] = [164, 22, 20, 6];
const RIGHT = WIDTH - 8;
const TITLE = "Waves by site and ring";

export type WaveChart = { readonly picture: Markup; readonly leftOut: number };

export function waveChart(plan: Plan, frame: PageFrame): WaveChart {
  const all = rowsOf(plan);
  const rows = all.slice(0, MOST_ROWS);
  const x = linear([frame.from, frame.to], [LEFT, RIGHT]);
  const tops = topsOf(rows);
  const base = (tops.at(-1) ?? TOP) + ROW + GAP;
  const most = rows.reduce((high, { runs }) => Math.max(high, ...runs.flatMap(({ devices }) => devices)), 0);
  const marks = [
    mark("release", instantOfIso(plan.release), "release", x, base),
    mark("deadline", instantOfIso(plan.deadline), "deadline", x, base),
  ];
  const description = `${counted(rows.length, "row")}, one for each ring at each site, over time. ${rows.map(rowSentence).join(" ")}`;
  return {
    leftOut: all.length - rows.length,
    picture: picture({ id: "waves", height: base + 20, title: TITLE, description }, [
      dayLines(frame, x, [TOP, base]),
      ...rows.map((row, r) => rowMarkup({ plan, row, above: rows[r - 1], x, top: tops[r] as number, most })),
      ...marks,
      markup`<path class="base" d="M${LEFT} ${base}H${RIGHT}"/>`,
    ]),
  };
}

/** Sites with most devices first, rings as they open. */
function rowsOf(plan: Plan): readonly Row[] {
  const order = new Map(plan.rings.map(({ name }, r) => [name, r]));
  const waves = groupBy(plan.waves, ({ cohort }) => cohort);
  const sites = [...groupBy(plan.cohorts, ({ site, timezone }) => JSON.stringify([site, timezone])).values()];
  return sites
    .sort((a, b) => devicesOf(b) - devicesOf(a))
    .flatMap((site) =>
      [...groupBy(site, ({ ring }) => ring).values()]
        .sort(([a], [b]) => (order.get(a?.ring ?? "") ?? 0) - (order.get(b?.ring ?? "") ?? 0))
        .map((cohorts) =>
          rowOf(
            cohorts,
            cohorts.flatMap(({ id }) => waves.get(id) ?? []),
          ),
        ),
    );
}

function rowOf(cohorts: readonly PlannedCohort[], waves: readonly Wave[]): Row {
  const { site, ring, timezone } = cohorts[0] as PlannedCohort;
  const bySlot = new Map<number, number>();
  for (const { slot, devices } of waves) bySlot.set(slot, (bySlot.get(slot) ?? 0) + devices);
  const runs: { from: number; devices: number[] }[] = [];
  for (const [slot, devices] of [...bySlot].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.from + last.devices.length === slot) last.devices.push(devices);
    else runs.push({ from: slot, devices: [devices] });
  }
  return { site, ring, timezone, devices: devicesOf(cohorts), open: openOf(cohorts), runs };
}

/** All that some cohort has open, ranges that touch as one. */
function openOf(cohorts: readonly PlannedCohort[]): Row["open"] {
  const joined: [number, number][] = [];
  for (const [from, to] of cohorts.flatMap(({ open }) => open).sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Where each row stands, a gap between sites. */
function topsOf(rows: readonly Row[]): readonly number[] {
  let top = TOP;
  return rows.map((row, r) => {
    const above = rows[r - 1];
    if (above !== undefined) top += ROW + (isSameSite(row, above) ? 1 : GAP);
    return top;
  });
}

const isSameSite = (a: Row, b: Row | undefined): boolean => a.site === b?.site && a.timezone === b.timezone;

/** "Berlin, broad: 5,001 devices, Fri 14 21:00-Sat 15 00:30 and Mon 17 21:00-22:15 local time." */
function rowSentence(row: Row): string {
  return `${rowName(row)}: ${counted(row.devices, "device")}, ${row.runs.length === 0 ? "no wave" : counted(row.runs.length, "run of waves", "runs of waves")}.`;
}

const rowName = ({ site, ring }: Row): string => [site || "-", ring || "-"].join(", ");

type Drawn = {
  readonly plan: Plan;
  readonly row: Row;
  readonly above: Row | undefined;
  readonly x: Scale;
  readonly top: number;
  /** Devices of the highest wave. */
  readonly most: number;
};

function rowMarkup({ plan, row, above, x, top, most }: Drawn): Markup {
  const at = (slot: number): number => x.at(startOfSlot(plan, slot));
  const middle = top + ROW - 6;
  return markup`<g class="row">${
    isSameSite(row, above)
      ? null
      : markup`<text class="site" x="4" y="${middle}">${shortened(row.site || "-")}</text>`
  }<text class="ring" x="${LEFT - 8}" y="${middle}">${shortened(row.ring || "-")}</text>${row.open.map(
    ([from, to]) =>
      markup`<rect class="open" x="${at(from)}" y="${top}" width="${rounded(at(to) - at(from))}" height="${ROW}"/>`,
  )}${row.runs.map(
    (run) =>
      markup`<path class="wave" d="${outline(run, { at, base: top + ROW, most })}"><title>${runText(plan, row, run)}</title></path>`,
  )}</g>`;
}

/** Names longer than this would run into their neighbours. */
const LONGEST = 13;
const shortened = (name: string): string =>
  [...name].length > LONGEST ? `${[...name].slice(0, LONGEST - 1).join("")}…` : name;

/** A wave of few devices must be seen too. */
const LEAST = 0.3;

/** Steps, drawn by hand so that a slot is as wide as it is. */
function outline(
  { from, devices }: Run,
  { at, base, most }: { readonly at: (slot: number) => number; readonly base: number; readonly most: number },
): string {
  const height = (count: number): number => rounded(ROW * Math.max(LEAST, Math.sqrt(count / most)));
  const tops = devices.map((count, s) => `V${rounded(base - height(count))}H${at(from + s + 1)}`);
  return `M${at(from)} ${base}${tops.join("")}V${base}Z`;
}

/** "Berlin, broad: Fri 14 21:00-Sat 15 00:30, 2,040 devices" */
function runText(plan: Plan, row: Row, { from, devices }: Run): string {
  const wall = (slot: number) => wallOf(startOfSlot(plan, slot), row.timezone);
  const count = devices.reduce((sum, each) => sum + each, 0);
  return `${rowName(row)}: ${wallSpan(wall(from), wall(from + devices.length))}, ${counted(count, "device")}`;
}

function mark(name: string, at: Instant, words: string, x: Scale, base: number): Markup {
  const left = x.at(at);
  const isLeft = left < WIDTH / 2;
  return markup`<path class="${name}" d="M${left} ${TOP - 8}V${base}"/><text class="mark${isLeft ? "" : " end"}" x="${left + (isLeft ? 4 : -4)}" y="${TOP - 8}">${words}</text>`;
}
