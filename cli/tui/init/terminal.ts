/** The terminal's second screen, taken for a while and given back on every way out. */
import { interruptible } from "../../interruption.js";

const enter = "\u001b[?1049h";
/** The cursor is shown again before the screen goes. */
const leave = "\u001b[?25h\u001b[?1049l";

/** An interruption aborts the signal, and the process ends by it once `run` has settled. */
export async function onSecondScreen<T>(
  stdout: NodeJS.WriteStream,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let isTaken = true;
  const giveBack = (): void => {
    if (isTaken) stdout.write(leave);
    isTaken = false;
  };
  process.once("exit", giveBack);
  stdout.write(enter);
  try {
    return await interruptible(run, giveBack);
  } finally {
    giveBack();
    process.off("exit", giveBack);
  }
}
