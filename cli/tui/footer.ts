/** The last two lines: what goes on, and the keys of the screen. */
import { cleanLine } from "../text/clean.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import { progressLine } from "../text/progress.js";
import type { Pen } from "./pen.js";
import { shownKey } from "./keys.js";
import { screenNamed } from "./screens/screens.js";
import { currentOf } from "./script.js";
import { shellBindings } from "./shell-keys.js";
import { answerOf, type State } from "./state.js";

export const footerLines = (state: State, pen: Pen): readonly string[] => [
  newsLine(state, pen),
  keysLine(state, pen),
];

/** A change that is being planned, else what somebody should know, else a rule. */
function newsLine(state: State, { style, glyphs, at }: Pen): string {
  const { columns } = state.size;
  const { solving, notice } = state;
  if (solving !== null || currentOf(state.script).id !== state.shown) {
    const { words } = currentOf(state.script);
    const head = state.shown === null ? "" : `${cleanLine(words)}: `;
    const tail = state.shown === null ? "" : "   esc takes it back";
    const room = Math.max(10, columns - 2 - widthOf(tail));
    const doing = progressLine(
      solving?.progress ??
        (state.shown === null ? { stage: "reading", detail: cleanLine(state.file) } : { stage: "planning" }),
      solving === null ? 0 : Math.max(0, at - solving.since),
      { width: Math.max(10, room - Math.min(widthOf(head), room - 30)), glyphs },
    );
    return ` ${style.yellow(truncate(head, Math.max(0, room - widthOf(doing)), glyphs.ellipsis) + doing)}${style.dim(tail)}`;
  }
  if (notice !== null) {
    const text = truncate(
      ` ${notice.isBad ? "! " : ""}${cleanLine(notice.text)}`,
      columns - 1,
      glyphs.ellipsis,
    );
    return (notice.isBad ? style.red : style.bold)(text);
  }
  return style.dim(glyphs.rule.repeat(columns));
}

/** The screen's own first, then the shell's, as many as there is room for; the last ones always. */
function keysLine(state: State, { style, glyphs }: Pen): string {
  const { columns } = state.size;
  const own = screenNamed(state.screen).keys.filter(({ label }) => label !== "");
  const shell = shellBindings.filter(({ label }) => label !== "");
  const last = shell.slice(-3);
  const hint = ({ keys, label }: { readonly keys: readonly string[]; readonly label: string }): Hint => ({
    key: shownKey(keys[0] ?? "", glyphs),
    label,
  });
  const end = last.map(hint);
  let room = columns - 1 - widthIn(end);
  const start = (answerOf(state) === null ? [] : [...own, ...shell.slice(0, -3)]).map(hint).filter((each) => {
    room -= widthIn([each]);
    return room >= 0;
  });
  const text = (hints: readonly Hint[]): string =>
    hints.map(({ key, label }) => `${style.bold(key)} ${label}`).join("  ");
  return `${padEnd(` ${text(start)}`, columns - widthIn(end) - 1)} ${text(end)}`;
}

type Hint = { readonly key: string; readonly label: string };

/** With the two blanks after each. */
const widthIn = (hints: readonly Hint[]): number =>
  hints.reduce((sum, { key, label }) => sum + widthOf(key) + widthOf(label) + 3, 0);

export function footerSays(state: State): readonly string[] {
  const { solving, notice } = state;
  const news =
    solving !== null && solving.progress !== null
      ? [`Planning: ${solving.progress.stage} ${solving.progress.detail ?? ""}.`]
      : notice === null
        ? []
        : [notice.text];
  return [...news, "Press question mark for keys."];
}
