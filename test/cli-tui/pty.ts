/** The built command in a real pseudo-terminal, and what a terminal makes of what it writes: cells, buffers, exit code. */
import path from "node:path";
import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { afterAll } from "vitest";

export const main = path.resolve("dist/cli/main.js");

/** What would make the picture depend on who runs the tests. */
const around = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:COLUMNS|LINES|NO_COLOR|FORCE_COLOR|TZ|LANG|LC_.*|CI|COLORFGBG|VITEST.*|NODE_OPTIONS)$/.test(name),
  ),
) as Readonly<Record<string, string>>;

export type Seat = {
  /** The rows of the screen, without blanks at their ends. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  readonly buffer: () => "normal" | "alternate";
  /** Everything written so far, bytes as text. */
  readonly written: () => string;
  readonly press: (...keys: readonly string[]) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal: string) => void;
  /** Until the screen has it, or it is too late: then the error shows the screen. */
  readonly until: (
    what: string | RegExp | ((text: string) => boolean),
    milliseconds?: number,
  ) => Promise<void>;
  readonly ended: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
  readonly pid: number;
};

export type Options = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

export const keys = {
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  shiftRight: "\u001b[1;2C",
  shiftLeft: "\u001b[1;2D",
  pageDown: "\u001b[6~",
  pageUp: "\u001b[5~",
  home: "\u001b[H",
  end: "\u001b[F",
  enter: "\r",
  escape: "\u001b",
  tab: "\t",
  ctrlC: "\u0003",
  backspace: "\u007f",
} as const;

const seats: pty.IPty[] = [];
afterAll(() => {
  for (const seat of seats) {
    try {
      seat.kill("SIGKILL");
    } catch {
      // It is gone already.
    }
  }
});

export function seated(
  argv: readonly string[],
  { columns = 100, rows = 30, env = {}, cwd = "." }: Options = {},
): Seat {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const child = pty.spawn(process.execPath, [main, ...argv], {
    cols: columns,
    rows,
    cwd: path.resolve(cwd),
    name: env["TERM"] ?? "xterm-256color",
    env: { ...around, ...env },
  });
  seats.push(child);
  let written = "";
  child.onData((data) => {
    written += data;
    screen.write(data);
  });
  const ended = new Promise<{ exitCode: number; signal: number | undefined }>((resolve) =>
    child.onExit(({ exitCode, signal }) =>
      // What it wrote last may still be on its way.
      setTimeout(() => screen.write("", () => resolve({ exitCode, signal })), 50),
    ),
  );
  const lines = (): readonly string[] => {
    const { active } = screen.buffer;
    return Array.from({ length: screen.rows }, (_, y) =>
      (active.getLine(active.viewportY + y)?.translateToString(true) ?? "").trimEnd(),
    );
  };
  const text = (): string => lines().join("\n");
  return {
    rows: lines,
    text,
    buffer: () => screen.buffer.active.type,
    written: () => written,
    press: (...pressed) => pressed.forEach((each) => child.write(each)),
    resize: (to, high) => {
      screen.resize(to, high);
      child.resize(to, high);
    },
    kill: (signal) => child.kill(signal),
    async until(what, milliseconds = 60_000) {
      const has = (seen: string): boolean =>
        typeof what === "function"
          ? what(seen)
          : typeof what === "string"
            ? seen.includes(what)
            : what.test(seen);
      for (const end = Date.now() + milliseconds; !has(text());) {
        if (Date.now() > end) throw new Error(`never saw ${String(what)} on\n${text()}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    ended,
    pid: child.pid,
  };
}
