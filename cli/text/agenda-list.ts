/** An agenda as a table in the order of time; windows that repeat night after night are one row. */
import { type AgendaKind, type SiteAgenda, type WallTime } from "../../src/index.js";
import { clockText, counted, dateText, day, groupBy, wallOf, wallTime } from "../../src/index.js";
import type { WallRange } from "./agenda-days.js";
import { agendaKinds, agendaMarks } from "./agenda-marks.js";
import { nightlyRuns, weekdaysText } from "./nightly.js";
import type { ReportFrame } from "./report-frame.js";
import { type Column, table } from "./table.js";

/** What reaches into the range, on the wall clock of the agenda. */
export function agendaList(agenda: SiteAgenda, range: WallRange, frame: ReportFrame): readonly string[] {
  const rows = agendaRows(agenda, range);
  if (rows.length === 0) return ["nothing in that time"];
  return table(columnsOf(rows, frame), rows, { ...frame, ellipsis: frame.glyphs.ellipsis });
}

/** An entry, or windows of the same hours on several days. */
type AgendaRow = {
  readonly kind: AgendaKind;
  /** Of the first day, where it has several. */
  readonly from: WallTime;
  readonly to: WallTime;
  readonly summary: string;
  /** Starts of the days; one where nothing repeats. */
  readonly days: readonly WallTime[];
};

function agendaRows({ entries, timezone }: SiteAgenda, range: WallRange): readonly AgendaRow[] {
  const local = entries
    .map(({ kind, start, end, summary }): AgendaRow => {
      const from = wallOf(start, timezone);
      return { kind, from, to: wallOf(end, timezone), summary, days: [startOfDay(from)] };
    })
    .filter(({ from, to }) => from < range.to && (to > range.from || from >= range.from));
  const repeats = ({ kind, from, to }: AgendaRow) =>
    (kind === "window" || kind === "freeze") && to - from < day;
  const alike = groupBy(local.filter(repeats), ({ kind, from, to, summary }) =>
    JSON.stringify([kind, from % day, to - from, summary]),
  );
  return [...local.filter((row) => !repeats(row)), ...[...alike.values()].flatMap(folded)].sort(
    (a, b) => a.from - b.from || agendaKinds.indexOf(a.kind) - agendaKinds.indexOf(b.kind) || a.to - b.to,
  );
}

const startOfDay = (at: WallTime): WallTime => wallTime(Math.floor(at / day) * day);

/** Of windows at the same hours, a row for each run of days that leaves none out. */
function folded(windows: readonly AgendaRow[]): readonly AgendaRow[] {
  const [like] = windows;
  if (like === undefined) return [];
  return nightlyRuns(windows.flatMap(({ days }) => days)).map((days) => {
    const from = wallTime((days[0] ?? 0) + (like.from % day));
    return { ...like, from, to: wallTime(from + like.to - like.from), days };
  });
}

function columnsOf(rows: readonly AgendaRow[], { style, glyphs }: ReportFrame): readonly Column<AgendaRow>[] {
  const years = new Set(
    rows.flatMap(({ from, to }) => [from, to]).map((at) => new Date(at).getUTCFullYear()),
  );
  const date = (at: WallTime) => (years.size > 1 ? dateText(at) : dateText(at).slice(0, -" 2026".length));
  const paint = ({ kind }: AgendaRow) => style[agendaMarks[kind].paint];
  return [
    { title: "", align: "left", keep: "always", paint, cell: ({ kind }) => agendaMarks[kind].sign(glyphs) },
    { title: "WHEN", align: "left", keep: "always", cell: (row) => whenText(row, date) },
    { title: "WHAT", align: "left", keep: 1, paint, cell: ({ kind }) => agendaMarks[kind].words },
    { title: "SUMMARY", align: "left", keep: 2, least: 12, cell: summaryText },
  ];
}

type DateText = (at: WallTime) => string;

function whenText({ from, to, days }: AgendaRow, date: DateText): string {
  if (days.length > 1) return repeatedText(days, `${clockText(from)}-${clockText(to)}`, date);
  if (from === to) return `${date(from)} ${clockText(from)}`;
  if (from % day === 0 && to % day === 0) return datesText(from, wallTime(to - day), date);
  return startOfDay(from) === startOfDay(to)
    ? `${date(from)} ${clockText(from)}-${clockText(to)}`
    : `${date(from)} ${clockText(from)} - ${date(to)} ${clockText(to)}`;
}

/** "Tue 11 Aug - Thu 13 Aug 21:00-05:00", "11 Aug - 18 Sep Mon-Fri 21:00-05:00" */
function repeatedText(days: readonly WallTime[], hours: string, date: DateText): string {
  const [first, last] = [days[0] ?? wallTime(0), days.at(-1) ?? wallTime(0)];
  if ((last - first) / day < days.length) return `${datesText(first, last, date)} ${hours}`;
  return `${datesText(first, last, (at) => date(at).slice("Mon ".length))} ${weekdaysText(days)} ${hours}`;
}

const datesText = (first: WallTime, last: WallTime, date: DateText): string =>
  first === last ? date(first) : `${date(first)} - ${date(last)}`;

function summaryText({ from, to, summary, days }: AgendaRow): string {
  const unit = startOfDay(from) === startOfDay(to) ? "day" : "night";
  return [summary, ...(days.length > 1 ? [counted(days.length, unit)] : [])]
    .filter((part) => part !== "")
    .join(", ");
}
