/** Overview: whether it is safe, what comes next, the tightest service, the waves and what limits them. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type OverviewView = Record<never, never>;

export const overviewScreen: Screen<OverviewView> = {
  title: "Overview",
  about: "whether it is safe, what comes next, the tightest service, the waves and what limits them",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
