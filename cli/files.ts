/** Files are read with a clear word where they cannot be. */
import { constants, createReadStream } from "node:fs";
import { access, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { done, failed, type Inputs, type Outcome, type Problem } from "../src/index.js";
import { packageFolder } from "./package.js";

/** Files that a scenario names lie beside it. */
export async function inputsBeside(folder: string): Promise<Inputs> {
  const calendars = path.join(packageFolder(), "calendars");
  const shipped = (await readdir(calendars))
    .filter((name) => name.endsWith(".ics"))
    .map((name) => name.slice(0, -".ics".length));
  return {
    shippedCalendars: shipped.sort(),
    shippedCalendar: async (id) =>
      shipped.includes(id) ? readFile(path.join(calendars, `${id}.ics`), "utf8") : null,
    open: async (name) => {
      const file = path.resolve(folder, name);
      const problem = await whyUnreadable(file, name);
      return problem === null ? done(createReadStream(file)) : failed(problem);
    },
  };
}

/** Only regular files: a directory, a pipe or a device would fail late or never end. */
async function whyUnreadable(file: string, name: string): Promise<Problem | null> {
  const place = { file: name };
  try {
    const found = await stat(file);
    if (!found.isFile()) {
      const message = found.isDirectory()
        ? "a directory, but a file is needed"
        : "a pipe or a device, but a regular file is needed";
      return { code: "file.not-a-file", message, hint: "give the path of a file", place };
    }
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    return { code: "file.unreadable", ...readFault(error as NodeJS.ErrnoException, file, name), place };
  }
}

function readFault(
  { code, message }: NodeJS.ErrnoException,
  file: string,
  name: string,
): Pick<Problem, "message" | "hint"> {
  const hint = file === name ? "check the path" : `looked for ${file}`;
  switch (code ?? "") {
    case "ENOENT":
      return { message: "no such file", hint };
    case "EACCES":
    case "EPERM":
      return { message: "no permission to read it", hint: "change the file's permissions" };
    case "ENOTDIR":
      return { message: "a part of the path is a file, not a folder", hint };
    default:
      return { message, hint };
  }
}

/** Texts people write by hand; anything longer is a mistake. */
const LONGEST_TEXT = 64 * 1024 * 1024;

export async function readText(file: string): Promise<Outcome<string>> {
  const place = { file };
  const problem = await whyUnreadable(file, file);
  if (problem !== null) return failed(problem);
  if ((await stat(file)).size > LONGEST_TEXT) {
    const hint = "is this the right file? a large fleet goes into a CSV file of its own";
    return failed({ code: "file.too-large", message: "more than 64 MB", hint, place });
  }
  try {
    return done(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)));
  } catch (error) {
    const hint = "save the file as UTF-8";
    if (error instanceof TypeError)
      return failed({ code: "file.not-text", message: "not UTF-8 text", hint, place });
    const fault = readFault(error as NodeJS.ErrnoException, file, file);
    return failed({ code: "file.unreadable", ...fault, place });
  }
}
