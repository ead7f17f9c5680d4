/** The story of a service in sentences: what set it off, when it gave way, how bad it was, whether it healed and by whom. */
import {
  hour,
  horizon,
  type Instant,
  loadText,
  type Outage,
  percent,
  rateUnit,
  type SimulatedService,
  type Simulation,
  span,
} from "../../src/index.js";
import type { Scene, Told } from "../simulation.js";
import { highest } from "./columns.js";
import { percentNotOver, percentNotUnder } from "./explain-words.js";
import { wrapped } from "./report-frame.js";
import {
  capacityOf,
  countText,
  ofCapacity,
  type SimulationFrame,
  unitOfSimulated,
  whenText,
  wordsOf,
} from "./simulation-words.js";

/** Of a service that was over its capacity. */
export function storyLines(
  service: SimulatedService,
  { simulation }: Pick<Told, "simulation">,
  scene: Pick<Scene, "mended">,
  frame: SimulationFrame,
): readonly string[] {
  const { outage } = service;
  const chapters: readonly (readonly [string, string])[] = [
    ...(outage === null ? [] : [["BEGINS", beginning(service, outage, frame)] as const]),
    ["WORST", worst(service, outage, frame)],
    ["COST", cost(service)],
    ["HEALS", healing(service, outage, simulation, scene, frame)],
  ];
  return chapters.flatMap(([label, text]) => wrapped(label, text, frame));
}

function beginning(
  service: SimulatedService,
  { trigger, from, capacity, offered }: Outage,
  frame: SimulationFrame,
): string {
  const { events } = wordsOf(service);
  const unit = rateUnit(Math.max(capacity, offered));
  const gaveWay = `${whenText(from, frame)} ${loadText(offered, unit)} ${events} met a capacity of ${loadText(capacity, unit)}.`;
  if (trigger.restarts < 1) return `${gaveWay} In the hour before no device restarted.`;
  return `${gaveWay} In the hour before, ${percent(trigger.share)} of the ${events} came from ${restartsText(trigger.restarts)}.`;
}

const restartsText = (restarts: number): string =>
  Math.round(restarts) === 1 ? "1 restart" : `${countText(restarts)} restarts`;

function worst(service: SimulatedService, outage: Outage | null, frame: SimulationFrame): string {
  const { who, in: signedIn } = wordsOf(service);
  const used = `${whenText(service.peakAt, frame)} it met ${ofCapacity(service.peakUtilisation ?? 0)}.`;
  if (outage === null) return used;
  const { lowest, backlog } = outage;
  return [
    used,
    ...(lowest.online > 0.995
      ? []
      : [
          `${whenText(lowest.at, frame)} ${lowest.online < 5e-5 ? "none" : `only ${percent(lowest.online)}`} of the ${who} who wanted to be were ${signedIn}.`,
        ]),
    ...(backlog.clients < 1
      ? []
      : [`${whenText(backlog.at, frame)} ${countText(backlog.clients)} had failed and waited to try again.`]),
  ].join(" ");
}

function cost(service: SimulatedService): string {
  const { failed, gaveUp, outageUserHours, hoursOverCapacity, clients } = service;
  const { events, who, in: signedIn } = wordsOf(service);
  const tries = gaveUp < 0.5 ? "" : `, and ${countText(gaveUp)} times somebody gave up`;
  const over = `Over its capacity for ${hoursText(hoursOverCapacity)}: ${countText(failed)} ${events} failed${tries}.`;
  if (outageUserHours < 0.5) return over;
  const each =
    clients < 1 ? "" : `, ${span((outageUserHours / clients) * hour)} for each of ${countText(clients)}`;
  return `${over} ${capitalised(who)} were not ${signedIn} for ${countText(outageUserHours)} hours in all${each}.`;
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const hoursText = (hours: number): string => span(hours * hour);

function healing(
  service: SimulatedService,
  outage: Outage | null,
  { grid }: Simulation,
  scene: Pick<Scene, "mended">,
  frame: SimulationFrame,
): string {
  const end = whenText(horizon(grid), frame);
  const notYet = `Not by ${end}, the end of the simulation.`;
  const { recoveredAt } = service;
  if (outage === null) return recoveredAt === null ? notYet : `${whenText(recoveredAt, frame)}.`;
  const sentences = [
    outage.recoveredAt === null ? notYet : healed(service, outage.from, outage.recoveredAt, scene, frame),
    withoutTrigger(outage, end, frame),
    recoveredAt === outage.recoveredAt
      ? ""
      : `It was not the only time: the last was ${recoveredAt === null ? `not over by ${end}` : `over ${whenText(recoveredAt, frame)}`}.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** By itself, or because its fault was mended meanwhile. */
function healed(
  { id }: SimulatedService,
  from: Instant,
  recoveredAt: Instant,
  { mended }: Pick<Scene, "mended">,
  frame: SimulationFrame,
): string {
  const when = whenText(recoveredAt, frame);
  const fixed = mended.get(id);
  return fixed !== undefined && from < fixed && fixed <= recoveredAt
    ? `${when}, ${span(recoveredAt - fixed)} after its fault was mended and ${span(recoveredAt - from)} after it began.`
    : `By itself ${when}, ${span(recoveredAt - from)} after it began.`;
}

/** Whether it would go on although what set it off is gone. */
function withoutTrigger(
  { trigger, recoveredAt, withoutTrigger: sooner }: Outage,
  end: string,
  frame: SimulationFrame,
): string {
  if (trigger.restarts < 1) return "";
  if (sooner === null)
    return recoveredAt === null
      ? `It feeds itself (metastable): stopping every restart an hour after it began would not have healed it by ${end} either.`
      : "";
  return recoveredAt !== null && sooner >= recoveredAt
    ? "Stopping every restart an hour after it began would have changed nothing."
    : `Had every restart been stopped an hour after it began, it would have been over ${whenText(sooner, frame)}.`;
}

/** One honest sentence of a service that was never over its capacity. */
export function calmText(service: SimulatedService, frame: SimulationFrame): string {
  const { run, peakUtilisation, peakAt } = service;
  const when = whenText(peakAt, frame);
  const unit = unitOfSimulated(service);
  const { events } = wordsOf(service);
  if (capacityOf(service) === null) {
    const most = highest([...run.offered]);
    return most === 0
      ? `${service.id}: nobody asks anything of it`
      : `${service.id}: capacity unknown, so nothing can fail; it would have to serve ${loadText(most, unit)} ${events}, ${when}`;
  }
  const used = peakUtilisation ?? 0;
  return used === 0
    ? `${service.id}: nobody asks anything of it`
    : `${service.id}: never over ${percentNotOver(used)} of its capacity (${when}), ${percentNotUnder(1 - used)} of it stays free`;
}
