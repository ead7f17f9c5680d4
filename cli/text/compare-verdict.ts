/** A comparison in three sentences: what today does, what the optimum changes, which simple policy comes nearest and at what cost. */
import type { ComparedPolicy, Comparison, Metric } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import type { Row } from "./compare-rows.js";
import { amountText, headOf, isMoment, toldOf, valueOf, valueText } from "./compare-words.js";

export type Sentence = { readonly label: string; readonly text: string };

/** @param rows in their order: the first of the other policies is the best of them */
export function verdict(
  comparison: Comparison,
  rows: readonly Row[],
  metrics: readonly Metric[],
): readonly Sentence[] {
  const first = toldOf(
    comparison,
    metrics.filter(({ isFirst }) => isFirst),
  );
  const [today, optimum] = (["today", "optimum"] as const).map((role) => ofRole(rows, role));
  const simple = rows.find(({ policy }) => policy.role === "other" && policy.kind !== "unmanaged")?.policy;
  const reference = today ?? rows.find(({ policy }) => policy.kind === "unmanaged")?.policy;
  return [
    ...(reference === undefined
      ? []
      : [
          {
            label: today === undefined ? "NOBODY" : "TODAY",
            text: stateSentence(reference, comparison, first),
          },
        ]),
    ...(optimum === undefined || reference === undefined
      ? []
      : [
          {
            label: "OPTIMUM",
            text: changeSentence(optimumText(optimum, comparison), optimum, reference, comparison, first),
          },
        ]),
    ...(optimum === undefined || simple === undefined
      ? []
      : [{ label: "NEAREST", text: nearestSentence(simple, optimum, comparison, first) }]),
  ];
}

const ofRole = (rows: readonly Row[], role: ComparedPolicy["role"]): ComparedPolicy | undefined =>
  rows.find(({ policy }) => policy.role === role)?.policy;

/** How a figure is told in a sentence. */
type Telling = {
  readonly state: (text: string) => string;
  readonly change: (amount: string, way: Way) => string;
};
type Way = "more" | "less";

const fewer = (way: Way): string => (way === "more" ? "more" : "fewer");

/** By metric id. */
const tellings: Readonly<Record<string, Telling>> = {
  lockedOut: {
    state: (text) =>
      text === "0" ? "everybody can sign in" : `${text} people can't sign in at the worst moment`,
    change: (amount, way) => `${amount} ${fewer(way)} people can't sign in at the worst moment`,
  },
  hoursOverLimit: {
    state: (text) =>
      text === "0" ? "no service is over its limit" : `a service is over its limit for ${text}`,
    change: (amount, way) => `a service is over its limit for ${amount} ${way}`,
  },
  timeTo95: {
    state: (text) =>
      text === "never" ? "95 % of the devices are never restarted" : `95 % have restarted by ${text}`,
    change: (amount, way) => `95 % have restarted ${amount} ${way === "more" ? "later" : "sooner"}`,
  },
  restartsAtWork: {
    state: (text) =>
      text === "0" ? "nobody is restarted at work" : `${text} restarts fall into working hours`,
    change: (amount, way) => `${amount} ${fewer(way)} restarts fall into working hours`,
  },
  callsPerHour: {
    state: (text) => `the desk gets at most ${text} calls an hour`,
    change: (amount, way) => `the desk's busiest hour has ${amount} calls ${way}`,
  },
};

const tellingOf = (metric: Metric): Telling =>
  tellings[metric.id] ?? {
    state: (text) => `${headOf(metric)}: ${text}`,
    change: (amount, way) => `${headOf(metric)}: ${amount} ${way}`,
  };

function stateSentence(policy: ComparedPolicy, comparison: Comparison, metrics: readonly Metric[]): string {
  const told = metrics.flatMap((metric) => {
    const value = valueOf(policy, metric);
    if (value === null && !isMoment(metric)) return [];
    return tellingOf(metric).state(valueText(value, metric, comparison));
  });
  const who = policy.role === "today" ? "Today" : `With ${nameText(policy)}`;
  return `${who} ${listText(told)}${endText(policy)}.`;
}

/** What no figure says. */
const endText = ({ fates }: ComparedPolicy): string =>
  fates.includes("failing") ? "; an overload is not over by the end of the simulation" : "";

const nameText = ({ name }: ComparedPolicy): string => cleanLine(name);

/** By name where there are several. */
const optimumText = (optimum: ComparedPolicy, { policies }: Comparison): string =>
  policies.filter(({ role }) => role === "optimum").length === 1
    ? "the optimum"
    : `the optimum (${nameText(optimum)})`;

function changeSentence(
  who: string,
  policy: ComparedPolicy,
  than: ComparedPolicy,
  comparison: Comparison,
  metrics: readonly Metric[],
): string {
  const changes = changesOf(policy, than, comparison, metrics);
  const end = policy.fates.includes("failing") ? endText(policy) : "";
  return changes.length === 0
    ? `${capitalised(who)} changes none of these figures${end}.`
    : `With ${who} ${listText(changes)}${end}.`;
}

function nearestSentence(
  simple: ComparedPolicy,
  optimum: ComparedPolicy,
  comparison: Comparison,
  metrics: readonly Metric[],
): string {
  const changes = changesOf(simple, optimum, comparison, metrics);
  const nearest = `Of the simple policies ${nameText(simple)} comes nearest to it`;
  return changes.length === 0
    ? `${nearest} and reads the same in these figures${endText(simple)}.`
    : `${nearest}: ${listText(changes)}${endText(simple)}.`;
}

/** In figures that read differently. */
const changesOf = (
  policy: ComparedPolicy,
  than: ComparedPolicy,
  comparison: Comparison,
  metrics: readonly Metric[],
): readonly string[] =>
  metrics.flatMap((metric) => {
    const [value, before] = [valueOf(policy, metric), valueOf(than, metric)];
    const [text, textBefore] = [value, before].map((each) => valueText(each, metric, comparison)) as [
      string,
      string,
    ];
    if (text === textBefore) return [];
    const telling = tellingOf(metric);
    // Of nothing, and without a difference to tell: what it is now.
    if (text === "0" || value === null || before === null || !Number.isFinite(value - before))
      return telling.state(text);
    return [telling.change(amountText(Math.abs(value - before), metric), value > before ? "more" : "less")];
  });

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const listText = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
