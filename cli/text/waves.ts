/** The waves as people ask for them: which ring restarts where and when, in each site's own time. */
import { clockText, counted, dayText, dayTime, grouped } from "../../src/index.js";
import { type Restart, devicesOf, groupBy, restartsOf } from "../../src/index.js";
import type { Plan } from "../../src/index.js";
import { type Instant, type WallTime, day, duration, instant, minute, wallTime } from "../../src/index.js";
import { sparkline } from "./chart.js";
import { cleanLine } from "./clean.js";
import { highest } from "./columns.js";
import { type TimeFrame, dayAxis } from "./day-axis.js";
import { padEnd, truncate, widthOf } from "./fit.js";
import type { Glyphs } from "./glyphs.js";
import type { Style } from "./style.js";
import { type Column, table } from "./table.js";

export type WaveFrame = {
  readonly width: number;
  readonly style: Style;
  readonly glyphs: Glyphs;
  readonly wallOf: (at: Instant, zone: string) => WallTime;
  /** Rows at most; the rest is one line that says how many. */
  readonly most: number;
};

/** The waves of a ring in one night, at the sites where they take the same local time; or at all sites of that night. */
export type WaveRow = {
  readonly ring: string;
  readonly sites: readonly string[];
  readonly devices: number;
  /** Site-local: start of the first wave, end of the last. */
  readonly from: WallTime;
  readonly to: WallTime;
  /** Different site-local start times: so many windows somebody has to build. */
  readonly starts: number;
  /** Site-local starts. */
  readonly waves: readonly { readonly from: WallTime; readonly devices: number }[];
};

type LocalRestart = Restart & { readonly from: WallTime; readonly to: WallTime };

/** Nights in the order in which they come, rings in that of the plan, sites by their own clock. */
export function waveRows(plan: Plan, wallOf: WaveFrame["wallOf"], by: "site" | "night"): readonly WaveRow[] {
  const order = new Map(plan.rings.map(({ name }, r) => [name, r]));
  const restarts = restartsOf(plan).map((restart): LocalRestart => {
    const { timezone } = restart.cohort;
    return { ...restart, from: wallOf(restart.start, timezone), to: wallOf(restart.end, timezone) };
  });
  const nights = [
    ...groupBy(restarts, ({ cohort, from }) => JSON.stringify([cohort.ring, nightOf(from)])).values(),
  ].sort(
    ([a], [b]) =>
      nightOf(a?.from) - nightOf(b?.from) ||
      (order.get(a?.cohort.ring ?? "") ?? 0) - (order.get(b?.cohort.ring ?? "") ?? 0),
  );
  if (by === "night") return nights.map(rowOf);
  return nights.flatMap((night) => {
    const sites = [
      ...groupBy(night, ({ cohort }) => JSON.stringify([cohort.site, cohort.timezone])).values(),
    ];
    return [...groupBy(sites, (site) => `${first(site)} ${last(site)}`).values()]
      .map((same) => rowOf(same.flat()))
      .sort((a, b) => a.from - b.from || a.to - b.to);
  });
}

// Intervals are cut at local noon, so a night is what lies between two of them.
const nightOf = (from: WallTime | undefined): number => Math.floor(((from ?? 0) - day / 2) / day);

const first = (restarts: readonly LocalRestart[]): WallTime =>
  wallTime(restarts.reduce((a, { from }) => Math.min(a, from), Infinity));
const last = (restarts: readonly LocalRestart[]): WallTime =>
  wallTime(restarts.reduce((a, { to }) => Math.max(a, to), -Infinity));

const rowOf = (restarts: readonly LocalRestart[]): WaveRow => ({
  ring: restarts[0]?.cohort.ring ?? "",
  sites: [...new Set(restarts.map(({ cohort }) => cohort.site))],
  devices: devicesOf(restarts.map(({ wave }) => wave)),
  from: first(restarts),
  to: last(restarts),
  starts: new Set(restarts.map(({ from }) => from)).size,
  waves: restarts.map(({ from, wave }) => ({ from, devices: wave.devices })),
});

const siteColumn = 24;
const stripLeast = 20;

/** A row a night, ring and time of sites; where those are too many, a row a night and ring. */
export function waveTable(plan: Plan, frame: WaveFrame): readonly string[] {
  const bySite = waveRows(plan, frame.wallOf, "site");
  const rows = bySite.length <= frame.most ? bySite : waveRows(plan, frame.wallOf, "night");
  const shown = rows.slice(0, frame.most);
  const rest = rows.slice(frame.most);
  return [...waveLines(plan, shown, frame), ...(rest.length === 0 ? [] : [restLine(rest, frame)])];
}

