/** What limits the plan, what headroom costs, what one change would gain: what the thread explains. */
import {
  type BindingRun,
  devicesOf,
  type Explanation,
  type Planned,
  type Tried,
  unitOf,
  type ServiceForecast,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import {
  byCost,
  costText,
  gainText,
  idleText,
  levelWords,
  limitTable,
  unitOfLevel,
} from "../../text/explain.js";
import { figureAtMost, spanText, unitWords } from "../../text/explain-words.js";
import { brokenLines, reportZone } from "../../text/report-frame.js";
import type { Fact } from "../scene.js";
import type { Frame } from "../screen.js";
import { waitingLines, waitingSentence } from "../waiting.js";
import type { Entry, Section } from "./outline.js";
import { steers } from "./steers.js";

const WAITED = { what: "prices are read, and changes are tried by planning again" };

export function explainedSections(
  planned: Planned,
  fact: Fact<Explanation>,
  frame: Frame,
): readonly Section[] {
  if (fact.state === "known") {
    const { value } = fact;
    return [
      limitsSection(planned, value, frame),
      headroomSection(planned, value, frame),
      triedSection(planned, value, frame),
    ];
  }
  const lines = waitingLines(fact, WAITED, frame);
  return [
    {
      id: "limits",
      title: TITLE,
      summary: fact.state === "failed" ? "not known" : "not known yet",
      entries: [{ lines: lines.length === 0 ? [waitingSentence(fact, WAITED)] : lines, act: null }],
    },
  ];
}

const levels = ["unscheduled", "exposure"] as const;

const TITLE = "What limits it";
/** Rows of a level at most. */
const MOST = 100;

function limitsSection(planned: Planned, { limits }: Explanation, frame: Frame): Section {
  const byLevel = levels.map((level) => ({ level, runs: limits.filter((run) => run.level === level) }));
  const first = byLevel.find(({ runs }) => runs.length > 0);
  return {
    id: "limits",
    title: TITLE,
    summary: first === undefined ? levelWords.exposure.none : runText(planned, first.runs[0] as BindingRun),
    entries: byLevel.flatMap(({ level, runs }) => runEntries(planned, runs.slice(0, MOST), level, frame)),
    ...(first === undefined ? {} : noteOf(limits.length)),
  };
}

const noteOf = (count: number) =>
  count > MOST ? { after: [`only the ${MOST} most valuable are shown`] } : {};

/** "vpn Tue 18 08:15-08:30: one sign-in a minute more saves at most 31 device-hours" */
function runText({ plan, ...planned }: Planned, run: BindingRun): string {
  const service = plan.services.find(({ id }) => id === run.service) as ServiceForecast;
  const unit = unitOf(service);
  const when = spanText(plan, run.from, run.to, reportZone({ plan, ...planned }));
  const verb = run.level === "exposure" ? "saves" : "gives a wave to";
  return cleanLine(
    `${run.service} ${when}: 1 ${unitWords(service, unit)} more ${verb} at most ${figureAtMost(run.price / unit.factor)} ${unitOfLevel[run.level]}`,
  );
}

function runEntries(
  planned: Planned,
  runs: readonly BindingRun[],
  level: BindingRun["level"],
  frame: Frame,
): readonly Entry[] {
  if (runs.length === 0) return [];
  const [head = "", ...lines] = limitTable(planned, runs, level, frame);
  return runs.map((run, i) => ({
    ...(i === 0 ? { before: [...brokenLines(levelWords[level].intro, frame.width, ""), head] } : {}),
    lines: [lines[i] ?? ""],
    ...steers.capacity(planned, run.service),
  }));
}

function headroomSection(planned: Planned, { headroom, unpriced }: Explanation, frame: Frame): Section {
  // Devices left out weigh more than any waiting.
  const costs = levels.flatMap((level) => byCost(headroom).filter((each) => each.level === level));
  const [dearest] = costs;
  return {
    id: "headroom",
    title: "What headroom costs",
    summary:
      dearest === undefined
        ? "nothing"
        : `one point more on ${cleanLine(dearest.service)} costs ${costText(dearest)} or more`,
    entries: [
      ...costs.map((each) => ({
        lines: brokenLines(
          `${each.service}: one point more would cost at least ${costText(each)}`,
          frame.width,
          "",
        ),
        ...steers.headroom(planned, each.service),
      })),
      ...unpriced.map((each) => {
        const text = `${each.service}: holds nothing up (${idleText(each)})`;
        return {
          lines: brokenLines(text, frame.width, "").map(frame.style.dim),
          says: cleanLine(text),
          ...steers.headroom(planned, each.service),
        };
      }),
    ],
  };
}

function triedSection(planned: Planned, { more }: Explanation, frame: Frame): Section {
  const gains = more.filter(({ verdict }) => verdict === "better");
  return {
    id: "tried",
    title: "What one change would gain",
    summary:
      gains.length === 0 ? "nothing that was tried" : gains.map(({ words }) => cleanLine(words)).join(" or "),
    entries: more.map((tried) => ({
      lines: brokenLines(triedText(tried, planned), frame.width, ""),
      ...steers.change(tried.words, tried.edits),
    })),
  };
}

const triedText = (tried: Tried, planned: Planned): string =>
  `${tried.words}: ${gainText(tried, devicesOf(planned.plan.cohorts), reportZone(planned))}`;
