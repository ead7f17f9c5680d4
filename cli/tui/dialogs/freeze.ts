/** Freeze: the scenario's freezes; one is dragged through the days, typed anew, added or taken out. */
import { day, hour, isoWall, wallOf, wallTime } from "../../../src/index.js";
import { type Field, fieldOf, typed } from "../field.js";
import type { Key } from "../keys.js";
import { movedMark } from "../list.js";
import type { Scene } from "../scene.js";
import { type Face, type Room, stays, type Turn } from "../screen.js";
import { tried } from "../steering/asked.js";
import {
  everySite,
  freezeChange,
  type FreezeItem,
  freezeRemoved,
  freezesIn,
  movedMoment,
  sitesText,
} from "../steering/freezes.js";
import type { Dialog, FreezeDraft, FreezeFocus, FreezeView } from "./dialog.js";
import { drawFreeze } from "./freeze-picture.js";

export const openFreeze = (): Dialog => ({ name: "freeze", view: { at: 0, draft: null, problem: null } });

export const freezeDialog: Face<FreezeView> = {
  title: "Freeze",
  keys: [
    {
      keys: ["enter"],
      label: "apply",
      about: "choose the marked freeze; apply its new times",
      act: entered,
    },
    {
      keys: ["left", "right"],
      label: "move 1 h",
      about: "move the freeze by an hour, with shift by a day",
      act: stays,
    },
    { keys: ["[", "]"], label: "start", about: "let it begin an hour sooner or later", act: stays },
    { keys: ["<", ">"], label: "end", about: "let it end an hour sooner or later", act: stays },
    {
      keys: ["a"],
      label: "add",
      about: "add a freeze",
      act: (view, scene) => stays(drafted(view, null, scene)),
    },
    { keys: ["x"], label: "remove", about: "take the marked freeze out", act: removed },
    {
      keys: ["escape"],
      label: "back",
      about: "change nothing",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture: (view, key, scene, room) =>
    view.draft === null ? inList(view, key, scene, room) : inDraft(view, view.draft, key, scene),
  draw: drawFreeze,
};

/** A line more than there are freezes: it adds one. */
function inList(view: FreezeView, key: Key, scene: Scene, room: Room): Turn<FreezeView> | null {
  const at = movedMark(view.at, key.name, freezesIn(scene).length + 1, Math.max(1, room.height - 5));
  return at === null ? null : stays({ ...view, at, problem: null });
}

/** No key that types reaches anybody else while times are changed. */
function inDraft(view: FreezeView, draft: FreezeDraft, key: Key, scene: Scene): Turn<FreezeView> | null {
  if (key.name === "enter") return null;
  if (key.name === "escape") return stays({ ...view, draft: null, problem: null });
  const next =
    refocused(draft, key, scene) ?? (draft.focus === "whole" ? dragged(draft, key) : inField(draft, key));
  if (next !== null) return stays({ ...view, draft: next, problem: null });
  return key.text === "" ? null : stays(view);
}

function refocused(draft: FreezeDraft, { name }: Key, scene: Scene): FreezeDraft | null {
  if (name !== "up" && name !== "down") return null;
  const item = draft.index === null ? null : freezesIn(scene)[draft.index];
  const all: readonly FreezeFocus[] =
    item?.span?.isOther === true ? ["whole", "from", "to"] : ["whole", "from", "to", "sites"];
  const at = all.indexOf(draft.focus) + (name === "up" ? -1 : 1);
  return { ...draft, focus: all[Math.max(0, Math.min(all.length - 1, at))] ?? "whole" };
}

type Ends = { readonly from: number; readonly to: number };
const drags: Readonly<Record<string, Ends>> = {
  left: { from: -hour, to: -hour },
  right: { from: hour, to: hour },
  "shift+left": { from: -day, to: -day },
  "shift+right": { from: day, to: day },
  "[": { from: -hour, to: 0 },
  "]": { from: hour, to: 0 },
  "<": { from: 0, to: -hour },
  ">": { from: 0, to: hour },
  ",": { from: 0, to: -hour },
  ".": { from: 0, to: hour },
};

function dragged(draft: FreezeDraft, { name }: Key): FreezeDraft | null {
  const by = drags[name];
  if (by === undefined) return null;
  const [from, to] = [movedMoment(draft.from.text, by.from), movedMoment(draft.to.text, by.to)];
  return from === null || to === null ? null : { ...draft, from: fieldOf(from), to: fieldOf(to) };
}

function inField(draft: FreezeDraft, key: Key): FreezeDraft | null {
  const { focus } = draft;
  if (focus === "whole") return null;
  const field: Field | null = typed(draft[focus], key);
  return field === null ? null : { ...draft, [focus]: field };
}

/** `index` null: a new one. */
function drafted(view: FreezeView, index: number | null, scene: Scene): FreezeView {
  const span = index === null ? null : (freezesIn(scene)[index]?.span ?? null);
  const [from, to] = span === null ? usualTimes(scene) : [span.from, span.to];
  const sites = span === null ? everySite : sitesText(span.sites);
  const draft: FreezeDraft = {
    index,
    from: fieldOf(from),
    to: fieldOf(to),
    sites: fieldOf(sites),
    focus: "whole",
  };
  return { ...view, draft, problem: null };
}

/** The night from the second day after the release. */
function usualTimes({ planned, zone }: Scene): readonly [string, string] {
  const date = Math.floor(wallOf(planned.rollout.release, zone) / day);
  const at = (days: number, hours: number): string =>
    isoWall(wallTime((date + days) * day + hours * hour)).slice(0, 16);
  return [at(2, 18), at(3, 6)];
}

function entered(view: FreezeView, scene: Scene): Turn<FreezeView> {
  const items = freezesIn(scene);
  const { draft } = view;
  if (draft === null) return chosen(view, items, scene);
  const item = draft.index === null ? null : (items[draft.index] ?? null);
  const text = { from: draft.from.text, to: draft.to.text, sites: draft.sites.text };
  const change = tried(scene, freezeChange(scene, item, text));
  if (change.ok) return { view, intents: [{ kind: "change", change: change.value }, { kind: "close" }] };
  return stays({ ...view, problem: change.problems[0] ?? null });
}

function chosen(view: FreezeView, items: readonly FreezeItem[], scene: Scene): Turn<FreezeView> {
  const item = items[view.at];
  if (item === undefined) return stays(drafted(view, null, scene));
  if (item.fixed === null) return stays(drafted(view, view.at, scene));
  return stays({ ...view, problem: { code: "freeze.fixed", message: item.fixed } });
}

function removed(view: FreezeView, scene: Scene): Turn<FreezeView> {
  const item = freezesIn(scene)[view.at];
  if (view.draft !== null || item === undefined) return stays(view);
  const change = freezeRemoved(item);
  if (change === null)
    return stays({ ...view, problem: { code: "freeze.fixed", message: item.fixed ?? "" } });
  const outcome = tried(scene, { ok: true, value: change });
  if (outcome.ok) return { view, intents: [{ kind: "change", change }, { kind: "close" }] };
  return stays({ ...view, problem: outcome.problems[0] ?? null });
}
