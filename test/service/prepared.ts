import { prepare } from "../../src/pipeline.js";
import type { Prepared } from "../../src/prepared.js";
import { done, failed, type Outcome } from "../../src/problem.js";
import type { Inputs } from "../../src/inputs.js";
import type { Rollout } from "../../src/rollout.js";

/** A world with these files and nothing else. */
export function world(files: Readonly<Record<string, string>> = {}): Inputs {
  return {
    shippedCalendars: [],
    shippedCalendar: async () => null,
    open: async (path) =>
      files[path] === undefined
        ? failed({ code: "file.missing", message: "no such file", place: { file: path } })
        : done(chunks(files[path])),
  };
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Tuesday, 11 August 2026, 17:00Z; nights in Berlin; one login service. */
export const usual = {
  version: 1,
  release: { at: "2026-08-11T17:00:00Z" },
  timezone: "Europe/Berlin",
  window: "Mon-Fri 21:00-05:00",
  deadline: "7d",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", devices: 1000 }],
  services: { login: { capacity: "10/s", headroom: "20%" } },
};

export const read = (
  document: object | string,
  files?: Readonly<Record<string, string>>,
): Promise<Outcome<Prepared>> =>
  prepare({
    text: typeof document === "string" ? document : JSON.stringify({ ...usual, ...document }),
    file: "scenario.json",
    overrides: {},
    now: null,
    inputs: world(files),
  });

export async function prepared(
  document: object | string,
  files?: Readonly<Record<string, string>>,
): Promise<Prepared> {
  const found = await read(document, files);
  if (!found.ok) throw new Error(JSON.stringify(found.problems, null, 1));
  return found.value;
}

export const rolloutOf = async (
  document: object,
  files?: Readonly<Record<string, string>>,
): Promise<Rollout> => (await prepared(document, files)).rollout;

export async function problemsOf(document: object, files?: Readonly<Record<string, string>>) {
  const found = await read(document, files);
  return found.ok ? [] : found.problems;
}
