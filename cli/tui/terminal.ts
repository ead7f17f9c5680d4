/** The alternate buffer: entered once, and left on every way out, whatever happens. */
import { writeSync } from "node:fs";

const ENTER = "\u001b[?1049h\u001b[2J\u001b[H";
/** Attributes off, cursor on, no synchronized output left open: whatever was being drawn. */
const SHOWN = "\u001b[?2026l\u001b[0m\u001b[?25h";
const LEAVE = `${SHOWN}\u001b[?1049l`;
const CLEAR = "\u001b[2J\u001b[H";

export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
};

/** Ways out that nobody plans: the process ends by them, and the terminal is as it was before. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

export type Occupied = {
  /** What is on the screen goes; for a terminal that has another size. */
  clear(): void;
  /** For good; the terminal is as it was before. */
  leave(): void;
  /** The signal that ends the process, once one came. */
  readonly ended: Promise<NodeJS.Signals>;
};

/** @param isReader a screen reader reads the usual buffer, which then is not left */
export function occupied(
  { stdin, stdout }: Terminal,
  { isReader }: { readonly isReader: boolean },
): Occupied {
  let isIn = true;
  // Synchronous: at the end of a process nothing else arrives.
  const leave = (): void => {
    if (!isIn) return;
    isIn = false;
    if (stdin.isRaw) stdin.setRawMode(false);
    writeAll((stdout as NodeJS.WriteStream & { fd: number }).fd, isReader ? SHOWN : LEAVE);
    process.off("exit", leave).off("uncaughtExceptionMonitor", leave);
    for (const signal of signals) process.off(signal, end);
  };
  let tell: (signal: NodeJS.Signals) => void = () => undefined;
  const ended = new Promise<NodeJS.Signals>((resolve) => (tell = resolve));
  const end = (signal: NodeJS.Signals): void => tell(signal);
  // Before Node prints what was thrown: on the alternate buffer nobody would ever read it.
  process.on("exit", leave).on("uncaughtExceptionMonitor", leave);
  for (const signal of signals) process.on(signal, end);
  if (!isReader) stdout.write(ENTER);
  return { clear: () => void (isIn && !isReader && stdout.write(CLEAR)), leave, ended };
}

/**
 * The terminal as Ink should see it: of any height, and of no interest when it is resized. Else Ink draws the picture of the old size
 * once more, clears the scrollback as well, and after that every picture stands a row too low (ink 6.8.0); the app itself clears and
 * draws anew.
 */
export const withoutResizes = (stdout: NodeJS.WriteStream): NodeJS.WriteStream =>
  new Proxy(stdout, {
    get(target, name) {
      if (name === "rows") return Infinity;
      if (name === "on" || name === "off")
        return (event: string, listener: () => void) => {
          if (event !== "resize") target[name](event, listener);
          return target;
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as (...given: unknown[]) => unknown).bind(target) : value;
    },
  });

/** A terminal that is busy takes a part of it, or nothing for now. */
function writeAll(fd: number, text: string): void {
  for (let rest = text, tries = 0; rest !== "" && tries < 1000; tries++) {
    try {
      rest = rest.slice(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
