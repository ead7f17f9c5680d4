/** The built command in a real pseudo-terminal, and what a terminal makes of what it writes: cells, buffers, exit code. */
import path from "node:path";
import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";

export const main = path.resolve("dist/cli/main.js");

/** What would make the picture depend on who looks. */
const mine = /^(?:COLUMNS|LINES|NO_COLOR|FORCE_COLOR|TZ|LANG|LC_.*|CI|COLORFGBG|VITEST.*|NODE_OPTIONS)$/;
const around = Object.fromEntries(Object.entries(process.env).filter(([name]) => !mine.test(name)));

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
};

export function seated(argv, { columns = 100, rows = 30, env = {}, cwd = "." } = {}) {
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const child = pty.spawn(process.execPath, [main, ...argv], {
    cols: columns,
    rows,
    cwd: path.resolve(cwd),
    // It wins over env.TERM.
    name: env.TERM ?? "xterm-256color",
    env: { ...around, ...env },
  });
  let written = "";
  const watchers = new Set();
  child.onData((data) => {
    written += data;
    screen.write(data, () => watchers.forEach((watcher) => watcher(performance.now())));
  });
  const ended = new Promise((resolve) =>
    child.onExit(({ exitCode, signal }) =>
      // What it wrote last may still be on its way.
      setTimeout(() => screen.write("", () => resolve({ exitCode, signal })), 50),
    ),
  );
  const lines = () => {
    const { active } = screen.buffer;
    return Array.from({ length: screen.rows }, (_, y) =>
      (active.getLine(active.viewportY + y)?.translateToString(true) ?? "").trimEnd(),
    );
  };
  const text = () => lines().join("\n");
  const has = (what, seen) =>
    typeof what === "function"
      ? what(seen)
      : typeof what === "string"
        ? seen.includes(what)
        : what.test(seen);
  return {
    rows: lines,
    text,
    buffer: () => screen.buffer.active.type,
    written: () => written,
    press: (...pressed) => pressed.forEach((each) => child.write(each)),
    resize(to, high) {
      screen.resize(to, high);
      child.resize(to, high);
    },
    kill: (signal) => child.kill(signal),
    /** Cells of the row, with their colours. */
    cells(y) {
      const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + y);
      return Array.from({ length: screen.cols }, (_, x) => line?.getCell(x));
    },
    /** Milliseconds from this key until the screen has it. */
    async timed(key, what) {
      const from = performance.now();
      const seen = new Promise((resolve) => {
        const watcher = (at) => has(what, text()) && (watchers.delete(watcher), resolve(at - from));
        watchers.add(watcher);
      });
      if (key !== null) child.write(key);
      return seen;
    },
    async until(what, milliseconds = 25_000) {
      for (const end = Date.now() + milliseconds; !has(what, text());) {
        if (Date.now() > end) throw new Error(`never saw ${String(what)} on\n${text()}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    ended,
    pid: child.pid,
  };
}
