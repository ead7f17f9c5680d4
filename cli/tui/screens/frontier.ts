/** Frontier: what calm costs: plans between the least rise and the least exposure. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type FrontierView = Record<never, never>;

export const frontierScreen: Screen<FrontierView> = {
  title: "Frontier",
  about: "what calm costs: plans between the least rise and the least exposure",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
