/** Policies: every other way to stagger, on this fleet. */
import { type ComparedPolicy, counted } from "../../../src/index.js";
import { BEST, type CompareFrame, fateText, shortName } from "../../text/compare-table.js";
import type { Row } from "../../text/compare-rows.js";
import { figureText, headOf } from "../../text/compare-words.js";
import { verdict } from "../../text/compare-verdict.js";
import { cleanLine } from "../../text/clean.js";
import { doneLines } from "../../text/report-end.js";
import { serviceLines } from "../../text/report-services.js";
import { brokenLines, wrapped } from "../../text/report-frame.js";
import { movedMark } from "../list.js";
import { markBindings } from "../marking.js";
import { titleRule } from "../panes.js";
import { policyDetail, policyTexts } from "../policies/detail.js";
import {
  type Asked,
  metricsOnShow,
  nextOrder,
  orderingMetric,
  rowsInOrder,
  toldBy,
} from "../policies/rows.js";
import { ownPolicy, policiesTable } from "../policies/table.js";
import type { Compared, Fact, Scene } from "../scene.js";
import type { Frame, Intent, Picture, Screen, Turn } from "../screen.js";
import { stays } from "../screen.js";
import { waitingLines, waitingSentence } from "../waiting.js";

export type PoliciesView = Asked & {
  /** Name of the marked policy; null: the first. */
  readonly at: string | null;
};

const WAITED = { what: "every policy is carried out on this fleet in the same simulator" };
/** Rows of a page. */
const PAGE = 5;

export const policiesScreen: Screen<PoliciesView> = {
  title: "Policies",
  about: "every other way to stagger, on this fleet",
  start: { at: null, by: null, all: false },
  wishes: () => [{ topic: "comparison" }],
  keys: [
    ...markBindings<PoliciesView>("policy", (key, view, scene) => moved(view, scene, key)),
    {
      keys: ["right", "o"],
      label: "order",
      about: "order by the next figure, the best first",
      act: (view, scene) => ordered(view, scene, 1),
    },
    {
      keys: ["left"],
      label: "",
      about: "order by the figure before",
      act: (view, scene) => ordered(view, scene, -1),
    },
    {
      keys: ["a"],
      label: "all figures",
      about: "every figure, or the five that convince who must approve",
      act: (view) => stays({ ...view, all: !view.all }),
    },
    {
      keys: ["enter"],
      label: "on Load",
      about: "hold the marked policy against the plan, on Load",
      act: (view, scene) => chosen(view, scene, "load"),
    },
    {
      keys: ["i"],
      label: "on Simulate",
      about: "hold the marked policy against the plan, on Simulate",
      act: (view, scene) => chosen(view, scene, "simulate"),
    },
  ],
  draw: (view, scene, frame) => {
    const fact = scene.facts.comparison;
    return fact.state === "known" ? compared(view, fact.value, scene, frame) : meanwhile(fact, scene, frame);
  },
};

function moved(view: PoliciesView, scene: Scene, key: string): Turn<PoliciesView> {
  const { facts } = scene;
  if (facts.comparison.state !== "known") return stays(view);
  const rows = rowsInOrder(toldBy(facts.comparison.value), view);
  const to = movedMark(markedAt(rows, view), key, rows.length, PAGE);
  return stays({ ...view, at: rows[to ?? 0]?.policy.name ?? null });
}

/** A policy that is no longer compared marks the first. */
const markedAt = (rows: readonly Row[], { at }: PoliciesView): number =>
  Math.max(
    0,
    rows.findIndex(({ policy }) => policy.name === at),
  );

function ordered(view: PoliciesView, { facts }: Scene, steps: 1 | -1): Turn<PoliciesView> {
  if (facts.comparison.state !== "known") return stays(view);
  return stays({ ...view, by: nextOrder(toldBy(facts.comparison.value), view, steps) });
}

