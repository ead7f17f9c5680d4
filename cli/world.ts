/** The world as the commands see it: streams, clock, terminal and folder, so that a command is a function of them. */
import { glyphs, type Glyphs } from "./text/glyphs.js";
import { type Style, styleFor } from "./text/style.js";

export type World = {
  /** Results. */
  readonly print: (text: string) => void;
  /** Talk and progress. */
  readonly say: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Cells of the terminal; 100 where there is none. */
  readonly width: number;
  readonly style: Style;
  readonly glyphs: Glyphs;
  /** Whether results go to a terminal, where control characters act; files keep them. */
  readonly isTerminal: boolean;
  /** Whether somebody watches standard error. */
  readonly isWatched: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Cells of the terminal of whoever watches, as wide as it is now. */
  readonly watchedWidth: () => number;
  /** What is typed or piped in; opened when it is asked for. */
  readonly input: () => NodeJS.ReadStream;
  /** Where somebody looks and types; null: nobody does, or the terminal can't be drawn on. */
  readonly terminal: () => { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream } | null;
};

/** A width people can still read, and one that tables do not gain from. */
const [NARROWEST, WIDEST, UNKNOWN] = [40, 160, 100];

type Streams = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

export function worldOf(env: NodeJS.ProcessEnv, streams: Streams): World {
  const { stdout, stderr } = streams;
  const asked = Number(env["COLUMNS"]);
  const columns = stdout.isTTY && stdout.columns > 0 ? stdout.columns : asked > 0 ? asked : UNKNOWN;
  return {
    print: (text) => void stdout.write(text),
    say: (text) => void stderr.write(text),
    now: Date.now,
    width: Math.max(NARROWEST, Math.min(WIDEST, columns)),
    style: styleFor({ colour: wantsColour(env, stdout) }),
    glyphs: isAscii(env) ? glyphs.ascii : glyphs.unicode,
    isTerminal: stdout.isTTY === true,
    isWatched: stderr.isTTY === true && !env["CI"] && env["TERM"] !== "dumb",
    env,
    watchedWidth: () => (stderr.columns > 0 ? stderr.columns : UNKNOWN),
    input: () => streams.stdin,
    terminal: () =>
      stdout.isTTY === true &&
      stdout.rows > 0 &&
      !env["CI"] &&
      env["TERM"] !== "dumb" &&
      streams.stdin.isTTY === true
        ? { stdin: streams.stdin, stdout }
        : null,
  };
}

/** https://no-color.org: any value but the empty one; plain when piped, FORCE_COLOR aside. */
function wantsColour(env: NodeJS.ProcessEnv, { isTTY }: NodeJS.WriteStream): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return isTTY === true && env["TERM"] !== "dumb";
}

const isAscii = (env: NodeJS.ProcessEnv): boolean => {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return env["TERM"] === "dumb" || (locale !== "" && /^(C|POSIX)$/.test(locale) && env["TERM"] === "linux");
};
