/** What stands where a fact is not known: that it will come, how far it is, or why it never will. */
import type { Problem, Progress } from "../../src/index.js";
import { bar } from "../text/chart.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import { doingText, gapText } from "../text/progress.js";
import { cleanLine } from "../text/clean.js";
import { brokenLines } from "../text/report-frame.js";
import type { Fact } from "./scene.js";
import type { Frame } from "./screen.js";

/** What is waited for, as a clause: "every policy is carried out on this fleet". */
type Waited = { readonly what: string };

export function waitingLines(
  fact: Exclude<Fact<unknown>, { state: "known" }>,
  { what }: Waited,
  frame: Frame,
): readonly string[] {
  switch (fact.state) {
    case "unknown":
      return brokenLines(`Not known yet: ${what} as soon as the plan is solved.`, frame.width, "");
    case "asked":
      return [
        ...brokenLines(`Not known yet: ${what}${frame.glyphs.ellipsis}`, frame.width, ""),
        ...(fact.progress === null ? [] : progressLines(fact.progress, frame)),
      ];
    case "failed":
      return fact.problems.flatMap((problem) => problemLines(problem, frame));
  }
}

export const waitingSentence = (
  fact: Exclude<Fact<unknown>, { state: "known" }>,
  { what }: Waited,
): string =>
  fact.state === "failed"
    ? `Not known: ${fact.problems.map(({ message }) => cleanLine(message)).join("; ")}.`
    : `Not known yet: ${what}.`;

/** Cells of a bar of progress. */
const BAR = 24;

function progressLines(progress: Progress, { width, style, glyphs }: Frame): readonly string[] {
  const { done, of } = progress;
  const text = [doingText(progress), progress.level ?? "", gapText(progress)]
    .filter((part) => part !== "")
    .map(cleanLine)
    .join(` ${glyphs.outside} `);
  if (done === undefined || of === undefined) return [style.dim(truncate(text, width, glyphs.ellipsis))];
  // What is being done is not done yet.
  const filled = padEnd(bar(Math.max(0, done - 1), of, BAR, glyphs), BAR);
  const room = width - BAR - widthOf(`${glyphs.axis}${glyphs.axis} `);
  return [
    `${style.dim(glyphs.axis)}${style.cyan(filled)}${style.dim(glyphs.axis)} ${style.dim(truncate(text, room, glyphs.ellipsis))}`,
  ];
}

function problemLines({ message, hint }: Problem, { width, style }: Frame): readonly string[] {
  return [
    ...brokenLines(`! ${message}`, width, "").map(style.yellow),
    ...(hint === undefined ? [] : brokenLines(hint, width, "  ")),
  ];
}