function chosen(view: PoliciesView, scene: Scene, screen: "load" | "simulate"): Turn<PoliciesView> {
  const fact = scene.facts.comparison;
  if (fact.state !== "known") return { view, intents: [say("The policies are still being compared.")] };
  const rows = rowsInOrder(toldBy(fact.value), view);
  const policy = rows[markedAt(rows, view)]?.policy;
  if (policy === undefined) return stays(view);
  if (policy.name === ownPolicy(scene.planned))
    return { view, intents: [say("That is the plan itself: mark another policy to hold against it.")] };
  return {
    view,
    intents: [
      { kind: "rival", policy: policy.name === UNMANAGED ? null : policy.name },
      { kind: "go", screen },
    ],
  };
}

/** Whom Load and Simulate hold against the plan unless another is chosen. */
const UNMANAGED = "unmanaged";

const say = (text: string): Intent => ({ kind: "say", text });

/** What is known without any comparison: what this plan does, and what one big night would do. */
function meanwhile(
  fact: Exclude<Fact<Compared>, { state: "known" }>,
  { planned }: Scene,
  frame: Frame,
): Picture {
  const lines = [
    titleRule("Policies", frame),
    ...waitingLines(fact, WAITED, frame),
    "",
    titleRule("This plan", frame),
    ...serviceLines(planned, frame),
    "",
    ...doneLines(planned, frame),
  ];
  return { lines: lines.slice(0, frame.height), says: [waitingSentence(fact, WAITED)] };
}

/** Lines that the marked policy's story has at least, and from how many lines on the verdict is told. */
const [DETAIL, ROOMY] = [8, 34] as const;

function compared(view: PoliciesView, value: Compared, scene: Scene, size: Frame): Picture {
  const { comparison } = value;
  const frame: Frame & CompareFrame = { ...size, zone: comparison.zone, grid: comparison.grid };
  const told = toldBy(value);
  const rows = rowsInOrder(told, view);
  const at = markedAt(rows, view);
  const marked = rows[at];
  if (marked === undefined)
    return {
      lines: [titleRule("Policies", frame), "No policy was compared."],
      says: ["No policy was compared."],
    };
  const sentences = verdict(comparison, told.rows, value.metrics);
  const above =
    frame.height < ROOMY ? [] : sentences.flatMap(({ label, text }) => wrapped(label, text, frame));
  const metrics = metricsOnShow(told, view);
  const by = orderingMetric(told, view);
  const own = ownPolicy(scene.planned);
  const drawn = { rows, metrics, by, at, own, rival: scene.rival ?? UNMANAGED };
  const room = frame.height - above.length - 1;
  const { lines: table, ...hidden } = policiesTable(drawn, room - DETAIL, frame);
  const meaning = by === null ? [] : meaningLines(by.definition, room - table.length, frame);
  const below = { ...frame, height: room - table.length - meaning.length };
  const lines = [
    ...above,
    titleRule(headText(hidden, by), frame, signsText(frame)),
    ...table,
    ...meaning,
    ...policyDetail(marked, comparison, own, below),
  ];
  return {
    lines: lines.slice(0, frame.height),
    says: [...sentences.map(({ text }) => text), sentenceOf(marked.policy, told.metrics, value, frame)],
  };
}

/** A line where there is little room. */
const meaningLines = (definition: string, room: number, frame: Frame): readonly string[] =>
  brokenLines(definition, frame.width, "")
    .slice(0, room > DETAIL + 3 ? 3 : 1)
    .map(frame.style.dim);

const headText = (
  { before, after }: { readonly before: number; readonly after: number },
  by: { readonly name: string } | null,
): string =>
  [
    "Policies",
    ...(by === null ? [] : [`by ${by.name}`]),
    ...(before + after === 0 ? [] : [`${counted(before + after, "more figure")} to the side`]),
  ].join(", ");

/** What the signs before the names mean. */
const signsText = ({ glyphs }: Frame): string =>
  `${glyphs.own} this plan  ${glyphs.rival} rival on Load  ${BEST} best`;

function sentenceOf(
  policy: ComparedPolicy,
  metrics: Compared["metrics"],
  { comparison }: Compared,
  frame: Frame & CompareFrame,
): string {
  const figures = metrics
    .filter(({ isFirst }) => isFirst)
    .map((metric) => `${headOf(metric)}: ${figureText(policy, metric, frame)}`);
  return `Marked: ${shortName(policy, frame)}. ${figures.join(", ")}; services ${fateText(policy)}. ${policyTexts(policy, comparison).map(cleanLine).join(" ")}`;
}
