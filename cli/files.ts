/** Files: read with a clear word where they cannot be, written whole or not at all. */
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { constants, access, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { done, failed, type Inputs, type Outcome, type Problem } from "../src/index.js";

/** The package's own folder: where package.json stands above this file, built or not. */
async function packageFolder(): Promise<string> {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!(await exists(path.join(folder, "package.json")))) folder = path.dirname(folder);
  return folder;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export async function packageVersion(): Promise<string> {
  const text = await readFile(path.join(await packageFolder(), "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Files that a scenario names lie beside it. */
export async function inputsBeside(folder: string): Promise<Inputs> {
  const calendars = path.join(await packageFolder(), "calendars");
  const shipped = (await readdir(calendars))
    .filter((name) => name.endsWith(".ics"))
    .map((name) => name.slice(0, -".ics".length));
  return {
    shippedCalendars: shipped.sort(),
    shippedCalendar: async (id) =>
      shipped.includes(id) ? readFile(path.join(calendars, `${id}.ics`), "utf8") : null,
    open: (name) => openFile(path.resolve(folder, name), name),
  };
}

/** Only regular files: a directory, a pipe or a device would fail late or never end. */
async function openFile(file: string, name: string): Promise<Outcome<AsyncIterable<Uint8Array>>> {
  const problem = await whyUnreadable(file, name);
  return problem === null ? done(createReadStream(file)) : failed(problem);
}

async function whyUnreadable(file: string, name: string): Promise<Problem | null> {
  const place = { file: name };
  try {
    const found = await stat(file);
    if (!found.isFile()) {
      const what = found.isDirectory() ? "a directory" : "not a regular file";
      return {
        code: "file.not-a-file",
        message: `${what}, a file is needed`,
        hint: "give the path of a file",
        place,
      };
    }
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    return { code: "file.unreadable", ...words(error as NodeJS.ErrnoException), place };
  }
}

function words({ code, message }: NodeJS.ErrnoException): { message: string; hint: string } {
  switch (code) {
    case "ENOENT":
      return {
        message: "no such file",
        hint: "check the path; paths in a scenario are relative to the scenario's folder",
      };
    case "EACCES":
    case "EPERM":
      return { message: "no permission", hint: "change the file's permissions or run as its owner" };
    case "ENOTDIR":
      return { message: "a part of the path is a file, not a folder", hint: "check the path" };
    case "ENOSPC":
      return { message: "no space is left on the device", hint: "free some space" };
    case "EROFS":
      return { message: "the file system is read-only", hint: "choose another folder" };
    default:
      return { message, hint: "check the path" };
  }
}

/** Texts people write by hand; anything longer is a mistake. */
const LONGEST_TEXT = 64 * 1024 * 1024;

export async function readText(file: string): Promise<Outcome<string>> {
  const problem = await whyUnreadable(file, file);
  if (problem !== null) return failed(problem);
  if ((await stat(file)).size > LONGEST_TEXT) {
    return failed({
      code: "file.too-large",
      message: "more than 64 MB",
      hint: "is this the right file?",
      place: { file },
    });
  }
  const bytes = await readFile(file);
  try {
    return done(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return failed({
      code: "file.not-text",
      message: "not UTF-8 text",
      hint: "save the file as UTF-8",
      place: { file },
    });
  }
}

/** Files to be written into one folder, each as its text in pieces. */
export type NewFile = {
  readonly name: string;
  readonly pieces: Iterable<string> | AsyncIterable<Outcome<string>>;
};

/**
 * Writes all files under temporary names, and only when every one is whole gives them their own. What was there before stays
 * until then; what is left unfinished is removed.
 */
export async function writeFolder(
  folder: string,
  files: readonly NewFile[],
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const mark = `.${randomBytes(4).toString("hex")}.tmp`;
  const isNew = !(await exists(folder));
  const temporary = files.map(({ name }) => path.join(folder, `.${name}${mark}`));
  try {
    await mkdir(folder, { recursive: true });
    for (const [i, { pieces }] of files.entries()) {
      const written = await writePieces(temporary[i] as string, pieces, signal);
      if (!written.ok) {
        await discard(temporary, isNew ? folder : null);
        return written;
      }
    }
    for (const [i, { name }] of files.entries())
      await rename(temporary[i] as string, path.join(folder, name));
    return done(null);
  } catch (error) {
    await discard(temporary, isNew ? folder : null);
    const hint = signal.aborted
      ? { message: "interrupted, nothing was written", hint: "run it again" }
      : words(error as NodeJS.ErrnoException);
    return failed({ code: "file.not-written", ...hint, place: { file: folder } });
  }
}

async function writePieces(
  file: string,
  pieces: NewFile["pieces"],
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const handle = await open(file, "wx");
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      if (typeof piece === "string") await handle.write(piece);
      else if (piece.ok) await handle.write(piece.value);
      else return piece;
    }
    await handle.sync();
    return done(null);
  } finally {
    await handle.close();
  }
}

/** The temporary files, and the folder where it was made for them and holds nothing else. */
async function discard(temporary: readonly string[], folder: string | null): Promise<void> {
  await Promise.all(temporary.map((file) => rm(file, { force: true })));
  if (folder !== null && (await exists(folder)) && (await readdir(folder)).length === 0)
    await rm(folder, { recursive: true });
}
