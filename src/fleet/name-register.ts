/** Names met so far, at 16 bytes a slot: an inventory of millions must not be kept. */
import { hash } from "node:crypto";

/** Enters a name met on `line` (1-based); answers the line on which it was met before, else null. */
export type NameRegister = (name: string, line: number) => number | null;

/** 96 bits of a hash stand for a name: among ten million, two alike by chance are less likely than 1e-14. */
const words = 3;

/** Names compare without case, as Windows host names do; the caller has them in NFC. */
export function nameRegister(): NameRegister {
  let table = emptyTable(1024);
  let entered = 0;
  return (name, line) => {
    if (entered * 4 >= table.slots * 3) table = doubled(table);
    const digest = hash("sha256", name.toLowerCase());
    const [a, b, c] = [wordAt(digest, 0), wordAt(digest, 8), wordAt(digest, 16)];
    const slot = slotOf(table, a, b, c);
    const before = table.lines[slot] ?? 0;
    if (before !== 0) return before;
    enter(table, slot, a, b, c, line);
    entered++;
    return null;
  };
}

/** 32 bits of a hexadecimal digest. */
const wordAt = (digest: string, at: number): number => Number.parseInt(digest.slice(at, at + 8), 16);

/** Open addressing with linear probing. */
type Table = {
  /** A power of two. */
  readonly slots: number;
  readonly keys: Uint32Array;
  /** 0: free. */
  readonly lines: Uint32Array;
};

const emptyTable = (slots: number): Table => ({
  slots,
  keys: new Uint32Array(slots * words),
  lines: new Uint32Array(slots),
});

/** Where the key is, else the free slot where it belongs. */
function slotOf({ slots, keys, lines }: Table, a: number, b: number, c: number): number {
  let slot = a & (slots - 1);
  for (; lines[slot] !== 0; slot = (slot + 1) & (slots - 1)) {
    const at = slot * words;
    if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c) break;
  }
  return slot;
}

function enter({ keys, lines }: Table, slot: number, a: number, b: number, c: number, line: number): void {
  const at = slot * words;
  keys[at] = a;
  keys[at + 1] = b;
  keys[at + 2] = c;
  lines[slot] = line;
}

function doubled(table: Table): Table {
  const larger = emptyTable(table.slots * 2);
  for (let slot = 0; slot < table.slots; slot++) {
    if (table.lines[slot] === 0) continue;
    const [a = 0, b = 0, c = 0] = table.keys.subarray(slot * words, (slot + 1) * words);
    enter(larger, slotOf(larger, a, b, c), a, b, c, table.lines[slot] ?? 0);
  }
  return larger;
}
