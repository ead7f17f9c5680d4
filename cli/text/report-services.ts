/** The services: what each may carry and where that number is from, its busiest moment in the plan and in one big night. */
import {
  dayTime,
  grouped,
  type Instant,
  isOver,
  limitAtPeak,
  loadFigure,
  type LoadUnit,
  minute,
  percent,
  type Planned,
  type ServiceForecast,
  slotsOver,
  span,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../src/index.js";
import { chartLegend, loadChart, sparkline } from "./chart.js";
import { highest } from "./columns.js";
import { dayAxis } from "./day-axis.js";
import { padEnd, truncate, widthOf } from "./fit.js";
import { placeOfZone, type ReportFrame, reportZone, sideBySide } from "./report-frame.js";
import type { Paint } from "./style.js";
import { table } from "./table.js";

type Row = {
  readonly service: ServiceForecast;
  readonly unit: LoadUnit;
  readonly zone: string;
  readonly from: string;
  readonly firstNight: { readonly load: number; readonly slotsOver: number };
};

/** Chart lines by the height people can spare. */
const CHART_HEIGHT = 9;

export function serviceLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan } = planned;
  const { style } = frame;
  const home = reportZone(planned);
  const rows = plan.services.map((_, r) => rowOf(planned, r));
  return table<Row>(
    [
      { title: "SERVICE", align: "left", keep: "always", least: 8, cell: ({ service }) => service.id },
      {
        title: "LIMIT",
        align: "right",
        keep: "always",
        cell: ({ service, unit }) =>
          service.limit === null ? "unknown" : figure(limitAtPeak(service) ?? 0, unit),
      },
      { title: "YOUR CAPACITY", align: "left", keep: 1, cell: ({ from }) => from },
      {
        title: "PLAN, BUSIEST",
        align: "left",
        keep: "always",
        cell: ({ service, unit, zone }) =>
          `${figure(service.peak.load, unit)} ${dayTime(wallOf(startOfSlot(plan, service.peak.slot), zone))}${zone === home ? "" : ` ${placeOfZone(zone)}`}`,
        paint: ({ service }) =>
          service.limit === null ? plain : slotsOver(service) > 0 ? style.red : style.green,
      },
      {
        title: "ALL IN ONE NIGHT",
        align: "left",
        keep: 2,
        cell: ({ firstNight: { load, slotsOver: over }, service, unit }) =>
          `${figure(load, unit)}${service.limit === null ? "" : over === 0 ? ", fits" : `, over ${span(over * plan.grid.slotMinutes * minute)}`}`,
        paint: ({ firstNight }) => (firstNight.slotsOver > 0 ? style.red : plain),
      },
    ],
    rows,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

const plain: Paint = (text) => text;
const figure = (load: number, unit: LoadUnit): string => `${loadFigure(load, unit)}${unit.suffix}`;

function rowOf(planned: Planned, r: number): Row {
  const { plan, rollout } = planned;
  const service = plan.services[r] as ServiceForecast;
  const { sites, peers } = rollout.services[r] as (typeof rollout.services)[number];
  const unit = unitOf(service);
  const zones = new Set(
    plan.cohorts.filter(({ site }) => sites === null || sites.has(site)).map(({ timezone }) => timezone),
  );
  return {
    service,
    unit,
    zone: zones.size === 1 ? ([...zones][0] as string) : reportZone(planned),
    from: limitSource(planned, service, r, unit) + (peers === null ? "" : ", peers up"),
    firstNight: firstNightOf(planned, r),
  };
}

/** What one big night would ask of service `r`. */
export function firstNightOf({ firstNight }: Planned, r: number): Row["firstNight"] {
  const limit = firstNight.peersUp[r]?.limit ?? null;
  const charged = firstNight.charged[r] as Float64Array;
  return {
    load: (firstNight.peaks[r] as (typeof firstNight.peaks)[number]).load,
    // What peers take away of the limit that night counts as load.
    slotsOver: charged.filter((value, t) => isOver(value, limit?.[t])).length,
  };
}

/**
 * "40/s - 60 % (guess)": the capacity is the admin's own, the headroom perhaps a preset's guess. "32/s of 40/s" where devices of a
 * group take a part of it along in the busiest slot. "40/s, survives 2,000 sign-ins at once" where `spareFor` sets the limit.
 */
export function limitSource(
  { settled, rollout, forecast }: Planned,
  service: ServiceForecast,
  r: number,
  unit: LoadUnit,
): string {
  const { id, peak } = service;
  const { capacity, headroom, headroomFor, spareFor, requestId } = rollout.services[
    r
  ] as (typeof rollout.services)[number];
  if (capacity === null) return "not given";
  const guessOf = (setting: string): string =>
    settled.scenario.assumptions.some(({ setting: of, guess }) => guess && of.startsWith(setting))
      ? " (guess)"
      : "";
  const left = forecast.peersUp[r]?.capacity?.[peak.slot] ?? capacity;
  const whole =
    left < capacity ? `${figure(left, unit)} of ${figure(capacity, unit)}` : figure(capacity, unit);
  if (headroom === 0) return whole;
  switch (headroomFor) {
    case "asked":
      return `${whole} - ${percent(headroom)}${guessOf(`services.${id}.headroom`)}`;
    case "chance":
      return `${whole} - ${percent(headroom)} (auto)`;
    case "spare":
      return `${whole}, survives ${atOnceText(service, spareFor)}${guessOf(`services.${requestId}.retries.`)}`;
  }
}

/** "2,000 sign-ins at once" */
export const atOnceText = ({ counts }: Pick<ServiceForecast, "counts">, count: number): string =>
  `${grouped(count)} ${countWords[counts]} at once`;

/** How far one big night, or the plan, would overload a service. */
function strainOf({ plan, firstNight }: Planned, r: number): number {
  const service = plan.services[r] as ServiceForecast;
  const limit = limitAtPeak(service);
  const night = (firstNight.peaks[r] as (typeof firstNight.peaks)[number]).load;
  return limit === null ? 0 : Math.max(service.peak.load, night) / limit;
}

/** One line services at most, besides the one that is drawn large. */
const MOST_LINES = 8;

/** The service that one big night would strain most in full, so that spike and calm stand side by side; the others on a line each. */
export function chartLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan } = planned;
  const byStrain = plan.services
    .map((_, r) => r)
    .sort((a, b) => strainOf(planned, b) - strainOf(planned, a) || a - b);
  const [most, ...others] = byStrain;
  if (most === undefined) return [];
  return [
    ...largeChart(planned, most, frame),
    ...lineCharts(
      planned,
      others.slice(0, MOST_LINES).sort((a, b) => a - b),
      frame,
    ),
  ];
}

