/** Policies: every other way to stagger, on this fleet. */
import { report } from "../../text/report.js";
import type { Screen } from "../screen.js";

export type PoliciesView = Record<never, never>;

export const policiesScreen: Screen<PoliciesView> = {
  title: "Policies",
  about: "every other way to stagger, on this fleet",
  start: {},
  keys: [],
  draw: (_view, { planned }, frame) => ({ lines: report(planned, frame).slice(0, frame.height), says: [] }),
};
