/** What the state wants of the threads, asked of them; answers come back as events. */
import type { Given } from "../commands/command.js";
import { compared } from "../solving/comparing.js";
import { ask, startSolving } from "../solving/solving.js";
import { asItIs, failed, metrics, type Outcome, type Watch } from "../../src/index.js";
import type { Event } from "./events.js";
import type { State } from "./state.js";
import { type Lane, type Want, wantOf } from "./wants.js";

export type Asked = {
  readonly file: string;
  /** Of the command line; what changes the scenario is in its text already. */
  readonly options: Given;
  /** What `release: next` counts from: the same for as long as the screen is open. */
  readonly now: number;
};

type Running = { readonly key: string; readonly abort: AbortController };

/** Threads that plan take turns: while one that was ended starts anew, the other takes the next question. */
const PLANNING = [0, 2] as const;
const COMPARING = 1;

export class Threads {
  readonly #asked: Asked;
  readonly #tell: (event: Event) => void;
  readonly #clock: () => number;
  readonly #running = new Map<Lane, Running>();
  #turn = 0;

  constructor(asked: Asked, clock: () => number, tell: (event: Event) => void) {
    this.#asked = asked;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Whatever is no longer wanted ends; what is wanted and not running begins. */
  follow(state: State): void {
    for (const lane of ["plan", "compare"] as const) {
      const want = wantOf(state, lane);
      const key = want === null ? "" : keyOf(want);
      const running = this.#running.get(lane);
      if (running?.key === key) continue;
      if (running !== undefined) this.#end(lane, running);
      if (want !== null) this.#begin(lane, want, key);
    }
  }

  stop(): void {
    for (const [lane, running] of this.#running) this.#end(lane, running);
  }

  #end(lane: Lane, { abort }: Running): void {
    this.#running.delete(lane);
    if (lane === "plan") this.#turn = 1 - this.#turn;
    abort.abort();
  }

  #begin(lane: Lane, want: Want, key: string): void {
    const running: Running = { key, abort: new AbortController() };
    this.#running.set(lane, running);
    this.#tell({ kind: "begun", want, at: this.#clock() });
    const isOn = (): boolean => this.#running.get(lane) === running;
    const watch: Watch = (progress) => isOn() && this.#tell({ kind: "progressed", want, progress });
    this.#answer(want, watch, running.abort.signal).then(
      (event) => {
        if (!isOn()) return;
        this.#running.delete(lane);
        this.#tell(event);
        // The other one is ready by the time somebody changes his mind.
        startSolving(PLANNING[1 - this.#turn]);
      },
      (error: unknown) => {
        if (isOn()) this.#tell({ kind: "broke", error });
      },
    );
  }

  async #answer(want: Want, watch: Watch, signal: AbortSignal): Promise<Event> {
    const { file, options, now } = this.#asked;
    const question = { file, options, now, isSound: true, text: want.text ?? undefined };
    const { version } = want;
    if (want.kind === "plan") {
      const from = performance.now();
      const outcome = await ask("open", question, { watch, signal, lane: this.#lane });
      return { kind: "planned", version, outcome, took: performance.now() - from };
    }
    const { wish } = want;
    if (wish.topic === "comparison") {
      const outcome = await comparisonOf(question, watch, signal);
      return { kind: "told", version, wish, outcome };
    }
    const told = await ask("tell", { ...question, about: wish }, { watch, signal, lane: this.#lane });
    const outcome = told.ok ? { ok: true as const, value: told.value.value } : told;
    return { kind: "told", version, wish, outcome };
  }

  get #lane(): number {
    return PLANNING[this.#turn] ?? PLANNING[0];
  }
}

const keyOf = ({ kind, version, ...rest }: Want): string =>
  JSON.stringify([kind, version, "wish" in rest ? rest.wish : null]);

async function comparisonOf(
  question: Omit<Parameters<typeof compared>[0], "asked" | "policies" | "variants" | "isRobustnessAsked">,
  watch: Watch,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const answer = await compared(
    {
      ...question,
      asked: { runs: 0, seed: 1, noise: "none" },
      policies: null,
      variants: [asItIs],
      isRobustnessAsked: false,
      lanes: [COMPARING],
    },
    watch,
    signal,
  );
  if (!answer.ok) return answer;
  const [first] = answer.value.variants;
  return first === undefined
    ? failed({ code: "comparison.none", message: "nothing was compared" })
    : { ok: true, value: { comparison: first.comparison, metrics } };
}
