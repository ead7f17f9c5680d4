/** The alternate buffer: entered once, and left on every way out, whatever happens. */
import { writeSync } from "node:fs";

const CLEAR = "\u001b[2J\u001b[H";
const ENTER = `\u001b[?1049h${CLEAR}`;
/** Attributes off, cursor on, no synchronized output left open: whatever was being drawn. */
const SHOWN = "\u001b[?2026l\u001b[0m\u001b[?25h";
const LEAVE = `${SHOWN}\u001b[?1049l`;
const HIDDEN = "\u001b[?25l";

export type Terminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
};

/** Ways out that nobody plans: the process ends by them, and the terminal is as it was before. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

export type Occupied = {
  /** As Ink should see the terminal. */
  readonly stdout: NodeJS.WriteStream;
  /** What is on the screen goes, for a terminal that has another size; if nothing new comes, the last picture comes back. */
  clear(): void;
  /** Back to the shell until the process is continued; then the picture is there again. */
  suspend(): void;
  /** For good; the terminal is as it was before. */
  leave(): void;
  /** The signal that ends the process, once one came. */
  readonly ended: Promise<NodeJS.Signals>;
};

/** Milliseconds in which a new picture has come, if one comes. */
const SOON = 60;

/** @param isReader a screen reader reads the usual buffer, which then is not left */
export function occupied(
  { stdin, stdout }: Terminal,
  { isReader }: { readonly isReader: boolean },
): Occupied {
  const [enter, left] = isReader ? ["", SHOWN] : [ENTER, LEAVE];
  let isIn = true;
  // Synchronous: at the end of a process nothing else arrives.
  const leave = (): void => {
    if (!isIn) return;
    isIn = false;
    if (stdin.isRaw) stdin.setRawMode(false);
    writeAll(stdout, left);
    // Before Node prints what was thrown: on the alternate buffer nobody would ever read it.
    process.off("exit", leave).off("uncaughtExceptionMonitor", leave);
    for (const signal of signals) process.off(signal, end);
  };
  let tell: (signal: NodeJS.Signals) => void = () => undefined;
  const ended = new Promise<NodeJS.Signals>((resolve) => (tell = resolve));
  const end = (signal: NodeJS.Signals): void => tell(signal);
  process.on("exit", leave).on("uncaughtExceptionMonitor", leave);
  for (const signal of signals) process.on(signal, end);
  const pictures = seen(stdout);
  stdout.write(enter);
  return {
    stdout: pictures.stdout,
    clear() {
      if (!isIn || isReader) return;
      stdout.write(CLEAR);
      const before = pictures.count();
      setTimeout(() => isIn && pictures.count() === before && stdout.write(pictures.last()), SOON);
    },
    suspend() {
      let isAway = true;
      const resume = (): void => {
        process.off("SIGCONT", resume);
        if (!isAway || !isIn) return;
        isAway = false;
        stdin.setRawMode(true);
        stdout.write(enter + HIDDEN + pictures.last());
      };
      process.on("SIGCONT", resume);
      stdin.setRawMode(false);
      writeAll(stdout, left);
      process.kill(process.pid, "SIGTSTP");
      // Where no shell would continue it, the signal stops nothing.
      setTimeout(resume, SOON);
    },
    leave,
    ended,
  };
}

/**
 * The terminal as Ink should see it: of any height, and of no interest when it is resized. Else Ink draws the picture of the old size
 * once more, clears the scrollback as well, and after that every picture stands a row too low (ink 6.8.0); the app itself clears and
 * draws anew. What Ink writes is remembered: it never writes the same picture twice, though the terminal may have lost it.
 */
function seen(stdout: NodeJS.WriteStream) {
  let [count, last] = [0, ""];
  const write = (text: string, ...rest: never[]): boolean => {
    // What only opens or closes a synchronized output is no picture.
    if (text.length > HIDDEN.length + 4) [count, last] = [count + 1, text];
    return stdout.write(text, ...rest);
  };
  const on = (event: string, listener: () => void) =>
    event === "resize" ? stdout : stdout.on(event, listener);
  const instead: Readonly<Record<string | symbol, unknown>> = { rows: Infinity, write, on };
  const proxy = new Proxy(stdout, {
    get(target, name) {
      if (name in instead) return instead[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as (...given: unknown[]) => unknown).bind(target) : value;
    },
  });
  return { stdout: proxy, count: () => count, last: () => last };
}

/** A terminal that is busy takes a part of it, or nothing for now. */
function writeAll(stdout: NodeJS.WriteStream, text: string): void {
  const { fd } = stdout as NodeJS.WriteStream & { readonly fd: number };
  for (let rest = text, tries = 0; rest !== "" && tries < 1000; tries++) {
    try {
      rest = rest.slice(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
