/** What is told before anything else: services that their background alone fills where restarts would put load. */
import {
  dayTime,
  type FilledService,
  loadText,
  minute,
  percent,
  type Plan,
  type Planned,
  type ServiceForecast,
  slotRuns,
  span,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../src/index.js";
import { spanText } from "./explain-words.js";
import { atOnceText } from "./report-services.js";
import { placeOfZone, type ReportFrame, reportZone, wrapped } from "./report-frame.js";

/** Stretches of time named one by one. */
const MOST_RUNS = 3;

export const backgroundLines = (
  planned: Planned,
  filled: readonly FilledService[],
  frame: ReportFrame,
): readonly string[] =>
  filled.flatMap((service, i) =>
    wrapped(i === 0 ? "FIRST" : "", sentences(planned, service).join(" "), frame),
  );

function sentences(planned: Planned, filled: FilledService): readonly string[] {
  const { plan } = planned;
  const service = plan.services.find(({ id }) => id === filled.service) as ServiceForecast;
  return [...fullSentences(planned, filled, service), ...partSentences(filled)];
}

function fullSentences(
  planned: Planned,
  { service: id, reached, slots, over, worst, capacity, whole, headroom, sparedFor, wayOut }: FilledService,
  service: ServiceForecast,
): readonly string[] {
  if (worst === null || wayOut === null) return [];
  const { plan } = planned;
  const zone = reportZone(planned);
  const unit = unitOf({
    ...service,
    peak: { ...service.peak, load: Math.max(service.peak.load, worst.background) },
  });
  const figure = (load: number): string => loadText(load, unit);
  const part = slots.length === reached ? `all ${reached}` : `${slots.length} of the ${reached}`;
  const some =
    capacity < whole
      ? `${figure(capacity)} (of ${figure(whole)}, while devices of its group are gone)`
      : figure(capacity);
  const leaves =
    headroom === 0
      ? `${capacity < whole ? "all that is there of it," : "its whole capacity of"} ${some}`
      : sparedFor === null
        ? `all that a headroom of ${percent(headroom)} leaves of ${some}`
        : `all that may be used of ${some} if ${atOnceText(service, sparedFor)} are to be survived`;
  return [
    `The background alone fills ${id} in ${part} slots in which restarts would put load on it (${span(slots.length * plan.grid.slotMinutes * minute)}: ${runsText(plan, slots, zone)}, ${placeOfZone(zone)}).`,
    `At worst, ${dayTime(wallOf(startOfSlot(plan, worst.slot), zone))}, it is ${figure(worst.background)} and takes ${leaves}${over === 0 ? "" : `; in ${over === slots.length ? "all" : `${over}`} of these slots it is over the capacity itself`}.`,
    "No restart may put load there.",
    wayOutSentence(wayOut, headroom, sparedFor !== null, figure),
  ];
}

function wayOutSentence(
  { headroom: less, capacityAbove }: NonNullable<FilledService["wayOut"]>,
  headroom: number,
  isSpared: boolean,
  figure: (load: number) => string,
): string {
  if (capacityAbove === null)
    return "All of it is gone there, so neither headroom nor capacity would leave room.";
  const more = `a capacity above ${figure(capacityAbove)}`;
  if (isSpared) return `Less to spare for, or ${more}, would leave some room there.`;
  if (less === null) return `No headroom would leave room there, only ${more}.`;
  return `A headroom of ${percent(less)} instead of ${percent(headroom)}, or ${more}, would leave some room there.`;
}

const partSentences = ({ service, takesNoPart, slots }: FilledService): readonly string[] =>
  takesNoPart
    ? [
        `${slots.length === 0 ? `The background of ${service}` : "It"} reaches the capacity, so ${service} takes no part in what goal flattest makes least.`,
      ]
    : [];

/** "Thu 13 08:15-09:30, Fri 14 08:15-09:30 and 3 more" */
function runsText(plan: Plan, slots: readonly number[], zone: string): string {
  const runs = slotRuns(Int32Array.from(slots));
  const named = runs.slice(0, MOST_RUNS).map(([from, to]) => spanText(plan, from, to, zone));
  const more = runs.length - MOST_RUNS;
  return named.join(", ") + (more > 0 ? ` and ${more === 1 ? "once" : `${more} times`} more` : "");
}
