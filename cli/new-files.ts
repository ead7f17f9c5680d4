/** Files are written whole or not at all, and all of them or none. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, type FileHandle, mkdir, open, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { done, failed, type Outcome, type Problem } from "../src/index.js";

/** A file to be written, its text in pieces. */
export type NewFile = {
  readonly path: string;
  readonly pieces: Iterable<string> | AsyncIterable<Outcome<string>>;
};

/** What stands in the way of writing these, as far as it shows before anything is computed. */
export async function whyUnwritable(files: readonly string[]): Promise<readonly Problem[]> {
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const found = await Promise.all([...folders.map(folderProblem), ...files.map(fileProblem)]);
  return found.filter((problem) => problem !== null);
}

async function folderProblem(folder: string): Promise<Problem | null> {
  let above = folder;
  let kind = await kindOf(above);
  while (kind === "nothing" && above !== path.dirname(above))
    kind = await kindOf((above = path.dirname(above)));
  if (kind !== "folder") return unwritable(above, "not a folder", "choose another");
  try {
    await access(above, constants.W_OK);
    return null;
  } catch (error) {
    return unwritable(above, ...writeFault(error as NodeJS.ErrnoException));
  }
}

// A device renamed over is a device lost: `--out /dev/null` would break the machine for everybody.
async function fileProblem(file: string): Promise<Problem | null> {
  const kind = await kindOf(file);
  if (kind === "nothing" || kind === "file" || kind === "unreachable") return null;
  return unwritable(
    file,
    kind === "folder" ? "a folder stands where a file is to be written" : "not a regular file",
    "choose another path",
  );
}

type Kind = "file" | "folder" | "other" | "nothing" | "unreachable";

const kindOf = (file: string): Promise<Kind> =>
  stat(file).then(
    (found) => (found.isFile() ? "file" : found.isDirectory() ? "folder" : "other"),
    ({ code }: NodeJS.ErrnoException) => (code === "ENOENT" ? "nothing" : "unreachable"),
  );

const unwritable = (file: string, message: string, hint: string): Problem => ({
  code: "file.not-written",
  message,
  hint,
  place: { file },
});

function writeFault({ code, message }: NodeJS.ErrnoException): [message: string, hint: string] {
  switch (code ?? "") {
    case "EACCES":
    case "EPERM":
      return ["no permission to write here", "choose another folder"];
    case "ENOENT":
      return ["a folder cannot be made here", "choose another folder"];
    case "ENOSPC":
    case "EDQUOT":
      return ["no space is left", "free some space"];
    case "EROFS":
      return ["the file system is read-only", "choose another folder"];
    default:
      return [message, "check the path"];
  }
}

/**
 * Writes all under temporary names, and only when every one is whole gives them their own. What was there before stays until
 * then; what is left unfinished is removed, folders made for it too.
 */
export async function writeFiles(files: readonly NewFile[], signal: AbortSignal): Promise<Outcome<null>> {
  const problems = await whyUnwritable(files.map((file) => file.path));
  if (problems.length > 0) return failed(...problems);
  const mark = randomBytes(4).toString("hex");
  const temporary = (file: string) => path.join(path.dirname(file), `.${path.basename(file)}.${mark}.tmp`);
  const made: string[] = [];
  const discard = async (): Promise<void> => {
    await Promise.all(files.map((file) => rm(temporary(file.path), { force: true }).catch(() => undefined)));
    // The last made lies deepest; one that holds something by now is not ours alone.
    for (const folder of made.reverse()) await rmdir(folder).catch(() => undefined);
  };
  try {
    for (const file of files) {
      await makeFolder(path.dirname(file.path), made);
      const written = await writePieces(temporary(file.path), file.pieces, signal);
      if (!written.ok) {
        await discard();
        return written;
      }
    }
    for (const file of files) await rename(temporary(file.path), file.path);
    return done(null);
  } catch (error) {
    await discard();
    const fault = error as NodeJS.ErrnoException;
    if (signal.aborted) return failed({ code: "interrupted", message: "interrupted", hint: "run it again" });
    if (fault.code === undefined) throw error;
    return failed(unwritable(fault.path ?? files[0]?.path ?? "", ...writeFault(fault)));
  }
}

// Not mkdir's own `recursive`, which never ends where the system answers ENOENT, as in /proc (Node 20).
async function makeFolder(folder: string, made: string[]): Promise<void> {
  if ((await kindOf(folder)) !== "nothing") return;
  await makeFolder(path.dirname(folder), made);
  await mkdir(folder);
  made.push(folder);
}

async function writePieces(
  file: string,
  pieces: NewFile["pieces"],
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const handle = await open(file, "wx");
  try {
    return await writeAll(handle, pieces, signal);
  } finally {
    await handle.close();
  }
}

async function writeAll(
  handle: FileHandle,
  pieces: NewFile["pieces"],
  signal: AbortSignal,
): Promise<Outcome<null>> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    if (typeof piece === "string") await handle.writeFile(piece);
    else if (piece.ok) await handle.writeFile(piece.value);
    else return piece;
  }
  await handle.sync();
  return done(null);
}
