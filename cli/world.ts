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
  /** Cells of the terminal of whoever watches, as wide as it is now. */
  readonly watchedWidth: () => number;
  /** What is typed or piped in; opened when it is asked for. */
  readonly input: () => NodeJS.ReadStream;
  /** A person sits at both ends: keys come from a terminal and results go to one. */
  readonly isInteractive: () => boolean;
};

/** A width people can still read, and one that tables do not gain from. */
const [NARROWEST, WIDEST, UNKNOWN] = [40, 160, 100];

export function worldOf(
  env: NodeJS.ProcessEnv,
  streams: { stdin: NodeJS.ReadStream; stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream },
): World {
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
    watchedWidth: () => (stderr.columns > 0 ? stderr.columns : UNKNOWN),
    input: () => streams.stdin,
    isInteractive: () =>
      stdout.isTTY === true && streams.stdin.isTTY === true && !env["CI"] && env["TERM"] !== "dumb",
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
