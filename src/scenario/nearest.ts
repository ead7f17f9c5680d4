/** The known word a misspelt one was probably meant to be. */
import { quoted } from "./place.js";

// Longer than any known word by far; keeps the table of distances small whatever the input.
const longestWord = 100;

/**
 * The known word fewest edits away, if that is at most a third of its letters (one letter for short words); else the only one that
 * begins with the word.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.slice(0, longestWord).toLowerCase();
  const words = [...known];
  let best: { readonly word: string; readonly edits: number } | undefined;
  for (const candidate of words) {
    const edits = editDistance(wanted, candidate.slice(0, longestWord).toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.min(candidate.length, longestWord) / 3));
    const alike = edits <= allowed && edits < candidate.length;
    if (alike && (best === undefined || edits < best.edits)) best = { word: candidate, edits };
  }
  return best?.word ?? completion(wanted, words);
}

function completion(start: string, words: readonly string[]): string | undefined {
  const [only, ...more] =
    start.length < 3 ? [] : words.filter((word) => word.toLowerCase().startsWith(start));
  return more.length === 0 ? only : undefined;
}

/** `did you mean "slot"?`, else the first dozen of what there is. */
export function suggestion(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== undefined) return `did you mean ${quoted(near)}?`;
  if (all.length === 0) return "there is none to choose from";
  return `known: ${all.slice(0, 12).join(", ")}${all.length > 12 ? ", ..." : ""}`;
}

/** Insertions, deletions, changes and swaps of neighbours (Damerau's distance, optimal string alignment). */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
