/** The sections of a change request about the services: limits, busiest moments, risk. */
import type { Plan, ServiceForecast } from "../plan/plan.js";
import { minute } from "../units.js";
import { type ChangeRequest, localTime, zonedTime } from "./change-request.js";
import { counted, loadText, percent, span } from "./figures.js";
import { limitAtPeak, slotsOver, startOfSlot, tightest, unitOf } from "./forecast.js";
import { inert, markdownTable } from "./markdown-text.js";
import { type Restart, devicesOf, instantOfIso } from "./restarts.js";

export function services({ plan, zone }: ChangeRequest): readonly string[] {
  const limitText = (service: ServiceForecast) => {
    const limit = limitAtPeak(service);
    return limit === null ? "unknown" : loadText(limit, unitOf(service));
  };
  return [
    "## Services",
    "",
    ...markdownTable(
      [
        { title: "Service", align: "left", cell: ({ id }) => inert(id) },
        { title: "Limit", align: "right", cell: limitText },
        { title: "Busiest", align: "right", cell: (service) => loadText(service.peak.load, unitOf(service)) },
        { title: "Of capacity", align: "right", cell: ({ peak }) => ofCapacity(peak.utilisation) },
        {
          title: `When (${inert(zone)})`,
          align: "left",
          cell: ({ peak }) => localTime(startOfSlot(plan, peak.slot), zone),
        },
        { title: "Over the limit", align: "right", cell: (service) => overText(plan, service) },
      ],
      plan.services,
    ),
  ];
}

const ofCapacity = (utilisation: number | null): string =>
  utilisation === null ? "unknown" : percent(utilisation);

const overText = (plan: Plan, service: ServiceForecast): string =>
  service.limit === null
    ? "unknown"
    : slotsOver(service) === 0
      ? "never"
      : span(slotsOver(service) * plan.grid.slotMinutes * minute);

export function risk({ plan, restarts, zone }: ChangeRequest): readonly string[] {
  const over = plan.services.filter((service) => slotsOver(service) > 0);
  const unknown = plan.services.filter(({ limit }) => limit === null);
  return [
    "## Risk",
    "",
    ...over.map((service) => `- **${inert(service.id)} is over its limit for ${overText(plan, service)}.**`),
    ...(over.length === 0 ? tightestLine(plan, zone) : []),
    ...unknown.map(
      (service) =>
        `- The capacity of ${inert(service.id)} is unknown: this plan needs it to carry ${loadText(service.peak.load, unitOf(service))}.`,
    ),
    ...exposureLine(plan, restarts),
    ...lateLine(plan),
  ];
}

function tightestLine(plan: Plan, zone: string): readonly string[] {
  const service = tightest(plan.services);
  const limit = service === null ? null : limitAtPeak(service);
  if (service === null || limit === null) return [];
  const [load, most] = [service.peak.load, limit].map((value) => loadText(value, unitOf(service)));
  const when = zonedTime(startOfSlot(plan, service.peak.slot), zone);
  return [
    `- No service is over its limit in any ${plan.grid.slotMinutes} minutes. The tightest is ${inert(service.id)}: ${load} of ${most}, ${when}.`,
  ];
}

function exposureLine(plan: Plan, restarts: readonly Restart[]): readonly string[] {
  const devices = devicesOf(restarts.map(({ wave }) => wave));
  if (devices === 0) return [];
  const released = instantOfIso(plan.release);
  const waited = restarts.reduce(
    (sum, { wave, start, end }) => sum + wave.devices * ((start + end) / 2 - released),
    0,
  );
  return [`- From the release to its wave a planned device waits ${span(waited / devices)} on average.`];
}

const lateLine = ({ expectedLate }: Plan): readonly string[] =>
  expectedLate < 0.5
    ? []
    : [
        `- About ${counted(Math.round(expectedLate), "device is", "devices are")} expected late: the update is not staged on them by their last window.`,
      ];