/** The titles, and a line for each of these rows. */
export function waveLines(
  plan: Plan,
  rows: readonly WaveRow[],
  frame: Pick<WaveFrame, "width" | "style" | "glyphs">,
): readonly string[] {
  const siteCount = new Set(plan.cohorts.map(({ site }) => site)).size;
  const columns: readonly Column<WaveRow>[] = [
    {
      title: "SITE-LOCAL TIME",
      align: "left",
      keep: "always",
      cell: ({ from, to }) => nightSpan(from, to),
    },
    { title: "RING", align: "left", keep: "always", least: 8, cell: ({ ring }) => ring || "-" },
    {
      title: "SITES",
      align: "left",
      keep: "always",
      least: 10,
      cell: ({ sites }) => siteNames(sites, siteCount),
    },
    { title: "DEVICES", align: "right", keep: "always", cell: ({ devices }) => grouped(devices) },
    { title: "STARTS", align: "right", keep: 1, cell: ({ starts }) => grouped(starts) },
  ];
  const lines = table(columns, rows, { ...frame, ellipsis: frame.glyphs.ellipsis });
  return withStrip(lines, plan, rows, frame);
}

/** "Wed 12 21:00-23:00", "Thu 13 23:00-Fri 03:00": a night has one date, that of its first wave. */
export const nightSpan = (from: WallTime, to: WallTime): string =>
  dayText(from) === dayText(to)
    ? `${dayTime(from)}-${clockText(to)}`
    : `${dayTime(from)}-${dayText(to).split(" ")[0]} ${clockText(to)}`;

export function siteNames(sites: readonly string[], siteCount: number): string {
  if (sites.length === siteCount && siteCount > 1) return `all ${siteCount}`;
  const names = sites.map((site) => cleanLine(site || "-"));
  let text = names[0] ?? "";
  for (const [s, name] of names.slice(1).entries()) {
    const rest = names.length - s - 2;
    const longer = `${text}, ${name}`;
    if (widthOf(rest === 0 ? longer : `${longer} +${rest}`) > siteColumn) return `${text} +${rest + 1}`;
    text = longer;
  }
  return text;
}

/** Devices over site-local days at the right, where there is room: each row to its own scale. */
function withStrip(
  lines: readonly string[],
  plan: Plan,
  rows: readonly WaveRow[],
  { width, style, glyphs }: Pick<WaveFrame, "width" | "style" | "glyphs">,
): readonly string[] {
  const left = lines.reduce((most, line) => Math.max(most, widthOf(line)), 0) + 2;
  const columns = width - left;
  if (columns < stripLeast || rows.length === 0) return lines;
  const time = localDays(plan, rows);
  const strips = rows.map((row) => {
    const devices = devicesBySlot(row, time);
    return style.cyan(sparkline(devices, columns, highest(devices), glyphs).trimEnd());
  });
  const header = style.dim(dayAxis(time, columns, " ").trimEnd());
  return [header, ...strips].map((strip, l) => (padEnd(lines[l] ?? "", left) + strip).trimEnd());
}

/** The days of the waves by each site's own clock, read as if it were one clock for all. */
function localDays({ grid }: Plan, rows: readonly WaveRow[]): TimeFrame {
  const from = rows.reduce((least, row) => Math.min(least, row.from), Infinity);
  const to = rows.reduce((most, row) => Math.max(most, row.to), -Infinity);
  const start = Math.floor(from / day) * day;
  const slot = duration(grid.slotMinutes * minute);
  const slots = (Math.ceil(to / day) * day - start) / slot;
  return { start: instant(start), slot, slots, wallOf: (at) => wallTime(at) };
}

function devicesBySlot({ waves }: WaveRow, { start, slot, slots }: TimeFrame): readonly number[] {
  const bySlot = new Array<number>(slots).fill(0);
  for (const { from, devices } of waves) {
    const s = Math.floor((from - start) / slot);
    bySlot[s] = (bySlot[s] ?? 0) + devices;
  }
  return bySlot;
}

const restLine = (rest: readonly WaveRow[], { glyphs, width }: WaveFrame): string =>
  truncate(
    `${glyphs.ellipsis} ${counted(rest.length, "more row")}, ${counted(devicesOf(rest), "device")}`,
    width,
    glyphs.ellipsis,
  );
