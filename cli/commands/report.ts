/** report: read, plan, simulate, explain, write one page. */
import path from "node:path";
import { done, failed, type Outcome } from "../../src/index.js";
import { whyUnwritable, writeFiles } from "../new-files.js";
import { packageVersion } from "../package.js";
import { reportPage } from "../page/page.js";
import { inventoryOnly, nowAndInventoryOptions, overriding, overridingOptions } from "../request.js";
import { watched } from "../solving/watched.js";
import { cleanLine } from "../text/clean.js";
import { shellWord } from "../text/shell-word.js";
import {
  type Command,
  type Given,
  problemsOf,
  refuse,
  tellNotes,
  textOf,
  unwritten,
  wrongOption,
} from "./command.js";

export const reportCommand: Command = {
  parameters: [
    {
      flags: "<scenario-or-plan>",
      help: "scenario (.yaml, .json), a bare inventory (.csv), or what `plan --out` wrote: the folder or its plan.json",
    },
  ],
  options: [
    { flags: "-o, --out <file>", help: "write the page to this file instead of standard output" },
    {
      flags: "--points <count>",
      help: "plans behind the picture of what calm costs: 3 to 60, 7 unless given; 0 leaves it out",
    },
    ...overridingOptions,
    ...nowAndInventoryOptions,
  ],
  examples: [
    "second-tuesday report scenario.yaml --out report.html",
    "second-tuesday report plans/august --out plans/august/report.html",
    "second-tuesday report fleet.csv --capacity 40/s --window 21:00-05:00 > report.html",
  ],
  async run(world, [file = ""], options) {
    const out = textOf(options, "out");
    const points = pointsOption(options);
    const unwritable = out === undefined ? [] : await outProblems(out);
    const answer = await watched(world, "report", {
      file,
      options,
      points: points.ok ? points.value : 0,
      isSound: points.ok && unwritable.length === 0,
    });
    const problems = [...problemsOf(points, answer), ...unwritable];
    if (!answer.ok || problems.length > 0) return refuse(world, problems, unwritten);
    const { planned } = answer.value;
    const page = reportPage(answer.value, { version: packageVersion(), command: commandText(file, options) });
    if (out === undefined) world.print(page);
    else {
      const written = await writeFiles(
        [{ path: path.resolve(out), pieces: [page] }],
        new AbortController().signal,
      );
      if (!written.ok) return refuse(world, written.problems, unwritten);
      world.say(`wrote ${cleanLine(out)}\n`);
    }
    tellNotes(world, planned.settled.notes);
    return planned.plan.unscheduled.length > 0 ? 3 : 0;
  },
};

const outProblems = async (out: string) =>
  out === ""
    ? [wrongOption("--out", "no file is named", "write --out report.html")]
    : whyUnwritable([path.resolve(out)]);

const [FEWEST, MOST, USUAL] = [3, 60, 7];

function pointsOption(options: Given): Outcome<number> {
  const text = textOf(options, "points") ?? `${USUAL}`;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return count === 0 || (count >= FEWEST && count <= MOST)
    ? done(count)
    : failed(
        wrongOption(
          "--points",
          `not 0 and not a whole number from ${FEWEST} to ${MOST}`,
          "write --points 12",
        ),
      );
}

/** What changes the page, in an order of its own. */
function commandText(file: string, options: Given): string {
  const given = [...overriding, "now", ...inventoryOnly, "points"].flatMap((name) => {
    const value = textOf(options, name);
    return value === undefined ? [] : [`--${name}`, shellWord(value)];
  });
  return ["second-tuesday", "report", shellWord(file), ...given].join(" ");
}
