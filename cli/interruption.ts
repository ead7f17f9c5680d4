/** Ctrl-C and SIGTERM while something runs that must be ended properly first. */

/**
 * Runs it with a signal that aborts when the process is interrupted. Then `leave` tidies up, and the process ends by the very
 * signal, as interrupted programs do.
 */
export async function interruptible<T>(
  run: (signal: AbortSignal) => Promise<T>,
  leave: () => void,
): Promise<T> {
  const { settled, by } = await untilInterrupted(run);
  if (by !== null) {
    leave();
    return endedBy(by);
  }
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}

/** What came of it, and the signal that cut it short: whoever gets one tells what there is and ends by it. */
export type CutShort<T> = { readonly value: T; readonly by: NodeJS.Signals | null };

/** As `interruptible`, of what has something to tell when it is aborted; of what has not, the process ends as there. */
export async function cutShort<T>(
  run: (signal: AbortSignal) => Promise<T>,
  leave: () => void,
): Promise<CutShort<T>> {
  const { settled, by } = await untilInterrupted(run);
  if (settled.status === "fulfilled") return { value: settled.value, by };
  if (by === null) throw settled.reason;
  leave();
  return endedBy(by);
}

async function untilInterrupted<T>(run: (signal: AbortSignal) => Promise<T>) {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const [settled] = await Promise.allSettled([run(interruption.signal)]);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  const by = interruption.signal.aborted ? (interruption.signal.reason as NodeJS.Signals) : null;
  return { settled, by };
}

/** What is printed has left by then. */
export async function endedBy(signal: NodeJS.Signals): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
  process.kill(process.pid, signal);
  return new Promise<never>(() => undefined);
}
