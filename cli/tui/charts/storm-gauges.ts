/** One policy in one minute, as bars: the fleet, one service in full, the other services on a line each. */
import { grouped, loadText, percent, type SimulatedService } from "../../../src/index.js";
import type { Told } from "../../simulation.js";
import { bar } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { padEnd, padStart, truncate, widthOf } from "../../text/fit.js";
import { countText, utilisationText } from "../../text/simulation-words.js";
import type { Paint } from "../../text/style.js";
import type { Frame } from "../screen.js";
import { isOverloaded, mostRebooting, stormOf } from "./storm.js";

type Gauge = {
  readonly label: string;
  readonly figure: string;
  readonly value: number;
  /** Full. */
  readonly max: number;
  /** A sign stands here: the capacity. */
  readonly mark?: number;
  readonly state: "good" | "trouble" | "plain";
};

/** Both policies are drawn to one scale. */
export type Scales = {
  /** Most devices that are down at once. */
  readonly rebooting: number;
  /** Per second: a while above the capacity; the most where that is unknown. */
  readonly asked: number;
  /** Most that back off at once. */
  readonly waiting: number;
};

/** So much of a capacity may be drawn; more is a full bar and a sign. */
const TALLEST = 1.5;
/** Cells of a label and of a figure. */
const LABEL = 12;
const FIGURE = 10;

export function scalesOf(all: readonly Told[], id: string): Scales {
  const storms = all
    .flatMap(({ simulation }) => simulation.services.filter((service) => service.id === id))
    .map(stormOf);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const whole = most(storms.map((storm) => storm.whole ?? 0));
  return {
    rebooting: most(all.map(({ simulation }) => mostRebooting(simulation))),
    asked: whole > 0 ? TALLEST * whole : most(storms.map(({ mostAsked }) => mostAsked)),
    waiting: most(storms.map(({ mostWaiting }) => mostWaiting)),
  };
}

export type Moment = { readonly minute: number; readonly service: string; readonly scales: Scales };

/** At most `height` lines: what there is no room for is left out from the end. */
export function gaugeLines(
  { simulation }: Told,
  { minute, service: id, scales }: Moment,
  frame: Frame,
): readonly string[] {
  const chosen = simulation.services.find((service) => service.id === id);
  const others = simulation.services.filter((service) => service.id !== id);
  const { online, rebooting } = simulation.clients;
  const [up, down] = [online[minute] ?? 0, rebooting[minute] ?? 0];
  const gauges: readonly Gauge[] = [
    ...(chosen === undefined ? [] : serviceGauges(chosen, minute, scales)),
    {
      label: "rebooting",
      figure: grouped(Math.round(down)),
      value: down,
      max: scales.rebooting,
      state: "plain",
    },
    { label: "online", figure: grouped(Math.round(up)), value: up, max: up + down, state: "good" },
    ...others.map((service) => otherGauge(service, minute)),
  ];
  return gauges.slice(0, frame.height).map((gauge) => gaugeLine(gauge, frame));
}

function serviceGauges(service: SimulatedService, minute: number, scales: Scales): readonly Gauge[] {
  const storm = stormOf(service);
  const { run } = service;
  const [asked, served] = [run.offered[minute] ?? 0, run.goodput[minute] ?? 0];
  const [failing, waiting] = [Math.max(0, asked - served), run.backlog[minute] ?? 0];
  const mark = storm.capacity?.[minute];
  const marked = mark === undefined ? {} : { mark };
  const over = isOverloaded(service, minute);
  const rate = (value: number): string => loadText(value, storm.unit);
  const share = storm.online?.[minute] ?? null;
  return [
    {
      label: "asked for",
      figure: rate(asked),
      value: asked,
      max: scales.asked,
      ...marked,
      state: over ? "trouble" : "good",
    },
    { label: "served", figure: rate(served), value: served, max: scales.asked, ...marked, state: "good" },
    {
      label: "failing",
      figure: rate(failing),
      value: failing,
      max: scales.asked,
      state: failing > LITTLE * asked ? "trouble" : "plain",
    },
    {
      label: "backing off",
      figure: countText(waiting),
      value: waiting,
      max: scales.waiting,
      state: waiting >= 1 ? "trouble" : "plain",
    },
    ...(share === null
      ? []
      : [
          {
            label: "signed in",
            figure: percent(share),
            value: share,
            max: 1,
            state: share < 0.95 ? "trouble" : "good",
          } as const,
        ]),
  ];
}

/** Share of what is asked for that is no failure but a rounding. */
const LITTLE = 1e-6;

function otherGauge(service: SimulatedService, minute: number): Gauge {
  const { whole, unit, mostAsked } = stormOf(service);
  const label = cleanLine(service.id);
  const asked = service.run.offered[minute] ?? 0;
  if (whole === null)
    return { label, figure: loadText(asked, unit), value: asked, max: mostAsked, state: "plain" };
  const used = service.run.utilisation[minute] ?? 0;
  const state = isOverloaded(service, minute) ? "trouble" : "good";
  return { label, figure: utilisationText(used), value: used, max: TALLEST, mark: 1, state };
}

function gaugeLine(
  { label, figure, value, max, mark, state }: Gauge,
  { width, style, glyphs }: Frame,
): string {
  const paints: Readonly<Record<Gauge["state"], Paint>> = {
    good: style.cyan,
    trouble: style.red,
    plain: style.dim,
  };
  const head = `${padEnd(truncate(label, LABEL - 1, glyphs.ellipsis), LABEL)}${padStart(figure, FIGURE)} `;
  const room = width - widthOf(head) - 2;
  const sign = state === "trouble" ? ` ${style.red(glyphs.over)}` : "";
  if (room < 4) return head.trimEnd() + sign;
  const drawn = bar(Math.min(value, max), max, room, glyphs);
  return `${head}${paints[state](drawn)}${style.dim(after(drawn, room, mark === undefined ? null : mark / (max || 1), glyphs.axis))}${sign}`.trimEnd();
}

/** What stands between the end of a bar and its room: the sign of the capacity, where the bar does not reach it. */
function after(drawn: string, room: number, mark: number | null, sign: string): string {
  const blank = room - drawn.length;
  const at = mark === null ? -1 : Math.round(mark * room) - drawn.length;
  return at < 0 || at >= blank ? " ".repeat(blank) : " ".repeat(at) + sign + " ".repeat(blank - at - 1);
}
