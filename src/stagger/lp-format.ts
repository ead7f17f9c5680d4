/** A linear program as CPLEX LP text, for any other solver. Names are generated; a comment maps them to what they stand for. */
import type { LinearProgram } from "./linear-program.js";

export function lpText(
  program: LinearProgram,
  title: string,
  rowNames: readonly string[],
  columnNames: readonly string[],
): string {
  const { cost, columnUpper, rowLower, rowUpper } = program;
  const lines = [`\\ ${plain(title)}`, ...rowNames.map((name, i) => `\\ r${i} = ${plain(name)}`)];
  lines.push(...columnNames.map((name, j) => `\\ c${j} = ${plain(name)}`), "Minimize", " z:");
  lines.push(...termLines(Array.from(cost, (value, j) => [j, value] as const)), "Subject To");
  for (let i = 0; i < rowLower.length; i++) {
    const relation = rowLower[i] === rowUpper[i] ? "=" : "<=";
    lines.push(` r${i}:`, ...termLines(entriesOf(program, i)), `  ${relation} ${rowUpper[i]}`);
  }
  lines.push(
    "Bounds",
    ...Array.from(columnUpper, (upper, j) =>
      upper === Number.POSITIVE_INFINITY ? ` c${j} >= 0` : ` 0 <= c${j} <= ${upper}`,
    ),
  );
  return `${[...lines, "End"].join("\n")}\n`;
}

function entriesOf({ rowStart, column, value }: LinearProgram, row: number): (readonly [number, number])[] {
  const entries: (readonly [number, number])[] = [];
  for (let k = rowStart[row] as number; k < (rowStart[row + 1] as number); k++) {
    entries.push([column[k] as number, value[k] as number]);
  }
  return entries;
}

/** LP readers limit the length of a line, so few terms stand on each. */
function termLines(terms: readonly (readonly [number, number])[]): string[] {
  const written = terms.map(([j, value]) => `${value < 0 ? "-" : "+"} ${Math.abs(value)} c${j}`);
  const lines: string[] = [];
  for (let i = 0; i < written.length; i += 8) lines.push(`  ${written.slice(i, i + 8).join(" ")}`);
  return lines;
}

/** Comments end at the line's end: nothing of a name may break out of one. */
const plain = (name: string): string => name.replace(/[^\x20-\x7e]/g, "?");
