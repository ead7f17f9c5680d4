/** Calendar: everything with a date: release, windows, freezes, holidays, soaks, deadline, waves. */
import { calendarPicture } from "../calendar/picture.js";
import { freezeAt, newFreeze } from "../calendar/freeze.js";
import { devicesDuring, entriesIn } from "../calendar/events.js";
import {
  type CalendarView,
  calendarStart,
  dayOf,
  daysOn,
  hoursOf,
  hoursOn,
  markedPoint,
  monthsOn,
  onDay,
  placeOf,
  withPlace,
} from "../calendar/view.js";
import { day, wallOf } from "../../../src/index.js";
import type { KeyName } from "../keys.js";
import type { Scene } from "../scene.js";
import { type Binding, type Screen, stays, type Turn } from "../screen.js";

export type { CalendarView } from "../calendar/view.js";

type Move = (view: CalendarView, scene: Scene) => CalendarView;

/** In the month a step of weeks and days, in the day one of hours and days. */
const moves =
  (month: Move, hours: Move): Move =>
  (view, scene) =>
    (view.shows === "month" ? month : hours)(view, scene);

const by =
  (step: (view: CalendarView, scene: Scene, count: number) => CalendarView, count: number): Move =>
  (view, scene) =>
    step(view, scene, count);

const toDate =
  (which: "release" | "deadline"): Move =>
  (view, scene) =>
    onDay(view, scene, Math.floor(wallOf(scene.planned.rollout[which], placeOf(view, scene).zone) / day));

const moved = (
  keys: readonly KeyName[],
  label: string,
  about: string,
  move: Move,
): Binding<CalendarView> => ({
  keys,
  label,
  about,
  act: (view, scene) => stays(move(view, scene)),
});

export const calendarScreen: Screen<CalendarView> = {
  title: "Calendar",
  about: "everything with a date: release, windows, freezes, holidays, soaks, deadline, waves",
  start: calendarStart,
  keys: [
    moved(["left"], "day", "marks the day before", by(daysOn, -1)),
    moved(["right"], "", "marks the next day", by(daysOn, 1)),
    moved(
      ["up"],
      "week, hour",
      "marks a week earlier; in a day the hour before",
      moves(by(daysOn, -7), by(hoursOn, -1)),
    ),
    moved(["down"], "", "marks a week later; in a day the next hour", moves(by(daysOn, 7), by(hoursOn, 1))),
    moved(
      ["pageup"],
      "month",
      "marks the same day of the month before; in a day six hours earlier",
      moves(by(monthsOn, -1), by(hoursOn, -6)),
    ),
    moved(
      ["pagedown"],
      "",
      "marks the same day of the next month; in a day six hours later",
      moves(by(monthsOn, 1), by(hoursOn, 6)),
    ),
    moved(["home"], "", "marks the day of the release", toDate("release")),
    moved(["end"], "", "marks the day of the deadline", toDate("deadline")),
    moved(["]", "."], "site", "shows the next site", by(withPlace, 1)),
    moved(["[", ","], "", "shows the site before", by(withPlace, -1)),
    {
      keys: ["enter"],
      label: "open",
      about: "opens the marked day; in a day the freeze of the marked hour",
      act: enter,
    },
    {
      keys: ["x"],
      label: "span",
      about: "begins or ends marking a span",
      act: (view, scene) => stays(spanned(view, scene)),
    },
    {
      keys: ["a"],
      label: "add freeze",
      about: "adds a freeze over what is marked",
      act: (view, scene) => ({ view: { ...view, from: null }, intents: [newFreeze(view, scene)] }),
    },
  ],
  draw: calendarPicture,
  capture: (view, { name }) => (name === "escape" ? left(view) : null),
  wishes: () => [{ topic: "agenda" }],
};

function enter(view: CalendarView, scene: Scene): Turn<CalendarView> {
  if (view.shows === "month")
    return stays({ ...view, shows: "day", day: dayOf(view, scene), hour: busyHour(view, scene) });
  const freeze = freezeAt(view, scene);
  return freeze === null ? stays(view) : { view, intents: [freeze] };
}

/** The first hour in which devices restart, else something begins; else the first of the morning. */
function busyHour(view: CalendarView, scene: Scene): number {
  const place = placeOf(view, scene);
  const hours = hoursOf(dayOf(view, scene), place.zone);
  const waves = hours.findIndex((each) => devicesDuring(place, each) > 0);
  if (waves >= 0) return waves;
  const begins = hours.findIndex((each) =>
    entriesIn(place, each).some(({ start }) => start >= each.start && start < each.end),
  );
  return begins >= 0 ? begins : 8;
}

const spanned = (view: CalendarView, scene: Scene): CalendarView => ({
  ...view,
  day: dayOf(view, scene),
  from: view.from === null ? markedPoint(view, scene).start : null,
});

/** First the span goes, then the day. */
function left(view: CalendarView): Turn<CalendarView> | null {
  if (view.from !== null) return stays({ ...view, from: null });
  return view.shows === "day" ? stays({ ...view, shows: "month" }) : null;
}
