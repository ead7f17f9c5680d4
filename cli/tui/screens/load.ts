/** Load: what each service carries over time, against its limit. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type LoadView = Record<never, never>;

export const loadScreen: Screen<LoadView> = {
  title: "Load",
  about: "what each service carries over time, against its limit",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
