/** Measured load from a CSV file with the columns time and perSecond: each row is the mean until the next row's time. */
import { csvRows, type Row } from "../fleet/csv.js";
import { done, failed, type Outcome, type Problem } from "../problem.js";
import { parseInstant } from "../scenario/quantity.js";
import { instant, type Instant } from "../units.js";
import type { LoadTrace } from "./background.js";

/** The last row has no next one: it lasts as long as the row before it. */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): Promise<Outcome<LoadTrace>> {
  const times: Instant[] = [];
  const perSecond: number[] = [];
  const problems: Problem[] = [];
  let columns: TraceColumns | null = null;
  for await (const batch of csvRows(chunks, file)) {
    if (!batch.ok) return batch;
    for (const row of batch.value) {
      if (columns === null) {
        const found = traceColumns(row, file);
        if (!found.ok) return found;
        columns = found.value;
        continue;
      }
      const read = readRow(row, columns, times.at(-1));
      if (typeof read === "string")
        problems.push({ code: "load.bad-row", message: read, place: { file, line: row.line } });
      else {
        times.push(read.time);
        perSecond.push(read.value);
      }
      if (problems.length >= MOST_PROBLEMS) return failed(...problems);
    }
  }
  if (problems.length > 0) return failed(...problems);
  const [first, second] = times.slice(-2);
  if (first === undefined || second === undefined) return failed(tooShort(file));
  return done({ times: [...times, instant(second + (second - first))], perSecond: [...perSecond, 0] });
}

/** Enough to see what is wrong with a file. */
const MOST_PROBLEMS = 20;

type TraceColumns = { readonly time: number; readonly perSecond: number };

const tooShort = (file: string): Problem => ({
  code: "load.too-short",
  message: "a measured load needs at least two rows",
  hint: "export at least one whole week",
  place: { file },
});

function traceColumns({ cells, line }: Row, file: string): Outcome<TraceColumns> {
  const plain = cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ""));
  const [time, perSecond] = [plain.indexOf("time"), plain.indexOf("persecond")];
  if (time >= 0 && perSecond >= 0) return done({ time, perSecond });
  return failed({
    code: "load.columns",
    message: "a measured load has the columns time and perSecond",
    hint: "name them so in the first line; time as 2026-08-03T08:00:00Z",
    place: { file, line },
  });
}

function readRow(
  { cells }: Row,
  columns: TraceColumns,
  before: Instant | undefined,
): { time: Instant; value: number } | string {
  const [timeText, valueText] = [cells[columns.time] ?? "", (cells[columns.perSecond] ?? "").trim()];
  const time = parseInstant(timeText.trim());
  if (!time.ok) return `"${timeText}" is no instant: write 2026-08-03T08:00:00Z`;
  if (before !== undefined && time.value <= before)
    return `${timeText} does not come after the row before it`;
  const value = valueText === "" ? Number.NaN : Number(valueText);
  if (!Number.isFinite(value) || value < 0)
    return `"${valueText}" is no load: write sign-ins per second, such as 3.5`;
  return { time: time.value, value };
}
