/** Ctrl-C and SIGTERM while something runs that must be ended properly first. */

/**
 * Runs it with a signal that aborts when the process is interrupted. Then `leave` tidies up, and the process ends by the very
 * signal, as interrupted programs do.
 */
export async function interruptible<T>(
  run: (signal: AbortSignal) => Promise<T>,
  leave: () => void,
): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const settled = await Promise.allSettled([run(interruption.signal)]);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  if (interruption.signal.aborted) {
    leave();
    process.kill(process.pid, interruption.signal.reason as NodeJS.Signals);
    return new Promise<never>(() => undefined);
  }
  const [outcome] = settled;
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
