/** export: a plan in the words of another tool. */
import path from "node:path";
import { exportTargets, type ExportTarget, readPlan, suggestion } from "../../src/index.js";
import { readText, writeFolder } from "../files.js";
import { type Command, refuse, textOf, withValue, wrongOption } from "./command.js";

const targets: readonly ExportTarget[] = Object.values(exportTargets);

export const exportCommand: Command = {
  name: "export",
  summary: "write a plan in the words of another tool",
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
    const name = textOf(options, "to") ?? "";
    const target = targets.find((each) => each.name === name);
    if (target === undefined) {
      const message = name === "" ? "say which target" : `no target "${name}"`;
      return refuse(world, [
        wrongOption(
          "--to",
          message,
          name === ""
            ? targets.map((each) => each.name).join(", ")
            : suggestion(
                name,
                targets.map((each) => each.name),
              ),
        ),
      ]);
    }
    const file = given.endsWith(".json") ? given : path.join(given, "plan.json");
    const text = await readText(file);
    return withValue(world, text.ok ? readPlan(text.value, file) : text, async (plan) => {
      for (const loss of target.losses) world.say(`${world.style.dim("not expressed:")} ${loss}\n`);
      const written = target.write(plan);
      const out = textOf(options, "out");
      if (out === undefined) {
        world.print(written);
        return 0;
      }
      const files = [{ name: path.basename(out), pieces: [written] }];
      return withValue(
        world,
        await writeFolder(path.dirname(path.resolve(out)), files, new AbortController().signal),
        async () => 0,
      );
    });
  },
};
