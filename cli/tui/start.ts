/** What to open where nothing is named: by the names of the files in the folder. Pure: whoever asks reads the folder. */
import { isTable } from "../init/file-questions.js";
import { cleanLine } from "../text/clean.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import type { Key } from "./keys.js";
import { shownKey } from "./keys.js";
import { movedMark, onShow } from "./list.js";
import { titleRule } from "./panes.js";
import type { Frame, Picture } from "./screen.js";

export type Opens =
  | { readonly kind: "scenario"; readonly file: string }
  | { readonly kind: "example" }
  /** `inventory` null: it is asked for. */
  | { readonly kind: "init"; readonly inventory: string | null }
  | { readonly kind: "help" };

export type Entry = { readonly label: string; readonly about: string; readonly opens: Opens };

export type Opening =
  /** There is only one scenario. */
  | { readonly kind: "open"; readonly file: string }
  /** Somebody must choose. */
  | { readonly kind: "choose"; readonly entries: readonly Entry[] };

/** Names worth reading the beginning of, to ask `looksLikeScenario`: what second-tuesday and others write is none. */
export const mayBeScenario = (name: string): boolean =>
  /\.(?:ya?ml|json)$/i.test(name) &&
  !/^(?:\.|package(?:-lock)?\.json$|tsconfig|plan\.json$|scenario\.resolved\.json$|(?:docker-)?compose\.|.*\.schema\.json$)/i.test(
    name,
  );

/** By its keys, read no further than a beginning shows. */
export const looksLikeScenario = (beginning: string): boolean =>
  /^(?:\s*\{)?\s*"?version"?\s*:\s*1\b/m.test(beginning) &&
  /(?:^|[{,])\s*"?(?:fleet|release)"?\s*:/m.test(beginning);

/** @param scenarios names that were found to be scenarios, among `files` */
export function openingOf(scenarios: readonly string[], files: readonly string[]): Opening {
  const [only, ...more] = scenarios;
  if (only !== undefined && more.length === 0) return { kind: "open", file: only };
  return {
    kind: "choose",
    entries: [...scenarios.toSorted().map(scenarioEntry), ...beginnings(files.filter(isTable).toSorted())],
  };
}

const scenarioEntry = (file: string): Entry => ({
  label: file,
  about: "plan it and look at it",
  opens: { kind: "scenario", file },
});

/** How one may begin where there is no scenario yet. */
const beginnings = (tables: readonly string[]): readonly Entry[] => [
  ...tables.slice(0, 5).map((inventory): Entry => ({
    label: `begin with ${inventory}`,
    about: "a few questions, then a plan",
    opens: { kind: "init", inventory },
  })),
  {
    label: "begin a scenario",
    about: "where is the inventory, and a few questions more",
    opens: { kind: "init", inventory: null },
  },
  {
    label: "the built-in example",
    about: "12,000 made-up devices at nine sites",
    opens: { kind: "example" },
  },
  { label: "help", about: "the commands and their options", opens: { kind: "help" } },
];

export type StartView = {
  readonly entries: readonly Entry[];
  readonly at: number;
};

export type StartTurn = {
  readonly view: StartView;
  /** null: nothing was chosen yet. */
  readonly outcome: Opens | { readonly kind: "leave" } | null;
};

export const startView = (entries: readonly Entry[]): StartView => ({ entries, at: 0 });

export function pressStart(
  view: StartView,
  { name }: Key,
  { height }: { readonly height: number },
): StartTurn {
  if (name === "ctrl+c" || name === "escape" || name === "q") return { view, outcome: { kind: "leave" } };
  if (name === "enter") return { view, outcome: view.entries[view.at]?.opens ?? null };
  const numbered = /^[1-9]$/.test(name) ? view.entries[Number(name) - 1] : undefined;
  if (numbered !== undefined) return { view, outcome: numbered.opens };
  const at = movedMark(view.at, name, view.entries.length, height);
  return { view: at === null ? view : { ...view, at }, outcome: null };
}

export function drawStart({ entries, at }: StartView, frame: Frame): Picture {
  const { width, height, style, glyphs } = frame;
  const room = Math.max(1, height - 5);
  const [from, end] = onShow(entries.length, at, room);
  const wide = Math.min(
    Math.floor(width / 2),
    Math.max(0, ...entries.map(({ label }) => widthOf(cleanLine(label)))),
  );
  const rows = entries.slice(from, end).map(({ label, about }, i) => {
    const number = from + i < 9 ? `${from + i + 1}` : " ";
    const name = padEnd(truncate(cleanLine(label), wide, glyphs.ellipsis), wide);
    const rest = truncate(about, Math.max(0, width - wide - 6), glyphs.ellipsis);
    return from + i === at
      ? `${style.cyan(style.bold(`${glyphs.mark} ${number} ${name}`))}  ${rest}`
      : `  ${number} ${name}  ${style.dim(rest)}`;
  });
  const question = hasScenario(entries)
    ? "Which scenario?"
    : "There is no scenario here yet. How do you want to begin?";
  const body = [titleRule("second-tuesday", frame), truncate(question, width, glyphs.ellipsis), "", ...rows];
  const keys = `${shownKey("enter", glyphs)} open   ${shownKey("down", glyphs)} choose   q leave`;
  return {
    lines: [
      ...Array.from({ length: height - 1 }, (_, line) => body[line] ?? ""),
      style.dim(truncate(keys, width, glyphs.ellipsis)),
    ],
    says: [
      question,
      `${entries.length} choices. Marked is ${cleanLine(entries[at]?.label ?? "none")}: ${entries[at]?.about ?? ""}.`,
    ],
  };
}

const hasScenario = (entries: readonly Entry[]): boolean =>
  entries.some(({ opens }) => opens.kind === "scenario");

export const startMachine = { start: startView, press: pressStart, draw: drawStart } as const;
