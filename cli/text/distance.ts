/** How far each service is from collapse: a line each at the end of a report, all figures in a table of `explain`. */
import {
  counted,
  dayTime,
  type Distance,
  type Duration,
  grouped,
  type LoadUnit,
  loadText,
  minute,
  percent,
  percentAtMost,
  type Planned,
  second,
  type ServiceForecast,
  span,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../src/index.js";
import { atOnceText } from "./report-services.js";
import {
  brokenLines,
  placeOfZone,
  type ReportFrame,
  reportZone,
  sideBySide,
  wrapped,
} from "./report-frame.js";
import { table } from "./table.js";

const LABEL = 9;
/** Services with a line of their own. */
const MOST_LINES = 8;

/** Services that nothing keeps down on one line, the others on one each, the worst first. */
export function distanceLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { distances } = planned;
  const safe = distances.filter(isSafe).map(({ service }) => service);
  const others = distances.filter((distance) => !isSafe(distance)).sort((a, b) => rank(a) - rank(b));
  const more = others.length - MOST_LINES;
  const lines = [
    ...others
      .slice(0, MOST_LINES)
      .map((distance) => sideBySide(parts(planned, distance), ", ", frame.width - LABEL)),
    ...(more > 0 ? [`and ${counted(more, "more", "more")} (explain)`] : []),
    ...(safe.length === 0
      ? []
      : [`${safe.join(", ")} ${safe.length === 1 ? "recovers" : "recover"} from any backlog`]),
    ...(others.length === 0
      ? []
      : [`distance to collapse, if that load went on (${placeOfZone(reportZone(planned))}; see explain)`]),
  ];
  return lines.flatMap((line, i) => wrapped(i === 0 ? "COLLAPSE" : "", line, frame));
}

/** A service of peers that loses too many of them may stay down, whatever its load. */
export const isSafe = ({ state, peers }: Distance): boolean =>
  state === "stable" && (peers === null || (peers.bootstrap === 0 && !peers.hasBug));

export const rank = ({ state, largestWave }: Distance): number =>
  state === "overloaded" ? 0 : largestWave.isSurvived ? 2 : 1;

/** What a line says of a service, the first of it in any case. */
function parts(planned: Planned, distance: Distance): readonly string[] {
  const { service: id, peers, tipping, surge } = distance;
  const longest = tipping?.longestSurge ?? null;
  return [
    `${id} ${mainText(planned, distance)}`,
    ...(peers === null ? [] : [peersText(distance)]),
    momentText(planned, distance),
    ...(longest === null ? [] : [`or ${atLeast(longest)} at ${percent(surge)} of its capacity`]),
  ];
}

export function mainText(planned: Planned, distance: Distance): string {
  const { state, tipping, clients, largestWave, load, capacity } = distance;
  if (state === "overloaded") {
    const unit = unitFor(planned, distance);
    return `is asked for more than it can do: ${loadText(load, unit)} of ${loadText(capacity, unit)}`;
  }
  if (tipping === null) return "recovers from any backlog while its peers are up";
  if (tipping.largestTrigger > clients)
    return `survives all its ${counted(Math.round(clients), "client")} at once`;
  const most = `survives ${atOnceText(distance, below(tipping.largestTrigger))}`;
  if (largestWave.events === 0) return most;
  const wave = `its largest wave (${grouped(Math.round(largestWave.events))})`;
  return `${most}, ${largestWave.isSurvived ? `also ${wave}` : `not ${wave}`}`;
}

function peersText({ peers, clients }: Distance): string {
  const part = (peers?.bootstrap ?? 0) / clients;
  const heals = part === 0 ? "heals from nobody online" : `heals from ${percentAtMost(part)} online`;
  return peers?.hasBug === true ? `${heals}, the fault of its peers aside` : heals;
}

/** What is survived is less than the threshold. */
const below = (threshold: number): number => Math.max(0, Math.ceil(threshold) - 1);

/** Rounded down: "40 s", "25 min", "2 h 5 min". */
const atLeast = (length: Duration): string =>
  length < 2 * minute ? `${Math.floor(length / second)} s` : span(Math.floor(length / minute) * minute);

const momentText = (planned: Planned, { slot }: Distance): string =>
  dayTime(wallOf(startOfSlot(planned.plan, slot), reportZone(planned)));

const unitFor = ({ plan }: Planned, { service: id }: Distance): LoadUnit =>
  unitOf(plan.services.find((service) => service.id === id) as ServiceForecast);

