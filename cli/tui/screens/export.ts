/** Export: the plan in the words of other tools. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type ExportView = Record<never, never>;

export const exportScreen: Screen<ExportView> = {
  title: "Export",
  about: "the plan in the words of other tools",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
