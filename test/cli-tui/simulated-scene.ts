/** A scene whose simulation is known: the plan, and what happens when nobody plans. */
import { noFacts, type Scene } from "../../cli/tui/scene.js";
import { simulationOf as simulated } from "../../cli/solving/simulated.js";
import { type SimulationAnswer, withoutMishaps } from "../../cli/simulation.js";
import { plan } from "../../src/pipeline.js";
import { unwatched } from "../../src/progress.js";
import { type Document, prepared, solver } from "../support/planning.js";
import { sceneOfDocument } from "./scene.js";
import type { Prepared } from "../../src/prepared.js";

export const simulatedDocument = async (document: Document): Promise<Scene> =>
  simulatedScene(await sceneOfDocument(document), await prepared(document));

async function simulatedScene(scene: Scene, made: Prepared): Promise<Scene> {
  const solve = await solver();
  const given = { plan: plan(made, solve, unwatched).plan, planFile: "plan.json" };
  const answer = simulated({ prepared: made, given, asked: withoutMishaps, solve, watch: unwatched });
  if (!answer.ok) throw new Error(answer.problems[0]?.message);
  return withSimulation(scene, answer.value);
}

export const withSimulation = (scene: Scene, value: SimulationAnswer): Scene => ({
  ...scene,
  facts: { ...noFacts, ...scene.facts, simulations: new Map([["", { state: "known", value }]]) },
});
