/** What `simulate` simulates: a plan that is there, or the one the planner makes; nobody's plan; or both side by side. */
import path from "node:path";
import {
  asPlanned,
  chance,
  defaultPolicies,
  type Course,
  done,
  type Execution,
  failed,
  type Instant,
  momentOf,
  noises,
  type Outcome,
  type Plan,
  plan as planOf,
  plannedStagger,
  policiesOf,
  type Prepared,
  type Problem,
  readPlan,
  runFigures,
  type Scenario,
  type Service,
  simulatorOf,
  type Solver,
  steered,
  suggestion,
  usualPolicy,
  type Watch,
} from "../../src/index.js";
import { type Given, wrongOption } from "../commands/command.js";
import { readText } from "../files.js";
import { isFolder, otherScenario, pairNamed } from "../plan-pair.js";
import type { Scene, SimulationAnswer, SimulationAsked, Told } from "../simulation.js";
import { zoneOfMost } from "../text/report-frame.js";
import { strayOfPlan } from "./plan-target.js";

export type SimulationTarget = {
  /** The scenario. */
  readonly file: string;
  readonly options: Given;
  /** The plan to simulate; null: one is made, where one is asked for. */
  readonly given: GivenPlan | null;
};

type GivenPlan = { readonly plan: Plan; readonly planFile: string };

/** A folder that `plan --out` wrote stands for its scenario and its plan. */
export async function simulationTarget({
  file,
  options,
  asked,
}: {
  readonly file: string;
  readonly options: Given;
  readonly asked: SimulationAsked;
}): Promise<Outcome<SimulationTarget>> {
  const pair = await pairNamed(file);
  if (pair !== null && !pair.ok) return pair;
  const named = asked.planFile === null ? done(null) : await planAt(asked.planFile);
  if (!named.ok) return named;
  if (pair === null) return done({ file, options: datedBy(named.value, options), given: named.value });
  const stray = strayOfPlan(options, pair.value, "simulate");
  if (stray.length > 0) return failed(...stray);
  return done({ file: pair.value.scenario, options, given: named.value ?? pair.value });
}

async function planAt(given: string): Promise<Outcome<GivenPlan>> {
  const planFile = (await isFolder(given)) ? path.join(given, "plan.json") : given;
  const text = await readText(planFile);
  if (!text.ok) return text;
  const plan = readPlan(text.value, planFile);
  return plan.ok ? done({ plan: plan.value, planFile }) : plan;
}

/** `next` meant the plan's own release. */
const datedBy = (given: GivenPlan | null, options: Given): Given =>
  given === null || options["now"] !== undefined ? options : { ...options, now: given.plan.release };

type Simulating = {
  readonly prepared: Prepared;
  readonly given: GivenPlan | null;
  readonly asked: SimulationAsked;
  readonly solve: Solver;
  readonly watch: Watch;
};

export function simulationOf(simulating: Simulating): Outcome<SimulationAnswer> {
  const { prepared, given, asked } = simulating;
  const named = namedCourse(simulating);
  const problems = [
    ...faultProblems(prepared, asked),
    ...serviceProblems(prepared, asked),
    ...(named === null || named.ok ? [] : named.problems),
  ];
  if (problems.length > 0) return failed(...problems);
  if (named?.ok === true) {
    const told = runsOf(simulating, named.value);
    return told.ok ? done({ scene: sceneOf(prepared, asked), told: told.value, against: null }) : told;
  }
  const isPlanned =
    asked.planFile !== null || (asked.policy !== "unmanaged" && !asked.without.includes("reboots"));
  const isCompared = asked.planFile === null && asked.policy === null && isPlanned;
  const planned = isPlanned || asked.policy === "optimal" ? plannedCourse(simulating, given) : null;
  if (planned !== null && !planned.ok) return planned;
  const told = planned === null ? unmanaged(simulating) : runsOf(simulating, planned.value);
  if (!told.ok) return told;
  const against = isCompared ? unmanaged(simulating) : done(null);
  if (!against.ok) return against;
  return done({ scene: sceneOf(prepared, asked), told: told.value, against: against.value });
}

type Policy = Pick<Told, "policy" | "unscheduled"> & { readonly course: Course };

const unmanaged = (simulating: Simulating): Outcome<Told> =>
  runsOf(simulating, { policy: "unmanaged", unscheduled: 0, course: { kind: "unmanaged" } });

/** What a policy other than the scenario's own plan and nobody's makes of the rollout; null: none is asked for. */
function namedCourse({ prepared, asked, solve, watch }: Simulating): Outcome<Policy> | null {
  const { policy: name } = asked;
  if (name === null || name === "optimal" || name === "unmanaged") return null;
  const { settled, rollout } = prepared;
  const named = policiesOf(settled.scenario).find((each) => each.name === name)?.policy ?? usualPolicy(name);
  if (named === null) return failed(unknownPolicy(name, settled.scenario));
  if (named.kind === "optimal") {
    const goal = named.goal ?? settled.scenario.goal;
    const aimed = { ...settled, scenario: { ...settled.scenario, goal } };
    const { plan, staggered } = planOf({ ...prepared, settled: aimed }, solve, watch);
    return done({ ...policyOf(plan, { kind: "planned", stagger: staggered.stagger }), policy: name });
  }
  const { steering } = steered(rollout, named);
  if (steering.kind === "own" && (asked.noise !== "none" || asked.herd))
    return failed(
      wrongOption(
        asked.herd ? "--herd" : "--noise",
        "is of waves that are carried out, and this policy leaves devices to themselves",
        "leave it out, or take another --policy",
      ),
    );
  const unscheduled = steering.kind === "own" ? 0 : steering.unscheduled.reduce((sum, each) => sum + each, 0);
  return done({ policy: name, unscheduled, course: { kind: "steered", steering } });
}

