/** Calendar: everything with a date: release, windows, freezes, holidays, soaks, deadline. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type CalendarView = Record<never, never>;

export const calendarScreen: Screen<CalendarView> = {
  title: "Calendar",
  about: "everything with a date: release, windows, freezes, holidays, soaks, deadline",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
