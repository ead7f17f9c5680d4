/** A terminal's cells as an SVG: blocks as shapes, so that no font leaves gaps between them. */
const [WIDE, HIGH, SIZE] = [8.4, 18, 14];
const background = "#0d1117";
const ink = "#d0d7de";
const named = ["#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4"];

const escaped = (text) =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

function colourOf(cell) {
  if (cell.isFgDefault()) return ink;
  const colour = cell.getFgColor();
  return cell.isFgPalette() && colour < 16 ? named[colour % 8] : cell.isFgPalette() ? cube(colour) : ink;
}

function cube(colour) {
  if (colour >= 232)
    return `rgb(${Array(3)
      .fill(8 + (colour - 232) * 10)
      .join(",")})`;
  const level = (part) => (part === 0 ? 0 : 55 + part * 40);
  const at = colour - 16;
  return `rgb(${[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(level).join(",")})`;
}

/** Lower eighths, left eighths and shades as rectangles; null: a sign of the font. */
function shapeOf(sign, x, y, colour) {
  const code = sign.codePointAt(0) ?? 0;
  const rect = (left, top, wide, high, opacity = 1) =>
    `<rect x="${left.toFixed(2)}" y="${top.toFixed(2)}" width="${wide.toFixed(2)}" height="${high.toFixed(2)}" fill="${colour}"${opacity === 1 ? "" : ` opacity="${opacity}"`}/>`;
  if (code >= 0x2581 && code <= 0x2588) {
    const high = ((code - 0x2580) / 8) * HIGH;
    return rect(x, y + HIGH - high, WIDE + 0.3, high + 0.3);
  }
  if (code >= 0x2589 && code <= 0x258f) return rect(x, y + 2, ((0x2590 - code) / 8) * WIDE, HIGH - 4);
  if (code >= 0x2591 && code <= 0x2593) return rect(x, y, WIDE + 0.3, HIGH + 0.3, (code - 0x2590) * 0.3);
  return null;
}

/** @param seat whose cells are drawn */
export function pictureOf(seat, columns, rows) {
  const parts = [];
  for (let row = 0; row < rows; row++) {
    const y = row * HIGH + 10;
    seat.cells(row).forEach((cell, column) => {
      const sign = cell?.getChars() ?? "";
      const x = column * WIDE + 10;
      if (cell === undefined) return;
      const isInverse = cell.isInverse() !== 0;
      const colour = colourOf(cell);
      if (isInverse)
        parts.push(
          `<rect x="${x.toFixed(2)}" y="${y}" width="${WIDE + 0.1}" height="${HIGH}" fill="${colour}"/>`,
        );
      if (sign.trim() === "") return;
      const fill = isInverse ? background : colour;
      const opacity = cell.isDim() ? ' opacity="0.6"' : "";
      const shape = shapeOf(sign, x, y, fill);
      if (shape !== null) parts.push(opacity === "" ? shape : `<g${opacity}>${shape}</g>`);
      else
        parts.push(
          `<text x="${x.toFixed(2)}" y="${y + 13.5}" fill="${fill}"${opacity}${cell.isBold() ? ' font-weight="700"' : ""}>${escaped(sign)}</text>`,
        );
    });
  }
  const [width, height] = [columns * WIDE + 20, rows * HIGH + 20];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${SIZE}"><rect width="${width}" height="${height}" rx="8" fill="${background}"/>${parts.join("\n")}</svg>\n`;
}
