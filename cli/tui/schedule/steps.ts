/** What keys do to the schedule. */
import { glyphs } from "../../text/glyphs.js";
import { styleFor } from "../../text/style.js";
import { fieldOf, typed } from "../field.js";
import type { Key, KeyName } from "../keys.js";
import { movedMark } from "../list.js";
import type { Scene } from "../scene.js";
import type { Room } from "../screen.js";
import { LABEL } from "./cohort-chart.js";
import { cohortPage, openedCohort, pageHeight } from "./cohort-picture.js";
import { layoutOf } from "./layout.js";
import { rowsOnShow } from "./list-picture.js";
import { placeOf } from "./sheet.js";
import { type Listed, listed } from "./listed.js";
import { type Moved, panned, timeMoved, zoomed } from "./ruler.js";
import type { CohortRow, Row } from "./rows.js";
import { folds, looks, type ScheduleView, sorts } from "./view.js";

/** What a key makes of the view. */
export type Step = (view: ScheduleView, scene: Scene, room: Room) => ScheduleView;

const listOf = (view: ScheduleView, { planned }: Scene): Listed => listed(planned.plan, view);
const markedRow = (view: ScheduleView, list: Listed): Row | null =>
  list.lines[placeOf(view, list)]?.row ?? null;

export const moved =
  (key: KeyName): Step =>
  (view, scene, room) => {
    const list = listOf(view, scene);
    const to = movedMark(placeOf(view, list), key, list.lines.length, rowsOnShow(room.height));
    return { ...view, marked: list.lines[to ?? 0]?.row.key ?? null };
  };

export const next =
  (what: "sort" | "fold" | "look"): Step =>
  (view) => ({ ...view, [what]: after(choices[what], view[what]) });

const choices = { sort: sorts, fold: folds, look: looks };
const after = <T>(all: readonly T[], one: T): T => all[(all.indexOf(one) + 1) % all.length] as T;

const inTime =
  (move: (view: ScheduleView, scene: Scene, columns: number, by: number) => Moved, by: number): Step =>
  (view, scene, { width }) => {
    const columns =
      openedCohort(view, scene) === null ? layoutOf(scene.planned.plan, width).columns : width - LABEL;
    return { ...view, ...move(view, scene, columns, by) };
  };

export const timeBy = (by: number): Step => inTime(timeMoved, by);
export const panBy = (by: number): Step => inTime(panned, by);
export const zoomBy = (by: number): Step => inTime(zoomed, by);

/** Unfolds a group, or folds it again; opens a cohort. */
export const entered: Step = (view, scene, room) => {
  const row = markedRow(view, listOf(view, scene));
  if (row === null) return view;
  if (row.kind === "cohort") return withCohort(view, row);
  return (view.opened.includes(row.key) ? folded : unfolded)(view, scene, room);
};

export const unfolded: Step = (view, scene) => {
  const row = markedRow(view, listOf(view, scene));
  if (row?.kind !== "group" || view.opened.includes(row.key)) return view;
  return { ...view, marked: row.key, opened: [...view.opened, row.key] };
};

/** The group of the marked row; the mark stays on it. */
export const folded: Step = (view, scene) => {
  const list = listOf(view, scene);
  const row = markedRow(view, list);
  const group = list.groups?.find((each) => each === row || each.cohorts.some((cohort) => cohort === row));
  if (group === undefined) return view;
  return { ...view, marked: group.key, opened: view.opened.filter((key) => key !== group.key) };
};

/** Sideways: through time where it is zoomed or nothing can be folded, else groups fold. */
export const sideways =
  (by: -1 | 1): Step =>
  (view, scene, room) => {
    if (view.zoom > 0 || view.fold === "cohort") return timeBy(by)(view, scene, room);
    return by > 0 ? unfolded(view, scene, room) : folded(view, scene, room);
  };

const withCohort = (view: ScheduleView, { key, cohort }: CohortRow): ScheduleView => ({
  ...view,
  marked: key,
  cohort: { id: cohort.id, line: 0 },
});

/** Its group is unfolded, so that the mark of the list is on it when it is left. */
export const cohortBy =
  (by: -1 | 1): Step =>
  (view, scene) => {
    const list = listOf(view, scene);
    const row = openedCohort(view, scene);
    const place = row === null ? -1 : list.cohorts.indexOf(row);
    const to = list.cohorts[Math.max(0, Math.min(list.cohorts.length - 1, place + by))];
    return to === undefined ? view : withCohort(view, to);
  };

export const left: Step = (view, scene) => {
  const list = listOf(view, scene);
  const row = openedCohort(view, scene);
  const group = list.groups?.find(({ cohorts }) => cohorts.some((cohort) => cohort === row));
  const opened =
    group === undefined || view.opened.includes(group.key) ? view.opened : [...view.opened, group.key];
  return { ...view, cohort: null, opened };
};

/** Through the lines of the cohort that is open. */
export const scrolled =
  (key: KeyName): Step =>
  (view, scene, room) => {
    const row = openedCohort(view, scene);
    if (row === null || view.cohort === null) return { ...view, cohort: null };
    const frame = { ...room, style: styleFor({ colour: false }), glyphs: glyphs.unicode };
    const page = pageHeight(room.height);
    const last = Math.max(0, cohortPage(row, view, scene, frame).length - page);
    const line = movedMark(Math.min(view.cohort.line, last), key, last + 1, page);
    return { ...view, cohort: { ...view.cohort, line: line ?? 0 } };
  };

export const filtering: Step = (view) => ({ ...view, typing: fieldOf(view.filter) });

/** What a key does while a filter is typed; null: nothing. */
export function typedFilter(view: ScheduleView, key: Key, scene: Scene, room: Room): ScheduleView | null {
  if (view.typing === null) return null;
  switch (key.name) {
    case "enter":
      return { ...view, typing: null };
    case "up":
    case "down":
    case "pageup":
    case "pagedown":
      return moved(key.name)(view, scene, room);
    default: {
      const field = typed(view.typing, key);
      return field === null ? null : { ...view, typing: field, filter: field.text };
    }
  }
}

export const unfiltered: Step = (view) => ({ ...view, typing: null, filter: "" });
