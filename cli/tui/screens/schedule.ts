/** Schedule: cohorts and their waves over time. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type ScheduleView = Record<never, never>;

export const scheduleScreen: Screen<ScheduleView> = {
  title: "Schedule",
  about: "cohorts and their waves over time",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
