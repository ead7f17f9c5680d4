/** Ctrl-C and SIGTERM while something runs that must be ended properly first. */

/**
 * Runs it with a signal that aborts when the process is interrupted. Then `leave` tidies up, and the process ends by the very
 * signal, as interrupted programs do.
 */
export async function interruptible<T>(
  run: (signal: AbortSignal) => Promise<T>,
  leave: () => void,
): Promise<T> {
  const { answer } = await untilInterrupted(
    async (signal) => ({ answer: await run(signal), isWorthIt: false }),
    leave,
  );
  return answer;
}

export type Interrupted<T> = {
  readonly answer: T;
  /** Although it was interrupted. */
  readonly isWorthIt: boolean;
};

/** What came of it, and what it was interrupted by: whoever gets one tells what there is, and ends by it. */
export type CutShort<T> = { readonly answer: T; readonly by: NodeJS.Signals | null };

/** The same of something that may have an answer when it is interrupted: then the process goes on with that. */
export async function untilInterrupted<T>(
  run: (signal: AbortSignal) => Promise<Interrupted<T>>,
  leave: () => void,
): Promise<CutShort<T>> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const settled = await Promise.allSettled([run(interruption.signal)]);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  const [outcome] = settled;
  const by = interruption.signal.aborted ? (interruption.signal.reason as NodeJS.Signals) : null;
  if (by !== null && !(outcome.status === "fulfilled" && outcome.value.isWorthIt)) {
    leave();
    return endedBy(by);
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return { answer: outcome.value.answer, by };
}

/** What is printed has left by then. */
export async function endedBy(signal: NodeJS.Signals): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
  process.kill(process.pid, signal);
  return new Promise<never>(() => undefined);
}
