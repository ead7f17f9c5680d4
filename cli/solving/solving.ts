/** The one door to tinypool: questions to the thread that solves, and to one that helps it. The main thread stays free to draw and to be interrupted. */
import { MessageChannel } from "node:worker_threads";
import { Tinypool } from "tinypool";
import { isOutOfMemory, OutOfMemory } from "../out-of-memory.js";
import type { Watch } from "../../src/index.js";
import type * as Thread from "./thread.js";

type Answerer = typeof Thread;
/** What can be asked, by the name of who answers. */
export type Topic = keyof Answerer;
export type QuestionOn<T extends Topic> = Parameters<Answerer[T]>[0]["question"];
export type AnswerOn<T extends Topic> = Awaited<ReturnType<Answerer[T]>>;

/** Threads that there are: who asks for one by its number finds there what it remembers. */
export const lanes = 2;

/** By lane. */
const pools: Tinypool[] = [];

/** Begins to load the thread, once; it keeps no process alive that has nothing to ask. */
export const startSolving = (lane = 0): Tinypool =>
  (pools[lane] ??= new Tinypool({
    filename: new URL("./thread.js", import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
  }));

/** Nobody asks any more. Else a thread that was ended, or is still loading, keeps the process alive until a fresh one has loaded. */
export async function endSolving(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
}

/** Aborting ends the thread wherever it is and throws an AbortError; the next question meets a fresh one. */
export async function ask<T extends Topic>(
  topic: T,
  question: QuestionOn<T>,
  {
    watch,
    signal,
    lane = 0,
  }: { readonly watch: Watch; readonly signal: AbortSignal; readonly lane?: number },
): Promise<AnswerOn<T>> {
  const { port1: progress, port2: port } = new MessageChannel();
  progress.on("message", watch);
  try {
    const options = { name: topic, transferList: [port], signal };
    return (await startSolving(lane).run({ question, port }, options)) as AnswerOn<T>;
  } catch (error) {
    throw isOutOfMemory(error) ? new OutOfMemory() : error;
  } finally {
    progress.close();
  }
}
