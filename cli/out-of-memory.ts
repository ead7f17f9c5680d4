/** No bug and no wrong input: the machine, or what Node may use of it, is too small. */
import { getHeapStatistics } from "node:v8";

export class OutOfMemory extends Error {
  constructor() {
    const megabytes = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20);
    super(
      `the plan needs more memory than the ${megabytes} MB that Node may use: allow more with NODE_OPTIONS=--max-old-space-size=${2 * megabytes}, or plan fewer sites at a time`,
    );
  }
}

/** Whether an error says so: of a thread whose heap is full, or of an array that finds no room. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error &&
  ((error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY" ||
    /Array buffer allocation failed/.test(error.message));