/** All that is known of it, and what it means. */
export function distanceTable(
  planned: Planned,
  distances: readonly Distance[],
  frame: ReportFrame,
): readonly string[] {
  if (distances.length === 0) return [];
  return [
    ...brokenLines(distanceWords.intro, frame.width, ""),
    ...distanceRows(planned, distances, frame),
    ...brokenLines(distanceWords.heads, frame.width, ""),
    ...distances.flatMap((distance) =>
      distance.peers === null
        ? []
        : brokenLines(`${distance.service}: ${peersSentence(planned, distance)}`, frame.width, ""),
    ),
  ];
}

/** What the table is of, and what its heads mean. */
export const distanceWords = {
  intro:
    "How far each service is from collapse, as if the load of its worst moment went on, all clients were alike and waited the mean of their first wait:",
  heads:
    "SAFE BELOW: at less load any backlog drains. BACKLOG and AT ONCE: clients waiting to try again, or asking at one instant, from which it recovers. WAVE: the most that waves of one slot put on it. JITTER: over which all restarts of the plan fit on average beside the highest background.",
} as const;

/** The head, then a line a service; of one service at least. */
export function distanceRows(
  planned: Planned,
  distances: readonly Distance[],
  frame: ReportFrame,
): readonly string[] {
  const rate = (distance: Distance, load: number): string => loadText(load, unitFor(planned, distance));
  const tipped = (
    { state, tipping }: Distance,
    of: (tipping: NonNullable<Distance["tipping"]>) => string,
  ): string => (tipping === null ? (state === "stable" ? "any" : "none") : of(tipping));
  const percentOfSurge = percent((distances[0] as Distance).surge);
  return table<Distance>(
    [
      { title: "SERVICE", align: "left", keep: "always", least: 8, cell: ({ service }) => service },
      {
        title: `WORST (${placeOfZone(reportZone(planned))})`,
        align: "left",
        keep: 6,
        cell: (distance) => momentText(planned, distance),
      },
      { title: "LOAD", align: "right", keep: 5, cell: (distance) => rate(distance, distance.load) },
      { title: "CAPACITY", align: "right", keep: 4, cell: (distance) => rate(distance, distance.capacity) },
      {
        title: "SAFE BELOW",
        align: "right",
        keep: 7,
        cell: (distance) => rate(distance, distance.triggerProofLoad),
      },
      {
        title: "BACKLOG",
        align: "right",
        keep: 2,
        cell: (distance) => tipped(distance, ({ criticalBacklog }) => grouped(below(criticalBacklog))),
      },
      {
        title: "AT ONCE",
        align: "right",
        keep: "always",
        cell: (distance) => tipped(distance, ({ largestTrigger }) => grouped(below(largestTrigger))),
      },
      {
        title: "WAVE",
        align: "right",
        keep: "always",
        cell: ({ largestWave }) => grouped(Math.round(largestWave.events)),
        paint: ({ largestWave }) => (largestWave.isSurvived ? (text) => text : frame.style.red),
      },
      {
        title: `${percentOfSurge} FOR`,
        align: "right",
        keep: 3,
        cell: (distance) =>
          tipped(distance, ({ longestSurge }) => (longestSurge === null ? "ever" : atLeast(longestSurge))),
      },
      {
        title: "JITTER",
        align: "right",
        keep: 1,
        cell: ({ jitterWindow }) => (jitterWindow === null ? "none fits" : atMost(jitterWindow)),
      },
    ],
    distances,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

/** Rounded up. */
const atMost = (length: Duration): string => span(Math.ceil(length / minute) * minute);

export function peersSentence(planned: Planned, distance: Distance): string {
  const { peers } = distance;
  if (peers === null) return "";
  const unit = unitFor(planned, distance);
  const { capacityToHeal, backoffToHeal, healingTime, steadyRestarts, oneShotShare } = peers;
  return [
    peersText(distance),
    ...(capacityToHeal === 0
      ? []
      : [
          `from nobody with ${loadText(capacityToHeal, unit)} more that no peer carries${backoffToHeal === null ? "" : `, or waits of ${atMost(backoffToHeal)}`}`,
        ]),
    ...(healingTime === null ? [] : [`its distance from there grows e-fold in ${atMost(healingTime)}`]),
    `${loadText(steadyRestarts, unit)} restarts may go on for ever`,
    `${percent(oneShotShare)} of all clients may restart within one slot`,
  ].join("; ");
}
