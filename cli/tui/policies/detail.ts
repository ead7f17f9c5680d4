/** One policy of a comparison: what it does, what comes of it, and what it asks of each service over time. */
import type { ComparedPolicy, Comparison } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { leftOutText, shortName } from "../../text/compare-table.js";
import type { Row } from "../../text/compare-rows.js";
import { truncate } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import { titleRule } from "../panes.js";
import type { Frame } from "../screen.js";
import { curves } from "./curves.js";

/** @param own name of the policy that the plan is: its load is the others' ghost */
export function policyDetail(row: Row, comparison: Comparison, own: string, frame: Frame): readonly string[] {
  const { policy, letter } = row;
  const title = `${letter} ${shortName(policy, frame)}`;
  const most = frame.height < ROOMY ? MOST_WORDS : frame.height;
  const words = policyTexts(policy, comparison).flatMap((text) => cutLines(text, most, frame));
  const room = frame.height - 1 - words.length;
  const plan = comparison.policies.find(({ name }) => name === own) ?? null;
  return [
    titleRule(title, frame, cleanLine(policy.kind)),
    ...words,
    ...curves(policy, plan === policy ? null : plan, comparison, { ...frame, height: room }),
  ].slice(0, frame.height);
}

/** In a lower room a sentence has no more than so many lines. */
const [ROOMY, MOST_WORDS] = [12, 2] as const;

function cutLines(text: string, most: number, { width, glyphs }: Frame): readonly string[] {
  const lines = brokenLines(text, width, "");
  if (lines.length <= most) return lines;
  const last = lines.slice(most - 1).join(" ");
  return [...lines.slice(0, most - 1), truncate(last, width, glyphs.ellipsis)];
}

/** Sentences; texts of others are not yet cleaned. */
export function policyTexts(policy: ComparedPolicy, comparison: Comparison): readonly string[] {
  const { about, dominatedBy, notes } = policy;
  return [
    about,
    [
      fatesText(policy, comparison),
      ...(leftOutText(policy) === "0" ? [] : [`It leaves ${leftOutText(policy)} devices without a restart.`]),
    ].join(" "),
    ...(dominatedBy === null
      ? []
      : [`No better than ${dominatedBy} in any of the first five figures, and worse in one.`]),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

const ends = { failing: "Overloaded without end", recovered: "Overloaded for a time" } as const;

/** The worst first; of many, how many. */
function fatesText(policy: ComparedPolicy, { services }: Comparison): string {
  if (policy.fates.every((fate) => fate === "calm")) return "No service is ever overloaded.";
  return (["failing", "recovered"] as const)
    .flatMap((kind) => {
      const names = services.flatMap(({ id }, s) => (policy.fates[s] === kind ? [id] : []));
      if (names.length === 0) return [];
      const rest = names.length - MOST_NAMES;
      const some = names.slice(0, MOST_NAMES).join(", ");
      return [`${ends[kind]}: ${some}${rest > 0 ? ` and ${rest} more` : ""}.`];
    })
    .join(" ");
}

const MOST_NAMES = 6;
