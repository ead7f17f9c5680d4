/** The one door to tinypool: questions to the thread that solves. The main thread stays free to draw and to be interrupted. */
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

let pool: Tinypool | null = null;

/** Begins to load the thread, once; it keeps no process alive that has nothing to ask. */
export const startSolving = (): Tinypool =>
  (pool ??= new Tinypool({
    filename: new URL("./thread.js", import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
  }));

/** Aborting ends the thread wherever it is and throws an AbortError; the next question meets a fresh one. */
export async function ask<T extends Topic>(
  topic: T,
  question: QuestionOn<T>,
  { watch, signal }: { readonly watch: Watch; readonly signal: AbortSignal },
): Promise<AnswerOn<T>> {
  const { port1: progress, port2: port } = new MessageChannel();
  progress.on("message", watch);
  try {
    const options = { name: topic, transferList: [port], signal };
    return (await startSolving().run({ question, port }, options)) as AnswerOn<T>;
  } catch (error) {
    throw isOutOfMemory(error) ? new OutOfMemory() : error;
  } finally {
    progress.close();
  }
}
