/** The story of a service in sentences: what set it off, when it gave way, how bad it was, whether it healed and by whom. */
import {
  hour,
  horizon,
  type Instant,
  loadFigure,
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
  ratedText,
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

function beginning(service: SimulatedService, outage: Outage, frame: SimulationFrame): string {
  const { trigger, from, capacity, offered } = outage;
  const unit = rateUnit(Math.max(capacity, offered));
  const met = `${whenText(from, frame)} ${ratedText(offered, unit, service)} met a capacity of ${loadFigure(capacity, unit)}.`;
  return [met, triggerText(service, trigger)].filter((sentence) => sentence !== "").join(" ");
}

/** "In the hour before, 62 % of the sign-ins came from 21,600 restarts, and 4 % of the capacity was gone." */
export function triggerText(
  { counts }: SimulatedService,
  { share, restarts, lost }: Outage["trigger"],
): string {
  if (restarts < 1) return "In the hour before no device restarted.";
  const { events } = wordsOf({ counts });
  const many = Math.round(restarts) === 1 ? "1 restart" : `${countText(restarts)} restarts`;
  const came =
    counts === "restarts"
      ? `In the hour before there were ${many}`
      : `In the hour before, ${percent(share)} of the ${events} came from ${many}`;
  return `${came}${lost < LEAST_LOST ? "" : `, and ${percent(lost)} of the capacity was gone`}.`;
}

/** Share of a capacity below which its loss is not worth a word. */
const LEAST_LOST = 5e-3;

/** How far over, how few were signed in, how many waited: each with its time, told once where it is the same. */
function worst(service: SimulatedService, outage: Outage | null, frame: SimulationFrame): string {
  const { peakAt, peakUtilisation, wanted } = service;
  const moments = [{ at: peakAt, text: `it met ${ofCapacity(peakUtilisation ?? 0)}` }];
  if (outage !== null && wanted !== null && outage.lowest.online < 0.995) {
    const { at, online } = outage.lowest;
    const few = online < 5e-5 ? "none" : `only ${percent(online)}`;
    moments.push({ at, text: `${few} of the people who wanted to be were signed in` });
  }
  if (outage !== null && outage.backlog.clients >= 1) {
    const { at, clients } = outage.backlog;
    moments.push({ at, text: `${countText(clients)} had failed and waited to try again` });
  }
  return moments
    .map(({ at, text }, i) => `${at === moments[i - 1]?.at ? "Then" : whenText(at, frame)} ${text}.`)
    .join(" ");
}

function cost(service: SimulatedService): string {
  const { failed, gaveUp, outageUserHours, hoursOverCapacity, clients } = service;
  const { events, event, without } = wordsOf(service);
  const failures = failed < 1 ? `hardly a ${event} failed` : `${countText(failed)} ${events} failed`;
  const givenUp = gaveUp < 0.5 ? "" : `, and ${countText(gaveUp)} times somebody gave up`;
  const over = `Over its capacity for ${hoursText(hoursOverCapacity)}: ${failures}${givenUp}.`;
  if (outageUserHours < 0.5) return over;
  const each =
    clients < 1 ? "" : `, ${span((outageUserHours / clients) * hour)} for each of ${countText(clients)}`;
  const hours = countText(outageUserHours);
  return `${over} In all ${hours} ${hours === "1" ? "hour" : "hours"} ${without}${each}.`;
}

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
  const mended = mendedDuring(service, outage, scene);
  const sentences = [
    outage.recoveredAt === null ? notYet : healed(outage.from, outage.recoveredAt, mended, frame),
    withoutTrigger(outage, mended, end, frame),
    recoveredAt === outage.recoveredAt
      ? ""
      : `It was not the only time: the last was ${recoveredAt === null ? `not over by ${end}` : `over ${whenText(recoveredAt, frame)}`}.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** When its fault was mended, if that was during the outage. */
function mendedDuring(
  { id }: SimulatedService,
  { from, recoveredAt }: Outage,
  { mended }: Pick<Scene, "mended">,
): Instant | null {
  const at = mended.get(id) ?? null;
  return at !== null && from < at && at <= (recoveredAt ?? Infinity) ? at : null;
}

/** By itself, or because its fault was mended meanwhile. */
function healed(from: Instant, recoveredAt: Instant, mended: Instant | null, frame: SimulationFrame): string {
  const when = `${whenText(recoveredAt, frame)}, ${span(recoveredAt - from)} after it began`;
  return mended === null
    ? `By itself ${when}.`
    : `${when} and ${span(recoveredAt - mended)} after its fault was mended.`;
}

/** Whether it would go on although what set it off is gone. */
function withoutTrigger(
  { trigger, from, recoveredAt, withoutTrigger: sooner }: Outage,
  mended: Instant | null,
  end: string,
  frame: SimulationFrame,
): string {
  if (trigger.restarts < 1) return "";
  const stopping = "stopping every restart an hour after it began would";
  if (sooner === null)
    return recoveredAt === null
      ? `It feeds itself (metastable): ${stopping} not have healed it by ${end} either.`
      : "";
  if (mended !== null && sooner > mended)
    return `It fed itself (metastable): ${stopping} not have healed it before its fault was mended.`;
  const gain = recoveredAt === null ? Infinity : recoveredAt - sooner;
  return gain <= LEAST_GAIN * ((recoveredAt ?? sooner) - from)
    ? capitalised(`${stopping} have changed ${gain <= 0 ? "nothing" : "hardly anything"}.`)
    : `Had every restart been stopped an hour after it began, it would have been over ${whenText(sooner, frame)}.`;
}

/** Share of an outage by which it must be shorter for that to be worth a word. */
const LEAST_GAIN = 0.05;

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** One honest sentence of a service that was never over its capacity. */
export function calmText(service: SimulatedService, frame: SimulationFrame): string {
  const { run, peakUtilisation, peakAt } = service;
  const when = whenText(peakAt, frame);
  const unit = unitOfSimulated(service);
  if (capacityOf(service) === null) {
    const most = highest([...run.offered]);
    return most === 0
      ? `${service.id}: nobody asks anything of it`
      : `${service.id}: capacity unknown, so nothing can fail; it would have to serve ${ratedText(most, unit, service)}, ${when}`;
  }
  const used = peakUtilisation ?? 0;
  return used === 0
    ? `${service.id}: nobody asks anything of it`
    : `${service.id}: never over ${percentNotOver(used)} of its capacity (${when}), ${percentNotUnder(1 - used)} of it stays free`;
}