function unknownPolicy(name: string, scenario: Scenario): Problem {
  const known = [
    "optimal",
    ...policiesOf(scenario).map((each) => each.name),
    ...defaultPolicies().map((each) => each.name),
  ];
  return wrongOption("--policy", `there is no "${name.slice(0, 40)}"`, suggestion(name, new Set(known)));
}

function plannedCourse({ prepared, solve, watch }: Simulating, given: GivenPlan | null): Outcome<Policy> {
  if (given === null) {
    const { plan, staggered } = planOf(prepared, solve, watch);
    return done(policyOf(plan, { kind: "planned", stagger: staggered.stagger }));
  }
  const { plan, planFile } = given;
  const { digest } = prepared.resolved;
  const stagger =
    digest === plan.scenarioDigest
      ? plannedStagger(prepared.rollout, plan)
      : failed(
          otherScenario(digest, plan, "simulate the folder that `plan --out` wrote, or leave out --plan"),
        );
  if (stagger.ok) return done(policyOf(plan, { kind: "planned", stagger: stagger.value.stagger }));
  return failed(
    ...stagger.problems.map((problem) => ({ ...problem, place: { ...problem.place, file: planFile } })),
  );
}

const policyOf = ({ policy, unscheduled }: Plan, course: Course): Policy => ({
  policy,
  unscheduled: unscheduled.reduce((sum, { devices }) => sum + devices, 0),
  course,
});

/**
 * The first run is told of whole, of the others the figures. Chance and herds are of a plan that is carried out: of what happens when
 * nobody plans there is one run.
 */
function runsOf(
  { prepared, asked, watch }: Simulating,
  { policy, unscheduled, course }: Policy,
): Outcome<Told> {
  const { without, fixAt } = asked;
  const isNobodys = policy === "unmanaged";
  const detail = isNobodys ? "what happens when nobody plans" : policy === "optimal" ? "the plan" : policy;
  watch({ stage: "simulating", detail });
  const simulator = simulatorOf(prepared, course, { without: new Set(without), fixAt });
  if (!simulator.ok) return simulator;
  const simulation = simulator.value.run(isNobodys ? asPlanned : executionOf(asked, 0));
  const services = only(simulation.services, asked);
  const figures = [runFigures(services)];
  for (let run = 1; run < (isNobodys ? 1 : asked.runs); run++) {
    watch({ stage: "simulating", detail: `${detail}, run`, done: run + 1, of: asked.runs });
    figures.push(runFigures(only(simulator.value.figures(executionOf(asked, run)), asked)));
  }
  return done({ policy, simulation: { ...simulation, services }, runs: figures, unscheduled });
}

const executionOf = ({ herd, noise, seed }: SimulationAsked, run: number): Execution => ({
  herd,
  noise: noises[noise],
  random: chance(seed + run),
});

const only = <Named extends { readonly id: string }>(
  services: readonly Named[],
  { service }: SimulationAsked,
): readonly Named[] => (service === null ? services : services.filter(({ id }) => id === service));

/** What is taken out or mended must be there. */
function faultProblems(
  { rollout: { services } }: Prepared,
  { without, fixAt }: SimulationAsked,
): readonly Problem[] {
  const hasPeers = services.some(({ peers }) => peers !== null);
  const hasFault = services.some(({ peers }) => peers?.bug != null);
  const none = (option: string, what: string): Problem =>
    wrongOption(option, `no service of the scenario has ${what}`, "leave it out");
  return [
    ...(without.includes("peers") && !hasPeers ? [none("--without peers", "peers")] : []),
    ...(without.includes("bug") && !hasFault ? [none("--without bug", "a fault of its peers")] : []),
    ...(fixAt !== null && !hasFault ? [none("--fix-at", "a fault of its peers")] : []),
  ];
}

function serviceProblems(
  { rollout: { services } }: Prepared,
  { service }: SimulationAsked,
): readonly Problem[] {
  const ids = services.map(({ id }) => id);
  return service === null || ids.includes(service)
    ? []
    : [
        wrongOption(
          "--service",
          `the scenario has no service "${service.slice(0, 60)}"`,
          suggestion(service, ids),
        ),
      ];
}

function sceneOf({ settled: { scenario, notes }, rollout }: Prepared, asked: SimulationAsked): Scene {
  const cohorts = rollout.demands.map(({ cohort }) => cohort);
  return {
    name: scenario.name,
    zone: scenario.timezone ?? zoneOfMost(cohorts),
    slot: scenario.slot,
    mended: new Map(rollout.services.flatMap((service) => mendedOf(service, rollout.timezone, asked))),
    notes,
    asked,
  };
}

function mendedOf(
  { id, peers }: Service,
  zone: string,
  { without, fixAt }: SimulationAsked,
): readonly (readonly [string, Instant])[] {
  const fixed = peers?.bug?.fixed ?? null;
  if (peers?.bug == null || without.includes("bug") || without.includes("peers")) return [];
  if (fixAt !== null) return [[id, fixAt]];
  return fixed === null ? [] : [[id, momentOf(fixed, zone)]];
}
