/** Tables that say what heads a row and what heads a column. */
import { held } from "./frame.js";
import { type Markup, markup } from "./markup.js";

export type Column<Row> = {
  readonly title: string;
  readonly align: "left" | "right";
  readonly cell: (row: Row) => string | Markup;
};

export type Table<Row> = {
  /** What it tells; for whoever does not see what stands around it. */
  readonly caption: string;
  /** The first heads its row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Percent of the page that each column takes, whatever stands in it; as its texts need unless given. */
  readonly widths?: readonly number[];
  /** Class of a row; null: none. */
  readonly classOf?: (row: Row) => string | null;
};

/** Wider than the page it scrolls by itself, with the keyboard too. */
export function table<Row>({ caption, columns, rows, widths, classOf }: Table<Row>): Markup {
  return markup`<div class="wide" role="region" aria-label="${caption}" tabindex="0">
<table${widths === undefined ? null : markup` class="fixed"`}>
<caption>${caption}</caption>${(widths ?? []).map((width) => markup`<col style="width:${width}%">`)}
<thead><tr>${columns.map(({ title, align }) => markup`<th scope="col"${sided(align)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => {
  const name = classOf?.(row) ?? null;
  return markup`<tr${name === null ? null : markup` class="${name}"`}>${columns.map(({ align, cell }, c) =>
    c === 0
      ? markup`<th scope="row"${sided(align)}>${shown(cell(row))}</th>`
      : markup`<td${sided(align)}>${shown(cell(row))}</td>`,
  )}</tr>\n`;
})}</tbody>
</table>
</div>`;
}

const shown = (cell: string | Markup): string | Markup => (typeof cell === "string" ? held(cell) : cell);

const sided = (align: "left" | "right"): Markup | null =>
  align === "right" ? markup` class="figure"` : null;
