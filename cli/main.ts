#!/usr/bin/env node
/** second-tuesday, as a process. */
import { main } from "./program.js";
import { worldOf } from "./world.js";

// A reader that went away (`| head`) is no error, and changes nothing of the answer.
const readerGone = (error: NodeJS.ErrnoException): void => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`the result cannot be written: ${error.message}\n`);
  process.exit(1);
};
process.stdout.on("error", readerGone);
process.stderr.on("error", () => undefined);
process.exitCode = await main(process.argv.slice(2), worldOf(process.env, process));