function largeChart(planned: Planned, r: number, frame: ReportFrame): readonly string[] {
  const service = planned.plan.services[r] as ServiceForecast;
  const zone = reportZone(planned);
  const { style, glyphs, width } = frame;
  const limit = service.limit === null ? null : "limit";
  const title = `${style.bold(service.id)}${style.dim(`, ${loadWords(service)}`)}`;
  const legend = chartLegend({ load: "plan", ghost: "all in one night", limit }, glyphs, style);
  return [
    sideBySide([title, legend, style.dim(`days ${placeOfZone(zone)}`)], "   ", width),
    ...serviceChart(planned, r, { ...frame, height: CHART_HEIGHT, zone }),
  ];
}

/** The load of service `r` in the plan, and behind it that of one big night; days begin by the clock of `zone`. */
export function serviceChart(
  { plan, rollout, firstNight }: Planned,
  r: number,
  { zone, ...frame }: ReportFrame & { readonly height: number; readonly zone: string },
): readonly string[] {
  const service = plan.services[r] as ServiceForecast;
  const unit = unitOf(service);
  const ghost = [...(firstNight.loads[r] as Float64Array)];
  return loadChart(
    { load: service.load, limit: service.limit, ghost },
    {
      ...frame,
      time: { ...rollout.grid, wallOf: (at) => wallOf(at, zone) },
      label: (load) => loadFigure(load, unit),
    },
  );
}

/** The plan's load of each service, a full block at its limit. */
function lineCharts(
  planned: Planned,
  chosen: readonly number[],
  { style, glyphs, width }: ReportFrame,
): readonly string[] {
  const services = chosen.map((r) => planned.plan.services[r] as ServiceForecast);
  const names = services.map(({ id }) => truncate(id, 16, glyphs.ellipsis));
  const scales = services.map((service) => Math.max(limitAtPeak(service) ?? 0, highest(service.load)));
  const ends = services.map(
    (service, i) => ` ${glyphs.up[8]} = ${figure(scales[i] as number, unitOf(service))}`,
  );
  const left = Math.max(0, ...names.map(widthOf)) + 2;
  const columns = width - left - Math.max(0, ...ends.map(widthOf));
  if (services.length === 0 || columns < 16) return [];
  const zone = reportZone(planned);
  const time = { ...planned.rollout.grid, wallOf: (at: Instant) => wallOf(at, zone) };
  return [
    "",
    ...services.map(
      ({ load }, i) =>
        `${padEnd(names[i] as string, left)}${style.cyan(sparkline(load, columns, scales[i] as number, glyphs))}${style.dim(ends[i] as string)}`,
    ),
    " ".repeat(left) + style.dim(dayAxis(time, columns, glyphs.rule)),
  ];
}

const countWords = { signIns: "sign-ins", restarts: "restarts", calls: "calls", offline: "devices offline" };

/** "sign-ins a minute" */
export function loadWords(service: ServiceForecast): string {
  const every: Readonly<Record<string, string>> = {
    "/s": " a second",
    "/min": " a minute",
    "/h": " an hour",
  };
  return countWords[service.counts] + (every[unitOf(service).suffix] ?? "");
}
