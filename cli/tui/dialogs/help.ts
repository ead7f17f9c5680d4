/** All keys: those of the screen first, then everybody's, then of the other screens. */
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { type KeyName, shownKey } from "../keys.js";
import { movedMark } from "../list.js";
import { type Face, type Frame, screenNames, type ScreenName, stays } from "../screen.js";
import { screenNamed } from "../screens/screens.js";
import { shellBindings } from "../shell-keys.js";

export const helpDialog: Face<{ readonly from: number }> = {
  title: "Keys",
  keys: [
    {
      keys: ["up", "down", "pageup", "pagedown", "home", "end"],
      label: "scroll",
      about: "scroll",
      act: stays,
    },
    {
      keys: ["escape", "?", "enter", "q"],
      label: "back",
      about: "back to the screen",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture(view, { name }, { screen }, { height }) {
    const last = Math.max(0, helpRows(screen).length - height);
    const from = movedMark(view.from, name, last + 1, height);
    return from === null ? null : stays({ from });
  },
  draw({ from }, { screen }, frame) {
    const rows = helpRows(screen);
    return {
      lines: rows.slice(from, from + frame.height).map((row) => drawn(row, frame)),
      says: rows.map((row) => said(row, frame)),
    };
  },
};

type Row = { readonly head: string } | { readonly keys: readonly KeyName[]; readonly about: string } | null;

function helpRows(screen: ScreenName): readonly Row[] {
  const others = screenNames.filter((name) => name !== screen);
  const groups = ["Screens", "Change the plan", "Everywhere"] as const;
  return [
    ...rowsOfScreen(screen),
    ...groups.flatMap((group): readonly Row[] => [
      { head: group },
      ...shellBindings
        .filter((binding) => binding.group === group)
        .map(({ keys, about }) => ({
          keys,
          about:
            group === "Screens"
              ? `${screenNamed(about as ScreenName).title}: ${screenNamed(about as ScreenName).about}`
              : about,
        })),
      null,
    ]),
    ...others.flatMap(rowsOfScreen),
  ];
}

/** Nothing where a screen has no keys of its own. */
function rowsOfScreen(name: ScreenName): readonly Row[] {
  const { title, keys } = screenNamed(name);
  if (keys.length === 0) return [];
  return [
    { head: `On ${title}` },
    ...keys.map((binding) => ({ keys: binding.keys, about: binding.about })),
    null,
  ];
}

const shownKeys = (keys: readonly KeyName[], { glyphs }: Frame): string =>
  keys.map((key) => shownKey(key, glyphs)).join(" ");

const KEYS = 18;

function drawn(row: Row, frame: Frame): string {
  if (row === null) return "";
  if ("head" in row) return frame.style.bold(row.head);
  const keys = shownKeys(row.keys, frame);
  const gap = widthOf(keys) > KEYS - 3 ? " " : "";
  return truncate(`${padEnd(`  ${keys}`, KEYS)}${gap}${row.about}`, frame.width, frame.glyphs.ellipsis);
}

const said = (row: Row, frame: Frame): string =>
  row === null ? "" : "head" in row ? `${row.head}.` : `${shownKeys(row.keys, frame)}: ${row.about}.`;
