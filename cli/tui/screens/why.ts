/** Why: what limits the plan, at what price, and what would help. */
import { truncate } from "../../text/fit.js";
import { movedMark } from "../list.js";
import { markBindings } from "../marking.js";
import type { KeyName } from "../keys.js";
import type { Scene } from "../scene.js";
import {
  type Frame,
  type Intent,
  type Picture,
  type Room,
  type Screen,
  stays,
  type Turn,
} from "../screen.js";
import {
  INDENT,
  type Item,
  itemsOf,
  lengthOf,
  type Mark,
  markedIn,
  markOf,
  outline,
  type Section,
} from "../why/outline.js";
import { sectionsOf, sectionsSized } from "../why/sections.js";

export type WhyView = {
  /** Null: the first head. */
  readonly at: Mark | null;
  /** Ids of sections of which only the head shows; null: those that find no room. */
  readonly folded: readonly string[] | null;
};

/** Open whatever the room. */
const first: ReadonlySet<string> = new Set(["filled", "limits", "tried", "left"]);

export const whyScreen: Screen<WhyView> = {
  title: "Why",
  about: "what limits the plan, at what price, and what would help",
  start: { at: null, folded: null },
  wishes: () => [{ topic: "explanation" }],
  keys: [
    ...markBindings<WhyView>("line", (key, view, scene, room) => moved(view, key, scene, room)),
    {
      keys: ["enter"],
      label: "open or change",
      about: "open or fold a section; make the marked change, or ask for its value",
      act: acted,
    },
    { keys: ["space"], label: "fold", about: "open or fold the section of the marked line", act: folded },
    {
      keys: ["a"],
      label: "all",
      about: "open all sections, or fold them all",
      act: (view, scene, room) => allFolded(view, scene, room),
    },
    {
      keys: ["right"],
      label: "",
      about: "to the next section",
      act: (view, scene, room) => stays(toHead(view, scene, room, 1)),
    },
    {
      keys: ["left"],
      label: "",
      about: "to the section before",
      act: (view, scene, room) => stays(toHead(view, scene, room, -1)),
    },
  ],
  draw,
};

type Seen = {
  readonly sections: readonly Section[];
  readonly folded: readonly string[];
  readonly items: readonly Item[];
  readonly at: number;
};

function seen(view: WhyView, sections: readonly Section[], { height }: Room): Seen {
  const shut = view.folded ?? withoutRoom(sections, height);
  const items = itemsOf(sections, new Set(shut));
  return { sections, folded: shut, items, at: markedIn(items, view.at) };
}

/** The others are opened in their order as long as all that is open fits. */
function withoutRoom(sections: readonly Section[], height: number): readonly string[] {
  const others = sections.filter(({ id }) => !first.has(id));
  let room = sections.reduce(
    (left, section) => left - 1 - (first.has(section.id) ? lengthOf(section) : 0),
    height - FOOT,
  );
  return others.flatMap((section) => {
    const fits = lengthOf(section) <= room;
    if (fits) room -= lengthOf(section);
    return fits ? [] : [section.id];
  });
}

/** The line that says what enter does. */
const FOOT = 1;

const entryRoom = ({ width, height }: Room): Room => ({ width: width - INDENT, height });

const seenIn = (view: WhyView, scene: Scene, room: Room): Seen =>
  seen(view, sectionsSized(scene, entryRoom(room)), room);

function moved(view: WhyView, key: KeyName, scene: Scene, room: Room): Turn<WhyView> {
  const { items, at } = seenIn(view, scene, room);
  const page = Math.max(1, Math.floor(room.height / 2));
  const to = movedMark(at, key, items.length, page);
  return stays({ ...view, at: markOf(items[to ?? at]) });
}

function acted(view: WhyView, scene: Scene, room: Room): Turn<WhyView> {
  const { items, at } = seenIn(view, scene, room);
  const item = items[at];
  if (item?.kind !== "entry") return folded(view, scene, room);
  const { act } = item.entry;
  const intent: Intent = act ?? { kind: "say", text: "There is nothing to change here." };
  return { view, intents: [intent] };
}

function folded(view: WhyView, scene: Scene, room: Room): Turn<WhyView> {
  const { items, at, folded: shut } = seenIn(view, scene, room);
  const id = items[at]?.section.id;
  if (id === undefined) return stays(view);
  const isFolded = shut.includes(id);
  const others = shut.filter((each) => each !== id);
  return stays({ at: { section: id, entry: null }, folded: isFolded ? others : [...others, id] });
}

function allFolded(view: WhyView, scene: Scene, room: Room): Turn<WhyView> {
  const { sections, items, at, folded: shut } = seenIn(view, scene, room);
  const mark = { section: items[at]?.section.id ?? "", entry: null };
  return stays({ at: mark, folded: shut.length > 0 ? [] : sections.map(({ id }) => id) });
}

/** Of the section so many further on. */
function toHead(view: WhyView, scene: Scene, room: Room, steps: 1 | -1): WhyView {
  const { sections, items, at } = seenIn(view, scene, room);
  const item = items[at];
  const own = sections.findIndex(({ id }) => id === item?.section.id);
  // Back is first to the head of its own.
  const to = steps < 0 && item?.kind === "entry" ? own : own + steps;
  const section = sections[Math.max(0, Math.min(sections.length - 1, to))];
  return { ...view, at: section === undefined ? null : { section: section.id, entry: null } };
}

function draw(view: WhyView, scene: Scene, frame: Frame): Picture {
  const made = sectionsOf(scene, { ...frame, ...entryRoom(frame) });
  const { sections, items, at } = seen(view, made, frame);
  const item = items[at];
  const foot = frame.style.dim(truncate(footText(item), frame.width, frame.glyphs.ellipsis));
  return {
    lines: [...outline(items, at, { ...frame, height: frame.height - FOOT }), foot],
    says: [...sections.map(({ title, summary }) => `${title}: ${summary}.`), markedSentence(item)],
  };
}

/** What enter would do with the marked line; the last line. */
function footText(item: Item | undefined): string {
  if (item === undefined) return "";
  if (item.kind === "head") return item.isFolded ? "enter: open" : "enter: fold";
  return item.entry.act === null ? "" : `enter: ${item.entry.hint ?? "change"}`;
}

function markedSentence(item: Item | undefined): string {
  if (item === undefined) return "";
  if (item.kind === "head") return `Marked: ${item.section.title}, ${item.isFolded ? "folded" : "open"}.`;
  const { says, lines } = item.entry;
  return `Marked: ${says ?? lines.map((line) => line.trim()).join(" ")}.`;
}
