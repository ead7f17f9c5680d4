/** The services: what each may carry and where that number is from, its busiest moment in the plan and in one big night. */
import {
  dayTime,
  isOver,
  limitAtPeak,
  loadFigure,
  type LoadUnit,
  minute,
  percent,
  type Planned,
  type ServiceForecast,
  span,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../src/index.js";
import { chartLegend, loadChart } from "./chart.js";
import { type ReportFrame, placeOfZone, reportZone } from "./report-frame.js";
import { table } from "./table.js";

type Row = {
  readonly service: ServiceForecast;
  readonly unit: LoadUnit;
  readonly zone: string;
  readonly from: string;
  readonly firstNight: { readonly load: number; readonly over: string };
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
      { title: "LIMIT IS FROM", align: "left", keep: 1, least: 16, cell: ({ from }) => from },
      {
        title: "PLAN, BUSIEST",
        align: "left",
        keep: "always",
        cell: ({ service, unit, zone }) =>
          `${figure(service.peak.load, unit)}  ${dayTime(wallOf(startOfSlot(plan, service.peak.slot), zone))}${zone === home ? "" : ` ${placeOfZone(zone)}`}`,
        paint: () => style.green,
      },
      {
        title: "ALL IN ONE NIGHT",
        align: "left",
        keep: 2,
        cell: ({ firstNight, unit }) => `${figure(firstNight.load, unit)}${firstNight.over}`,
        paint: ({ firstNight }) =>
          firstNight.over.startsWith(",") && firstNight.over !== ", fits" ? style.red : (text) => text,
      },
    ],
    rows,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

const figure = (load: number, unit: LoadUnit): string => `${loadFigure(load, unit)}${unit.suffix}`;

function rowOf(planned: Planned, r: number): Row {
  const { plan, rollout, firstNight } = planned;
  const service = plan.services[r] as ServiceForecast;
  const load = firstNight.loads[r] as Float64Array;
  const { headroom, capacity, sites } = rollout.services[r] as (typeof rollout.services)[number];
  const unit = unitOf(service);
  const zones = new Set(
    plan.cohorts.filter(({ site }) => sites === null || sites.has(site)).map(({ timezone }) => timezone),
  );
  return {
    service,
    unit,
    zone: zones.size === 1 ? ([...zones][0] as string) : reportZone(planned),
    from:
      capacity === null
        ? "no capacity given"
        : headroom === 0
          ? `your ${figure(capacity, unit)}`
          : `your ${figure(capacity, unit)} less ${percent(headroom)}`,
    firstNight: {
      load: (firstNight.peaks[r] as (typeof firstNight.peaks)[number]).load,
      over: overText(service, load, plan.grid.slotMinutes),
    },
  };
}

/** ", over for 40 min" of what one big night would do. */
function overText({ limit }: ServiceForecast, load: Float64Array, slotMinutes: number): string {
  if (limit === null) return "";
  const slots = load.filter((value, t) => isOver(value, limit[t])).length;
  return slots === 0 ? ", fits" : `, over ${span(slots * slotMinutes * minute)}`;
}

/** The service that one big night would overload most, so that spike and calm stand side by side. */
function mostStrained({ plan, firstNight }: Planned): number {
  const strain = plan.services.map((service, r) => {
    const limit = limitAtPeak(service);
    return limit === null
      ? 0
      : Math.max(service.peak.load, (firstNight.peaks[r] as (typeof firstNight.peaks)[number]).load) / limit;
  });
  return strain.indexOf(Math.max(...strain));
}

export function chartLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan, rollout, firstNight } = planned;
  const r = mostStrained(planned);
  const service = plan.services[r];
  if (service === undefined) return [];
  const zone = reportZone(planned);
  const unit = unitOf(service);
  const ghost = [...(firstNight.loads[r] as Float64Array)];
  const legend = chartLegend(
    { load: "plan", ghost: "all in one night", limit: service.limit === null ? null : "limit" },
    frame.glyphs,
    frame.style,
  );
  return [
    `${frame.style.bold(service.id)}${frame.style.dim(`, ${unitWords(unit)}`)}   ${legend}   ${frame.style.dim(`days ${placeOfZone(zone)}`)}`,
    ...loadChart(
      { load: service.load, limit: service.limit, ghost },
      {
        ...frame,
        height: CHART_HEIGHT,
        time: {
          start: rollout.grid.start,
          slot: rollout.grid.slot,
          slots: rollout.grid.slots,
          wallOf: (at) => wallOf(at, zone),
        },
        label: (load) => loadFigure(load, unit),
      },
    ),
  ];
}

function unitWords({ suffix }: LoadUnit): string {
  switch (suffix) {
    case "/s":
      return "per second";
    case "/min":
      return "per minute";
    case "/h":
      return "per hour";
    default:
      return suffix.trim();
  }
}
