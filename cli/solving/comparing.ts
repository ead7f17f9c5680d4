/** Policies compared by two threads: the contestants are made once, then whoever is free takes the next of them. */
import {
  bestSimple,
  type ComparedPolicy,
  type Comparison,
  comparison,
  type ComparisonAsked,
  type Contestant,
  done,
  failed,
  type MetricFigures,
  type Outcome,
  type Outcomes,
  type PlannedOutcome,
  type Problem,
  type Robustness,
  suggestion,
  type Variant,
  type Watch,
} from "../../src/index.js";
import { type CutShort, untilInterrupted } from "../interruption.js";
import { ProgressLine } from "../progress.js";
import type { World } from "../world.js";
import type { Contended, Field } from "./compared.js";
import { ask, lanes } from "./solving.js";
import type { Question } from "./question.js";

export type ComparisonQuestion = Omit<Question, "now"> & {
  /** Runs with noise of each policy, and the seed of the first; run k has the seed k more. */
  readonly asked: Omit<ComparisonAsked, "change">;
  /** Names of the only policies to compare; null: all. */
  readonly policies: readonly string[] | null;
  /** At least one; the scenario as it is has no settings and no change. */
  readonly variants: readonly Variant[];
  /** Whether the first optimum and the best simple policy of the first variant are tried in worse worlds. */
  readonly isRobustnessAsked: boolean;
};

export type ComparisonAnswer = {
  /** Interrupted, those begun so far, the last of them not whole. */
  readonly variants: readonly { readonly variant: Variant; readonly comparison: Comparison }[];
  readonly notes: readonly Problem[];
  /** Policies that are simulated with all their runs, over all variants, of how many. */
  readonly finished: number;
  readonly of: number;
  /** Empty: not asked for, or interrupted before. */
  readonly robustness: readonly Robustness[];
};

/** Runs that are lost at most when somebody interrupts. */
const BATCH = 10;

/** Shows progress until the answer comes. Interrupted, the answer is what is done by then. */
export async function comparisons(
  world: World,
  question: ComparisonQuestion,
): Promise<CutShort<Outcome<ComparisonAnswer>>> {
  const line = new ProgressLine(world, { stage: "reading", detail: question.file });
  const asking: Asking = { ...question, now: world.now() };
  try {
    return await untilInterrupted(
      async (signal) => {
        const answer = await compared(asking, line.show.bind(line), signal);
        const isWorthIt =
          answer.ok && answer.value.variants.some(({ comparison: { policies } }) => policies.length > 0);
        return { answer, isWorthIt };
      },
      () => line.clear(),
    );
  } finally {
    line.clear();
  }
}

export type Asking = ComparisonQuestion &
  Pick<Question, "now"> & {
    /** Threads that take part; all unless told. */
    readonly lanes?: readonly number[];
  };

const everyLane: readonly number[] = Array.from({ length: lanes }, (_, lane) => lane);

/** The comparison itself, for whoever shows progress and interrupts in a way of his own. */
export async function compared(
  asking: Asking,
  watch: Watch,
  signal: AbortSignal,
): Promise<Outcome<ComparisonAnswer>> {
  const variants: ComparisonAnswer["variants"][number][] = [];
  const fields = new Map<string, Field>();
  let [notes, each]: readonly [readonly Problem[], number] = [[], 0];
  let finished = 0;
  let tried: readonly Robustness[] = [];
  for (const variant of asking.variants) {
    const key = JSON.stringify(variant.settings);
    const field = fields.get(key) ?? (await unlessAborted(fieldOf(asking, variant, watch, signal), signal));
    if (field === null) break;
    if ("problems" in field) return failed(...field.problems);
    fields.set(key, field);
    [notes, each] = [field.notes, field.contestants.length];
    const race = new Race(asking, variant, field, watch, signal);
    const found = await race.run();
    if (!found.ok) return found;
    variants.push({ variant, comparison: found.value });
    finished += race.finished;
    if (signal.aborted) break;
    if (asking.isRobustnessAsked && variants.length === 1) {
      const robust = await robustnessOf({ asking, variant, field, watch, signal }, found.value.policies);
      if (!robust.ok) return robust;
      tried = robust.value;
    }
  }
  return done({ variants, notes, robustness: tried, finished, of: each * asking.variants.length });
}

const scenarioOf = ({ file, text, options, now, isSound }: Asking): Question => ({
  file,
  text,
  options,
  now,
  isSound,
});

async function fieldOf(asking: Asking, { settings }: Variant, watch: Watch, signal: AbortSignal) {
  const lane = asking.lanes?.[0] ?? 0;
  const field = await ask("field", { ...scenarioOf(asking), settings }, { watch, signal, lane });
  if (!field.ok) return field;
  const { contestants } = field.value;
  const names = contestants.map(({ name }) => name);
  const unknown = (asking.policies ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) return failed(...unknown.map((name) => unknownPolicy(name, names)));
  return {
    ...field.value,
    contestants: contestants.filter(({ name }) => asking.policies?.includes(name) ?? true),
  };
}

