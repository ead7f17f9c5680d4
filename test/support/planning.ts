/** From a scenario, written as its document, to a plan: the pipeline with no file, no clock and one solver. */
import { readFile } from "node:fs/promises";
import { forecast } from "../../src/evaluate/forecast.js";
import { plan, prepare, type Solved } from "../../src/pipeline.js";
import type { Prepared } from "../../src/prepared.js";
import { buildPlan } from "../../src/plan/build.js";
import { checkPlan } from "../../src/plan/check.js";
import type { Plan } from "../../src/plan/plan.js";
import { problemLine } from "../../src/problem.js";
import type { Rollout } from "../../src/rollout.js";
import type { Goal } from "../../src/scenario/scenario.js";
import type { Inputs } from "../../src/inputs.js";
import { openSolver, type Solver } from "../../src/stagger/glpk.js";
import type { Search } from "../../src/stagger/level-solver.js";
import { SolverMemory } from "../../src/stagger/memory.js";
import { stagger, type Staggered } from "../../src/stagger/stagger.js";
import { instant } from "../../src/units.js";

/** A scenario's document (docs/formats.md). */
export type Document = { readonly [key: string]: unknown };

const inputs: Inputs = {
  shippedCalendars: ["microsoft"],
  shippedCalendar: (id) => readFile(`calendars/${id}.ics`, "utf8").catch(() => null),
  open: () =>
    Promise.resolve({ ok: false, problems: [{ code: "file.none", message: "tests read no files" }] }),
};

let opened: Promise<Solver> | null = null;
/** One for all tests of a file: opening it takes longer than most plans. */
export const solver = (): Promise<Solver> => (opened ??= openSolver());

export const now = instant(Date.parse("2026-08-01T00:00:00Z"));

export const prepared = (document: Document): Promise<Prepared> =>
  preparedText(JSON.stringify(document), "scenario.json");

/** Of a scenario's text, which names no files. */
export async function preparedText(text: string, file: string): Promise<Prepared> {
  const outcome = await prepare({ text, file, overrides: {}, now, inputs });
  if (!outcome.ok) throw new Error(outcome.problems.map(problemLine).join("\n"));
  return outcome.value;
}

export async function planned(document: Document): Promise<Solved> {
  return plan(await prepared(document), await solver(), () => undefined);
}

export type Staggering = { readonly rollout: Rollout; readonly staggered: Staggered; readonly plan: Plan };

/** The plan alone: nothing is tried in search of a way out. */
export async function staggeredOnly(document: Document): Promise<Staggering> {
  const { rollout, settled, resolved } = await prepared(document);
  return staggering(rollout, settled.scenario.goal, await solver(), resolved.digest);
}

export function staggering(rollout: Rollout, goal: Goal, solve: Solver, scenarioDigest = ""): Staggering {
  const staggered = stagger(rollout, goal, solve);
  const foreseen = forecast(rollout, staggered.stagger, staggered.unscheduled);
  const heading = { name: null, policy: "optimal", scenarioDigest };
  return { rollout, staggered, plan: buildPlan(heading, rollout, staggered, foreseen, (reason) => reason) };
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

/** A search that nothing came before and nobody watches. */
export const searching = (solve: Solver): Search => ({
  solve,
  memory: new SolverMemory(),
  tell: () => undefined,
});
