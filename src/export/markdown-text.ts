/** Text from data inside Markdown, and tables that no name can break. */
import { showControls } from "./controls.js";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** No markup, no HTML, no second line. */
export const inert = (text: string): string =>
  showControls(text)
    .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => `\\${mark}`)
    .replace(/[&<>]/g, (character) => entities[character] ?? "");

export type MarkdownColumn<Row> = {
  readonly title: string;
  readonly align: "left" | "right";
  /** Already inert. */
  readonly cell: (row: Row) => string;
};

/** Padded, so that the source reads as a table as well. */
export function markdownTable<Row>(
  columns: readonly MarkdownColumn<Row>[],
  rows: readonly Row[],
): readonly string[] {
  const cells = columns.map(({ title, cell }) => [title, ...rows.map(cell)]);
  const widths = cells.map((column) => Math.max(3, ...column.map((text) => text.length)));
  const line = (parts: readonly string[]) => `| ${parts.join(" | ")} |`;
  const rule = columns.map(({ align }, c) =>
    align === "right" ? `${"-".repeat((widths[c] ?? 3) - 1)}:` : "-".repeat(widths[c] ?? 3),
  );
  const row = (r: number) =>
    columns.map(({ align }, c) => {
      const text = cells[c]?.[r] ?? "";
      return align === "right" ? text.padStart(widths[c] ?? 0) : text.padEnd(widths[c] ?? 0);
    });
  return [line(row(0)), line(rule), ...rows.map((_, r) => line(row(r + 1)))];
}