const unknownPolicy = (name: string, names: readonly string[]): Problem => ({
  code: "option",
  message: `there is no policy "${name.slice(0, 60)}"`,
  hint: suggestion(name, names),
  place: { path: "--policies" },
});

/** null: it was interrupted. */
async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

type Standing = { readonly planned: PlannedOutcome; readonly runs: MetricFigures[] };

type Trying = {
  readonly asking: Asking;
  readonly variant: Variant;
  readonly field: Field;
  readonly watch: Watch;
  readonly signal: AbortSignal;
};

async function robustnessOf(
  { asking, variant: { settings }, field, watch, signal }: Trying,
  policies: readonly ComparedPolicy[],
): Promise<Outcome<readonly Robustness[]>> {
  const simple = bestSimple(policies);
  const chosen = [
    field.contestants.find(({ role }) => role === "optimum"),
    field.contestants.find(({ name }) => name === simple),
  ].filter((contestant) => contestant !== undefined);
  watch({ stage: "comparing", detail: "in a worse world" });
  const found = await unlessAborted(
    Promise.all(
      chosen.map((contestant, lane) =>
        ask("robust", { ...scenarioOf(asking), settings, contestant }, { watch, signal, lane }),
      ),
    ),
    signal,
  );
  const problems = (found ?? []).flatMap((each) => (each.ok ? [] : each.problems));
  if (problems.length > 0) return failed(...onceEach(problems));
  return done((found ?? []).flatMap((each) => (each.ok ? [each.value] : [])));
}

/** Both threads may meet the same one. */
const onceEach = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

/** One variant: who is done, and who is next. */
class Race {
  readonly #asking: Asking;
  readonly #variant: Variant;
  readonly #field: Field;
  readonly #watch: Watch;
  readonly #signal: AbortSignal;
  readonly #standing = new Map<Contestant, Standing>();
  readonly #problems: Problem[] = [];
  #next = 0;

  constructor(asking: Asking, variant: Variant, field: Field, watch: Watch, signal: AbortSignal) {
    this.#asking = asking;
    this.#variant = variant;
    this.#field = field;
    this.#watch = watch;
    this.#signal = signal;
  }

  /** Policies with all their runs. */
  get finished(): number {
    return [...this.#standing.values()].filter(({ runs }) => runs.length === this.#asking.asked.runs).length;
  }

  async run(): Promise<Outcome<Comparison>> {
    await Promise.all((this.#asking.lanes ?? everyLane).map((lane) => this.#lane(lane)));
    if (this.#problems.length > 0) return failed(...onceEach(this.#problems));
    const { runs, seed } = this.#asking.asked;
    const outcomes = this.#field.contestants.flatMap((contestant): readonly Outcomes[] => {
      const standing = this.#standing.get(contestant);
      return standing === undefined ? [] : [standing];
    });
    const isWhole =
      outcomes.length === this.#field.contestants.length &&
      outcomes.every((outcome) => outcome.runs.length === runs);
    return done(comparison(this.#field.frame, outcomes, { runs, seed, isWhole }));
  }

  async #lane(lane: number): Promise<void> {
    while (this.#next < this.#field.contestants.length && this.#goesOn()) {
      const place = this.#next++;
      await this.#all(this.#field.contestants[place] as Contestant, place, lane);
    }
  }

  #goesOn = (): boolean => !this.#signal.aborted && this.#problems.length === 0;

  async #all(contestant: Contestant, place: number, lane: number): Promise<void> {
    const { runs } = this.#asking.asked;
    for (let from = 0; (from === 0 || from < runs) && this.#goesOn(); from += BATCH) {
      const batch = [from, Math.min(runs, from + BATCH)] as const;
      const found = await unlessAborted(this.#ask(contestant, place, batch, lane), this.#signal);
      if (found === null) return;
      if (!found.ok) this.#problems.push(...found.problems);
      else this.#add(contestant, found.value);
    }
  }

  #add(contestant: Contestant, { planned, runs }: Contended): void {
    if (planned !== null) this.#standing.set(contestant, { planned, runs: [...runs] });
    else this.#standing.get(contestant)?.runs.push(...runs);
  }

  #ask(contestant: Contestant, place: number, runs: readonly [number, number], lane: number) {
    const { asked } = this.#asking;
    const { noise, seed } = asked;
    const { settings, change } = this.#variant;
    const detail = `policy ${place + 1} of ${this.#field.contestants.length}`;
    const doing = { stage: "comparing", detail: asked.runs === 0 ? detail : `${detail}, run` };
    const watch: Watch = ({ done: run }) =>
      this.#watch(run === undefined ? doing : { ...doing, done: run, of: asked.runs });
    this.#watch({ stage: "comparing", detail });
    return ask(
      "contend",
      { ...scenarioOf(this.#asking), settings, contestant, change, noise, seed, runs },
      { watch, signal: this.#signal, lane },
    );
  }
}
