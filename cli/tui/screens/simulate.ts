/** Simulate: what would happen, minute by minute. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type SimulateView = Record<never, never>;

export const simulateScreen: Screen<SimulateView> = {
  title: "Simulate",
  about: "what would happen, minute by minute",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
