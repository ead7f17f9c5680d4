/** What is in examples/, made ready as the command makes it ready. */
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { prepare } from "../../src/pipeline.js";
import type { Prepared } from "../../src/prepared.js";
import { done, problemLine } from "../../src/problem.js";
import { now } from "./planning.js";

const folder = "examples";

/** Paths of their scenarios. */
export const examples: readonly string[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:yaml|json)$/.test(file))
  .sort();

export async function preparedExample(example: string): Promise<Prepared> {
  const file = path.join(folder, example);
  const prepared = await prepare({
    text: readFileSync(file, "utf8"),
    file,
    overrides: {},
    now,
    inputs: {
      shippedCalendars: ["microsoft"],
      shippedCalendar: async (id) => readFileSync(`calendars/${id}.ics`, "utf8"),
      open: async (named) => done(createReadStream(path.resolve(path.dirname(file), named))),
    },
  });
  if (!prepared.ok) throw new Error(prepared.problems.map(problemLine).join("\n"));
  return prepared.value;
}
