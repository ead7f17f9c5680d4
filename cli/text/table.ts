/** A plain table that fits: narrow columns shrink, then the least important go. */
import { cleanLine } from "./clean.js";
import { truncate, widthOf } from "./fit.js";
import type { Paint, Style } from "./style.js";

export type Column<Row> = {
  /** Its lines are parted by LF; they stand on the line of the shorter titles' last. */
  readonly title: string;
  readonly align: "left" | "right";
  /** The lowest goes first where the table is too wide; `always` never goes. */
  readonly keep: number | "always";
  /** May shrink to this many cells; without it the column is shown whole or not at all. */
  readonly least?: number;
  /** Of one row, uncoloured; control characters are shown, not obeyed. */
  readonly cell: (row: Row) => string;
  readonly paint?: (row: Row) => Paint;
};

export type TableFrame = {
  /** Cells; no line is wider. */
  readonly width: number;
  readonly style: Style;
  readonly ellipsis?: string;
  /** Cells between columns; 2 unless told. */
  readonly gap?: number;
};

type Laid<Row> = Column<Row> & { readonly cells: readonly string[]; readonly wide: number };

/** The header (a line for each line of the longest title), then a line a row. Lines have no blanks at their end. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  frame: TableFrame,
): readonly string[] {
  const gap = frame.gap ?? 2;
  const laid = fitted(
    columns.map((column) => measured(column, rows)),
    frame.width,
    gap,
  );
  const line = (texts: readonly string[], paints: readonly Paint[]) =>
    texts
      .map((text, c) => placed(text, laid[c], c === laid.length - 1, frame, paints[c]))
      .join(" ".repeat(gap))
      .trimEnd();
  const titles = laid.map(({ title }) => title.split("\n"));
  const height = Math.max(1, ...titles.map(({ length }) => length));
  const header = Array.from({ length: height }, (_, h) =>
    line(
      titles.map((lines) => lines[h - height + lines.length] ?? ""),
      laid.map(() => frame.style.dim),
    ),
  );
  const body = rows.map((row, r) =>
    line(
      laid.map(({ cells }) => cells[r] ?? ""),
      laid.map(({ paint }) => paint?.(row) ?? ((text) => text)),
    ),
  );
  return [...header, ...body];
}

function measured<Row>(column: Column<Row>, rows: readonly Row[]): Laid<Row> {
  const cells = rows.map((row) => cleanLine(column.cell(row)));
  return {
    ...column,
    cells,
    wide: [...column.title.split("\n"), ...cells].reduce((most, text) => Math.max(most, widthOf(text)), 0),
  };
}

function placed<Row>(
  text: string,
  column: Laid<Row> | undefined,
  last: boolean,
  { ellipsis }: TableFrame,
  paint: Paint = (plain) => plain,
): string {
  if (column === undefined) return "";
  const short = truncate(text, column.wide, ellipsis);
  const blanks = " ".repeat(Math.max(0, column.wide - widthOf(short)));
  if (column.align === "right") return blanks + paint(short);
  return paint(short) + (last ? "" : blanks);
}

function fitted<Row>(columns: readonly Laid<Row>[], width: number, gap: number): readonly Laid<Row>[] {
  const room = width - gap * (columns.length - 1);
  const least = sum(columns.map(leastOf));
  if (least > room) {
    const next = leastImportant(columns);
    if (next !== undefined)
      return fitted(
        columns.filter((column) => column !== next),
        width,
        gap,
      );
  }
  return shrunk(columns, room);
}

const leastOf = <Row>({ least, wide }: Laid<Row>): number => Math.min(least ?? wide, wide);

const leastImportant = <Row>(columns: readonly Laid<Row>[]): Laid<Row> | undefined =>
  columns
    .filter(({ keep }) => keep !== "always")
    .reduce<Laid<Row> | undefined>(
      (low, next) => (low === undefined || next.keep < low.keep ? next : low),
      undefined,
    );

/** The widest column that may shrink gives a cell until all fit; where none may, the widest of all does. */
function shrunk<Row>(columns: readonly Laid<Row>[], room: number): readonly Laid<Row>[] {
  const wides = columns.map(({ wide }) => wide);
  for (let excess = sum(wides) - room; excess > 0; excess--) {
    const spare = wides.map((wide, c) => (wide > leastOf(columns[c] as Laid<Row>) ? wide : 0));
    const from = spare.some((wide) => wide > 0) ? spare : wides;
    const widest = from.indexOf(Math.max(...from));
    wides[widest] = Math.max(0, (wides[widest] ?? 0) - 1);
  }
  return columns.map((column, c) => ({ ...column, wide: wides[c] ?? 0 }));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
