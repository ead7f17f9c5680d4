/** The built command, run as people run it: a process with its own folder, environment and streams. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll } from "vitest";

const home = process.cwd();
export const main = path.resolve("dist/cli/main.js");
export const contoso = path.resolve("examples/contoso/scenario.yaml");

export type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type Around = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; nothing unless told. */
  readonly input?: string;
};

/** Without what would make the answer depend on who runs the tests. */
const bare = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:COLUMNS|NO_COLOR|FORCE_COLOR|TZ|LANG|LC_.*|CI)$/.test(name),
  ),
);

export function started(argv: readonly string[], { cwd, env, input = "" }: Around = {}) {
  const child = spawn(process.execPath, [main, ...argv], {
    cwd,
    env: { ...bare, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Whoever does not read it may be gone before it is written.
  child.stdin.on("error", () => undefined).end(input);
  return child;
}

export function run(argv: readonly string[], around: Around = {}): Promise<Run> {
  const child = started(argv, around);
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({
        code,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
      }),
    );
  });
}

/**
 * The same built code called in this process, which starts once and not for every case: for answers that no process, signal or
 * time zone has a part in.
 */
export async function call(
  argv: readonly string[],
  { cwd = ".", env = {}, input = "" }: Around = {},
): Promise<Run> {
  const [{ main: program }, { worldOf }] = (await Promise.all([
    import(path.resolve(home, "dist/cli/program.js")),
    import(path.resolve(home, "dist/cli/world.js")),
  ])) as [typeof import("../../cli/program.js"), typeof import("../../cli/world.js")];
  let [stdout, stderr] = ["", ""];
  const streams = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  };
  process.chdir(cwd);
  try {
    const code = await program(argv, worldOf(env, streams as unknown as Parameters<typeof worldOf>[1]));
    return { code, stdout, stderr };
  } finally {
    process.chdir(home);
  }
}

/** A folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "second-tuesday-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
}

/** Every file below a folder, with its bytes as text. */
export const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), "latin1")]),
  );

export type Written = Readonly<
  Record<"release" | "fleet" | "window" | "deadline" | "services" | "more", string>
>;

/** A small scenario: a hundred devices in Berlin under a capacity they hardly touch. */
export const scenario = (changes: Partial<Written> = {}): string => {
  const { release, fleet, window, deadline, services, more }: Written = {
    release: "{ calendar: microsoft, on: 2026-08 }",
    fleet: "[ { site: Berlin, devices: 100 } ]",
    window: "Mon-Fri 21:00-05:00",
    deadline: "7d",
    services: "{ login: { capacity: 4/s } }",
    more: "",
    ...changes,
  };
  return `version: 1
timezone: Europe/Berlin
release: ${release}
fleet: ${fleet}
window: ${window}
deadline: ${deadline}
services: ${services}
${more}
`;
};

// C0 but for LF, DEL, C1, escapes of any kind, and what turns or hides text.
const acting = /[^\P{Cc}\n]|[\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u;
export const acts = (text: string): boolean => acting.test(text);
