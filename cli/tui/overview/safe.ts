/** "Is it safe?": the verdict, and each service's busiest moment against its limit. */
import {
  dayTime,
  duration,
  hour,
  isOver,
  limitAtPeak,
  loadFigure,
  loadText,
  minute,
  percent,
  type Planned,
  type ServiceForecast,
  span,
  startOfSlot,
  tightest,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import { bar } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { verdictOf } from "../../text/report.js";
import { firstNightOf, limitSource } from "../../text/report-services.js";
import { table } from "../../text/table.js";
import { type Scene, simulationOf } from "../scene.js";
import type { Part, PartFrame } from "./part.js";

/** Services shown where there is hardly room. */
const FEW_SERVICES = 4;

export function safePart(scene: Scene, frame: PartFrame): Part {
  const count = scene.planned.plan.services.length;
  return {
    name: "safe",
    title: "Is it safe?",
    right: `times: ${zoneName(scene)}`,
    least: 1 + Math.min(count, FEW_SERVICES),
    // Verdict, what would be otherwise, titles.
    most: 3 + count,
    draw: ({ height }) => safeLines(scene, { ...frame, height }),
  };
}

const zoneName = ({ zone }: Scene): string =>
  cleanLine((zone.split("/").at(-1) ?? zone).replaceAll("_", " "));

function safeLines(scene: Scene, frame: PartFrame & { readonly height: number }): readonly string[] {
  const { height, style } = frame;
  const [head, second] = headLines(scene, frame);
  const [titles = "", ...rows] = serviceRows(scene, frame);
  const spare = height - 1 - rows.length;
  const above = second === "" || spare < 1 ? [head] : [head, style.dim(second)];
  const room = height - above.length;
  return [...above, ...(room > rows.length ? [titles, ...rows] : withRest(rows, room, frame))];
}

/** The verdict; and on the second line what finds no room beside it. */
function headLines(scene: Scene, { width, style, glyphs }: PartFrame): readonly [string, string] {
  const { planned, zone } = scene;
  const { verdict, paint, detail } = verdictOf(planned.plan, style);
  const most = tightest(planned.plan.services);
  const parts = [detail ?? "", most === null ? "" : tightText(planned, most, zone), rivalText(scene)]
    .filter((part) => part !== "")
    .map(cleanLine);
  const head = ` ${style.bold(paint(verdict))}`;
  const fitting = parts.filter((_, p) => widthOf([head, ...parts.slice(0, p + 1)].join(GAP)) <= width);
  const rest = parts.slice(fitting.length).join(GAP);
  return [[head, ...fitting].join(GAP), rest === "" ? "" : truncate(` ${rest}`, width, glyphs.ellipsis)];
}

const GAP = "   ";

/** Services that find no room are counted. */
function withRest(rows: readonly string[], room: number, { style, glyphs }: PartFrame): readonly string[] {
  if (rows.length <= room) return rows;
  const rest = rows.length - room + 1;
  return [...rows.slice(0, room - 1), style.dim(` ${glyphs.ellipsis} ${rest} more (3)`)];
}

/** "tightest vpn: 100 % of its limit, Fri 14 08:45" */
function tightText({ plan }: Planned, service: ServiceForecast, zone: string): string {
  const limit = limitAtPeak(service) ?? 0;
  const used = limit === 0 ? "no limit left" : `${percent(service.peak.load / limit)} of its limit`;
  return `tightest ${service.id}: ${used}, ${momentText(plan, service, zone)}`;
}

const momentText = (plan: Planned["plan"], { peak }: ServiceForecast, zone: string): string =>
  dayTime(wallOf(startOfSlot(plan, peak.slot), zone));

/** What the tightest service would meet otherwise: the rival, once it is simulated; until then all in one night. */
function rivalText(scene: Scene): string {
  const { planned, rival, zone } = scene;
  const { plan } = planned;
  const most = tightest(plan.services) ?? plan.services[0];
  if (most === undefined) return "";
  const known = simulationOf(scene, rival);
  const against = known.state === "known" ? known.value.against : null;
  const met = against?.simulation.services.find(({ id }) => id === most.id);
  if (against === null || met === undefined) return nightText(planned, most);
  const peak =
    met.peakUtilisation === null
      ? ""
      : ` ${percent(met.peakUtilisation)} of its capacity ${dayTime(wallOf(met.peakAt, zone))}`;
  const over =
    met.hoursOverCapacity > 0 ? `, over it for ${span(duration(met.hoursOverCapacity * hour))}` : "";
  return cleanLine(`${against.policy}: ${most.id}${peak}${over}`);
}

function nightText(planned: Planned, service: ServiceForecast): string {
  const night = firstNightOf(planned, planned.plan.services.indexOf(service));
  const over =
    service.limit === null
      ? ""
      : night.slotsOver === 0
        ? ", fits"
        : `, over its limit for ${span(night.slotsOver * planned.plan.grid.slotMinutes * minute)}`;
  return cleanLine(`all in one night: ${service.id} ${loadText(night.load, unitOf(service))}${over}`);
}

type ServiceRow = { readonly service: ServiceForecast; readonly r: number };

/** The titles, and a line for each service. */
function serviceRows({ planned, zone }: Scene, frame: PartFrame): readonly string[] {
  const { plan } = planned;
  const { style, glyphs, width } = frame;
  const rows = plan.services.map((service, r): ServiceRow => ({ service, r }));
  const barWidth = barRoom(planned, rows, width);
  const isFull = ({ service }: ServiceRow): boolean =>
    isOver(service.peak.load, limitAtPeak(service) ?? undefined);
  const lines = table<ServiceRow>(
    [
      { title: "SERVICE", align: "left", keep: "always", least: 6, cell: ({ service }) => service.id },
      {
        title: "OF LIMIT",
        align: "left",
        keep: 3,
        cell: ({ service }) => usedBar(service, barWidth, frame),
        paint: (row) => (row.service.limit === null ? style.yellow : isFull(row) ? style.red : style.green),
      },
      { title: "BUSIEST", align: "left", keep: "always", cell: ({ service }) => figuresText(service) },
      { title: "WHEN", align: "left", keep: 4, cell: ({ service }) => momentText(plan, service, zone) },
      {
        title: "YOUR CAPACITY",
        align: "left",
        keep: 2,
        cell: ({ service, r }) => sourceText(planned, service, r),
      },
      {
        title: "IN ONE NIGHT",
        align: "right",
        keep: 1,
        cell: ({ service, r }) => inOneNight(planned, service, r),
      },
    ],
    rows,
    { width: width - 2, style, ellipsis: glyphs.ellipsis },
  );
  return lines.map((line) => ` ${line}`);
}

/** What the other columns leave. */
function barRoom(planned: Planned, rows: readonly ServiceRow[], width: number): number {
  const widest = (cell: (row: ServiceRow) => string): number =>
    rows.reduce((most, row) => Math.max(most, widthOf(cleanLine(cell(row)))), 0);
  const others =
    Math.min(
      16,
      widest(({ service }) => service.id),
    ) +
    widest(({ service }) => figuresText(service)) +
    "Wed 12 21:00".length +
    widest(({ service, r }) => sourceText(planned, service, r));
  // Four gaps, the limit's line, and a blank at each side.
  return Math.max(6, Math.min(30, width - others - 4 * 2 - 3));
}

/** Full to its end at the limit. */
function usedBar(service: ServiceForecast, width: number, { glyphs }: PartFrame): string {
  const limit = limitAtPeak(service);
  if (limit === null) return "no limit";
  return `${padEnd(bar(service.peak.load, limit, width, glyphs), width)}${glyphs.axis}`;
}

/** "24/25/min", "130/120/min over"; without a limit what it needs. */
function figuresText(service: ServiceForecast): string {
  const unit = unitOf(service);
  const limit = limitAtPeak(service);
  if (limit === null) return `needs ${loadText(service.peak.load, unit)}`;
  const figures = `${loadFigure(service.peak.load, unit)} of ${loadText(limit, unit)}`;
  return isOver(service.peak.load, limit) ? `${figures}, over` : figures;
}

function sourceText(planned: Planned, service: ServiceForecast, r: number): string {
  const capacity = planned.rollout.services[r]?.capacity ?? null;
  return capacity === null ? "unknown" : limitSource(planned, service, r, unitOf(service));
}

function inOneNight(planned: Planned, service: ServiceForecast, r: number): string {
  const { load, slotsOver } = firstNightOf(planned, r);
  return `${loadText(load, unitOf(service))}${slotsOver === 0 ? "" : " !"}`;
}
