/** What the screens want of the world's files. */
import { failed, type Outcome } from "../../src/index.js";
import { writeFiles } from "../new-files.js";
import { planFiles } from "../plan-files.js";
import { inputsOf } from "../request.js";
import type { Event } from "./events.js";
import type { Errand } from "./state.js";

/** @param file of the scenario as it was opened: what it names lies beside it, wherever it was saved since */
export async function run(errand: Errand, file: string): Promise<Event> {
  const written = await filesOf(errand, file);
  if (!written.ok) return { kind: "ran", text: "", problems: written.problems };
  return {
    kind: "ran",
    text: written.value,
    problems: [],
    ...(errand.kind === "save" ? { saved: { version: errand.version, path: errand.path } } : {}),
  };
}

async function filesOf(errand: Errand, file: string): Promise<Outcome<string>> {
  const { signal } = new AbortController();
  if (errand.kind === "write") {
    const files = planFiles(errand.folder, errand.planned, await inputsOf(file));
    const written = await writeFiles(files, signal);
    return written.ok ? { ok: true, value: `wrote ${files.length} files to ${errand.folder}` } : written;
  }
  if (errand.path === "") return failed({ code: "file.unnamed", message: "no file is named" });
  const written = await writeFiles([{ path: errand.path, pieces: [errand.text] }], signal);
  const what = errand.kind === "save" ? "saved" : "wrote";
  return written.ok ? { ok: true, value: `${what} ${errand.path}` } : written;
}
