/** A linear program as the optimizer hands it to a solver, and where a simplex method stands in it. */

/** Minimise cost x subject to lower <= A x <= upper and column bounds. Rows are stored one after another (CSR). */
export type LinearProgram = {
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  /** Infinity where a column has no upper bound. */
  readonly columnUpper: Float64Array;
  /** -Infinity and Infinity where a row has no bound. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Entries of row i: rowStart[i] to rowStart[i + 1]. */
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
};

/** Where a simplex method stands: GLPK's status of every row and column. */
export type Basis = { readonly rows: Uint8Array; readonly columns: Uint8Array };
export const BASIC = 1;
export const AT_LOWER = 2;

/**
 * What has changed since the basis was an answer's: there are more rows, or other bounds, which leaves its prices right and its
 * point wrong, or other columns, which does the opposite.
 */
export type Since = "rows" | "bounds" | "columns";
export type Start = { readonly basis: Basis; readonly since: Since };
