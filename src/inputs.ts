/** What the planner asks of the world: files and shipped calendars, read once and remembered by their digests. */
import { createHash, type Hash } from "node:crypto";
import { done, failed, type Outcome } from "./problem.js";
import type { Input } from "./scenario/scenario.js";

/** The world, as far as the planner needs it. Paths are those the scenario gives. */
export type Inputs = {
  /** Reads a file from its start, each time anew; fails where it is no readable regular file. */
  open(path: string): Promise<Outcome<AsyncIterable<Uint8Array>>>;
  /** Text of a calendar shipped with the planner; null: none of that name. */
  shippedCalendar(id: string): Promise<string | null>;
  /** Names of the calendars shipped. */
  readonly shippedCalendars: readonly string[];
};

/** Text files larger than this are no calendars of anybody's. */
const LONGEST_TEXT = 64 * 1024 * 1024;

/** Reads files and keeps the digest of each. */
export class InputReader {
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
