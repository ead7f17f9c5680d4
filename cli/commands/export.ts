/** export: a plan in the words of another tool. */
import path from "node:path";
import { exportTargets, type ExportTarget, type Problem, readPlan, suggestion } from "../../src/index.js";
import { readText } from "../files.js";
import { whyUnwritable, writeFiles } from "../new-files.js";
import { clean, cleanLine } from "../text/clean.js";
import { type Command, problemsOf, refuse, textOf, unwritten, wrongOption } from "./command.js";

const targets: readonly ExportTarget[] = Object.values(exportTargets);

export const exportCommand: Command = {
  parameters: [{ flags: "<plan>", help: "plan.json, or the folder it is in" }],
  options: [
    { flags: "--to <target>", help: targets.map(({ name, title }) => `${name} (${title})`).join(", ") },
    { flags: "-o, --out <file>", help: "write to a file instead of standard output" },
  ],
  examples: [
    "second-tuesday export plans/august --to markdown > change.md",
    "second-tuesday export plans/august/plan.json --to ics --out waves.ics",
  ],
  async run(world, [given = ""], options) {
    const name = textOf(options, "to");
    const target = targets.find((each) => each.name === name);
    const out = textOf(options, "out");
    const file = given.endsWith(".json") ? given : path.join(given, "plan.json");
    const text = await readText(file);
    const plan = text.ok ? readPlan(text.value, file) : text;
    const problems = [
      ...(target === undefined ? [noTarget(name)] : []),
      ...problemsOf(plan),
      ...(out === undefined ? [] : await whyUnwritable([path.resolve(out)])),
    ];
    if (target === undefined || !plan.ok || problems.length > 0) return refuse(world, problems, unwritten);
    const written = target.write(plan.value);
    if (out === undefined) world.print(world.isTerminal ? clean(written) : written);
    else {
      const whole = await writeFiles(
        [{ path: path.resolve(out), pieces: [written] }],
        new AbortController().signal,
      );
      if (!whole.ok) return refuse(world, whole.problems, unwritten);
      world.say(`wrote ${cleanLine(out)}\n`);
    }
    const losses = [...target.losses, ...(target.lossesOf?.(plan.value) ?? [])];
    for (const loss of losses) world.say(`${world.style.dim("not expressed")} ${loss}\n`);
    return 0;
  },
};

const noTarget = (name: string | undefined): Problem => {
  const names = targets.map((each) => each.name);
  return name === undefined
    ? wrongOption("--to", "say which target", `one of ${names.join(", ")}`)
    : wrongOption("--to", `no target "${name}"`, suggestion(name, names));
};
