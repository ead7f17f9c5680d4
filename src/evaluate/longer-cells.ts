/** Series of short cells as series of longer ones, each of `cells` of them; the last may be of fewer. */

/** For rates. */
export const meansOver = (values: Float64Array, cells: number): readonly number[] =>
  parts(values, cells).map((part) => part.reduce((sum, value) => sum + value, 0) / part.length);

/** For what is counted at the end of a cell. */
export const endsOver = (values: Float64Array, cells: number): readonly number[] =>
  parts(values, cells).map((part) => part.at(-1) as number);

const parts = (values: Float64Array, cells: number): readonly Float64Array[] =>
  Array.from({ length: Math.ceil(values.length / cells) }, (_, i) =>
    values.subarray(i * cells, (i + 1) * cells),
  );
