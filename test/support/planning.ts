/** From a scenario, written as its document, to a plan: the pipeline with no file, no clock and one solver. */
import { readFile } from "node:fs/promises";
import { plan, type Planned, prepare, type Prepared } from "../../src/pipeline.js";
import { checkPlan } from "../../src/plan/check.js";
import type { Plan } from "../../src/plan/plan.js";
import { problemLine } from "../../src/problem.js";
import type { Rollout } from "../../src/rollout.js";
import type { Inputs } from "../../src/settle.js";
import { openSolver, type Solver } from "../../src/stagger/glpk.js";
import { instant } from "../../src/units.js";

/** A scenario's document (docs/formats.md). */
export type Document = { readonly [key: string]: unknown };

const inputs: Inputs = {
  shippedCalendars: ["microsoft"],
  shippedCalendar: (id) => readFile(`calendars/${id}.ics`, "utf8").catch(() => null),
  open: () => Promise.resolve({ ok: false, problems: [{ code: "file.none", message: "tests read no files" }] }),
};

let opened: Promise<Solver> | null = null;
/** One for all tests of a file: opening it takes longer than most plans. */
export const solver = (): Promise<Solver> => (opened ??= openSolver());

export const now = instant(Date.parse("2026-08-01T00:00:00Z"));

export async function prepared(document: Document): Promise<Prepared> {
  const outcome = await prepare({ text: JSON.stringify(document), file: "scenario.json", overrides: {}, now, inputs });
  if (!outcome.ok) throw new Error(outcome.problems.map(problemLine).join("\n"));
  return outcome.value;
}

export async function planned(document: Document): Promise<Planned> {
  return plan(await prepared(document), await solver(), () => undefined);
}

/** What the checker finds, as lines; none for a valid plan. */
export function faultsOf(rollout: Rollout, stated: Plan): readonly string[] {
  const outcome = checkPlan(rollout, stated);
  return outcome.ok ? [] : outcome.problems.map(problemLine);
}

/** As it stands in plan.json, free to be changed. */
export const copyOf = (stated: Plan): Plan => JSON.parse(JSON.stringify(stated)) as Plan;

export const level = ({ certificate }: Plan, name: Plan["certificate"]["levels"][number]["name"]) => {
  const found = certificate.levels.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no level ${name}`);
  return found;
};
