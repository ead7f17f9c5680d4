/** What the threads that compare do: one makes the contestants, then each carries some of them out. */
import {
  type Change,
  type Contender,
  contender,
  type Contestant,
  contestantsOf,
  done,
  failed,
  type Frame,
  frameOf,
  type MetricFigures,
  type NoiseName,
  type Outcome,
  type PlannedOutcome,
  type Prepared,
  type Problem,
  type Setting,
  type Solver,
  type Watch,
} from "../../src/index.js";
import { preparedRequest } from "../request.js";
import type { Question } from "./question.js";

/** The scenario with some keys set to other values. */
export type VariedQuestion = Question & { readonly settings: readonly Setting[] };

export type Field = {
  readonly contestants: readonly Contestant[];
  readonly frame: Frame;
  readonly notes: readonly Problem[];
};

export function fieldOf(prepared: Prepared, solve: Solver, watch: Watch): Field {
  return {
    contestants: contestantsOf(prepared, solve, watch),
    frame: frameOf(prepared),
    notes: prepared.settled.notes,
  };
}

export type ContendQuestion = VariedQuestion & {
  readonly contestant: Contestant;
  readonly change: Change;
  readonly noise: NoiseName;
  /** Of the first run. */
  readonly seed: number;
  /** Runs to be done, half-open, from 0. */
  readonly runs: readonly [from: number, to: number];
};

export type Contended = {
  /** With the first runs only. */
  readonly planned: PlannedOutcome | null;
  readonly runs: readonly MetricFigures[];
};

type Known<T> = { readonly key: string; readonly value: T };

/** A thread is asked of the same scenario again and again, and of one contestant some times in a row. */
let scene: Known<Promise<Outcome<Prepared>>> | null = null;
let standing: Known<Outcome<Contender>> | null = null;

export async function preparedVariant(question: VariedQuestion): Promise<Outcome<Prepared>> {
  const { file, text, options, now, isSound, settings } = question;
  const key = JSON.stringify([file, text, options, now, isSound, settings]);
  if (scene?.key !== key) {
    scene = { key, value: prepare(question) };
    standing = null;
  }
  return scene.value;
}

async function prepare({
  file,
  text,
  options,
  now,
  isSound,
  settings,
}: VariedQuestion): Promise<Outcome<Prepared>> {
  const asked = await preparedRequest({ now: () => now }, file, options, { settings, text });
  if (!asked.ok) return asked;
  return isSound ? done(asked.value.prepared) : failed();
}

export async function contended(question: ContendQuestion, watch: Watch): Promise<Outcome<Contended>> {
  const prepared = await preparedVariant(question);
  if (!prepared.ok) return prepared;
  const { contestant, change, noise, seed } = question;
  const key = JSON.stringify([contestant.name, change]);
  if (standing?.key !== key) standing = { key, value: contender(prepared.value, contestant, change) };
  if (!standing.value.ok) return standing.value;
  const ready = standing.value.value;
  const [from, to] = question.runs;
  const planned = from === 0 ? ready.asPlanned() : null;
  const runs: MetricFigures[] = [];
  for (let run = from; run < to; run++) {
    watch({ stage: "comparing", detail: contestant.name, done: run + 1 });
    runs.push(ready.run(noise, seed + run));
  }
  return done({ planned, runs });
}
