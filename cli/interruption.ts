/** Ctrl-C and SIGTERM while something runs that must be ended properly first. */

/**
 * Runs it with a signal that aborts when the process is interrupted. Then `leave` tidies up, and the process ends by the very
 * signal, as interrupted programs do.
 */
export const interruptible = <T>(run: (signal: AbortSignal) => Promise<T>, leave: () => void): Promise<T> =>
  untilInterrupted(async (signal) => ({ answer: await run(signal), isWorthIt: false }), leave);

export type Interrupted<T> = {
  readonly answer: T;
  /** Although it was interrupted. */
  readonly isWorthIt: boolean;
};

/** The same of something that may have an answer when it is interrupted: then the process goes on with that. */
export async function untilInterrupted<T>(
  run: (signal: AbortSignal) => Promise<Interrupted<T>>,
  leave: () => void,
): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const settled = await Promise.allSettled([run(interruption.signal)]);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  const [outcome] = settled;
  if (interruption.signal.aborted && !(outcome.status === "fulfilled" && outcome.value.isWorthIt)) {
    leave();
    process.kill(process.pid, interruption.signal.reason as NodeJS.Signals);
    return new Promise<never>(() => undefined);
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value.answer;
}
