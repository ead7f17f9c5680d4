/** argv to a command, a command to an exit code. The one door to commander. */
import { Command as Program, CommanderError } from "commander";
import type { Command, Given } from "./commands/command.js";
import { commands } from "./commands/commands.js";
import { OutOfMemory } from "./out-of-memory.js";
import { packageVersion } from "./package.js";
import { clean } from "./text/clean.js";
import type { World } from "./world.js";

export async function main(given: readonly string[], world: World): Promise<number> {
  let exitCode = 0;
  // Nothing asked for: where somebody looks, what there is to look at.
  const argv = given.length > 0 ? given : [world.terminal() === null ? "--help" : "tui"];
  const program = programOf(world);
  // `plan …`, `plan --help` and `help plan` need the command's own file; a list of commands needs none.
  const words = argv.filter((word) => !word.startsWith("-"));
  const called = words[0] === "help" ? words[1] : words[0];
  const isHelp = words[0] === "help" || argv.includes("--help") || argv.includes("-h");
  try {
    for (const entry of commands) {
      const command = program.command(entry.name).description(entry.summary).exitOverride();
      if (entry.name !== called) continue;
      if (entry.solves === true && !isHelp) (await import("./solving/solving.js")).startSolving();
      offer(command, await entry.load(), async (parameters, options, run) => {
        exitCode = await run(world, parameters, options);
      });
    }
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return error instanceof OutOfMemory ? tooSmall(world, error) : bug(world, error);
  }
}

const programOf = ({ print, say, width }: World): Program =>
  new Program("second-tuesday")
    .description(
      "Plans patch restarts so that sign-ins stay under what your services can carry, and proves how good the plan is.",
    )
    .version(packageVersion())
    .exitOverride()
    .configureHelp({ minWidthToWrap: 16 })
    .showHelpAfterError("(--help shows what there is)")
    .configureOutput({
      writeOut: print,
      writeErr: (text) => say(clean(text)),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    })
    .addHelpText("after", rootHelp);

const rootHelp = `
Examples:
  $ second-tuesday plan scenario.yaml --out plans/august
  $ second-tuesday plan fleet.csv --capacity 40/s --window 21:00-05:00 --deadline 7d
  $ second-tuesday check plans/august
  $ second-tuesday help plan

Exit codes: 0 done, 1 bug, 2 wrong input, 3 planned but devices are unscheduled.`;

type Action = (
  parameters: readonly (string | undefined)[],
  options: Given,
  run: Command["run"],
) => Promise<void>;

function offer(command: Program, { parameters, options, examples, run }: Command, action: Action): void {
  for (const { flags, help } of parameters) command.argument(flags, help);
  for (const { flags, help, repeats } of options) {
    if (repeats === true) command.option(flags, help, joined);
    else command.option(flags, help);
  }
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
  command.action(async (...given: unknown[]) => {
    await action(given.slice(0, parameters.length) as (string | undefined)[], command.opts<Given>(), run);
  });
}

const joined = (value: string, before: string | undefined): string =>
  before === undefined ? value : `${before},${value}`;

function tooSmall({ say, style }: World, { message }: OutOfMemory): number {
  say(`${style.red("error")} ${message}\n`);
  return 1;
}

function bug({ say }: World, error: unknown): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`second-tuesday met a bug. Please report it with the scenario:\n${clean(text)}\n`);
  return 1;
}
