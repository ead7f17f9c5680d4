/** Schedule: cohorts and their waves over time. */
import { cohortPicture, openedCohort } from "../schedule/cohort-picture.js";
import { listPicture } from "../schedule/list-picture.js";
import {
  cohortBy,
  entered,
  filtering,
  left,
  moved,
  next,
  panBy,
  scrolled,
  sideways,
  type Step,
  timeBy,
  typedFilter,
  unfiltered,
  zoomBy,
} from "../schedule/steps.js";
import { type ScheduleView, startView } from "../schedule/view.js";
import type { KeyName } from "../keys.js";
import { type Binding, type Screen, stays } from "../screen.js";

export type { ScheduleView };

const nothing: Step = (view) => view;

/** What a key does in the list, and while a cohort is open. */
function binding(
  keys: readonly KeyName[],
  [label, about]: readonly [string, string],
  inList: Step,
  inCohort: Step = nothing,
): Binding<ScheduleView> {
  return {
    keys,
    label,
    about,
    act: (view, scene, room) =>
      stays((openedCohort(view, scene) === null ? inList : inCohort)(view, scene, room)),
  };
}

/** For ups and downs, of which the footer shows the first. */
const motion = (key: KeyName, label: string, about: string): Binding<ScheduleView> =>
  binding([key], [label, about], moved(key), scrolled(key));

export const scheduleScreen: Screen<ScheduleView> = {
  title: "Schedule",
  about: "cohorts and their waves over time",
  start: startView,
  keys: [
    binding(["enter", "space"], ["open", "open a cohort, unfold or fold a group"], entered, left),
    binding(["/"], ["filter", "filter by words of site, profile, ring, group, zone or id"], filtering),
    binding(["o"], ["order", "order by first wave, devices, name, exposure or last wave"], next("sort")),
    binding(["a"], ["fold", "fold by site, by ring, by profile, or not at all"], next("fold")),
    binding(["k"], ["look", "heat map or Gantt"], next("look")),
    binding(["+"], ["zoom", "zoom in around the marked time"], zoomBy(1), zoomBy(1)),
    binding(["-"], ["", "zoom out"], zoomBy(-1), zoomBy(-1)),
    binding([">", "."], ["time", "mark a later time"], timeBy(1), timeBy(1)),
    binding(["<", ","], ["", "mark an earlier time"], timeBy(-1), timeBy(-1)),
    binding(["right"], ["", "unfold a group; later where time is zoomed or nothing is folded"], sideways(1)),
    binding(["left"], ["", "fold a group, or earlier; back from a cohort"], sideways(-1), left),
    binding(["shift+right"], ["", "half a picture later, where time is zoomed"], panBy(1), panBy(1)),
    binding(["shift+left"], ["", "half a picture earlier, where time is zoomed"], panBy(-1), panBy(-1)),
    binding(["n"], ["next", "the next cohort, while one is open"], nothing, cohortBy(1)),
    binding(["p"], ["", "the cohort before it"], nothing, cohortBy(-1)),
    motion("down", "", "the next row; further down a cohort's page"),
    motion("up", "", "the row before; up a cohort's page"),
    motion("pagedown", "", "a page down"),
    motion("pageup", "", "a page up"),
    motion("home", "", "the first row"),
    motion("end", "", "the last row"),
  ],
  wishes: (view, scene) => {
    const row = openedCohort(view, scene);
    return row === null ? [] : [{ topic: "cohort", cohort: row.cohort.id }];
  },
  capture: (view, key, scene, room) => {
    if (key.name === "escape") {
      if (openedCohort(view, scene) !== null) return stays(left(view, scene, room));
      return view.typing === null && view.filter === "" ? null : stays(unfiltered(view, scene, room));
    }
    const typing = typedFilter(view, key, scene, room);
    return typing === null ? null : stays(typing);
  },
  draw: (view, scene, frame) => {
    const row = openedCohort(view, scene);
    return row === null ? listPicture(view, scene, frame) : cohortPicture(row, view, scene, frame);
  },
};
