/**
 * The frame of an iCalendar text (RFC 5545 3.1, 3.4): folded lines made whole, BEGIN and END matched, each line with its number.
 * Done before any property is read, so that one broken event does not take the file with it.
 */
import type { Problem } from "../problem.js";

export type ContentLine = {
  /** Unfolded, without its line end. */
  readonly text: string;
  /** 1-based; of the first line where folded. */
  readonly line: number;
};

export type Component = {
  /** Upper case: VCALENDAR, VEVENT. */
  readonly name: string;
  readonly line: number;
  readonly lines: readonly ContentLine[];
  readonly parts: readonly Component[];
};

type OpenComponent = { name: string; line: number; lines: ContentLine[]; parts: Component[] };

/** VCALENDAR > VEVENT > VALARM is 3. */
const deepest = 8;
const mostCharacters = 10_000_000;
/** A file of 10 MB may be all line ends; read, that would be 500 MB. */
const mostLines = 500_000;
/** A file with more is not a calendar, and its problems would fill the screen and the memory. */
const mostProblems = 1_000;

export type Components = { readonly roots: readonly Component[]; readonly problems: readonly Problem[] };

/** The components of `text`. One without its END is a problem and not among them, except a calendar: what it has is kept. */
export function readComponents(text: string, file: string): Components {
  const refused = (message: string, code: string, line: number) => ({
    roots: [],
    problems: [broken(file, line, message, code)],
  });
  if (text.length > mostCharacters) return refused("the calendar is larger than 10 MB", "ics.too-large", 1);
  if (hasMoreLines(text, mostLines))
    return refused(`more than ${mostLines} lines`, "ics.too-large", mostLines + 1);
  const root: OpenComponent = { name: "", line: 0, lines: [], parts: [] };
  const open = [root];
  const problems: Problem[] = [];
  for (const content of unfold(text)) {
    problems.push(...place(content, open, file));
    if (open.length - 1 > deepest)
      return refused(`components nested more than ${deepest} deep`, "ics.too-deep", content.line);
    if (problems.length >= mostProblems)
      return refused(`${mostProblems} lines that do not belong there`, "ics.too-broken", content.line);
  }
  root.parts.push(...open.slice(1, 2));
  return { roots: root.parts, problems: [...problems, ...unended(file, open.slice(1))] };
}

function hasMoreLines(text: string, most: number): boolean {
  let end = -1;
  for (let line = 1; line <= most; line += 1) {
    end = text.indexOf("\n", end + 1);
    if (end === -1) return false;
  }
  return end < text.length - 1;
}

/** Puts one line where it belongs; `open` is the path from the root to the innermost component. */
function place(content: ContentLine, open: OpenComponent[], file: string): readonly Problem[] {
  const { text, line } = content;
  const [, kind, name = ""] = /^(BEGIN|END):\s*(\S*)\s*$/i.exec(text) ?? [];
  if (kind?.toUpperCase() === "BEGIN") return begin(name.toUpperCase(), line, open, file);
  if (kind !== undefined) return end(name.toUpperCase(), line, open, file);
  if (open.length === 1) return [broken(file, line, "a line outside of BEGIN:VCALENDAR", "ics.stray-line")];
  open.at(-1)?.lines.push(content);
  return [];
}

/** Components that stand in a calendar, never in one another: where one begins, the one before has ended or is lost. */
const inCalendar = /^(VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE)$/;

function begin(name: string, line: number, open: OpenComponent[], file: string): readonly Problem[] {
  const lost = inCalendar.test(name) ? open.splice(2) : [];
  open.push({ name, line, lines: [], parts: [] });
  return unended(file, lost.slice(0, 1));
}

/** An END also ends what was left open inside, which is then lost. */
function end(name: string, line: number, open: OpenComponent[], file: string): readonly Problem[] {
  const at = open.findLastIndex((component, depth) => depth > 0 && component.name === name);
  if (at === -1) return [broken(file, line, `END:${name} without its BEGIN`, "ics.stray-end")];
  const [ended, ...lost] = open.splice(at);
  if (ended !== undefined) open.at(-1)?.parts.push(ended);
  return unended(file, lost.slice(0, 1));
}

const unended = (file: string, lost: readonly OpenComponent[]): readonly Problem[] =>
  lost.map(({ name, line }) => broken(file, line, `BEGIN:${name} without its END`, "ics.no-end"));

const broken = (file: string, line: number, message: string, code: string): Problem => ({
  code,
  message,
  hint: "export the calendar again, or repair the line",
  place: { file, line },
});

/** A line that begins with a space or tab continues the one before. Blank lines, which no calendar should have, are skipped. */
export function* unfold(text: string): Generator<ContentLine> {
  let last: { text: string; line: number } | null = null;
  for (const { text: raw, line } of physicalLines(text)) {
    if (/^[ \t]/.test(raw) && last !== null) last.text += raw.slice(1);
    else if (raw.trim() !== "") {
      if (last !== null) yield last;
      last = { text: raw, line };
    }
  }
  if (last !== null) yield last;
}

/** Lines as the file has them, one by one: a list of millions would not fit. */
function* physicalLines(text: string): Generator<ContentLine> {
  let from = text.startsWith("\uFEFF") ? 1 : 0;
  for (let line = 1; from <= text.length; line += 1) {
    const end = text.indexOf("\n", from);
    const to = end === -1 ? text.length : end;
    yield { text: text.slice(from, to).replace(/\r$/, ""), line };
    from = to + 1;
  }
}
