/** Texts under the axis of a picture. */
export type Label = { readonly at: number; readonly text: string };

/** Texts on one line, centred nowhere: each begins where it belongs, and gives way to those before it in the list. */
export function placed(labels: readonly Label[], columns: number): string {
  const cells = new Array<string>(columns).fill(" ");
  for (const { at, text } of labels) {
    const from = Math.max(0, Math.min(at, columns - text.length));
    const around = cells.slice(Math.max(0, from - 1), from + text.length + 1);
    if (around.every((cell) => cell === " ")) cells.splice(from, text.length, ...text);
  }
  return cells.join("");
}
