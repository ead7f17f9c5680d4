/** "Look at": what an admin must not overlook, each in a few words. */
import {
  assumptionsOf,
  counted,
  devicesOf,
  grouped,
  percent,
  percentAtMost,
  type Planned,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { distanceLines } from "../../text/distance.js";
import { truncate, widthOf } from "../../text/fit.js";
import { glyphs } from "../../text/glyphs.js";
import { unwrapped } from "../../text/report-frame.js";
import { type Paint, styleFor } from "../../text/style.js";
import type { Part, PartFrame } from "./part.js";

type Item = { readonly text: string; readonly urgency: "bad" | "odd" | "calm" };

const signs = { bad: "! ", odd: "! ", calm: "" } as const;

export function lookPart(planned: Planned, frame: PartFrame, hasTitle: boolean): Part {
  const lines = flowed(itemsOf(planned), frame);
  return {
    name: "look",
    title: hasTitle ? "Look at" : "",
    right: "",
    least: 1,
    most: lines.length,
    draw: ({ height }) => lines.slice(0, height),
  };
}

/** The most urgent first. */
export function itemsOf(planned: Planned): readonly Item[] {
  const { plan, filled, minutes } = planned;
  const { rejected } = planned.settled.placed.fleet;
  const left = devicesOf(plan.unscheduled);
  const excluded = devicesOf(plan.excluded);
  const late = Math.round(plan.expectedLate);
  const notes = planned.settled.notes.length + planned.settled.placed.fleet.notes.length;
  const worst = [...minutes].sort((a, b) => b.peakUtilisation - a.peakUtilisation)[0];
  return [
    ...told(left > 0, "bad", `${counted(left, "device")} without a wave`),
    ...filled.map(({ service }): Item => ({
      text: `${service}: its background alone fills it`,
      urgency: "bad",
    })),
    ...told(late > 0, "odd", `${counted(late, "device")} expected late`),
    ...told(rejected > 0, "odd", `${counted(rejected, "row")} rejected`),
    ...told(excluded > 0, "odd", `${grouped(excluded)} excluded`),
    ...guessItems(planned),
    ...told(worst !== undefined, "odd", `${worst?.service ?? ""} full inside its slots${shareOf(worst)}`),
    ...told(notes > 0, "odd", counted(notes, "note")),
    ...told(true, "calm", proofText(planned)),
    ...collapseItems(planned),
  ];
}

const told = (is: boolean, urgency: Item["urgency"], text: string): readonly Item[] =>
  is ? [{ text, urgency }] : [];

const shareOf = (worst: Planned["minutes"][number] | undefined): string =>
  worst === undefined || !Number.isFinite(worst.peakUtilisation)
    ? ""
    : `: ${percent(worst.peakUtilisation)} of it`;

function guessItems({ settled, plan }: Planned): readonly Item[] {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  const guesses = used.filter(({ guess }) => guess).length;
  return told(
    guesses > 0,
    "odd",
    `${counted(guesses, "guess", "guesses")} among ${used.length} numbers not yours`,
  );
}

/** "proof: optimal", "proof: gap 0.04 %" */
function proofText({ plan }: Planned): string {
  const { status, levels } = plan.certificate;
  if (levels.length === 0) return "proof: none, its policy computes no bound";
  if (status === "proven") return "proof: optimal";
  const gap = levels.reduce((most, level) => Math.max(most, level.gap), 0);
  const stopped = status === "stopped" ? ", stopped at a limit of work" : "";
  return `proof: gap at most ${percentAtMost(gap)}${stopped}`;
}

/** The service that is nearest to it. */
function collapseItems(planned: Planned): readonly Item[] {
  const [worst] = distanceLines(planned, {
    width: 80,
    style: styleFor({ colour: false }),
    glyphs: glyphs.unicode,
  });
  return worst === undefined ? [] : [{ text: `collapse: ${unwrapped(worst).text}`, urgency: "calm" }];
}

/** Items in their order, none broken, as many on a line as it holds. */
function flowed(
  items: readonly Item[],
  { width, style, glyphs: { ellipsis } }: PartFrame,
): readonly string[] {
  const paints: Readonly<Record<Item["urgency"], Paint>> = {
    bad: style.red,
    odd: style.yellow,
    calm: style.dim,
  };
  const lines: string[] = [];
  for (const { text, urgency } of items) {
    const shown = paints[urgency](truncate(`${signs[urgency]}${cleanLine(text)}`, width - 1, ellipsis));
    const longer = `${lines.at(-1) ?? ""}   ${shown}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(` ${shown}`);
  }
  return lines;
}
