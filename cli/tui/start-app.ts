/** Where nothing is named: what there is to open, to choose from. */
import type { World } from "../world.js";
import { inTerminal, type Place } from "./in-terminal.js";
import { createElement, type ReactNode, useRef, useState } from "./ink.js";
import type { Key } from "./keys.js";
import { Played } from "./played.js";
import type { Room } from "./screen.js";
import { type Entry, type Opens, startMachine } from "./start.js";
import type { Terminal } from "./terminal.js";
import { styleOfTheme, themeFor } from "./theme.js";

type Chosen = Opens | { readonly kind: "leave" };

export const chooseInTerminal = (
  world: World,
  terminal: Terminal,
  entries: readonly Entry[],
): Promise<Chosen> =>
  inTerminal<Chosen>(terminal, { isReader: false }, (place) =>
    createElement(Choosing, { ...place, world, entries }),
  );

type ChoosingProps = Place<Chosen> & { readonly world: World; readonly entries: readonly Entry[] };

function Choosing({ world, entries, end, ...place }: ChoosingProps): ReactNode {
  const [view, show] = useState(() => startMachine.start(entries));
  const latest = useRef(view);
  const press = (key: Key, room: Room): void => {
    const turn = startMachine.press(latest.current, key, room);
    show((latest.current = turn.view));
    if (turn.outcome !== null) end(turn.outcome);
  };
  return createElement(Played, {
    ...place,
    style: styleOfTheme(themeFor(world.env, undefined) ?? "dark"),
    glyphs: world.glyphs,
    draw: (frame) => startMachine.draw(view, frame),
    press,
  });
}
