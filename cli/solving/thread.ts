/**
 * What runs in the thread that solves: a question comes in, progress and an answer go out, all of it data. The thread lives on
 * between questions, and what is kept here with it.
 */
import type { MessagePort } from "node:worker_threads";
import {
  type Contestant,
  dataOf,
  done,
  explain as explanationOf,
  type Explanation,
  failed,
  findCohort,
  type Frontier,
  frontier as frontierOf,
  openSolver,
  type Outcome,
  plan as planOf,
  type Planned,
  type Prepared,
  type ProgramText,
  type Robustness,
  robustness,
  type Rollout,
  type Solver,
  type Watch,
} from "../../src/index.js";
import { type Given, textOf } from "../commands/command.js";
import { preparedRequest } from "../request.js";
import type { ReportAnswer } from "../report.js";
import type { SimulationAnswer, SimulationAsked } from "../simulation.js";
import {
  type Contended,
  contended,
  type ContendQuestion,
  type Field,
  fieldOf,
  preparedVariant,
  type VariedQuestion,
} from "./compared.js";
import type { Asking, Question } from "./question.js";
import { planTarget } from "./plan-target.js";
import { type About, opened, type Opened, told, type Told } from "./opened.js";
import { reportOf } from "./reported.js";
import { simulationOf, simulationTarget } from "./simulated.js";

export type PlanAnswer = {
  readonly planned: Planned;
  /** One linear program a level; empty: `--write-lp` asks for none. */
  readonly programs: readonly ProgramText[];
};

export const plan = ({ question, port }: Asking): Promise<Outcome<PlanAnswer>> =>
  answered(question, port, (prepared, solve, watch) => {
    const solved = planOf(prepared, solve, watch);
    const isAsked = textOf(question.options, "writeLp") !== undefined;
    return done({ planned: dataOf(solved), programs: isAsked ? solved.staggered.programTexts() : [] });
  });

export type ExplainAnswer = { readonly planned: Planned; readonly explanation: Explanation };

export async function explain({ question, port }: Asking): Promise<Outcome<ExplainAnswer>> {
  const target = await planTarget(question);
  if (!target.ok) return target;
  const { file, options, held } = target.value;
  return answered({ ...question, file, options }, port, (prepared, solve, watch) => {
    const cohort = cohortOption(prepared.rollout, options);
    if (!cohort.ok) return cohort;
    const solved = planOf(prepared, solve, watch);
    const problems = held(solved.plan);
    if (problems.length > 0) return failed(...problems);
    return done({ planned: dataOf(solved), explanation: explanationOf(solved, cohort.value, solve, watch) });
  });
}

/** Index of the cohort asked for; null: none is. */
function cohortOption({ demands }: Rollout, options: Given): Outcome<number | null> {
  const text = textOf(options, "cohort");
  if (text === undefined) return done(null);
  const found = findCohort(
    demands.map(({ cohort }) => cohort),
    text,
  );
  if (found.ok) return found;
  return failed(...found.problems.map((problem) => ({ ...problem, place: { path: "--cohort" } })));
}

export type FrontierQuestion = Question & { readonly points: number };
export type FrontierAnswer = {
  readonly frontier: Frontier;
  readonly settled: Pick<Planned["settled"], "scenario" | "notes">;
};

export const frontier = ({ question, port }: Asking<FrontierQuestion>): Promise<Outcome<FrontierAnswer>> =>
  answered(question, port, ({ rollout, settled: { scenario, notes } }, solve, watch) => {
    const found = frontierOf({ rollout, points: question.points, solve, watch });
    return found.ok ? done({ frontier: found.value, settled: { scenario, notes } }) : found;
  });

export type SimulateQuestion = Question & { readonly asked: SimulationAsked };

export async function simulate({
  question,
  port,
}: Asking<SimulateQuestion>): Promise<Outcome<SimulationAnswer>> {
  const target = await simulationTarget(question);
  if (!target.ok) return target;
  const { file, options, given } = target.value;
  const { asked } = question;
  return answered({ ...question, file, options }, port, (prepared, solve, watch) =>
    simulationOf({ prepared, given, asked, solve, watch }),
  );
}

/** Plans behind the frontier's picture; 0: none. */
export type ReportQuestion = Question & { readonly points: number };

export async function report({ question, port }: Asking<ReportQuestion>): Promise<Outcome<ReportAnswer>> {
  const target = await planTarget(question);
  if (!target.ok) return target;
  const { file, options, held } = target.value;
  const { points } = question;
  return answered({ ...question, file, options }, port, (prepared, solve, watch, text) => {
    const solved = planOf(prepared, solve, watch);
    const problems = held(solved.plan);
    if (problems.length > 0) return failed(...problems);
    return reportOf(solved, { file, text, points, solve, watch });
  });
}

/** The plan of a scenario that is on the screen. */
export const open = async ({ question, port }: Asking): Promise<Outcome<Opened>> =>
  opened(question, await (solver ??= openSolver()), (progress) => port.postMessage(progress));

export type TellQuestion = Question & { readonly about: About };

/** What else is asked about it. */
export const tell = async ({ question, port }: Asking<TellQuestion>): Promise<Outcome<Told>> =>
  told(question, await (solver ??= openSolver()), (progress) => port.postMessage(progress));

/** Who is compared. */
export async function field({ question, port }: Asking<VariedQuestion>): Promise<Outcome<Field>> {
  const prepared = await preparedVariant(question);
  if (!prepared.ok) return prepared;
  const watch: Watch = (progress) => port.postMessage(progress);
  return done(fieldOf(prepared.value, await (solver ??= openSolver()), watch));
}

export type RobustnessQuestion = VariedQuestion & { readonly contestant: Contestant };

/** How one of them stands a worse world. */
export async function robust({ question, port }: Asking<RobustnessQuestion>): Promise<Outcome<Robustness>> {
  const prepared = await preparedVariant(question);
  if (!prepared.ok) return prepared;
  const watch: Watch = (progress) => port.postMessage(progress);
  const testing = { scene: prepared.value, solve: await (solver ??= openSolver()), watch };
  return robustness(testing, question.contestant);
}

/** Some runs of one of them. */
export const contend = ({ question, port }: Asking<ContendQuestion>): Promise<Outcome<Contended>> =>
  contended(question, (progress) => port.postMessage(progress));

/** One for as long as the thread lives. */
let solver: Promise<Solver> | null = null;

async function answered<Answer>(
  { file, text, options, now, isSound }: Question,
  port: MessagePort,
  answer: (prepared: Prepared, solve: Solver, watch: Watch, text: string) => Outcome<Answer>,
): Promise<Outcome<Answer>> {
  const asked = await preparedRequest({ now: () => now }, file, options, { text });
  if (!asked.ok) return asked;
  if (!isSound) return failed();
  const watch: Watch = (progress) => port.postMessage(progress);
  const { prepared, request } = asked.value;
  return answer(prepared, await (solver ??= openSolver()), watch, request.text);
}
