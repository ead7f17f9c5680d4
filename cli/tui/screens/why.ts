/** Why: what limits the plan, at what price, and what would help. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type WhyView = Record<never, never>;

export const whyScreen: Screen<WhyView> = {
  title: "Why",
  about: "what limits the plan, at what price, and what would help",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
