/** Everything that a report tells, worked out in the thread that solves. */
import {
  compared,
  comparison,
  contestantsOf,
  dataOf,
  done,
  failed,
  frameOf,
  metrics,
  type Outcomes,
  explain,
  frontier,
  type Frontier,
  type Outcome,
  type Solved,
  type Solver,
  type Watch,
} from "../../src/index.js";
import type { ReportAnswer } from "../report.js";
import { isInventory } from "../request.js";
import { withoutMishaps } from "../simulation.js";
import { simulationOf } from "./simulated.js";

type Reporting = {
  readonly file: string;
  readonly text: string;
  /** Of the frontier; 0: none. */
  readonly points: number;
  readonly solve: Solver;
  readonly watch: Watch;
};

export function reportOf(solved: Solved, reporting: Reporting): Outcome<ReportAnswer> {
  const { file, text, solve, watch } = reporting;
  const { plan, settled, rollout, resolved } = solved;
  const simulated = simulationOf({
    prepared: { settled, rollout, resolved },
    given: { plan, planFile: file },
    asked: withoutMishaps,
    solve,
    watch,
  });
  if (!simulated.ok) return simulated;
  const policies = comparisonOf(solved, reporting);
  if (!policies.ok) return policies;
  return done({
    planned: dataOf(solved),
    explanation: explain(solved, null, solve, watch),
    simulated: simulated.value,
    frontier: frontierOf(solved, reporting),
    compared: policies.value,
    text: isInventory(file) ? null : text,
  });
}

/** Every policy as planned, without noise. */
function comparisonOf(solved: Solved, { solve, watch }: Reporting): Outcome<ReportAnswer["compared"]> {
  const contestants = contestantsOf(solved, solve, watch);
  const outcomes: Outcomes[] = [];
  for (const outcome of compared(solved, contestants)) {
    if (!outcome.ok) return failed(...outcome.problems);
    outcomes.push(outcome.value);
    watch({ stage: "comparing", detail: "policy", done: outcomes.length, of: contestants.length });
  }
  const asked = { runs: 0, seed: 1, isWhole: true };
  return done({ comparison: comparison(frameOf(solved), outcomes, asked), metrics });
}

/** Null where no capacity is known above a background: there is nothing to trade. */
function frontierOf({ rollout }: Solved, { points, solve, watch }: Reporting): Frontier | null {
  if (points === 0) return null;
  const found = frontier({ rollout, points, solve, watch });
  return found.ok ? found.value : null;
}
