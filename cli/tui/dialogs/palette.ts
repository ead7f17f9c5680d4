/** Find what to do by its name. */
import { padEnd, truncate } from "../../text/fit.js";
import { type Field, typed } from "../field.js";
import { type Key, type KeyName, shownKey } from "../keys.js";
import { movedMark, onShow } from "../list.js";
import { type Face, type Intent, type ScreenName, stays } from "../screen.js";
import { fieldText } from "../field-text.js";
import { screenNamed } from "../screens/screens.js";
import { shellBindings } from "../shell-keys.js";

type View = { readonly field: Field; readonly at: number };

type Command = { readonly words: string; readonly key: KeyName };

export const paletteDialog: Face<View> = {
  title: "What to do",
  keys: [
    { keys: ["up", "down"], label: "choose", about: "mark another", act: stays },
    { keys: ["enter"], label: "do it", about: "do what is marked", act: stays },
    {
      keys: ["escape"],
      label: "back",
      about: "do nothing",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture(view, key, { screen }, { height }) {
    const found = matching(commandsOf(screen), view.field.text);
    if (key.name === "enter") {
      const chosen = found[view.at];
      return chosen === undefined ? stays(view) : { view, intents: [{ kind: "close" }, press(chosen.key)] };
    }
    const isTyped = ["home", "end"].includes(key.name);
    const at = isTyped ? null : movedMark(view.at, key.name, found.length, height - 2);
    if (at !== null) return stays({ ...view, at: Math.max(0, at) });
    const field = typed(view.field, key);
    return field === null ? null : stays({ field, at: 0 });
  },
  draw({ field, at }, { screen }, { width, height, style, glyphs }) {
    const found = matching(commandsOf(screen), field.text);
    const [from, to] = onShow(found.length, at, height - 2);
    const rows = found.slice(from, to).map(({ words, key }, i) => {
      const line =
        padEnd(
          `${from + i === at ? glyphs.mark : " "} ${truncate(words, width - 12, glyphs.ellipsis)}`,
          width - 9,
        ) + shownKey(key, glyphs);
      return from + i === at ? style.inverse(padEnd(line, width)) : line;
    });
    return {
      lines: [
        `: ${fieldText(field, width - 3, style)}`,
        "",
        ...(rows.length > 0 ? rows : ["  nothing has such a name"]),
      ],
      says: [`Command: ${field.text}.`, found[at] === undefined ? "Nothing." : `${found[at].words}.`],
    };
  },
};

const press = (name: string): Intent => ({ kind: "press", key: { name, text: "" } satisfies Key });

function commandsOf(screen: ScreenName): readonly Command[] {
  return [
    ...screenNamed(screen).keys.map(({ keys: [key = ""], about }) => ({
      words: about,
      key,
    })),
    ...shellBindings
      .filter(({ keys: [key] }) => key !== ":")
      .map(({ keys: [key = ""], about, group }) => ({
        words:
          group === "Screens" ? `go to ${about}` : group === "Change the plan" ? `change: ${about}` : about,
        key,
      })),
  ];
}

/** Every word typed is somewhere in it. */
const matching = (commands: readonly Command[], text: string): readonly Command[] => {
  const words = text.toLowerCase().split(/\s+/);
  return commands.filter((command) => words.every((word) => command.words.toLowerCase().includes(word)));
};
