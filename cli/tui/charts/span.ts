/** Which part of a time a chart shows: all of it, or around what is pointed at. */

/** Half-open range of cells of a grid. */
export type Span = readonly [from: number, to: number];

/** How often all of it may be halved before fewer than `least` cells would be on show. */
export const mostZoom = (cells: number, least: number): number =>
  Math.max(0, Math.floor(Math.log2(cells / least)));

/** @param zoom how often all of it is halved; what is pointed at stands in the middle, but for the ends */
export function spanOf(cells: number, at: number, zoom: number): Span {
  const length = Math.max(1, Math.ceil(cells / 2 ** zoom));
  const from = Math.max(0, Math.min(Math.round(at - length / 2), cells - length));
  return [from, from + length];
}
