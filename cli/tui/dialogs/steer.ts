/** Steer */
import { stays, type Face } from "../screen.js";
import type { SteerView } from "./dialog.js";

export const steerDialog: Face<SteerView> = {
  title: "Steer",
  keys: [
    {
      keys: ["escape"],
      label: "back",
      about: "change nothing",
      act: (view) => ({ ...stays(view), intents: [{ kind: "close" }] }),
    },
  ],
  draw: () => ({ lines: ["Steer"], says: [] }),
};
