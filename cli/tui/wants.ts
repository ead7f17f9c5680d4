/** What the threads should be doing now: a function of the state, so that nothing is asked twice and nothing outlives its plan. */
import { type Fact, type Facts, unknown, type Wish } from "./scene.js";
import { screenNamed } from "./screens/screens.js";
import { currentOf } from "./script.js";
import { answerOf, sceneOf, type State } from "./state.js";

export type Want =
  /** `text` null: what the file holds. */
  | { readonly kind: "plan"; readonly version: number; readonly text: string | null }
  | { readonly kind: "fact"; readonly version: number; readonly text: string; readonly wish: Wish };

/** The thread that plans, and the one that compares for as long as that takes. */
export type Lane = "plan" | "compare";

export function wantOf(state: State, lane: Lane): Want | null {
  const { id: version, text } = currentOf(state.script);
  if (state.exit !== null) return null;
  if (!state.answers.has(version)) return lane === "plan" ? { kind: "plan", version, text } : null;
  const answer = answerOf(state);
  if (answer === null || text === null) return null;
  const wish =
    wishesOf(state).find((each) => laneOf(each) === lane && stateOf(answer.facts, each) === "asked") ??
    wishesOf(state).find((each) => laneOf(each) === lane && stateOf(answer.facts, each) === "unknown");
  return wish === undefined ? null : { kind: "fact", version, text, wish };
}

export const laneOf = ({ topic }: Wish): Lane => (topic === "comparison" ? "compare" : "plan");

/** First what is being worked out already: leaving a screen does not throw away what it asked for. */
function wishesOf(state: State): readonly Wish[] {
  const scene = sceneOf(state);
  if (scene === null) return [];
  const { wishes } = screenNamed(state.screen);
  const own = wishes?.(state.views[state.screen], scene) ?? [];
  return [...askedOf(scene.facts), ...own];
}

function askedOf(facts: Facts): readonly Wish[] {
  const topics = ["agenda", "explanation", "frontier", "comparison"] as const;
  const isAsked = (fact: Fact<unknown>): boolean => fact.state === "asked";
  return [
    ...topics.filter((topic) => isAsked(facts[topic])).map((topic): Wish => ({ topic })),
    ...[...facts.simulations].flatMap(([rival, fact]): readonly Wish[] =>
      isAsked(fact) ? [{ topic: "simulation", rival: rival === "" ? null : rival }] : [],
    ),
    ...[...facts.cohorts].flatMap(([cohort, fact]): readonly Wish[] =>
      isAsked(fact) ? [{ topic: "cohort", cohort }] : [],
    ),
  ];
}

const stateOf = (facts: Facts, wish: Wish): Fact<unknown>["state"] => factOf(facts, wish).state;

export function factOf(facts: Facts, wish: Wish): Fact<unknown> {
  switch (wish.topic) {
    case "simulation":
      return facts.simulations.get(wish.rival ?? "") ?? unknown;
    case "cohort":
      return facts.cohorts.get(wish.cohort) ?? unknown;
    case "agenda":
    case "explanation":
    case "frontier":
    case "comparison":
      return facts[wish.topic];
  }
}

/** The facts with this one; its value is of the wish's own topic. */
export function withFact(facts: Facts, wish: Wish, fact: Fact<unknown>): Facts {
  switch (wish.topic) {
    case "simulation":
      return { ...facts, simulations: new Map(facts.simulations).set(wish.rival ?? "", fact as never) };
    case "cohort":
      return { ...facts, cohorts: new Map(facts.cohorts).set(wish.cohort, fact as never) };
    case "agenda":
    case "explanation":
    case "frontier":
    case "comparison":
      return { ...facts, [wish.topic]: fact };
  }
}
