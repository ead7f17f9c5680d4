#!/usr/bin/env node
/** second-tuesday: argv to a command, a command to an exit code. */
import { Command as Program, CommanderError } from "commander";
import type { Command } from "./commands/command.js";
import { commands } from "./commands/commands.js";
import { packageVersion } from "./files.js";
import { clean } from "./text/clean.js";
import { type World, worldOf } from "./world.js";

const world = worldOf(process.env, process);
// A reader that went away (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2), world);

async function main(argv: readonly string[], around: World): Promise<number> {
  let exitCode = 0;
  const program = new Program("second-tuesday")
    .description(
      "Plans patch restarts so that log-ins stay under what your services can carry, and proves how good the plan is.",
    )
    .version(await packageVersion())
    .exitOverride()
    .showHelpAfterError("(--help shows what there is)")
    .configureOutput({ writeOut: around.print, writeErr: (text) => around.say(clean(text)) })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 bug, 2 wrong input, 3 planned but devices are unscheduled.",
    );
  for (const command of commands) {
    add(program, command, async (parameters, options) => {
      exitCode = await command.run(around, parameters, options);
    });
  }
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : bug(around, error);
  }
}

type Action = (
  parameters: (string | undefined)[],
  options: Record<string, string | boolean | undefined>,
) => Promise<void>;

function add(
  program: Program,
  { name, summary, parameters, options, examples }: Command,
  action: Action,
): void {
  const command = program.command(name).description(summary).exitOverride();
  for (const { flags, help } of parameters) command.argument(flags, help);
  for (const { flags, help } of options) command.option(flags, help);
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
  command.action(async (...given: unknown[]) => {
    const parametersGiven = given.slice(0, parameters.length) as (string | undefined)[];
    await action(parametersGiven, command.opts());
  });
}

function bug(around: World, error: unknown): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  around.say(
    `second-tuesday met a bug, and nothing was written. Please report it with the scenario:\n${clean(text)}\n`,
  );
  return 1;
}
