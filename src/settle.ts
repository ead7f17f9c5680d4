/** Settling a scenario: the release is found, the fleet counted, calendars and measured loads read. No file is opened here. */
import { createHash, type Hash } from "node:crypto";
import { type Calendar, readCalendar, readWholeCalendar } from "./calendar/ical.js";
import { type ResolvedRelease, resolveRelease } from "./calendar/release.js";
import { inlineFleet, type PlacedFleet } from "./fleet/inline.js";
import { type InventoryOptions, readInventory } from "./fleet/inventory.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { windowProblems } from "./scenario/read.js";
import type { Input, Scenario } from "./scenario/scenario.js";
import type { LoadTrace } from "./service/background.js";
import { readTrace } from "./service/trace.js";
import type { Instant } from "./units.js";

/** The world, as far as the planner needs it. Paths are those the scenario gives. */
export type Inputs = {
  /** Reads a file from its start, each time anew; fails where it is no readable regular file. */
  open(path: string): Promise<Outcome<AsyncIterable<Uint8Array>>>;
  /** Text of a calendar shipped with the planner; null: none of that name. */
  shippedCalendar(id: string): Promise<string | null>;
  /** Names of the calendars shipped. */
  readonly shippedCalendars: readonly string[];
};

export type Settled = {
  readonly scenario: Scenario;
  readonly release: ResolvedRelease;
  readonly placed: PlacedFleet;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly traces: ReadonlyMap<string, LoadTrace>;
  /** Every file read, in the order of reading. */
  readonly inputs: readonly Input[];
};

export async function settle(
  scenario: Scenario,
  inputs: Inputs,
  now: Instant | null,
): Promise<Outcome<Settled>> {
  const reader = new Reader(inputs);
  const [release, placed, calendars, traces] = [
    await releaseOf(scenario, reader, now),
    await fleetOf(scenario, reader),
    await freezeCalendars(scenario, reader),
    await tracesOf(scenario, reader),
  ];
  const problems = [release, placed, calendars, traces].flatMap((part) => (part.ok ? [] : part.problems));
  if (placed.ok)
    problems.push(
      ...windowProblems(
        scenario,
        placed.value.fleet.cohorts.map(({ profile }) => profile),
      ),
    );
  if (!release.ok || !placed.ok || !calendars.ok || !traces.ok || problems.length > 0)
    return failed(...problems);
  return done({
    scenario,
    release: release.value,
    placed: placed.value,
    calendars: calendars.value,
    traces: traces.value,
    inputs: reader.digests(),
  });
}

/** How the inventory is read, the same for counting it and for giving out restarts. */
export const inventoryOptions = (
  scenario: Scenario,
  file: string,
  columns: ReadonlyMap<string, string>,
): InventoryOptions => ({
  file,
  columns,
  rings: scenario.rings,
  sites: scenario.sites,
  timezone: scenario.timezone,
  defaultProfile: scenario.defaultProfile,
  profiles: scenario.profiles,
});

/** The shipped calendar of that name, else the file of that path. */
export async function releaseCalendar(
  id: string,
  inputs: Pick<Inputs, "open" | "shippedCalendar" | "shippedCalendars">,
) {
  return calendarOf(id, new Reader(inputs));
}

async function calendarOf(id: string, reader: Reader): Promise<Outcome<Calendar>> {
  const shipped = await reader.inputs.shippedCalendar(id);
  if (shipped !== null) return readWholeCalendar(shipped, id);
  if (!/[./\\]/.test(id)) return failed(unknownCalendar(id, reader.inputs.shippedCalendars));
  const text = await reader.text(id);
  return text.ok ? readCalendar(text.value, id) : text;
}

const unknownCalendar = (id: string, known: readonly string[]): Problem => ({
  code: "calendar.unknown",
  message: `no calendar "${id}"`,
  hint: `shipped: ${known.join(", ")}; or give the path of an .ics file`,
  place: { path: "release.calendar" },
});

async function releaseOf(
  { release, timezone }: Scenario,
  reader: Reader,
  now: Instant | null,
): Promise<Outcome<ResolvedRelease>> {
  if ("at" in release) return resolveRelease(release, null, now, timezone);
  const calendar = await calendarOf(release.calendar, reader);
  return calendar.ok ? resolveRelease(release, calendar.value, now, timezone) : calendar;
}

async function fleetOf(scenario: Scenario, reader: Reader): Promise<Outcome<PlacedFleet>> {
  const { fleet } = scenario;
  if ("devices" in fleet) return inlineFleet(fleet.devices, inventoryOptions(scenario, "", new Map()));
  const chunks = await reader.bytes(fleet.file);
  return chunks.ok
    ? readInventory(chunks.value, inventoryOptions(scenario, fleet.file, fleet.columns))
    : chunks;
}

async function freezeCalendars(
  { freezes }: Scenario,
  reader: Reader,
): Promise<Outcome<ReadonlyMap<string, Calendar>>> {
  const files = new Set(freezes.flatMap((freeze) => (freeze.kind === "calendar" ? [freeze.file] : [])));
  return keyed(files, async (file) => {
    const text = await reader.text(file);
    return text.ok ? readWholeCalendar(text.value, file) : text;
  });
}

async function tracesOf(
  { services }: Scenario,
  reader: Reader,
): Promise<Outcome<ReadonlyMap<string, LoadTrace>>> {
  const files = new Set(
    [...services.values()].flatMap(({ background }) => (background.kind === "csv" ? [background.file] : [])),
  );
  return keyed(files, async (file) => {
    const chunks = await reader.bytes(file);
    return chunks.ok ? readTrace(chunks.value, file) : chunks;
  });
}

async function keyed<T>(
  files: Iterable<string>,
  read: (file: string) => Promise<Outcome<T>>,
): Promise<Outcome<ReadonlyMap<string, T>>> {
  const found = new Map<string, T>();
  const problems: Problem[] = [];
  for (const file of files) {
    const value = await read(file);
    if (value.ok) found.set(file, value.value);
    else problems.push(...value.problems);
  }
  return problems.length > 0 ? failed(...problems) : done(found);
}

/** Text files larger than this are no calendars of anybody's. */
const LONGEST_TEXT = 64 * 1024 * 1024;

/** Reads files and keeps the digest of each. */
class Reader {
  readonly inputs: Pick<Inputs, "open" | "shippedCalendar" | "shippedCalendars">;
  readonly #hashes = new Map<string, Hash>();

  constructor(inputs: Pick<Inputs, "open" | "shippedCalendar" | "shippedCalendars">) {
    this.inputs = inputs;
  }

  async bytes(path: string): Promise<Outcome<AsyncIterable<Uint8Array>>> {
    const opened = await this.inputs.open(path);
    return opened.ok ? done(this.#hashed(path, opened.value)) : opened;
  }

  async text(path: string): Promise<Outcome<string>> {
    const chunks = await this.bytes(path);
    if (!chunks.ok) return chunks;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of chunks.value) {
      size += chunk.length;
      if (size > LONGEST_TEXT)
        return failed({
          code: "file.too-large",
          message: "more than 64 MB for a calendar",
          place: { file: path },
        });
      parts.push(chunk);
    }
    try {
      return done(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)));
    } catch {
      return failed({
        code: "file.not-text",
        message: "not UTF-8 text",
        hint: "save the file as UTF-8",
        place: { file: path },
      });
    }
  }

  digests(): readonly Input[] {
    return [...this.#hashes].map(([path, hash]) => ({ path, sha256: hash.digest("hex") }));
  }

  async *#hashed(path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    this.#hashes.set(path, hash);
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  }
}
