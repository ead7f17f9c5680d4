/** Why something cannot be done, and a way out. */
import { type Problem, problemLine } from "../../../src/index.js";
import { movedMark } from "../list.js";
import { brokenLines } from "../../text/report-frame.js";
import { type Face, stays } from "../screen.js";
import type { Dialog } from "./dialog.js";

type View = Extract<Dialog, { name: "problems" }>["view"];

export const problemsDialog: Face<View> = {
  title: "That cannot be done",
  keys: [
    {
      keys: ["escape", "enter", "q"],
      label: "back",
      about: "back to the plan as it was",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture(view, { name }, _scene, { width, height }) {
    const last = Math.max(0, linesOf(view, width).length - height);
    const from = movedMark(view.from, name, last + 1, height);
    return from === null ? null : stays({ ...view, from });
  },
  draw: (view, _scene, { width, height }) => ({
    lines: linesOf(view, width).slice(view.from, view.from + height),
    says: view.problems.map(problemLine),
  }),
};

const linesOf = ({ problems }: View, width: number): readonly string[] =>
  problems.flatMap((problem, i) => [
    ...(i === 0 ? [] : [""]),
    ...brokenLines(whereOf(problem) + problem.message, width, ""),
    ...(problem.hint === undefined ? [] : brokenLines(problem.hint, width, "  ")),
  ]);

/** Of a file that could not be written, its name; a line of the scenario nobody sees here. */
const whereOf = ({ place }: Problem): string =>
  place?.file === undefined || place.line !== undefined ? "" : `${place.file}: `;
