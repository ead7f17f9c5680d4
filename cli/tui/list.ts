/** A list with one line marked, of which only a part may be on show. */
import type { KeyName } from "./keys.js";

/** First line on show and the one after the last, so that `at` is among them and the list does not jump more than it must. */
export function onShow(count: number, at: number, height: number): readonly [number, number] {
  const from = Math.max(0, Math.min(at - Math.floor(height / 2), count - height));
  return [from, Math.min(count, from + height)];
}

/** Where the mark goes; null: the key does not move it. */
export function movedMark(at: number, key: KeyName, count: number, page: number): number | null {
  const to = (next: number): number => Math.max(0, Math.min(count - 1, next));
  switch (key) {
    case "up":
      return to(at - 1);
    case "down":
      return to(at + 1);
    case "pageup":
      return to(at - page);
    case "pagedown":
      return to(at + page);
    case "home":
      return 0;
    case "end":
      return to(count - 1);
    default:
      return null;
  }
}
