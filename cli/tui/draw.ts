/** The whole picture, a pure function of the state: header, screen or dialog, footer. */
import type { Glyphs } from "../text/glyphs.js";
import type { Pen } from "./pen.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import { brokenLines } from "../text/report-frame.js";
import type { Style } from "../text/style.js";
import { dialogNamed } from "./dialogs/dialogs.js";
import { footerLines, footerSays } from "./footer.js";
import { headerLines, headerSays } from "./header.js";
import { bodyRoom, dialogRoom, isTooSmall, SMALLEST } from "./layout.js";
import { shownKey } from "./keys.js";
import type { Face, Picture, Room } from "./screen.js";
import { screenNamed } from "./screens/screens.js";
import { sceneOf, type State } from "./state.js";
import { styleOfTheme } from "./theme.js";

/** Exactly `rows - 1` lines, none wider than the terminal. */
export function drawn(state: State, glyphs: Glyphs, at: number): Picture {
  const pen = { style: styleOfTheme(state.theme), glyphs, at };
  const { columns, rows } = state.size;
  if (isTooSmall(state.size)) return tooSmall(columns, rows);
  const body = bodyOf(state, pen);
  const room = bodyRoom(state.size);
  const lines = Array.from({ length: room.height }, (_, i) => body.lines[i] ?? "");
  return {
    lines: [...headerLines(state, pen), ...lines, ...footerLines(state, pen)],
    says: [...headerSays(state), ...body.says, ...footerSays(state)],
  };
}

function bodyOf(state: State, pen: Pen): Picture {
  const scene = sceneOf(state);
  if (scene === null) return { lines: [], says: [] };
  const { screen, views, dialog } = state;
  const face = screenNamed(screen);
  const room = bodyRoom(state.size);
  const isBehind = dialog !== null || scene.isOld;
  const picture = face.draw(views[screen], scene, { ...room, style: pen.style, glyphs: pen.glyphs });
  const seen = isBehind ? { ...picture, lines: dimmed(picture.lines, pen.style) } : picture;
  if (dialog === null) return seen;
  const inner = dialogRoom(state.size);
  const over = dialogNamed(dialog.name);
  const drawnDialog = over.draw(dialog.view, scene, { ...inner, style: pen.style, glyphs: pen.glyphs });
  return {
    lines: laidOver(seen.lines, boxed(over, drawnDialog.lines, inner, pen), room),
    says: [`Dialog: ${over.title}.`, ...drawnDialog.says],
  };
}

/** Without its colours: what is old or behind something must not look alive. */
const dimmed = (lines: readonly string[], style: Style): readonly string[] =>
  lines.map((line) => style.dim(line.replace(/\u001b\[[\d;]*m/g, "")));

function boxed(
  { title, keys }: Face<unknown>,
  lines: readonly string[],
  { width }: Room,
  { style, glyphs }: Pen,
): readonly string[] {
  const { topLeft, topRight, bottomLeft, bottomRight, rule, axis } = glyphs;
  const hints = keys
    .filter(({ label }) => label !== "")
    .map((binding) => `${shownKey(binding.keys[0] ?? "", glyphs)} ${binding.label}`);
  const foot = truncate(hints.join("  "), width - 2, glyphs.ellipsis);
  const edge = (left: string, text: string, right: string): string =>
    `${left}${rule} ${text} ${rule.repeat(Math.max(0, width - widthOf(text) - 1))}${right}`;
  return [
    edge(topLeft, style.bold(title), topRight),
    ...lines.map((line) => `${axis} ${padEnd(line, width)} ${axis}`),
    edge(bottomLeft, style.dim(foot), bottomRight),
  ];
}

/** In the middle; what is behind stays above and below. */
function laidOver(
  behind: readonly string[],
  box: readonly string[],
  { width, height }: Room,
): readonly string[] {
  const top = Math.max(0, Math.floor((height - box.length) / 2));
  const left = " ".repeat(Math.max(0, Math.floor((width - widthOf(box[0] ?? "")) / 2)));
  return Array.from({ length: height }, (_, i) => {
    const line = box[i - top];
    return line === undefined ? (behind[i] ?? "") : left + line;
  });
}

function tooSmall(columns: number, rows: number): Picture {
  const text = `second-tuesday needs ${SMALLEST.columns} x ${SMALLEST.rows} cells to draw a plan; this terminal has ${columns} x ${rows}. Make it larger, or press q and use: second-tuesday plan`;
  const lines = brokenLines(text, Math.max(1, columns), "").slice(0, Math.max(1, rows - 1));
  return { lines, says: [text] };
}
