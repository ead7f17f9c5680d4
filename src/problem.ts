/**
 * Wrong input is a value, a bug is a throw. Every function that meets input from outside returns an Outcome; all problems of
 * one reading come together, each with its place and a way out.
 */
export type Place = {
  /** Path as the user gave it. */
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
  /** Where in the document: `windows[2]`, `services.login.capacity`. */
  readonly path?: string | undefined;
};

export type Problem = {
  /** Stable, dotted, for scripts: `window.never-open`. */
  readonly code: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The way out. */
  readonly hint?: string | undefined;
  readonly place?: Place | undefined;
};

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (
  ...problems: readonly Problem[]
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems,
});

/** `scenario.yaml:14:3 windows[2]: window never opens [window.never-open]  widen the window` */
export function problemLine({ code, message, hint, place }: Problem): string {
  const { file, line, column, path } = place ?? {};
  const at = [file, line, column].filter((part) => part !== undefined).join(":");
  const where = [at, path].filter((part) => part !== undefined && part !== "").join(" ");
  return `${where === "" ? "" : `${where}: `}${message} [${code}]${hint === undefined ? "" : `  ${hint}`}`;
}
