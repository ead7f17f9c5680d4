/** The head of a page: the answer in the first words, the figures an approver asks for, then what was asked and how sure it is. */
import {
  counted,
  devicesOf,
  grouped,
  hour,
  limitAtPeak,
  loadText,
  percent,
  type Plan,
  type Planned,
  restartedAt,
  slotsOver,
  span,
  startOfSlot,
  tightest,
  unitOf,
} from "../../src/index.js";
import type { ReportAnswer } from "../report.js";
import type { Told } from "../simulation.js";
import { backgroundLines } from "../text/background-first.js";
import { askedLines, proofLines, verdictOf } from "../text/report.js";
import { doneLines, guessText, leftLines } from "../text/report-end.js";
import { wrapped } from "../text/report-frame.js";
import { sentenceOf } from "../text/simulation.js";
import { hoursText } from "../text/simulation-story.js";
import { listText } from "../text/compare-verdict.js";
import { held, type PageFrame, paragraphs, unbroken, whenText } from "./frame.js";
import { type Markup, markup } from "./markup.js";

export function answer({ planned, simulated }: ReportAnswer, frame: PageFrame): Markup {
  const { plan, settled, filled } = planned;
  const { verdict, detail } = verdictOf(plan, unbroken.style);
  const { told, against } = simulated;
  const guesses = guessText(planned);
  return markup`<header>
<h1><span class="verdict ${classOf(verdict)}">${verdict}</span> ${settled.scenario.name ?? "unnamed scenario"}</h1>
<p class="lead">${detail === null ? fitSentence(plan) : `${detail}.`}</p>
<p>${[told, ...(against === null ? [] : [against])].map(fateSentence).join(" ")} (Simulated minute by minute.)</p>
${keyFigures(planned, frame)}
${paragraphs([
  ...backgroundLines(planned, filled, unbroken),
  ...askedLines(planned, unbroken),
  ...doneLines(planned, unbroken),
  ...leftLines(planned, unbroken),
  ...proofLines(planned, unbroken),
  ...(guesses === null ? [] : wrapped("GUESSES", guesses, unbroken)),
])}
</header>`;
}

/** What the verdict means. */
function fitSentence({ cohorts, services, grid }: Plan): string {
  const devices = `All ${counted(devicesOf(cohorts), "device")} restart`;
  const known = services.filter(({ limit }) => limit !== null);
  if (known.length === 0) return `${devices}; no capacity is known.`;
  const over = known.filter((service) => slotsOver(service) > 0).map(({ id }) => id);
  return over.length === 0
    ? `${devices}, and no service is over its limit in any ${grid.slotMinutes} minutes.`
    : `${devices}; over the limit for some time: ${listText(over)}.`;
}

/** "With the plan more is asked of desk than can be served for up to 9 min." */
function fateSentence(told: Told): string {
  const over = told.runs[0]?.all.hoursOverCapacity ?? 0;
  const sentence = sentenceOf(told);
  return over === 0
    ? sentence
    : sentence.replace("than can be served", `than can be served for up to ${hoursText(over)}`);
}

const classOf = (verdict: string): string =>
  verdict === "FITS" ? "fits" : verdict === "DOES NOT FIT" ? "fails" : "needs";

/** What of the devices somebody who approves a rollout counts as done. */
const MOST = 0.95;

type KeyFigure = { readonly name: string; readonly value: string; readonly about: string };

function keyFigures(planned: Planned, frame: PageFrame): Markup {
  const { plan, forecast, rollout } = planned;
  const devices = devicesOf(plan.cohorts);
  const left = devicesOf(plan.unscheduled);
  const most = restartedAt(rollout.grid, forecast.restarted, MOST * devices);
  const figures: readonly KeyFigure[] = [
    {
      name: "Devices with a wave",
      value: grouped(devices - left),
      about: left === 0 ? "all of them" : `${grouped(left)} without one`,
    },
    {
      name: `${percent(MOST)} restarted`,
      value: most === null ? "never" : whenText(most, frame),
      about: most === null ? "within this plan" : frame.place,
    },
    {
      name: "Exposed on average",
      value: span((forecast.exposure / Math.max(1, devices)) * hour),
      about: "from release to restart",
    },
    ...tightestFigure(plan, frame),
  ];
  return markup`<dl class="key">
${figures.map(
  ({ name, value, about }) =>
    markup`<div><dt>${name}</dt><dd><strong>${held(value)}</strong> <span>${held(about)}</span></dd></div>\n`,
)}</dl>`;
}

/** How full the fullest service gets, of what it may carry. */
function tightestFigure(plan: Plan, frame: PageFrame): readonly KeyFigure[] {
  const service = tightest(plan.services);
  const limit = service === null ? null : limitAtPeak(service);
  if (service === null || limit === null) return [];
  return [
    {
      name: `Fullest service: ${service.id}`,
      value: percent(service.peak.load / limit),
      about: `of its limit: ${loadText(service.peak.load, unitOf(service))}, ${whenText(startOfSlot(plan, service.peak.slot), frame)}`,
    },
  ];
}
