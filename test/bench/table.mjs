/** Tables for people: columns as wide as they need, the first `labels` ones to the left, two blanks between. */
export function tableText(heads, rows, labels) {
  const cells = [heads, ...rows].map((row) => row.map((cell) => String(cell ?? "-")));
  const widths = heads.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells
    .map((row) => row.map((cell, i) => (i < labels ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))))
    .map((row) => row.join("  ").trimEnd())
    .join("\n");
}

/** Three digits are more than a busy machine can give. */
export function durationText(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export const countText = (count) => count.toLocaleString("en-US");

export const gapText = (gap) => (gap === 0 ? "0" : gap.toExponential(1));

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
