/** init through Ink: the machine's picture and keys, and what its steps ask of the world. */
import type { Finished, Looking } from "../../init/looking.js";
import type { Interview } from "../../init/question.js";
import type { World } from "../../world.js";
import { inTerminal, type Place } from "../in-terminal.js";
import { createElement, type ReactNode, useEffect, useRef, useState } from "../ink.js";
import type { Key } from "../keys.js";
import { Played } from "../played.js";
import type { Room } from "../screen.js";
import type { Terminal } from "../terminal.js";
import { styleOfTheme, themeFor } from "../theme.js";
import { initMachine } from "./machine.js";
import { type InitView, lookedInit, triedInit } from "./view.js";

/** null: the person left. */
export const askInTerminal = (
  world: World,
  terminal: Terminal,
  start: Interview,
  looking: Looking,
): Promise<Finished | null> =>
  inTerminal<Finished | null>(terminal, { isReader: false }, (place) =>
    createElement(Asking, { ...place, world, start, looking }),
  );

type AskingProps = Place<Finished | null> & {
  readonly world: World;
  readonly start: Interview;
  readonly looking: Looking;
};

function Asking({ world, start, looking, end, ...place }: AskingProps): ReactNode {
  const [view, show] = useState(() => initMachine.start(start));
  // Keys that come together are pressed one after the other, before anything is drawn.
  const latest = useRef(view);
  const showNext = (next: InitView): void => show((latest.current = next));
  const { step } = view;
  useEffect(() => {
    const fail = (error: unknown): void => showNext(thrown(error));
    if (step.kind === "look")
      looking.look(step.look).then((found) => showNext(lookedInit(latest.current, found)), fail);
    if (step.kind === "try")
      looking.tryOut(step).then((problems) => showNext(triedInit(latest.current, problems)), fail);
  }, [step]);
  const press = (key: Key, room: Room): void => {
    const { view: next, wants } = initMachine.press(latest.current, key, room);
    if (wants === "leave") return end(null);
    if (wants === "write" && next.step.kind === "done")
      return end({ interview: next.interview, step: next.step });
    showNext(next);
  };
  return createElement(Played, {
    ...place,
    style: styleOfTheme(themeFor(world.env, undefined) ?? "dark"),
    glyphs: world.glyphs,
    draw: (frame) => initMachine.draw(view, frame),
    press,
  });
}

/** What is thrown while something is looked at is a bug: it ends the process, with the terminal as it was. */
function thrown(error: unknown): never {
  setImmediate(() => {
    throw error;
  });
  throw error;
}
