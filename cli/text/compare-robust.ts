/** How a policy stands worlds that nobody planned for, in sentences. */
import { grouped, percent, type Robustness } from "../../src/index.js";
import { cleanLine } from "./clean.js";
import { listText } from "./compare-verdict.js";
import { countText, ofCapacity } from "./simulation-words.js";

export function robustnessText({ policy, trials, worst, cover }: Robustness): string {
  const texts = (isSurvived: boolean): readonly string[] =>
    trials.filter((trial) => trial.isSurvived === isSurvived).map(({ text }) => text);
  const [stood, failed] = [texts(true), texts(false)];
  const name = cleanLine(policy);
  if (failed.length === 0) return `${name} stands ${listText(stood)}.`;
  const fails = `${name} does not stand ${listText(failed)}. At worst (${worst.text}) ${worstText(worst)}.`;
  const stands = stood.length === 0 ? [] : [`It stands ${listText(stood)}.`];
  return [fails, ...stands, ...coverTexts(cover)].join(" ");
}

function worstText({ lockedOut, peakUtilisation, fate }: Robustness["worst"]): string {
  return listText([
    `${countText(lockedOut)} people can't sign in`,
    ...(peakUtilisation === null ? [] : [`a service meets ${ofCapacity(peakUtilisation)}`]),
    ...(fate === "failing" ? ["an overload does not end"] : []),
  ]);
}

function coverTexts(cover: Robustness["cover"]): readonly string[] {
  if (cover === null) return [];
  return cover.headroom === null
    ? [`No headroom up to ${percent(cover.most)} would make its plan stand them all.`]
    : [`Planned with a headroom of ${grouped(cover.headroom * 100)} % it would stand them all.`];
}
