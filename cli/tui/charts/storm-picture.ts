/** One minute of a simulation: bars and time line of both policies side by side, and below what happens when. */
import { dayTime, loadText, grouped, type SimulatedService, slotStart, wallOf } from "../../../src/index.js";
import type { SimulationAnswer, Told } from "../../simulation.js";
import { chartLegend } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { sentenceOf } from "../../text/simulation.js";
import {
  capacityOf,
  countText,
  policyTitle,
  policyWords,
  ratedWords,
  wordsOf,
} from "../../text/simulation-words.js";
import { styleFor } from "../../text/style.js";
import { onShow } from "../list.js";
import { beside, titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { stormChart, type StormTime, waitingChart } from "./storm-chart.js";
import { eventsOf, type StormEvent } from "./storm-events.js";
import { gaugeLines, type Scales, scalesOf } from "./storm-gauges.js";
import { stormOf } from "./storm.js";

export type Playing = {
  readonly minute: number;
  readonly zoom: number;
  /** Id. */
  readonly service: string;
  readonly playing: boolean;
  /** Minutes a tick. */
  readonly speed: number;
};

/** Lines of a time line. */
const LEAST_CHART = 5;

export function stormPicture(answer: SimulationAnswer, play: Playing, scene: Scene, frame: Frame): Picture {
  const { told, against } = answer;
  const all = against === null ? [told] : [told, against];
  const events = eventsOf(answer, scene.planned.plan);
  const listed = Math.max(3, Math.min(events.length, Math.floor(frame.height * 0.22)));
  const panes = panesOf(all, play, scene, { ...frame, height: frame.height - 2 - listed });
  return {
    lines: [
      titleLine(answer, play, scene, frame),
      ...panes,
      ...eventLines(events, play, scene, answer, { ...frame, height: frame.height - 1 - panes.length }),
    ],
    says: saysOf(all, events, play, scene),
  };
}

/** "Thu 13 08:04 Berlin" */
const whenText = (minute: number, { told }: SimulationAnswer, zone: string): string =>
  `${dayTime(wallOf(slotStart(told.simulation.grid, minute), zone))}`;

const speedText = (minutes: number): string => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`);

/** From this width on the title has room for what the service counts. */
const ROOMY = 100;

function titleLine(answer: SimulationAnswer, play: Playing, { zone }: Scene, frame: Frame): string {
  const { minute, playing, speed, service } = play;
  const found = answer.told.simulation.services.find(({ id }) => id === service);
  const counted =
    found === undefined || frame.width < ROOMY ? "" : `, ${ratedWords(stormOf(found).unit, found)}`;
  const when = `${whenText(minute, answer, zone)} ${placeOfZone(zone)}`;
  const state = `${playing ? "playing" : "held"}, ${speedText(speed)} a tick`;
  return titleRule(`${when}   ${cleanLine(service)}${counted}`, frame, state);
}

function panesOf(all: readonly Told[], play: Playing, scene: Scene, frame: Frame): readonly string[] {
  const scales = scalesOf(all, play.service);
  const [told, against] = all as readonly [Told, Told | undefined];
  if (against === undefined) return paneLines(told, play, scales, scene, frame);
  const leftWidth = Math.floor((frame.width - 3) / 2);
  const left = paneLines(told, play, scales, scene, { ...frame, width: leftWidth - 1 });
  const right = paneLines(against, play, scales, scene, { ...frame, width: frame.width - leftWidth - 2 });
  return beside(left, right, { ...frame, leftWidth });
}

function paneLines(
  told: Told,
  { minute, service, zoom }: Playing,
  scales: Scales,
  { zone }: Scene,
  frame: Frame,
): readonly string[] {
  const { grid, services } = told.simulation;
  const bars = Math.max(4, frame.height - 1 - LEAST_CHART);
  const gauges = gaugeLines(told, { minute, service, scales }, { ...frame, height: bars });
  const found = services.find(({ id }) => id === service);
  const time = { grid, zone, minute, zoom };
  const room = { ...frame, height: frame.height - 1 - gauges.length };
  return [
    frame.style.bold(truncate(policyTitle(told), frame.width, frame.glyphs.ellipsis)),
    ...gauges,
    ...(found === undefined ? [] : chartLines(found, scales, time, room)),
  ];
}

/** From so many lines on a part of them is for those who back off. */
const BOTH_CHARTS = 18;

function chartLines(
  service: SimulatedService,
  scales: Scales,
  time: StormTime,
  frame: Frame,
): readonly string[] {
  if (frame.height < 3) return [];
  if (frame.height < BOTH_CHARTS || scales.waiting < 1) return stormChart(service, scales.asked, time, frame);
  const height = Math.floor(frame.height / 3);
  const load = stormChart(service, scales.asked, time, { ...frame, height: frame.height - height - 1 });
  const title = truncate(
    `${wordsOf(service).who} failed and will try again`,
    frame.width,
    frame.glyphs.ellipsis,
  );
  return [
    ...load,
    frame.style.dim(title),
    ...waitingChart(service, scales.waiting, time, { ...frame, height }),
  ];
}

/** What the signs of the charts above mean. */
function legendText(answer: SimulationAnswer, { service }: Playing, glyphs: Frame["glyphs"]): string {
  const found = answer.told.simulation.services.find(({ id }) => id === service);
  const limit = found === undefined || capacityOf(found) === null ? null : "capacity";
  return chartLegend({ load: "served", ghost: "asked for", limit }, glyphs, styleFor({ colour: false }));
}

/** What has happened, what happens next: the last one that has is marked. */
function eventLines(
  events: readonly StormEvent[],
  play: Playing,
  { zone }: Scene,
  answer: SimulationAnswer,
  frame: Frame,
): readonly string[] {
  const { style, glyphs, width } = frame;
  const { minute } = play;
  const at = events.findLastIndex((event) => event.minute <= minute);
  const [from, to] = onShow(events.length, Math.max(0, at), frame.height - 1);
  const names = new Map(
    [answer.told, ...(answer.against === null ? [] : [answer.against])].map((told) => [
      told.policy,
      policyTitle(told),
    ]),
  );
  const nameWidth = Math.min(16, Math.max(0, ...[...names.values()].map(widthOf)));
  const shown = events.slice(from, to).map((event, i) => {
    const name = event.policy === null ? "" : (names.get(event.policy) ?? "");
    const text = [
      from + i === at ? glyphs.marker : " ",
      padEnd(whenText(event.minute, answer, zone), 12),
      padEnd(truncate(name, nameWidth, glyphs.ellipsis), nameWidth + 1),
      event.text,
    ].join(" ");
    const line = truncate(text, width, glyphs.ellipsis);
    return from + i === at ? style.bold(line) : event.minute > minute ? style.dim(line) : line;
  });
  return [titleRule("What happens", frame, legendText(answer, play, glyphs)), ...shown];
}

function saysOf(
  all: readonly Told[],
  events: readonly StormEvent[],
  play: Playing,
  { zone }: Scene,
): readonly string[] {
  const [{ simulation }] = all as [Told];
  const clock = (minute: number): string => dayTime(wallOf(slotStart(simulation.grid, minute), zone));
  const next = events.find(({ minute }) => minute > play.minute);
  return [
    ...all.map((told) => momentSentence(told, play, clock(play.minute))),
    ...all.map((told) => cleanLine(sentenceOf(told))),
    ...(next === undefined ? [] : [`Next, ${clock(next.minute)}: ${next.text}.`]),
  ];
}

function momentSentence(told: Told, { minute, service: id }: Playing, when: string): string {
  const { services, clients } = told.simulation;
  const service = services.find((each) => each.id === id);
  const fleet = `${grouped(Math.round(clients.rebooting[minute] ?? 0))} devices restart and ${grouped(Math.round(clients.online[minute] ?? 0))} are online`;
  if (service === undefined) return `${when}, ${policyWords(told)}: ${fleet}.`;
  const { capacity, unit } = stormOf(service);
  const { offered, goodput, backlog } = service.run;
  const rate = (values: Float64Array): string => loadText(values[minute] ?? 0, unit);
  const of = capacity === null ? "its capacity is unknown" : `it can serve ${rate(capacity)}`;
  return `${when}, ${policyWords(told)}: ${cleanLine(id)} is asked for ${rate(offered)} and serves ${rate(goodput)}, ${of}; ${countText(backlog[minute] ?? 0)} back off; ${fleet}.`;
}
