/** What the thread answers of a scenario that is open on the screen and being changed: each plan is made once, and asked about often. */
import {
  agendasOf,
  type CohortExplanation,
  dataOf,
  done,
  explain,
  type Explanation,
  findCohort,
  frontier,
  type Frontier,
  type Outcome,
  plan,
  type Planned,
  type Prepared,
  type SiteAgenda,
  type Solved,
  type Solver,
  type Watch,
  whyHere,
} from "../../src/index.js";
import { preparedRequest } from "../request.js";
import { type SimulationAnswer, withoutMishaps } from "../simulation.js";
import { simulationOf } from "./simulated.js";
import type { Question } from "./question.js";

/** What can be asked besides the plan, and what comes of it; comparisons are asked in another way (comparing.ts). */
export type Told =
  | { readonly topic: "agenda"; readonly value: readonly SiteAgenda[] }
  | { readonly topic: "explanation"; readonly value: Explanation }
  | { readonly topic: "frontier"; readonly value: Frontier }
  | { readonly topic: "simulation"; readonly rival: string | null; readonly value: SimulationAnswer }
  | { readonly topic: "cohort"; readonly cohort: string; readonly value: CohortExplanation };

export type About =
  | { readonly topic: "agenda" | "explanation" | "frontier" }
  /** The plan, and against it a policy; null: nobody's. */
  | { readonly topic: "simulation"; readonly rival: string | null }
  | { readonly topic: "cohort"; readonly cohort: string };

export type Opened = {
  readonly planned: Planned;
  /** The scenario that was planned; of a bare inventory the one that was made up for it. */
  readonly text: string;
};

type Open = { readonly text: string; readonly prepared: Prepared; solved: Solved | null };

/** The last scenario asked about. */
let open: { readonly key: string; readonly scenario: Open } | null = null;

export async function opened(question: Question, solve: Solver, watch: Watch): Promise<Outcome<Opened>> {
  const scenario = await scenarioOf(question);
  if (!scenario.ok) return scenario;
  const { text } = scenario.value;
  return done({ planned: dataOf(solvedOnce(scenario.value, solve, watch)), text });
}

export async function told(
  question: Question & { readonly about: About },
  solve: Solver,
  watch: Watch,
): Promise<Outcome<Told>> {
  const scenario = await scenarioOf(question);
  if (!scenario.ok) return scenario;
  const { prepared } = scenario.value;
  const { about } = question;
  if (about.topic === "agenda")
    return done({ ...about, topic: "agenda", value: agendasOf(prepared.settled, prepared.rollout) });
  if (about.topic === "frontier") {
    const found = frontier({ rollout: prepared.rollout, points: FRONTIER_POINTS, solve, watch });
    return found.ok ? done({ topic: "frontier", value: found.value }) : found;
  }
  const solved = solvedOnce(scenario.value, solve, watch);
  if (about.topic === "simulation") {
    const value = simulationAgainst(about.rival, { file: question.file, solved, solve, watch });
    return value.ok ? done({ ...about, value: value.value }) : value;
  }
  if (about.topic === "cohort") return cohortTold(about.cohort, solved);
  return done({ topic: "explanation", value: explain(solved, null, solve, watch) });
}

const FRONTIER_POINTS = 9;

async function scenarioOf({ file, text, options, now }: Question): Promise<Outcome<Open>> {
  const key = JSON.stringify([file, text, options, now]);
  if (open?.key === key) return done(open.scenario);
  const asked = await preparedRequest({ now: () => now }, file, options, { text });
  if (!asked.ok) return asked;
  const { prepared, request } = asked.value;
  open = { key, scenario: { text: request.text, prepared, solved: null } };
  return done(open.scenario);
}

const solvedOnce = (scenario: Open, solve: Solver, watch: Watch): Solved =>
  (scenario.solved ??= plan(scenario.prepared, solve, watch));

type Against = {
  readonly file: string;
  readonly solved: Solved;
  readonly solve: Solver;
  readonly watch: Watch;
};

function simulationAgainst(
  rival: string | null,
  { file, solved, solve, watch }: Against,
): Outcome<SimulationAnswer> {
  const simulating = { prepared: solved, given: { plan: solved.plan, planFile: file }, solve, watch };
  const mine = simulationOf({
    ...simulating,
    asked: { ...withoutMishaps, policy: rival === null ? null : "optimal" },
  });
  if (!mine.ok || rival === null) return mine;
  const other = simulationOf({ ...simulating, asked: { ...withoutMishaps, policy: rival } });
  return other.ok ? done({ ...mine.value, against: other.value.told }) : other;
}

function cohortTold(id: string, solved: Solved): Outcome<Told> {
  const cohorts = solved.rollout.demands.map(({ cohort }) => cohort);
  const found = findCohort(cohorts, id);
  return found.ok ? done({ topic: "cohort", cohort: id, value: whyHere(solved, found.value) }) : found;
}
