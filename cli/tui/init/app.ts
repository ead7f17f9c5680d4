/** init through Ink: shows the machine's picture, gives it keys, and does what its steps ask of the world. */
import type { Finished, Looking } from "../../commands/init.js";
import type { Interview } from "../../init/question.js";
import type { World } from "../../world.js";
import { createElement, type InkKey, render, Text, useInput } from "../ink.js";
import type { Key } from "../keys.js";
import type { Room } from "../screen.js";
import { initMachine } from "./machine.js";
import { onSecondScreen } from "./terminal.js";
import { type InitView, lookedInit, triedInit } from "./view.js";

/** null: the person left. */
export const askInTerminal = (world: World, start: Interview, looking: Looking): Promise<Finished | null> =>
  onSecondScreen(process.stdout, (signal) => run(world, start, looking, signal));

function run(
  world: World,
  start: Interview,
  looking: Looking,
  signal: AbortSignal,
): Promise<Finished | null> {
  const { stdout } = process;
  let view = initMachine.start(start);
  return new Promise<Finished | null>((resolve, reject) => {
    const element = () => createElement(Face, { view, world, room: roomOf(stdout), press });
    const instance = render(element(), { exitOnCtrlC: false, patchConsole: false });
    const redraw = (): void => instance.rerender(element());
    const end = (finished: Finished | null): void => {
      stdout.off("resize", redraw);
      instance.unmount();
      resolve(finished);
    };
    const fail = (error: unknown): void => {
      end(null);
      reject(error);
    };
    // Settled promises stay as they are: whatever comes first counts.
    const show = (next: InitView): void => {
      const isNews = next.step !== view.step;
      view = next;
      redraw();
      if (isNews) proceed();
    };
    const proceed = (): void => {
      const { step } = view;
      if (step.kind === "look") looking.look(step.look).then((found) => show(lookedInit(view, found)), fail);
      if (step.kind === "try") looking.tryOut(step).then((problems) => show(triedInit(view, problems)), fail);
    };
    function press(key: Key): void {
      const { view: next, wants } = initMachine.press(view, key, roomOf(stdout));
      if (wants === "leave") return end(null);
      const { interview, step } = next;
      if (wants === "write" && step.kind === "done") return end({ interview, step });
      show(next);
    }
    stdout.on("resize", redraw);
    signal.addEventListener("abort", () => end(null));
    proceed();
  });
}

/** One line stays free: a picture as high as the terminal would scroll it. */
const roomOf = ({ columns, rows }: NodeJS.WriteStream): Room => ({
  width: Math.max(40, columns || 80),
  height: Math.max(12, (rows || 24) - 1),
});

type FaceProps = {
  readonly view: InitView;
  readonly world: World;
  readonly room: Room;
  readonly press: (key: Key) => void;
};

function Face({ view, world, room, press }: FaceProps) {
  useInput((input, key) => keysOf(input, key).forEach(press));
  const { lines, says } = initMachine.draw(view, { ...room, style: world.style, glyphs: world.glyphs });
  return createElement(Text, { wrap: "truncate", "aria-label": says.join(" ") }, lines.join("\n"));
}

const named: readonly (readonly [keyof InkKey, string])[] = [
  ["return", "enter"],
  ["escape", "escape"],
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  // What most keyboards send for backspace is called delete here.
  ["delete", "backspace"],
];

/** What keys send that may stand among others, where much was typed before anybody read it, or pasted. */
const sent: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\u007f": "backspace",
  "\b": "backspace",
};

function keysOf(input: string, key: InkKey): readonly Key[] {
  const name = named.find(([flag]) => key[flag])?.[1];
  if (name !== undefined) return [{ name, text: "" }];
  if (key.ctrl) return [{ name: `ctrl+${input}`, text: "" }];
  return input
    .replaceAll("\r\n", "\r")
    .split(/([\r\n\b\u007f])/)
    .filter((part) => part !== "")
    .map((part) => (sent[part] === undefined ? { name: part, text: part } : { name: sent[part], text: "" }));
}
